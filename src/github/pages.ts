import type { PageFragment } from './answers.generated.ts'
import { GitHubFault } from './faults.ts'

/** Returns the cursor of the next page, or null at the end of a list. Throws when the cursor does not move (V6). */
export function nextPage(
  info: PageFragment,
  direction: 'forward' | 'backward',
  from: string | null,
): string | null {
  const goesOn = direction === 'forward' ? info.hasNextPage : info.hasPreviousPage
  if (!goesOn) return null
  const cursor = direction === 'forward' ? info.endCursor : info.startCursor
  if (!cursor || cursor === from)
    throw new GitHubFault('a list of GitHub goes on, but not from anywhere', 200)
  return cursor
}
