create table rfc.inbox (
  delivery_id text primary key,
  event text not null,
  -- JSON as it came. Text, because json columns refuse what JSON may hold (\u0000, lone surrogates), and because
  -- the embedded database takes many times as long to take in and give back bytea.
  body text not null,
  received_at timestamptz not null default now(),
  state text not null default 'open' check (state in ('open', 'done', 'dead')),
  tries integer not null default 0,
  due_at timestamptz not null default now(),
  settled_at timestamptz,
  outcome text,
  error text
);
create index inbox_open on rfc.inbox (due_at) where state = 'open';
create index inbox_settled on rfc.inbox (settled_at) where state <> 'open';

create table rfc.visit (
  key text primary key,
  tries integer not null default 0,
  due_at timestamptz not null default now(),
  outcome text check (outcome in ('visited', 'failed', 'given up')),
  error text,
  updated_at timestamptz not null default now()
);

-- JSON in text columns: written and read whole by us, never searched, and free of what jsonb refuses.
create table rfc.trigger (
  id bigint generated always as identity primary key,
  visit_key text not null references rfc.visit (key),
  reference text not null,
  trigger text not null,
  delivery_id text,
  created_at timestamptz not null default now()
);
create index trigger_of_visit on rfc.trigger (visit_key, id);

create table rfc.memory (
  key text primary key,
  value text not null,
  updated_at timestamptz not null default now()
);
