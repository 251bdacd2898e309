import { isConsent } from '../commands/effects.ts'
import type { Ineligible } from '../commands/model/command.ts'
import type { Timestamp, UserId } from '../facts/ids.ts'
import { type PostKey, postOfKey } from '../facts/keys.ts'
import { byTime } from '../facts/time.ts'
import { entriesOf, type Ledger } from './append.ts'
import { type EntryOf, writtenAt } from './entry.ts'
import { type PostEvent, postEvents, type Refused, type TakenBack, type Used } from './events.ts'
import { numberer } from './numbers.ts'
import {
  actOf,
  commandKey,
  type NameKey,
  nameKey,
  personName,
  type RecordedWord,
} from './recorded-command.ts'
import { deletedUnseen, deletionsOf } from './removals.ts'
import { changeObjections, newState, positionOf, reopen, type Source, type State, update } from './state.ts'
import { type Head, type Shown, type TextAbout, type Tips, tipsOf } from './tips.ts'
import { useCommand } from './use-command.ts'

/** What the evidence comes to (L1). */
export interface Folded extends Readonly<State> {
  /** Null for a ledger without a header: nothing consents in it. */
  readonly header: Header | null
  readonly heads: readonly Head[]
  /** Commands that counted. */
  readonly counted: readonly Counted[]
  /** Commands that changed nothing, and why; of those that block, why they concern nobody. */
  readonly notCounted: readonly NotCounted[]
}

type Header = EntryOf<'header'>

/** A command that counted: which one of its post, by `commandKey`. */
export interface Counted {
  readonly post: PostKey
  readonly by: UserId
  readonly word: RecordedWord
  readonly key: string
}

export interface NotCounted extends Counted {
  readonly why:
    | Refused
    | Ineligible
    | Extract<TextAbout, { kind: 'none' }>['why']
    | 'reviewed commit unknown'
    | TooOld
}

/** Why a post is too old to consent: there was no RFC or no ledger then, or a restored copy does not have it (L2, L3). */
type TooOld = 'before the ledger began' | 'not in the restored copy'

/** Something of which the fold judges whether and what it changes. */
export type FoldEvent = PostEvent | OtherEvent

/** Is told of each event, why it did not count (null where it did), and the state after it. */
export type Watch = (event: FoldEvent, why: NotCounted['why'] | null, state: Readonly<State>) => void

/**
 * Folds the entries by GitHub's time (L1). Deterministic and total: every ledger has a result, and the order in which
 * its evidence arrived makes no difference. `before` leaves out what happened in that second or later (R1).
 * `watch` is called with each event in turn (L5).
 */
export function fold(whole: Ledger, before?: Timestamp, watch?: Watch): Folded {
  const ledger = before === undefined ? whole : earlierThan(whole, before)
  const header = entriesOf(ledger, 'header')[0] ?? null
  const tips = tipsOf(ledger)
  const state = newState()
  const counted: Counted[] = []
  const notCounted: NotCounted[] = []
  const judge = judgeOf(state, header, tips, numberer(ledger))
  for (const event of eventsOf(ledger, tips)) {
    let why: NotCounted['why'] | null = null
    switch (event.kind) {
      case 'used': {
        const { post, author: by } = event.revision
        const used = { post, by, word: event.command.word, key: commandKey(event.command) }
        why = judge(event, used.key)
        if (why === null) counted.push(used)
        else notCounted.push({ ...used, why })
        break
      }
      case 'taken back':
        takeBack(state, event)
        break
      case 'suspended':
        suspend(state, event.person, event.at)
        break
      case 'named again':
        state.released.delete(event.key)
        break
      case 'delegated':
        delegated(state, event)
        break
      default:
        event satisfies never
    }
    watch?.(event, why, state)
  }
  const deletions = deletionsOf(ledger)
  changeObjections(
    state,
    ({ post }) => deletions.get(post)?.who === 'somebody else',
    () => ({ isRemoved: true }),
  )
  return { ...state, header, heads: tips.heads, counted, notCounted }
}

/** Something that changes a position without a command. */
type OtherEvent =
  | { readonly kind: 'suspended'; readonly at: Timestamp; readonly person: UserId }
  | { readonly kind: 'named again'; readonly at: Timestamp; readonly key: NameKey }
  /** An edit brought a `/delegate`, which counts from when its post was written, though nobody could read it (C5). */
  | { readonly kind: 'delegated'; readonly at: Timestamp; readonly used: Used }

/** In one second the other events come last, so that they count for what was posted in it (C0). */
function eventsOf(ledger: Ledger, { namedAgain }: Tips): readonly (PostEvent | OtherEvent)[] {
  const events = postEvents(ledger)
  return [
    ...events,
    ...events.flatMap((used) =>
      used.kind === 'used' && used.command.word === 'delegate' && used.revision.at > used.at
        ? [{ kind: 'delegated' as const, at: used.revision.at, used }]
        : [],
    ),
    ...deletedUnseen(ledger).map(({ person, at }) => ({
      kind: 'suspended' as const,
      person,
      at,
    })),
    ...namedAgain.map((each) => ({ ...each, kind: 'named again' as const })),
  ].sort((one, other) => byTime(one.at, other.at))
}

/** Content of commits has no time, so it stays. The header does, too: it says what no longer consents. */
function earlierThan({ entries, length }: Ledger, time: Timestamp): Ledger {
  return {
    entries: entries.filter(({ kind, at }) => kind === 'text' || kind === 'header' || at < time),
    length,
  }
}

/** Returns a function that applies a command, or returns why it changes nothing. */
function judgeOf(
  state: State,
  header: Header | null,
  { textAbout, ...named }: Tips,
  numberOf: (used: Used) => number,
): (used: Used, key: string) => NotCounted['why'] | null {
  return (used, key) => {
    const { revision, command, at, refused } = used
    const consents = isConsent(actOf(command))
    if (refused !== null) return refused
    const old = consents ? tooOld(used, header) : null
    if (old === 'not in the restored copy') suspendThoseConcerned(state, used)
    if (old !== null) return old
    const text = consents ? textAbout(writtenAt(revision), shownWith(used)) : null
    if (text?.kind === 'none') return text.why
    // Its writer may have looked at an older commit (F1).
    const isReview = postOfKey(revision.post).on === 'review'
    if (consents && isReview && revision.tip === null) return 'reviewed commit unknown'
    return useCommand({
      state,
      used,
      source: { at, post: revision.post, key },
      by: revision.author,
      author: header?.author ?? null,
      named,
      commit: text?.commit ?? null,
      numberOf,
    })
  }
}

/**
 * What a post consented to that a restored copy does not have is unknown: it may have replaced what its writer consented
 * to before, or the commitments of people whom it released, or ended the release of whom it delegated to. They post it
 * again (L3).
 */
function suspendThoseConcerned(state: State, { at, revision: { author, firstSight }, command }: Used): void {
  const mayRelease = firstSight?.isMaintainer === true || firstSight?.isDecider === true
  const released = command.word === 'release' && mayRelease ? command.names : []
  const people = released.flatMap((name) => (name.kind === 'person' ? [name.person] : []))
  for (const person of [author, ...people]) suspend(state, person, at)
  if (command.word === 'delegate') for (const name of command.names) state.released.delete(nameKey(name))
}

/** An edit never makes consent newer, so the tip is the one that the post was first seen with (C5). */
function shownWith({ revision, first }: Used): Shown {
  const isReview = postOfKey(revision.post).on === 'review'
  const { tip, seen } = first
  return isReview ? { reviewed: revision.tip, tip: null, seen } : { reviewed: null, tip, seen }
}

function tooOld({ revision }: Used, header: Header | null): TooOld | null {
  const written = writtenAt(revision)
  if (header === null || written <= header.consentsAfter) return 'before the ledger began'
  const isMissing = header.judgedUntil.some((until) => written <= until && revision.seen > until)
  return isMissing || header.leftOut.includes(revision.post) ? 'not in the restored copy' : null
}

/** Takes back what a post consented to and, where its author did it, its objections (C6). What it ended stays ended. */
function takeBack(state: State, { post, by, key, blocksStay }: TakenBack): void {
  const isOf = (source: Source | null): source is Source =>
    source?.post === post && (key === null || source.key === key)
  const { commitment, aligned, recused, misaligned } = positionOf(state, by)
  if (isOf(commitment)) update(state, by, { commitment: null })
  if (isOf(aligned)) update(state, by, { aligned: null })
  if (isOf(recused)) update(state, by, { recused: null })
  const undone = [...state.released].filter(([, release]) => isOf(release))
  for (const [name] of undone) state.released.delete(name)
  if (isOf(recused) || undone.length > 0) reopen(state, post)
  if (blocksStay) return
  const isItsObjection = (objection: State['objections'][number]) =>
    objection.by === by && objection.state === 'open' && isOf(objection)
  if (isOf(misaligned) || state.objections.some(isItsObjection)) update(state, by, { misaligned: null })
  changeObjections(state, isItsObjection, () => ({ state: 'withdrawn', closedBy: post }))
}

/**
 * Whom an edit delegated to is named from then on, which ends their release (C3); who stepped out before it is nobody who can
 * be meant, so that the recusal is undone.
 */
function delegated(
  state: State,
  { used: { revision, command } }: Extract<OtherEvent, { kind: 'delegated' }>,
): void {
  const { post, author } = revision
  for (const name of command.names) {
    if (!state.added.some((added) => added.post === post && nameKey(added.name) === nameKey(name))) continue
    state.released.delete(nameKey(name))
    if (name.kind !== 'person') continue
    const [{ recused }, other] = [positionOf(state, author), positionOf(state, name.person)]
    const isAway = other.recused !== null || other.suspendedSince !== null
    if (!isAway || recused?.post !== post || recused.inFavourOf !== name.person) continue
    update(state, author, { recused: null })
    reopen(state, post)
  }
}

/** What was deleted unseen may have been a block, which ends what its author consented to (C0, C6). */
function suspend(state: State, person: UserId, at: Timestamp): void {
  update(state, person, { commitment: null, aligned: null, recused: null, suspendedSince: at })
  state.released.delete(personName(person))
}
