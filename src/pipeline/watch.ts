import type { Logger } from 'pino'
import { readFailure } from '../facts/failure.ts'
import { evaluationKey, type Reference } from '../facts/reference.ts'

export interface WatchOptions {
  /** After so many milliseconds an unanswered event may take a success away. */
  readonly takeAwayAfterMs: number
  /**
   * After so many milliseconds the check reports that it cannot be evaluated; for a merge group after twice
   * as long.
   */
  readonly sayAfterMs: number
  /** Takes successes away; returns whether events are still open. */
  readonly takeAway: (reference: Reference) => Promise<boolean>
  /**
   * Reports on the check that it cannot be read, if so; `since` is when the oldest event arrived
   * (`performance.now()`).
   */
  readonly say: (reference: Reference, since: number) => Promise<void>
  readonly backoffSeconds: (attempt: number) => number
  readonly log: Logger
}

/**
 * Watches unanswered events, independently of the evaluations, which may all be waiting for GitHub: soon
 * after an event a doubtful success is taken away, and later the check reports the wait (V6, V1).
 */
export interface Watch {
  /** Records that a pull request or merge group has an open event. */
  readonly notice: (references: readonly Reference[]) => void
  /** Records that no event is open any more. */
  readonly settle: (keys: readonly string[]) => void
  /** Resolves when nothing runs; returns whether anything ran. */
  readonly idle: () => Promise<boolean>
  /** Stops watching; resolves when running work has ended. */
  readonly stop: () => Promise<void>
}

interface Watched {
  reference: Reference
  readonly since: number
  timer: NodeJS.Timeout | undefined
  /** The time of the next look (`performance.now()`). */
  due: number
  running: Promise<void> | null
  isNoticed: boolean
  failures: number
}

/** The shortest interval between reports. */
const AGAIN_MS = 10_000
const LONGEST_SECONDS = 60

/** Creates a watch; nothing happens before the first event. */
export function openWatch(options: WatchOptions): Watch {
  const { takeAwayAfterMs, sayAfterMs, log } = options
  const watched = new Map<string, Watched>()
  let isStopped = false

  const schedule = (key: string, each: Watched, inMs: number) => {
    clearTimeout(each.timer)
    each.due = performance.now() + inMs
    each.timer = setTimeout(() => {
      each.running = look(key, each).finally(() => {
        each.running = null
      })
    }, inMs).unref()
  }

  async function look(key: string, each: Watched): Promise<void> {
    each.isNoticed = false
    const age = performance.now() - each.since
    // A failing group leaves its merge queue, so groups get more time; the queue itself waits for many
    // minutes (V8).
    const sayAfter = each.reference.kind === 'merge-group' ? 2 * sayAfterMs : sayAfterMs
    // The longer it waits, the longer the interval.
    let next: number | null = Math.min(LONGEST_SECONDS * 1000, Math.max(AGAIN_MS, age / 2))
    try {
      let isOpen = true
      try {
        isOpen = await options.takeAway(each.reference)
        each.failures = 0
      } finally {
        // A success that cannot be taken away, such as one on an older head, must not keep the head without a check.
        if (isOpen && age >= sayAfter) await options.say(each.reference, each.since)
      }
      if (!isOpen) next = null
      else if (age < sayAfter) next = sayAfter - age
    } catch (error) {
      each.failures++
      const { retryAfterSeconds } = readFailure(error)
      const seconds = Math.min(LONGEST_SECONDS, retryAfterSeconds ?? options.backoffSeconds(each.failures))
      next = seconds * 1000
      log.warn({ err: error, key, seconds }, 'could not write a failure; retrying')
    }
    if (isStopped || watched.get(key) !== each) return
    if (each.isNoticed) next = Math.min(next ?? takeAwayAfterMs, takeAwayAfterMs)
    if (next === null) watched.delete(key)
    else schedule(key, each, next)
  }

  return {
    notice: (references) => {
      if (isStopped) return
      for (const reference of references) {
        const key = evaluationKey(reference)
        const now = performance.now()
        const known = watched.get(key)
        if (!known) {
          const fresh = { since: now, timer: undefined, due: 0, running: null, failures: 0 }
          const each: Watched = { ...fresh, reference, isNoticed: false }
          watched.set(key, each)
          schedule(key, each, takeAwayAfterMs)
          continue
        }
        known.reference = reference
        if (known.running) known.isNoticed = true
        else if (known.due > now + takeAwayAfterMs) schedule(key, known, takeAwayAfterMs)
      }
    },
    settle: (keys) => {
      for (const key of keys) {
        const each = watched.get(key)
        // A running look finds out by itself.
        if (!each || each.running) continue
        clearTimeout(each.timer)
        watched.delete(key)
      }
    },
    idle: async () => {
      const running = [...watched.values()].flatMap((each) => each.running ?? [])
      await Promise.all(running)
      return running.length > 0
    },
    stop: async () => {
      isStopped = true
      const all = [...watched.values()]
      for (const { timer } of all) clearTimeout(timer)
      watched.clear()
      await Promise.all(all.map(({ running }) => running))
    },
  }
}
