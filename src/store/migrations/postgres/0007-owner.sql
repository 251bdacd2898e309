-- Whose database this is: two Apps on one would take each other's deliveries and jobs.
create table rfc.owner (
  is_only boolean primary key default true check (is_only),
  app_id bigint not null,
  api_host text not null,
  since timestamptz not null default now()
);
