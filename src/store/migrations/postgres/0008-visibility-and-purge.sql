-- Since when a record may not be shown: its repository is gone, or the App from it. After thirty days it is deleted.
alter table rfc.record add column hidden_at timestamptz;
-- When an event last said that less may be shown; what was read from GitHub before that shows nothing again.
alter table rfc.record add column tightened_at timestamptz not null default '-infinity';
-- When it was last written, by our own clock.
alter table rfc.record add column kept_at timestamptz not null default now();
create index record_installation on rfc.record (installation_id);
create index record_hidden on rfc.record (hidden_at) where hidden_at is not null;
-- By these, what nobody asks for any more is found to be deleted.
create index memory_updated on rfc.memory (updated_at);
create index visit_updated on rfc.visit (updated_at);
create index session_ends on rfc.session (ends_at);
