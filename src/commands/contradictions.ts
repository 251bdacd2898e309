import type { Post } from '../facts/snapshot.ts'
import { endsAlignment, endsCommitment, isConsent, stepsOut } from './effects.ts'
import type { CommandWord } from './model/command-word.ts'
import { type Act, isWord, nameOf, type Spoken } from './model/spoken.ts'

/** Commands of one post that are rejected together, and the reason. */
export interface Contradiction {
  readonly rejected: ReadonlySet<Spoken>
  readonly why: string
}

/** Returns the commands of one post that contradict each other: what blocks counts, what consents does not (C0, C2). */
export function contradictionsIn(
  spoken: readonly Spoken[],
  post: Post,
  editedAway: readonly Spoken[] = [],
): readonly Contradiction[] {
  const asked = post.review?.state === 'changes requested'
  const hold = spoken.find(endsCommitment)
  const rejected = spoken.filter(
    (said) => isConsent(said) && (asked || spoken.some((other) => contradicts(said, other))),
  )
  if (rejected.length === 0) return beforeItsEdit(spoken, post, editedAway)
  const words = listed(rejected.map(quotedName))
  // An approval can only be repeated as a command.
  const again = listed(rejected.map((said) => (said.kind === 'approve' ? '`/commit`' : quotedName(said))))
  const why = asked
    ? `This review requests changes and says ${words}. Only the request counts; once it is resolved, post ${again} in a new comment.`
    : hold
      ? `${placeOf(post)} says both ${words} and ${quotedName(hold)}. Only the latter counts; once it is resolved, post ${again} in a new comment.`
      : `${placeOf(post)} says ${words}, which contradict each other, so none of them counts. Post one of them in a new comment.`
  return [{ rejected: new Set(rejected), why }]
}

/**
 * Returns the consent that an edit put in place of a block. Consent counts from when the post was first written (C5), so
 * both would have been posted in the same second.
 */
function beforeItsEdit(
  spoken: readonly Spoken[],
  post: Post,
  editedAway: readonly Spoken[],
): readonly Contradiction[] {
  const rejected = spoken.filter(
    (said) =>
      isConsent(said) && editedAway.some((other) => endsCommitment(other) && contradicts(said, other)),
  )
  const block = editedAway.find(endsCommitment)
  if (rejected.length === 0 || !block) return []
  const words = listed(rejected.map(quotedName))
  const why = `${placeOf(post)} said ${quotedName(block)} before it was edited, so ${words} in it doesn't count. Post it in a new comment.`
  return [{ rejected: new Set(rejected), why }]
}

/**
 * Returns why consent does not count beside what its writer posted elsewhere in the same second, because GitHub does not
 * say which came first (C0, P1); null when it does not contradict.
 */
export function tieOf(said: Spoken, sameSecond: readonly Spoken[]): string | null {
  const against = isConsent(said) ? sameSecond.filter((other) => contradicts(said, other)) : []
  const hold = against.find(endsCommitment)
  const again = said.kind === 'approve' ? '`/commit`' : quotedName(said)
  if (hold)
    return `You posted this and ${quotedName(hold)} in the same second. Only the latter counts; once it is resolved, post ${again} in a new comment.`
  const [other] = against
  if (!other) return null
  return `You posted ${again} and ${quotedName(other)} in the same second, which contradict each other, so none of them counts. Post one of them in a new comment.`
}

function placeOf({ review }: Post): string {
  return review ? 'This review' : 'This comment'
}

function listed(words: readonly string[]): string {
  return [...new Set(words)].join(' and ')
}

function quotedName(said: Spoken): string {
  return said.kind === 'doubt' ? nameOf(said) : `\`${nameOf(said)}\``
}

/** Returns whether a command that consents cannot count beside another one (C0). */
export function contradicts(said: Act, other: Act): boolean {
  if (said === other) return false
  if ((stepsOut(said) && staysIn(other)) || (staysIn(said) && stepsOut(other))) return true
  // Agreeing with the problem and objecting to the solution do not contradict (P3).
  if (isWord(said, 'align')) return other.kind === 'doubt' || endsAlignment(other)
  if (endsCommitment(other)) return true
  const isEither = (...words: readonly CommandWord[]) => isWord(said, ...words) && isWord(other, ...words)
  return (
    (isEither('commit', 'disagree-commit') || (stepsOut(said) && stepsOut(other))) &&
    nameOf(said) !== nameOf(other)
  )
}

/** Returns whether something said contradicts a recusal. `/heard` does not: people may close their objection and leave (C3). */
function staysIn(said: Act): boolean {
  return isConsent(said) && !stepsOut(said) && !isWord(said, 'heard')
}
