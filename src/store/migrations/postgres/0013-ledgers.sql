-- The evidence about each pull request (L1): its ledger, and a row for each entry.
create table rfc.ledger (
  key text primary key,
  -- How many entries there ever were: a restored ledger has fewer rows (L3).
  length integer not null,
  -- Counts the writes, so that a process knows whether a ledger is still as it read it.
  revision bigint not null default 1,
  updated_at timestamptz not null default now()
);
create table rfc.ledger_entry (
  -- Checked at the end, because the row of the ledger is written last.
  key text not null references rfc.ledger (key) on delete cascade deferrable initially deferred,
  -- A digest of what makes two entries the same evidence.
  identity text not null,
  -- JSON.
  entry text not null,
  primary key (key, identity)
);
