import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { apiOf, Unanswered } from './client.ts'
import { makeContact, NoSandbox } from './contact.ts'
import { recorder, withoutSecrets } from './recording.ts'
import { GROUPS } from './step.ts'
import { makeSteps, STEPS } from './suite.ts'

const USAGE = `npm run first-contact -- --repository acme/sandbox [--alone] [--server-url https://rfc.example.com]
  [--long] [--only GH-1,GH-18] [--folder first-contact] [--as-ada TOKEN] [--as-mallory TOKEN]

Asks a real GitHub whether it does what docs/github-facts.md believes, in an empty private sandbox. Best is one of an
organization: a person has no teams, and some plans no rulesets or merge queues. What can't be tried is skipped.
In the environment: APP_ID, PRIVATE_KEY or PRIVATE_KEY_PATH of the App, which is installed on the sandbox; GHE_HOST and
GHE_PROTOCOL for another GitHub. Tokens are taken from ADA_TOKEN and MALLORY_TOKEN or asked for, and kept nowhere (npm
prints those on a command line): --as-ada is somebody who administers the sandbox, --as-mallory somebody else who may
write there. --alone does without a second person. --server-url is where the App's own server runs and receives webhooks.`

/** Thrown for what the caller can fix; `isAboutOptions` prints all options as well. */
class Usage extends Error {
  readonly isAboutOptions: boolean

  constructor(message: string, { isAboutOptions = false } = {}) {
    super(message)
    this.isAboutOptions = isAboutOptions
  }
}

const OPTIONS = {
  repository: { type: 'string' },
  'as-ada': { type: 'string' },
  'as-mallory': { type: 'string' },
  alone: { type: 'boolean', default: false },
  'server-url': { type: 'string' },
  long: { type: 'boolean', default: false },
  only: { type: 'string' },
  folder: { type: 'string', default: 'first-contact' },
  help: { type: 'boolean', default: false },
} as const

function optionsGiven() {
  try {
    return parseArgs({ options: OPTIONS }).values
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error), { isAboutOptions: true })
  }
}

async function main(): Promise<number> {
  const values = optionsGiven()
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const [owner, repo, ...rest] = (values.repository ?? '').split('/')
  if (!owner || !repo || rest.length > 0)
    throw new Usage('--repository is not given as OWNER/NAME', { isAboutOptions: true })
  // Before anything is asked for: nobody types a token in for a repository that is refused anyway.
  if (!/sandbox/i.test(repo))
    throw new NoSandbox(`${owner}/${repo} is no sandbox: its name does not contain "sandbox"`)
  const { env } = process
  const appId = Number(env.APP_ID)
  if (!Number.isSafeInteger(appId) || appId < 1) throw new Usage('Set `APP_ID` to the number of the App.')
  const only = values.only?.split(',')
  const steps = STEPS.filter((step) => (only ? only.includes(step.belief) : values.long || !step.isLong))
  if (steps.length === 0) throw new Usage(`nothing is believed by the name of ${values.only}`)

  const credentials = {
    appId,
    privateKey: privateKeyIn(env),
    ada: values['as-ada'] ?? env.ADA_TOKEN ?? (await ask('Token of somebody who administers the sandbox: ')),
    mallory: values.alone
      ? null
      : (values['as-mallory'] ??
        env.MALLORY_TOKEN ??
        (await ask('Token of somebody else who may write there (or stop, and use --alone): '))),
  }
  const serverUrl = values['server-url'] ?? null
  if (serverUrl !== null) await mustBeReady(serverUrl)
  const contact = await makeContact(
    apiOf(env.GHE_HOST ?? null, env.GHE_PROTOCOL),
    { owner, repo },
    credentials,
    { serverUrl, ...(process.stdin.isTTY && { byHand }) },
  )
  const { privateKey, ada, mallory } = credentials
  const secrets = () => [privateKey, ada, ...(mallory === null ? [] : [mallory]), ...contact.secrets()]
  const folder = join(values.folder, new Date().toISOString().slice(0, 19).replaceAll(':', '-'))
  const record = recorder(folder, secrets)
  const counts = { confirmed: 0, refuted: 0, unknown: 0, skipped: 0 }
  const refuted: string[] = []
  const stop = stopOnSignals()
  try {
    let group = ''
    for await (const made of makeSteps(steps, contact.sandbox, contact.exchanges)) {
      if (made.step.group !== group) {
        group = made.step.group
        console.log(`\n${group}. ${GROUPS[made.step.group]}`)
      }
      counts[made.verdict] += 1
      if (made.verdict === 'refuted') refuted.push(made.step.belief)
      await record(made)
      const { belief, believed } = made.step
      console.log(
        `${MARKS[made.verdict]} ${belief} · ${believed} · ${withoutSecrets(made.seen, secrets())} · ${made.verdict}`,
      )
      if (stop.isAsked()) throw new Usage('stopped')
    }
  } finally {
    const left = await contact.leave()
    stop.end()
    console.log(
      left.length === 0 ? '\nEverything that was opened is closed.' : `\nLeft behind: ${left.join('; ')}`,
    )
  }
  console.log(
    `${counts.confirmed} confirmed, ${counts.refuted} refuted, ${counts.unknown} unknown, ${counts.skipped} skipped. Raw answers: ${folder}`,
  )
  if (!only && !values.long) {
    console.log(
      `${STEPS.length - steps.length} steps that take minutes were left out: --long makes them too.`,
    )
  }
  if (counts.confirmed + counts.refuted === 0) {
    console.error('Nothing could be found out; the recordings say what GitHub answered.')
    return 2
  }
  if (refuted.length > 0) {
    console.log(
      `Refuted: ${refuted.join(', ')}. Do not install the App here yet: look them up in docs/github-facts.md.`,
    )
  }
  return counts.refuted > 0 ? 1 : 0
}

const MARKS = { confirmed: '✓', refuted: '✗', unknown: '?', skipped: '–' } as const

/** Ctrl-C ends the run after the step that is made, so that what it opened is closed. */
function stopOnSignals(): { readonly isAsked: () => boolean; readonly end: () => void } {
  let isAsked = false
  const ask = () => {
    if (!isAsked) console.log('\nStopping after this step, and taking back what was opened …')
    isAsked = true
  }
  process.on('SIGINT', ask)
  process.on('SIGTERM', ask)
  return {
    isAsked: () => isAsked,
    end() {
      process.off('SIGINT', ask)
      process.off('SIGTERM', ask)
    },
  }
}

function privateKeyIn(env: NodeJS.ProcessEnv): string {
  const key = (
    env.PRIVATE_KEY_PATH === undefined ? env.PRIVATE_KEY : keyFrom(env.PRIVATE_KEY_PATH)
  )?.replaceAll('\\n', '\n')
  if (!key) throw new Usage('Set `PRIVATE_KEY` or `PRIVATE_KEY_PATH`.')
  try {
    createPrivateKey(key)
  } catch {
    // What is wrong with it is nothing that its owner could change by hand.
    throw new Usage(
      '`PRIVATE_KEY` is no private key in PEM form: download the one of the App from its settings.',
    )
  }
  return key
}

function keyFrom(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Usage(`\`PRIVATE_KEY_PATH\` cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

/** Throws where the App's server does not say that it is ready: steps would only wait in vain. */
async function mustBeReady(serverUrl: string): Promise<void> {
  if (!URL.canParse('/readyz', serverUrl)) throw new Usage(`--server-url ${serverUrl} is no address`)
  const why = await fetch(new URL('/readyz', serverUrl), { signal: AbortSignal.timeout(10_000) }).then(
    ({ status }) => (status === 200 ? null : `/readyz answered ${status}`),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  if (why !== null) {
    throw new Usage(
      `the App's server at ${serverUrl} is not ready (${why}); start it, or leave --server-url out`,
    )
  }
}

async function byHand(what: string): Promise<void> {
  await ask(`By hand: ${what} Then press Enter. `)
}

/** Asks on the terminal without showing what is typed. Throws on Ctrl-C, which stops the run as it does elsewhere. */
async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Usage('a token is not given, and there is no terminal to ask on')
  process.stderr.write(question)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true })
  const aborted = new AbortController()
  lines.once('SIGINT', () => {
    aborted.abort()
    process.emit('SIGINT')
  })
  try {
    return (await lines.question('', { signal: aborted.signal })).trim()
  } catch {
    // Only Ctrl-C ends a question.
    throw new Usage('stopped')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  const isUsage = error instanceof Usage
  const isPlain = isUsage || error instanceof NoSandbox || error instanceof Unanswered
  console.error(isPlain ? error.message : error)
  if (isUsage && error.isAboutOptions) console.error(`\n${USAGE}`)
  process.exitCode = 2
}
