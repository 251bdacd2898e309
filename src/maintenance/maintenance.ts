import type { Logger } from 'pino'
import type { Part } from '../facts/reference.ts'
import { GraphQLErrors } from '../github/ask.ts'
import { GitHubFault, InstallationGone, LeftForPeople, RateLimited } from '../github/faults.ts'
import type { GitHub } from '../github/open-github.ts'
import type { Counters } from '../ops/counters.ts'
import { type Memory, readMemory } from '../pipeline/memory.ts'
import type { Queue } from '../queue/open-queue.ts'
import type { Database } from '../store/database.ts'
import { recallAll, remember } from '../store/memory-rows.ts'
import { freeAll } from '../store/periodic-job-rows.ts'
import { markAsOpen, purge } from '../store/purge.ts'
import * as rows from '../store/reconcile-rows.ts'
import { hideOthers, takeOverList, timeNow } from '../store/visibility-rows.ts'
import { createPeriodicJobs, type PeriodicOutcome, type PeriodicRun } from './periodic-jobs.ts'
import {
  createReconciliation,
  enqueueAll,
  type ReconcileOptions,
  reconcilePart,
  type SameTip,
} from './reconcile.ts'
import { createPace } from './reconcile-pace.ts'
import { createRedelivery } from './redeliver.ts'

/** What sees to it that nothing is lost: recovery and sweep, in rounds. */
export interface Maintenance {
  /** Begins the rounds: each at once, and then in time. */
  start(): Promise<void>
  /** Asks GitHub at once for what it could not deliver. */
  redeliver(): Promise<PeriodicOutcome>
  /** Compares all open pull requests at once with what was published. */
  reconcile(): Promise<PeriodicOutcome>
  /** Keeps the wish that a part is compared; it is met soon, whatever happens to this process. */
  wantReconciliation(part: Part): Promise<void>
  /** Whether no round is under way. */
  isIdle(): boolean
  /** Resolves when no round is under way. */
  idle(): Promise<void>
  /** Breaks off what is under way. */
  stop(): Promise<void>
}

export interface MaintenanceOptions {
  readonly github: GitHub
  readonly database: Database
  readonly enqueue: Queue['enqueue']
  readonly recoverySeconds: number
  readonly sweepSeconds: number
  /** For each installation. */
  readonly enqueuedPerSecond: number
  readonly patienceSeconds: (asked: number) => number
  /** Until a part is compared again that could not be, where GitHub does not say. */
  readonly againSeconds: number
  /** The rules this code judges by (`rules.ts`). */
  readonly rules: number
  readonly counters: Counters
  readonly log: Logger
}

/** Wishes are met when they are made; so often it is looked for those of a process that died, or that failed. */
const PARTS_SECONDS = 30
/** A GitHub that refuses our question so often does not know it, as an old Enterprise Server. */
const TRIES_TO_COMPARE = 3
const PURGE_SECONDS = 3_600
/** GitHub may not know a fresh installation or repository everywhere yet (GH-112); one that is gone stays gone. */
const GONE = { tries: 5, waitSeconds: 10 }

/** Makes the rounds; nothing happens before `start`. */
export function createMaintenance(options: MaintenanceOptions): Maintenance {
  const { github, database, counters, log, recoverySeconds, sweepSeconds } = options
  const shared = { database, log }
  const reconcile = reconcileOptions(options)
  const redeliveryJobs = createPeriodicJobs({
    ...shared,
    name: 'recovery',
    everySeconds: recoverySeconds,
    work: createRedelivery({ github, database, counters, log, patienceSeconds: options.patienceSeconds }),
  })
  const reconciliationJobs = createPeriodicJobs({
    ...shared,
    name: 'sweep',
    everySeconds: sweepSeconds,
    work: createReconciliation(reconcile),
  })
  const partJobs = createPeriodicJobs({
    ...shared,
    name: 'parts',
    everySeconds: PARTS_SECONDS,
    work: (round) => meetWishes(options, reconcile, round),
  })
  const purgeJobs = createPeriodicJobs({
    ...shared,
    name: 'purge',
    everySeconds: PURGE_SECONDS,
    work: async () => {
      log.debug({ rows: await purge(database) }, 'purged what its time was over of')
      return null
    },
  })
  const all = [redeliveryJobs, reconciliationJobs, partJobs, purgeJobs]
  return {
    start: async () => {
      // Embedded there is no other process: whoever held a round is dead.
      if (database.kind === 'pglite') await freeAll(database)
      for (const rounds of all) rounds.start()
    },
    redeliver: () => redeliveryJobs.now(),
    reconcile: async () => {
      const outcome = await reconciliationJobs.now()
      await partJobs.now()
      return outcome
    },
    wantReconciliation: async (part) => {
      await rows.want(database, JSON.stringify(part))
      void partJobs.now()
    },
    isIdle: () => all.every((rounds) => rounds.isIdle()),
    idle: async () => {
      for (const rounds of all) await rounds.idle()
    },
    stop: async () => {
      await Promise.all(all.map((rounds) => rounds.stop()))
    },
  }
}

function reconcileOptions(options: MaintenanceOptions): ReconcileOptions {
  const { github, database, enqueue, enqueuedPerSecond, rules, counters, log } = options
  const tipKey = (key: string) => `${key} tip`
  return {
    github,
    counters,
    log,
    rules,
    pace: createPace(enqueuedPerSecond),
    everySeconds: options.sweepSeconds,
    missed: (part, error) => missed(options, part, error),
    enqueue: (evaluationJobs) => enqueue(evaluationJobs, 'behind'),
    visibility: {
      timeNow: () => timeNow(database),
      takeOverList: async (list) => {
        const changed = await takeOverList(database, list)
        if (changed > 0)
          log.info({ installation: list.installationId, records: changed }, 'what may be shown changed')
      },
      hideOthers: async (list) => {
        const hidden = await hideOthers(database, list)
        if (hidden > 0) log.info({ records: hidden }, 'hidden: the App is not installed there any more')
      },
    },
    recallAll: async (keys) => {
      await markAsOpen(
        database,
        keys.flatMap((key) => [key, tipKey(key)]),
      )
      const found = new Map<string, Memory>()
      for (const [key, value] of await recallAll(database, keys)) {
        const memory = readMemory(value)
        if (memory) found.set(key, memory)
      }
      return found
    },
    tips: {
      recallAll: async (keys) => {
        const found = await recallAll(database, keys.map(tipKey))
        return new Map(
          keys.flatMap((key) => {
            // Only we write it.
            const same = found.get(tipKey(key)) as SameTip | undefined
            return same ? [[key, same]] : []
          }),
        )
      },
      remember: (key, same) => remember(database, tipKey(key), same),
    },
  }
}

/** What could not be compared is a wish of its own, so that it does not wait for the next round. */
async function missed(
  { database, againSeconds, log }: MaintenanceOptions,
  part: Part,
  error: unknown,
): Promise<void> {
  if (error instanceof InstallationGone) {
    log.info({ ...part, answer: error.message }, 'the App is not installed there any more, or suspended')
    return
  }
  if (error instanceof LeftForPeople) log.info({ ...part, why: error.message }, 'reconciliation waits')
  else log.warn({ err: error, ...part }, 'a part could not be compared; it is again soon')
  await rows.want(database, JSON.stringify(part), secondsToWait(error, againSeconds))
}

/** Compares the parts that are wished for, until no wish is left that is due. */
async function meetWishes(
  { database, againSeconds, log }: MaintenanceOptions,
  reconcile: ReconcileOptions,
  { goOn }: PeriodicRun,
): Promise<null> {
  for (;;) {
    const wishes = await rows.wantedNow(database)
    if (wishes.length === 0) return null
    for (const wish of wishes) {
      await goOn()
      const wait = await secondsUntilMet(wish, reconcile, goOn).catch(async (error: unknown) => {
        // What was broken off is not to wait.
        await goOn()
        if (!(error instanceof LeftForPeople))
          log.warn({ err: error, part: wish.part }, 'a part could not be compared')
        return secondsToWait(error, againSeconds)
      })
      if (wait === null) await rows.done(database, wish)
      else await rows.postpone(database, wish.part, wait)
    }
  }
}

/** Meets one wish; null when it is met, or given up. */
async function secondsUntilMet(
  { part: text, tries }: rows.WantedPart,
  reconcile: ReconcileOptions,
  goOn: () => Promise<void>,
): Promise<number | null> {
  // Only we write it.
  const part = JSON.parse(text) as Part
  try {
    await reconcilePart(reconcile, part, goOn)
    return null
  } catch (error) {
    const isGone = error instanceof GitHubFault && error.status === 404
    if (isGone || error instanceof InstallationGone) return tries < GONE.tries ? GONE.waitSeconds : null
    if (!(error instanceof GraphQLErrors) || tries < TRIES_TO_COMPARE) throw error
    reconcile.log.error(
      { err: error, ...part },
      'GitHub does not let us compare; everything open there is visited',
    )
    await enqueueAll(reconcile, part, goOn)
    return null
  }
}

function secondsToWait(error: unknown, otherwise: number): number {
  return error instanceof RateLimited ? error.retryAfterSeconds : otherwise
}
