import type { CommitSha, Timestamp } from '../facts/ids.ts'
import { entriesOf, type Ledger } from './append.ts'
import type { EntryOf } from './entry.ts'
import { type Digest, type Name, type NameKey, nameKey } from './recorded-command.ts'

/** Heads, and the text that a post at some time is about (F1). */
export interface Tips {
  /** Every announcement, oldest first. */
  readonly heads: readonly Head[]
  /** When the first head that names somebody was announced. */
  readonly namedSince: ReadonlyMap<NameKey, Timestamp>
  /** Returns the text that a post is about, or why there is none. */
  readonly textAbout: (written: Timestamp, reviewed: CommitSha | null) => TextAbout
}

/** An announced head. `names` is null where the commit has not been read. */
export interface Head {
  readonly at: Timestamp
  readonly commit: CommitSha
  readonly names: readonly Name[] | null
}

export type TextAbout =
  | { readonly kind: 'text'; readonly commit: CommitSha }
  /** No head was announced yet; or another commit, with another text, may have been the tip. */
  | { readonly kind: 'none'; readonly why: 'no head' | 'tip unknown' }

/** Stands for a commit that GitHub does not name. */
const UNNAMED = null

/** Returns the heads of a pull request, and what its posts are about. */
export function tipsOf(ledger: Ledger): Tips {
  const texts = textsOf(ledger)
  const heads = entriesOf(ledger, 'head').map(
    ({ at, commit }): Head => ({ at, commit, names: texts.get(commit)?.names ?? null }),
  )
  const sightings = sightingsOf(ledger)
  const isSameText = (one: CommitSha | null, other: CommitSha) => {
    if (one === other) return true
    const material = one === UNNAMED ? null : (texts.get(one)?.material ?? null)
    return material !== null && material === texts.get(other)?.material
  }
  return {
    heads,
    namedSince: new Map(
      heads
        .toReversed()
        .flatMap(({ at, names }) => (names ?? []).map((name) => [nameKey(name), at] as const)),
    ),
    textAbout: (written, reviewed) => {
      const announced = heads.filter(({ at }) => at < written)
      const newest = announced.at(-1)?.commit
      if (newest === undefined) return { kind: 'none', why: 'no head' }
      // GitHub records for a review the commit that its writer looked at: an older head counts as that (F1).
      if (reviewed !== null && announced.some(({ commit }) => commit === reviewed))
        return { kind: 'text', commit: reviewed }
      const possible = [...possibleTips(sightings, written), ...(reviewed === null ? [] : [reviewed])]
      return possible.every((tip) => isSameText(tip, newest))
        ? { kind: 'text', commit: newest }
        : { kind: 'none', why: 'tip unknown' }
    },
  }
}

/** When which commit was seen to be the tip, and the commits of gaps in the chain of pushes. */
export interface Sightings {
  readonly certain: readonly Tip[]
  readonly gaps: readonly Tip[]
}

/** Returns when which commit was seen to be the tip. */
export function sightingsOf(ledger: Ledger): Sightings {
  const tips = entriesOf(ledger, 'tip')
  return {
    certain: tips.filter(({ how }) => how !== 'possible'),
    gaps: tips.filter(({ how }) => how === 'possible'),
  }
}

/** Returns every commit that may have been the tip in a second; null among them for one that GitHub does not name. */
export function possibleTips({ certain, gaps }: Sightings, time: Timestamp): readonly (CommitSha | null)[] {
  const last = certain.findLast(({ at }) => at < time)
  // A read may show an older tip (GH-112): what was pushed stays possible until something else is pushed.
  const pushed = certain.findLast(({ how, at }) => how === 'pushed' && at < time)
  const next = certain.find(({ at }) => at > time)
  return [
    ...(last ? [last.commit] : []),
    ...(pushed ? [pushed.commit] : []),
    ...certain
      .filter(({ at }) => at === time)
      .flatMap(({ how, commit, before }) => (how === 'pushed' ? [commit, before] : [commit])),
    ...(next ? comingFrom(certain.filter(({ at }) => at === next.at)) : []),
    // A gap lies between the last sighting before it and its end (S6).
    ...gaps.flatMap(({ at, commit }) => {
      const start = certain.findLast((tip) => tip.at < at)?.at
      return at >= time && (start === undefined || start <= time) ? [commit] : []
    }),
  ]
}

type Tip = EntryOf<'tip'>

/** What may have been the tip before the sightings of one second. */
function comingFrom(sightings: readonly Tip[]): readonly (CommitSha | null)[] {
  const pushed = sightings.filter(({ how }) => how === 'pushed')
  return [
    ...pushed.map(({ before }) => before),
    // Shown, and not known to have been pushed in that very second: it may have been the tip for longer.
    ...sightings
      .map(({ commit }) => commit)
      .filter((commit) => !pushed.some((push) => push.commit === commit)),
  ]
}

/** What is known of the text of a commit: as the newest version reads it, and everybody whom any version found named. */
interface KnownText {
  readonly names: readonly Name[]
  readonly material: Digest | null
}

function textsOf(ledger: Ledger): ReadonlyMap<CommitSha, KnownText> {
  const newest = Math.max(...entriesOf(ledger, 'text').map(({ version }) => version))
  const texts = new Map<CommitSha, KnownText>()
  for (const { commit, version, names, material } of entriesOf(ledger, 'text')) {
    const known = texts.get(commit)
    texts.set(commit, {
      names: [...(known?.names ?? []), ...names],
      // Digests of two versions are not comparable: what was not read again is another text (L1).
      material: version === newest ? material : (known?.material ?? null),
    })
  }
  return texts
}

/** Returns whom each head names after one that did not name them, which ends their release (C3). */
export function namedAgain(
  heads: readonly Head[],
): readonly { readonly at: Timestamp; readonly key: NameKey }[] {
  const read = heads.filter(({ names }) => names !== null)
  return read.slice(1).flatMap(({ at, names }, index) => {
    const before = new Set(read[index]?.names?.map(nameKey))
    return [...new Set(names?.map(nameKey))].filter((key) => !before.has(key)).map((key) => ({ at, key }))
  })
}
