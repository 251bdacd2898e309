import type { InsightFilter, Insights, Readable, Spread } from '../report/listing.ts'
import type { TurnSummary } from '../report/turn-summary.ts'
import { chosenRecords, findRecords } from './board-rows.ts'
import type { Store } from './database.ts'

/** The number of oldest RFCs that are listed. */
const OLDEST = 5
const MOST_QUARTERS = 8

/** Returns statistics of how decisions came about, over the records that may be read. */
export async function readInsights(tx: Store, readable: Readable, filter: InsightFilter): Promise<Insights> {
  const facts = await readFacts(tx, readable, filter)
  const oldest = await findRecords(
    tx,
    readable,
    { ...filter, states: ['waiting', 'objection', 'misalignment', 'needs fixing'] },
    { order: 'oldest', from: 0, most: OLDEST },
  )
  const heard = spreadOf(facts.flatMap((fact) => fact.heard))
  const count = (isCounted: (fact: Fact) => boolean) => facts.filter(isCounted).length
  const decided = facts.filter(({ state }) => state === 'decided')
  return {
    toAlignment: spreadOf(facts.map(({ toAlignment }) => toAlignment)),
    toCommitment: spreadOf(facts.map(({ toCommitment }) => toCommitment)),
    waited: {
      author: waited(facts, 'forAuthor', ['needs fixing', 'draft', 'misalignment']),
      stakeholders: waited(facts, 'forStakeholders', ['waiting']),
      answers: waited(facts, 'forAnswers', ['objection']),
    },
    objections: { heard: heard.count, waited: heard },
    decided: decided.length,
    notDecided: count(({ state }) => state === 'merged'),
    withDissent: decided.filter(({ hasDissent }) => hasDissent).length,
    stale: facts.reduce((sum, { leftBehind }) => sum + leftBehind, 0),
    quarters: quartersOf(facts),
    oldest: oldest.rows,
  }
}

/** What insights need of one record, aggregated when it was written (`report/turn-summary.ts`); times in seconds. */
interface Fact extends Omit<TurnSummary, 'alignedAt' | 'firstCommittedAt'> {
  readonly state: string
  /** In its current state until now. */
  readonly waiting: number
  readonly toAlignment: number | null
  readonly toCommitment: number | null
  /** `2026 Q1`, of the time when everyone had committed first; null before that. */
  readonly quarter: string | null
}

async function readFacts(
  tx: Store,
  readable: Readable,
  { owner, repo, team, quarter }: InsightFilter,
): Promise<readonly Fact[]> {
  const { dialect } = tx
  const period = periodOf(quarter ?? '')
  const rows = await chosenRecords(tx, readable, { owner, repo, team })
    .$if(period !== null, (query) =>
      query
        .where('first_committed_at', '>=', dialect.at(period?.from ?? ''))
        .where('first_committed_at', '<', dialect.at(period?.to ?? '')),
    )
    .select([
      'state',
      'has_dissent',
      'left_behind',
      'for_author',
      'for_stakeholders',
      'for_answers',
      'heard',
      'opened_at',
      'aligned_at',
      'first_committed_at',
      dialect.secondsSince('state_since').as('waiting'),
    ])
    .execute()
  return rows.map((row) => ({
    state: row.state,
    hasDissent: Boolean(row.has_dissent),
    leftBehind: row.left_behind,
    forAuthor: row.for_author,
    forStakeholders: row.for_stakeholders,
    forAnswers: row.for_answers,
    heard: dialect.listOf<number>(row.heard),
    waiting: Math.max(0, row.waiting),
    toAlignment: secondsBetween(row.opened_at, row.aligned_at),
    toCommitment: secondsBetween(row.opened_at, row.first_committed_at),
    quarter: row.first_committed_at === null ? null : quarterOf(new Date(row.first_committed_at)),
  }))
}

/** Returns the times that `2026 Q1` begins and ends at, in UTC; null for anything else. */
function periodOf(quarter: string): { readonly from: string; readonly to: string } | null {
  const found = /^(\d{4}) Q([1-4])$/.exec(quarter)
  if (!found) return null
  const [year, month] = [Number(found[1]), Number(found[2]) * 3 - 3]
  const from = new Date(0)
  const to = new Date(0)
  // Not `Date.UTC`, which takes 26 for 1926.
  from.setUTCFullYear(year, month, 1)
  to.setUTCFullYear(year, month + 3, 1)
  return { from: from.toISOString(), to: to.toISOString() }
}

function quarterOf(time: Date): string {
  return `${time.getUTCFullYear()} Q${Math.floor(time.getUTCMonth() / 3) + 1}`
}

function secondsBetween(from: number, to: number | null): number | null {
  return to === null ? null : (to - from) / 1000
}

function waited(
  facts: readonly Fact[],
  until: 'forAuthor' | 'forStakeholders' | 'forAnswers',
  now: readonly string[],
): number {
  return facts.reduce((sum, fact) => sum + fact[until] + (now.includes(fact.state) ? fact.waiting : 0), 0)
}

function quartersOf(facts: readonly Fact[]): Insights['quarters'] {
  const committed = facts.filter((fact) => fact.quarter !== null)
  return [...Map.groupBy(committed, ({ quarter }) => quarter ?? '')]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .slice(0, MOST_QUARTERS)
    .map(([quarter, each]) => ({ quarter, ...spreadOf(each.map(({ toCommitment }) => toCommitment)) }))
}

function spreadOf(values: readonly (number | null)[]): Spread {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  return { count: sorted.length, median: percentile(sorted, 0.5), p90: percentile(sorted, 0.9) }
}

/** Interpolates linearly between the two nearest values. */
function percentile(sorted: readonly number[], part: number): number | null {
  const place = part * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  if (below === undefined || above === undefined) return null
  return below + (above - below) * (place - Math.floor(place))
}
