import type { Logger } from 'pino'
import { defaultBackoffSeconds } from '../facts/failure.ts'
import { evaluationKey } from '../facts/reference.ts'
import type { GitHub } from '../github/open-github.ts'
import { createMaintenance } from '../maintenance/maintenance.ts'
import type { PeriodicOutcome } from '../maintenance/periodic-jobs.ts'
import { createPostures } from '../maintenance/postures.ts'
import { isOnlyReconciliation } from '../maintenance/reconcile.ts'
import type { Counters } from '../ops/counters.ts'
import { outside, within } from '../ops/log-context.ts'
import type { Metrics } from '../ops/open-metrics.ts'
import { openParser } from '../parser/open-parser.ts'
import { createEvaluation } from '../pipeline/evaluate.ts'
import type { UnleasedPorts } from '../pipeline/evaluation-ports.ts'
import type { Memory } from '../pipeline/memory.ts'
import { memoryIn } from '../pipeline/memory-store.ts'
import { openNewestRules } from '../pipeline/newest-rules.ts'
import { ReadingHealth } from '../pipeline/reading-health.ts'
import { RULES } from '../pipeline/rules-version.ts'
import { sparing } from '../pipeline/spare-quota.ts'
import type { TakeAwayParts } from '../pipeline/take-away-success.ts'
import { watchOver } from '../pipeline/watch-over.ts'
import { evaluationContext } from '../queue/evaluation-context.ts'
import { openQueue, type Queue } from '../queue/open-queue.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import type { Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import { raiseFence, readTriggers } from '../store/evaluation-rows.ts'
import { queueStoreOn } from '../store/queue-store.ts'
import { closeRecord } from '../store/record-rows.ts'
import { hide, tell } from '../store/visibility-rows.ts'
import { createApp } from '../webhooks/event-table.ts'
import type { ServerOptions } from './server-options.ts'
import { boardUrl } from './board-parts.ts'

/** What the workers are built on. */
export interface WorkerParts {
  readonly settings: Settings
  readonly options: ServerOptions
  readonly database: Database
  readonly metrics: Metrics
  readonly github: GitHub
  readonly log: Logger
}

/** Everything between a stored delivery and what is published on GitHub. */
export interface Workers {
  /** Starts the queue; deliveries are accepted from then on. */
  readonly start: () => Promise<void>
  readonly accept: Queue['accept']
  readonly isReady: () => boolean
  /** Starts reconciliation, redelivery and the other periodic jobs. Redelivered webhooks arrive at the server. */
  readonly startPeriodicJobs: () => Promise<void>
  readonly redeliver: () => Promise<PeriodicOutcome>
  readonly reconcile: () => Promise<PeriodicOutcome>
  /** Resolves when nothing waits and nothing runs (for tests). */
  readonly idle: () => Promise<void>
  /** Stops taking work, and resolves when running work has ended or its time is over. */
  readonly stop: () => Promise<void>
  /** Ends the parser's processes, after `stop`. */
  readonly close: () => Promise<void>
}

/** Two calls an evaluation at most where nothing changed: this leaves most of GitHub's limits to events (GH-153). */
const ENQUEUED_PER_SECOND = 4
const AGAIN_SECONDS = 60
/** So one pull request takes at most 120 evaluations an hour of a quota that runs low. */
const TOGETHER_SECONDS = 30
/** A share of the interval, so that a redelivery is due at the next run even if that starts a little early. */
const PATIENCE = 0.9

/** Creates the workers and connects them; nothing runs before `start`. */
export function createWorkers(parts: WorkerParts): Workers {
  const { settings, options, database, metrics, github, log } = parts
  const { appId, recoverySeconds, sweepSeconds } = settings
  const { backoffSeconds = defaultBackoffSeconds, counters = metrics.counters, rules = RULES } = options
  const { togetherSeconds = TOGETHER_SECONDS } = options
  const enqueue: Queue['enqueue'] = (jobs, place) => queue.enqueue(jobs, place)
  // Twice what the largest real text takes on a busy machine: a false cut-off would fail an honest RFC.
  const parser = openParser({ log, deadlineMs: 4_000 })
  const memory = memoryIn(database)
  const newestRules = openNewestRules(database, rules, log)
  const health = new ReadingHealth()
  const isOn = options.postures !== undefined
  const postures = createPostures({ ...options.postures, isOn, appId, github, database, enqueue, log })
  const ports: UnleasedPorts = {
    github: watchedGitHub(github, metrics, health),
    parse: (texts, repositoryId) => parser.parse(texts, repositoryId),
    memory,
    records: { close: (key, facts) => closeRecord(database, key, facts) },
    claim: (key) => raiseFence(database, key),
    setupLine: postures.lineFor,
    boardUrl: (reference, isPrivate) => boardUrl(settings, reference, isPrivate),
    rules: { ours: rules, areNewest: newestRules.areOurs },
    // Outside the log context: what is enqueued is another evaluation, and may start at once.
    enqueue: (jobs) => outside(() => enqueue(jobs)),
    log,
  }
  const { mustHaveSpare } = github
  const spared = sparing(
    { mustHaveSpare, recall: memory.recall, togetherSeconds },
    createEvaluation(ports, { health, backoffSeconds }),
  )
  const evaluate = countingDrift(memory.recall, counters, spared)
  const watch = watchOver(takeAwayParts(ports, database), health, { ...options, backoffSeconds })
  const handle = handlerOf(parts, memory, (part) => maintenance.wantReconciliation(part))
  const queue = openQueue({
    store: queueStoreOn(database),
    log,
    gaveUp: metrics.gaveUp,
    yielding: newestRules,
    watching: watch,
    // An event may take a success away, so its evaluation comes first; the others can only earn one (TH-132).
    isUrgent: async (reference) =>
      (await memory.recall(evaluationKey(reference)))?.written?.conclusion === 'success',
    ...options,
    work: {
      delivery: (delivery) => within({ delivery: delivery.id }, () => handle(delivery)),
      visit: (request) =>
        within(evaluationContext(request), () =>
          metrics.visit(evaluationKey(request.reference), request.reference.kind, () => evaluate(request)),
        ),
    },
  })
  const maintenance = createMaintenance({
    github,
    database,
    enqueue,
    recoverySeconds,
    sweepSeconds,
    enqueuedPerSecond: options.enqueuedPerSecond ?? ENQUEUED_PER_SECOND,
    againSeconds: options.againSeconds ?? AGAIN_SECONDS,
    patienceSeconds:
      options.patienceSeconds ?? ((asked) => recoverySeconds * (2 ** (asked - 1) - 1 + PATIENCE)),
    rules,
    counters,
    log,
  })
  const all = { queue, maintenance, postures, newestRules, watch }
  return { ...lifeOf(all), close: () => parser.close() }
}

/** The life of the workers: how they start, come to rest and stop together. */
function lifeOf(all: {
  readonly queue: Queue
  readonly maintenance: ReturnType<typeof createMaintenance>
  readonly postures: ReturnType<typeof createPostures>
  readonly newestRules: ReturnType<typeof openNewestRules>
  readonly watch: ReturnType<typeof watchOver>
}): Omit<Workers, 'close'> {
  const { queue, maintenance, postures, newestRules, watch } = all
  return {
    start: async () => {
      await newestRules.start()
      await queue.start()
    },
    accept: queue.accept,
    isReady: queue.ready,
    startPeriodicJobs: maintenance.start,
    redeliver: maintenance.redeliver,
    reconcile: maintenance.reconcile,
    idle: async () => {
      do {
        await maintenance.idle()
        await postures.idle()
        await queue.idle()
      } while ((await watch.idle()) || !maintenance.isIdle() || !postures.isIdle())
    },
    stop: async () => {
      await Promise.all([maintenance.stop(), queue.stop(), newestRules.stop(), postures.stop(), watch.stop()])
    },
  }
}

/** The event table, on what GitHub and the database know. */
function handlerOf(
  { settings, github, database, log }: WorkerParts,
  { recall, passingInto, groups }: ReturnType<typeof memoryIn>,
  reconcile: Parameters<typeof createApp>[0]['directory']['reconcile'],
): ReturnType<typeof createApp> {
  return createApp({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecrets[0] as string,
    directory: {
      ...github,
      recall,
      passingInto,
      groups,
      reconcile,
      visibility: { tell: (seen) => tell(database, seen), hide: (what) => hide(database, what) },
    },
    log,
  })
}

function takeAwayParts(ports: UnleasedPorts, database: Database): TakeAwayParts {
  return {
    ...ports,
    openTriggers: async (key) => (await readTriggers(database, [key])).map(({ trigger }) => trigger),
  }
}

/** Reports reads to the reading health, and to the metrics every failing check until GitHub has it. */
function watchedGitHub(
  github: GitHub,
  { redWrites }: Metrics,
  health: ReadingHealth,
): UnleasedPorts['github'] {
  return {
    ...github,
    readPullRequest: async (reference, isEnough) => {
      const facts = await github.readPullRequest(reference, isEnough)
      health.read(reference.installationId)
      return facts
    },
    write: async (reference, write) => {
      if (write.kind !== 'create run' && write.kind !== 'update run') return github.write(reference, write)
      const key = evaluationKey(reference)
      if (write.run.conclusion !== 'success') redWrites.begin(key, write.commit)
      const outcome = await github.write(reference, write)
      redWrites.confirm(key, write.commit)
      return outcome
    },
  }
}

/** Counts evaluations that only reconciliation asked for and that changed the check: an event was lost. */
function countingDrift(
  recall: (key: string) => Promise<Memory | null>,
  counters: Counters,
  evaluate: (request: EvaluationRequest) => Promise<void>,
): (request: EvaluationRequest) => Promise<void> {
  return async (request) => {
    if (!isOnlyReconciliation(request.triggers)) return evaluate(request)
    const key = evaluationKey(request.reference)
    const before = await recall(key)
    await evaluate(request)
    const after = await recall(key)
    if (JSON.stringify(before?.written) !== JSON.stringify(after?.written)) counters.reconciliationDrift(1)
  }
}
