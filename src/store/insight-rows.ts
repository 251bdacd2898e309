import type { InsightFilter, Insights, Readable, Spread } from '../render/listing.ts'
import { findRecords } from './board-rows.ts'
import type { Queryable } from './database.ts'

/** As many of the oldest are listed. */
const OLDEST = 5

/** What the records that somebody may read say of how decisions come about. */
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
    filter.quarter || null,
  ]
  const ask = async <Row extends object>(text: string) =>
    await tx.query<Row>(`with ${CHOSEN} ${text}`, values)
  const [facts] = await ask<Facts>(FACTS)
  const quarters = await ask<{ quarter: string } & Spread>(QUARTERS)
  const oldest = await findRecords(
    tx,
    readable,
    { ...filter, states: ['waiting', 'objection', 'misalignment', 'needs fixing'] },
    { order: 'oldest', from: 0, most: OLDEST },
  )
  return {
    toAlignment: {
      count: facts?.aligned ?? 0,
      median: facts?.align_median ?? null,
      p90: facts?.align_p90 ?? null,
    },
    toCommitment: {
      count: facts?.done ?? 0,
      median: facts?.done_median ?? null,
      p90: facts?.done_p90 ?? null,
    },
    waited: {
      author: facts?.author ?? 0,
      stakeholders: facts?.stakeholders ?? 0,
      answers: facts?.answers ?? 0,
    },
    objections: {
      heard: facts?.heard ?? 0,
      waited: {
        count: facts?.heard ?? 0,
        median: facts?.heard_median ?? null,
        p90: facts?.heard_p90 ?? null,
      },
    },
    decided: facts?.decided ?? 0,
    withDissent: facts?.dissent ?? 0,
    stale: facts?.stale ?? 0,
    quarters,
    oldest: oldest.rows,
  }
}

interface Facts {
  readonly aligned: number
  readonly align_median: number | null
  readonly align_p90: number | null
  readonly done: number
  readonly done_median: number | null
  readonly done_p90: number | null
  readonly author: number
  readonly stakeholders: number
  readonly answers: number
  readonly heard: number
  readonly heard_median: number | null
  readonly heard_p90: number | null
  readonly decided: number
  readonly dissent: number
  readonly stale: number
}

/** Records that may be read, with the first times of each, and how long each state of each lasted. */
const CHOSEN = `
chosen as (
  select key, opened_at, state, state_since from rfc.record
  where (repository_id = any($1::bigint[]) or ($2::boolean and not is_private))
    and ($3::text is null or lower(owner) = lower($3)) and ($4::text is null or lower(repo) = lower($4))
    and ($5::text is null or teams @> array[lower($5)])
    and ($6::text is null or key in (
      select key from rfc.turn where kind = 'state' and what = 'committed'
      group by key having to_char(min(at) at time zone 'UTC', 'YYYY "Q"Q') = $6))
),
turns as (select turn.* from rfc.turn join chosen using (key)),
firsts as (
  select chosen.key, chosen.opened_at, chosen.state, chosen.state_since,
    min(turns.at) filter (where kind = 'alignment' and what = 'shared') as aligned_at,
    min(turns.at) filter (where kind = 'state' and what = 'committed') as committed_at,
    bool_or(kind = 'position' and what = 'dissenting') as has_dissent
  from chosen left join turns using (key) group by 1, 2, 3, 4
),
lasted as (
  select key, what, extract(epoch from coalesce(lead(at) over (partition by key order by at, id), at) - at) as seconds
  from turns where kind = 'state'
),
objections as (
  select key, split_part(what, ' ', 1) as number,
    min(at) filter (where what like '% open') as opened_at, max(at) filter (where what not like '% open') as closed_at
  from turns where kind = 'objection' group by 1, 2
)`

const SPREAD = (of: string, name: string) => `
  percentile_cont(0.5) within group (order by ${of})::float8 as ${name}_median,
  percentile_cont(0.9) within group (order by ${of})::float8 as ${name}_p90`

const FACTS = `
select alignment.*, commitment.*, waits.*, heard.*, decisions.*, again.* from
  (select count(*)::int as aligned, ${SPREAD('extract(epoch from aligned_at - opened_at)', 'align')}
   from firsts where aligned_at is not null) as alignment,
  (select count(*)::int as done, ${SPREAD('extract(epoch from committed_at - opened_at)', 'done')}
   from firsts where committed_at is not null) as commitment,
  (select coalesce(sum(seconds) filter (where what in ('needs fixing', 'draft', 'misalignment')), 0)::float8 as author,
     coalesce(sum(seconds) filter (where what = 'waiting'), 0)::float8 as stakeholders,
     coalesce(sum(seconds) filter (where what = 'objection'), 0)::float8 as answers from lasted) as waits,
  (select count(*)::int as heard, ${SPREAD('extract(epoch from closed_at - opened_at)', 'heard')}
   from objections where closed_at is not null and opened_at is not null) as heard,
  (select count(*)::int as decided, count(*) filter (where has_dissent)::int as dissent
   from firsts where state = 'merged') as decisions,
  (select count(*)::int as stale from turns where kind = 'position' and what = 'stale') as again`

const QUARTERS = `
select to_char(committed_at at time zone 'UTC', 'YYYY "Q"Q') as quarter, count(*)::int as count,
  percentile_cont(0.5) within group (order by extract(epoch from committed_at - opened_at))::float8 as median,
  percentile_cont(0.9) within group (order by extract(epoch from committed_at - opened_at))::float8 as p90
from firsts where committed_at is not null group by 1 order by 1 desc limit 8`
