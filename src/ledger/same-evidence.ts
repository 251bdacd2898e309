import { isConsent } from '../commands/effects.ts'
import { earlierOf, laterOf } from '../facts/time.ts'
import type { Entry, EntryKind, EntryOf, Evidence, FirstSight } from './entry.ts'
import { isContradicted } from './contradicted.ts'
import { actOf, commandKey, nameKey, type RecordedCommand } from './recorded-command.ts'

/**
 * Returns what two entries of one identity tell together: of what they tell differently, what consents less (L3). The
 * order of the two makes no difference, nor does telling one of them again. Lists come back in one order.
 */
export function sameEvidence(one: Entry, other: Entry): Entry {
  const tellBoth = TOLD_BY_BOTH[one.kind] as (first: Entry, second: Entry) => Entry
  const [first, second] = isSeenFirst(other, one) ? [other, one] : [one, other]
  return { ...tellBoth(first, second), at: earlierOf(one.at, other.at), seen: first.seen, from: first.from }
}

/** The one that consents least comes first. */
const BEGUN = ['lost', 'new', 'former'] as const

/** What two entries tell together, for each kind. The first was seen first. */
const TOLD_BY_BOTH: { readonly [K in EntryKind]: (first: EntryOf<K>, second: EntryOf<K>) => EntryOf<K> } = {
  header: (first, second) => ({
    ...first,
    rules: Math.max(first.rules, second.rules),
    author: least(first.author, second.author),
    begun: BEGUN.find((each) => each === first.begun || each === second.begun) ?? 'lost',
    consentsAfter: laterOf(first.consentsAfter, second.consentsAfter),
    judgedUntil: union(first.judgedUntil, second.judgedUntil, (until) => until),
    leftOut: union(first.leftOut, second.leftOut, (post) => post),
  }),
  // In doubt the pull request was ready, so that whom the commit names is required (S6).
  tip: (first, second) => ({
    ...first,
    isReady:
      first.isReady === true || second.isReady === true ? true : (first.isReady ?? second.isReady ?? null),
  }),
  head: theSame,
  text: (first, second) => ({
    ...first,
    files: union(first.files, second.files, ({ path, blob }) => `${path} ${blob}`),
    names: union(
      first.names,
      second.names,
      (name) => `${nameKey(name)} ${name.kind === 'team' ? name.quorum : ''}`,
    ),
    material: first.material === second.material ? first.material : null,
    problem: first.problem === second.problem ? first.problem : null,
  }),
  named: theSame,
  quorum: theSame,
  post: revisionOfBoth,
  edit: (first, second) => ({
    ...revisionOfBoth(first, second),
    written: earlierOf(first.written, second.written),
  }),
  removal: (first, second) => ({ ...first, author: least(first.author, second.author) }),
  dismissal: theSame,
  state: theSame,
  base: theSame,
  label: theSame,
  membership: theSame,
  role: theSame,
  merge: theSame,
  notice: theSame,
  number: theSame,
}

/** For kinds of which the identity is all they tell. */
function theSame<Told>(first: Told): Told {
  return first
}

function revisionOfBoth<Told extends EntryOf<'post' | 'edit'>>(first: Told, second: Told): Told {
  return {
    ...first,
    author: least(first.author, second.author),
    commands: commandsOfBoth(first.commands, second.commands),
    firstSight: sightOfBoth(first.firstSight, second.firstSight),
    // Each was shown together with the post, so each proves that it was the tip after it.
    tip: least(first.tip, second.tip),
    viaEmail: first.viaEmail || second.viaEmail,
  }
}

/**
 * A command that consents must be told by both, and where they differ contradicted in neither; what blocks, or does
 * neither, is enough to be told by one (C0).
 */
export function commandsOfBoth(
  first: readonly RecordedCommand[],
  second: readonly RecordedCommand[],
): readonly RecordedCommand[] {
  const [one, other] = [first.map(withoutNote), second.map(withoutNote)]
  const keys = [one.map(commandKey), other.map(commandKey)] as const
  const isToldTwice = toldTwice(...keys)
  if ([...keys[0], ...keys[1]].every(isToldTwice)) return inOrderOfLines(one, other)
  return inOrderOfLines(one, other).filter(
    (command) =>
      !isConsent(actOf(command)) ||
      (isToldTwice(commandKey(command)) && !isContradicted(command, one) && !isContradicted(command, other)),
  )
}

/** As the author wrote them where both tell the same, so that the first objection of a post has the first number (P5). */
function inOrderOfLines(
  first: readonly RecordedCommand[],
  second: readonly RecordedCommand[],
): readonly RecordedCommand[] {
  const [one, other] = [onceEach(first), onceEach(second)]
  const isSame = one.length === other.length && one.every((each, index) => isEqualTo(each, other[index]))
  return isSame ? one : union(one, other, commandKey)
}

function isEqualTo(one: RecordedCommand, other: RecordedCommand | undefined): boolean {
  return other !== undefined && commandKey(one) === commandKey(other)
}

function onceEach(commands: readonly RecordedCommand[]): readonly RecordedCommand[] {
  return [...new Map(commands.map((command) => [commandKey(command), command])).values()]
}

function withoutNote(command: RecordedCommand): RecordedCommand {
  return isConsent(actOf(command)) ? { ...command, line: null } : command
}

/** The first sight is the earlier one; of two in one second, what both tell (C0). */
export function sightOfBoth(first: FirstSight | null, second: FirstSight | null): FirstSight | null {
  if (first === null || second === null) return first ?? second
  if (first.at !== second.at) return first.at < second.at ? first : second
  return {
    at: first.at,
    teams: [...new Set(first.teams.filter(toldTwice(first.teams, second.teams)))].sort((a, b) => a - b),
    namedAtBase: [
      ...new Set(first.namedAtBase.filter(toldTwice(first.namedAtBase, second.namedAtBase))),
    ].sort(),
    isMaintainer: both(first.isMaintainer, second.isMaintainer),
    isDecider: both(first.isDecider, second.isDecider),
  }
}

/** Whether two tell that something is so. One that was not asked tells nothing. */
function both(first: boolean | null, second: boolean | null): boolean | null {
  return first === null || second === null ? (first ?? second) : first && second
}

/** Returns whether a value is in both of two lists. */
function toldTwice<Value>(first: readonly Value[], second: readonly Value[]): (value: Value) => boolean {
  return (value) => first.includes(value) && second.includes(value)
}

function union<Part>(
  first: readonly Part[],
  second: readonly Part[],
  keyOf: (part: Part) => string,
): readonly Part[] {
  const parts = new Map([...first, ...second].map((part) => [keyOf(part), part]))
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part)
}

function isSeenFirst(one: Evidence, other: Evidence): boolean {
  if (one.seen !== other.seen) return one.seen < other.seen
  return one.from === 'payload' && other.from === 'read'
}

/** Of two values that should be equal the lesser one, so that the order does not matter; null tells nothing. */
function least<Value extends string | number>(one: Value | null, other: Value | null): Value | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
