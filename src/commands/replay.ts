import { type Post, postKey } from '../facts/snapshot.ts'
import { byTime, EVER } from '../facts/time.ts'
import { isUnreadTeam, keyOf, personKey } from '../rfc/person-or-team.ts'
import { apply } from './apply.ts'
import type { Collected, Rejection, Tampering } from './collect.ts'
import { COMMANDS } from './commands.ts'
import { type Ended, endAgain, endedBy } from './ended.ts'
import { isConsent } from './effects.ts'
import { type Eligible, type Outcome, STAYS_REJECTED } from './model/outcome.ts'
import { eligibilityOf, type Permissions } from './model/permissions.ts'
import { commandLine } from './model/spoken.ts'
import type { Statement } from './model/statement.ts'
import { keepDelegate } from './words/delegate.ts'
import { type Added, addPersonOrTeam, newWorld, type World } from './model/world.ts'

/** What the statements of a pull request come to. */
export interface Replayed extends Readonly<World> {
  /** Remarks with something that counts, for a 👍 (C4). */
  readonly accepted: ReadonlySet<Post>
  readonly rejections: readonly Rejection[]
  /** Remarks that are not answered before it can be read who was named: their marks stay as they are (V6). */
  readonly undecided: ReadonlySet<Post>
  /** What was said and ended something: it is remembered, for the post may be deleted (C6). */
  readonly ended: readonly Ended[]
  /** Statements that no longer count because somebody edited or deleted a comment of their writer (C5, C6). */
  readonly voided: readonly { readonly statement: Statement; readonly tampering: Tampering }[]
}

/** What our own notes add to what the remarks still say. */
export interface Notes {
  readonly added: readonly Pick<Added, 'personOrTeam' | 'at'>[]
  /** People silenced by a deletion that was noted, whether they could hold is no longer asked. */
  readonly silenced: readonly { readonly person: Tampering['writer'] & object; readonly at: string }[]
  /** What ended something when it was said, whether or not it still stands there (C6). */
  readonly ended: readonly Ended[]
  /** People of whom a post that blocked is gone, while nobody knows who deleted it (C6). */
  readonly gone: readonly { readonly person: Tampering['writer'] & object; readonly at: string }[]
}

/**
 * Replays the statements in order (P1). What was refused stays refused until it is said again (C0): where GitHub shows
 * only how things stand now, our own marks on a remark tell how it was answered when it was said: 👍 for what was
 * accepted, 😕 for what was refused, both where both were. So one we refused is not revived by a change elsewhere.
 */
export function replay(collected: Collected, permissions: Permissions, notes: Notes): Replayed {
  const barred = new Set<Post | Statement>()
  for (;;) {
    const run = replayOnce(collected, permissions, notes, barred)
    const more = run.doubtful.filter((one) => !barred.has(one))
    if (more.length === 0) return run.replayed
    for (const one of more) barred.add(one)
  }
}

function replayOnce(
  collected: Collected,
  permissions: Permissions,
  notes: Notes,
  barred: ReadonlySet<Post | Statement>,
): { replayed: Replayed; doubtful: readonly (Post | Statement)[] } {
  const world = newWorld()
  const accepted = new Map<Post, number>()
  const rejections: Rejection[] = [...collected.rejections]
  const undecided = new Set<Post>()
  const revived: Statement[] = []
  const voided: { statement: Statement; tampering: Tampering }[] = []
  const lettingGo: { post: Post; eligibility: Eligible }[] = []
  const silence = silencer(world, collected.tampered, notes)
  const bringIn = bringerIn(world, collected.formerDelegates, permissions, notes)
  const ended: Ended[] = [...collected.ended]
  const endedBefore = [...notes.ended, ...collected.ended].toSorted((a, b) => byTime(a.at, b.at))
  const end = inTime(endedBefore, (each) => endAgain(world, each))
  const nameAgain = inTime(permissions.namedAgain, ({ keys }) => {
    for (const key of keys) world.released.delete(key)
  })
  for (const statement of collected.statements) {
    const { said, post } = statement
    end(statement.at)
    nameAgain(statement.at)
    bringIn(statement.at)
    silence(statement.at)
    const tampering = voidedBy(statement, collected.tampered)
    if (tampering) {
      if (isEditedAfter(statement, tampering)) rejections.push({ post, why: TOO_OLD, isAdvice: false })
      else voided.push({ statement, tampering })
      if (said.kind === 'command' && said.word === 'delegate') keepDelegate(world, statement, permissions)
      continue
    }
    // An approval by somebody nobody named is no mistake of theirs; a 👍 for words beside it must not vouch for it.
    const isStranger =
      said.kind === 'approve' &&
      !collected.statements.some((other) => other !== statement && other.post === post) &&
      eligibilityOf(world, permissions, statement.by.id, statement.at) === 'no'
    const isBarred = isConsent(said) && (barred.has(post) || barred.has(statement))
    const wasAway = isAway(world, statement)
    const before = world.standings.get(statement.by.id)?.commitment ?? null
    const outcome = isBarred ? STAYS_REJECTED : apply(world, statement, permissions)
    const block = endedBy(said)
    const isBack = outcome.kind === 'accepted' && wasAway && !isAway(world, statement)
    if (block) ended.push(endOf(statement, block))
    else if (isBack) ended.push(endOf(statement, { what: 'word', withAlignment: false }))
    const after = world.standings.get(statement.by.id)?.commitment ?? null
    if (before && after?.post === post && before.post !== post)
      ended.push(endOf(statement, { what: 'commitment', withAlignment: false }))
    if (outcome.kind === 'accepted') {
      if (counts(said)) accepted.set(post, (accepted.get(post) ?? 0) + 1)
      if (isConsent(said)) lettingGo.push({ post, eligibility: outcome.eligibility })
      if (isConsent(said) && permissions.wasRejected(statement)) revived.push(statement)
      if (speaksAgain(said)) world.mustSpeak.delete(statement.by.id)
    }
    if (isUndecided(outcome, statement, world, permissions)) {
      undecided.add(post)
      continue
    }
    const why = outcome.kind === 'rejected' ? outcome.why : outcome.advice
    if (why && (!isStranger || barred.has(post)))
      rejections.push({ post, why, isAdvice: outcome.kind === 'accepted', line: commandLine(said) })
  }
  end(EVER)
  nameAgain(EVER)
  bringIn(EVER)
  silence(EVER)
  // Who is named by nothing is waited for by nobody, whoever deleted a comment of theirs.
  for (const [id, { isNoted }] of world.mustSpeak)
    if (!isNoted && eligibilityOf(world, permissions, id, EVER) === 'no') world.mustSpeak.delete(id)
  const posts = new Set(accepted.keys())
  const replayed = {
    ...world,
    objections: world.objections,
    accepted: posts,
    rejections,
    undecided,
    voided,
    ended,
  }
  return { replayed, doubtful: [...doubtfulIn(lettingGo, accepted, rejections), ...revived] }
}

/** Whether nobody waits for the writer of a statement: they recused themself, or were released. */
function isAway({ standings, released }: World, { by }: Statement): boolean {
  return (standings.get(by.id)?.recused ?? null) !== null || released.has(personKey(by.id))
}

function endOf({ post, by, at }: Statement, end: Pick<Ended, 'what' | 'withAlignment'>): Ended {
  return { ...end, post: postKey(post), by, at }
}

function counts(said: Statement['said']): boolean {
  return said.kind === 'command' || said.kind === 'approve'
}

/** What ends the waiting for somebody whose comment was deleted: an accepted command, chat is none (C6). */
function speaksAgain(said: Statement['said']): boolean {
  return said.kind === 'approve' || (said.kind === 'command' && COMMANDS[said.word].effect !== 'neither')
}

/** Whether it is not known yet that its writer was not named: it is answered once the team or the text can be read (V6). */
function isUndecided(outcome: Outcome, { at }: Statement, world: World, permissions: Permissions): boolean {
  if (outcome.kind !== 'rejected' || outcome.because !== 'not named') return false
  return (
    permissions.isNamedUnknown(at) ||
    [...world.added.values()].some((added) => added.at < at && isUnreadTeam(added.personOrTeam))
  )
}

/**
 * Remarks that let go of something although we refused them, or may have. Of one word that was accepted beside others
 * that were not, our two marks prove that it was this one; of several nobody can tell, so where their right rests on
 * what is shown now they count whole or not at all.
 */
function doubtfulIn(
  lettingGo: readonly { post: Post; eligibility: Eligible }[],
  accepted: ReadonlyMap<Post, number>,
  rejections: readonly Rejection[],
): readonly Post[] {
  const refused = new Set(rejections.flatMap(({ post, isAdvice }) => (isAdvice ? [] : [post])))
  return lettingGo.flatMap(({ post, eligibility }) => {
    const wasRefused = post.reacted.includes('confused')
    const isEdited = post.revisions?.length !== 1
    const isRevived = wasRefused && !isEdited && !(refused.has(post) && post.reacted.includes('+1'))
    const isOneOfSeveral = isEdited || (accepted.get(post) ?? 0) > 1
    const isUnproved = eligibility === 'shown now' && (wasRefused || refused.has(post)) && isOneOfSeveral
    return isRevived || isUnproved ? [post] : []
  })
}

/** What a writer let go of before somebody else edited or deleted a comment of theirs is void (C5, C6). */
function voidedBy(statement: Statement, tampered: readonly Tampering[]): Tampering | null {
  if (!isConsent(statement.said)) return null
  return (
    tampered.find(
      ({ writer, at }) => (writer === null || writer.id === statement.by.id) && statement.at <= at,
    ) ?? null
  )
}

/** Whether its writer came back to a remark after it was void: then they wait for an answer to it (C4). */
function isEditedAfter({ post }: Statement, { at }: Tampering): boolean {
  const last = post.revisions?.at(-1)?.at
  return last !== undefined && last > post.at && last > at
}

const TOO_OLD =
  'What lets go counts from when a comment was first posted, and since then somebody else edited or deleted a comment of yours. Say it in a new comment.'

/**
 * Suspends those whose comments somebody else deleted: they are waited for by name until they speak, for nobody can tell
 * what the comment said (C6). So does a deletion that came before they were named (P5), and one ends their release: they
 * may have said something that ended it (C3). The result is called with a time before which deletions have happened.
 */
function silencer(world: World, tampered: readonly Tampering[], notes: Notes): (time: string) => void {
  const deletions = [
    ...tampered.flatMap(({ why, writer, at }) =>
      why === 'deleted by another' && writer ? [{ person: writer, at, isNoted: false }] : [],
    ),
    ...notes.silenced.map((each) => ({ ...each, isNoted: true })),
    ...notes.gone.map((each) => ({ ...each, isNoted: false })),
  ].toSorted((a, b) => byTime(a.at, b.at))
  return inTime(deletions, ({ person, at, isNoted }) => {
    const wasNoted = world.mustSpeak.get(person.id)?.isNoted ?? false
    world.mustSpeak.set(person.id, { person, since: at, isNoted: isNoted || wasNoted })
    world.released.delete(personKey(person.id))
  })
}

/** Does what happened beside the statements, in order: called with a time, all that came before it. */
function inTime<Event extends { readonly at: string }>(
  events: readonly Event[],
  happen: (event: Event) => void,
): (time: string) => void {
  let next = 0
  return (time) => {
    for (let event = events[next]; event && event.at < time; event = events[++next]) happen(event)
  }
}

/**
 * Brings those in whose `/add` or `/delegate` can no longer be read, at the time it was said: a release or a stepping out
 * before it is undone by it, one after it stands (C3). The result is called with a time before which they came.
 */
function bringerIn(
  world: World,
  formerDelegates: readonly Statement[],
  permissions: Permissions,
  notes: Notes,
): (time: string) => void {
  const coming = [
    ...notes.added.map(({ personOrTeam, at }) => ({
      at,
      // The comment is still there and said it already.
      bring: () =>
        world.added.get(keyOf(personOrTeam))?.at === at || addPersonOrTeam(world, personOrTeam, at, null),
    })),
    ...formerDelegates.map((said) => ({ at: said.at, bring: () => keepDelegate(world, said, permissions) })),
  ].toSorted((a, b) => byTime(a.at, b.at))
  return inTime(coming, ({ bring }) => bring())
}
