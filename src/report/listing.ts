import type { PullRequestNumber, RepositoryId } from '../facts/ids.ts'
import type { RfcRecord } from './record.ts'

/** Which repositories somebody may read: by GitHub's ids, and all public ones where the board is public. */
export interface Readable {
  readonly repositories: readonly number[]
  readonly isPublicToo: boolean
}

/** An RFC as lists show it. */
export interface BoardRow {
  readonly repositoryId: RepositoryId
  readonly owner: string
  readonly repo: string
  readonly number: PullRequestNumber
  readonly state: RfcRecord['state']
  readonly stateSince: Date
  readonly movedAt: Date
  readonly openedAt: Date
  readonly committedAt: Date | null
  readonly openObjections: number
  readonly unanswered: number
  readonly record: RfcRecord
}

/** What a list is narrowed to; what is not given narrows nothing. */
export interface BoardFilter {
  readonly states?: readonly string[] | undefined
  readonly owner?: string | undefined
  readonly repo?: string | undefined
  /** A login. */
  readonly person?: string | undefined
  /** `acme/sre` */
  readonly team?: string | undefined
  /** As people search: words, "phrases", -without. */
  readonly text?: string | undefined
  /** It waits for this person, by GitHub's id. */
  readonly waitsFor?: number | undefined
  /** The text left a commitment of this person behind. */
  readonly staleFor?: number | undefined
  readonly committedBy?: number | undefined
  /** An open objection of this person was answered. */
  readonly answeredFor?: number | undefined
  readonly author?: number | undefined
  /** Objections that are open and not answered yet. */
  readonly isUnanswered?: boolean | undefined
}

/** The orders of a list. */
export type Order = 'moved' | 'oldest' | 'newest' | 'stuck' | 'title' | 'due'

/** What insights are narrowed to. */
export interface InsightFilter {
  readonly owner?: string | undefined
  readonly repo?: string | undefined
  readonly team?: string | undefined
  /** `2026 Q1`: the quarter in which everybody had committed for the first time. */
  readonly quarter?: string | undefined
}

/** Of durations: how many, the median and the 90th percentile, in seconds; null where there are none. */
export interface Spread {
  readonly count: number
  readonly median: number | null
  readonly p90: number | null
}

/** How decisions come about; about RFCs, never about persons. */
export interface Insights {
  readonly toAlignment: Spread
  readonly toCommitment: Spread
  /** Seconds of all RFCs together that were waited for whom, until now. */
  readonly waited: { readonly author: number; readonly stakeholders: number; readonly answers: number }
  readonly objections: { readonly heard: number; readonly waited: Spread }
  readonly decided: number
  /** Merged otherwise: past the check, or before this was recorded. */
  readonly notDecided: number
  readonly withDissent: number
  /** Commitments that had to be said again because the text changed. */
  readonly stale: number
  readonly quarters: readonly ({ readonly quarter: string } & Spread)[]
  readonly oldest: readonly BoardRow[]
}
