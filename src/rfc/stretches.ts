import type { Timestamp } from '../facts/ids.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { EVER } from '../facts/time.ts'
import type { Case } from './case.ts'
import type { TipVersion } from './versions.ts'

/** What tells a mistake that was corrected at once from what people relied on (S6, D5). */
export interface Reliance {
  /** When somebody but the author used a command that blocks or consents. */
  readonly statements: readonly Timestamp[]
  /** Until when the ledger was lost: a tip of that time counts as one while the pull request was ready (L3). */
  readonly lostUntil: Timestamp | null
}

/**
 * Returns whether something stood in the tips while the pull request was ready: in any stretch of them that was no
 * mistake. `holds` returns null where a tip cannot be read, `isMistake` takes the milliseconds that a stretch lasted.
 */
export function hasStood(
  theCase: Case,
  holds: (tip: TipVersion) => boolean | null,
  reliance: Reliance,
  isMistake: (milliseconds: number) => boolean,
): boolean {
  const { snapshot, tips } = theCase
  let before: TipVersion | null = null
  let start: { readonly tip: TipVersion; readonly earliest: Timestamp } | null = null
  for (const tip of tips) {
    const isHeld = holds(tip)
    if (isHeld === true && start === null) {
      // Of one that was only seen later it is unknown since when it was the tip.
      const earliest = tip.isTimeKnown ? tip.since : (before?.since ?? snapshot.pullRequest.createdAt)
      start = { tip, earliest }
    }
    // One that merely may have been the tip ends nothing.
    if (isHeld === false && tip.isCertain && start !== null) {
      if (counts(snapshot, start, tip.by, reliance, isMistake)) return true
      start = null
    }
    if (tip.isCertain) before = tip
  }
  return start !== null && counts(snapshot, start, null, reliance, isMistake)
}

function counts(
  snapshot: Snapshot,
  { tip, earliest }: { readonly tip: TipVersion; readonly earliest: Timestamp },
  until: Timestamp | null,
  { statements, lostUntil }: Reliance,
  isMistake: (milliseconds: number) => boolean,
): boolean {
  if (lostUntil !== null && tip.since <= lostUntil) return true
  if (!wasReady(snapshot, earliest, until ?? EVER)) return false
  if (until === null || !tip.isTimeKnown) return true
  const isWithin = (time: Timestamp) => time >= tip.since && time <= until
  const { merged } = snapshot.pullRequest
  if (statements.some(isWithin) || (merged !== null && isWithin(merged.at))) return true
  return !isMistake(Date.parse(until) - Date.parse(tip.since))
}

/** Whether the pull request was outside draft at some time between two seconds, both included (S6). */
function wasReady({ draftChanges, pullRequest }: Snapshot, from: Timestamp, to: Timestamp): boolean {
  const [first] = draftChanges
  const opened = {
    at: pullRequest.createdAt,
    to: first ? other(first.to) : pullRequest.isDraft ? 'draft' : 'ready',
  }
  const states = [opened, ...draftChanges]
  return states.some(
    (state, index) => state.to === 'ready' && state.at <= to && (states[index + 1]?.at ?? EVER) >= from,
  )
}

function other(to: 'draft' | 'ready'): 'draft' | 'ready' {
  return to === 'draft' ? 'ready' : 'draft'
}

/** Returns the tips that may have been one while the pull request was ready: whom they name may be required (S6). */
export function readyTips({ snapshot, tips }: Case): readonly TipVersion[] {
  return tips.filter((tip, index) => {
    const before = tips.slice(0, index).findLast(({ isCertain }) => isCertain)
    const from = tip.isTimeKnown ? tip.since : (before?.since ?? snapshot.pullRequest.createdAt)
    return wasReady(snapshot, from, tips[index + 1]?.since ?? EVER)
  })
}
