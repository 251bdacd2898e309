import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import type { RecordAtEnd } from '../report/ended-evaluation.ts'
import { type MergeFacts, mergedRecord } from '../report/merge-record.ts'
import { type RfcRecord, withRemoved } from '../report/record.ts'
import { summaryOf } from '../report/turn-summary.ts'
import { type Turn, turnsBetween } from '../report/turns.ts'
import { readTurns } from './board-rows.ts'
import type { Database, Store } from './database.ts'
import { wordsIn } from './search-text.ts'
import { storableText } from './storable-text.ts'
import { recordIn, STORED_RECORD } from './stored-record.ts'
import { tell } from './visibility-rows.ts'

/** Searchable characters per record; PostgreSQL's index takes at most 1 MB of words. */
const LONGEST_WORDS = 200_000
/** Timeline events per statement: databases limit the number of values. */
const TURNS_AT_ONCE = 1_000

/** Stores the record that an evaluation leaves, or deletes it, as part of a transaction. */
export async function storeRecord(tx: Store, key: string, left: RecordAtEnd): Promise<void> {
  if (left.kind === 'forget') return await forgetRecord(tx, key)
  await keepRecord(tx, left.reference, left.isPrivate, left.record)
}

/**
 * Stores the record of an evaluated RFC and adds what changed to its timeline, as part of a transaction. An older
 * evaluation changes nothing.
 */
export async function keepRecord(
  tx: Store,
  reference: PullRequestReference,
  isPrivate: boolean,
  judged: RfcRecord,
): Promise<void> {
  const key = evaluationKey(reference)
  const before = await readRecord(tx, key)
  const record = withRemoved(before?.record ?? null, judged)
  if (before && before.record.judgedAt > record.judgedAt) return
  if (before && (isMerged(before.record) || isSame(before, record))) {
    if (isPrivate) await tell(tx, { ...reference, isPrivate })
    return
  }
  const { fresh, summary } = await addedTurns(tx, key, before, record)
  await write(tx, reference, isPrivate, record, summary)
  await insertTurns(tx, key, fresh)
}

/** Records a merge on the last evaluated record; a record of the merge itself is kept as it is. */
export async function closeRecord(database: Database, key: string, facts: MergeFacts): Promise<void> {
  await database.transaction(async (tx) => {
    const before = await readRecord(tx, key)
    if (!before || isMerged(before.record)) return
    const record = mergedRecord(before.record, facts)
    const turn: Turn = { at: facts.at, kind: 'state', who: '', what: record.state }
    const at = tx.dialect.at(facts.at)
    const summary = summaryColumns(tx, [...(await readTurns(tx, key)), turn])
    await tx.db
      .updateTable('record')
      .set((eb) => ({
        state: record.state,
        state_since: at,
        moved_at: at,
        // What could not be read stays as it is, for a version that can.
        ...(before.isReadable && { value: json(record) }),
        waits_for: tx.dialect.list<number>([]),
        stale: tx.dialect.list<number>([]),
        answered: tx.dialect.list<number>([]),
        ...summary,
        revision: eb('revision', '+', 1),
      }))
      .where('key', '=', key)
      .execute()
    await insertTurns(tx, key, [turn])
  })
}

/** Deletes the record of a pull request that turned out to be no RFC. */
export async function forgetRecord({ db }: Store, key: string): Promise<void> {
  await db.deleteFrom('record').where('key', '=', key).execute()
  await db.deleteFrom('turn').where('key', '=', key).execute()
}

interface Before {
  readonly record: RfcRecord
  readonly isReadable: boolean
  /** As it is stored. */
  readonly value: string
}

/** Returns the record of an RFC, and keeps other transactions from changing it; null when there is none. */
async function readRecord({ db, dialect }: Store, key: string): Promise<Before | null> {
  const row = await db
    .selectFrom('record')
    .select(STORED_RECORD)
    .where('key', '=', key)
    .$if(dialect.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst()
  return row ? { ...recordIn(row), value: row.value } : null
}

/** Whether it was merged; such a record no longer changes, even if older rules recorded only the state. */
function isMerged({ state, merge }: RfcRecord): boolean {
  return state === 'merged' || state === 'decided' || (merge ?? null) !== null
}

function isSame(before: Before, after: RfcRecord): boolean {
  return before.value === json({ ...after, judgedAt: before.record.judgedAt })
}

/** What a record adds to its timeline, and the columns that follow from the whole of it. */
async function addedTurns(
  tx: Store,
  key: string,
  before: Before | null,
  record: RfcRecord,
): Promise<{ readonly fresh: readonly Turn[]; readonly summary: SummaryColumns | null }> {
  const turns = turnsBetween(before?.record ?? null, record)
  if (turns.length === 0) return { fresh: [], summary: null }
  const known = before ? await readTurns(tx, key) : []
  // After a record that could not be read everything looks new.
  const told = new Set(before?.isReadable === false ? known.map(nameOf) : [])
  const fresh = turns.filter((turn) => !told.has(nameOf(turn)))
  return { fresh, summary: summaryColumns(tx, [...known, ...fresh]) }
}

function nameOf({ at, kind, who, what }: Turn): string {
  return JSON.stringify([Date.parse(at), kind, who, what])
}

type SummaryColumns = ReturnType<typeof summaryColumns>

/** The columns of a record that follow from its timeline. */
export function summaryColumns({ dialect }: Store, turns: readonly Turn[]) {
  const summary = summaryOf(turns)
  return {
    aligned_at: dialect.at(summary.alignedAt),
    first_committed_at: dialect.at(summary.firstCommittedAt),
    has_dissent: summary.hasDissent,
    left_behind: summary.leftBehind,
    for_author: summary.forAuthor,
    for_stakeholders: summary.forStakeholders,
    for_answers: summary.forAnswers,
    heard: dialect.list(summary.heard),
  }
}

async function write(
  { db, dialect }: Store,
  reference: PullRequestReference,
  isPrivate: boolean,
  record: RfcRecord,
  summary: SummaryColumns | null,
): Promise<void> {
  const { repositoryId, number, installationId, owner, repo } = reference
  const { people, objections, judgedAt, merge = null, isUnproposed } = record
  const unclosed = objections.filter(({ state }) => state === 'open')
  const open = unclosed.filter(({ blocks }) => blocks)
  const ids = (which: (person: RfcRecord['people'][number]) => boolean) =>
    people.filter(which).map(({ id }) => id)
  const isAsked = ({ alignment }: RfcRecord['people'][number]) => !isUnproposed || alignment !== 'aligned'
  const movedAt = dialect.at(merge?.at ?? judgedAt)
  // Of what is written at every evaluation.
  const columns = {
    installation_id: installationId,
    owner,
    repo,
    state: record.state,
    title: storableText(record.title),
    moved_at: movedAt,
    // After a merge nothing is pending; until something is proposed only the problem is asked about (T7).
    waits_for: dialect.list(merge ? [] : ids((person) => person.isPending && isAsked(person))),
    stale: dialect.list(merge || isUnproposed ? [] : ids(({ position }) => position === 'stale')),
    committed: dialect.list(ids(({ position }) => position === 'committed' || position === 'dissenting')),
    answered: dialect.list(
      merge ? [] : [...new Set(unclosed.filter(({ answers }) => answers.length > 0).map(({ by }) => by.id))],
    ),
    teams: dialect.list(record.teams.map(({ name }) => name.toLowerCase())),
    logins: dialect.list(
      [...people, ...(record.author ? [record.author] : [])].map(({ login }) => login.toLowerCase()),
    ),
    open_objections: open.length,
    unanswered: unclosed.filter(({ answers }) => answers.length === 0).length,
    value: json(record),
    words: storableText(wordsIn(wordsOf(record, owner, repo, number)).join(' '), LONGEST_WORDS),
    decide_by: record.decideBy,
    kept_at: dialect.now(),
    ...summary,
  }
  await db
    .insertInto('record')
    .values({
      ...columns,
      key: evaluationKey(reference),
      repository_id: repositoryId,
      number,
      is_private: isPrivate,
      author_id: record.author?.id ?? null,
      opened_at: dialect.at(record.openedAt),
      state_since: movedAt,
      committed_at: record.state === 'committed' ? movedAt : null,
      // An event that said that less may be shown would have been about a record.
      tightened_at: dialect.at(0),
    })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => {
        const state = eb.ref('record.state')
        return {
          ...columns,
          state_since: eb
            .case()
            .when(state, '=', eb.ref('excluded.state'))
            .then(eb.ref('record.state_since'))
            .else(eb.ref('excluded.state_since'))
            .end(),
          committed_at: eb.fn.coalesce(
            eb.case().when(state, '=', 'committed').then(eb.ref('record.committed_at')).end(),
            eb.ref('excluded.committed_at'),
          ),
          revision: eb('record.revision', '+', 1),
          // Only a listing of GitHub makes it public again.
          ...(isPrivate && { is_private: true }),
        }
      }),
    )
    .execute()
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

async function insertTurns({ db, dialect }: Store, key: string, turns: readonly Turn[]): Promise<void> {
  for (let from = 0; from < turns.length; from += TURNS_AT_ONCE) {
    await db
      .insertInto('turn')
      .values(
        turns
          .slice(from, from + TURNS_AT_ONCE)
          .map(({ at, kind, who, what }) => ({ key, at: dialect.at(at), kind, who, what })),
      )
      .execute()
  }
}

/** Returns JSON that PostgreSQL can store: user text may hold NULs and lone surrogates. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' ? storableText(each, Number.POSITIVE_INFINITY) : each,
  )
}
