-- What the board shows of each RFC. Losing it loses history and nothing else: GitHub is the record.
create table rfc.record (
  key text primary key,
  repository_id bigint not null,
  number integer not null,
  installation_id bigint not null,
  owner text not null,
  repo text not null,
  is_private boolean not null,
  state text not null,
  title text not null,
  author_id bigint,
  opened_at timestamptz not null,
  state_since timestamptz not null,
  moved_at timestamptz not null,
  committed_at timestamptz,
  -- GitHub's ids of the people it waits for, and of those whose commitment the text has left behind.
  waits_for bigint[] not null,
  stale bigint[] not null,
  committed bigint[] not null,
  teams text[] not null,
  -- Everybody it is about, the author included, in lower case.
  logins text[] not null,
  open_objections integer not null,
  unanswered integer not null,
  -- The whole record, as JSON.
  value text not null,
  words text not null,
  search tsvector generated always as (to_tsvector('simple', words)) stored
);
create index record_place on rfc.record (repository_id, number);
create index record_state on rfc.record (state, moved_at desc);
create index record_waits on rfc.record using gin (waits_for);
create index record_logins on rfc.record using gin (logins);
create index record_teams on rfc.record using gin (teams);
create index record_search on rfc.record using gin (search);

-- What changed on each RFC, in the order in which it was seen.
create table rfc.turn (
  id bigint generated always as identity primary key,
  key text not null,
  at timestamptz not null,
  kind text not null,
  who text not null,
  what text not null
);
create index turn_key on rfc.turn (key, at);

-- People who are signed in, and those who are on their way. Of what the browser holds only digests are kept.
create table rfc.session (
  id text primary key,
  user_id bigint not null,
  login text not null,
  token text not null,
  csrf text not null,
  ends_at timestamptz not null
);
create table rfc.sign_in (
  id text primary key,
  verifier text not null,
  next text not null,
  ends_at timestamptz not null
);
