import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { PeriodicOutcome } from '../maintenance/periodic-jobs.ts'
import { openMetricsServer } from '../ops/metrics-port.ts'
import { NO_METRICS } from '../ops/no-metrics.ts'
import type { Metrics } from '../ops/open-metrics.ts'
import { withinSeconds } from '../queue/within-seconds.ts'
import type { Settings } from '../settings/settings.ts'
import { isUnverified } from '../store/ssl-mode.ts'
import type { Database } from '../store/database.ts'
import { openDatabase } from '../store/open-database.ts'
import { countPostures } from '../store/posture-rows.ts'
import { answers, evaluationsWaiting, isWritable, waitingWork } from '../store/waiting-work.ts'
import { serverOptions } from '../webhooks/http-limits.ts'
import { whyIgnored } from '../webhooks/handled-events.ts'
import { createWebhookHandler, WEBHOOK_PATH } from '../webhooks/receive.ts'
import { answerHealth, type Health } from './health.ts'
import { once } from './once.ts'
import type { Board, BoardParts } from './open-board.ts'
import type { ServerOptions } from './server-options.ts'
import { createWorkers } from './workers.ts'

/** A running server. */
export interface Server {
  /** Its address on this machine. */
  readonly url: string
  /** Where GitHub delivers webhooks. */
  readonly webhookUrl: string
  /** Where Prometheus reads metrics; null without `METRICS_PORT`. */
  readonly metricsUrl: string | null
  /** Resolves when no delivery, evaluation or periodic job waits or runs (for tests and the demo). */
  readonly idle: () => Promise<void>
  /** Requests redelivery of failed deliveries now instead of at the next interval (for tests). */
  readonly redeliver: () => Promise<PeriodicOutcome>
  /** Compares all open pull requests with what was published now instead of at the next interval (for tests). */
  readonly reconcile: () => Promise<PeriodicOutcome>
  /** Sends the database a trivial query; settles with its answer. */
  readonly askDatabase: () => Promise<unknown>
  /** Resolves when the database has stopped working, or the work can't be loaded, and only a restart helps. */
  readonly broken: Promise<Error>
  /** Shuts down gracefully: accepts no deliveries, lets running evaluations end, closes parser and database. */
  readonly stop: () => Promise<void>
}

/** A burst that connects all at once must not be refused: a refused sender waits seconds before it retries. */
const BACKLOG = 4_096
// Probes give up after some seconds, too; a hanging database must not hold them.
const DATABASE_SECONDS = 3

/** Opens the database, starts the workers and listens. Throws when the database cannot be opened or the port is taken. */
export async function startServer(
  settings: Settings,
  log: Logger,
  options: ServerOptions = {},
): Promise<Server> {
  const database = await openDatabaseOf(settings, log, options)
  const metrics = settings.metricsPort === null ? NO_METRICS : await metricsOf(database)
  const workers = createWorkers({ settings, options, database, metrics, log })
  const broken = Promise.race([workers.broken, ...(database.broken ? [database.broken] : [])])
  await workers.start()
  const webhooks = createWebhookHandler({
    secrets: settings.webhookSecrets,
    appId: settings.appId,
    whyIgnored,
    accept: workers.accept,
    answered: metrics.answered,
    log,
  })
  let url = ''
  const health = healthOf(database, workers.isReady, broken)
  const { isReady } = health
  const board = boardWhenAsked({
    settings,
    log,
    options,
    database,
    publicUrl: () => settings.publicUrl ?? url,
    isReady,
  })
  const server = createServer(serverOptions, (request, response) => {
    const path = request.url?.split('?', 1)[0]
    const isWebhook = request.method === 'POST' && path === WEBHOOK_PATH
    const answered = isWebhook
      ? webhooks(request, response)
      : (answerHealth(health, request, response) ?? board.pages(request, response))
    Promise.resolve(answered).catch((error: unknown) => {
      log.error({ err: error }, 'request failed')
      response.destroy()
    })
  })
  const metricsServer =
    settings.metricsPort === null
      ? null
      : await openMetricsServer({ port: settings.metricsPort, host: settings.host, metrics, log })
  const port = await listen(server, settings)
  const origin = `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}`
  url = `${origin}:${port}`
  const metricsUrl = metricsServer && `${origin}:${metricsServer.port}/metrics`
  log.info({ url, metricsUrl }, 'listening')
  if (settings.oauth && settings.publicUrl === null)
    log.warn({ url }, 'PUBLIC_URL is not set; sign-in to the board redirects to this address')
  // Last: redelivered webhooks arrive at this server.
  workers.startPeriodicJobs()
  const { idle, redeliver, reconcile } = workers
  return {
    url,
    webhookUrl: `${url}${WEBHOOK_PATH}`,
    metricsUrl,
    idle,
    redeliver,
    reconcile,
    askDatabase: () => answers(database),
    broken,
    stop: async () => {
      board.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await workers.stop()
      server.closeAllConnections()
      await closed
      await metricsServer?.close()
      await workers.close()
      await database.close()
      log.info('stopped')
    },
  }
}

async function openDatabaseOf(settings: Settings, log: Logger, { sync }: ServerOptions): Promise<Database> {
  const owner = { appId: settings.appId, apiHost: new URL(settings.github.restUrl).host }
  const database = await openDatabase(settings.database, owner, { sync, tell: (what) => log.info(what) })
  if ('url' in settings.database && isUnverified(settings.database.url)) {
    log.info(
      'DATABASE_URL encrypts the connection without verifying the server; set sslmode=verify-full to verify it, and sslrootcert if its authority is your own',
    )
  }
  return database
}

async function metricsOf(database: Database): Promise<Metrics> {
  const { openMetrics } = await import('../ops/open-metrics.ts')
  return openMetrics({
    waiting: () => withinSeconds(DATABASE_SECONDS, 'reading the queue', waitingWork(database)),
    stillWaiting: (evaluations) =>
      withinSeconds(DATABASE_SECONDS, 'reading evaluations', evaluationsWaiting(database, evaluations)),
    postures: () => withinSeconds(DATABASE_SECONDS, 'counting branches', countPostures(database)),
  })
}

function healthOf(database: Database, isWorking: () => boolean, broken: Promise<Error>): Health {
  let isBroken = false
  void broken.then(() => {
    isBroken = true
  })
  return {
    isBroken: () => isBroken,
    isReady: async () =>
      isWorking() &&
      (await withinSeconds(DATABASE_SECONDS, 'asking the database', isWritable(database)).catch(() => false)),
  }
}

/** Returns the board, which is loaded when it is first asked for. A request that can't load it fails, and the next one tries again. */
function boardWhenAsked(parts: BoardParts): Board {
  let opened: Board | undefined
  const open = once(async () => {
    const { openBoard } = await import('./open-board.ts')
    opened = openBoard(parts)
    return opened
  })
  return {
    pages: async (request, response) => (await open()).pages(request, response),
    close: () => opened?.close(),
  }
}

/** Returns the port: that of the settings, or a free one where that is 0. */
async function listen(server: HttpServer, { port, host }: Settings): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: BACKLOG }, resolve)
  })
  return (server.address() as AddressInfo).port
}
