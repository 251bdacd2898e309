import type { TeamId, Timestamp } from '../../facts/ids.ts'
import type { PullRequestFacts, Remembered } from '../../facts/snapshot.ts'
import type { Trigger } from '../../facts/trigger.ts'
import { append, entriesOf, type Ledger } from '../append.ts'
import { timelineOf } from '../timeline.ts'
import { toldBy } from '../told.ts'
import { tipsShown } from './observed-tips.ts'

/** What a ledger tells of what is to be read beside the first read. */
export type LedgerFacts = Pick<Remembered, 'heads' | 'tips' | 'quorums' | 'hasLedger'>

/** Returns what the ledger tells, with the tips that webhooks tell and the first read shows (L2, S3, S6). */
export function ledgerFacts(ledger: Ledger, facts: PullRequestFacts, told: readonly Trigger[]): LedgerFacts {
  const begun = entriesOf(ledger, 'header')[0]?.begun
  return {
    heads: entriesOf(ledger, 'head').map(({ commit, at }) => ({ commit, at })),
    // A brief read is of a pull request that never was an RFC.
    tips: facts.brief ? [] : timelineOf(withTips(ledger, facts, told), facts.pullRequest.createdAt),
    quorums: quorumsIn(ledger),
    hasLedger: begun === 'lost' || entriesOf(ledger, 'text').length > 0,
  }
}

function withTips(ledger: Ledger, facts: PullRequestFacts, told: readonly Trigger[]): Ledger {
  const after = withToldTips(ledger, told, facts.at)
  return append(after, tipsShown(facts, after))
}

/** Returns the ledger with the tips that webhooks tell. They stand beside words, which are read later. */
export function withToldTips(ledger: Ledger, told: readonly Trigger[], seen: Timestamp): Ledger {
  const wordless = { commandsIn: () => [], firstSight: null, digest: (text: string) => text }
  const tips = told.flatMap((trigger) => toldBy(trigger, { seen, ledger, ...wordless }))
  // The payload of the opening is known by the base and the state that it tells, too.
  return append(
    ledger,
    tips.filter(({ kind }) => kind === 'tip' || kind === 'base' || kind === 'state'),
  )
}

function quorumsIn(ledger: Ledger): ReadonlyMap<TeamId, number> {
  const highest = new Map<TeamId, number>()
  for (const { team, quorum } of entriesOf(ledger, 'quorum'))
    highest.set(team, Math.max(quorum, highest.get(team) ?? 0))
  return highest
}
