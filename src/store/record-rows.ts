import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import { type MergeFacts, mergedRecord } from '../report/merge-record.ts'
import { type RfcRecord, withRemoved } from '../report/record.ts'
import { type Turn, turnsBetween } from '../report/turns.ts'
import type { Database, Queryable } from './database.ts'
import { storableText } from './storable-text.ts'
import { tell } from './visibility-rows.ts'

/** Searchable characters per record; PostgreSQL's index takes at most 1 MB of words. */
const LONGEST_WORDS = 200_000

/**
 * Stores the record of an evaluated RFC and adds what changed to its timeline. An older evaluation changes
 * nothing.
 */
export async function keepRecord(
  database: Database,
  reference: PullRequestReference,
  isPrivate: boolean,
  judged: RfcRecord,
): Promise<void> {
  const key = evaluationKey(reference)
  await database.transaction(async (tx) => {
    const before = await readRecord(tx, key, 'for update')
    const record = withRemoved(before, judged)
    if (before && before.judgedAt > record.judgedAt) return
    if (before && (isMerged(before) || isSame(before, record))) {
      if (isPrivate) await tell(tx, { ...reference, isPrivate })
      return
    }
    const turns = turnsBetween(before, record)
    await write(tx, reference, isPrivate, record)
    await note(tx, key, turns)
  })
}

/** Records a merge on the last evaluated record; a record of the merge itself is kept as it is. */
export async function closeRecord(database: Database, key: string, facts: MergeFacts): Promise<void> {
  await database.transaction(async (tx) => {
    const before = await readRecord(tx, key, 'for update')
    if (!before || isMerged(before)) return
    const record = mergedRecord(before, facts)
    const { at } = facts
    await tx.query(
      `update rfc.record set state = $2, state_since = $3, moved_at = $3, value = $4,
         waits_for = '{}', stale = '{}', answered = '{}', revision = revision + 1 where key = $1`,
      [key, record.state, at, json(record)],
    )
    await note(tx, key, [{ at, kind: 'state', who: '', what: record.state }])
  })
}

/** Deletes the record of a pull request that turned out to be no RFC. */
export async function forgetRecord(tx: Queryable, key: string): Promise<void> {
  await tx.query('delete from rfc.record where key = $1', [key])
  await tx.query('delete from rfc.turn where key = $1', [key])
}

async function readRecord(tx: Queryable, key: string, lock: 'for update' | ''): Promise<RfcRecord | null> {
  const [row] = await tx.query<{ value: string }>(`select value from rfc.record where key = $1 ${lock}`, [
    key,
  ])
  // Trusted: only this App writes it.
  return row ? (JSON.parse(row.value) as RfcRecord) : null
}

/** Whether it was merged; such a record no longer changes, even if older rules recorded only the state. */
function isMerged({ state, merge }: RfcRecord): boolean {
  return state === 'merged' || (merge ?? null) !== null
}

function isSame(before: RfcRecord, after: RfcRecord): boolean {
  return json({ ...before, judgedAt: '' }) === json({ ...after, judgedAt: '' })
}

async function write(
  tx: Queryable,
  reference: PullRequestReference,
  isPrivate: boolean,
  record: RfcRecord,
): Promise<void> {
  const { repositoryId, number, installationId, owner, repo } = reference
  const { people, objections, judgedAt, merge = null } = record
  const unclosed = objections.filter(({ state }) => state === 'open')
  const open = unclosed.filter(({ blocks }) => blocks)
  const ids = (which: (person: RfcRecord['people'][number]) => boolean) =>
    people.filter(which).map(({ id }) => id)
  await tx.query(
    `insert into rfc.record as old (key, repository_id, number, installation_id, owner, repo, is_private, state, title,
       author_id, opened_at, state_since, moved_at, committed_at, waits_for, stale, committed, teams, logins,
       open_objections, unanswered, value, words, decide_by, answered)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, case when $8 = 'committed' then $12::timestamptz end,
       $13::bigint[], $14::bigint[], $15::bigint[], $16::text[], $17::text[], $18, $19, $20, $21, $22::date, $23::bigint[])
     on conflict (key) do update set
       installation_id = excluded.installation_id, owner = excluded.owner, repo = excluded.repo,
       kept_at = now(), is_private = old.is_private or excluded.is_private, state = excluded.state, title = excluded.title,
       state_since = case when old.state = excluded.state then old.state_since else excluded.state_since end,
       committed_at = coalesce(case when old.state = 'committed' then old.committed_at end, excluded.committed_at),
       moved_at = excluded.moved_at, waits_for = excluded.waits_for, stale = excluded.stale,
       committed = excluded.committed, teams = excluded.teams, logins = excluded.logins, open_objections = excluded.open_objections,
       unanswered = excluded.unanswered, value = excluded.value, words = excluded.words, decide_by = excluded.decide_by,
       answered = excluded.answered, revision = old.revision + 1`,
    [
      evaluationKey(reference),
      repositoryId,
      number,
      installationId,
      owner,
      repo,
      isPrivate,
      record.state,
      storableText(record.title),
      record.author?.id ?? null,
      record.openedAt,
      merge?.at ?? judgedAt,
      // After a merge nothing is pending.
      merge ? [] : ids(({ isPending }) => isPending),
      merge ? [] : ids(({ position }) => position === 'stale'),
      ids(({ position }) => position === 'committed' || position === 'dissenting'),
      record.teams.map(({ name }) => name.toLowerCase()),
      [...people, ...(record.author ? [record.author] : [])].map(({ login }) => login.toLowerCase()),
      open.length,
      unclosed.filter(({ answers }) => answers.length === 0).length,
      json(record),
      storableText(wordsOf(record, owner, repo, number), LONGEST_WORDS),
      record.decideBy,
      merge ? [] : [...new Set(unclosed.filter(({ answers }) => answers.length > 0).map(({ by }) => by.id))],
    ],
  )
}

/** Returns all searchable text of a record. */
function wordsOf(record: RfcRecord, owner: string, repo: string, number: number): string {
  return [
    record.title,
    `${owner}/${repo}#${number} ${owner} ${repo}`,
    record.author?.login ?? '',
    ...record.people.flatMap(({ login, reason }) => [login, reason]),
    ...record.teams.map(({ name }) => name),
    ...record.objections.flatMap(({ by, reason, answers }) => [
      by.login,
      reason,
      ...answers.map(({ text }) => text),
    ]),
  ].join('\n')
}

/** Adds timeline events and updates the aggregates for insights. */
async function note(tx: Queryable, key: string, turns: readonly Turn[]): Promise<void> {
  for (const { at, kind, who, what } of turns)
    await tx.query('insert into rfc.turn (key, at, kind, who, what) values ($1, $2, $3, $4, $5)', [
      key,
      at,
      kind,
      who,
      what,
    ])
  if (turns.length > 0) await tx.query('select rfc.sum_up($1)', [key])
}

/** Returns JSON that PostgreSQL can store: user text may hold NULs and lone surrogates. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' ? storableText(each, Number.POSITIVE_INFINITY) : each,
  )
}
