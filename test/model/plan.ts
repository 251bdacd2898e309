import type { RfcChoice } from './documents.ts'

/**
 * One thing somebody does, as plain data: a failing history can be kept in a file and played again. `which` remark or
 * head counts round and round; -1 is the newest.
 */
export type Action =
  // The branch of the pull request.
  | { readonly act: 'push' | 'force to text'; readonly to: Where; readonly isLost?: true }
  | { readonly act: 'force back'; readonly head: number; readonly isLost?: true }
  | { readonly act: 'second file'; readonly to: RfcChoice | null }
  | { readonly act: 'update the branch' }
  // Words.
  | {
      readonly act: 'say'
      readonly who: string
      readonly text: string
      readonly by?: 'mail'
      readonly isLost?: true
    }
  | {
      readonly act: 'review'
      readonly who: string
      readonly opinion: Opinion
      readonly text: string
      readonly old?: number
    }
  | { readonly act: 'on a line'; readonly who: string; readonly text: string }
  | { readonly act: 'hear one'; readonly who: string; readonly which: number }
  | { readonly act: 'edit' | 'edit of another'; readonly which: number; readonly text: string }
  | { readonly act: 'edit the prose'; readonly which: number }
  | { readonly act: 'delete'; readonly which: number }
  | {
      readonly act: 'delete of another'
      readonly which: number
      /** Without it, somebody who may write. */
      readonly by?: 'margaret'
      /** GitHub does not say who it was. */
      readonly isUntold?: true
    }
  | { readonly act: 'dismiss'; readonly which: number }
  // The pull request.
  | { readonly act: 'label' | 'unlabel' | 'draft' | 'ready' | 'close' | 'reopen' | 'look again' }
  | { readonly act: 'describe'; readonly to: RfcChoice | null }
  | { readonly act: 'retarget'; readonly to: Base }
  | {
      readonly act: 'second opens'
      readonly at: 'the same head' | RfcChoice
      readonly isDraft: boolean
      /** Its RFC is the very file of the first. */
      readonly isSameFile?: true
    }
  | { readonly act: 'follow the other' }
  | { readonly act: 'enqueue' | 'merge the queue' }
  // The house.
  | { readonly act: 'base moves'; readonly on: Base; readonly to: RfcChoice | 'something else' }
  | { readonly act: 'configure'; readonly on: Base; readonly as: string }
  | { readonly act: 'join' | 'leave'; readonly who: string }
  | { readonly act: 'role'; readonly who: string; readonly to: 'maintain' | 'write' }
  | { readonly act: 'rename' | 'take the old name' }
  | { readonly act: 'check of another App' }
  // Deliveries.
  | { readonly act: 'repeat' }
  | { readonly act: 'repeat old'; readonly which: number }

export type Base = 'main' | 'lax'
export type Opinion = 'approve' | 'request changes' | 'comment'

/** What a push makes of the RFC file. */
export type Where = RfcChoice | { readonly gone: 'moved away' | 'deleted' | 'renamed' | 'untouched' }

export interface Step {
  /** Seconds that pass before it; with 0 it happens in the same second as what went before. */
  readonly wait: 0 | 60
  readonly does: Action
  /** It is about the second pull request; without it, about the first. */
  readonly second?: true
  /** So many times GitHub answers with what was before the act. */
  readonly lag?: 1 | 2
  /** Only this list of its answers lags, as servers of GitHub may be of different age. */
  readonly stale?: StalePart
}

/** Lists of a pull request, as GraphQL names them. */
export type StalePart = 'comments' | 'reviews' | 'commits'

export interface Plan {
  readonly isDraft: boolean
  /** The RFC file is on the base branch already. */
  readonly isOnBase: boolean
  readonly first: RfcChoice | { readonly gone: 'untouched' }
  readonly description: RfcChoice | null
  /** It is opened into this branch; without it, into `main`. */
  readonly base?: 'lax'
  /** More comments than ten pages hold are there before anything else happens. */
  readonly isCrowded?: true
  /** The configuration of `main` (without it: none), and of `lax`. */
  readonly config?: string
  readonly lax?: string
  /** Who is in the team at first. */
  readonly team?: readonly string[]
  readonly steps: readonly Step[]
}

/** What a plan is about, to leave things out of the draw: acts, and words of texts and names. */
export function isAbout(part: unknown, topic: string): boolean {
  return JSON.stringify(part).includes(topic)
}
