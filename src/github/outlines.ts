import type { Octokit } from '@octokit/rest'
import type { PullRequestReference, RepositoryReference } from '../domain/reference.ts'
import type { Run } from '../domain/snapshot.ts'
import { wholeSecond } from '../domain/time.ts'
import { ask, documentNamed } from './ask.ts'
import { TornRead } from './faults.ts'
import { labelsOf } from './labels.ts'
import { nextPage } from './pages.ts'
import type { Connection, LabelsNode } from './pull-request-answer.ts'
import { type CommitNode, runsOn } from './runs.ts'

/** What can be seen of an open pull request at a glance. */
export interface Outline {
  readonly reference: PullRequestReference
  /** GitHub's clock when it answered. */
  readonly at: string
  readonly head: string
  readonly baseName: string
  /** Null where the base branch is gone. */
  readonly baseTip: string | null
  readonly isDraft: boolean
  readonly updatedAt: string
  /** When the description was edited last. */
  readonly editedAt: string | null
  readonly labels: readonly string[]
  /** The blob of the configuration on the base branch, and in the owner's `.github` repository; null where there is none. */
  readonly config: { readonly ofBase: string | null; readonly ofOwner: string | null }
  readonly comments: {
    readonly count: number
    /** The twenty that changed last, in that order. */
    readonly newest: readonly GlimpsedComment[]
  }
  readonly reviews: {
    readonly count: number
    /** When each of the twenty newest changed last. */
    readonly newest: readonly string[]
  }
  /** When a review was asked for last. */
  readonly askedAt: string | null
  /** The commit of its merge group. */
  readonly groupHead: string | null
  /** The App's own runs on the head; null where GitHub does not show them all. */
  readonly runs: readonly Run[] | null
}

export interface GlimpsedComment {
  readonly id: string
  readonly updatedAt: string
  /** This App wrote it. */
  readonly isOwn: boolean
  /** Who edited it last is not who wrote it. */
  readonly isEditedByAnother: boolean
}

const DOCUMENT = documentNamed('outlines')

/** The outlines of a repository's open pull requests, fifty at a time. Throws unless a page is whole (V6). */
export async function* outlinesOf(
  octokit: Octokit,
  appId: number,
  repository: RepositoryReference,
): AsyncGenerator<readonly Outline[]> {
  const { owner, repo } = repository
  const what = `compare the open pull requests of ${owner}/${repo}`
  let from: string | null = null
  do {
    const { data, at }: { data: Answer; at: string } = await ask<Answer>(octokit, {
      text: DOCUMENT,
      variables: { owner, repo, appId, from },
      what,
      mayBeNull: ["owner's .github", 'file', "check run's number"],
    })
    const found = data.repository
    if (!found?.pullRequests?.nodes) throw new TornRead(`could not ${what}: the answer is not whole`)
    // Another repository has that name now; ours is listed under its new one.
    if (found.databaseId !== null && found.databaseId !== repository.repositoryId) return
    const ofOwner = blobAt(found.owner.organisation?.defaultBranchRef)
    yield found.pullRequests.nodes.map((node) => {
      if (!node) throw new TornRead(`could not ${what}: a pull request is missing`)
      return outlineOf(node, { repository, appId, at, ofOwner, what })
    })
    from = nextPage(found.pullRequests.pageInfo, 'forward', from)
  } while (from !== null)
}

interface Answer {
  readonly repository: {
    readonly databaseId: number | null
    readonly owner: { readonly organisation?: { readonly defaultBranchRef: BranchNode | null } | null }
    readonly pullRequests: Connection<OutlineNode> | null
  } | null
}

interface BranchNode {
  readonly target: {
    readonly oid: string
    readonly file?: { readonly object: { readonly oid?: string } | null } | null
  } | null
}

interface OutlineNode {
  readonly number: number
  readonly headRefOid: string
  readonly baseRefName: string
  readonly isDraft: boolean
  readonly updatedAt: string
  readonly lastEditedAt: string | null
  readonly baseRef: BranchNode | null
  readonly labels: LabelsNode | null
  readonly comments: Newest<CommentNode>
  readonly reviews: Newest<{ readonly updatedAt: string }>
  readonly asked: Newest<{ readonly createdAt?: string }>
  readonly mergeQueueEntry: { readonly headCommit: { readonly oid: string } | null } | null
  readonly tip: Newest<{ readonly commit: CommitNode }>
}

interface Newest<Node> {
  readonly totalCount: number
  readonly nodes: readonly (Node | null)[] | null
}

interface CommentNode {
  readonly fullDatabaseId: string | number | null
  readonly url: string
  readonly updatedAt: string
  readonly viewerDidAuthor: boolean
  readonly author: { readonly login: string } | null
  readonly editor: { readonly login: string } | null
}

interface Around {
  readonly repository: RepositoryReference
  readonly appId: number
  readonly at: string
  readonly ofOwner: string | null
  readonly what: string
}

function outlineOf(node: OutlineNode, { repository, appId, at, ofOwner, what }: Around): Outline {
  const { installationId, repositoryId, owner, repo } = repository
  const { number, headRefOid: head, baseRef } = node
  const commit = present(node.tip.nodes).at(-1)?.commit
  return {
    reference: { kind: 'pull-request', installationId, repositoryId, owner, repo, number },
    at,
    head,
    baseName: node.baseRefName,
    baseTip: baseRef?.target?.oid ?? null,
    isDraft: node.isDraft,
    updatedAt: wholeSecond(node.updatedAt),
    editedAt: node.lastEditedAt === null ? null : wholeSecond(node.lastEditedAt),
    labels: labelsOf(node, what),
    config: { ofBase: blobAt(baseRef), ofOwner },
    comments: { count: node.comments.totalCount, newest: present(node.comments.nodes).map(glimpse) },
    reviews: {
      count: node.reviews.totalCount,
      newest: present(node.reviews.nodes).map(({ updatedAt }) => wholeSecond(updatedAt)),
    },
    askedAt: timeOf(present(node.asked.nodes).at(-1)?.createdAt),
    groupHead: node.mergeQueueEntry?.headCommit?.oid ?? null,
    runs: commit?.oid === head ? runsOn(commit, appId) : null,
  }
}

function glimpse({ fullDatabaseId, url, updatedAt, viewerDidAuthor, author, editor }: CommentNode) {
  return {
    id: String(fullDatabaseId ?? /#issuecomment-(\d+)$/.exec(url)?.[1]),
    updatedAt: wholeSecond(updatedAt),
    isOwn: viewerDidAuthor,
    isEditedByAnother: editor !== null && editor.login !== author?.login,
  }
}

function blobAt(branch: BranchNode | null | undefined): string | null {
  return branch?.target?.file?.object?.oid ?? null
}

function present<Node>(nodes: readonly (Node | null)[] | null): readonly Node[] {
  return (nodes ?? []).filter((node) => node !== null)
}

function timeOf(time: string | undefined): string | null {
  return time === undefined ? null : wholeSecond(time)
}
