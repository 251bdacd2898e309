import { type Expression, type Selectable, type SqlBool, sql } from 'kysely'
import type { LeftToDo, Place, TakenEvaluation } from '../facts/evaluation.ts'
import { evaluationKey, isGroupKey } from '../facts/reference.ts'
import { readReference, readTrigger } from '../facts/stored-trigger.ts'
import type { EvaluationJob, OpenTrigger } from '../facts/trigger.ts'
import type { StoredLedger } from '../ledger/stored-ledger.ts'
import type { EndedEvaluation } from '../report/ended-evaluation.ts'
import type { Store } from './database.ts'
import type { Lease } from './lease.ts'
import { appendEntries } from './ledger-rows.ts'
import { rememberAll } from './memory-rows.ts'
import { storeRecord } from './record-rows.ts'
import { storableText } from './storable-text.ts'
import type { Tables } from './tables.ts'

const PLACES: Readonly<Record<Place, number>> = { first: 1, 'in line': 0, behind: -1 }
/** No trigger is open. */
const NOTHING = -2

/** A trigger to store, and the delivery that brought it. */
export interface NewTrigger {
  readonly job: EvaluationJob
  readonly deliveryId: string | null
}

/** Evaluations that may be taken, and the lease to take. */
export interface Claim {
  readonly keys: readonly string[]
  readonly lease: Lease
}

/**
 * Stores triggers, makes their evaluations due, and returns those of the claim that it took: the ones that are due and
 * free. An evaluation that waits for its time goes on waiting, unless it waits behind others and is now wanted before
 * them.
 *
 * The rows of the evaluations are written first, in the order of their keys, so that two transactions cannot deadlock.
 * An evaluation that ends meanwhile writes the same row, so it either sees the new count of triggers, or has ended.
 */
export async function addTriggers(
  tx: Store,
  triggers: readonly NewTrigger[],
  place: Place = 'in line',
  claim: Claim | null = null,
): Promise<readonly TakenEvaluation[]> {
  const waiting = await makeDue(tx, triggers, place, claim)
  await insertTriggers(tx, triggers)
  if (!claim || claim.keys.length === 0) return []
  const atOnce = waiting.filter(({ is_taken }) => is_taken)
  const others = claim.keys.filter((key) => !atOnce.some((row) => row.key === key))
  return await withTriggers(tx, [...atOnce, ...(await takeRows(tx, others, claim.lease))])
}

/** Those of the claim that nothing waited for are taken with the same statement. */
async function makeDue(
  { db, dialect }: Store,
  triggers: readonly NewTrigger[],
  place: Place,
  claim: Claim | null,
) {
  const byKey = Map.groupBy(triggers, ({ job }) => evaluationKey(job.reference))
  const now = dialect.now()
  const until = claim?.lease.until() ?? null
  const isClaimed = new Set(claim?.keys)
  const rows = [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => ({
      key,
      due_at: now,
      updated_at: now,
      // A merge queue fails a group after a time limit (GH-150), so groups come first (TH-122).
      place: isGroupKey(key) && place === 'in line' ? PLACES.first : PLACES[place],
      wanted: each.length,
      installation_id: each[0]!.job.reference.installationId,
      ...(claim && isClaimed.has(key)
        ? { fence: 1, held_by: claim.lease.holder, held_until: until }
        : { fence: 0, held_by: null, held_until: null }),
    }))
  return await db
    .insertInto('visit')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => {
        const isAtRest = sql<boolean>`visit.place = ${sql.lit(NOTHING)}`
        const isMovedUp = sql<boolean>`visit.place = ${sql.lit(PLACES.behind)} and excluded.place > visit.place
          and visit.due_at > excluded.due_at`
        const either = <Column extends 'due_at' | 'place' | 'held_by' | 'held_until'>(
          isExcluded: Expression<SqlBool>,
          column: Column,
        ) =>
          eb
            .case()
            .when(isExcluded)
            .then(eb.ref(`excluded.${column}`))
            .else(eb.ref(`visit.${column}`))
            .end()
        return {
          due_at: either(sql<boolean>`${isAtRest} or ${isMovedUp}`, 'due_at'),
          place: either(eb('excluded.place', '>', eb.ref('visit.place')), 'place'),
          wanted: sql<number>`visit.wanted + excluded.wanted`,
          installation_id: eb.ref('excluded.installation_id'),
          fence: sql<number>`visit.fence + case when ${isAtRest} then excluded.fence else 0 end`,
          held_by: either(isAtRest, 'held_by'),
          held_until: either(isAtRest, 'held_until'),
        }
      }),
    )
    .returning([
      ...TAKEN,
      (until
        ? sql<boolean>`coalesce(held_by = ${claim?.lease.holder} and held_until = ${until}, false)`
        : sql<boolean>`false`
      ).as('is_taken'),
    ])
    .execute()
}

const TAKEN = ['key', 'fence', 'tries', 'wanted', 'place', 'due_at'] as const
type TakenRow = Pick<Selectable<Tables['visit']>, (typeof TAKEN)[number]>

/** Takes the leases of evaluations with these keys that are due and free. */
export async function takeByKey(
  tx: Store,
  keys: readonly string[],
  lease: Lease,
): Promise<readonly TakenEvaluation[]> {
  return await withTriggers(tx, await takeRows(tx, keys, lease))
}

/** As `QueueStore.takeEvaluations`: by their places, then those that wait longest. */
export async function takeDue(
  tx: Store,
  most: number,
  withoutInstallations: readonly number[],
  lease: Lease,
): Promise<readonly TakenEvaluation[]> {
  const { db, dialect } = tx
  const keys = db
    .selectFrom('visit')
    .select('key')
    .where('due_at', '<=', dialect.now())
    .where((eb) => eb.or([eb('held_until', 'is', null), eb('held_until', '<=', dialect.now())]))
    .where('key', 'in', db.selectFrom('trigger').select('visit_key'))
    .$if(withoutInstallations.length > 0, (query) =>
      query.where((eb) =>
        eb.or([
          eb('installation_id', 'is', null),
          eb.not(dialect.isOneOf('installation_id', withoutInstallations)),
        ]),
      ),
    )
    .orderBy('place', 'desc')
    .orderBy('due_at')
    .orderBy('key')
    .limit(most)
    .$if(dialect.kind === 'postgres', (query) => query.forUpdate().skipLocked())
  const found = await keys.execute()
  return await takeByKey(
    tx,
    found.map(({ key }) => key),
    lease,
  )
}

async function takeRows(
  { db, dialect }: Store,
  keys: readonly string[],
  lease: Lease,
): Promise<readonly TakenRow[]> {
  if (keys.length === 0) return []
  return await db
    .updateTable('visit')
    .set((eb) => ({ fence: eb('fence', '+', 1), held_by: lease.holder, held_until: lease.until() }))
    .where(dialect.isOneOf('key', keys))
    .where('due_at', '<=', dialect.now())
    .where((eb) => eb.or([eb('held_until', 'is', null), eb('held_until', '<=', dialect.now())]))
    .returning(TAKEN)
    .execute()
}

/** Reads the triggers of evaluations that were taken, and gives those back that have none. */
async function withTriggers(tx: Store, taken: readonly TakenRow[]): Promise<readonly TakenEvaluation[]> {
  if (taken.length === 0) return []
  const keys = taken.map(({ key }) => key)
  const triggers = Map.groupBy(await readTriggers(tx, keys), ({ key }) => key)
  const empty = keys.filter((key) => !triggers.has(key))
  if (empty.length > 0) await rest(tx, empty)
  return taken
    .toSorted((a, b) => b.place - a.place || a.due_at - b.due_at)
    .flatMap(({ key, fence, tries, wanted }) => {
      const open = triggers.get(key)
      return open ? [{ key, fence, tries, wanted, triggers: open }] : []
    })
}

/** Gives back evaluations that have nothing to do. */
async function rest({ db, dialect }: Store, keys: readonly string[]): Promise<void> {
  await db
    .updateTable('visit')
    .set({ held_by: null, held_until: null, place: NOTHING })
    .where(dialect.isOneOf('key', keys))
    .execute()
}

/**
 * Returns the open triggers of the given evaluations, oldest first. What refers to something in a way that only a newer
 * version knows stays in the rows for that version.
 */
export async function readTriggers({ db, dialect }: Store, keys: readonly string[]): Promise<OpenTrigger[]> {
  const rows = await db
    .selectFrom('trigger')
    .select(['id', 'visit_key', 'reference', 'trigger', 'delivery_id'])
    .where(dialect.isOneOf('visit_key', keys))
    .orderBy('id')
    .execute()
  return rows.flatMap(({ id, visit_key: key, reference: place, trigger, delivery_id: deliveryId }) => {
    const reference = readReference(place)
    return reference ? [{ id, key, reference, trigger: readTrigger(trigger), deliveryId }] : []
  })
}

/** Takes the lease of an evaluation from whoever has it: it writes nothing any more, and gives it back at its end. */
export async function raiseFence({ db }: Store, key: string): Promise<void> {
  await db
    .updateTable('visit')
    .set((eb) => ({ fence: eb('fence', '+', 1) }))
    .where('key', '=', key)
    .execute()
}

/** As `QueueStore.wantedBy`. */
export async function wantedBy({ db }: Store, key: string, fence: number): Promise<number | null> {
  const row = await db
    .selectFrom('visit')
    .select('wanted')
    .where('key', '=', key)
    .where('fence', '=', fence)
    .executeTakeFirst()
  return row?.wanted ?? null
}

/** As `QueueStore.finish`; also returns the ledgers in which evidence was stored, by the keys of the evaluations. */
export async function finish(
  tx: Store,
  ended: readonly EndedEvaluation[],
  holder: string,
): Promise<{ left: readonly LeftToDo[]; ledgers: ReadonlyMap<string, StoredLedger> }> {
  const left: LeftToDo[] = []
  const ledgers = new Map<string, StoredLedger>()
  const answered: number[] = []
  const followUps: NewTrigger[] = []
  const memories: { readonly key: string; readonly value: unknown }[] = []
  for (const each of ended.toSorted((a, b) => (a.taken.key < b.taken.key ? -1 : 1))) {
    const { key } = each.taken
    const wanted = await close(tx, each, holder)
    if (wanted === null) {
      if (each.atEnd.hasWritten) await addTriggers(tx, [lookAgain(each)])
      // Another process may have it; what this one gave back is due.
      const isOpen = (await readTriggers(tx, [key])).length > 0
      left.push({ key, isOpen, seconds: isOpen ? 0 : null })
      continue
    }
    if (each.atEnd.memory !== undefined) memories.push({ key, value: each.atEnd.memory })
    if (each.atEnd.record) await storeRecord(tx, key, each.atEnd.record)
    const { evidence } = each.atEnd
    if (evidence) ledgers.set(key, await appendEntries(tx, key, evidence.entries, 0, evidence.known))
    const hasNews = wanted > each.taken.wanted
    const isAnswered = each.kind === 'visited' || each.kind === 'given up' || isProseLeft(each)
    if (isAnswered) answered.push(...each.taken.triggers.map(({ id }) => id))
    if (isProseLeft(each)) followUps.push(followUpOf(each))
    left.push(leftOf(each, hasNews))
  }
  if (memories.length > 0) await rememberAll(tx, memories)
  if (answered.length > 0)
    await tx.db.deleteFrom('trigger').where(tx.dialect.isOneOf('id', answered)).execute()
  if (followUps.length > 0) await insertTriggers(tx, followUps)
  return { left, ledgers }
}

function isProseLeft(ended: EndedEvaluation): boolean {
  return ended.kind === 'postponed' && ended.isAnswered
}

/** Replaces the answered triggers by one that asks for the remaining writes. */
function followUpOf(ended: EndedEvaluation): NewTrigger {
  return lookAt(ended, 'a comment or a reaction is left to be written')
}

/** So that an older verdict does not stay over a newer one (TH-26, TH-27). */
function lookAgain(ended: EndedEvaluation): NewTrigger {
  return lookAt(ended, 'an older verdict may have been written')
}

function lookAt({ taken }: EndedEvaluation, why: string): NewTrigger {
  const { reference } = taken.triggers.at(-1)!
  return { job: { reference, trigger: { kind: 'look', why } }, deliveryId: null }
}

async function insertTriggers({ db, dialect }: Store, triggers: readonly NewTrigger[]): Promise<void> {
  await db
    .insertInto('trigger')
    .values(
      triggers.map(({ job, deliveryId }) => ({
        visit_key: evaluationKey(job.reference),
        reference: JSON.stringify(job.reference),
        trigger: JSON.stringify(job.trigger),
        delivery_id: deliveryId,
        created_at: dialect.now(),
      })),
    )
    .execute()
}

function leftOf(ended: EndedEvaluation, hasNews: boolean): LeftToDo {
  const { key } = ended.taken
  if (ended.kind === 'postponed') {
    // New triggers do not wait for a delayed comment, nor as background work does.
    const isNow = hasNews && (ended.isAnswered || ended.place === 'behind')
    return { key, isOpen: true, seconds: isNow ? 0 : ended.seconds }
  }
  const isOpen = hasNews || ended.kind === 'superseded'
  return { key, isOpen, seconds: isOpen ? 0 : null }
}

/** Writes the end of an evaluation and gives its lease back. Returns the count of triggers; null when it was lost. */
async function close({ db, dialect }: Store, ended: EndedEvaluation, holder: string): Promise<number | null> {
  const { key, fence, wanted } = ended.taken
  const now = dialect.now()
  const free = { held_by: null, held_until: null }
  const place = (ifNews: number, otherwise: number) =>
    sql<number>`case when wanted > ${wanted} then ${sql.lit(ifNews)} else ${sql.lit(otherwise)} end`
  const row = await db
    .updateTable('visit')
    .set(() => {
      switch (ended.kind) {
        case 'visited':
        case 'given up': {
          const outcome = ended.kind === 'visited' ? 'visited' : 'given up'
          const error = ended.kind === 'visited' ? null : storableText(ended.error)
          return { ...free, tries: 0, due_at: now, outcome, error, updated_at: now, place: place(0, NOTHING) }
        }
        case 'superseded':
          return { ...free, due_at: now }
        case 'postponed': {
          const isMoved = ended.isAnswered || ended.place === 'behind'
          const later = dialect.after(ended.seconds)
          return {
            ...free,
            tries: ended.tries,
            outcome: 'failed',
            error: storableText(ended.error),
            updated_at: now,
            due_at: isMoved ? sql`case when wanted > ${wanted} then ${now} else ${later} end` : later,
            place: place(0, ended.isAnswered ? PLACES.behind : PLACES[ended.place]),
          } as never
        }
      }
    })
    .where('key', '=', key)
    .where('fence', '=', fence)
    .returning('wanted')
    .executeTakeFirst()
  if (row) return row.wanted
  await db.updateTable('visit').set(free).where('key', '=', key).where('held_by', '=', holder).execute()
  return null
}

/** Keeps evaluations for a while longer. */
export async function renew({ db, dialect }: Store, keys: readonly string[], lease: Lease): Promise<void> {
  await db
    .updateTable('visit')
    .set({ held_until: lease.until() })
    .where(dialect.isOneOf('key', keys))
    .where('held_by', '=', lease.holder)
    .execute()
}

/** Gives back what a holder has; with null what anyone has. */
export async function release({ db }: Store, holder: string | null): Promise<void> {
  await db
    .updateTable('visit')
    .set({ held_by: null, held_until: null })
    .where('held_until', 'is not', null)
    .$if(holder !== null, (query) => query.where('held_by', '=', holder))
    .execute()
}

/** Returns the keys of all evaluations with open triggers. */
export async function openKeys({ db }: Store): Promise<readonly string[]> {
  const rows = await db.selectFrom('trigger').select('visit_key').distinct().execute()
  return rows.map(({ visit_key }) => visit_key)
}
