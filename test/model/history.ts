/** What really happened on one pull request, kept by the player: who did what when, and how things stood after it. */
export interface History {
  /** Which pull request, the first or the second, for whoever reads a report. */
  readonly of: string
  readonly author: string
  /** Names that are people; whoever else is named is unknown, a bot or (with a slash) a team. */
  readonly people: ReadonlySet<string>
  readonly bots: ReadonlySet<string>
  /** How things stood after each act, oldest first. */
  readonly moments: readonly Moment[]
  /** What every commit that was a tip changes against the base branch as it is now. */
  readonly touched: ReadonlyMap<string, readonly Touched[]>
  /** Force-pushes, oldest first; `moment` is the index of the moment after it. */
  readonly forced: readonly { readonly at: string; readonly moment: number }[]
  /** Everything that was said, what was deleted since included. */
  readonly remarks: readonly Remark[]
  readonly descriptions: readonly { readonly at: string; readonly text: RfcText | null }[]
  /** GitHub's record: the second of the App's first check run for this pull request, by commit. */
  readonly announced: ReadonlyMap<string, string>
}

/** A document as far as the rules tell documents apart. */
export interface RfcText {
  /** As in the text, a team with its quorum: `acme/sre (2)`. Null: there is no Alignment section. */
  readonly names: readonly string[] | null
  /** Texts of the same problem and the same proposal are materially equal (F2), however they look. */
  readonly problem: string
  readonly proposal: string
}

/** A Markdown file that a pull request changes: what it is at the head, at the merge base, and at the base's tip. */
export interface Touched {
  readonly path: string
  readonly head: RfcText | null
  readonly was: RfcText | null
  readonly tip: RfcText | null
  /** It is not on the base what it was when the pull request's branch left it (F6). */
  readonly movedOn: boolean
}

/** A configuration as far as the rules tell configurations apart (§10). */
export interface Config {
  readonly isBroken: boolean
  /** The folder that RFCs are in, and the label that makes one. */
  readonly folder: string
  readonly label: string
  readonly minimum: number
  /** Named by `always`, or by `paths` for every file in the folder. */
  readonly names: readonly string[]
  readonly alignmentFirst: boolean
  readonly countsReviews: boolean
  readonly onlyProblem: boolean
}

export interface Moment {
  readonly at: string
  readonly head: string
  readonly base: string
  readonly isDraft: boolean
  readonly isOpen: boolean
  readonly labels: readonly string[]
  /** The App had written a run for this pull request on this head by then. */
  readonly isAnnounced: boolean
  /** The App looked at the pull request after the act; without it, it cannot know how things were. */
  readonly isSeen: boolean
  readonly touched: readonly Touched[]
  readonly config: Config
  /** Who is in the team `acme/sre`. */
  readonly team: ReadonlySet<string>
  readonly maintainers: ReadonlySet<string>
  /** Names that lead to nobody any more: a login that was given up; or to somebody else, who took it. */
  readonly givenUp: ReadonlySet<string>
  readonly taken: ReadonlySet<string>
}

export interface Remark {
  readonly id: number
  readonly on: 'comment' | 'mail' | 'review' | 'line'
  readonly by: string
  readonly at: string
  /** Of reviews: the commit GitHub records. */
  readonly commit: string | null
  readonly opinion: 'approve' | 'request changes' | 'comment' | null
  readonly isDismissed: boolean
  readonly deleted: { readonly at: string; readonly by: string; readonly moment: number } | null
  readonly revisions: readonly {
    readonly at: string
    readonly by: string
    readonly says: readonly Said[]
    /** The index of the moment after it. */
    readonly moment: number
  }[]
}

/** One command of a text, known by construction. */
export interface Said {
  readonly word: Word
  /** The whole line, by which one tells whether an edit changed the command. */
  readonly line: string
  /** Whom it is about: names, or for `heard` the remark that is linked. */
  readonly about?: readonly string[]
}

export type Word =
  | 'commit'
  | 'align'
  | 'heard'
  | 'recuse'
  | 'object'
  | 'misalign'
  | 'withdraw'
  | 'add'
  | 'release'
  | 'delegate'
  | 'near a hold'
  | 'refused'
  | 'no statement'
