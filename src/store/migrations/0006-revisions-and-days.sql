-- How often a record was written: the sum over what somebody may read tells whether their pages are still as they were.
alter table rfc.record add column revision integer not null default 1;
create index record_revision on rfc.record (repository_id) include (revision, is_private);
-- The day by which the author asks for a decision.
alter table rfc.record add column decide_by date;
