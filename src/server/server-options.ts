import type { PosturesOptions } from '../maintenance/postures.ts'
import type { Counters } from '../ops/counters.ts'
import type { SyncToDisk } from '../store/journal.ts'

/** What the programs, tests and the playground may set that the environment does not. */
export interface ServerOptions {
  /** Seconds until the next attempt, by the number of the failed attempt, from 1. */
  readonly backoffSeconds?: (attempt: number) => number
  /** Seconds until the next redelivery is requested, by the number of requests so far. */
  readonly patienceSeconds?: (asked: number) => number
  /** Evaluations that reconciliation enqueues per second and installation. */
  readonly enqueuedPerSecond?: number
  /** While a quota runs low, events on one pull request within so many seconds share an evaluation. */
  readonly togetherSeconds?: number
  /** Seconds until reconciliation retries a part of GitHub that could not be read. */
  readonly againSeconds?: number
  /** After so many milliseconds an unanswered event may take a success away without a read (V6). */
  readonly takeAwayAfterMs?: number
  /** After so many milliseconds an unanswered event is reported on the check. */
  readonly sayAfterMs?: number
  /** The timeout of a call to GitHub, in milliseconds. */
  readonly gitHubTimeoutMs?: number
  /** How the embedded database waits for the disk. */
  readonly sync?: SyncToDisk
  /** The rules version this server claims to evaluate by. */
  readonly rules?: number
  /**
   * After so many milliseconds the periodic jobs start, and the code that evaluates is loaded unless an event did it
   * before. Loading takes the processor for a moment, so those that waited for the server are answered first.
   */
  readonly backgroundAfterMs?: number
  /** More pages, for the playground. */
  readonly pages?: (request: Request) => Response | Promise<Response>
  /** The interval, in milliseconds, at which open pages are checked for changes. */
  readonly changesEveryMs?: number
  /** How long, in milliseconds, GitHub's answer to what a visitor may read is cached. */
  readonly readableMs?: number
  readonly counters?: Counters
  /** How long what is known of a branch's required checks stays valid. Branch rules are not read without it. */
  readonly postures?: Pick<PosturesOptions, 'ageSeconds' | 'believedMs'>
}
