import { parseArgs } from 'node:util'
import { isSound } from './doctor/finding.ts'
import { toldFindings } from './doctor/told.ts'
import { examine } from './maintenance/examine.ts'
import { examineDatabase } from './maintenance/examine-database.ts'
import { openLog } from './ops/open-log.ts'
import { createScrub } from './ops/scrub.ts'
import { readSettings, secretsOf } from './settings/settings.ts'
import { useProxy } from './settings/use-proxy.ts'

const USAGE = 'npm run doctor -- [--installation ACCOUNT] [--most REPOSITORIES] [--json]'

let scrub = createScrub([])

/**
 * Looks whether the App is registered, installed, reached and required as it should be, and prints what is not with the
 * repair for each. It only reads. Exits 0 where nothing is wrong or only warned of, and 1 where something is wrong or
 * could not be looked at.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { installation: { type: 'string' }, most: { type: 'string' }, json: { type: 'boolean' } },
  })
  const most = values.most === undefined ? null : Number(values.most)
  if (most !== null && !(Number.isInteger(most) && most > 0)) {
    throw new Error(`--most is ${JSON.stringify(values.most)}; expected a whole number from 1.\n\n${USAGE}`)
  }
  const settings = readSettings()
  const secrets = secretsOf(settings)
  scrub = createScrub(secrets)
  useProxy(settings.proxy)
  const [found, database] = await Promise.all([
    examine(settings, openLog({ level: 'silent', secrets }), {
      ...(values.installation !== undefined && { account: values.installation }),
      // Who asks for many has the time.
      ...(most !== null && { mostRepositories: most, budgetMs: 600_000 }),
    }),
    examineDatabase(settings),
  ])
  const findings = [...found, database]
  const text = values.json ? JSON.stringify(findings, null, 2) : toldFindings(findings)
  process.stdout.write(`${scrub(text)}\n`)
  process.exitCode = isSound(findings) ? 0 : 1
}

main().catch((error: unknown) => {
  process.stderr.write(`${scrub(error instanceof Error ? error.message : String(error))}\n`)
  process.exitCode = 1
})
