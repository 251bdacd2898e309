import type { PullRequestReference } from '../domain/reference.ts'
import { ask, documentNamed } from './ask.ts'
import { MOST_LISTED } from './changes.ts'
import { PullRequestGone, TornRead } from './faults.ts'
import { nextPage } from './pages.ts'
import type {
  FactsNode,
  ListNodes,
  PlaceNode,
  PullRequestAnswer,
  PullRequestPage,
} from './pull-request-answer.ts'
import type { Reader } from './reader.ts'

/** A pull request as GitHub answered, its lists put together from their pages, oldest first. */
export interface PagesRead {
  readonly at: string
  readonly place: PlaceNode
  readonly head: string
  readonly facts: FactsNode
  readonly lists: { readonly [List in keyof ListNodes]: readonly ListNodes[List][] }
  /** False where GitHub gave no list of files, or one with holes (GH-18). */
  readonly areFilesListed: boolean
}

type ListName = keyof ListNodes

const DOCUMENT = documentNamed('pull-request')
const MAY_BE_NULL = ['repository', 'pull request', "owner's .github", 'file', "check run's number"] as const
const LISTS: readonly ListName[] = ['files', 'commits', 'comments', 'reviews', 'timeline', 'forcePushes']
// Read from the newest backwards: what is old may be missed here, what is new may not.
const BACKWARD: ReadonlySet<ListName> = new Set(['commits', 'forcePushes'])
/** GitHub lists no more than so many; reading on would never come to the count it gives. */
const MOST: Partial<Record<ListName, number>> = { files: MOST_LISTED, commits: 250 }
/** Lists in which nothing may be missing (V6). The rest prove themselves otherwise or fail on the safe side. */
const COUNTED: ReadonlySet<ListName> = new Set(['comments', 'reviews'])

/**
 * Reads a pull request, all pages of its lists in lock-step: one query where each fits a page of 100. Throws
 * `PullRequestGone` where there is none, and `TornRead` when it changed on the way.
 */
export async function readPages(reader: Reader, reference: PullRequestReference): Promise<PagesRead> {
  const what = `read ${reference.owner}/${reference.repo}#${reference.number}`
  const collected = new Map<ListName, unknown[]>(LISTS.map((name) => [name, []]))
  let wanted = new Map<ListName, string | null>(LISTS.map((name) => [name, null]))
  let start: Omit<PagesRead, 'lists' | 'areFilesListed'> | null = null
  let areFilesListed = true
  while (wanted.size > 0) {
    const { data, at } = await askPage(reader, reference, wanted, start === null, what)
    const place = data.repository
    const page = place?.pullRequest
    if (!place || !page)
      throw new PullRequestGone(`could not ${what}: GitHub knows no such pull request`, 200)
    if (wanted.has('files') && !isListed(page.files)) areFilesListed = false
    start ??= { at, place, head: page.headRefOid, facts: page }
    if (page.headRefOid !== start.head) throw new TornRead(`could not ${what}: its head moved meanwhile`)
    wanted = new Map(
      [...wanted].flatMap(([name, from]) => {
        const next = collect(page, name, from, collected.get(name)!, what)
        return next === null ? [] : [[name, next] as const]
      }),
    )
  }
  return { ...start!, areFilesListed, lists: Object.fromEntries(collected) as unknown as PagesRead['lists'] }
}

async function askPage(
  { octokit, appId }: Reader,
  { owner, repo, number }: PullRequestReference,
  wanted: ReadonlyMap<ListName, string | null>,
  first: boolean,
  what: string,
) {
  const lists = LISTS.flatMap((name) => [
    [name, wanted.has(name)],
    [`${name}From`, wanted.get(name) ?? null],
  ])
  const variables = { owner, repo, number, appId, first, ...Object.fromEntries(lists) }
  return ask<PullRequestAnswer>(octokit, { text: DOCUMENT, variables, what, mayBeNull: MAY_BE_NULL })
}

function isListed(page: { readonly nodes: readonly unknown[] | null } | null | undefined): boolean {
  return page?.nodes != null && !page.nodes.includes(null)
}

/** Adds a page to what was collected of a list; gives where it goes on. */
function collect(
  page: PullRequestPage,
  name: ListName,
  from: string | null,
  collected: unknown[],
  what: string,
): string | null {
  const connection = page[name]
  // Of files no list, or one with holes, is an answer: the trees tell what changed (D6).
  if (name === 'files' && !isListed(connection)) return null
  if (!connection?.nodes || connection.nodes.includes(null)) {
    throw new TornRead(`could not ${what}: its ${name} are not whole`)
  }
  if (BACKWARD.has(name)) collected.unshift(...connection.nodes)
  else collected.push(...connection.nodes)
  const most = MOST[name] ?? Number.POSITIVE_INFINITY
  if (collected.length >= most || (name === 'files' && (connection.totalCount ?? 0) > most)) return null
  const next = nextPage(connection.pageInfo, BACKWARD.has(name) ? 'backward' : 'forward', from)
  if (next === null && COUNTED.has(name) && collected.length !== connection.totalCount) {
    throw new TornRead(`could not ${what}: ${collected.length} of ${connection.totalCount} ${name} came`)
  }
  return next
}
