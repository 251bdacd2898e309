-- The tables of the embedded database, numbered like PostgreSQL's at that time. Times are milliseconds since 1970,
-- lists are JSON, flags 0 or 1.

create table inbox (
  delivery_id text primary key,
  event text not null,
  -- JSON as it came; emptied when it is done.
  body text not null,
  received_at integer not null,
  state text not null default 'open' check (state in ('open', 'done', 'dead')),
  tries integer not null default 0,
  due_at integer not null,
  settled_at integer,
  outcome text,
  error text,
  -- Which process works on it, and until when that is believed.
  held_by text,
  held_until integer
) strict;
create index inbox_open on inbox (due_at) where state = 'open';
create index inbox_settled on inbox (settled_at) where state <> 'open';

create table visit (
  key text primary key,
  tries integer not null default 0,
  due_at integer not null,
  outcome text check (outcome in ('visited', 'failed', 'given up')),
  error text,
  updated_at integer not null,
  -- Counts who took the lease, one after the other: only the last of them may write.
  fence integer not null default 0,
  -- 1: before others; 0: in line; -1: behind them; -2: nothing waits.
  place integer not null default -2,
  -- Counts the triggers that ever arrived, so that the end of an evaluation tells whether there are new ones.
  wanted integer not null default 0,
  installation_id integer,
  held_by text,
  held_until integer
) strict, without rowid;
create index visit_updated on visit (updated_at);

create table "trigger" (
  -- Never used twice: an evaluation closes the triggers it knew by their ids.
  id integer primary key autoincrement,
  visit_key text not null references visit (key),
  reference text not null,
  "trigger" text not null,
  delivery_id text,
  created_at integer not null
) strict;
create index trigger_of_visit on "trigger" (visit_key, id);

create table memory (key text primary key, value text not null, updated_at integer not null) strict;
create index memory_updated on memory (updated_at);

create table round (
  name text primary key,
  holder text,
  held_until integer,
  begun_at integer,
  done_at integer,
  mark text
) strict;

create table redelivery (
  guid text primary key,
  delivery_id text not null,
  event text not null,
  asked integer not null default 0,
  due_at integer not null,
  noted_at integer not null
) strict;

create table sweep_wanted (
  part text primary key,
  wanted integer not null default 1,
  tries integer not null default 0,
  due_at integer not null
) strict;

create table server (id text primary key, rules integer not null, seen_at integer not null) strict;

create table record (
  -- What the full-text search refers to: `vacuum` may change a rowid that has no column.
  id integer primary key,
  key text not null unique,
  repository_id integer not null,
  number integer not null,
  installation_id integer not null,
  owner text not null,
  repo text not null,
  is_private integer not null,
  state text not null,
  title text not null,
  author_id integer,
  opened_at integer not null,
  state_since integer not null,
  moved_at integer not null,
  committed_at integer,
  waits_for text not null,
  stale text not null,
  committed text not null,
  answered text not null default '[]',
  teams text not null,
  logins text not null,
  open_objections integer not null,
  unanswered integer not null,
  revision integer not null default 1,
  decide_by text,
  aligned_at integer,
  first_committed_at integer,
  has_dissent integer not null default 0,
  left_behind integer not null default 0,
  for_author real not null default 0,
  for_stakeholders real not null default 0,
  for_answers real not null default 0,
  heard text not null default '[]',
  hidden_at integer,
  tightened_at integer not null,
  kept_at integer not null,
  -- Last, because what is behind long texts is slow to reach.
  value text not null,
  words text not null
) strict;
create index record_place on record (repository_id, number);
-- Everything that the board counts and insights sum up, because the rows themselves are long.
create index record_seen on record (
  repository_id, hidden_at, is_private, owner, repo, state, moved_at, opened_at, state_since, revision, has_dissent,
  left_behind, for_author, for_stakeholders, for_answers, aligned_at, first_committed_at, heard, committed
);
create index record_state on record (state, moved_at desc);
create index record_installation on record (installation_id);
create index record_hidden on record (hidden_at) where hidden_at is not null;

-- Full-text search (https://www.sqlite.org/fts5.html#external_content_tables).
create virtual table record_words using fts5 (
  words, content = 'record', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
create trigger record_words_insert after insert on record begin
  insert into record_words (rowid, words) values (new.id, new.words);
end;
create trigger record_words_delete after delete on record begin
  insert into record_words (record_words, rowid, words) values ('delete', old.id, old.words);
end;
create trigger record_words_update after update of words on record when new.words <> old.words begin
  insert into record_words (record_words, rowid, words) values ('delete', old.id, old.words);
  insert into record_words (rowid, words) values (new.id, new.words);
end;

create table turn (
  id integer primary key autoincrement,
  key text not null,
  at integer not null,
  kind text not null,
  who text not null,
  what text not null
) strict;
create index turn_key on turn (key, at);

create table session (
  id text primary key,
  user_id integer not null,
  login text not null,
  token text not null,
  csrf text not null,
  ends_at integer not null
) strict;
create index session_ends on session (ends_at);
create table sign_in (
  id text primary key,
  verifier text not null,
  next text not null,
  ends_at integer not null
) strict;

create table owner (
  is_only integer primary key default 1 check (is_only = 1),
  app_id integer not null,
  api_host text not null,
  since integer not null
) strict;

create table answered (
  repository_id integer not null,
  person_id integer not null,
  kind text not null,
  number integer not null,
  answered_at integer not null,
  primary key (repository_id, person_id, kind)
) strict;
