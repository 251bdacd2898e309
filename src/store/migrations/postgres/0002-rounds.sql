-- What is done in rounds, by one process at a time: who is at it and for how long that is believed.
create table rfc.round (
  name text primary key,
  holder text,
  held_until timestamptz,
  begun_at timestamptz,
  -- When the last one began that came to its end.
  done_at timestamptz,
  -- What the round wants to know the next time: how far it read.
  mark text
);

-- Deliveries that GitHub could not make, until they arrived or nobody asks for them any more.
create table rfc.redelivery (
  guid text primary key,
  -- Of its newest attempt. Text, for the ids are wider than the numbers of JavaScript.
  delivery_id text not null,
  event text not null,
  asked integer not null default 0,
  due_at timestamptz not null default now(),
  noted_at timestamptz not null default now()
);

-- Parts of GitHub whose pull requests are to be compared with what was published, apart from the rounds.
create table rfc.sweep_wanted (
  part text primary key,
  wanted bigint not null default 1,
  tries integer not null default 0,
  due_at timestamptz not null default now()
);
