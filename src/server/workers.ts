import { setTimeout as delay } from 'node:timers/promises'
import { defaultBackoffSeconds } from '../facts/failure.ts'
import type { PeriodicOutcome } from '../maintenance/periodic-jobs.ts'
import { openNewestRules } from '../pipeline/newest-rules.ts'
import { RULES } from '../pipeline/rules-version.ts'
import { openQueue, type Queue } from '../queue/open-queue.ts'
import type { Watching } from '../queue/work-evaluations.ts'
import { queueStoreOn } from '../store/queue-store.ts'
import type { Work } from './open-work.ts'
import type { ServerOptions } from './server-options.ts'
import type { WorkerParts } from './worker-parts.ts'

/** Everything between a stored delivery and what is published on GitHub. */
export interface Workers {
  /** Starts the queue; deliveries are accepted from then on. */
  readonly start: () => Promise<void>
  readonly accept: Queue['accept']
  readonly isReady: () => boolean
  /** Starts reconciliation, redelivery and the other periodic jobs. Redelivered webhooks arrive at the server. */
  readonly startPeriodicJobs: () => void
  /** Resolves when the work can't be loaded, and only a restart helps. */
  readonly broken: Promise<Error>
  readonly redeliver: () => Promise<PeriodicOutcome>
  readonly reconcile: () => Promise<PeriodicOutcome>
  /** Resolves when nothing waits and nothing runs (for tests). */
  readonly idle: () => Promise<void>
  /** Stops taking work, and resolves when running work has ended or its time is over. */
  readonly stop: () => Promise<void>
  /** Ends the parser's processes, after `stop`. */
  readonly close: () => Promise<void>
}

/**
 * Creates the workers; nothing runs before `start`. The queue is there at once. The work, which is most of the code, is
 * loaded when the first job needs it or when the periodic jobs start.
 */
export function createWorkers(parts: WorkerParts): Workers {
  const { options, database, metrics, log } = parts
  const { backoffSeconds = defaultBackoffSeconds, rules = RULES } = options
  const newestRules = openNewestRules(database, rules, log)
  const broken = Promise.withResolvers<Error>()
  let loading: Promise<Work> | undefined
  const load = async () => {
    const { openWork } = await import('./open-work.ts')
    return openWork({ ...parts, newestRules, enqueue: queue.enqueue, backoffSeconds, rules })
  }
  const work = () => {
    loading ??= load().catch((cause: unknown) => {
      const error = new Error('could not load the work', { cause })
      broken.resolve(error)
      throw error
    })
    return loading
  }
  const queue = openQueue({
    store: queueStoreOn(database),
    log,
    gaveUp: metrics.gaveUp,
    yielding: newestRules,
    watching: watchingOf(work),
    ...options,
    isUrgent: async (reference) => (await work()).isUrgent(reference),
    work: {
      delivery: async (delivery) => (await work()).delivery(delivery),
      visit: async (request) => (await work()).visit(request),
    },
  })
  const stopping = new AbortController()
  let periodic: Promise<void> = Promise.resolve()
  const stopWork = async () => {
    await periodic.catch(() => {})
    await (await loading?.catch(() => {}))?.stop()
  }
  return {
    start: async () => {
      await newestRules.start()
      await queue.start()
    },
    accept: queue.accept,
    isReady: queue.ready,
    broken: broken.promise,
    startPeriodicJobs: () => {
      periodic = startPeriodicJobs(work, options, stopping.signal)
      periodic.catch((error: unknown) => broken.resolve(error as Error))
    },
    redeliver: async () => (await work()).maintenance.redeliver(),
    reconcile: async () => (await work()).maintenance.reconcile(),
    idle: async () => {
      await periodic
      await (await work()).idle(queue.idle)
    },
    stop: async () => {
      stopping.abort()
      await Promise.all([queue.stop(), newestRules.stop(), stopWork()])
    },
    close: async () => (await loading?.catch(() => {}))?.close(),
  }
}

/** Starts the periodic jobs, after the time that the server keeps for the requests that waited for it. */
async function startPeriodicJobs(
  work: () => Promise<Work>,
  { backgroundAfterMs = 0 }: ServerOptions,
  signal: AbortSignal,
): Promise<void> {
  if (backgroundAfterMs > 0) await delay(backgroundAfterMs, undefined, { signal }).catch(() => {})
  if (signal.aborted) return
  const { maintenance } = await work()
  await maintenance.start()
}

/** The watch over open triggers. It is loaded by the first; should that fail, the process ends. */
function watchingOf(work: () => Promise<Work>): Watching {
  const tell = (what: (watch: Watching) => void) => {
    work().then(
      ({ watch }) => what(watch),
      () => {},
    )
  }
  return {
    notice: (references) => {
      if (references.length > 0) tell((watch) => watch.notice(references))
    },
    settle: (keys) => {
      if (keys.length > 0) tell((watch) => watch.settle(keys))
    },
  }
}
