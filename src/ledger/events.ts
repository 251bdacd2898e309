import { contradicts } from '../commands/contradictions.ts'
import { endsCommitment, isBlocking, isConsent } from '../commands/effects.ts'
import type { Timestamp, UserId } from '../facts/ids.ts'
import { type PostKey, postOfKey } from '../facts/keys.ts'
import { byTime } from '../facts/time.ts'
import { entriesOf, type Ledger } from './append.ts'
import { type Revision, writtenAt } from './entry.ts'
import { actOf, commandKey, type RecordedCommand } from './recorded-command.ts'
import { deletionsOf, type Deletion } from './removals.ts'

/** Something that a person used, took back or lost, at the time it counts from (C5, C6). */
export type PostEvent = Used | TakenBack

/** A command as it counts from a time on. `refused` says why one that consents does not count, whatever its author may. */
export interface Used {
  readonly kind: 'used'
  readonly at: Timestamp
  readonly command: RecordedCommand
  readonly revision: Revision
  readonly refused: Refused | null
}

/** Why a command that consents does not count, by the posts alone. */
export type Refused = 'in the wrong place' | 'contradicted' | 'edited by somebody else'

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
  const dismissed = entriesOf(ledger, 'dismissal')
  const deletions = deletionsOf(ledger)
  const events = [...revisionsByPost(ledger)].flatMap(([post, revisions]): readonly PostEvent[] => {
    const [{ author }] = revisions
    const deletion = deletions.get(post)
    const at = dismissed.find((dismissal) => dismissal.post === post)?.at
    return [
      ...eventsOf(revisions, deletion?.who === 'the author'),
      ...(deletion ? takenBackBy(deletion, post, author) : []),
      ...(at ? [{ kind: 'taken back' as const, at, post, by: author, key: null, blocksStay: true }] : []),
    ]
  })
  return withoutTies(events).toSorted(inOrder)
}

type Revisions = readonly [Revision, ...Revision[]]

/** Returns all that is known of each post, oldest revision first. */
export function revisionsByPost(ledger: Ledger): ReadonlyMap<PostKey, Revisions> {
  const revisions = ledger.entries.filter((entry) => entry.kind === 'post' || entry.kind === 'edit')
  return Map.groupBy(revisions, ({ post }) => post) as Map<PostKey, [Revision, ...Revision[]]>
}

/** What a deletion takes back: by somebody else nothing, by the author everything, in doubt what consents (C6). */
function takenBackBy({ at, who }: Deletion, post: PostKey, author: UserId): readonly TakenBack[] {
  if (who === 'somebody else') return []
  return [{ kind: 'taken back', at, post, by: author, key: null, blocksStay: who === 'unknown' }]
}

function eventsOf(revisions: Revisions, isDeleted: boolean): readonly PostEvent[] {
  const [{ author }] = revisions
  const foreign = revisions.find((revision) => !isAuthors(revision))?.at ?? null
  let known: readonly RecordedCommand[] = []
  return revisions.flatMap((revision, index): readonly PostEvent[] => {
    if (revision.kind === 'edit' && revision.by !== null && revision.by !== author) return []
    const { commands } = revision
    const isUnknown = !isAuthors(revision)
    const brought = commands.filter((command) => !known.some((other) => isSame(command, other)))
    const gone = known.filter((command) => !commands.some((other) => isSame(command, other)))
    if (!isUnknown) known = commands
    const later = revisions.slice(index + 1).filter(isAuthors)
    // What only may be a command suspends, until its writer fixes it (C4). What GitHub does not show stays in doubt.
    const isFixed = (command: RecordedCommand) =>
      command.word === 'doubt' &&
      command.line !== null &&
      (isDeleted || later.some((each) => !each.commands.some((other) => isSame(command, other))))
    return [
      // In doubt what blocks counts, and what consents and is gone does not (C0).
      ...brought.flatMap((command) =>
        (isUnknown && isConsent(actOf(command))) || isFixed(command)
          ? []
          : [used(command, revision, foreign)],
      ),
      ...gone.flatMap((command) => {
        const isBack = later.some((each) => each.commands.some((other) => isSame(command, other)))
        const isConsenting = isConsent(actOf(command))
        if (isUnknown ? !isConsenting : isConsenting && isBack && foreign === null) return []
        return [takenBack(command, revision)]
      }),
    ]
  })
}

function isAuthors(revision: Revision): boolean {
  return revision.kind === 'post' || revision.by === revision.author
}

function isSame(one: RecordedCommand, other: RecordedCommand): boolean {
  return commandKey(one) === commandKey(other)
}

/** What consents counts from when the post was written, what blocks from the edit that brought it (C5). */
function used(command: RecordedCommand, revision: Revision, foreign: Timestamp | null): Used {
  const consents = isConsent(actOf(command))
  return {
    kind: 'used',
    at: consents ? writtenAt(revision) : revision.at,
    command,
    revision,
    refused: consents ? refusal(command, revision, foreign) : null,
  }
}

function refusal(command: RecordedCommand, revision: Revision, foreign: Timestamp | null): Refused | null {
  const { post, viaEmail, commands, at, seen } = revision
  if (postOfKey(post).on === 'line' || viaEmail) return 'in the wrong place'
  const act = actOf(command)
  const others = commands.filter((other) => commandKey(other) !== commandKey(command))
  // Beside a request for changes nothing consents (C0).
  const isHeld = (other: RecordedCommand) =>
    other.word === 'request changes' || contradicts(act, actOf(other))
  if (others.some(isHeld)) return 'contradicted'
  // What it consented to before the edit stays only as far as it was seen before (C5).
  return foreign !== null && (at >= foreign || seen >= foreign) ? 'edited by somebody else' : null
}

function takenBack(command: RecordedCommand, { at, post, author }: Revision): TakenBack {
  return { kind: 'taken back', at, post, by: author, key: commandKey(command), blocksStay: false }
}

/** Refuses what consents beside something of its author in the same second that ends a commitment (C0, P1). */
function withoutTies(events: readonly PostEvent[]): readonly PostEvent[] {
  const seconds = Map.groupBy(
    events.filter((event) => event.kind === 'used'),
    ({ at, revision }) => `${revision.author} ${at}`,
  )
  return events.map((event) => {
    if (event.kind !== 'used' || event.refused !== null || !isConsent(actOf(event.command))) return event
    const others = seconds.get(`${event.revision.author} ${event.at}`) ?? []
    const isTied = others.some(
      (other) =>
        other !== event &&
        endsCommitment(actOf(other.command)) &&
        contradicts(actOf(event.command), actOf(other.command)),
    )
    return isTied ? { ...event, refused: 'contradicted' } : event
  })
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
