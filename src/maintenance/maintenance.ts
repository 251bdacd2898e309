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

/** The periodic jobs that find lost events: redelivery and reconciliation; and the deletion of old rows. */
export interface Maintenance {
  /** Starts the periodic jobs, each at once and then at its interval. */
  start(): Promise<void>
  /** Requests redelivery of failed deliveries now. */
  redeliver(): Promise<PeriodicOutcome>
  /** Reconciles all open pull requests now. */
  reconcile(): Promise<PeriodicOutcome>
  /** Stores a request to reconcile a part of GitHub; it is served even if this process dies. */
  wantReconciliation(part: Part): Promise<void>
  /** Whether no job is running. */
  isIdle(): boolean
  /** Resolves when no job is running. */
  idle(): Promise<void>
  /** Aborts running jobs. */
  stop(): Promise<void>
}

export interface MaintenanceOptions {
  readonly github: GitHub
  readonly database: Database
  readonly enqueue: Queue['enqueue']
  readonly recoverySeconds: number
  readonly sweepSeconds: number
  /** Per installation. */
  readonly enqueuedPerSecond: number
  readonly patienceSeconds: (asked: number) => number
  /** Seconds until a failed part is reconciled again, when GitHub does not say. */
  readonly againSeconds: number
  /** The rules version of this code (`rules-version.ts`). */
  readonly rules: number
  readonly counters: Counters
  readonly log: Logger
}

/** Requests are served when they are made; this interval is for those of a process that died, or that failed. */
const PARTS_SECONDS = 30
/** After so many rejections the server is assumed not to know the query, as an old Enterprise Server. */
const TRIES_TO_COMPARE = 3
const PURGE_SECONDS = 3_600
/** GitHub may not know a new installation or repository everywhere yet (GH-112). */
const GONE = { tries: 5, waitSeconds: 10 }

/** Creates the periodic jobs; nothing happens before `start`. */
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
    work: (run) => serveRequests(options, reconcile, run),
  })
  const purgeJobs = createPeriodicJobs({
    ...shared,
    name: 'purge',
    everySeconds: PURGE_SECONDS,
    work: async () => {
      log.debug({ rows: await purge(database) }, 'deleted expired rows')
      return null
    },
  })
  const all = [redeliveryJobs, reconciliationJobs, partJobs, purgeJobs]
  return {
    start: async () => {
      // Embedded there is no other process: every lease is left by a dead one.
      if (database.dialect.kind === 'sqlite') await freeAll(database)
      for (const job of all) job.start()
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
    isIdle: () => all.every((job) => job.isIdle()),
    idle: async () => {
      for (const job of all) await job.idle()
    },
    stop: async () => {
      await Promise.all(all.map((job) => job.stop()))
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
          log.info(
            { installation: list.installationId, records: changed },
            'the visibility of records changed',
          )
      },
      hideOthers: async (list) => {
        const hidden = await hideOthers(database, list)
        if (hidden > 0) log.info({ records: hidden }, 'hid records of removed installations')
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
            // Trusted: only this App writes it.
            const same = found.get(tipKey(key)) as SameTip | undefined
            return same ? [[key, same]] : []
          }),
        )
      },
      remember: (key, same) => remember(database, tipKey(key), same),
    },
  }
}

/** A part that failed is requested on its own, so that it does not wait for the next interval. */
async function missed(
  { database, againSeconds, log }: MaintenanceOptions,
  part: Part,
  error: unknown,
): Promise<void> {
  if (error instanceof InstallationGone) {
    log.info({ ...part, answer: error.message }, 'the App is no longer installed there, or is suspended')
    return
  }
  if (error instanceof LeftForPeople)
    log.info({ ...part, why: error.message }, 'reconciliation waits for quota')
  else log.warn({ err: error, ...part }, 'could not reconcile a part; retrying')
  await rows.want(database, JSON.stringify(part), secondsToWait(error, againSeconds))
}

/** Reconciles requested parts until no request is due. */
async function serveRequests(
  { database, againSeconds, log }: MaintenanceOptions,
  reconcile: ReconcileOptions,
  { goOn }: PeriodicRun,
): Promise<null> {
  for (;;) {
    const requests = await rows.wantedNow(database)
    if (requests.length === 0) return null
    for (const request of requests) {
      await goOn()
      const wait = await serveRequest(request, reconcile, goOn).catch(async (error: unknown) => {
        // Throws when the job was aborted: its request must not be delayed.
        await goOn()
        if (!(error instanceof LeftForPeople))
          log.warn({ err: error, part: request.part }, 'could not reconcile a part')
        return secondsToWait(error, againSeconds)
      })
      if (wait === null) await rows.done(database, request)
      else await rows.postpone(database, request.part, wait)
    }
  }
}

/** Serves one request. Returns the seconds until its retry; null when it is served or given up. */
async function serveRequest(
  { part: text, tries }: rows.WantedPart,
  reconcile: ReconcileOptions,
  goOn: () => Promise<void>,
): Promise<number | null> {
  // Trusted: only this App writes it.
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
      'GitHub rejects the comparison query; evaluating every open pull request there',
    )
    await enqueueAll(reconcile, part, goOn)
    return null
  }
}

function secondsToWait(error: unknown, otherwise: number): number {
  return error instanceof RateLimited ? error.retryAfterSeconds : otherwise
}
