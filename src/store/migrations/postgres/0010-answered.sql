-- Who was told on which pull request that a word of another tool, or an approving review, changes nothing (C7, C9).
create table rfc.answered (
  repository_id bigint not null,
  person_id bigint not null,
  kind text not null,
  number integer not null,
  answered_at timestamptz not null default now(),
  primary key (repository_id, person_id, kind)
);
