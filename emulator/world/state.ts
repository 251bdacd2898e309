/**
 * Everything GitHub remembers, as plain data: maps, arrays, strings and numbers, no functions. That is what lets a
 * copy of it stand for a replica that lags behind.
 */
export interface WorldState {
  lastId: number
  readonly accounts: Map<number, Account>
  readonly teams: Map<number, Team>
  readonly repositories: Map<number, Repository>
  /** Lower-case `owner/name` a repository once had → its id. */
  readonly formerNames: Map<string, number>
  readonly pulls: Map<number, PullRequest>
  readonly posts: Map<number, Post>
  readonly checkSuites: Map<number, CheckSuite>
  /** Commit ids → the check suites on them, oldest first. */
  readonly suitesOn: Map<string, number[]>
  readonly checkRuns: Map<number, CheckRun>
  readonly statuses: CommitStatus[]
  readonly apps: Map<number, App>
  readonly installations: Map<number, Installation>
}

export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'

export interface Account {
  readonly id: number
  login: string
  readonly type: 'User' | 'Bot' | 'Organization'
  readonly createdAt: string
  /** Of an organisation: its members, and whether they own it. */
  readonly members: Map<number, 'member' | 'admin'>
  /** Of an organisation: what every member may do in each of its repositories. */
  basePermission: Role
  /** GitHub took it for a nuisance: what it wrote is out of everybody's sight (GH-180). */
  flagged: boolean
}

export interface Team {
  readonly id: number
  readonly organizationId: number
  name: string
  slug: string
  parentId: number | null
  secret: boolean
  readonly members: Set<number>
}

export interface Repository {
  readonly id: number
  ownerId: number
  name: string
  visibility: 'public' | 'private' | 'internal'
  defaultBranch: string
  /** Repositories with the same network share their git objects. */
  readonly networkId: number
  readonly forkOf: number | null
  archived: boolean
  /** Full names (`refs/heads/main`, `refs/pull/1/head`) → commit. */
  readonly refs: Map<string, string>
  readonly collaborators: Map<number, Role>
  readonly teams: Map<number, Role>
  /** Of collaborators with a role of the organisation's own: its name. What it allows stands in `collaborators`. */
  readonly customRoles: Map<number, string>
  readonly labels: Map<string, Label>
  /** Numbers of pull requests → their ids. */
  readonly numbers: Map<number, number>
  readonly rules: BranchRule[]
  /** Branches whose merge queue lets failing entries ride along with a passing one (GH-152); all others do not. */
  readonly headGreenQueues: Set<string>
  /** Branches that are merged into only through their queue → the ruleset that says so. */
  readonly requiredQueues: Map<string, number>
  /** Commits that nothing points at any more and that GitHub has thrown away. */
  readonly forgotten: Set<string>
  readonly createdAt: string
}

export interface Label {
  readonly id: number
  readonly name: string
  readonly color: string
  readonly createdAt: string
}

/** A required check on a branch. `appId` is the expected source; null lets anybody's result count. */
export interface BranchRule {
  readonly branch: string
  readonly check: string
  readonly appId: number | null
  /** Where it stands: a ruleset of the repository or of its organization, or a classic branch protection. */
  readonly by: 'ruleset' | "organization's ruleset" | 'protection'
  /** Of a ruleset that was made through the API. */
  readonly rulesetId?: number
}

export interface Revision {
  readonly id: number
  readonly editorId: number
  readonly editedAt: string
  text: string | null
  deletedAt: string | null
  deletedById: number | null
}

/** What has a body that can be edited: its newest text, and every text it ever had once it was edited. */
export interface Written {
  body: string
  readonly authorId: number
  readonly createdAt: string
  updatedAt: string
  /** Oldest first; empty until the first edit, which adds the creation as well. */
  readonly revisions: Revision[]
  readonly viaEmail: boolean
  readonly reactions: Reaction[]
}

export interface Reaction {
  readonly id: number
  readonly userId: number
  readonly content: ReactionContent
  readonly createdAt: string
}

export type ReactionContent = '+1' | '-1' | 'laugh' | 'confused' | 'heart' | 'hooray' | 'rocket' | 'eyes'

export interface PullRequest extends Written {
  readonly id: number
  readonly repositoryId: number
  readonly number: number
  title: string
  headRef: string
  headOid: string
  headRepositoryId: number | null
  /** The owner's login when the pull request was opened: what GitHub still shows when a fork is gone. */
  readonly headLabel: string
  baseRef: string
  /** The base's tip when the pull request was opened, pushed to or retargeted; it does not follow the base. */
  baseOid: string
  draft: boolean
  state: 'open' | 'closed'
  closedAt: string | null
  mergedAt: string | null
  mergedById: number | null
  mergeCommitOid: string | null
  locked: boolean
  readonly labels: string[]
  readonly reviewRequests: Reviewer[]
  /** Ids of posts, in the order they were made. */
  readonly postIds: number[]
  readonly timeline: TimelineEvent[]
  autoMerge: { readonly byId: number; readonly method: MergeMethod } | null
  queued: QueueEntry | null
  /** What GitHub made of the diff: computed, not (GH-18), or an empty list for a moment (GH-5). */
  diff: 'computed' | 'missing' | 'empty'
}

/** A pull request's place in the merge queue, and the group that was made to test it (GH-150, GH-151). */
export interface QueueEntry {
  /** Entries stand in this order. */
  readonly id: number
  readonly at: string
  readonly byId: number
  /** The group's commit, what it stands on (the group before it, or the branch), and the ref that names it. */
  readonly headOid: string
  readonly baseOid: string
  readonly ref: string
}

export type MergeMethod = 'merge' | 'squash' | 'rebase'

export interface Reviewer {
  readonly id: number
  readonly kind: 'user' | 'team'
  /** The account or team that is asked. */
  readonly reviewerId: number
}

/** Something a person said on a pull request. */
export type Post = IssueComment | Review | LineComment

interface PostBase extends Written {
  readonly id: number
  readonly pullId: number
  /** The App a person's token was used through, or the App itself. */
  readonly viaAppId: number | null
  minimized: string | null
}

export interface IssueComment extends PostBase {
  readonly kind: 'comment'
}

export type ReviewState = 'PENDING' | 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'

export interface Review extends PostBase {
  readonly kind: 'review'
  state: ReviewState
  submittedAt: string | null
  commitOid: string
}

export interface LineComment extends PostBase {
  readonly kind: 'line'
  readonly reviewId: number
  readonly path: string
  readonly line: number
  readonly commitOid: string
  readonly replyToId: number | null
}

/** An entry of a pull request's timeline; what was said is not among them, it has lists of its own. */
export type TimelineEvent = {
  readonly id: number
  readonly actorId: number | null
  readonly createdAt: string
} & TimelineFact

export type TimelineFact =
  | { readonly type: 'HeadRefForcePushedEvent'; readonly before: string; readonly after: string }
  | { readonly type: 'HeadRefDeletedEvent'; readonly ref: string }
  | { readonly type: 'ReadyForReviewEvent' }
  | { readonly type: 'ConvertToDraftEvent' }
  | { readonly type: 'ReviewRequestedEvent'; readonly reviewer: Reviewer }
  | { readonly type: 'ReviewRequestRemovedEvent'; readonly reviewer: Reviewer }
  | {
      readonly type: 'ReviewDismissedEvent'
      readonly reviewId: number
      readonly previous: ReviewState
      readonly message: string
    }
  | { readonly type: 'BaseRefChangedEvent'; readonly previous: string; readonly current: string }
  | {
      readonly type: 'AutomaticBaseChangeSucceededEvent'
      readonly previous: string
      readonly current: string
    }
  | { readonly type: 'BaseRefForcePushedEvent'; readonly before: string; readonly after: string }
  | { readonly type: 'CommentDeletedEvent'; readonly authorId: number }
  | { readonly type: 'LabeledEvent'; readonly label: Label }
  | { readonly type: 'UnlabeledEvent'; readonly label: Label }
  | { readonly type: 'RenamedTitleEvent'; readonly previous: string; readonly current: string }
  | { readonly type: 'ClosedEvent' }
  | { readonly type: 'ReopenedEvent' }
  | { readonly type: 'MergedEvent'; readonly commit: string }
  | { readonly type: 'AddedToMergeQueueEvent' }
  | { readonly type: 'RemovedFromMergeQueueEvent'; readonly reason: string }

export interface App {
  readonly id: number
  readonly slug: string
  readonly name: string
  /** The account the App acts as. */
  readonly botId: number
}

export interface Installation {
  readonly id: number
  readonly appId: number
  readonly accountId: number
  /** null: every repository of the account. */
  readonly repositoryIds: Set<number> | null
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>
  suspendedAt: string | null
  readonly createdAt: string
}

export type CheckStatus = 'queued' | 'in_progress' | 'completed'
export type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'stale'

export interface CheckSuite {
  readonly id: number
  readonly repositoryId: number
  readonly appId: number
  readonly headOid: string
  readonly headBranch: string | null
  /** Its check runs, oldest first. */
  readonly runIds: number[]
  status: CheckStatus
  conclusion: Conclusion | null
  readonly createdAt: string
  updatedAt: string
}

export interface Annotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly start_column: number | null
  readonly end_column: number | null
  readonly annotation_level: 'notice' | 'warning' | 'failure'
  readonly message: string
  readonly title: string | null
  readonly raw_details: string | null
}

export interface CheckRun {
  readonly id: number
  readonly suiteId: number
  readonly repositoryId: number
  readonly appId: number
  readonly headOid: string
  name: string
  externalId: string
  detailsUrl: string | null
  status: CheckStatus
  conclusion: Conclusion | null
  startedAt: string
  completedAt: string | null
  title: string | null
  summary: string | null
  text: string | null
  readonly annotations: Annotation[]
  actions: readonly { readonly label: string; readonly description: string; readonly identifier: string }[]
}

export interface CommitStatus {
  readonly id: number
  readonly repositoryId: number
  readonly oid: string
  readonly context: string
  readonly state: 'success' | 'failure' | 'error' | 'pending'
  readonly description: string | null
  readonly creatorId: number
  readonly createdAt: string
}

/** A GitHub on which nothing has happened yet. */
export function emptyState(): WorldState {
  return {
    lastId: 1000,
    accounts: new Map(),
    teams: new Map(),
    repositories: new Map(),
    formerNames: new Map(),
    pulls: new Map(),
    posts: new Map(),
    checkSuites: new Map(),
    suitesOn: new Map(),
    checkRuns: new Map(),
    statuses: [],
    apps: new Map(),
    installations: new Map(),
  }
}
