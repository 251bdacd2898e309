import type { UserId } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import type { Ledger } from './append.ts'
import type { Entry, EntryOf } from './entry.ts'
import { type Folded, fold, type FoldEvent, type NotCounted } from './fold.ts'
import type { NameKey } from './recorded-command.ts'
import { type Added, type Objection, type Position, positionOf, newState, type State } from './state.ts'

/** One event of the fold, the entry it follows from, and what it changed (L5). */
export interface Step {
  readonly event: FoldEvent
  readonly entry: Entry
  /** Why a command does not count; null where it does. */
  readonly why: NotCounted['why'] | null
  readonly changes: readonly Change[]
}

/** Something that is different after a step. */
export type Change =
  | {
      readonly kind: 'position'
      readonly person: UserId
      readonly before: Position
      readonly after: Position
    }
  /** `before` is null for a new objection. */
  | { readonly kind: 'objection'; readonly before: Objection | null; readonly after: Objection }
  | { readonly kind: 'added'; readonly added: Added }
  | { readonly kind: 'released' | 'release ended'; readonly name: NameKey }

/** Returns the outcome of a ledger, and the steps that lead to it in the order of the fold. */
export function stepsOf(ledger: Ledger): { readonly folded: Folded; readonly steps: readonly Step[] } {
  const steps: Step[] = []
  const before = newState()
  const entryOf = entriesByEvent(ledger)
  const folded = fold(ledger, undefined, (event, why, state) => {
    steps.push({ event, entry: entryOf(event), why, changes: changesSince(before, state) })
  })
  return { folded, steps }
}

/** Returns what changed, and brings the earlier state up to date. Values of a state are replaced, never changed. */
function changesSince(before: State, now: Readonly<State>): readonly Change[] {
  const changes: Change[] = []
  for (const [person, after] of now.positions) {
    const earlier = positionOf(before, person)
    if (earlier === after) continue
    before.positions.set(person, after)
    if (!isSame(earlier, after)) changes.push({ kind: 'position', person, before: earlier, after })
  }
  for (const [index, after] of now.objections.entries()) {
    const earlier = before.objections[index] ?? null
    if (earlier === after) continue
    before.objections[index] = after
    changes.push({ kind: 'objection', before: earlier, after })
  }
  for (const added of now.added.slice(before.added.length)) {
    before.added.push(added)
    changes.push({ kind: 'added', added })
  }
  for (const [name, release] of now.released) {
    if (before.released.get(name) === release) continue
    before.released.set(name, release)
    changes.push({ kind: 'released', name })
  }
  for (const name of before.released.keys()) {
    if (now.released.has(name)) continue
    before.released.delete(name)
    changes.push({ kind: 'release ended', name })
  }
  return changes
}

const PARTS = ['commitment', 'recused', 'aligned', 'misaligned', 'suspendedSince'] as const

function isSame(one: Position, other: Position): boolean {
  return PARTS.every((part) => one[part] === other[part])
}

/**
 * Returns a function that finds the entry an event follows from: of its second where there is one, for what is told with an
 * earlier time than the post counts from the post's time.
 */
function entriesByEvent(ledger: Ledger): (event: FoldEvent) => Entry {
  const byTime = Map.groupBy(ledger.entries, ({ at }) => at)
  return (event) => {
    if (event.kind === 'used') return event.revision
    const isOne = (entry: Entry) => isCause(event, entry)
    const isAny = ({ kind, ...entry }: Entry) =>
      kind === 'edit' && 'post' in entry && entry.post === postOf(event)
    const found =
      byTime.get(event.at)?.find(isOne) ?? ledger.entries.find(isOne) ?? ledger.entries.find(isAny)
    if (!found) throw new Error(`an event of the fold (${event.kind}) follows from no entry`)
    return found
  }
}

function isCause(event: Exclude<FoldEvent, { kind: 'used' }>, entry: Entry): boolean {
  switch (event.kind) {
    case 'taken back':
      return event.key === null ? endsPost(entry, event.post) : isEditOf(entry, event.post)
    case 'suspended':
      return entry.kind === 'removal' && mayConcern(entry, event.person)
    case 'named again':
      return entry.kind === 'head'
    case 'delegated':
      return entry === event.used.revision
    default:
      return event satisfies never
  }
}

function postOf(event: FoldEvent): PostKey | null {
  return event.kind === 'taken back' ? event.post : null
}

/** What somebody else edits takes nothing back, unless two payloads name different people: nobody knows who did (C5). */
function isEditOf(entry: Entry, post: PostKey): boolean {
  return entry.kind === 'edit' && entry.post === post && (entry.by === null || entry.by === entry.author)
}

/** Whether somebody else may have removed a post of this person; whose it was is not always told (C6). */
function mayConcern({ author, by }: EntryOf<'removal'>, person: UserId): boolean {
  return author === null || (author === person && by !== author)
}

function endsPost(entry: Entry, post: PostKey): boolean {
  return (entry.kind === 'removal' || entry.kind === 'dismissal') && entry.post === post
}
