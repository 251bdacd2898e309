import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { TipSeen } from '../facts/snapshot.ts'
import { earlierOf } from '../facts/time.ts'
import { entriesOf, type Ledger } from './append.ts'
import type { EntryOf } from './entry.ts'
import { announcements, sightingsOf } from './tips.ts'

type Tip = EntryOf<'tip'>

/**
 * Returns every commit that was the tip, announced or not, in order of time, and those that may have been one (S6). A
 * repeated sight of the same tip is left out. The head of the opening became the tip when the pull request was created.
 */
export function timelineOf(ledger: Ledger, createdAt: Timestamp): readonly TipSeen[] {
  const { certain, gaps } = sightingsOf(ledger)
  const isSighted = new Set(certain.map(({ commit }) => commit))
  const all = entriesOf(ledger, 'tip').filter(({ how }) => how !== 'possible')
  const open = gaps.filter((gap) => isLostTip(ledger, gap) || isOpen(all, gap))
  const isAnnounced = announcements(ledger)
  const seen: TipSeen[] = []
  const put = (tip: TipSeen, before: CommitSha | null = null) => {
    const last = seen.at(-1)
    if (last?.commit !== tip.commit) seen.push(tip)
    else seen[seen.length - 1] = sameTip(last, tip, isPushFrom(seen, before))
  }
  const opening = openingTip(ledger, createdAt)
  let next = 0
  for (const tip of inTurn(certain)) {
    for (; next < open.length && (open[next] as Tip).at <= tip.at; next++) put(possible(open[next] as Tip))
    const { seen: shownBy, commit, before, from } = tip
    const at = tip === opening ? createdAt : tip.at
    // A push tells which commit it replaced, and not since when that was the tip.
    const isKnown = seen.at(-1)?.commit === commit && isPushFrom(seen, before)
    if (before !== null && !isSighted.has(before) && !isKnown) {
      const last = seen.at(-1)
      // Perhaps a read showed already what this push brought.
      const shown = last?.commit === commit && !last.isTimeKnown ? seen.pop() : undefined
      const until = shown?.at ?? at
      put({ commit: before, at: until, by: until, isTimeKnown: false, isCertain: true })
      if (shown) put(shown)
    }
    const isTimeKnown = before !== null || at <= createdAt
    // A read began before it showed the tip. A run was written after that.
    const isExact = isTimeKnown || from === 'payload' || isAnnounced(commit, at)
    put({ commit, at, by: isExact ? at : shownBy, isTimeKnown, isCertain: true }, before)
  }
  for (; next < open.length; next++) put(possible(open[next] as Tip))
  return seen
}

/**
 * Returns the sight of the head with which the pull request was opened; null where nothing shows it. The payload of the opening
 * may tell of a later change (GH-203): it is the one that tells the first base branch and state.
 */
export function openingTip(ledger: Ledger, createdAt: Timestamp): Tip | null {
  const [first] = sightingsOf(ledger).certain
  if (!first) return null
  const isTold = (kind: 'base' | 'state') =>
    entriesOf(ledger, kind).some(({ at, from }) => at === first.at && from === 'payload')
  const isOpening = first.from === 'payload' && first.before === null && isTold('base') && isTold('state')
  return first.at <= createdAt || isOpening ? first : null
}

function possible({ commit, at }: Tip): TipSeen {
  return { commit, at, by: at, isTimeKnown: false, isCertain: false }
}

/** A read may show a tip before the payload of its push does. */
function sameTip(first: TipSeen, again: TipSeen, isPush: boolean): TipSeen {
  const by = earlierOf(again.by, first.by)
  const isCertain = first.isCertain || again.isCertain
  if (!isPush || first.isTimeKnown) return { ...first, by, isCertain }
  return { ...again, by: again.at, isTimeKnown: true }
}

/** Whether a push is the one that brought the last tip, by the commit that it replaced. */
function isPushFrom(seen: readonly TipSeen[], before: CommitSha | null): boolean {
  const last = seen.at(-1)?.commit
  return (
    before !== null &&
    seen.findLast(({ commit, isCertain }) => isCertain && commit !== last)?.commit === before
  )
}

/** In one second a push comes after what it replaced, and before what shows the tip that it brought. */
function inTurn(certain: readonly Tip[]): readonly Tip[] {
  return [...Map.groupBy(certain, ({ at }) => at).values()].flatMap((second) => {
    const rest = new Set(second)
    const inOrder: Tip[] = []
    while (rest.size > 0) {
      const isBrought = (tip: Tip) => [...rest].some((other) => other !== tip && other.commit === tip.before)
      const isShownOnly = (tip: Tip) =>
        tip.before === null && [...rest].some((other) => other.commit === tip.commit && other.before !== null)
      const next = [...rest].find((tip) => !isBrought(tip) && !isShownOnly(tip)) ?? ([...rest][0] as Tip)
      rest.delete(next)
      inOrder.push(next)
    }
    return inOrder
  })
}

/** Where a ledger was lost, every commit that can be read may have been the tip (L3). */
function isLostTip(ledger: Ledger, { at }: Tip): boolean {
  const [header] = entriesOf(ledger, 'header')
  return header?.begun === 'lost' && at <= header.consentsAfter
}

/**
 * Whether pushes are missing between two sights, so that a commit between them may have been the tip: those that are told
 * do not lead back from the later one to a commit that was seen.
 */
function isOpen(certain: readonly Tip[], { at, commit: between }: Tip): boolean {
  const after = certain.find((tip) => tip.at === at)?.commit
  if (after === undefined) return true
  const passed = new Set<CommitSha>([after])
  let commit = after
  for (;;) {
    const before = certain.find((tip) => tip.commit === commit && tip.before !== null)?.before ?? null
    if (before === null || passed.has(before)) break
    if (before === between) return true
    passed.add(before)
    commit = before
  }
  return commit === after || !certain.some((tip) => tip.commit === commit)
}
