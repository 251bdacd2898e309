import type { Post } from '../facts/snapshot.ts'
import type { CommandWord } from './model/command-word.ts'
import { endsAlignment, endsCommitment, isConsent, stepsOut } from './effects.ts'
import { isWord, nameOf, type Spoken } from './model/spoken.ts'

/** Words of one remark that are refused together, and why. */
export interface Contradiction {
  readonly refused: ReadonlySet<Spoken>
  readonly why: string
}

/** Words of one remark that cannot both be meant: what holds counts, what lets go does not (C0, C2). */
export function contradictionsIn(
  spoken: readonly Spoken[],
  post: Post,
  editedAway: readonly Spoken[] = [],
): readonly Contradiction[] {
  const asked = post.review?.state === 'changes requested'
  const hold = spoken.find(endsCommitment)
  const refused = spoken.filter(
    (said) => isConsent(said) && (asked || spoken.some((other) => contradicts(said, other))),
  )
  if (refused.length === 0) return beforeItsEdit(spoken, editedAway)
  const words = listed(refused.map(quotedName))
  // Nobody can approve in a comment.
  const again = listed(refused.map((said) => (said.kind === 'approve' ? '`/commit`' : quotedName(said))))
  const why = asked
    ? `This review requests changes and says ${words}. The request counts; say ${again} in a new comment when it is settled.`
    : hold
      ? `This comment says both ${words} and ${quotedName(hold)}. The second counts; say ${again} alone in a new comment when it is settled.`
      : `This comment says ${words}, which cannot all be meant, so none of them counts. Say one of them in a new comment.`
  return [{ refused: new Set(refused), why }]
}

/**
 * What consents counts from when a post was first written, also when an edit brings it (C5): beside what blocked there
 * before the edit it would have come in the same second.
 */
function beforeItsEdit(spoken: readonly Spoken[], editedAway: readonly Spoken[]): readonly Contradiction[] {
  const refused = spoken.filter(
    (said) =>
      isConsent(said) && editedAway.some((other) => endsCommitment(other) && contradicts(said, other)),
  )
  const block = editedAway.find(endsCommitment)
  if (refused.length === 0 || !block) return []
  const words = listed(refused.map(quotedName))
  const why = `This comment said ${quotedName(block)} before it was edited, so ${words} in it does not count. Post it in a new comment.`
  return [{ refused: new Set(refused), why }]
}

/**
 * Why a word that lets go does not count beside those that its writer said elsewhere in the same second: GitHub does not
 * tell which came first (C0, P1). Null where nothing speaks against it.
 */
export function tieOf(said: Spoken, sameSecond: readonly Spoken[]): string | null {
  const hold = isConsent(said)
    ? sameSecond.find((other) => endsCommitment(other) && contradicts(said, other))
    : null
  if (!hold) return null
  return `You said this and ${quotedName(hold)} in the same second. The second counts; say ${said.kind === 'approve' ? '`/commit`' : quotedName(said)} in a new comment when it is settled.`
}

function listed(words: readonly string[]): string {
  return [...new Set(words)].join(' and ')
}

function quotedName(said: Spoken): string {
  return said.kind === 'doubt' ? nameOf(said) : `\`${nameOf(said)}\``
}

function contradicts(said: Spoken, other: Spoken): boolean {
  if (said === other) return false
  if ((stepsOut(said) && staysIn(other)) || (staysIn(said) && stepsOut(other))) return true
  // Sharing the problem and objecting to the solution go well together (P3).
  if (isWord(said, 'align')) return other.kind === 'doubt' || endsAlignment(other)
  if (endsCommitment(other)) return true
  const isEither = (...words: readonly CommandWord[]) => isWord(said, ...words) && isWord(other, ...words)
  return (
    (isEither('commit', 'disagree-commit') || (stepsOut(said) && stepsOut(other))) &&
    nameOf(said) !== nameOf(other)
  )
}

/** What undoes its writer's stepping out, but for `/heard`, which may well be said before one goes (C3). */
function staysIn(said: Spoken): boolean {
  return isConsent(said) && !stepsOut(said) && !isWord(said, 'heard')
}
