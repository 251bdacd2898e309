import type { Sentence } from './in-force.ts'

/** What really happened on one pull request, kept by the player: who did what when, and how things stood after it. */
export interface History {
  /** Which pull request, the first or the second, for the reader of a report. */
  readonly of: string
  readonly author: string
  /** Names that are people; any other name is unknown, a bot or (with a slash) a team. */
  readonly people: ReadonlySet<string>
  /** How things stood after each act, oldest first. */
  readonly moments: readonly Moment[]
  /** What the branch pointed to, one after the other; where the description is the document, each revision of it (D3). */
  readonly tips: readonly Tip[]
  /** What every commit that was a tip changes against the base branch as it is now. */
  readonly touched: ReadonlyMap<string, readonly Touched[]>
  /** Everything that was said, what was deleted since included. */
  readonly posts: readonly Post[]
  /** The first moment after the ledger and its copies were lost (L3); 0: they never were. */
  readonly lostAt: number
  /** Where it is in doubt whether another pull request carried the decision, what blocks counts and what consents does not (C0). */
  readonly isStrict: boolean
  /** Sentences of the rules that are not in force yet. */
  readonly waiting: ReadonlySet<Sentence>
}

export interface Tip {
  readonly head: string
  readonly at: string
  /** The index of the moment after it. */
  readonly from: number
  /** A payload or a force-push event tells when it became the tip (F1). */
  readonly isTimeKnown: boolean
  /** When the App wrote its first run for this pull request since then, by the start time GitHub set. */
  readonly announced: string | null
}

/** A document as far as the rules tell documents apart. */
export interface RfcText {
  /**
   * People by who they are, whatever their login is now (S4); teams with their quorum: `acme/sre (2)`. Null: there is no
   * Alignment section.
   */
  readonly names: readonly string[] | null
  /** Texts of the same problem and the same proposal are materially equal (F2), however they look. */
  readonly problem: string
  readonly proposal: string
}

/** A Markdown file as GitHub lists what a pull request changes. */
export interface Touched {
  readonly path: string
  /** Where it was before, if it was renamed. */
  readonly from: string | null
  /** No file of the base is changed, moved or deleted by it (F2a). */
  readonly isNew: boolean
  /** What it is at the head; null where it is deleted. */
  readonly head: RfcText | null
  /** What it is at the tip of the base. */
  readonly base: RfcText | null
  /** It is not on the base what it was when the pull request's branch left it (F6). */
  readonly movedOn: boolean
}

/** What one can see of a pull request's text at a time. */
export interface Sight {
  readonly touched: readonly Touched[]
  readonly labels: readonly string[]
  /** Null: it is prose. */
  readonly description: RfcText | null
}

/** A configuration as far as the rules tell configurations apart (§13). */
export interface Config {
  readonly isBroken: boolean
  /** The folder that RFCs are in, and the label that makes one. */
  readonly folder: string
  readonly label: string
  readonly minimum: number
  /** Named by `always`; `isByFolder`: by `paths`, for every file in the folder. */
  readonly names: readonly string[]
  readonly isByFolder: boolean
  readonly alignmentFirst: boolean
  readonly countsReviews: boolean
  readonly onlyProblem: boolean
}

/** How things stood after an act. */
export interface Moment extends Sight {
  readonly at: string
  /** The index of the tip. */
  readonly tip: number
  readonly isDraft: boolean
  readonly isOpen: boolean
  /** Another pull request had this head and this base before: the two are one decision, and that one carries it (V7). */
  readonly isCarried: boolean
  /** The App looked at both pull requests after the act. */
  readonly isBothSeen: boolean
  /** The App looked at the pull request after the act; without it, it cannot know how things were. */
  readonly isSeen: boolean
  readonly config: Config
  /** Who is in the team `acme/sre`. */
  readonly team: ReadonlySet<string>
  readonly maintainers: ReadonlySet<string>
}

export interface Post {
  readonly id: number
  readonly on: 'comment' | 'mail' | 'review' | 'line'
  readonly by: string
  readonly at: string
  /** The index of the moment after it. */
  readonly moment: number
  /** Of reviews: the commit GitHub records. */
  readonly commit: string | null
  readonly opinion: 'approve' | 'request changes' | 'comment' | null
  readonly dismissedAt: string | null
  /** `told`: the moment in which its payload reached the App, if it did; without it nobody knows who it was (C6). */
  readonly deleted: {
    readonly at: string
    readonly by: string
    readonly moment: number
    readonly told: number | null
  } | null
  /** GitHub shows it to nobody who asks; its payload was sent (V6). */
  readonly isHidden: boolean
  /** How it read, one after the other. */
  readonly readings: readonly Reading[]
}

export interface Reading {
  readonly at: string
  readonly by: string
  readonly says: readonly Said[]
  /** The index of the moment after it. */
  readonly moment: number
  /** The moment in which its payload reached the App, if it did. */
  readonly told: number | null
}

/** One command of a text, known by construction. */
export interface Said {
  readonly word: Word
  /** The whole line, by which one tells whether an edit changed the command. */
  readonly line: string
  /** Whom it is about: names, or for `heard` the post that is linked. */
  readonly about?: readonly string[]
}

export type Word =
  | 'commit'
  | 'disagree-commit'
  | 'align'
  | 'heard'
  | 'recuse'
  | 'object'
  | 'misalign'
  | 'withdraw'
  | 'add'
  | 'release'
  | 'delegate'
  | 'near a block'
  | 'refused'
  | 'no statement'
