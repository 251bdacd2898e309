-- Who raised an objection that is open and was answered: it is their turn (N1).
alter table rfc.record add column answered bigint[] not null default '{}';
create index record_answered on rfc.record using gin (answered);
-- An objection that was set aside, or that its raiser left open, was not closed by its raiser (R1).
create or replace function rfc.sum_up(wanted text) returns void language sql as $$
  with turns as (select * from rfc.turn where key = wanted),
  lasted as (
    select what, extract(epoch from coalesce(lead(at) over (order by at, id), at) - at)::float8 as seconds
    from turns where kind = 'state'
  ),
  objections as (
    select min(at) filter (where what like '% open') as opened_at, max(at) filter (where what ~ ' (heard|withdrawn|dissent)$') as heard_at
    from turns where kind = 'objection' group by split_part(what, ' ', 1)
  )
  update rfc.record set
    aligned_at = (select min(at) from turns where kind = 'alignment' and what = 'shared'),
    first_committed_at = (select min(at) from turns where kind = 'state' and what = 'committed'),
    has_dissent = exists (select from turns where kind = 'position' and what = 'dissenting'),
    left_behind = (select count(*) from turns where kind = 'position' and what = 'stale'),
    for_author = (select coalesce(sum(seconds), 0) from lasted where what in ('needs fixing', 'draft', 'misalignment')),
    for_stakeholders = (select coalesce(sum(seconds), 0) from lasted where what = 'waiting'),
    for_answers = (select coalesce(sum(seconds), 0) from lasted where what = 'objection'),
    heard = array(
      select extract(epoch from heard_at - opened_at)::float8 from objections
      where opened_at is not null and heard_at is not null
    )
  where key = wanted
$$;
-- About a millisecond each: with many records longer than a statement may take otherwise.
set local statement_timeout = 0;
select rfc.sum_up(key) from rfc.record;
update rfc.record set
  answered = coalesce((
    select array_agg(distinct (objection -> 'by' ->> 'id')::bigint)
    from jsonb_array_elements(value::jsonb -> 'objections') as objection
    where objection ->> 'state' = 'open' and jsonb_array_length(objection -> 'answers') > 0
  ), '{}'),
  -- Objections that block nothing are the author's to answer, too (P6).
  unanswered = (
    select count(*) from jsonb_array_elements(value::jsonb -> 'objections') as objection
    where objection ->> 'state' = 'open' and jsonb_array_length(objection -> 'answers') = 0
  );
