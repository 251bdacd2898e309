import { digest } from './external-id.ts'

/**
 * Everything one evaluation may look at. The GitHub room gathers it, complete or not at all (V6);
 * the core reads nothing else. Times are GitHub's, ISO 8601 in UTC with whole seconds, so they compare as strings.
 */
export interface Snapshot extends PullRequestFacts {
  /** What changed against the base at earlier heads, by commit id. */
  readonly changesAt: ReadonlyMap<string, ChangesAt>
  /** Files by `fileKey(commit, path)`. */
  readonly files: ReadonlyMap<string, FileAt>
  /** Logins looked up, by lower-case login. */
  readonly people: ReadonlyMap<string, PersonFound>
  /** Teams looked up, by `teamKey`. */
  readonly teams: ReadonlyMap<string, TeamFound>
  /** What people may do on the repository now, by lower-case login: asked for those who said what not all may say. */
  readonly roles: ReadonlyMap<string, Role>
  /** The best common ancestor of head and base (F6); null where they have none, or GitHub does not tell. Undefined: not asked yet. */
  readonly mergeBase?: string | null
  /** Patterns that match no file at the head (D2). Undefined: not asked, for the pull request brings none. */
  readonly idle?: IdlePatterns
  /** Logins of the repository's people, to explain misspelt ones (S4). Undefined: none is misspelt. */
  readonly nearby?: readonly string[]
  readonly remembered: Remembered
}

/** What was seen at earlier visits. It only ever makes a verdict stricter, or a text more helpful. */
export interface Remembered {
  /** Whose login it was when it was first seen here: GitHub's numeric id by lower-case login (S4). */
  readonly logins: ReadonlyMap<string, number>
  /** The numbers that the objections of each remark were shown with, by `postKey` (P5). */
  readonly objections: ReadonlyMap<string, readonly number[]>
  /** The command lines that were refused in each remark as it read then, by `revisionKey`: marks tell only that some were (C0). */
  readonly refused: ReadonlyMap<string, readonly string[]>
  /** Logins that GitHub would not ask for a review (V5). */
  readonly refusedReviewers: readonly string[]
  /** What was said and ended something, by post and kind: it stays ended when the post is gone (C6). */
  readonly ended: ReadonlyMap<string, RememberedEnd>
  /** GitHub's time at the last visit that came to an end; null where that is not known. */
  readonly seenUntil: string | null
  /** Answers that people got on another pull request of this repository, by `answerKey` (C7, C9). */
  readonly answeredElsewhere: ReadonlySet<string>
  /** Reviews that were accepted then, by id: GitHub may not show our mark on them. */
  readonly acceptedReviews: ReadonlySet<string>
}

/** Something that ended a commitment, a release or a recusal when it was said, an older commitment included; see `statements/ended.ts`. */
export interface RememberedEnd {
  readonly post: string
  readonly by: Person
  readonly at: string
  readonly what: 'block' | 'word' | 'commitment'
  readonly withAlignment: boolean
  /** Since when the post is seen to be gone, and whether its writer is known to have deleted it. */
  readonly gone: { readonly at: string; readonly isWriters: boolean } | null
}

/** What the first read brings: all that can be known without having parsed a text. */
export interface PullRequestFacts {
  /** GitHub's clock when it answered. */
  readonly at: string
  readonly repository: {
    readonly id: number
    readonly owner: string
    readonly name: string
    readonly url: string
    readonly isPrivate: boolean
  }
  readonly pullRequest: {
    readonly number: number
    readonly url: string
    readonly title: string
    readonly author: Person | null
    readonly state: 'open' | 'closed' | 'merged'
    /** Who merged it when, and the commit that came of it; null while it is not merged. */
    readonly merged: Merge | null
    readonly isDraft: boolean
    readonly createdAt: string
    readonly updatedAt: string
    readonly head: string
    readonly baseName: string
    /** The tip of the base branch now. */
    readonly baseTip: string
    readonly labels: readonly string[]
    readonly description: Description
  }
  /** `.github/rfc-alignment.yml` on the base branch, or where that has none, in the owner's `.github` repository (D1). */
  readonly config: FileAt
  readonly configFrom: 'base' | 'organisation'
  readonly changes: ChangesAt | NotListed
  /** The pull request's commits, oldest first. */
  readonly commits: readonly string[]
  /** The login of this App's bot without `[bot]`; null where GitHub does not tell it. */
  readonly appSlug: string | null
  /** Own check runs on the commits of this pull request, those that a force-push hid included. */
  readonly runs: readonly Run[]
  readonly forcePushes: readonly ForcePush[]
  /** Changes between draft and ready, oldest first. */
  readonly draftChanges: readonly { readonly at: string; readonly to: 'draft' | 'ready' }[]
  /** Labels put on and taken off, oldest first; those from the opening on may be missing. */
  readonly labelChanges: readonly { readonly at: string; readonly label: string; readonly to: 'on' | 'off' }[]
  /** Comments, submitted reviews and line comments of everybody but this App. */
  readonly posts: readonly Post[]
  /** This App's own comments. */
  readonly ownComments: readonly OwnComment[]
  /** People who were ever asked for a review here, once each. */
  readonly askedForReview: readonly Asked[]
  /** Other open pull requests that have the same head and the same base: they share one check on GitHub (GH-147). */
  readonly sameHead: readonly Sibling[]
  /** Comments that were deleted, oldest first (C6). Null where GitHub does not say. */
  readonly deletions: readonly Deletion[]
  /** Everything in the merge queue of the base branch, in its order; empty while this pull request is not in it (V8). */
  readonly queue: readonly QueueEntry[]
  /** What GitHub has and, for good, does not show: nothing green follows from a read with gaps (V6). */
  readonly gaps: readonly Gap[]
  /** Only where no more was read than tells whether this is an RFC: the lists are empty, whatever there is (D5). */
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
  /** A clause: "GitHub counts 4 comments and shows 3". */
  readonly why: string
}

/** What a brief read shows of the past: whether the pull request ever was an RFC follows from it, or is not known (D5). */
export interface Brief {
  /** `commits` holds all of the pull request's commits, not only the newest. */
  readonly hasAllCommits: boolean
  /** When it last became ready or a draft; null: never. */
  readonly draftChangedAt: string | null
  /** When a label was last put on or taken off; null: never. */
  readonly labelChangedAt: string | null
  /** The newest force-push; null: there was none. `runs` holds the runs on the commit it took away, where GitHub shows that. */
  readonly forcePush: { readonly at: string; readonly before: string | null } | null
}

export interface Merge {
  readonly at: string
  readonly by: Person | null
  readonly commit: string | null
}

/** A pull request in a merge queue, and the commit that GitHub made to test it with those before it (GH-151). */
export interface QueueEntry {
  readonly number: number
  /** Null while GitHub has not made it. */
  readonly headCommit: string | null
}

export interface Asked {
  readonly person: Person
  /** When this App first asked them: by then they were named outside draft, and GitHub keeps the record of it (S6, V5). */
  readonly byAppAt: string | null
}

export interface Sibling {
  readonly number: number
  readonly labels: readonly string[]
}

export interface Deletion {
  readonly at: string
  readonly by: Person | null
  /** Who had written the comment. */
  readonly author: Person | null
  /** Only a webhook told of it: GitHub keeps no record. */
  readonly isTold?: true
  /** Which post it was, by `postKey`, where a webhook told. */
  readonly post?: string
}

/** A GitHub account as GitHub named it beside something that was written. */
export interface Person {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot' | 'Mannequin' | 'Organization' | 'EnterpriseUserAccount'
}

export interface Description {
  readonly text: string
  /** Null: it still reads as opened. */
  readonly lastEditedAt: string | null
  /** Oldest first, the text as opened included. Null: its history cannot be read whole. */
  readonly revisions: readonly Revision[] | null
}

/** One revision of a text: who made it so, when, and how it read. Null where GitHub does not say. */
export interface Revision {
  readonly at: string
  readonly editor: Person | null
  readonly text: string | null
}

/** The files a commit changes against the merge base with the base branch. */
export type ChangesAt =
  | {
      readonly kind: 'complete'
      readonly files: readonly ChangedFile[]
      /** Compared with the tip of the base, because GitHub does not tell where the two parted: some may be the base's own. */
      readonly isAgainstTip?: true
    }
  /** `isGone`: the commit is no longer on GitHub; only then may it be passed over (V6). */
  | { readonly kind: 'unreadable'; readonly why: string; readonly isGone: boolean }

/**
 * GitHub did not list what changed (D6): there is more than it lists, it gave no list, or an empty one that nothing
 * proves. The whole trees tell, asked for by `Needs.changesAt`.
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
  | { readonly kind: 'text'; readonly blob: string; readonly text: string }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unreadable'
      readonly blob: string | null
      readonly why: string
      /** Of a folder: the names of the files in it. */
      readonly entries?: readonly string[]
    }

/** An own check run. */
export interface Run {
  readonly id: number
  readonly commit: string
  readonly name: string
  readonly externalId: string
  readonly startedAt: string
  readonly conclusion: string | null
}

export interface ForcePush {
  readonly at: string
  readonly before: string | null
  readonly after: string | null
  /** `before` and its ancestors, newest first, as far as they are not on the base branch; empty when unreadable. */
  readonly lineage: readonly string[]
}

/** Something a person wrote where commands are read (C1). */
export interface Post {
  readonly on: 'comment' | 'review' | 'line'
  /** GitHub's numeric id as a string. */
  readonly id: string
  readonly nodeId: string
  readonly url: string
  readonly author: Person | null
  /** When it was first said: `createdAt`, of a review `submittedAt`. */
  readonly at: string
  readonly updatedAt: string
  readonly text: string
  readonly viaEmail: boolean
  /** Oldest first, the first posting included; a never edited remark has one. Null: the history cannot be read whole. */
  readonly revisions: readonly Revision[] | null
  /** Of reviews: what the state counted for when it was given (a dismissed one keeps it), and the commit GitHub records. */
  readonly review: {
    readonly state: ReviewState
    readonly commit: string | null
    readonly isDismissed: boolean
  } | null
  /** Reactions of this App. */
  readonly reacted: readonly Reaction[]
}

export type ReviewState = 'approved' | 'changes requested' | 'commented' | 'dismissed'
export type Reaction = '+1' | 'confused'

export interface OwnComment {
  readonly id: string
  readonly nodeId: string
  readonly text: string
  readonly at: string
  /** Somebody else edited it last: anybody with write access can (GH-162). */
  readonly editedByOthers: boolean
  /** Null where GitHub does not tell (GH-32). */
  readonly isMinimized: boolean | null
}

/** What GitHub says of a login (S4). */
export type PersonFound =
  | { readonly kind: 'found'; readonly person: Person; readonly canRead: boolean }
  | { readonly kind: 'unknown' }

/** What GitHub says of a team (S3). */
export type TeamFound =
  | {
      readonly kind: 'found'
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

/** Those of some patterns that match no file; `unseen` where nobody can tell, with a clause that says why (D2). */
export type IdlePatterns =
  | { readonly kind: 'seen'; readonly patterns: readonly WrittenPattern[] }
  | { readonly kind: 'unseen'; readonly why: string }

/** What somebody may do on the repository. */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'

/** The key of a team in a snapshot. */
export function teamKey({ org, slug }: { readonly org: string; readonly slug: string }): string {
  return `${org}/${slug}`.toLowerCase()
}

/** What somebody is answered once in a repository: their approving review (C7), a word of another tool (C9). */
export type AnsweredOnce = 'approval' | 'other tool'

/** The key of an answer that one person gets once in a repository. */
export function answerKey(kind: string, personId: number): string {
  return `${kind} ${personId}`
}

/** The key of a remark: comments, reviews and line comments are numbered apart. */
export function postKey({ on, id }: Pick<Post, 'on' | 'id'>): string {
  return `${on}-${id}`
}

/** The key of a remark as it reads now. */
export function revisionKey(post: Pick<Post, 'on' | 'id' | 'text'>): string {
  return `${postKey(post)} ${digest(post.text)}`
}

/** The key of a file in a snapshot. */
export function fileKey(commit: string, path: string): string {
  return `${commit}:${path}`
}

/** What the core still has to know before it can judge. */
export interface MissingInputs {
  readonly changesAt: readonly string[]
  readonly files: readonly { readonly commit: string; readonly path: string }[]
  readonly people: readonly string[]
  readonly teams: readonly { readonly org: string; readonly slug: string }[]
  /** Lower-case logins. */
  readonly roles: readonly string[]
  readonly mergeBase: boolean
  /** Patterns to be held against all files at the head (D2). */
  readonly patterns: readonly WrittenPattern[]
  /** Logins that are not on GitHub, to be explained (S4). */
  readonly strangers: readonly string[]
}

/** No need at all, to be added to. */
export const NOTHING_NEEDED: MissingInputs = {
  changesAt: [],
  files: [],
  people: [],
  teams: [],
  roles: [],
  mergeBase: false,
  patterns: [],
  strangers: [],
}
