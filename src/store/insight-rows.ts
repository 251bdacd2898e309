import type { InsightFilter, Insights, Readable, Spread } from '../report/listing.ts'
import { findRecords } from './board-rows.ts'
import type { Queryable } from './database.ts'

/** The number of oldest RFCs that are listed. */
const OLDEST = 5

/** Returns statistics of how decisions came about, over the records that may be read. */
export async function readInsights(
  tx: Queryable,
  readable: Readable,
  filter: InsightFilter,
): Promise<Insights> {
  const values = [
    readable.repositories,
    readable.isPublicToo,
    filter.owner || null,
    filter.repo || null,
    filter.team || null,
    firstDayOf(filter.quarter ?? ''),
  ]
  const ask = async <Row extends object>(text: string) =>
    await tx.query<Row>(`with ${CHOSEN} ${text}`, values)
  const [facts] = await ask<Facts>(FACTS)
  const quarters = await ask<{ quarter: string; spread: Spread }>(QUARTERS)
  const oldest = await findRecords(
    tx,
    readable,
    { ...filter, states: ['waiting', 'objection', 'misalignment', 'needs fixing'] },
    { order: 'oldest', from: 0, most: OLDEST },
  )
  if (!facts) throw new Error('the aggregate query returned no row')
  const { author, stakeholders, answers, decided, not_decided, dissent, stale } = facts
  return {
    toAlignment: facts.to_align,
    toCommitment: facts.to_commit,
    waited: { author, stakeholders, answers },
    objections: { heard: facts.heard.count, waited: facts.heard },
    decided,
    notDecided: not_decided,
    withDissent: dissent,
    stale,
    quarters: quarters.map(({ quarter, spread }) => ({ quarter, ...spread })),
    oldest: oldest.rows,
  }
}

/** Returns `2026-01-01` for `2026 Q1`; null for anything else. */
function firstDayOf(quarter: string): string | null {
  const found = /^(\d{4}) Q([1-4])$/.exec(quarter)
  return found && `${found[1]}-${String(Number(found[2]) * 3 - 2).padStart(2, '0')}-01`
}

interface Facts {
  readonly to_align: Spread
  readonly to_commit: Spread
  readonly heard: Spread
  readonly author: number
  readonly stakeholders: number
  readonly answers: number
  readonly decided: number
  readonly not_decided: number
  readonly dissent: number
  readonly stale: number
}

/** The records that may be read; `rfc.sum_up` aggregated each when it was written. */
const CHOSEN = `
chosen as (
  select state, has_dissent, left_behind, for_author, for_stakeholders, for_answers, heard,
    -- What it waits for now it does not wait for any less because it goes on.
    greatest(0, extract(epoch from now() - state_since)) as waiting,
    extract(epoch from aligned_at - opened_at) as to_align,
    extract(epoch from first_committed_at - opened_at) as to_commit,
    date_trunc('quarter', first_committed_at at time zone 'UTC') as quarter
  from rfc.record
  where hidden_at is null and (repository_id = any($1::bigint[]) or ($2::boolean and not is_private))
    and ($3::text is null or lower(owner) = lower($3)) and ($4::text is null or lower(repo) = lower($4))
    and ($5::text is null or teams @> array[lower($5)])
    and ($6::date is null or date_trunc('quarter', first_committed_at at time zone 'UTC') = $6::date)
)`

const SPREAD = (of: string) => `json_build_object(
  'count', count(${of}),
  'median', percentile_cont(0.5) within group (order by ${of}),
  'p90', percentile_cont(0.9) within group (order by ${of}))`

const WAITED = (until: string, states: string) =>
  `(coalesce(sum(${until}), 0) + coalesce(sum(waiting) filter (where state in (${states})), 0))::float8`

const FACTS = `
select sums.*, heard.* from
  (select ${SPREAD('to_align')} as to_align, ${SPREAD('to_commit')} as to_commit,
     ${WAITED('for_author', "'needs fixing', 'draft', 'misalignment'")} as author,
     ${WAITED('for_stakeholders', "'waiting'")} as stakeholders,
     ${WAITED('for_answers', "'objection'")} as answers,
     count(*) filter (where state = 'decided')::int as decided,
     count(*) filter (where state = 'merged')::int as not_decided,
     count(*) filter (where state = 'decided' and has_dissent)::int as dissent,
     coalesce(sum(left_behind), 0)::int as stale
   from chosen) as sums,
  (select ${SPREAD('seconds')} as heard from chosen, unnest(heard) as seconds) as heard`

const QUARTERS = `
select to_char(quarter, 'YYYY "Q"Q') as quarter, ${SPREAD('to_commit')} as spread
from chosen where quarter is not null group by chosen.quarter order by chosen.quarter desc limit 8`
