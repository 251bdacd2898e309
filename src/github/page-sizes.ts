import type { PullRequestReference } from '../facts/reference.ts'
import type { Caches } from './caches.ts'

/** The lists of a pull request, as `pull-request.graphql` calls them. */
export const LISTS = ['files', 'commits', 'comments', 'reviews', 'timeline', 'forcePushes'] as const

export type ListName = (typeof LISTS)[number]

/** How many entries the lists of a pull request were seen to hold. */
export type Counts = Readonly<Partial<Record<ListName, number>>>

/** The first page of a list that nothing is known of. GitHub charges for what a page could hold, not for what it holds. */
const UNKNOWN: Readonly<Record<ListName, number>> = {
  files: 100,
  commits: 30,
  comments: 100,
  reviews: 30,
  timeline: 100,
  forcePushes: 1,
}
/** What hangs below a force-push costs thirty times itself. */
const LARGEST: Readonly<Partial<Record<ListName, number>>> = { forcePushes: 3 }
/** No more than 100 entries of a list come at a time: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const MOST = 100
/** Room for what was added since it was counted. */
const ROOM: Readonly<Partial<Record<ListName, number>>> = { forcePushes: 1 }
const USUAL_ROOM = 10

/** How many entries of a list to ask for: as many as it held before and some more, so that one page does. */
export function sizeOfPage(
  { counts }: Caches,
  reference: PullRequestReference,
  name: ListName,
  isLater: boolean,
): number {
  const most = LARGEST[name] ?? MOST
  if (isLater) return most
  const known = counts.get(keyOf(reference))?.[name]
  return Math.min(most, known === undefined ? UNKNOWN[name] : known + (ROOM[name] ?? USUAL_ROOM))
}

/** Notes how many entries the lists of a pull request hold. */
export function noteCounts({ counts }: Caches, reference: PullRequestReference, seen: Counts): void {
  counts.set(keyOf(reference), { ...counts.get(keyOf(reference)), ...seen })
}

function keyOf({ repositoryId, number }: PullRequestReference): string {
  return `${repositoryId}#${number}`
}
