import { takeOverConsole } from './log/console.ts'
import { openLog } from './log/open-log.ts'
import { createScrub } from './log/scrub.ts'
import { examineInBackground } from './examine.ts'
import { startServer } from './server.ts'
import { readSettings, secretsOf, SettingsError } from './settings.ts'
import { useProxy } from './use-proxy.ts'

let scrub = createScrub([])

/** The server's door: settings → database → queue → Probot → listen; a signal ends it in order. */
async function main(): Promise<void> {
  const settings = readSettings()
  const secrets = secretsOf(settings)
  scrub = createScrub(secrets)
  const log = openLog({ level: settings.logLevel, secrets })
  // Node would print the error with all that hangs on it.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'something was thrown that nobody caught; the process ends')
    process.exit(1)
  })
  takeOverConsole(log)
  useProxy(settings.proxy)
  const server = await startServer(settings, log, { postures: {} })
  const stopped = new AbortController()
  void examineInBackground(settings, log, stopped.signal)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping')
      stopped.abort()
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop in order')
          process.exit(1)
        },
      )
    })
  }
}

main().catch((error: unknown) => {
  const said =
    error instanceof SettingsError ? error.message : `The server could not start: ${reasonOf(error)}`
  process.stderr.write(`${scrub(said)}\n`)
  process.exit(1)
})

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`
}
