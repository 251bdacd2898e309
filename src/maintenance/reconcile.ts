import type { Logger } from 'pino'
import { CONFIG_PATH } from '../config/config.ts'
import { isMarkdown } from '../config/rfc-paths.ts'
import {
  evaluationKey,
  type GroupReference,
  type Part,
  type RepositoryReference,
} from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import { GraphQLErrors } from '../github/ask.ts'
import { GitHubFault, InconsistentRead, InstallationGone, RateLimited } from '../github/faults.ts'
import type { GitHub } from '../github/open-github.ts'
import { type Batch, batchesOf, smallerBatches } from '../github/fingerprint-batches.ts'
import type { Fingerprint } from '../github/fingerprints.ts'
import type { ReachedRepository } from '../github/repositories.ts'
import type { Counters } from '../ops/counters.ts'
import { whatDiffers } from '../pipeline/fingerprint.ts'
import type { Memory } from '../pipeline/memory.ts'
import type { PeriodicRun } from './periodic-jobs.ts'
import { type Pace, secondsOfReconciliation } from './reconcile-pace.ts'

export interface ReconcileOptions {
  readonly github: Pick<
    GitHub,
    | 'installations'
    | 'repositories'
    | 'reachedRepository'
    | 'withOpenPullRequests'
    | 'openPullRequests'
    | 'fingerprints'
    | 'changedBetween'
    | 'pointsPerHour'
  >
  readonly recallAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, Memory>>
  /** Tips of base branches without relevant changes since the evaluated one, by evaluation key. */
  readonly tips: {
    readonly recallAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, SameTip>>
    readonly remember: (key: string, same: SameTip) => Promise<void>
  }
  readonly visibility: {
    /** Returns the store's time, for the start of a listing. */
    readonly timeNow: () => Promise<string>
    /** Called with the complete list of an installation's repositories; records of others must be hidden. */
    readonly takeOverList: (list: {
      readonly installationId: number
      readonly begunAt: string
      readonly repositories: readonly ReachedRepository[]
    }) => Promise<void>
    /** Called with the complete list of installations. */
    readonly hideOthers: (list: {
      readonly installations: readonly number[]
      readonly begunAt: string
    }) => Promise<void>
  }
  /** Called for a part that failed, while others are still compared. */
  readonly missed: (part: Part, error: unknown) => Promise<void>
  /** Enqueues evaluations behind all other work. */
  readonly enqueue: (evaluationJobs: readonly EvaluationJob[]) => Promise<void>
  readonly pace: Pace
  /** The interval between runs. */
  readonly everySeconds: number
  /** The rules version of this code (`rules-version.ts`). */
  readonly rules: number
  readonly counters: Counters
  readonly log: Logger
}

/** A base tip without relevant changes since the evaluated tip. */
export interface SameTip {
  readonly judged: string
  readonly tip: string
}

/** The prefix of every trigger that reconciliation makes. */
const WHY = 'reconciliation found that '

/** Whether only reconciliation asked for an evaluation. */
export function isOnlyReconciliation(triggers: readonly EvaluationJob['trigger'][]): boolean {
  return triggers.every((trigger) => trigger.kind === 'look' && trigger.why.startsWith(WHY))
}

/** The number of installations reconciled concurrently. */
const AT_ONCE = 4

/**
 * Returns a run of reconciliation: compares every open pull request of every installation with what was
 * published and enqueues those that may be out of date. An installation that costs more than its share of the
 * quota is only listed until enough time has passed.
 */
export function createReconciliation(options: ReconcileOptions): (run: PeriodicRun) => Promise<null> {
  /** The earliest next comparison per installation (`performance.now()`). */
  const stretched = new Map<number, number>()
  const compare = async (installationId: number, goOn: PeriodicRun['goOn']) => {
    const pages = await listAndShow(options, installationId)
    const begun = performance.now()
    if (begun < (stretched.get(installationId) ?? 0)) return
    stretched.delete(installationId)
    const points = await compareAll(options, pages, goOn)
    const seconds = secondsOfReconciliation(points, options.github.pointsPerHour(installationId))
    if (seconds <= options.everySeconds) return
    stretched.set(installationId, begun + seconds * 1000)
    options.log.info(
      { installationId, points, seconds },
      'reconciliation is slowed down: it costs more than its share of the quota',
    )
  }
  return async ({ goOn }) => {
    const begunAt = await options.visibility.timeNow()
    const installations = options.github.installations()[Symbol.asyncIterator]()
    const seen: number[] = []
    const work = async () => {
      for (;;) {
        const next = await installations.next()
        if (next.done) return
        const installationId = next.value
        seen.push(installationId)
        await goOn()
        await compare(installationId, goOn).catch((error: unknown) =>
          options.missed({ installationId }, error),
        )
      }
    }
    const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, work))
    for (const each of ended) if (each.status === 'rejected') throw each.reason
    await options.visibility.hideOthers({ installations: seen, begunAt })
    return null
  }
}

/**
 * Reconciles one part. Throws when GitHub could not be read; what was found before is enqueued. A repository
 * that cannot be read does not hold up the others.
 */
export async function reconcilePart(
  options: ReconcileOptions,
  { installationId, repository }: Part,
  goOn: () => Promise<void>,
): Promise<void> {
  const { github } = options
  if (!repository) {
    await compareAll(options, await listAndShow(options, installationId), goOn)
    return
  }
  const reached = await github.reachedRepository({ installationId, ...repository })
  // Another repository has that name now; this one is listed under its new name.
  if (!reached) return
  const toBlame = async (_: Part, error: unknown) => {
    throw error
  }
  const { open } = await github.withOpenPullRequests([reached])
  for (const batch of batchesOf(open)) await reconcileBatch(options, batch, goOn, toBlame)
}

/** Compares the listed repositories; returns the points used. */
async function compareAll(
  options: ReconcileOptions,
  pages: readonly (readonly ReachedRepository[])[],
  goOn: () => Promise<void>,
): Promise<number> {
  let spent = 0
  for (const page of pages) {
    const writable = page.filter(({ isArchived }) => !isArchived)
    const { open, points } = await options.github.withOpenPullRequests(writable)
    spent += points
    for (const batch of batchesOf(open)) spent += await reconcileBatch(options, batch, goOn, options.missed)
  }
  return spent
}

/** A batch that GitHub does not answer is split, down to the repository at fault. */
async function reconcileBatch(
  options: ReconcileOptions,
  batch: Batch,
  goOn: () => Promise<void>,
  toBlame: ReconcileOptions['missed'],
): Promise<number> {
  try {
    return await compareBatch(options, batch, goOn)
  } catch (error) {
    const isForAll = error instanceof RateLimited || error instanceof InstallationGone
    if (isForAll || !(error instanceof GitHubFault || error instanceof InconsistentRead)) throw error
    let spent = 0
    const smaller = smallerBatches(batch)
    for (const each of smaller) spent += await reconcileBatch(options, each, goOn, toBlame)
    if (smaller.length > 0) return spent
    const [repository] = batch.repositories
    if (!repository || !(error instanceof GraphQLErrors || error instanceof InconsistentRead)) throw error
    const { installationId, repositoryId, owner, repo } = repository
    await toBlame({ installationId, repository: { repositoryId, owner, repo } }, error)
    return spent
  }
}

/**
 * Lists all repositories of an installation before anything is compared, because their visibility must not
 * wait (§14).
 */
async function listAndShow(
  { github, visibility }: ReconcileOptions,
  installationId: number,
): Promise<readonly (readonly ReachedRepository[])[]> {
  const begunAt = await visibility.timeNow()
  const pages: (readonly ReachedRepository[])[] = []
  for await (const page of github.repositories(installationId)) pages.push(page)
  await visibility.takeOverList({ installationId, begunAt, repositories: pages.flat() })
  return pages
}

/** Enqueues every open pull request of a part, for a server that rejects the comparison query. */
export async function enqueueAll(
  options: ReconcileOptions,
  { installationId, repository }: Part,
  goOn: () => Promise<void>,
): Promise<void> {
  const within = repository && { repository: { installationId, ...repository } }
  for await (const reference of options.github.openPullRequests(installationId, within)) {
    await enqueue(options, reference, 'it could not be compared', goOn)
  }
}

async function compareBatch(
  options: ReconcileOptions,
  batch: Batch,
  goOn: () => Promise<void>,
): Promise<number> {
  const { github, recallAll, tips, counters } = options
  const moved = createMoved(github)
  let spent = 0
  for await (const { fingerprints: page, points } of github.fingerprints(batch)) {
    spent += points
    await goOn()
    counters.pullRequestsSwept(page.length)
    const keys = page.map(({ reference }) => evaluationKey(reference))
    const [memories, known, groups] = await Promise.all([
      recallAll(keys),
      tips.recallAll(keys),
      recallAll(page.flatMap((fingerprint) => groupOf(fingerprint) ?? []).map(evaluationKey)),
    ])
    for (const seen of page) {
      const key = evaluationKey(seen.reference)
      const memory = memories.get(key) ?? null
      const why =
        whatDiffers(seen, memory, options.rules) ??
        (await whyBaseMatters(options, seen, memory, known.get(key), moved))
      if (why !== null) await enqueue(options, seen.reference, why, goOn)
      const group = groupOf(seen)
      const judged = group && groups.get(evaluationKey(group))
      if (group && !judged) await enqueue(options, group, 'it is not evaluated yet', goOn)
      else if (group && judged?.written?.own === 'unread')
        await enqueue(options, group, 'it could not be evaluated', goOn)
    }
  }
  return spent
}

async function enqueue(
  { enqueue, pace, counters, log }: ReconcileOptions,
  reference: EvaluationJob['reference'],
  why: string,
  goOn: () => Promise<void>,
): Promise<void> {
  await pace(reference.installationId)
  await goOn()
  await enqueue([{ reference, trigger: { kind: 'look', why: `${WHY}${why}`, isBulk: true } }])
  counters.reconciliationEnqueued(1)
  log.info({ visit: evaluationKey(reference), why }, 'reconciliation enqueued an evaluation')
}

/** Returns the merge group whose last entry is this pull request; its queue waits for a check (V8). */
function groupOf({ reference, groupHead, baseName }: Fingerprint): GroupReference | null {
  if (groupHead === null) return null
  const { installationId, repositoryId, owner, repo } = reference
  return {
    kind: 'merge-group',
    installationId,
    repositoryId,
    owner,
    repo,
    headSha: groupHead,
    baseRef: `refs/heads/${baseName}`,
  }
}

type Moved = (repository: RepositoryReference, from: string, to: string) => Promise<boolean>

/**
 * Returns a function that tells whether Markdown or the configuration changed between two commits; each pair
 * is compared once (F6).
 */
function createMoved({ changedBetween }: ReconcileOptions['github']): Moved {
  const known = new Map<string, Promise<boolean>>()
  return (repository, from, to) => {
    const key = `${repository.repositoryId} ${from}...${to}`
    const answer =
      known.get(key) ??
      changedBetween(repository, from, to).then(
        (paths) => paths === null || paths.some((path) => path === CONFIG_PATH || isMarkdown(path)),
      )
    known.set(key, answer)
    return answer
  }
}

/** The base moves all the time; only changes that may affect an RFC are evaluated. */
async function whyBaseMatters(
  { tips }: ReconcileOptions,
  { reference, baseTip, updatedAt }: Fingerprint,
  memory: Memory | null,
  known: SameTip | undefined,
  moved: Moved,
): Promise<string | null> {
  if (!memory?.outline || memory.state === 'not an RFC' || updatedAt < memory.updatedAt) return null
  if (baseTip === null) return 'its base branch was deleted'
  const judged = memory.outline.baseTip
  const from = known?.judged === judged ? known.tip : judged
  if (from === baseTip) return null
  if (await moved(reference, from, baseTip)) return 'Markdown changed on its base branch'
  await tips.remember(evaluationKey(reference), { judged, tip: baseTip })
  return null
}
