import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { Gap } from '../facts/snapshot.ts'
import type {
  FactsFragment,
  PageFragment,
  PlaceFragment,
  PullRequestQuery,
  PullRequestQueryVariables,
  RecentFragment,
} from './answers.generated.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import type { Prefetch } from './caches.ts'
import { MOST_LISTED } from './changes.ts'
import { GitHubFault, InconsistentRead, PullRequestGone } from './faults.ts'
import {
  type PrefetchedAnswer,
  prefetchFor,
  prefetchedIn,
  prefetchVariables,
  withPrefetch,
} from './prefetch.ts'
import { LISTS, type ListName, sizeOfPage } from './page-sizes.ts'
import { nextPage } from './pages.ts'
import type { Reader } from './reader.ts'
import { isTooMuch, paceOf, readsSlower } from './reading-pace.ts'

type Page = NonNullable<NonNullable<PullRequestQuery['repository']>['pullRequest']>
type NodeOf<List> = List extends { readonly nodes: readonly (infer Node)[] | null }
  ? NonNullable<Node>
  : never
/** A field is undefined when GitHub did not answer it. */
type Recent = Partial<RecentFragment>

/** The lists of a pull request, by what one entry of each is. */
type ListNodes = {
  readonly [List in ListName]: NodeOf<Page[List]>
}

/** A pull request as GitHub answered, its lists put together from their pages, oldest first. */
export interface PagesRead {
  /** GitHub's clock at the first answer, and when it was asked for. */
  readonly at: Timestamp
  readonly askedAt: Timestamp
  readonly place: PlaceFragment
  readonly head: CommitSha
  readonly facts: FactsFragment
  /** Null where it was not asked for. */
  readonly recent: Recent | null
  /** Empty where they were not asked for. */
  readonly lists: { readonly [List in ListName]: readonly ListNodes[List][] }
  /** False when the list of files is missing or incomplete (GH-18). */
  readonly areFilesListed: boolean
  /** What was read with the facts in advance. */
  readonly prefetched: PrefetchedAnswer | null
  /** What GitHub counts but does not list. */
  readonly gaps: readonly Gap[]
}

/** A part of `pull-request.graphql` that can be asked for alone. */
export type Part = 'facts' | 'recent' | ListName

const DOCUMENT = documentNamed('pull-request')
const MAY_BE_NULL = [
  'repository',
  'pull request',
  "owner's .github",
  'file',
  "check run's number",
  'user',
  'organization',
  'team',
] as const

/** The small read: what shows whether a pull request is an RFC (one point). */
export const BRIEF: readonly Part[] = ['facts', 'recent', 'files']
/** What the small read does not include. */
export const REST: readonly Part[] = ['commits', 'comments', 'reviews', 'timeline', 'forcePushes']
/** Everything about an RFC. */
export const WHOLE: readonly Part[] = ['facts', 'files', ...REST]

// Read from the newest backwards: what is old may be missed here, what is new may not.
const BACKWARD: ReadonlySet<ListName> = new Set(['commits', 'forcePushes'])
/** GitHub lists no more than this, whatever it counts. */
const MOST: Partial<Record<ListName, number>> = { files: MOST_LISTED, commits: 250 }
/** Lists in which nothing may be missing (V6). The rest prove themselves otherwise or fail on the safe side. */
const COUNTED: ReadonlySet<ListName> = new Set(['comments', 'reviews'])

/** Parts that are still to be read, each with the cursor to continue at; null for its beginning. */
type Wanted = ReadonlyMap<Part, string | null>

/** The state of a read. */
interface Reading {
  readonly reader: Reader
  readonly reference: PullRequestReference
  readonly what: string
  readonly lists: { readonly [List in ListName]: ListNodes[List][] }
  readonly gaps: Gap[]
  start: Pick<PagesRead, 'at' | 'askedAt' | 'place' | 'head' | 'facts'> | null
  recent: Recent | null
  areFilesListed: boolean
  prefetched: PrefetchedAnswer | null
}

/**
 * Reads parts of a pull request, all pages of its lists in lock-step: one query where each fits a page. What is too much
 * for GitHub in one query is asked for part by part, then in smaller pages. `before` is what was read of it just now and
 * is gone on from. Throws `PullRequestGone` where there is none, and `InconsistentRead` when it changed on the way.
 */
export async function readPages(
  reader: Reader,
  reference: PullRequestReference,
  parts: readonly Part[],
  before: PagesRead | null = null,
): Promise<PagesRead> {
  const reading: Reading = {
    reader,
    reference,
    what: `read ${reference.owner}/${reference.repo}#${reference.number}`,
    lists: {
      files: [...(before?.lists.files ?? [])],
      commits: [...(before?.lists.commits ?? [])],
      comments: [...(before?.lists.comments ?? [])],
      reviews: [...(before?.lists.reviews ?? [])],
      timeline: [...(before?.lists.timeline ?? [])],
      forcePushes: [...(before?.lists.forcePushes ?? [])],
    },
    gaps: [...(before?.gaps ?? [])],
    start: before,
    recent: before?.recent ?? null,
    areFilesListed: before?.areFilesListed ?? true,
    prefetched: before?.prefetched ?? null,
  }
  let wanted: Wanted = new Map(parts.map((part) => [part, null]))
  while (wanted.size > 0) wanted = await readSome(reading, wanted)
  const { start, recent, areFilesListed, gaps, prefetched, lists } = reading
  if (!start) throw new Error('a pull request is read without its facts')
  return { ...start, recent, areFilesListed, gaps, prefetched, lists }
}

/** Reads one page of each wanted part, as far as GitHub answers at once; returns what is still wanted. */
async function readSome(reading: Reading, wanted: Wanted): Promise<Wanted> {
  const { reader, reference } = reading
  const { isTogether } = paceOf(reader.caches, reference)
  const asked: Wanted = isTogether ? wanted : new Map([...wanted].slice(0, 1))
  try {
    const prefetch = asked.has('facts') ? prefetchFor(reader.caches, reference) : null
    const { data, answers, ...times } = await askFor(reading, asked, prefetch)
    const goesOn = take(reading, asked, data, times)
    if (prefetch) reading.prefetched = prefetchedIn(prefetch, data, tipOf(data), answers)
    return new Map([...goesOn, ...[...wanted].filter(([part]) => !asked.has(part))])
  } catch (error) {
    const hasList = LISTS.some((name) => asked.has(name))
    const isSlower =
      isTooMuch(error) && readsSlower(reader.caches, reference, { count: asked.size, hasList }, error)
    if (!isSlower) throw error
    return wanted
  }
}

/** Returns the commit whose files were read in advance; null when it is not the head. */
function tipOf({ repository }: PullRequestQuery) {
  const { tip, headRefOid } = repository?.pullRequest ?? {}
  const commit = tip?.nodes?.[0]?.commit
  return commit?.oid === headRefOid ? (commit ?? null) : null
}

async function askFor({ reader, reference, what }: Reading, asked: Wanted, prefetch: Prefetch | null) {
  const { octokit, appId, hidden, caches } = reader
  const { owner, repo, number } = reference
  const { size } = paceOf(caches, reference)
  const lists = LISTS.flatMap((name) => {
    const from = asked.get(name) ?? null
    // It is undocumented that excluded fields cost nothing (GH-39), so the smallest page of them is asked for.
    const most = asked.has(name) ? sizeOfPage(caches, reference, name, from !== null) : 1
    return [
      [name, asked.has(name)],
      [`${name}From`, from],
      [`${name}Size`, Math.min(size, most)],
    ]
  })
  const variables: PullRequestQueryVariables = {
    owner,
    repo,
    number,
    appId,
    size,
    facts: asked.has('facts'),
    recent: asked.has('recent'),
    ...Object.fromEntries(lists),
    ...(prefetch && prefetchVariables(prefetch)),
  }
  const document = prefetch ? withPrefetch(DOCUMENT, prefetch) : DOCUMENT
  return ask(octokit, { document, variables, what, mayBeNull: MAY_BE_NULL, hidden })
}

/** Adds an answer to what was read; returns the lists that have more pages. */
function take(
  reading: Reading,
  asked: Wanted,
  { repository: place }: PullRequestQuery,
  times: Pick<PagesRead, 'at' | 'askedAt'>,
): Wanted {
  const { what } = reading
  const page = place?.pullRequest
  if (!place || !page) {
    throw new PullRequestGone(`could not ${what}: GitHub knows no such pull request`, 200)
  }
  if (!reading.start) {
    if (!hasPlace(place) || !hasFacts(page)) {
      throw new GitHubFault(`could not ${what}: the answer is without its facts`, 200)
    }
    reading.start = { ...times, place, head: page.headRefOid, facts: page }
  }
  if (page.headRefOid !== reading.start.head)
    throw new InconsistentRead(`could not ${what}: its head moved meanwhile`)
  if (asked.has('recent')) reading.recent = page
  if (asked.has('files') && !isListed(page.files)) reading.areFilesListed = false
  return new Map(
    LISTS.filter((name) => asked.has(name)).flatMap((name) => {
      const next = collect(reading, page, name, asked.get(name) ?? null)
      return next === null ? [] : [[name, next] as const]
    }),
  )
}

function hasPlace(place: Partial<PlaceFragment>): place is PlaceFragment {
  return place.owner !== undefined
}

function hasFacts(page: Partial<FactsFragment>): page is FactsFragment {
  return page.number !== undefined
}

function isListed(page: { readonly nodes: readonly unknown[] | null } | null | undefined): boolean {
  return page?.nodes != null && !page.nodes.includes(null)
}

interface ListPage<Node> {
  readonly totalCount?: number
  readonly pageInfo: PageFragment
  readonly nodes: readonly (Node | null)[] | null
}

/** Adds a page to a list; returns the cursor of the next page, or null. */
function collect<List extends ListName>(
  { lists, gaps }: Reading,
  page: { readonly [Name in ListName]?: ListPage<ListNodes[Name]> | null },
  name: List,
  from: string | null,
): string | null {
  const connection: ListPage<ListNodes[List]> | null | undefined = page[name]
  const collected: ListNodes[List][] = lists[name]
  // A missing or incomplete list of files is an answer: the trees show what changed (D6).
  if (name === 'files' && !isListed(connection)) return null
  if (!connection) {
    gaps.push({ list: name, why: `its ${WORDS[name]} do not come` })
    return null
  }
  const nodes = (connection.nodes ?? []).filter((node) => node !== null)
  if (nodes.length !== connection.nodes?.length) {
    gaps.push({ list: name, why: `some of its ${WORDS[name]} do not come` })
  }
  if (BACKWARD.has(name)) collected.unshift(...nodes)
  else collected.push(...nodes)
  const most = MOST[name] ?? Number.POSITIVE_INFINITY
  if (collected.length >= most || (name === 'files' && (connection.totalCount ?? 0) > most)) return null
  const next = nextPage(connection.pageInfo, BACKWARD.has(name) ? 'backward' : 'forward', from)
  const counted = connection.totalCount
  if (next === null && COUNTED.has(name) && counted !== undefined && collected.length !== counted) {
    gaps.push({ list: name, why: `GitHub counts ${counted} ${WORDS[name]} and shows ${collected.length}` })
  }
  return next
}

const WORDS: Readonly<Record<ListName, string>> = {
  files: 'files',
  commits: 'commits',
  comments: 'comments',
  reviews: 'reviews',
  timeline: 'timeline events',
  forcePushes: 'force-pushes',
}
