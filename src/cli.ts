import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isSound } from './doctor/finding.ts'
import { formatFindings } from './doctor/format-findings.ts'
import { examine } from './maintenance/examine.ts'
import { examineDatabase } from './maintenance/examine-database.ts'
import { explainFromDatabase, explainFromRun } from './maintenance/explain-ledger.ts'
import { openLog } from './ops/open-log.ts'
import { createScrub } from './ops/scrub.ts'
import { readSettings, secretsOf } from './settings/settings.ts'
import { useProxy } from './settings/use-proxy.ts'

interface CliCommand {
  /** The options, as a synopsis shows them. */
  readonly synopsis: string
  readonly help: string
  /** Returns the exit code. Throws an error whose message is for the operator. */
  readonly run: (args: readonly string[]) => Promise<number>
}

const DOCTOR: CliCommand = {
  synopsis: '[--installation ACCOUNT] [--most REPOSITORIES] [--json]',
  help: "Check the App's registration, installations, webhook, branch protection and database. Changes nothing.",
  run: doctor,
}

const EXPLAIN: CliCommand = {
  synopsis: 'OWNER/REPO#NUMBER | --run FILE',
  help: "Print an RFC's ledger and what follows from each entry, from the database or from a check run's text.",
  run: explain,
}

const COMMANDS: Readonly<Record<string, CliCommand>> = { doctor: DOCTOR, explain: EXPLAIN }

const EXIT_USAGE = 2
/** By its number: `process.stdin` would make a pipe answer that nothing is there yet. */
const STDIN = 0

let scrub = createScrub([])

/** Runs the command named by the first argument. Prints the usage and returns 2 when there is no such command. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === 'help' || name === '--help') {
    process.stdout.write(usage())
    return 0
  }
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command) return command.run(args)
  const problem = name === undefined ? '' : `Unknown command ${JSON.stringify(name)}.\n\n`
  process.stderr.write(`${problem}${usage()}`)
  return EXIT_USAGE
}

function usage(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, { synopsis, help }]) => `  ${name} ${synopsis}\n      ${help}\n`,
  )
  return `Usage: node src/cli.ts <command>\n\nCommands:\n${lines.join('')}`
}

/**
 * Checks how the App is registered, installed, reached and required, and prints each problem with its fix. Only reads.
 * Returns 0 when there are no errors (warnings are allowed), and 1 when something is wrong or could not be checked.
 */
async function doctor(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { installation: { type: 'string' }, most: { type: 'string' }, json: { type: 'boolean' } },
  })
  const most = values.most === undefined ? null : Number(values.most)
  if (most !== null && !(Number.isInteger(most) && most > 0)) {
    throw new Error(
      `--most is ${JSON.stringify(values.most)}; use a whole number from 1.\n\nUsage: npm run doctor -- ${DOCTOR.synopsis}`,
    )
  }
  const settings = readSettings()
  const secrets = secretsOf(settings)
  scrub = createScrub(secrets)
  useProxy(settings.proxy)
  const [found, database] = await Promise.all([
    examine(settings, openLog({ level: 'silent', secrets }), {
      ...(values.installation !== undefined && { account: values.installation }),
      // Many repositories take longer than the default budget.
      ...(most !== null && { mostRepositories: most, budgetMs: 600_000 }),
    }),
    examineDatabase(settings),
  ])
  const findings = [...found, database]
  const text = values.json ? JSON.stringify(findings, null, 2) : formatFindings(findings)
  process.stdout.write(`${scrub(text)}\n`)
  return isSound(findings) ? 0 : 1
}

/** Thrown for arguments that are none of the command. */
class UsageError extends Error {}

/**
 * Prints the ledger of a pull request and its fold step by step (L5). `--run` reads the text of a check run from a file,
 * or from standard input for `-`, and needs no database and no settings.
 */
async function explain(args: readonly string[]): Promise<number> {
  const usage = `Usage: npm run explain -- ${EXPLAIN.synopsis}`
  const { values, positionals } = explainArguments(args, usage)
  if (values.help) {
    process.stdout.write(`${usage}\n\n${EXPLAIN.help}\n`)
    return 0
  }
  if (values.run !== undefined && positionals.length === 0) {
    process.stdout.write(`${explainFromRun(textIn(values.run))}\n`)
    return 0
  }
  const [, owner, repo, number] = /^([\w.-]+)\/([\w.-]+)#(\d{1,9})$/.exec(positionals[0] ?? '') ?? []
  if (owner === undefined || repo === undefined || positionals.length > 1 || values.run !== undefined)
    throw new UsageError(`Name one pull request, as in acme/rfcs#12, or the file of a run.\n\n${usage}`)
  const settings = readSettings()
  scrub = createScrub(secretsOf(settings))
  const place = { owner, repo, number: Number(number) }
  process.stdout.write(`${scrub(await explainFromDatabase(settings.database, place))}\n`)
  return 0
}

function textIn(file: string): string {
  try {
    return readFileSync(file === '-' ? STDIN : file, 'utf8')
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code
    throw new Error(
      `${file} can't be read (${why}). Pass a file with \`output.text\` of a check run, or - for standard input.`,
      { cause },
    )
  }
}

function explainArguments(args: readonly string[], usage: string) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { run: { type: 'string' }, help: { type: 'boolean' } },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error: unknown) => {
    process.stderr.write(`${scrub(error instanceof Error ? error.message : String(error))}\n`)
    process.exitCode = error instanceof UsageError ? EXIT_USAGE : 1
  },
)
