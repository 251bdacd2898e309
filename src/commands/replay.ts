import type { Timestamp } from '../facts/ids.ts'
import { postKey } from '../facts/keys.ts'
import type { Post } from '../facts/snapshot.ts'
import { byTime, EVER } from '../facts/time.ts'
import { isUnreadTeam, keyOf, personKey } from '../rfc/person-or-team.ts'
import { apply } from './apply.ts'
import type { Collected, Rejection, Tampering } from './collect.ts'
import { COMMANDS } from './commands.ts'
import { isConsent } from './effects.ts'
import { type Ended, endAgain, endedBy } from './ended.ts'
import { type Eligible, type Outcome, STAYS_REJECTED } from './model/outcome.ts'
import { eligibilityOf, type Permissions } from './model/permissions.ts'
import { commandLine } from './model/spoken.ts'
import type { Statement } from './model/statement.ts'
import { type Added, addPersonOrTeam, newWorld, type World } from './model/world.ts'
import { keepDelegate } from './words/delegate.ts'

/** The result of all statements of a pull request. */
export interface Replayed extends Readonly<World> {
  /** Posts with something that counts, for a 👍 (C4). */
  readonly accepted: ReadonlySet<Post>
  readonly rejections: readonly Rejection[]
  /** Posts that get no answer until every stakeholder list is read: their reactions stay as they are (V6). */
  readonly undecided: ReadonlySet<Post>
  /** What ended something. It is remembered, because the post may be deleted (C6). */
  readonly ended: readonly Ended[]
  /** Statements that no longer count because somebody edited or deleted a comment of their writer (C5, C6). */
  readonly voided: readonly { readonly statement: Statement; readonly tampering: Tampering }[]
}

/** What the App's own notes add to the posts that are left. */
export interface Notes {
  readonly added: readonly Pick<Added, 'personOrTeam' | 'at'>[]
  /** People suspended by a deletion that was noted; whether they could block is not asked again. */
  readonly silenced: readonly { readonly person: Tampering['writer'] & object; readonly at: Timestamp }[]
  /** What ended something when it was posted, whether or not the post is still there (C6). */
  readonly ended: readonly Ended[]
  /** People with a post that blocked and is gone while it is not known who deleted it (C6). */
  readonly gone: readonly { readonly person: Tampering['writer'] & object; readonly at: Timestamp }[]
}

/**
 * Replays the statements in order (P1). What was rejected stays rejected until it is posted again (C0). The App's
 * reactions on a post tell how it was answered then (👍 accepted, 😕 rejected), because GitHub shows only the present.
 */
export function replay(collected: Collected, permissions: Permissions, notes: Notes): Replayed {
  const rejectedBefore = new Set<Post | Statement>()
  for (;;) {
    const run = replayOnce(collected, permissions, notes, rejectedBefore)
    const more = run.doubtful.filter((one) => !rejectedBefore.has(one))
    if (more.length === 0) return run.replayed
    for (const one of more) rejectedBefore.add(one)
  }
}

function replayOnce(
  collected: Collected,
  permissions: Permissions,
  notes: Notes,
  rejectedBefore: ReadonlySet<Post | Statement>,
): { replayed: Replayed; doubtful: readonly (Post | Statement)[] } {
  const world = newWorld()
  const accepted = new Map<Post, number>()
  const rejections: Rejection[] = [...collected.rejections]
  const undecided = new Set<Post>()
  const revived: Statement[] = []
  const voided: { statement: Statement; tampering: Tampering }[] = []
  const consents: { post: Post; eligibility: Eligible }[] = []
  const suspend = suspender(world, collected.tampered, notes)
  const addKept = adder(world, collected.formerDelegates, permissions, notes)
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
    addKept(statement.at)
    suspend(statement.at)
    const tampering = voidedBy(statement, collected.tampered)
    if (tampering) {
      if (isEditedAfter(statement, tampering)) rejections.push({ post, why: TOO_OLD, isAdvice: false })
      else voided.push({ statement, tampering })
      if (said.kind === 'command' && said.word === 'delegate') keepDelegate(world, statement, permissions)
      continue
    }
    // An approval by somebody who is not a stakeholder gets no reply. A 👍 for commands beside it must not prove it.
    const isStranger =
      said.kind === 'approve' &&
      !collected.statements.some((other) => other !== statement && other.post === post) &&
      eligibilityOf(world, permissions, statement.by.id, statement.at) === 'no'
    const wasRejectedBefore = isConsent(said) && (rejectedBefore.has(post) || rejectedBefore.has(statement))
    const wasAway = isAway(world, statement)
    const before = world.standings.get(statement.by.id)?.commitment ?? null
    const outcome = wasRejectedBefore ? STAYS_REJECTED : apply(world, statement, permissions)
    const block = endedBy(said)
    const isBack = outcome.kind === 'accepted' && wasAway && !isAway(world, statement)
    if (block) ended.push(endOf(statement, block))
    else if (isBack) ended.push(endOf(statement, { what: 'word', withAlignment: false }))
    const after = world.standings.get(statement.by.id)?.commitment ?? null
    if (before && after?.post === post && before.post !== post)
      ended.push(endOf(statement, { what: 'commitment', withAlignment: false }))
    if (outcome.kind === 'accepted') {
      if (counts(said)) accepted.set(post, (accepted.get(post) ?? 0) + 1)
      if (isConsent(said)) consents.push({ post, eligibility: outcome.eligibility })
      if (isConsent(said) && permissions.wasRejected(statement)) revived.push(statement)
      if (speaksAgain(said)) world.mustSpeak.delete(statement.by.id)
    }
    if (isUndecided(outcome, statement, world, permissions)) {
      undecided.add(post)
      continue
    }
    const why = outcome.kind === 'rejected' ? outcome.why : outcome.advice
    if (why && (!isStranger || rejectedBefore.has(post)))
      rejections.push({ post, why, isAdvice: outcome.kind === 'accepted', line: commandLine(said) })
  }
  end(EVER)
  nameAgain(EVER)
  addKept(EVER)
  suspend(EVER)
  // People who are not stakeholders are not required to post again.
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
  return { replayed, doubtful: [...doubtfulIn(consents, accepted, rejections), ...revived] }
}

/** Returns whether the writer of a statement is recused or released. */
function isAway({ standings, released }: World, { by }: Statement): boolean {
  return (standings.get(by.id)?.recused ?? null) !== null || released.has(personKey(by.id))
}

function endOf({ post, by, at }: Statement, end: Pick<Ended, 'what' | 'withAlignment'>): Ended {
  return { ...end, post: postKey(post), by, at }
}

function counts(said: Statement['said']): boolean {
  return said.kind === 'command' || said.kind === 'approve'
}

/** Returns whether something said ends the suspension of somebody whose comment was deleted (C6). */
function speaksAgain(said: Statement['said']): boolean {
  return said.kind === 'approve' || (said.kind === 'command' && COMMANDS[said.word].effect !== 'neither')
}

/** Returns whether a rejection has to wait until a team or a text can be read (V6). */
function isUndecided(outcome: Outcome, { at }: Statement, world: World, permissions: Permissions): boolean {
  if (outcome.kind !== 'rejected' || outcome.because !== 'not named') return false
  return (
    permissions.isNamedUnknown(at) ||
    [...world.added.values()].some((added) => added.at < at && isUnreadTeam(added.personOrTeam))
  )
}

/**
 * Returns posts with accepted consent that an earlier evaluation rejected, or may have. Both reactions on a post prove
 * which one was accepted only when it is one of them; otherwise consent that is not proved does not count.
 */
function doubtfulIn(
  consents: readonly { post: Post; eligibility: Eligible }[],
  accepted: ReadonlyMap<Post, number>,
  rejections: readonly Rejection[],
): readonly Post[] {
  const rejected = new Set(rejections.flatMap(({ post, isAdvice }) => (isAdvice ? [] : [post])))
  return consents.flatMap(({ post, eligibility }) => {
    const wasRefused = post.reacted.includes('confused')
    const isEdited = post.revisions?.length !== 1
    const isRevived = wasRefused && !isEdited && !(rejected.has(post) && post.reacted.includes('+1'))
    const isOneOfSeveral = isEdited || (accepted.get(post) ?? 0) > 1
    const isUnproved = eligibility === 'shown now' && (wasRefused || rejected.has(post)) && isOneOfSeveral
    return isRevived || isUnproved ? [post] : []
  })
}

/** Returns the tampering that voids a statement: consent from before it does not count (C5, C6). */
function voidedBy(statement: Statement, tampered: readonly Tampering[]): Tampering | null {
  if (!isConsent(statement.said)) return null
  return (
    tampered.find(
      ({ writer, at }) => (writer === null || writer.id === statement.by.id) && statement.at <= at,
    ) ?? null
  )
}

/** Returns whether the writer edited the post after it was voided, so that they expect an answer (C4). */
function isEditedAfter({ post }: Statement, { at }: Tampering): boolean {
  const last = post.revisions?.at(-1)?.at
  return last !== undefined && last > post.at && last > at
}

const TOO_OLD =
  "Someone else edited or deleted one of your comments, so this command wasn't applied. Post it again in a new comment."

/**
 * Returns a function that applies the deletions before a time. People whose comment somebody else deleted have to post
 * again, because what it said is unknown (C6), also when they were named later (P5). It ends their release, which the
 * comment may have ended (C3).
 */
function suspender(world: World, tampered: readonly Tampering[], notes: Notes): (time: Timestamp) => void {
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

/** Returns a function that makes the events before a time happen, in order, each once. */
function inTime<Event extends { readonly at: Timestamp }>(
  events: readonly Event[],
  happen: (event: Event) => void,
): (time: Timestamp) => void {
  let next = 0
  return (time) => {
    for (let event = events[next]; event && event.at < time; event = events[++next]) happen(event)
  }
}

/**
 * Returns a function that adds the stakeholders of each `/add` and `/delegate` before a time that can no longer be read.
 * It undoes a release or recusal from before it, and none from after it (C3).
 */
function adder(
  world: World,
  formerDelegates: readonly Statement[],
  permissions: Permissions,
  notes: Notes,
): (time: Timestamp) => void {
  const coming = [
    ...notes.added.map(({ personOrTeam, at }) => ({
      at,
      // The comment is still there and was replayed already.
      bring: () =>
        world.added.get(keyOf(personOrTeam))?.at === at || addPersonOrTeam(world, personOrTeam, at, null),
    })),
    ...formerDelegates.map((said) => ({ at: said.at, bring: () => keepDelegate(world, said, permissions) })),
  ].toSorted((a, b) => byTime(a.at, b.at))
  return inTime(coming, ({ bring }) => bring())
}
