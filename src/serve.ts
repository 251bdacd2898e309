import { flushCompileCache } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { redirectConsole } from './ops/console.ts'
import { openLog } from './ops/open-log.ts'
import { createScrub } from './ops/scrub.ts'
import { startServer } from './server/server.ts'
import { readSettings, secretsOf, type Settings, SettingsError } from './settings/settings.ts'
import { useProxy } from './settings/use-proxy.ts'
import { DEAF_SECONDS, startWatchdog } from './ops/watchdog.ts'

/** Longer than running evaluations get to end; the limit for work that waits for a lost database. */
const LONGEST_STOP_SECONDS = 25
/** Requests that waited for the server are answered first. */
const BACKGROUND_AFTER_MS = 250
const EXAMINED_AFTER_MS = 1_000

let scrub = createScrub([])

/** Reads the settings, starts the server and shuts it down gracefully on a signal. */
async function main(): Promise<void> {
  const settings = readSettings()
  const secrets = secretsOf(settings)
  scrub = createScrub(secrets)
  const log = openLog({ level: settings.logLevel, secrets })
  // Node's default would print the error's properties, which may hold secrets.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception; exiting')
    process.exit(1)
  })
  redirectConsole(log)
  useProxy(settings.proxy)
  const server = await startServer(settings, log, { postures: {}, backgroundAfterMs: BACKGROUND_AFTER_MS })
  void server.broken.then((error) => {
    log.fatal({ err: error }, 'the server stopped working; exiting')
    process.exit(1)
  })
  if ('dataDir' in settings.database) {
    startWatchdog({
      answers: server.askDatabase,
      lastWords:
        `The embedded database in ${settings.database.dataDir} has not answered for ${DEAF_SECONDS} s; exiting. ` +
        'Restart the server. If this repeats, check whether the disk of DATA_DIR is full.',
    })
  }
  const stopped = new AbortController()
  void lookAround(settings, log, stopped.signal)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping')
      setTimeout(() => {
        log.fatal({ seconds: LONGEST_STOP_SECONDS }, 'shutdown timed out; exiting')
        process.exit(1)
      }, LONGEST_STOP_SECONDS * 1_000).unref()
      stopped.abort()
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'shutdown failed; exiting')
          process.exit(1)
        },
      )
    })
  }
}

/** Checks the set-up of the App once the server has its work. An error ends the process, as any that nobody catches. */
async function lookAround(settings: Settings, log: Logger, signal: AbortSignal): Promise<void> {
  await delay(EXAMINED_AFTER_MS, undefined, { signal }).catch(() => {})
  if (signal.aborted) return
  const { examineInBackground } = await import('./maintenance/examine.ts')
  // A server that is killed leaves what it compiled to the next one, too.
  flushCompileCache()
  await examineInBackground(settings, log, signal)
}

main().catch((error: unknown) => {
  const message =
    error instanceof SettingsError ? error.message : `The server could not start: ${reasonOf(error)}`
  process.stderr.write(`${scrub(message)}\n`)
  process.exit(1)
})

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`
}
