import type { CommitSha, GitHubTime, RunId, Timestamp, TreeId } from '../facts/ids.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { Description, Gap, OwnComment, Post, PullRequestFacts, Run } from '../facts/snapshot.ts'
import { wholeSecond } from '../facts/time.ts'
import type { CommentFragment, CommitWithRunsFragment, FactsFragment } from './answers.generated.ts'
import { changesOfHead, type Ends } from './changes.ts'
import { readConfig } from './config-file.ts'
import { InconsistentRead, PullRequestGone } from './faults.ts'
import { readHidden } from './force-pushes.ts'
import { keepPrefetched } from './prefetch.ts'
import { labelsOf } from './labels.ts'
import { isLastWord, isWhole } from './last-word.ts'
import { readLineComments } from './line-comments.ts'
import { hasQueueRule, queueWith } from './merge-queue.ts'
import { type Counts, noteCounts } from './page-sizes.ts'
import { personOf } from './person.ts'
import { commentPost, linePost, ownComment, reviewPost, statesBeforeDismissal, submittedAt } from './posts.ts'
import { BRIEF, type PagesRead, REST, readPages, WHOLE } from './read-pages.ts'
import type { Reader } from './reader.ts'
import { revisionsOf } from './revisions.ts'
import { readRuns, runsOn, slugOn } from './runs.ts'
import { readSameHead } from './pull-requests-with-head.ts'
import { askedForReview, deletionsIn, draftChange, labelChange } from './timeline.ts'

/** Whether the small read is enough: it proves that the pull request is no RFC and never was one (D5). */
export type IsEnough = (brief: PullRequestFacts) => Promise<boolean>

/**
 * Reads everything about a pull request that can be known without having parsed a text: whole or not at all (V6).
 * One call where its lists fit a page, nothing was renamed and the configuration stands at the base. With `isEnough` it
 * first reads what one point buys, and the rest only where that is not enough. Throws `PullRequestGone` where there is
 * none, and `InconsistentRead` where GitHub does not show all it counts, until it said so often enough.
 */
export async function readPullRequest(
  reader: Reader,
  reference: PullRequestReference,
  isEnough: IsEnough | null = null,
): Promise<PullRequestFacts> {
  if (!isEnough) {
    const pages = await readPages(reader, reference, WHOLE)
    return wholeFacts(reader, reference, pages, await commonFacts(reader, reference, pages))
  }
  const pages = await readPages(reader, reference, BRIEF)
  const common = await commonFacts(reader, reference, pages)
  const brief = briefFacts(reader, reference, pages, common)
  if (brief && pages.prefetched) keepPrefetched(brief, pages.prefetched)
  if (brief && (await isEnough(brief))) return brief
  noteCounts(reader.caches, reference, countsIn(pages))
  return wholeFacts(reader, reference, await readPages(reader, reference, REST, pages), common)
}

type Common = Pick<
  PullRequestFacts,
  'at' | 'askedAt' | 'repository' | 'pullRequest' | 'config' | 'configFrom' | 'changes' | 'sameHead' | 'queue'
> & { readonly commonGaps: readonly Gap[]; readonly isQueueHidden: boolean }

/** What both the small and the full read include. */
async function commonFacts(
  reader: Reader,
  reference: PullRequestReference,
  pages: PagesRead,
): Promise<Common> {
  const what = whatFor(reference)
  const { at, askedAt, place, facts, head, lists } = pages
  if (place.databaseId !== null && place.databaseId !== reference.repositoryId) {
    throw new PullRequestGone(`could not ${what}: another repository has that name now`, 200)
  }
  const ends = { head, ...baseOf(facts) }
  const gaps: Gap[] = []
  // By the answer: what is hidden may be forgotten while it is on its way (GH-32).
  const isQueueHidden = facts.mergeQueueEntry === undefined
  return {
    at,
    askedAt,
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
      merged: mergeOf(facts),
      isDraft: facts.isDraft,
      createdAt: wholeSecond(facts.createdAt),
      updatedAt: wholeSecond(facts.updatedAt),
      ...ends,
      labels: labelsOf(facts, gaps),
      description: descriptionOf(facts),
    },
    ...(await readConfig(reader, reference, place, facts, what)),
    changes: await changesOfHead(reader, reference, ends, {
      files: pages.areFilesListed ? lists.files : null,
      changedFiles: facts.changedFiles,
      tree: treeOf(facts, head),
    }),
    sameHead: await readSameHead(reader, reference, facts, ends, gaps),
    queue: await queueWith(reader, reference, facts, what, gaps),
    commonGaps: gaps,
    isQueueHidden,
  }
}

/** Returns the facts of a small read; null when it does not show all of the App's own runs. */
function briefFacts(
  reader: Reader,
  reference: PullRequestReference,
  pages: PagesRead,
  { commonGaps, isQueueHidden: _, ...common }: Common,
): PullRequestFacts | null {
  const { recent, head } = pages
  if (!recent?.recent?.nodes || !recent.forcePushed?.nodes) return null
  if (!recent.drafted?.nodes || !recent.labelled?.nodes) return null
  const commits = recent.recent.nodes.flatMap((node) => (node ? [node.commit] : []))
  const [push] = recent.forcePushed.nodes
  const pushedAt = push?.createdAt
  if (push && pushedAt === undefined) return null
  const forcePush =
    pushedAt === undefined ? null : { at: wholeSecond(pushedAt), before: push?.beforeCommit?.oid ?? null }
  const hidden = push?.beforeCommit ? [push.beforeCommit] : []
  const runs = [...commits, ...hidden].map((commit) => runsOn(commit, reader.appId))
  if (runs.includes(null) || !commits.some(({ oid }) => oid === head)) return null
  const oids = commits.map(({ oid }) => oid)
  return {
    ...common,
    commits: headLast(oids, head),
    appSlug: shownSlug(reader, [...commits, ...hidden]),
    runs: runs.flatMap((some) => some ?? []),
    forcePushes: forcePush
      ? [{ ...forcePush, after: push?.afterCommit?.oid ?? null, lineage: hidden.map(({ oid }) => oid) }]
      : [],
    draftChanges: [],
    labelChanges: [],
    posts: [],
    ownComments: [],
    askedForReview: [],
    deletions: [],
    gaps: settledGaps(reader, reference, [...pages.gaps, ...commonGaps]),
    brief: {
      hasAllCommits: oids.length === recent.recent.totalCount,
      draftChangedAt: newestTime(recent.drafted.nodes),
      labelChangedAt: newestTime(recent.labelled.nodes),
      forcePush,
    },
  }
}

function newestTime(nodes: readonly ({ readonly createdAt?: GitHubTime } | null)[]): Timestamp | null {
  const at = nodes[0]?.createdAt
  return at === undefined ? null : wholeSecond(at)
}

/** Returns the facts of a full read. */
async function wholeFacts(
  reader: Reader,
  reference: PullRequestReference,
  pages: PagesRead,
  { commonGaps, isQueueHidden, ...common }: Common,
): Promise<PullRequestFacts> {
  const what = whatFor(reference)
  const { head, lists } = pages
  const { baseName } = common.pullRequest
  const hidden = await readHidden(reader, reference, lists.forcePushes, common.pullRequest)
  const commits = lists.commits.map(({ commit }) => commit)
  const all = [...commits, ...hidden.commits]
  const appSlug = shownSlug(reader, all)
  const { own, others } = await sortComments(lists.comments, async () => slugAmong(reader, all))
  const gaps = [...pages.gaps, ...commonGaps]
  const posts = [...others.map(commentPost), ...(await reviewPosts(reader, pages, what, gaps))]
  noteCounts(reader.caches, reference, lengthsOf(lists))
  const settled = settledGaps(reader, reference, gaps)
  const isQueueMissing = isQueueHidden && (await hasQueueRule(reader, reference, baseName))
  const whole = {
    ...common,
    commits: headLast(
      commits.map(({ oid }) => oid),
      head,
    ),
    appSlug,
    runs: await allRuns(reader, reference, head, all),
    forcePushes: hidden.forcePushes,
    draftChanges: lists.timeline.flatMap(draftChange),
    labelChanges: lists.timeline.flatMap(labelChange),
    posts,
    ownComments: own,
    askedForReview: askedForReview(lists.timeline, appSlug),
    deletions: deletionsIn(lists.timeline),
    gaps: [...settled, ...(isQueueMissing ? [hiddenQueue(baseName)] : [])],
  }
  if (pages.prefetched) keepPrefetched(whole, pages.prefetched)
  return whole
}

function whatFor({ owner, repo, number }: PullRequestReference): string {
  return `read ${owner}/${repo}#${number}`
}

/**
 * Returns the gaps that are permanent. Throws `InconsistentRead` until GitHub has given the same answer often enough.
 */
function settledGaps(reader: Reader, reference: PullRequestReference, gaps: readonly Gap[]): readonly Gap[] {
  const about = `all of ${reference.repositoryId}#${reference.number}`
  if (gaps.length === 0) {
    isWhole(reader.caches, about)
    return []
  }
  const said = gaps.map(({ why }) => why).join('; ')
  if (isLastWord(reader.caches, about, said)) return gaps
  throw new InconsistentRead(`could not ${whatFor(reference)}: ${said}`)
}

function hiddenQueue(branch: string): Gap {
  const why = `the branch \`${branch}\` has a merge queue, and this App may not read it. An owner of the account has to accept the permission "Merge queues: read" in the settings of the installed App`
  return { list: 'merge queue', why }
}

/** Returns how long the lists will be, by the counts of the small read. */
function countsIn({ recent, areFilesListed, lists }: PagesRead): Counts {
  const forcePushes = recent?.forcePushed?.nodes?.length
  return {
    ...(areFilesListed && { files: lists.files.length }),
    ...(recent?.recent && { commits: recent.recent.totalCount }),
    ...(recent?.commentCount && { comments: recent.commentCount.totalCount }),
    ...(recent?.reviewCount && { reviews: recent.reviewCount.totalCount }),
    ...(forcePushes !== undefined && { forcePushes }),
  }
}

function lengthsOf(lists: PagesRead['lists']): Counts {
  return {
    files: lists.files.length,
    commits: lists.commits.length,
    comments: lists.comments.length,
    reviews: lists.reviews.length,
    timeline: lists.timeline.length,
    forcePushes: lists.forcePushes.length,
  }
}

/** Returns the tree of the head; null when the last commit is another one. */
function treeOf({ tip }: FactsFragment, head: CommitSha): TreeId | null {
  const commit = tip.nodes?.[0]?.commit
  return commit?.oid === head ? (commit.tree?.oid ?? null) : null
}

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const

/** Returns when and by whom it was merged, and the merge commit; null while it is not merged. */
function mergeOf({
  mergedAt,
  mergedBy,
  mergeCommit,
}: FactsFragment): PullRequestFacts['pullRequest']['merged'] {
  if (mergedAt === null || mergedAt === undefined) return null
  return { at: wholeSecond(mergedAt), by: personOf(mergedBy), commit: mergeCommit?.oid ?? null }
}

/**
 * The base branch as it is now, or as it was at the merge; `baseRefOid` is only what it was when GitHub last looked at
 * the pull request.
 */
function baseOf({
  baseRefName,
  baseRefOid,
  baseRef,
  state,
}: FactsFragment): Pick<Ends, 'baseName' | 'baseTip'> {
  const isMerged = state === 'MERGED'
  return { baseName: baseRefName, baseTip: isMerged ? baseRefOid : (baseRef?.target?.oid ?? baseRefOid) }
}

/** Commits oldest first. GitHub sorts by dates that people set; that the head is the newest we know. */
function headLast(commits: readonly CommitSha[], head: CommitSha): readonly CommitSha[] {
  return commits.includes(head) ? [...commits.filter((oid) => oid !== head), head] : commits
}

function descriptionOf(facts: FactsFragment): Description {
  return {
    text: facts.body,
    lastEditedAt: facts.lastEditedAt === null ? null : wholeSecond(facts.lastEditedAt),
    revisions: revisionsOf(facts, wholeSecond(facts.createdAt)),
  }
}

/** Returns the App's own runs on all commits; commits with incomplete runs are read one by one. */
async function allRuns(
  { octokit, appId }: Reader,
  reference: PullRequestReference,
  head: CommitSha,
  commits: readonly CommitWithRunsFragment[],
): Promise<readonly Run[]> {
  const byId = new Map<RunId, Run>()
  const add = (runs: readonly Run[]) => {
    for (const run of runs) byId.set(run.id, run)
  }
  const unread = new Set<CommitSha>()
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

/** The beginning of every own comment that was not edited. */
const OWN_MARK = '<!-- rfc-alignment'

/**
 * Separates the App's own comments from other people's: own are a bot's under the App's slug, whatever their text is now.
 * A person cannot impersonate the App. When the slug is unknown, the mark in a bot's comment decides: comments of bots are
 * never read for commands, so a mistake only rewrites one.
 */
async function sortComments(
  nodes: readonly CommentFragment[],
  slug: () => Promise<string | null>,
): Promise<{ own: readonly OwnComment[]; others: readonly CommentFragment[] }> {
  const isBots = (node: CommentFragment) => node.author?.__typename === 'Bot'
  const name = nodes.some(isBots) ? await slug() : null
  const isOurs = (node: CommentFragment) =>
    name === null
      ? node.body.trimStart().startsWith(OWN_MARK)
      : node.author?.login.replace(/\[bot\]$/, '') === name
  const isOwn = (node: CommentFragment) => isBots(node) && isOurs(node)
  return {
    own: nodes.filter(isOwn).map(ownComment),
    others: nodes.filter((node) => !isOwn(node)),
  }
}

/** Returns the App's slug from its check suites; GitHub is asked only when there is none. */
async function slugAmong(reader: Reader, commits: readonly CommitWithRunsFragment[]): Promise<string | null> {
  return shownSlug(reader, commits) ?? reader.slug()
}

function shownSlug({ appId }: Reader, commits: readonly CommitWithRunsFragment[]): string | null {
  for (const commit of commits) {
    const shown = slugOn(commit, appId)
    if (shown) return shown
  }
  return null
}

async function reviewPosts(
  reader: Reader,
  { lists }: PagesRead,
  what: string,
  gaps: Gap[],
): Promise<readonly Post[]> {
  const dismissed = statesBeforeDismissal(lists.timeline)
  const submitted = lists.reviews.flatMap((review) => {
    const at = submittedAt(review)
    return at === null ? [] : [{ review, at }]
  })
  const reviews = submitted.map(({ review }) => review)
  const comments = await readLineComments(reader, reviews, what, gaps)
  return submitted.flatMap(({ review, at }) => [
    reviewPost(review, at, dismissed),
    ...(comments.get(review) ?? []).map((comment) => linePost(comment, at)),
  ])
}
