import type { PullRequestReference } from '../domain/reference.ts'
import type { Description, OwnComment, PullRequestFacts, Remark, Run } from '../domain/snapshot.ts'
import { wholeSecond } from '../domain/time.ts'
import { askedForReview } from './asked-for-review.ts'
import { changesOfHead, type Ends } from './changes.ts'
import { deletionsIn } from './deletions.ts'
import { GitHubFault, PullRequestGone } from './faults.ts'
import { readConfig } from './config-file.ts'
import { readHidden } from './force-pushes.ts'
import { labelsOf } from './labels.ts'
import { readLineComments } from './line-comments.ts'
import { personOf } from './person.ts'
import type { CommentNode, EventNode, FactsNode } from './pull-request-answer.ts'
import { queueWith } from './queue.ts'
import { type PagesRead, readPages } from './read-pages.ts'
import type { Reader } from './reader.ts'
import {
  commentRemark,
  lineRemark,
  ownComment,
  reviewRemark,
  statesBeforeDismissal,
  submittedAt,
} from './remarks.ts'
import { revisionsOf } from './revisions.ts'
import { type CommitNode, readRuns, runsOn, slugOn } from './runs.ts'
import { readSiblings } from './siblings.ts'

/**
 * Reads everything about a pull request that can be known without having parsed a text: whole or not at all (V6).
 * One call where its lists fit a page, nothing was renamed and the configuration stands at the base. Throws `PullRequestGone` where there is none.
 */
export async function readPullRequest(
  reader: Reader,
  reference: PullRequestReference,
): Promise<PullRequestFacts> {
  const what = `read ${reference.owner}/${reference.repo}#${reference.number}`
  const pages = await readPages(reader, reference)
  const { at, place, facts, head, lists } = pages
  if (place.databaseId !== null && place.databaseId !== reference.repositoryId) {
    throw new PullRequestGone(`could not ${what}: another repository has that name now`, 200)
  }
  const base = baseOf(facts)
  const ends = { head, ...base }
  const hidden = await readHidden(reader, reference, lists.forcePushes, base.baseTip)
  const commits = lists.commits.map(({ commit }) => commit)
  const appSlug = shownSlug(reader, [...commits, ...hidden.commits])
  const { own, others } = await sortComments(lists.comments, async () =>
    slugAmong(reader, [...commits, ...hidden.commits]),
  )
  return {
    at,
    repository: {
      id: reference.repositoryId,
      owner: place.owner.login,
      name: place.name,
      url: place.url,
      isPrivate: place.isPrivate,
    },
    pullRequest: {
      number: facts.number,
      url: facts.url,
      title: facts.title,
      author: personOf(facts.author),
      state: STATES[facts.state],
      isDraft: facts.isDraft,
      createdAt: wholeSecond(facts.createdAt),
      updatedAt: wholeSecond(facts.updatedAt),
      ...ends,
      labels: labelsOf(facts, what),
      description: descriptionOf(facts),
    },
    ...(await readConfig(reader, reference, place, facts, what)),
    changes: await changesOfHead(reader, reference, ends, {
      files: pages.areFilesListed ? lists.files : null,
      changedFiles: facts.changedFiles,
      tree: treeOf(facts, head),
    }),
    commits: headLast(
      commits.map(({ oid }) => oid),
      head,
    ),
    appSlug,
    runs: await allRuns(reader, reference, head, [...commits, ...hidden.commits]),
    forcePushes: hidden.forcePushes,
    draftChanges: lists.timeline.flatMap(draftChange),
    labelChanges: lists.timeline.flatMap(labelChange),
    remarks: [...others.map(commentRemark), ...(await reviewRemarks(reader, pages, what))],
    ownComments: own,
    askedForReview: askedForReview(lists.timeline, appSlug),
    sameHead: await readSiblings(reader, reference, facts, ends),
    deletions: deletionsIn(lists.timeline),
    queue: await queueWith(reader, reference, facts, what),
  }
}

/** The tree of the head; null where the last commit that came is another one. */
function treeOf({ tip }: FactsNode, head: string): string | null {
  const commit = tip.nodes?.[0]?.commit
  return commit?.oid === head ? (commit.tree?.oid ?? null) : null
}

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const

/** The base branch as it is now; `baseRefOid` is only what it was when GitHub last looked at the pull request. */
function baseOf({ baseRefName, baseRefOid, baseRef }: FactsNode): Pick<Ends, 'baseName' | 'baseTip'> {
  return { baseName: baseRefName, baseTip: baseRef?.target?.oid ?? baseRefOid }
}

/** Commits oldest first. GitHub sorts by dates that people set; that the head is the newest we know. */
function headLast(commits: readonly string[], head: string): readonly string[] {
  return commits.includes(head) ? [...commits.filter((oid) => oid !== head), head] : commits
}

function descriptionOf(facts: FactsNode): Description {
  return {
    text: facts.body,
    lastEditedAt: facts.lastEditedAt === null ? null : wholeSecond(facts.lastEditedAt),
    revisions: revisionsOf(facts, wholeSecond(facts.createdAt)),
  }
}

/** Own runs on all commits; those that the first answer did not hold whole are read one by one. */
async function allRuns(
  { octokit, appId }: Reader,
  reference: PullRequestReference,
  head: string,
  commits: readonly CommitNode[],
): Promise<readonly Run[]> {
  const byId = new Map<number, Run>()
  const add = (runs: readonly Run[]) => {
    for (const run of runs) byId.set(run.id, run)
  }
  const unread = new Set<string>()
  for (const commit of commits) {
    const runs = runsOn(commit, appId)
    if (runs) add(runs)
    else unread.add(commit.oid)
  }
  // A pull request that changes nothing has no commits, but it has a head, and that has runs.
  if (!commits.some(({ oid }) => oid === head)) unread.add(head)
  for (const commit of unread) add(await readRuns(octokit, reference, commit, appId))
  return [...byId.values()]
}

/** Every own comment begins so, unless somebody edited it. */
const OWN_MARK = '<!-- rfc-alignment'

/**
 * Tells the App's own comments from those of others: a bot's, under the App's slug, whatever people made of its text.
 * A person cannot pass for the App. Where GitHub does not tell the slug, our mark on a bot's comment must do: no bot's
 * comment is ever read for commands, so the worst that follows is that we rewrite it.
 */
async function sortComments(
  nodes: readonly CommentNode[],
  slug: () => Promise<string | null>,
): Promise<{ own: readonly OwnComment[]; others: readonly CommentNode[] }> {
  const isBots = (node: CommentNode) => node.author?.__typename === 'Bot'
  const name = nodes.some(isBots) ? await slug() : null
  const isOurs = (node: CommentNode) =>
    name === null
      ? node.body.trimStart().startsWith(OWN_MARK)
      : node.author?.login.replace(/\[bot\]$/, '') === name
  const isOwn = (node: CommentNode) => isBots(node) && isOurs(node)
  return {
    own: nodes.filter(isOwn).map(ownComment),
    others: nodes.filter((node) => !isOwn(node)),
  }
}

/** A check suite of ours names us already; GitHub is asked only where there is none. */
async function slugAmong(reader: Reader, commits: readonly CommitNode[]): Promise<string | null> {
  return shownSlug(reader, commits) ?? reader.slug()
}

function shownSlug({ appId }: Reader, commits: readonly CommitNode[]): string | null {
  for (const commit of commits) {
    const shown = slugOn(commit, appId)
    if (shown) return shown
  }
  return null
}

async function reviewRemarks(reader: Reader, { lists }: PagesRead, what: string): Promise<readonly Remark[]> {
  const dismissed = statesBeforeDismissal(lists.timeline)
  const submitted = lists.reviews.filter((review) => submittedAt(review) !== null)
  const comments = await readLineComments(reader, submitted, what)
  return submitted.flatMap((review) => {
    const at = submittedAt(review)!
    return [
      reviewRemark(review, at, dismissed),
      ...(comments.get(review) ?? []).map((comment) => lineRemark(comment, at)),
    ]
  })
}

function labelChange({ __typename, createdAt, label }: EventNode): PullRequestFacts['labelChanges'] {
  const to = __typename === 'LabeledEvent' ? 'on' : __typename === 'UnlabeledEvent' ? 'off' : null
  return to && createdAt && label ? [{ at: wholeSecond(createdAt), label: label.name, to }] : []
}

function draftChange({ __typename, createdAt }: EventNode): PullRequestFacts['draftChanges'] {
  const to =
    __typename === 'ReadyForReviewEvent' ? 'ready' : __typename === 'ConvertToDraftEvent' ? 'draft' : null
  if (!to) return []
  if (!createdAt) throw new GitHubFault('a change between draft and ready has no time', 200)
  return [{ at: wholeSecond(createdAt), to }]
}
