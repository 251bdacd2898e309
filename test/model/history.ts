/** What really happened on one pull request, kept by the player: who did what when, seen or unseen by the App. */
export interface History {
  readonly author: string
  /** Logins that are people; whoever else is named is unknown, a bot or (with a slash) a team. */
  readonly people: ReadonlySet<string>
  readonly bots: ReadonlySet<string>
  /** The RFC file on the base branch. */
  readonly base: RfcFile | null
  /** The RFC file at every commit that was a tip. */
  readonly commits: ReadonlyMap<string, RfcFile | null>
  /** How things stood after each act, oldest first. */
  readonly moments: readonly Moment[]
  /** Force-pushes, oldest first; `moment` is the index of the moment after it. */
  readonly forced: readonly { readonly at: string; readonly moment: number }[]
  readonly remarks: readonly Remark[]
  readonly deletions: readonly { readonly at: string; readonly by: string; readonly author: string }[]
  readonly descriptions: readonly { readonly at: string; readonly text: RfcText | null }[]
  /** GitHub's record: the second of the App's first check run for this pull request, by commit. */
  readonly announced: ReadonlyMap<string, string>
}

/** A document as far as the rules tell documents apart. */
export interface RfcText {
  readonly names: readonly string[]
  /** Texts of the same number are materially equal (F2), however they look. */
  readonly material: number
  readonly look: number
}

export interface RfcFile extends RfcText {
  readonly path: string
}

export interface Moment {
  readonly at: string
  readonly head: string
  readonly isDraft: boolean
  readonly isOpen: boolean
  readonly isLabelled: boolean
  /** The App had written a run for this pull request on this head by then. */
  readonly isAnnounced: boolean
}

export interface Remark {
  readonly id: number
  readonly on: 'comment' | 'review' | 'line'
  readonly by: string
  readonly at: string
  /** Of reviews: the commit GitHub records. */
  readonly commit: string | null
  readonly requestsChanges: boolean
  readonly revisions: readonly { readonly at: string; readonly by: string; readonly says: readonly Said[] }[]
}

/** One command of a text, known by construction. */
export interface Said {
  readonly word: Word
  readonly line: string
}

export type Word =
  | 'commit'
  | 'align'
  | 'heard'
  | 'recuse'
  | 'object'
  | 'misalign'
  | 'withdraw'
  | 'near a hold'
  | 'refused'
