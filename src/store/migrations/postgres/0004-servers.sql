-- The servers that are alive, and the rules by which each judges: in a deployment older ones run beside newer ones.
create table rfc.server (
  id uuid primary key,
  rules integer not null,
  seen_at timestamptz not null default now()
);
