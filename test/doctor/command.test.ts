import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createClock } from '@rfc-alignment/emulator/clock.ts'
import { openStage } from '../../playground/stage.ts'
import { APP_ID, aPullRequest, aReceiver, PRIVATE_KEY, SECRET } from '@rfc-alignment/emulator/test/stage.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Runs `npm run doctor` as npm does. Returns its output and exit code. */
function doctor(environment: Environment, ...options: readonly string[]) {
  return cli(environment, 'doctor', ...options)
}

function cli(environment: Environment, ...args: readonly string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ['src/cli.ts', ...args],
      { env: { PATH: process.env.PATH, ...environment } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

test('exits 0 when everything is set up correctly, and lists what was checked', async () => {
  const { github, repository, pull } = await aPullRequest({ clock: createClock(new Date()) })
  await aReceiver(github)
  github.protect(repository, { branch: 'main', check: 'RFC alignment: main', appId: APP_ID })
  github.comment(pull, 'linus', 'Good morning')
  await github.idle()
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { code, stdout } = await doctor({
    APP_ID: String(APP_ID),
    PRIVATE_KEY,
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    PUBLIC_URL: new URL(github.deliveries.at(-1)?.url ?? '').origin,
    DATA_DIR: folder,
  })
  expect(stdout).toMatch(/\n\d+ fine, 0 warnings, 0 not checked, 0 errors\n$/)
  expect(stdout).toContain('acme/rfcs: Requires "RFC alignment: main" from this App alone.')
  expect(stdout).toContain(`The embedded database will be created in ${folder} at the first start.`)
  expect(code).toBe(0)
})

test('exits 1 when something cannot be checked, and asks the running server about the embedded database', async () => {
  const stage = await openStage()
  onTestFinished(() => stage.close())
  const { port } = new URL(stage.server.url)
  const { code, stdout } = await doctor({ ...stage.environment, PORT: port }, '--json')
  const findings = JSON.parse(stdout) as { id: string; severity: string; what: string }[]
  expect(findings).toContainEqual(expect.objectContaining({ id: 'webhook', severity: 'cannot see' }))
  expect(findings.find(({ id }) => id === 'database')).toMatchObject({
    severity: 'fine',
    what: expect.stringMatching(/^A server uses the embedded database in .* and reports that it is ready\.$/),
  })
  expect(code).toBe(1)
})

test('reports an unreachable database as an error, without its password', async () => {
  const github = (await aPullRequest()).github
  const { code, stdout } = await doctor({
    APP_ID: String(APP_ID),
    PRIVATE_KEY,
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    DATABASE_URL: 'postgres://rfc:hunter2hunter2@127.0.0.1:1/rfc',
  })
  expect(stdout).toMatch(/✗ error {7}The database can't be reached: .*ECONNREFUSED/)
  expect(stdout).not.toContain('hunter2')
  expect(code).toBe(1)
})

test('reports invalid settings in the same words as the server', async () => {
  const { code, stderr } = await doctor({ APP_ID: '12' })
  expect(stderr).toContain('WEBHOOK_SECRET is not set')
  expect(code).toBe(1)
})

test('reports an account on which the App is not installed', async () => {
  const { github } = await aPullRequest()
  const environment = {
    APP_ID: String(APP_ID),
    PRIVATE_KEY,
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
  }
  const { code, stderr } = await doctor(environment, '--installation', 'umbrella')
  expect(stderr).toBe("The App isn't installed on umbrella, or its installation is suspended.\n")
  expect(code).toBe(1)
})

test.each([
  [['docter'], 'Unknown command "docter".\n\nUsage: '],
  [[], 'Usage: '],
] as const)('prints the usage and exits 2 without a known command (%j)', async (args, start) => {
  const { code, stdout, stderr } = await cli({}, ...args)
  expect(stderr.startsWith(start)).toBe(true)
  expect(stderr).toContain('doctor [--installation ACCOUNT]')
  expect(stdout).toBe('')
  expect(code).toBe(2)
})

test('prints the usage and exits 0 when asked for help', async () => {
  const { code, stdout } = await cli({}, '--help')
  expect(stdout).toContain('doctor [--installation ACCOUNT]')
  expect(code).toBe(0)
})
