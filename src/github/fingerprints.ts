import type { BlobId, CommitSha, GitHubTime, PostId, Timestamp } from '../facts/ids.ts'
import type { PullRequestReference, RepositoryReference } from '../facts/reference.ts'
import type { Gap, Run } from '../facts/snapshot.ts'
import { wholeSecond } from '../facts/time.ts'
import type { FingerprintFragment, NewestCommentFragment } from './answers.generated.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import { InconsistentRead } from './faults.ts'
import { labelsOf } from './labels.ts'
import type { Batch } from './fingerprint-batches.ts'
import { nextPage } from './pages.ts'
import type { Reader } from './reader.ts'
import type { RepositoryNode } from './repositories.ts'
import { runsOn } from './runs.ts'

/** What is compared of an open pull request to find out whether it changed since its last evaluation. */
export interface Fingerprint {
  readonly reference: PullRequestReference
  /** When GitHub answered, by its clock. */
  readonly at: Timestamp
  readonly head: CommitSha
  readonly baseName: string
  /** Null where the base branch is gone. */
  readonly baseTip: CommitSha | null
  readonly isDraft: boolean
  readonly updatedAt: Timestamp
  /** When the description was edited last. */
  readonly editedAt: Timestamp | null
  readonly labels: readonly string[]
  /** The blob of the configuration on the base branch, and in the owner's `.github` repository; null where there is none. */
  readonly config: { readonly ofBase: BlobId | null; readonly ofOwner: BlobId | null }
  readonly comments: {
    readonly count: number
    /** The twenty that changed last, in that order. */
    readonly newest: readonly SummarizedComment[]
  }
  readonly reviews: {
    readonly count: number
    /** When each of the twenty newest changed last. */
    readonly newest: readonly Timestamp[]
  }
  /** When a review was asked for last. */
  readonly askedAt: Timestamp | null
  /** The commit of its merge group. */
  readonly groupHead: CommitSha | null
  /** The App's own runs on the head; null where GitHub does not show them all. */
  readonly runs: readonly Run[] | null
}

export interface SummarizedComment {
  readonly id: PostId
  readonly updatedAt: Timestamp
  /** This App wrote it. */
  readonly isOwn: boolean
  /** Who edited it last is not who wrote it. */
  readonly isEditedByAnother: boolean
}

const DOCUMENT = documentNamed('fingerprints')

/** One page of fingerprints, and the points of the quota that it cost. */
export interface FingerprintPage {
  readonly fingerprints: readonly Fingerprint[]
  readonly points: number
}

/**
 * Reads the fingerprints of the open pull requests of a batch of one installation's repositories: all in one query, then
 * page by page those that have more. Throws `InconsistentRead` unless every answer is complete (V6).
 */
export async function* fingerprintsOf(
  reader: FingerprintReader,
  { repositories, first }: Batch,
): AsyncGenerator<FingerprintPage> {
  const together = await askOf(reader, { repositories, first, from: null })
  yield together
  for (const { repository, from } of together.unfinished) {
    let next: string | null = from
    while (next !== null) {
      const page: Page = await askOf(reader, { repositories: [repository], first, from: next })
      yield page
      next = page.unfinished[0]?.from ?? null
    }
  }
}

interface Page extends FingerprintPage {
  /** Repositories that have more, and where to read on. */
  readonly unfinished: readonly { readonly repository: RepositoryNode; readonly from: string }[]
}

type FingerprintReader = Pick<Reader, 'octokit' | 'appId' | 'hidden'>

async function askOf(
  { octokit, appId, hidden }: FingerprintReader,
  { repositories, first, from }: Batch & { readonly from: string | null },
): Promise<Page> {
  const names = repositories.map(({ owner, repo }) => `${owner}/${repo}`)
  const what = `compare the open pull requests of ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`
  const { data, at } = await ask(octokit, {
    document: DOCUMENT,
    variables: { ids: repositories.map(({ nodeId }) => nodeId), appId, first, from },
    what,
    mayBeNull: ["owner's .github", 'file', "check run's number"],
    hidden,
  })
  // In the order that they were asked for: https://relay.dev/graphql/objectidentification.htm#sec-Plural-identifying-root-fields
  const found = repositories.map((repository, index) => {
    const node = data.nodes?.[index]
    const isIt = node && (node.databaseId === null || node.databaseId === repository.repositoryId)
    if (!isIt || !node.pullRequests?.nodes || !node.owner)
      throw new InconsistentRead(`could not ${what}: the answer is not whole`)
    return { repository, owner: node.owner, pullRequests: node.pullRequests, nodes: node.pullRequests.nodes }
  })
  return {
    points: data.rateLimit?.cost ?? 0,
    fingerprints: found.flatMap(({ repository, owner, nodes }) => {
      const ofOwner = blobAt(owner.organisation?.defaultBranchRef)
      return nodes.map((each) => {
        if (!each) throw new InconsistentRead(`could not ${what}: a pull request is missing`)
        return fingerprintOf(each, { repository, appId, at, ofOwner, what })
      })
    }),
    unfinished: found.flatMap(({ repository, pullRequests }) => {
      const next = nextPage(pullRequests.pageInfo, 'forward', from)
      return next === null ? [] : [{ repository, from: next }]
    }),
  }
}

type BranchNode = FingerprintFragment['baseRef']

interface Around {
  readonly repository: RepositoryReference
  readonly appId: number
  readonly at: Timestamp
  readonly ofOwner: BlobId | null
  readonly what: string
}

function fingerprintOf(
  node: FingerprintFragment,
  { repository, appId, at, ofOwner, what }: Around,
): Fingerprint {
  const { installationId, repositoryId, owner, repo } = repository
  const { number, headRefOid: head, baseRef } = node
  const gaps: Gap[] = []
  const labels = labelsOf(node, gaps)
  if (gaps.length > 0) throw new InconsistentRead(`could not ${what}: labels are missing`)
  if (!node.reviews) throw new InconsistentRead(`could not ${what}: reviews are missing`)
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
    labels,
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

function glimpse({ fullDatabaseId, url, updatedAt, viewerDidAuthor, author, editor }: NewestCommentFragment) {
  return {
    id: String(fullDatabaseId ?? /#issuecomment-(\d+)$/.exec(url)?.[1]),
    updatedAt: wholeSecond(updatedAt),
    isOwn: viewerDidAuthor,
    isEditedByAnother: editor !== null && editor.login !== author?.login,
  }
}

function blobAt(branch: BranchNode | null | undefined): BlobId | null {
  return branch?.target?.file?.object?.oid ?? null
}

function present<Node>(nodes: readonly (Node | null)[] | null): readonly Node[] {
  return (nodes ?? []).filter((node) => node !== null)
}

function timeOf(time: GitHubTime | undefined): Timestamp | null {
  return time === undefined ? null : wholeSecond(time)
}
