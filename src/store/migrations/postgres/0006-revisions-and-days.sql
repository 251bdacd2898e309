-- How often a record was written: the sum over what somebody may read tells whether their pages are still as they were.
alter table rfc.record add column revision integer not null default 1;
create index record_revision on rfc.record (repository_id) include (revision, is_private);
-- The day by which the author asks for a decision.
alter table rfc.record add column decide_by date;
-- What insights need of each record's turns, so that they need not read all turns of all records.
alter table rfc.record
  add column aligned_at timestamptz,
  add column first_committed_at timestamptz,
  add column has_dissent boolean not null default false,
  -- How many commitments had to be said again because the text changed.
  add column left_behind integer not null default 0,
  -- Seconds in which it waited for each.
  add column for_author double precision not null default 0,
  add column for_stakeholders double precision not null default 0,
  add column for_answers double precision not null default 0,
  -- How long each objection was open that came to an end.
  add column heard double precision[] not null default '{}';

create function rfc.sum_up(wanted text) returns void language sql as $$
  with turns as (select * from rfc.turn where key = wanted),
  lasted as (
    select what, extract(epoch from coalesce(lead(at) over (order by at, id), at) - at)::float8 as seconds
    from turns where kind = 'state'
  ),
  objections as (
    select min(at) filter (where what like '% open') as opened_at, max(at) filter (where what not like '% open') as closed_at
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
      select extract(epoch from closed_at - opened_at)::float8 from objections
      where opened_at is not null and closed_at is not null
    )
  where key = wanted
$$;
-- About a millisecond each: with many records longer than a statement may take otherwise.
set local statement_timeout = 0;
select rfc.sum_up(key) from rfc.record;
