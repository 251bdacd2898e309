-- Counts who was given a visit, one after the other: only the last of them may write.
alter table rfc.visit add column fence bigint not null default 0;
