import type { PullRequestReference } from '../facts/reference.ts'
import type { Caches } from './caches.ts'
import { GraphQLErrors } from './ask.ts'
import { GitHubFault, type GraphQLProblem } from './faults.ts'

/** How much of a pull request is asked for at a time. */
export interface Pace {
  /** All that is wanted in one query, or one part after the other. */
  readonly isTogether: boolean
  /** The most entries of a list in one page. */
  readonly size: number
}

const FULL: Pace = { isTogether: true, size: 100 }
/** For so long less is asked for: after a limit, and after what may have been an accident. */
const LONG_MS = 600_000
const SHORT_MS = 60_000
/**
 * The page sizes that are tried, one after the other. The last is one: an entry brings its edits along, so ten of them can
 * still be too much.
 */
const SIZES: readonly number[] = [100, 50, 25, 10, 3, 1]

/** Returns how much of a pull request to ask for at a time: less for a while after a query was too much for GitHub. */
export function paceOf({ paces }: Caches, reference: PullRequestReference): Pace {
  return paces.get(keyOf(reference)) ?? FULL
}

/**
 * Reads a pull request more slowly from now on, after `parts` were too much in one query: one part after the other, then
 * in smaller pages. False where there is nothing smaller to ask for.
 */
export function readsSlower(
  caches: Caches,
  reference: PullRequestReference,
  parts: { readonly count: number; readonly hasList: boolean },
  error: unknown,
): boolean {
  const { size } = paceOf(caches, reference)
  const smaller = parts.count > 1 ? size : parts.hasList ? SIZES.find((each) => each < size) : undefined
  if (smaller === undefined) return false
  caches.paces.set(
    keyOf(reference),
    { isTogether: false, size: smaller },
    { ttl: isLimit(error) ? LONG_MS : SHORT_MS },
  )
  return true
}

/**
 * Returns whether an error says that a query was too much for GitHub: a resource limit, or a time limit, answered with
 * 502, 504 or not at all (GH-40).
 */
export function isTooMuch(error: unknown): boolean {
  if (!(error instanceof GitHubFault)) return false
  if (isLimit(error) || problemsIn(error).some(({ message }) => TIMEOUT.test(message))) return true
  if (error.status === null) return isTimeout(error.cause)
  return error.status === 502 || error.status === 504
}

/** A resource limit is met every time; a time limit may have been met by chance. */
function isLimit(error: unknown): boolean {
  return problemsIn(error).some(({ type }) => type !== undefined && LIMITS.has(type))
}

function problemsIn(error: unknown): readonly GraphQLProblem[] {
  return error instanceof GraphQLErrors ? error.problems : []
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'TimeoutError' || isTimeout(cause.cause))
}

const LIMITS: ReadonlySet<string> = new Set(['RESOURCE_LIMITS_EXCEEDED', 'MAX_NODE_LIMIT_EXCEEDED'])
const TIMEOUT = /\btimeout\b|timed out|took too long/i

function keyOf({ repositoryId, number }: PullRequestReference): string {
  return `${repositoryId}#${number}`
}
