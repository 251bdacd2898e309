import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { migrationsFor } from '../../src/store/migrate.ts'

/** Makes the embedded database of the version before, as it was after so many migrations, and fills it. */
export async function makeFormerDatabase(
  dataDir: string,
  migrations: number,
  rows: readonly string[],
): Promise<void> {
  await changeFormerDatabase(dataDir, async (lite) => {
    await lite.exec(
      `create schema rfc;
       create table rfc.schema_version (version integer primary key, applied_at timestamptz not null default now())`,
    )
    for (const { version, text } of migrationsFor('postgres').slice(0, migrations)) {
      await lite.exec(text)
      await lite.query('insert into rfc.schema_version (version) values ($1)', [version])
    }
    for (const row of rows) await lite.exec(row)
  })
}

/** Opens it as the version before does. */
export async function changeFormerDatabase(
  dataDir: string,
  change: (lite: PGlite) => Promise<unknown>,
): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  const lite = await PGlite.create(join(dataDir, 'postgres'))
  try {
    await change(lite)
  } finally {
    await lite.close()
  }
}

/** Rows of every table that migrations 1 to 8 made. */
export const FORMER_ROWS = [
  "insert into rfc.owner (app_id, api_host, since) values (12, 'api.github.com', '2026-05-01T10:00:00Z')",
  `insert into rfc.inbox (delivery_id, event, body, received_at, state, tries, due_at, settled_at, outcome, error) values
   ('open', 'issue_comment', '{"comment":"/commit ü \u{1f600}"}', '2026-05-01T10:00:00.123Z', 'open', 3, '2026-05-01T10:01:00Z', null, null, 'tried'),
   ('dead', 'push', '{"dead":1}', '2026-05-01T10:00:00Z', 'dead', 8, '2026-05-01T10:01:00Z', '2026-05-01T10:02:00Z', null, 'gave up'),
   ('done', 'ping', '{"done":1}', '2026-05-01T10:00:00Z', 'done', 0, '2026-05-01T10:01:00Z', '2026-05-01T10:02:00Z', 'ignored', null)`,
  `insert into rfc.visit (key, tries, due_at, outcome, error, updated_at, fence) values
   ('1/7', 2, '2026-05-01T10:00:00Z', 'failed', 'no answer', '2026-05-01T10:00:01Z', 5),
   ('1/8', 0, '2026-05-01T10:00:00Z', 'visited', null, '2026-05-01T10:00:01Z', 1)`,
  "insert into rfc.trigger (visit_key, reference, trigger, delivery_id) values ('1/7', '{}', '{}', 'answered')",
  'delete from rfc.trigger',
  `insert into rfc.trigger (visit_key, reference, trigger, delivery_id, created_at) values
   ('1/7', '{"kind":"pull-request","repositoryId":1,"number":7,"owner":"acme","repo":"rfcs","installationId":5}', '{"kind":"look","why":"a"}', 'gone', '2026-05-01T10:00:00Z'),
   ('1/7', '{"kind":"pull-request","repositoryId":1,"number":7,"owner":"acme","repo":"rfcs","installationId":5}', '{"kind":"look","why":"b"}', null, '2026-05-01T10:00:01Z')`,
  `insert into rfc.memory (key, value, updated_at) values ('1/7 fingerprint', '"x"', '2026-05-01T10:00:00Z')`,
  `insert into rfc.round (name, holder, held_until, begun_at, done_at, mark) values
   ('redelivery', 'a dead process', '2099-01-01T00:00:00Z', '2026-05-01T10:00:00Z', '2026-05-01T09:00:00Z', 'read up to here')`,
  `insert into rfc.redelivery (guid, delivery_id, event, asked, due_at, noted_at) values
   ('guid', '9007199254740993', 'push', 2, '2026-05-01T10:00:00Z', '2026-05-01T09:00:00Z')`,
  `insert into rfc.sweep_wanted (part, wanted, tries, due_at) values ('installation 5', 2, 1, '2026-05-01T10:00:00Z')`,
  "insert into rfc.server (id, rules) values ('00000000-0000-0000-0000-000000000000', 1)",
  `insert into rfc.record (key, repository_id, number, installation_id, owner, repo, is_private, state, title, author_id,
     opened_at, state_since, moved_at, committed_at, waits_for, stale, committed, teams, logins, open_objections, unanswered,
     value, words, revision, decide_by, left_behind, heard, hidden_at, kept_at)
   values ('1/7', 1, 7, 5, 'acme', 'rfcs', true, 'objection', 'A title', 4000000000, '2026-05-01T10:00:00Z',
     '2026-05-01T11:00:00Z', '2026-05-01T12:00:00Z', null, '{4000000001,2}', '{}', '{3}', '{acme/sre}', '{ada,"o\\"neill"}', 1, 0,
     '{"objections":[{"state":"open","by":{"id":2},"answers":[1]}]}', 'Straße der Wörter.', 4, '2026-06-01', 1, '{1.5}', null,
     '2026-05-01T12:00:00Z')`,
  `insert into rfc.turn (key, at, kind, who, what) values
   ('1/7', '2026-05-01T10:00:00Z', 'state', 'ada', 'waiting'), ('1/7', '2026-05-01T10:00:10Z', 'objection', 'linus', '#1 open'),
   ('1/7', '2026-05-01T10:00:10Z', 'state', 'linus', 'objection')`,
  `insert into rfc.session (id, user_id, login, token, csrf, ends_at) values ('digest', 2, 'ada', 'sealed', 'c', '2099-01-01T00:00:00Z')`,
  `insert into rfc.sign_in (id, verifier, next, ends_at) values ('s', 'v', '/board', '2099-01-01T00:00:00Z')`,
] as const

/** Of the table that migration 10 made, and the column of migration 9. */
export const NEWER_ROWS = [
  `insert into rfc.answered (repository_id, person_id, kind, number, answered_at) values (1, 2, 'lgtm', 7, '2026-05-01T10:00:00Z')`,
  "update rfc.record set answered = '{2}'",
]
