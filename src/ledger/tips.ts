import type { CommitSha, Timestamp } from '../facts/ids.ts'
import { byTime, EVER, laterOf } from '../facts/time.ts'
import { entriesOf, type Ledger, perLedger } from './append.ts'
import type { EntryOf } from './entry.ts'
import { type Digest, type Name, type NameKey, nameKey } from './recorded-command.ts'

/** Heads, and the text that a post at some time is about (F1). */
export interface Tips {
  /** Every announcement, oldest first. */
  readonly heads: readonly Head[]
  /** Whom a head names after one that did not, the newest tip included that is about to be announced (C3). */
  readonly namedAgain: readonly { readonly at: Timestamp; readonly key: NameKey }[]
  /** When the first tip that names somebody was seen. */
  readonly namedSince: ReadonlyMap<NameKey, Timestamp>
  /** Until when the last tip that names somebody was one at the latest. */
  readonly namedUntil: ReadonlyMap<NameKey, Timestamp>
  /** Returns the text that a post is about, or why there is none. */
  readonly textAbout: (written: Timestamp, shown: Shown) => TextAbout
}

/** An announced head. `names` is null where the commit has not been read. */
export interface Head {
  readonly at: Timestamp
  readonly commit: CommitSha
  readonly names: ReadonlySet<NameKey> | null
}

export type TextAbout =
  | { readonly kind: 'text'; readonly commit: CommitSha }
  /** No head was announced yet; or another commit, with another text, may have been the tip. */
  | { readonly kind: 'none'; readonly why: 'no head' | 'tip unknown' }

/** What is known of a post itself: of a review the commit that GitHub records, otherwise the tip it was first seen with. */
export interface Shown {
  readonly reviewed: CommitSha | null
  readonly tip: CommitSha | null
  /** When the post was first seen. */
  readonly seen: Timestamp
}

/** Returns whether a run announced a commit at a time: then the tip was seen before, and not by that read. */
export function announcements(ledger: Ledger): (commit: CommitSha, at: Timestamp) => boolean {
  const announced = new Set(entriesOf(ledger, 'head').map(({ commit, at }) => `${commit} ${at}`))
  return (commit, at) => announced.has(`${commit} ${at}`)
}

/** Stands for a commit that GitHub does not name. */
const UNNAMED = null

/** Returns the heads of a pull request, and what its posts are about. */
export function tipsOf(ledger: Ledger): Tips {
  const texts = textsOf(ledger)
  // GitHub numbers runs in turn: of one second the greater number is the newer head.
  const heads = entriesOf(ledger, 'head')
    .toSorted((one, other) => byTime(one.at, other.at) || one.run - other.run)
    .map(({ at, commit }): Head => ({ at, commit, names: texts.get(commit)?.names ?? null }))
  const sightings = sightingsOf(ledger)
  const [tip, last] = [sightings.certain.at(-1), heads.at(-1)]
  // It will be announced after everything that was said until now.
  const next: readonly Head[] =
    tip && tip.commit !== last?.commit && tip.at >= (last?.at ?? tip.at)
      ? [{ at: EVER, commit: tip.commit, names: texts.get(tip.commit)?.names ?? null }]
      : []
  const possibleAt = possibleTips(sightings)
  const isSameText = (one: CommitSha | null, other: CommitSha) => {
    if (one === other) return true
    const material = one === UNNAMED ? null : (texts.get(one)?.material ?? null)
    return material !== null && material === texts.get(other)?.material
  }
  return {
    heads,
    namedAgain: namedAgain([...heads, ...next]),
    ...namedByTips([...heads, ...sightings.certain, ...sightings.gaps], texts),
    textAbout: (written, { reviewed, tip, seen }) => {
      const announced = countBefore(heads, written)
      const newest = heads[announced - 1]?.commit
      if (newest === undefined) return { kind: 'none', why: 'no head' }
      // GitHub records for a review the commit that its writer looked at: an older head counts as that (F1).
      if (reviewed !== null && heads.slice(0, announced).some(({ commit }) => commit === reviewed))
        return { kind: 'text', commit: reviewed }
      // A read that shows the post was made after it: what is known to be pushed later came later (F1).
      const until = tip === null ? null : seen
      const possible = [...possibleAt(written, until), ...(reviewed === null ? [] : [reviewed])]
      return possible.every((tip) => isSameText(tip, newest))
        ? { kind: 'text', commit: newest }
        : { kind: 'none', why: 'tip unknown' }
    },
  }
}

/** When which commit was seen to be the tip, oldest first, and the commits of gaps in the chain of pushes. */
export interface Sightings {
  readonly certain: readonly Tip[]
  readonly gaps: readonly Tip[]
}

type Tip = EntryOf<'tip'>

/** Returns when which commit was seen to be the tip. */
export const sightingsOf = perLedger((ledger: Ledger): Sightings => {
  const tips = entriesOf(ledger, 'tip')
  const pushes = Map.groupBy(
    tips.filter(({ before }) => before !== null),
    ({ commit }) => commit,
  )
  // A read may show what was pushed while it was under way: that was the tip since the push, not since the read began.
  const isUnderWay = ({ commit, at, seen, how, from }: Tip) =>
    from === 'read' &&
    how === 'shown' &&
    (pushes.get(commit)?.some((push) => push.at > at && push.at <= seen) ?? false)
  return {
    certain: tips.filter((tip) => tip.how !== 'possible' && !isUnderWay(tip)),
    gaps: tips.filter(({ how }) => how === 'possible'),
  }
})

/**
 * Returns a function that returns every commit that may have been the tip in a second; null among them for one that
 * GitHub does not name. What was first the tip after `until` was not.
 */
function possibleTips({
  certain,
  gaps,
}: Sightings): (time: Timestamp, until: Timestamp | null) => readonly (CommitSha | null)[] {
  const pushes = certain.filter(({ how, before }) => how === 'pushed' || before !== null)
  const firsts = firstSightings(certain)
  // A read may show an older tip (GH-112): what was pushed stays possible until something else is pushed, or is shown that
  // was never shown before.
  const lastPushed = (time: Timestamp) => {
    const pushed = secondBefore(pushes, countBefore(pushes, time))
    const newest = firsts[countBefore(firsts, time) - 1]?.at
    const isOver = newest !== undefined && pushed.every(({ at }) => at < newest)
    return isOver ? [] : lastOf(pushed)
  }
  return (time, until) => {
    const isOpen = ({ at }: Tip) => until === null || at <= until
    const before = countBefore(certain, time)
    const now = ofSecond(certain, before, time)
    const next = ofSecond(certain, before + now.length).filter(isOpen)
    return [
      ...lastOf(secondBefore(certain, before)),
      ...lastPushed(time),
      ...now.flatMap((tip) => [tip.commit, ...replacedBy(tip)]),
      ...comingFrom(next),
      // A gap lies between the last sighting before it and its end (S6).
      ...gaps.filter(isOpen).flatMap(({ at, commit }) => {
        const start = certain[countBefore(certain, at) - 1]?.at
        return at >= time && (start === undefined || start <= time) ? [commit] : []
      }),
    ]
  }
}

/** Returns the first sighting of each commit. */
function firstSightings(certain: readonly Tip[]): readonly Tip[] {
  const known = new Set<CommitSha | null>()
  return certain.filter(({ commit, before }) => {
    const isNew = !known.has(commit)
    known.add(commit).add(before)
    return isNew
  })
}

/** Returns the sightings from an index on that are of one second. */
function ofSecond(inOrder: readonly Tip[], from: number, second = inOrder[from]?.at): readonly Tip[] {
  let to = from
  while (to < inOrder.length && inOrder[to]?.at === second) to++
  return inOrder.slice(from, to)
}

/** Returns the sightings of the last second before an index. */
function secondBefore(inOrder: readonly Tip[], to: number): readonly Tip[] {
  let from = to
  while (from > 0 && inOrder[from - 1]?.at === inOrder[to - 1]?.at) from--
  return inOrder.slice(from, to)
}

/** The tips after one second: what no push of it replaced; each, where pushes went back and forth. */
function lastOf(sightings: readonly Tip[]): readonly CommitSha[] {
  if (sightings.length === 1) return sightings.map(({ commit }) => commit)
  const replaced = new Set(sightings.map(({ before }) => before))
  const last = sightings.filter(({ commit }) => !replaced.has(commit))
  return (last.length > 0 ? last : sightings).map(({ commit }) => commit)
}

/** What may have been the tip before the sightings of one second. */
function comingFrom(sightings: readonly Tip[]): readonly (CommitSha | null)[] {
  const pushed = sightings.filter(({ how }) => how === 'pushed')
  return [
    ...sightings.flatMap(replacedBy),
    // Shown, and not known to have been pushed in that very second: it may have been the tip for longer.
    ...sightings
      .map(({ commit }) => commit)
      .filter((commit) => !pushed.some((push) => push.commit === commit)),
  ]
}

/** What a push replaced, which may be unnamed. What is merely shown need not have been pushed. */
function replacedBy({ how, before }: Tip): readonly (CommitSha | null)[] {
  return how === 'pushed' || before !== null ? [before] : []
}

/** Returns how many of what is in order of time happened before a second. */
function countBefore(inOrder: readonly { readonly at: Timestamp }[], time: Timestamp): number {
  let [low, high] = [0, inOrder.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((inOrder[middle]?.at ?? time) < time) low = middle + 1
    else high = middle
  }
  return low
}

/** What is known of the text of a commit: as the newest version reads it, and everybody whom any version found named. */
interface KnownText {
  readonly names: ReadonlySet<NameKey>
  readonly material: Digest | null
}

function textsOf(ledger: Ledger): ReadonlyMap<CommitSha, KnownText> {
  const newest = Math.max(...entriesOf(ledger, 'text').map(({ version }) => version))
  const texts = new Map<CommitSha, KnownText>()
  // Most commits name whom the one before names: they share a set.
  let last: { readonly names: readonly Name[]; readonly keys: ReadonlySet<NameKey> } | null = null
  for (const { commit, version, names, material } of entriesOf(ledger, 'text')) {
    if (!last || !isSameList(last.names, names)) last = { names, keys: new Set(names.map(nameKey)) }
    const known = texts.get(commit)
    texts.set(commit, {
      names: known ? new Set([...known.names, ...last.keys]) : last.keys,
      // Digests of two versions are not comparable: what was not read again is another text (L1).
      material: version === newest ? material : (known?.material ?? null),
    })
  }
  return texts
}

function isSameList(one: readonly Name[], other: readonly Name[]): boolean {
  return one.length === other.length && one.every((name, index) => isSameName(name, other[index] as Name))
}

function isSameName(one: Name, other: Name): boolean {
  switch (one.kind) {
    case 'person':
      return other.kind === 'person' && one.person === other.person
    case 'team':
      return other.kind === 'team' && one.team === other.team
    case 'unresolved':
      return other.kind === 'unresolved' && one.name === other.name
    default:
      return one satisfies never
  }
}

/** Since when and until when tips name somebody, announced or not, or may have: who is required may speak (S6). */
function namedByTips(
  tips: readonly (Head | Tip)[],
  texts: ReadonlyMap<CommitSha, KnownText>,
): Pick<Tips, 'namedSince' | 'namedUntil'> {
  const namedSince = new Map<NameKey, Timestamp>()
  const namedUntil = new Map<NameKey, Timestamp>()
  const inTurn = tips.toSorted((one, other) => byTime(one.at, other.at))
  for (const [index, tip] of inTurn.entries()) {
    const { commit } = tip
    const names = texts.get(commit)?.names
    if (names === undefined) continue
    const since = shownBy(tip)
    for (const key of names) if (since < (namedSince.get(key) ?? EVER)) namedSince.set(key, since)
    // Most tips name whom the one before names.
    if (names === texts.get(inTurn[index + 1]?.commit ?? '')?.names) continue
    const next = inTurn.slice(index + 1).find((tip) => tip.commit !== commit)
    const until = next === undefined ? EVER : shownBy(next)
    for (const key of names) namedUntil.set(key, laterOf(until, namedUntil.get(key) ?? until))
  }
  return { namedSince, namedUntil }
}

/** By when it was the tip: a read began before it showed that. */
function shownBy(tip: Head | Tip): Timestamp {
  return 'how' in tip && tip.from === 'read' && tip.how !== 'pushed' ? tip.seen : tip.at
}

/** Returns whom each head names after one that did not name them, which ends their release (C3). */
function namedAgain(heads: readonly Head[]): readonly { readonly at: Timestamp; readonly key: NameKey }[] {
  const read = heads.filter(({ names }) => names !== null)
  return read
    .slice(1)
    .flatMap(({ at, names }, index) =>
      names === read[index]?.names
        ? []
        : [...(names ?? [])].filter((key) => !read[index]?.names?.has(key)).map((key) => ({ at, key })),
    )
}
