import { rfcPath } from '../board/rfc-path.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { Settings } from '../settings/settings.ts'

/** Returns the board's page of a pull request; null where nobody could open it. */
export function boardUrl(
  { publicUrl, oauth, isBoardPublic }: Pick<Settings, 'publicUrl' | 'oauth' | 'isBoardPublic'>,
  reference: Pick<PullRequestReference, 'owner' | 'repo' | 'number'>,
  isPrivate: boolean,
): string | null {
  const isShown = oauth !== null || (isBoardPublic && !isPrivate)
  return publicUrl !== null && isShown ? `${publicUrl}${rfcPath(reference)}` : null
}
