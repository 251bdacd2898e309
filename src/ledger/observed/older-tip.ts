import type { PullRequestFacts } from '../../facts/snapshot.ts'
import type { Ledger } from '../append.ts'
import type { EntryOf } from '../entry.ts'
import { announcements, sightingsOf } from '../tips.ts'

/** A replica that lags so long is believed: two complete reads that far apart have shown another tip. */
const SECONDS = 60

/**
 * Returns whether a read shows an older tip than the ledger holds, as a replica that lags may (V6, GH-112): one that was
 * replaced, to which no force-push event leads back, and which no complete read has shown a minute before this one.
 */
export function showsOlderTip(ledger: Ledger, { pullRequest, at }: PullRequestFacts): boolean {
  const { certain } = sightingsOf(ledger)
  const { head } = pullRequest
  // A run follows a read, and proves no more than that does.
  const isOfRead = ({ from, how }: Tip) => from === 'read' && how === 'shown'
  const told = certain.filter((tip) => !isOfRead(tip))
  const newest = told.at(-1)
  if (!newest || newest.commit === head) return false
  const isReplaced = told.some(({ commit, before }) => commit === head || before === head)
  const isBack = told.some((tip) => tip.commit === head && tip.at >= newest.at)
  if (!isReplaced || isBack) return false
  const isAnnounced = announcements(ledger)
  const [first] = certain.filter(
    (tip) => isOfRead(tip) && tip.commit === head && tip.at > newest.at && !isAnnounced(head, tip.at),
  )
  return first === undefined || Date.parse(at) - Date.parse(first.at) < SECONDS * 1000
}

type Tip = EntryOf<'tip'>
