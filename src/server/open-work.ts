import { evaluationKey } from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import { type GitHub, openGitHub } from '../github/open-github.ts'
import { createMaintenance, type Maintenance } from '../maintenance/maintenance.ts'
import { createPostures } from '../maintenance/postures.ts'
import { isOnlyReconciliation } from '../maintenance/reconcile.ts'
import type { Counters } from '../ops/counters.ts'
import { outside, within } from '../ops/log-context.ts'
import type { Metrics } from '../ops/open-metrics.ts'
import { openParser } from '../parser/open-parser.ts'
import { createEvaluation } from '../pipeline/evaluate.ts'
import type { UnleasedPorts } from '../pipeline/evaluation-ports.ts'
import { ledgersIn } from '../pipeline/ledger-store.ts'
import type { Memory } from '../pipeline/memory.ts'
import { memoryIn } from '../pipeline/memory-store.ts'
import type { NewestRules } from '../pipeline/newest-rules.ts'
import { ReadingHealth } from '../pipeline/reading-health.ts'
import { sparing } from '../pipeline/spare-quota.ts'
import type { TakeAwayParts } from '../pipeline/take-away-success.ts'
import type { Watch } from '../pipeline/watch.ts'
import { watchOver } from '../pipeline/watch-over.ts'
import { evaluationContext } from '../queue/evaluation-context.ts'
import type { Queue, QueueOptions } from '../queue/open-queue.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import type { Database } from '../store/database.ts'
import { raiseFence, readTriggers } from '../store/evaluation-rows.ts'
import { closeRecord } from '../store/record-rows.ts'
import { hide, tell } from '../store/visibility-rows.ts'
import type { AppOptions, StoredEvent } from '../webhooks/event-table.ts'
import { once } from './once.ts'
import { boardUrl } from './board-url.ts'
import type { WorkerParts } from './worker-parts.ts'

/** What the work is built on. */
export interface WorkParts extends WorkerParts {
  readonly newestRules: NewestRules
  readonly enqueue: Queue['enqueue']
  readonly backoffSeconds: (attempt: number) => number
  /** The rules version this server claims to evaluate by. */
  readonly rules: number
}

/** What is done with stored deliveries and evaluations, and what looks for lost ones. */
export interface Work {
  readonly delivery: QueueOptions['work']['delivery']
  readonly visit: QueueOptions['work']['visit']
  readonly isUrgent: NonNullable<QueueOptions['isUrgent']>
  readonly watch: Watch
  readonly maintenance: Maintenance
  /** Resolves when nothing runs, and the queue is idle. */
  readonly idle: (queueIdle: () => Promise<void>) => Promise<void>
  /** Resolves when running work has ended. */
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

/** Opens the work; nothing runs before it is asked to. */
export function openWork(parts: WorkParts): Work {
  const { settings, options, database, metrics, log, newestRules, enqueue, backoffSeconds, rules } = parts
  const { togetherSeconds = TOGETHER_SECONDS, counters = metrics.counters } = options
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
  const memory = memoryIn(database)
  const health = new ReadingHealth()
  const isOn = options.postures !== undefined
  const { appId } = settings
  const postures = createPostures({ ...options.postures, isOn, appId, github, database, enqueue, log })
  const ports: UnleasedPorts = {
    github: watchedGitHub(github, metrics, health),
    parse: (texts, repositoryId) => parser.parse(texts, repositoryId),
    memory,
    ledger: ledgersIn(database),
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
  const maintenance = maintenanceOf(parts, github, counters)
  const handle = handlerOf(parts, github, memory, maintenance.wantReconciliation)
  return {
    delivery: (delivery) => within({ delivery: delivery.id }, () => handle(delivery)),
    visit: (request) =>
      within(evaluationContext(request), () =>
        metrics.visit(evaluationKey(request.reference), request.reference.kind, () => evaluate(request)),
      ),
    // An event may take a success away, so its evaluation comes first; the others can only earn one (TH-132).
    isUrgent: async (reference) =>
      (await memory.recall(evaluationKey(reference)))?.written?.conclusion === 'success',
    watch,
    maintenance,
    idle: async (queueIdle) => {
      do {
        await maintenance.idle()
        await postures.idle()
        await queueIdle()
      } while ((await watch.idle()) || !maintenance.isIdle() || !postures.isIdle())
    },
    stop: async () => {
      await Promise.all([maintenance.stop(), postures.stop(), watch.stop()])
    },
    close: () => parser.close(),
  }
}

function maintenanceOf(
  { settings, options, database, enqueue, rules, log }: WorkParts,
  github: GitHub,
  counters: Counters,
): Maintenance {
  const { recoverySeconds, sweepSeconds } = settings
  return createMaintenance({
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
}

/** The event table, on what GitHub and the database know. It is loaded by the first event, and Probot with it. */
function handlerOf(
  { settings, database, log }: WorkParts,
  github: GitHub,
  { recall, passingInto, groups }: ReturnType<typeof memoryIn>,
  reconcile: AppOptions['directory']['reconcile'],
): (event: StoredEvent) => Promise<readonly EvaluationJob[]> {
  const open = once(async () => {
    const { createApp } = await import('../webhooks/event-table.ts')
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
  })
  return async (event) => (await open())(event)
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
    const after = request.atEnd.memory ? (request.atEnd.memory as Memory) : await recall(key)
    if (JSON.stringify(before?.written) !== JSON.stringify(after?.written)) counters.reconciliationDrift(1)
  }
}
