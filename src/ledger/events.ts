import { contradicts } from '../commands/contradictions.ts'
import { endsCommitment, isBlocking, isConsent } from '../commands/effects.ts'
import type { Timestamp, UserId } from '../facts/ids.ts'
import { type PostKey, postOfKey } from '../facts/keys.ts'
import { byTime, laterOf } from '../facts/time.ts'
import { entriesOf, type Ledger } from './append.ts'
import { carriedTest } from './carried.ts'
import { isContradicted } from './contradicted.ts'
import { type Revision, writtenAt } from './entry.ts'
import { actOf, commandKey, type RecordedCommand } from './recorded-command.ts'
import { deletionsOf } from './removals.ts'
import { type Text, textsOf, revisionsByPost } from './revisions.ts'

/** Something that a person used, took back or lost, at the time it counts from (C5, C6). */
export type PostEvent = Used | TakenBack

/** A command as it counts from a time on. `refused` says why it does not count, whatever its author may. */
export interface Used {
  readonly kind: 'used'
  readonly at: Timestamp
  readonly command: RecordedCommand
  readonly revision: Revision
  /** The revision that the post was first seen with. */
  readonly first: Revision
  readonly refused: Refused | null
}

/** Why a command does not count, by the posts alone; one that blocks only where another pull request decides (V7). */
export type Refused = 'in the wrong place' | 'contradicted' | 'edited by somebody else' | 'carried by another'

/**
 * Commands of a post that are gone from a time on: by an edit those of one key, otherwise all. `blocksStay`: only what
 * they consented to is taken back, because it is unknown who took them away, or a review was dismissed.
 */
export interface TakenBack {
  readonly kind: 'taken back'
  readonly at: Timestamp
  readonly post: PostKey
  readonly by: UserId
  readonly key: string | null
  readonly blocksStay: boolean
}

/** Returns what people used and took back in order: by GitHub's time; in one second, what blocks comes last (P1). */
export function postEvents(ledger: Ledger): readonly PostEvent[] {
  const dismissed = dismissals(ledger)
  const isCarried = carriedTest(ledger)
  const deletions = deletionsOf(ledger)
  const events = [...revisionsByPost(ledger)].flatMap(([post, revisions]): readonly PostEvent[] => {
    // Most posts say nothing that could be used or taken back.
    if (revisions.every(({ commands }) => commands.length === 0)) return []
    const texts = textsOf(revisions)
    const deletion = deletions.get(post)
    const at = dismissed.get(post)
    // A deletion takes back: by somebody else nothing, by the author everything, in doubt what consents (C6).
    return [
      ...eventsOf(texts, deletion?.who === 'the author'),
      ...(deletion && deletion.who !== 'somebody else'
        ? [takenBack(texts[0].revision, deletion.at, null, deletion.who === 'unknown')]
        : []),
      ...(at ? [takenBack(texts[0].revision, at, null, true)] : []),
    ]
  })
  const judged = events.map(
    (event): PostEvent =>
      event.kind === 'used' && isCarried(event.first, event.command)
        ? { ...event, refused: 'carried by another' }
        : event,
  )
  return withoutTies(judged.toSorted(inOrder))
}

/** When each post was first dismissed. */
function dismissals(ledger: Ledger): ReadonlyMap<PostKey, Timestamp> {
  return new Map(
    entriesOf(ledger, 'dismissal')
      .toReversed()
      .map(({ post, at }) => [post, at]),
  )
}

type Texts = readonly [Text, ...Text[]]

/** What the texts of a post come to. What somebody else made of it is not its author's (C5). */
function eventsOf(texts: Texts, isDeleted: boolean): readonly PostEvent[] {
  const foreign = texts.find(({ by }) => by !== 'the author')?.at ?? null
  const first = texts[0].revision
  let known: readonly RecordedCommand[] = []
  return texts.flatMap((text, index): readonly PostEvent[] => {
    if (text.by === 'somebody else') return []
    const isOwn = text.by === 'the author'
    const later = texts.slice(index + 1).filter(({ by }) => by === 'the author')
    const brought = text.commands.filter((command) => !has(known, command))
    const gone = known.filter((command) => !has(text.commands, command))
    known = isOwn ? text.commands : [...known, ...brought.filter((command) => !consents(command))]
    // What only may be a command suspends, until its writer fixes it (C4). What GitHub does not show stays in doubt.
    const isFixed = ({ word, line }: RecordedCommand, without: readonly Text[]) =>
      word === 'doubt' && line !== null && (isDeleted || without.length > 0)
    const isSaidAgain = (command: RecordedCommand, since: readonly Text[]) =>
      since.some((each) => has(each.commands, command) && isBefore(each.revision, foreign))
    return [
      // In doubt what blocks counts, and what consents and is gone does not (C0).
      ...brought.flatMap((command) => {
        const left = later.findIndex(({ commands }) => !has(commands, command))
        const without = left < 0 ? [] : later.slice(left)
        // What consents counts for the text that brought it last, with the rights of then (C5).
        const isVoid = consents(command) ? !isOwn || isSaidAgain(command, without) : isFixed(command, without)
        return isVoid ? [] : [used(command, text, foreign, first)]
      }),
      ...gone
        .filter((command) => (consents(command) ? !isOwn || !isSaidAgain(command, later) : isOwn))
        .map((command) => takenBack(text.revision, text.at, commandKey(command))),
    ]
  })
}

function consents(command: RecordedCommand): boolean {
  return isConsent(actOf(command))
}

function has(commands: readonly RecordedCommand[], command: RecordedCommand): boolean {
  return commands.some((other) => other === command || commandKey(other) === commandKey(command))
}

/** What consents counts from when the post was written, what blocks from the edit that brought it (C5). */
function used(
  command: RecordedCommand,
  { at, revision, all }: Text,
  foreign: Timestamp | null,
  first: Revision,
): Used {
  const written = writtenAt(revision)
  if (consents(command))
    return {
      kind: 'used',
      at: written,
      command,
      revision,
      first,
      refused: refusal(command, revision, foreign),
    }
  const telling = all.filter(({ commands }) => has(commands, command))
  const allowing = telling.find(({ firstSight }) => firstSight !== null) ?? telling[0] ?? revision
  return { kind: 'used', at: laterOf(at, written), command, revision: allowing, first, refused: null }
}

function refusal(command: RecordedCommand, revision: Revision, foreign: Timestamp | null): Refused | null {
  const { post, viaEmail, commands } = revision
  if (postOfKey(post).on === 'line' || viaEmail) return 'in the wrong place'
  if (isContradicted(command, commands)) return 'contradicted'
  return isBefore(revision, foreign) ? null : 'edited by somebody else'
}

/** What a post consented to before an edit by somebody else stays only as far as it was seen before (C5). */
function isBefore({ at, seen }: Revision, foreign: Timestamp | null): boolean {
  return foreign === null || (at < foreign && seen < foreign)
}

/** Nothing is taken back before it was written, whatever time is told for that. */
function takenBack(revision: Revision, at: Timestamp, key: string | null, blocksStay = false): TakenBack {
  const { post, author: by } = revision
  return { kind: 'taken back', at: laterOf(at, writtenAt(revision)), post, by, key, blocksStay }
}

/** Refuses what consents beside something of its author in the same second that contradicts it (C0, P1). */
function withoutTies(events: readonly PostEvent[]): readonly PostEvent[] {
  return events.map((event, index) => {
    const isAlone = events[index - 1]?.at !== event.at && events[index + 1]?.at !== event.at
    if (isAlone || event.kind !== 'used' || event.refused !== null || !consents(event.command)) return event
    const act = actOf(event.command)
    const { post, author } = event.revision
    // What consents in one post replaces what it consented to before an edit, and contradicts another post alone.
    const isTied = usedInSecond(events, index).some(
      ({ command, revision }) =>
        revision.author === author &&
        contradicts(act, actOf(command)) &&
        (revision.post !== post || endsCommitment(actOf(command))),
    )
    return isTied ? { ...event, refused: 'contradicted' } : event
  })
}

function usedInSecond(events: readonly PostEvent[], index: number): readonly Used[] {
  const at = events[index]?.at
  let [from, to] = [index, index]
  while (events[from - 1]?.at === at) from--
  while (events[to + 1]?.at === at) to++
  return events.slice(from, to + 1).filter((event) => event.kind === 'used')
}

/** Of one second: what consents, what blocks, what is taken back; then by post, and as the post has it. */
function inOrder(one: PostEvent, other: PostEvent): number {
  return byTime(one.at, other.at) || rank(one) - rank(other) || byPost(postOf(one), postOf(other))
}

function rank(event: PostEvent): number {
  return event.kind === 'taken back' ? 2 : Number(isBlocking(actOf(event.command)))
}

function postOf(event: PostEvent): PostKey {
  return event.kind === 'used' ? event.revision.post : event.post
}

function byPost(one: PostKey, other: PostKey): number {
  const [first, second] = [BigInt(postOfKey(one).id), BigInt(postOfKey(other).id)]
  if (first !== second) return first < second ? -1 : 1
  return one < other ? -1 : one > other ? 1 : 0
}
