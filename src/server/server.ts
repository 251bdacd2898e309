import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import { Changes } from '../board/live-changes.ts'
import { webPages } from '../board/web-app.ts'
import { defaultBackoffSeconds } from '../facts/failure.ts'
import { evaluationKey } from '../facts/reference.ts'
import { type GitHub, openGitHub } from '../github/open-github.ts'
import { createMaintenance } from '../maintenance/maintenance.ts'
import type { PeriodicOutcome } from '../maintenance/periodic-jobs.ts'
import { createPostures, type PosturesOptions } from '../maintenance/postures.ts'
import { isOnlyReconciliation } from '../maintenance/reconcile.ts'
import type { Counters } from '../ops/counters.ts'
import { outside, within } from '../ops/log-context.ts'
import { openMetricsServer } from '../ops/metrics-port.ts'
import { type Metrics, openMetrics } from '../ops/open-metrics.ts'
import { openParser } from '../parser/open-parser.ts'
import { createEvaluation } from '../pipeline/evaluate.ts'
import type { EvaluationPorts } from '../pipeline/evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import type { Memory } from '../pipeline/memory.ts'
import { rememberingIn } from '../pipeline/memory-store.ts'
import { openNewestRules } from '../pipeline/newest-rules.ts'
import { ReadingHealth } from '../pipeline/reading-health.ts'
import { RULES } from '../pipeline/rules-version.ts'
import { sparing } from '../pipeline/spare-quota.ts'
import type { TakeAwayParts } from '../pipeline/take-away-success.ts'
import { watchOver } from '../pipeline/watch-over.ts'
import { evaluationContext } from '../queue/evaluation-context.ts'
import { openQueue } from '../queue/open-queue.ts'
import { withinSeconds } from '../queue/within-seconds.ts'
import type { Settings } from '../settings/settings.ts'
import { readStamp } from '../store/board-rows.ts'
import { isUnverified } from '../store/connection.ts'
import type { Database } from '../store/database.ts'
import type { DiskLook } from '../store/disk-guard.ts'
import { openDatabase } from '../store/open-database.ts'
import { countPostures } from '../store/posture-rows.ts'
import { rows } from '../store/queue-rows.ts'
import { closeRecord, forgetRecord, keepRecord } from '../store/record-rows.ts'
import { hide, tell } from '../store/visibility-rows.ts'
import { evaluationsWaiting, isWritable, waitingWork } from '../store/waiting-work.ts'
import { createApp } from '../webhooks/event-table.ts'
import { serverOptions } from '../webhooks/http-limits.ts'
import { createFront, WEBHOOK_PATH } from '../webhooks/receive.ts'
import { boardStore, visitorsOf } from './board-parts.ts'

/** A server that is up. */
export interface Server {
  /** Where it listens, for a person on this machine. */
  readonly url: string
  /** Where GitHub delivers to. */
  readonly webhookUrl: string
  /** Where Prometheus reads; null where there is no such door. */
  readonly metricsUrl: string | null
  /** Resolves when no delivery and no visit waits any more, and no round is under way (for tests and the demo). */
  readonly idle: () => Promise<void>
  /** Asks GitHub now for what it could not deliver; otherwise that is done in time (for tests). */
  readonly redeliver: () => Promise<PeriodicOutcome>
  /** Compares all open pull requests now with what was published; otherwise that is done in time (for tests). */
  readonly reconcile: () => Promise<PeriodicOutcome>
  /** Asks the database something that costs nothing; resolves or rejects when it has answered. */
  readonly askDatabase: () => Promise<unknown>
  /** Resolves when the database has stopped working and only a new start helps. */
  readonly broken: Promise<Error>
  /** Stops in order: no new deliveries, running visits end, then parser and database close. */
  readonly stop: () => Promise<void>
}

/** What tests may set that the environment does not. */
export interface ServerOptions {
  readonly backoffSeconds?: (attempt: number) => number
  /** Seconds until a delivery is asked for again that was asked for so many times. */
  readonly patienceSeconds?: (asked: number) => number
  /** How many visits the sweep asks for in a second, for each installation. */
  readonly enqueuedPerSecond?: number
  /** While a quota runs low, what comes within so many seconds on one pull request shares an evaluation. */
  readonly togetherSeconds?: number
  /** Seconds until the sweep looks again at a part of GitHub that could not be read. */
  readonly againSeconds?: number
  /** An event that is not answered by then may take a success away, without a read. */
  readonly takeAwayAfterMs?: number
  /** An event that cannot be answered by then is told on the check. */
  readonly sayAfterMs?: number
  /** After so many milliseconds a call to GitHub without an answer has failed. */
  readonly gitHubTimeoutMs?: number
  /** How the disk of the embedded database is looked at. */
  readonly disk?: DiskLook
  /** The rules the server says to judge by. */
  readonly rules?: number
  /** More pages, for the playground. */
  readonly pages?: (request: Request) => Response | Promise<Response>
  /** How often it is looked whether open pages are still as they were. */
  readonly changesEveryMs?: number
  /** For so long GitHub's answer to what a visitor may read is believed. */
  readonly readableMs?: number
  readonly counters?: Counters
  /** How long it is believed how a branch requires the check; not looked at where this is not given. */
  readonly postures?: Pick<PosturesOptions, 'ageSeconds' | 'believedMs'>
}

/** A visit costs two calls at most where nothing changed: this leaves most of GitHub's limits to real events (GH-153). */
const RINGS_PER_SECOND = 4
const AGAIN_SECONDS = 60
/** So one pull request takes at most 120 evaluations an hour of a quota that runs low. */
const TOGETHER_SECONDS = 30
/** Of a burst that all comes at once nobody is to knock in vain: who does waits for seconds before the next try. */
const BACKLOG = 4_096
/** Of a round's time, so that the next round but for its own length counts as the next. */
const PATIENCE = 0.9
// Probes give up after some seconds, too; a database that is frozen must not hold their questions.
const DATABASE_SECONDS = 3

/** Joins the rooms and opens the door. Throws when the database cannot be opened or the port is taken. */
export async function startServer(
  settings: Settings,
  log: Logger,
  options: ServerOptions = {},
): Promise<Server> {
  const owner = { appId: settings.appId, apiHost: new URL(settings.github.restUrl).host }
  const database = await openDatabase(settings.database, owner, options.disk)
  if ('url' in settings.database && isUnverified(settings.database.url)) {
    log.info(
      "DATABASE_URL encrypts the connection and doesn't verify the server; sslmode=verify-full verifies it, with sslrootcert where its authority is your own",
    )
  }
  const metrics = openMetrics({
    waiting: () => withinSeconds(DATABASE_SECONDS, 'looking at the queue', waitingWork(database)),
    stillWaiting: (evaluations) =>
      withinSeconds(DATABASE_SECONDS, 'looking at visits', evaluationsWaiting(database, evaluations)),
    postures: () => withinSeconds(DATABASE_SECONDS, 'counting branches', countPostures(database)),
  })
  const github = openGitHub({
    restUrl: settings.github.restUrl,
    appId: settings.appId,
    privateKey: settings.privateKey,
    userAgent: 'rfc-alignment',
    log,
    called: metrics.called,
    ...(options.gitHubTimeoutMs !== undefined && { timeoutMs: options.gitHubTimeoutMs }),
  })
  // Twice what the largest real text takes on a busy machine: a false cut-off would fail an honest RFC.
  const parser = openParser({ log, deadlineMs: 4_000 })
  const memory = rememberingIn(database)
  const handle = createApp({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecrets[0] as string,
    directory: {
      ...github,
      recall: memory.recall,
      passingInto: memory.passingInto,
      groups: memory.groups,
      reconcile: (part) => maintenance.wantReconciliation(part),
      visibility: { tell: (seen) => tell(database, seen), hide: (what) => hide(database, what) },
    },
    log,
  })
  const { counters = metrics.counters, rules = RULES } = options
  const newestRules = openNewestRules(database, rules, log)
  const postures = createPostures({
    ...options.postures,
    isOn: options.postures !== undefined,
    appId: settings.appId,
    github,
    database,
    enqueue: (evaluationJobs) => queue.enqueue(evaluationJobs),
    log,
  })
  const health = new ReadingHealth()
  const { backoffSeconds = defaultBackoffSeconds } = options
  const parts: EvaluationPorts = {
    github: {
      ...github,
      write: watchedWrite(github, metrics),
      readPullRequest: async (reference, isEnough) => {
        const facts = await github.readPullRequest(reference, isEnough)
        health.read(reference.installationId)
        return facts
      },
    },
    parse: (texts, repositoryId) => parser.parse(texts, repositoryId),
    memory,
    records: {
      keep: (reference, isPrivate, record) => keepRecord(database, reference, isPrivate, record),
      close: (key, facts) => closeRecord(database, key, facts),
      forget: (key) => forgetRecord(database, key),
    },
    setupLine: postures.lineFor,
    rules: { ours: rules, areNewest: newestRules.areOurs },
    // What is rung for is another visit, and may begin at once.
    enqueue: (evaluationJobs) => outside(() => queue.enqueue(evaluationJobs)),
    log,
  }
  const { mustHaveSpare } = github
  const { togetherSeconds = TOGETHER_SECONDS } = options
  const make = sparing(
    { mustHaveSpare, recall: memory.recall, togetherSeconds },
    createEvaluation(parts, { health, backoffSeconds }),
  )
  const taking: TakeAwayParts = {
    ...parts,
    openTriggers: async (key) =>
      (await rows.triggers.readOpen(database, [key])).map(({ trigger }) => trigger),
    claim: (key) => rows.evaluations.take(database, [key]),
  }
  const watch = watchOver(taking, health, { ...options, backoffSeconds })
  const visit = countingDrift(memory.recall, counters, make)
  const queue = openQueue({
    database,
    rows,
    log,
    gaveUp: metrics.gaveUp,
    standBack: newestRules.standBack,
    watching: watch,
    // Whatever happened to what shows green may take that away; the others can only wait for theirs (TH-132).
    isUrgent: async (reference) =>
      (await memory.recall(evaluationKey(reference)))?.written?.conclusion === 'success',
    ...options,
    work: {
      delivery: (delivery) => within({ delivery: delivery.id }, () => handle(delivery)),
      visit: (request) =>
        within(evaluationContext(request), () =>
          metrics.visit(evaluationKey(request.reference), request.reference.kind, () => visit(request)),
        ),
    },
  })
  const { recoverySeconds } = settings
  const maintenance = createMaintenance({
    github,
    database,
    enqueue: queue.enqueue,
    recoverySeconds,
    sweepSeconds: settings.sweepSeconds,
    enqueuedPerSecond: options.enqueuedPerSecond ?? RINGS_PER_SECOND,
    againSeconds: options.againSeconds ?? AGAIN_SECONDS,
    patienceSeconds:
      options.patienceSeconds ?? ((asked) => recoverySeconds * (2 ** (asked - 1) - 1 + PATIENCE)),
    rules,
    counters,
    log,
  })
  const broken = database.broken ?? new Promise<never>(() => {})
  let isBroken = false
  void broken.then(() => {
    isBroken = true
  })
  await newestRules.start()
  await queue.start()
  const front = createFront({
    secrets: settings.webhookSecrets,
    appId: settings.appId,
    accept: queue.accept,
    answered: metrics.answered,
    log,
  })
  let url = ''
  const publicUrl = () => settings.publicUrl ?? url
  const changes = new Changes({
    look: () => readStamp(database, null),
    ...(options.changesEveryMs !== undefined && { everyMs: options.changesEveryMs }),
  })
  const pages = getRequestListener(
    webPages({
      store: boardStore(database),
      visitors: visitorsOf(settings, database, publicUrl, options.readableMs),
      isPublicToo: settings.isBoardPublic,
      publicUrl,
      changes,
      isReady: () => isReady(queue.ready, database),
      isBroken: () => isBroken,
      ...(options.pages && { more: options.pages }),
      log,
    }).fetch,
  )
  const server = createServer(serverOptions, (request, response) => {
    const isWebhook = request.method === 'POST' && request.url?.split('?', 1)[0] === WEBHOOK_PATH
    const answered = isWebhook ? front(request, response) : pages(request, response)
    Promise.resolve(answered).catch((error: unknown) => {
      log.error({ err: error }, 'a request failed')
      response.destroy()
    })
  })
  const door =
    settings.metricsPort === null
      ? null
      : await openMetricsServer({ port: settings.metricsPort, host: settings.host, metrics, log })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: settings.port, host: settings.host, backlog: BACKLOG }, resolve)
  })
  const { port } = server.address() as AddressInfo
  const origin = `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}`
  url = `${origin}:${port}`
  const metricsUrl = door && `${origin}:${door.port}/metrics`
  log.info({ url, metricsUrl }, 'listening')
  if (settings.oauth && settings.publicUrl === null)
    log.warn({ url }, 'PUBLIC_URL is not set, so who signs in to the board is sent back to this address')
  // Last: what is asked for arrives here.
  await maintenance.start()
  return {
    url,
    webhookUrl: `${url}${WEBHOOK_PATH}`,
    metricsUrl,
    idle: async () => {
      do {
        await maintenance.idle()
        await postures.idle()
        await queue.idle()
      } while ((await watch.idle()) || !maintenance.isIdle() || !postures.isIdle())
    },
    redeliver: maintenance.redeliver,
    reconcile: maintenance.reconcile,
    askDatabase: () => database.query('select 1', []),
    broken,
    stop: async () => {
      changes.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await Promise.all([maintenance.stop(), queue.stop(), newestRules.stop(), postures.stop(), watch.stop()])
      server.closeAllConnections()
      await closed
      await door?.close()
      await parser.close()
      await database.close()
      log.info('stopped')
    },
  }
}

/** Counts visits that only the sweep asked for and that wrote another check: somebody's event was lost. */
function countingDrift(
  recall: (key: string) => Promise<Memory | null>,
  counters: Counters,
  visit: (request: EvaluationRequest) => Promise<void>,
): (request: EvaluationRequest) => Promise<void> {
  return async (request) => {
    if (!isOnlyReconciliation(request.triggers)) return visit(request)
    const key = evaluationKey(request.reference)
    const before = await recall(key)
    await visit(request)
    const after = await recall(key)
    if (JSON.stringify(before?.written) !== JSON.stringify(after?.written)) counters.reconciliationDrift(1)
  }
}

/** Tells the metrics of every check that is to turn red, until GitHub has it. */
function watchedWrite(github: GitHub, { redWrites }: Metrics): GitHub['write'] {
  return async (reference, write) => {
    if (write.kind !== 'create run' && write.kind !== 'update run') return github.write(reference, write)
    const key = evaluationKey(reference)
    if (write.run.conclusion !== 'success') redWrites.begin(key, write.commit)
    const outcome = await github.write(reference, write)
    redWrites.confirm(key, write.commit)
    return outcome
  }
}

async function isReady(ready: () => boolean, database: Database): Promise<boolean> {
  if (!ready()) return false
  return withinSeconds(DATABASE_SECONDS, 'asking the database', isWritable(database)).catch(() => false)
}
