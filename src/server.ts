import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { openGitHub } from './github/open-github.ts'
import { createFront, WEBHOOK_PATH } from './inbox/front.ts'
import { serverOptions } from './inbox/server-options.ts'
import { outside, within } from './log/context.ts'
import { readMemory } from './memory.ts'
import { openParser } from './parser/open-parser.ts'
import { openQueue } from './queue/open-queue.ts'
import type { Settings } from './settings.ts'
import { recall, remember } from './store/memory.ts'
import { openDatabase } from './store/open-database.ts'
import { rows } from './store/rows.ts'
import { visitContext } from './queue/visit-context.ts'
import { createVisit } from './visit.ts'
import { healthPages } from './web/health.ts'

/** A server that is up. */
export interface Server {
  /** Where it listens, for a person on this machine. */
  readonly url: string
  /** Where GitHub delivers to. */
  readonly webhookUrl: string
  /** Resolves when no delivery and no visit waits any more (for tests and the demo). */
  readonly idle: () => Promise<void>
  /** Stops in order: no new deliveries, running visits end, then parser and database close. */
  readonly stop: () => Promise<void>
}

/** What tests may set that the environment does not. */
export interface ServerOptions {
  readonly backoffSeconds?: (attempt: number) => number
}

/** Joins the rooms and opens the door. Throws when the database cannot be opened or the port is taken. */
export async function startServer(
  settings: Settings,
  log: Logger,
  options: ServerOptions = {},
): Promise<Server> {
  const database = await openDatabase(settings.database)
  const github = openGitHub({
    restUrl: settings.github.restUrl,
    appId: settings.appId,
    privateKey: settings.privateKey,
    userAgent: 'rfc-alignment',
    log,
  })
  // Twice what the largest real text takes on a busy machine: a false cut-off would fail an honest RFC.
  const parser = openParser({ log, deadlineMs: 4_000 })
  const memory = {
    recall: async (key: string) => readMemory(await recall(database, key)),
    remember: (key: string, value: unknown) => remember(database, key, value),
  }
  const handle = createApp({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecrets[0] as string,
    directory: { ...github, recall: memory.recall },
    log,
  })
  const visit = createVisit({
    github,
    parse: (texts) => parser.parse(texts),
    memory,
    // What is rung for is another visit, and may begin at once.
    ring: (doorbells) => outside(() => queue.ring(doorbells)),
    log,
  })
  const queue = openQueue({
    database,
    rows,
    log,
    ...options,
    work: {
      delivery: (delivery) => within({ delivery: delivery.id }, () => handle(delivery)),
      visit: (request) => within(visitContext(request), () => visit(request)),
    },
  })
  await queue.start()
  const front = createFront({
    secrets: settings.webhookSecrets,
    appId: settings.appId,
    accept: queue.accept,
    log,
  })
  const pages = getRequestListener(healthPages(() => isReady(queue.ready, database)).fetch)
  const server = createServer(serverOptions, (request, response) => {
    const isWebhook = request.method === 'POST' && request.url?.split('?', 1)[0] === WEBHOOK_PATH
    const answered = isWebhook ? front(request, response) : pages(request, response)
    Promise.resolve(answered).catch((error: unknown) => {
      log.error({ err: error }, 'a request failed')
      response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${port}`
  log.info({ url }, 'listening')
  return {
    url,
    webhookUrl: `${url}${WEBHOOK_PATH}`,
    idle: queue.idle,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await queue.stop()
      server.closeAllConnections()
      await closed
      await parser.close()
      await database.close()
      log.info('stopped')
    },
  }
}

async function isReady(
  ready: () => boolean,
  database: { query(text: string): Promise<unknown> },
): Promise<boolean> {
  if (!ready()) return false
  return database.query('select 1').then(
    () => true,
    () => false,
  )
}
