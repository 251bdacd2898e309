import type { EntryNode } from './file-at.ts'
import type { PageInfo } from './pages.ts'
import type { AccountNode } from './person.ts'
import type { EditedNode } from './revisions.ts'
import type { CommitNode } from './runs.ts'

/** The answer to `pull-request.graphql`. Facts are there on the first page only; each list where it was asked for. */
export interface PullRequestAnswer {
  readonly repository: (PlaceNode & { readonly pullRequest: PullRequestPage | null }) | null
}

export interface PlaceNode {
  readonly databaseId: number | null
  readonly name: string
  readonly owner: { readonly login: string; readonly organisation?: ConfigPlace | null }
  readonly url: string
  readonly isPrivate: boolean
}

/** The owner's `.github` repository, with the configuration on its default branch. */
export interface ConfigPlace {
  readonly databaseId: number | null
  readonly name: string
  readonly defaultBranchRef: ConfigBranch | null
}

export interface ConfigBranch {
  readonly target: { readonly oid: string; readonly file?: EntryNode | null } | null
}

export type PullRequestPage = FactsNode &
  RecentNode & { readonly headRefOid: string } & {
    readonly [List in keyof ListNodes]?: Connection<ListNodes[List]> | null
  }

/** `fragment Recent`. */
export interface RecentNode {
  readonly recent?: Connected<{ readonly commit: CommitNode }> & { readonly totalCount: number }
  readonly forcePushed?: Connected<{
    readonly createdAt: string
    readonly afterCommit: { readonly oid: string } | null
    readonly beforeCommit: CommitNode | null
  }>
  readonly drafted?: Connected<{ readonly createdAt: string }>
  readonly labelled?: Connected<{ readonly createdAt: string }>
  readonly commentCount?: { readonly totalCount: number }
  readonly reviewCount?: { readonly totalCount: number }
}

interface Connected<Node> {
  readonly nodes: readonly (Node | null)[] | null
}

export interface FactsNode extends EditedNode {
  readonly number: number
  readonly url: string
  readonly title: string
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED'
  readonly isDraft: boolean
  readonly updatedAt: string
  readonly mergedAt: string | null
  readonly mergedBy: AccountNode | null
  readonly mergeCommit: { readonly oid: string } | null
  readonly changedFiles: number
  readonly baseRefName: string
  readonly baseRefOid: string
  readonly baseRef: ConfigBranch | null
  /** Null while it is not in the queue of its base; undefined where GitHub hides it (GH-32). */
  readonly mergeQueueEntry?: {
    readonly mergeQueue: { readonly entries: Connection<QueueNode> | null } | null
  } | null
  readonly labels: LabelsNode | null
  readonly tip: { readonly nodes: readonly ({ readonly commit: TipNode } | null)[] | null }
}

export interface LabelsNode {
  readonly totalCount: number
  readonly nodes: readonly ({ readonly name: string } | null)[] | null
}

export interface QueueNode {
  readonly position: number
  readonly headCommit: { readonly oid: string } | null
  readonly pullRequest: { readonly number: number } | null
}

/** A commit with the pull requests GitHub knows it by. */
export interface TipNode {
  readonly oid: string
  readonly tree?: { readonly oid: string } | null
  readonly associatedPullRequests: Connection<SiblingNode> | null
}

export interface SiblingNode {
  readonly number: number
  readonly state: string
  readonly headRefOid: string
  readonly baseRefName: string
  readonly repository: { readonly databaseId: number | null }
  readonly labels: LabelsNode | null
}

export interface Connection<Node> {
  readonly totalCount?: number
  readonly pageInfo: PageInfo
  readonly nodes: readonly (Node | null)[] | null
}

/** The lists of a pull request, by what one entry of each is. */
export interface ListNodes {
  readonly files: FileNode
  readonly commits: { readonly commit: CommitNode }
  readonly comments: CommentNode
  readonly reviews: ReviewNode
  readonly timeline: EventNode
  readonly forcePushes: ForcePushNode
}

export interface FileNode {
  readonly path: string
  readonly changeType: string
}

export interface SaidNode extends EditedNode {
  readonly id: string
  readonly fullDatabaseId: string | number | null
  readonly url: string
  readonly updatedAt: string
  readonly createdViaEmail: boolean
  readonly reactionGroups: readonly { readonly content: string; readonly viewerHasReacted: boolean }[] | null
}

export interface CommentNode extends SaidNode {
  /** Undefined where GitHub hides it (GH-32). */
  readonly isMinimized?: boolean
}

export interface ReviewNode extends SaidNode {
  readonly state: string
  readonly submittedAt: string | null
  readonly commit: { readonly oid: string } | null
  readonly comments: Connection<LineCommentNode>
}

/** A line comment; its edits come by `edits.graphql`. */
export type LineCommentNode = SaidNode

export interface EventNode {
  readonly __typename: string
  readonly createdAt?: string
  readonly actor?: AccountNode | null
  readonly deletedCommentAuthor?: AccountNode | null
  readonly requestedReviewer?: AccountNode | Readonly<Record<string, never>> | null
  readonly previousReviewState?: string
  readonly label?: { readonly name: string }
  readonly review?: { readonly id: string } | null
}

export interface ForcePushNode {
  readonly createdAt: string
  readonly afterCommit: { readonly oid: string } | null
  readonly beforeCommit: {
    readonly oid: string
    readonly history: Connection<CommitNode>
  } | null
}
