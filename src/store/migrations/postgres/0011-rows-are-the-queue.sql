-- What is due, who works on it and until when: a second queue beside the rows (pg-boss) is not needed any more. Servers
-- of the version before go on storing deliveries and triggers while the new ones start; their jobs are left to them.
alter table rfc.inbox add column held_by text, add column held_until timestamptz;
-- place: 1: before others; 0: in line; -1: behind them; -2: nothing waits.
-- wanted: counts the triggers that ever arrived, so that the end of an evaluation tells whether there are new ones.
alter table rfc.visit
  add column place smallint not null default -2,
  add column wanted bigint not null default 0,
  -- Unknown where a server of the version before made the row.
  add column installation_id bigint,
  add column held_by text,
  add column held_until timestamptz;
update rfc.visit set place = 0 where exists (select from rfc.trigger where visit_key = visit.key);
