import type { Rejection } from '../commands/rejections-by-text.ts'
import type { Objection, Release } from '../commands/model/world.ts'
import type { BlobId, CommitSha, Login } from '../facts/ids.ts'
import type { Problem } from '../facts/problem.ts'
import type { Observed } from '../ledger/observed/observe.ts'
import type { Person } from '../facts/person.ts'
import type { ConfiguredName, Post } from '../facts/snapshot.ts'
import type { ConfigChange } from '../rfc/config-change.ts'
import type { Mentions } from '../rfc/mentions.ts'
import type { NotRfc } from '../rfc/not-rfc.ts'
import type { Policy } from '../rfc/policy.ts'
import type { OtherWord } from './hints.ts'
import type { NotCounted } from './not-counted.ts'
import type { StakeholderStatus, TeamStatus } from './positions.ts'
import type { ProblemFirst } from './problem-first.ts'

/** What follows from a snapshot. The states are those of V1, the first that applies. */
export type Verdict =
  | { readonly state: 'not an RFC'; readonly because: NotRfc; readonly evaluated: Evaluated }
  /** No RFC, but it would leave a configuration that nothing can be judged by (V9). */
  | { readonly state: 'invalid configuration'; readonly evaluated: Evaluated }
  | { readonly state: 'could not evaluate'; readonly why: string; readonly evaluated: Evaluated }
  | RfcVerdict

export interface RfcVerdict {
  readonly state: 'needs fixing' | 'objection' | 'misalignment' | 'waiting' | 'draft' | 'committed'
  readonly isDraft: boolean
  /** False while the configuration is broken: then no command was counted or rejected (§13). */
  readonly isCounted: boolean
  readonly problems: readonly Problem[]
  /** Information that does not block. */
  readonly notices: readonly Problem[]
  /** Everybody whose own commitment is required. */
  readonly rows: readonly StakeholderStatus[]
  readonly teams: readonly TeamStatus[]
  /** How each is named now, by `keyOf` (S1). */
  readonly mentions: ReadonlyMap<string, Mentions>
  readonly objections: readonly (Objection & { readonly blocks: boolean })[]
  /** Who reads the problem differently, and blocks by it (P3). */
  readonly misaligned: readonly Person[]
  /**
   * How many stakeholders are asked, how many of them used `/align` for the current problem and how many `/misalign`,
   * and how many committed, which says nothing about the problem (P3).
   */
  readonly sharing: {
    readonly of: number
    readonly share: number
    readonly differ: number
    readonly committed: number
  }
  readonly problemFirst: ProblemFirst
  /** Names of those who must use `/align` before any commitment counts; empty unless `alignment.first` (P3). */
  readonly stillToAlign: readonly string[]
  /** Every release there ever was: releases stay visible (C3). */
  readonly releases: readonly Release[]
  /** Logins and teams no longer required since the configuration changed (S2). */
  readonly letGo: readonly string[]
  /** Whom only the configuration named, now or before (S2); for the next evaluation. */
  readonly configured: readonly ConfiguredName[]
  /** Logins that GitHub would not ask for a review (V5). */
  readonly refusedReviewers: readonly Login[]
  readonly notCounted: readonly NotCounted[]
  /** How many different people other than the author have committed, and how many must (S5). */
  readonly others: { readonly committed: number; readonly needed: number }
  readonly accepted: readonly Post[]
  readonly rejections: readonly Rejection[]
  /** Commands of other tools that changed nothing, by the id of their author (C9). */
  readonly otherWords: ReadonlyMap<Person['id'], OtherWord>
  /** Posts that cannot be answered yet: existing replies and reactions stay (V6). */
  readonly undecided: ReadonlySet<Post>
  /** Posts that ask the App for an answer: `/status` and `/help`. */
  readonly questions: readonly { readonly post: Post; readonly word: 'status' | 'help' }[]
  /** The day by which the author asks for a decision, `YYYY-MM-DD`; nothing follows from it (P4). */
  readonly decideBy: string | null
  /** Logins of the deciders in the front matter; shown, and without effect (T4). */
  readonly deciders: readonly string[]
  readonly evaluated: Evaluated
}

/** What was looked at, so that a verdict can be derived again (V3). */
export interface Evaluated {
  readonly head: CommitSha
  readonly baseName: string
  readonly baseTip: CommitSha
  readonly configBlob: BlobId | null
  /** Digest of the material text (F2); null where there is no document or it cannot be read. */
  readonly documentDigest: string | null
  /** It is or was an RFC outside draft: from now on it always is one (D5). */
  readonly wasRfc: boolean
  /** What the run notes: that its head was not judged (D5), and what a version without a ledger noted until there is one. */
  readonly kept: readonly string[]
  readonly configFrom: Policy['from']
  readonly configChange: ConfigChange | null
  /** What was seen and what it comes to (L1); null where nothing was counted. */
  readonly observed: Observed | null
}
