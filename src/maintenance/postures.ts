import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { POSTURES, type Posture, postureLine, postureOf } from '../doctor/posture.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import type { GitHub } from '../github/open-github.ts'
import { outside } from '../ops/log-context.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { Database } from '../store/database.ts'
import { keepPosture, readPosture } from '../store/posture-rows.ts'

/**
 * Knows how base branches require the check, without a read per evaluation: known values are used, and read
 * again in the background.
 */
export interface Postures {
  /** Returns a line for the check's details; null when nothing is wrong, or nothing is known yet. */
  readonly lineFor: (reference: PullRequestReference, verdict: Verdict) => Promise<string | null>
  readonly isIdle: () => boolean
  readonly idle: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface PosturesOptions {
  /** Without it nothing is read, and no line is returned. */
  readonly isOn: boolean
  readonly appId: number
  readonly github: Pick<GitHub, 'branchRules'>
  readonly database: Database
  readonly enqueue: (evaluationJobs: readonly EvaluationJob[]) => Promise<void>
  /** Seconds until a value is read again; a wrong one sooner, because it may be being fixed. */
  readonly ageSeconds?: { readonly pinned: number; readonly wrong: number }
  /** How long, in milliseconds, this process caches what it read from the database, so that processes agree. */
  readonly believedMs?: number
  readonly log: Logger
}

const AGE_SECONDS = { pinned: 6 * 3600, wrong: 600 }
const BELIEVED_MS = 30_000
const MOST_BRANCHES = 2_000
const MOST_WAITING = 100

/** Creates the cache of branch rules; nothing is read before an evaluation asks. */
export function createPostures(options: PosturesOptions): Postures {
  const {
    isOn,
    appId,
    github,
    database,
    enqueue,
    log,
    ageSeconds = AGE_SECONDS,
    believedMs = BELIEVED_MS,
  } = options
  const believed = new LRUCache<string, { readonly posture: Posture | null }>({
    max: MOST_BRANCHES,
    ttl: believedMs,
  })
  const underway = new Map<string, Promise<void>>()
  /** The pull requests to evaluate again when the value is known or changed. */
  const waiting = new Map<string, Map<number, PullRequestReference>>()
  let isStopped = false

  async function lineFor(reference: PullRequestReference, baseName: string): Promise<string | null> {
    const key = `${reference.repositoryId} ${baseName}`
    const posture = believed.get(key) ?? (await recall(key, reference, baseName))
    return posture.posture === null ? null : postureLine(posture.posture, baseName)
  }

  async function recall(key: string, reference: PullRequestReference, baseName: string) {
    const known = await readPosture(database, reference.repositoryId, baseName)
    const posture = POSTURES.find((each) => each === known?.posture) ?? null
    const age = posture === 'pinned' ? ageSeconds.pinned : ageSeconds.wrong
    if (posture === null || (known?.seconds ?? 0) >= age) lookAgain(key, reference, baseName, posture)
    const found = { posture }
    // While it is being read, the next caller must see the result.
    if (!underway.has(key) && believedMs > 0) believed.set(key, found)
    return found
  }

  function lookAgain(
    key: string,
    reference: PullRequestReference,
    baseName: string,
    before: Posture | null,
  ): void {
    if (isStopped) return
    const told = waiting.get(key) ?? new Map<number, PullRequestReference>()
    if (told.size < MOST_WAITING) told.set(reference.number, reference)
    waiting.set(key, told)
    if (underway.has(key)) return
    // Outside the log context: the evaluation neither waits for this nor owns it.
    const look = outside(() => lookAt(key, reference, baseName, before))
      .catch((error: unknown) => {
        log.warn(
          { err: error, repository: `${reference.owner}/${reference.repo}` },
          "could not read a branch's rules",
        )
      })
      .finally(() => {
        underway.delete(key)
        waiting.delete(key)
      })
    underway.set(key, look)
  }

  async function lookAt(
    key: string,
    reference: PullRequestReference,
    baseName: string,
    before: Posture | null,
  ): Promise<void> {
    const facts = await github.branchRules(reference, baseName)
    const posture = postureOf(facts, appId)
    await keepPosture(database, reference.repositoryId, baseName, posture)
    if (believedMs > 0) believed.set(key, { posture })
    if (posture === before) return
    const { repository, branch, unseen } = facts
    log.info({ repository, branch, posture, why: unseen ?? undefined }, 'read whether the check is required')
    const lineBefore = before === null ? null : postureLine(before, baseName)
    if (postureLine(posture, baseName) === lineBefore || isStopped) return
    const why = 'the rules of the base branch are known'
    await enqueue(
      [...(waiting.get(key) ?? [])].map(([, each]) => ({ reference: each, trigger: { kind: 'look', why } })),
    )
  }

  return {
    // A missing line does no harm; a failing evaluation would.
    lineFor: async (reference, verdict) => {
      // Only RFCs show it.
      if (!isOn || !('rows' in verdict)) return null
      return lineFor(reference, verdict.evaluated.baseName).catch((error: unknown) => {
        log.warn({ err: error }, "could not read a branch's stored rules")
        return null
      })
    },
    isIdle: () => underway.size === 0,
    idle: async () => {
      await Promise.all(underway.values())
    },
    stop: async () => {
      isStopped = true
      await Promise.all(underway.values())
    },
  }
}
