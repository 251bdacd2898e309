import type {
  BlobId,
  CommitSha,
  Login,
  LoginKey,
  NodeId,
  ObjectionNumber,
  PostId,
  PullRequestNumber,
  RepositoryId,
  RunId,
  TeamId,
  Timestamp,
  UserId,
} from './ids.ts'
import type { Person } from './person.ts'
import type { Trigger } from './trigger.ts'
import type { AnswerKey, FileKey, PostKey, RevisionKey, TeamKey } from './keys.ts'

/**
 * Everything that one evaluation reads, complete or not at all (V6). Times are GitHub's, ISO 8601 in UTC with whole
 * seconds, so they compare as strings.
 */
export interface Snapshot extends PullRequestFacts, MoreFacts {
  readonly remembered: Remembered
}

/** What is read of a pull request only when the first read shows that it is needed. */
export interface MoreFacts {
  /** What changed against the base at earlier heads, by commit id. */
  readonly changesAt: ReadonlyMap<CommitSha, ChangesAt>
  /** Files by `fileKey(commit, path)`. */
  readonly files: ReadonlyMap<FileKey, FileAt>
  /** Logins looked up, by lower-case login. */
  readonly people: ReadonlyMap<LoginKey, PersonFound>
  /** Teams looked up, by `teamKey`. */
  readonly teams: ReadonlyMap<TeamKey, TeamFound>
  /** Roles in the repository now, by lower-case login; asked for authors of commands that not everyone may use. */
  readonly roles: ReadonlyMap<LoginKey, Role>
  /**
   * The best common ancestor of head and base (F6); null where there is none, or GitHub does not return it. Undefined:
   * not asked for yet.
   */
  readonly mergeBase?: CommitSha | null
  /** Patterns that match no file at the head (D2). Undefined: not asked, for the pull request brings none. */
  readonly idle?: IdlePatterns
  /** Logins of the repository's people, to explain misspelt ones (S4). Undefined: none is misspelt. */
  readonly nearby?: readonly Login[]
}

/** What earlier evaluations saw. It only ever makes a verdict stricter, or a text more helpful. */
export interface Remembered {
  /** Whose login it was when it was first seen here: GitHub's numeric id by lower-case login (S4). */
  readonly logins: ReadonlyMap<LoginKey, UserId>
  /** Logins that GitHub would not ask for a review (V5). */
  readonly refusedReviewers: readonly Login[]
  /** Answers that people got on another pull request of this repository, by `answerKey` (C7, C9). */
  readonly answeredElsewhere: ReadonlySet<AnswerKey>
  readonly former: RememberedFormerly
  /** Heads on record: a run may be gone from GitHub (F1). */
  readonly heads: readonly { readonly commit: CommitSha; readonly at: Timestamp }[]
  /** Every commit that is recorded as a tip, announced or not, in order of time (S6). */
  readonly tips: readonly TipSeen[]
  /** The highest quorum that each team was once named with and had the members for (S3). */
  readonly quorums: ReadonlyMap<TeamId, number>
  /** The name by which each team was found last: the ledger knows it by its id (S3). */
  readonly teams: ReadonlyMap<TeamId, TeamKey>
  /** Whom only the configuration named at the last evaluation (S2). */
  readonly configured: readonly ConfiguredName[]
  /** Whether there is a ledger: the pull request is or was an RFC (L1). */
  readonly hasLedger: boolean
  /** Whether the last run that was written, which may be gone from GitHub, is of an RFC outside draft (D5). */
  readonly wasRfc: boolean
  /** What webhooks told that is not recorded yet (L2). */
  readonly told: readonly Trigger[]
  /** Absent where it is not looked at who carries the decision. */
  readonly carrying?: Carrying
}

/** Which of the open pull requests with one head and base carries the decision (V7). */
export interface Carrying {
  /** Null: this one. */
  readonly by: PullRequestNumber | null
  /** The earliest time at which that may have changed, if it did since it was last seen. */
  readonly changedAfter: Timestamp
}

/** A commit that was the tip of the pull request's branch, or may have been (S6). */
export interface TipSeen {
  readonly commit: CommitSha
  /** When it became the tip, or was first seen as it; of one that may have been the tip, until when. */
  readonly at: Timestamp
  /** By when it surely was the tip: a read that shows it began a moment before. */
  readonly by: Timestamp
  /** Whether a payload or a force-push event tells that it became the tip then. */
  readonly isTimeKnown: boolean
  /** False for a commit between two sights, where a push in between may be missing. */
  readonly isCertain: boolean
}

/** A person or team that the configuration names. */
export type ConfiguredName =
  | { readonly kind: 'person'; readonly id: UserId; readonly login: Login }
  | { readonly kind: 'team'; readonly team: TeamKey }

/** What a version without a ledger remembered: a ledger that follows it begins with it. */
export interface RememberedFormerly {
  /** The numbers under which the objections of each post were published, by `postKey` (P5). */
  readonly objections: ReadonlyMap<PostKey, readonly ObjectionNumber[]>
  /** Digests of the command lines that were rejected in each post as it read then, by `revisionKey` (C0). */
  readonly refused: ReadonlyMap<RevisionKey, readonly string[]>
  /** Posts that ended a commitment, an `/align`, a release or a recusal of their author (C6). */
  readonly ended: readonly { readonly post: PostKey; readonly by: UserId; readonly at: Timestamp }[]
}

/** What the first read brings: all that can be known without having parsed a text. */
export interface PullRequestFacts {
  /** GitHub's clock when it answered. */
  readonly at: Timestamp
  /** The same when it was asked: nothing that is read is older. */
  readonly askedAt: Timestamp
  readonly repository: {
    readonly id: RepositoryId
    readonly owner: string
    readonly name: string
    readonly url: string
    readonly isPrivate: boolean
  }
  readonly pullRequest: {
    readonly number: PullRequestNumber
    readonly url: string
    readonly title: string
    readonly author: Person | null
    readonly state: 'open' | 'closed' | 'merged'
    /** Who merged it when, and the commit that came of it; null while it is not merged. */
    readonly merged: Merge | null
    readonly isDraft: boolean
    readonly createdAt: Timestamp
    readonly updatedAt: Timestamp
    readonly head: CommitSha
    readonly baseName: string
    /** The tip of the base branch now. */
    readonly baseTip: CommitSha
    readonly labels: readonly string[]
    readonly description: Description
  }
  /** `.github/rfc-alignment.yml` on the base branch, or where that has none, in the owner's `.github` repository (D1). */
  readonly config: FileAt
  readonly configFrom: 'base' | 'organisation'
  readonly changes: ChangesAt | NotListed
  /** The pull request's commits, oldest first. */
  readonly commits: readonly CommitSha[]
  /** The login of this App's bot without `[bot]`; null where GitHub does not return it. */
  readonly appSlug: string | null
  /** Own check runs on the commits of this pull request, those that a force-push hid included. */
  readonly runs: readonly Run[]
  readonly forcePushes: readonly ForcePush[]
  /** Changes between draft and ready, oldest first. */
  readonly draftChanges: readonly { readonly at: Timestamp; readonly to: 'draft' | 'ready' }[]
  /** Labels put on and taken off, oldest first; those from the opening on may be missing. */
  readonly labelChanges: readonly {
    readonly at: Timestamp
    readonly label: string
    readonly to: 'on' | 'off'
  }[]
  /** Comments, submitted reviews and line comments of everybody but this App. */
  readonly posts: readonly Post[]
  /** This App's own comments. */
  readonly ownComments: readonly OwnComment[]
  /** People who were ever asked for a review here, once each. */
  readonly askedForReview: readonly Asked[]
  /** Other open pull requests that have the same head and the same base: they share one check on GitHub (GH-147). */
  readonly sameHead: readonly Sibling[]
  /** Comments that were deleted, oldest first (C6). */
  readonly deletions: readonly Deletion[]
  /** Everything in the merge queue of the base branch, in its order; empty while this pull request is not in it (V8). */
  readonly queue: readonly QueueEntry[]
  /** What GitHub has and, for good, does not show: nothing green follows from a read with gaps (V6). */
  readonly gaps: readonly Gap[]
  /** Present where only as much was read as shows whether this is an RFC: the lists are empty (D5). */
  readonly brief?: Brief
}

/** Something that GitHub counts, or must have, and does not show. */
export interface Gap {
  readonly list:
    | 'labels'
    | 'files'
    | 'commits'
    | 'comments'
    | 'reviews'
    | 'line comments'
    | 'timeline'
    | 'forcePushes'
    | 'merge queue'
  /** A clause: "GitHub counts 4 comments and returns 3". */
  readonly why: string
}

/** What a brief read shows of the past: it may prove that the pull request never was an RFC (D5). */
export interface Brief {
  /** Whether `commits` is complete, not only the newest ones. */
  readonly hasAllCommits: boolean
  /** When it last became ready or a draft; null: never. */
  readonly draftChangedAt: Timestamp | null
  /** When a label was last put on or taken off; null: never. */
  readonly labelChangedAt: Timestamp | null
  /**
   * The newest force-push; null: there was none. `runs` has the runs on the commit it replaced, where GitHub returns
   * that commit.
   */
  readonly forcePush: { readonly at: Timestamp; readonly before: CommitSha | null } | null
}

export interface Merge {
  readonly at: Timestamp
  readonly by: Person | null
  readonly commit: CommitSha | null
}

/** A pull request in a merge queue, and the commit that GitHub made to test it with those before it (GH-151). */
export interface QueueEntry {
  readonly number: PullRequestNumber
  /** Null while GitHub has not made it. */
  readonly headCommit: CommitSha | null
}

export interface Asked {
  readonly person: Person
  /** When this App first asked them: by then they were named outside draft, and GitHub keeps the record of it (S6, V5). */
  readonly byAppAt: Timestamp | null
}

export interface Sibling {
  readonly number: PullRequestNumber
  readonly labels: readonly string[]
}

export interface Deletion {
  readonly at: Timestamp
  readonly by: Person | null
  /** Who had written the comment. */
  readonly author: Person | null
  /** Known only from a webhook: GitHub keeps no record. */
  readonly isTold?: true
  /** Which post it was, by `postKey`, where a webhook named it. */
  readonly post?: PostKey
}

export interface Description {
  readonly text: string
  /** Null: it still reads as opened. */
  readonly lastEditedAt: Timestamp | null
  /** Oldest first, the text as opened included. Null: its history cannot be read whole. */
  readonly revisions: readonly Revision[] | null
}

/** One revision of a text: its author, time and content. Null where GitHub does not return it. */
export interface Revision {
  readonly at: Timestamp
  readonly editor: Person | null
  readonly text: string | null
}

/** The files a commit changes against the merge base with the base branch. */
export type ChangesAt =
  | {
      readonly kind: 'complete'
      readonly files: readonly ChangedFile[]
      /**
       * Compared with the tip of the base, because GitHub does not return a merge base: some may be changes of the
       * base.
       */
      readonly isAgainstTip?: true
    }
  /** `isGone`: the commit is no longer on GitHub; only then may it be passed over (V6). */
  | { readonly kind: 'unreadable'; readonly why: string; readonly isGone: boolean }

/**
 * GitHub did not list what changed (D6): there is more than it lists, it returned no list, or an empty one without
 * proof. Then the whole trees are compared, asked for by `MissingInputs.changesAt`.
 */
export interface NotListed {
  readonly kind: 'not listed'
}

export interface ChangedFile {
  readonly path: string
  /** The old path of a renamed file. */
  readonly previousPath: string | null
  readonly change: 'added' | 'modified' | 'renamed' | 'copied' | 'deleted'
}

/** One file at one commit, read by its tree entry so that a symlink is seen as one (T5). */
export type FileAt =
  | { readonly kind: 'text'; readonly blob: BlobId; readonly text: string }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unreadable'
      readonly blob: BlobId | null
      readonly why: string
      /** Of a folder: the names of the files in it. */
      readonly entries?: readonly string[]
    }

/** An own check run. */
export interface Run {
  readonly id: RunId
  readonly commit: CommitSha
  readonly name: string
  readonly externalId: string
  readonly startedAt: Timestamp
  readonly conclusion: string | null
}

export interface ForcePush {
  readonly at: Timestamp
  readonly before: CommitSha | null
  readonly after: CommitSha | null
  /** `before` and its ancestors, newest first, as far as they are not on the base branch; empty when unreadable. */
  readonly lineage: readonly CommitSha[]
}

/** Something a person wrote where commands are read (C1). */
export interface Post {
  readonly on: 'comment' | 'review' | 'line'
  readonly id: PostId
  readonly nodeId: NodeId
  readonly url: string
  readonly author: Person | null
  /** When it was first posted: `createdAt`, of a review `submittedAt`. */
  readonly at: Timestamp
  readonly updatedAt: Timestamp
  readonly text: string
  readonly viaEmail: boolean
  /**
   * Oldest first, the first posting included; a post that was never edited has one. Null: the history cannot be read
   * whole.
   */
  readonly revisions: readonly Revision[] | null
  /** Of reviews: what the state counted for when it was given (a dismissed one keeps it), and the commit GitHub records. */
  readonly review: {
    readonly state: ReviewState
    readonly commit: CommitSha | null
    readonly isDismissed: boolean
  } | null
  /** Reactions of this App. */
  readonly reacted: readonly Reaction[]
}

export type ReviewState = 'approved' | 'changes requested' | 'commented' | 'dismissed'
export type Reaction = '+1' | 'confused'

export interface OwnComment {
  readonly id: PostId
  readonly nodeId: NodeId
  readonly text: string
  readonly at: Timestamp
  /** The last edit is someone else's: anyone with write access can edit it (GH-162). */
  readonly editedByOthers: boolean
  /** Null where GitHub does not return it (GH-32). */
  readonly isMinimized: boolean | null
}

/** What GitHub returns for a login (S4). */
export type PersonFound =
  | { readonly kind: 'found'; readonly person: Person; readonly canRead: boolean }
  | { readonly kind: 'unknown' }

/** What GitHub returns for a team (S3). */
export type TeamFound =
  | {
      readonly kind: 'found'
      readonly id: TeamId
      /** As GitHub spells it: `acme/sre`. */
      readonly name: string
      /** Everybody in it, members of nested teams included, in GitHub's order. */
      readonly members: readonly Person[]
      /** Not everybody can see who is in it. */
      readonly isSecret: boolean
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreadable'; readonly why: string }

/** A pattern as the configuration writes it, and where. */
export interface WrittenPattern {
  readonly key: 'rfcs.paths' | 'rfcs.ignore'
  readonly glob: string
  readonly line: number
  readonly column: number
}

/** The patterns that match no file; `unseen` where that is unknown, with a clause that says why (D2). */
export type IdlePatterns =
  | { readonly kind: 'seen'; readonly patterns: readonly WrittenPattern[] }
  | { readonly kind: 'unseen'; readonly why: string }

/** A role in the repository. */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'
