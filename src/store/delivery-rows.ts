import { sql } from 'kysely'
import type { NewDelivery, OpenDelivery, SettledDelivery } from '../facts/delivery.ts'
import type { Store } from './database.ts'
import type { Lease } from './lease.ts'
import { storableText } from './storable-text.ts'

/** Written into the statement, so that both databases see that a partial index serves it. */
const OPEN = sql.lit('open' as const)

const COLUMNS = ['delivery_id', 'event', 'body', 'received_at', 'tries'] as const

/** As `QueueStore.keep`; resolves before a power cut is survived. */
export async function keep(
  { db, dialect }: Store,
  deliveries: readonly NewDelivery[],
  lease: Lease | null,
): Promise<readonly OpenDelivery[]> {
  const unique = [...new Map(deliveries.map((delivery) => [delivery.id, delivery])).values()]
  const now = dialect.now()
  const held = lease ? { held_by: lease.holder, held_until: lease.until() } : {}
  const fresh = { received_at: now, due_at: now, ...held }
  const rows = await db
    .insertInto('inbox')
    .values(unique.map(({ id, event, body }) => ({ delivery_id: id, event, body, ...fresh })))
    .onConflict((conflict) =>
      conflict
        .column('delivery_id')
        .doUpdateSet((eb) => ({
          event: eb.ref('excluded.event'),
          body: eb.ref('excluded.body'),
          state: 'open' as const,
          tries: 0,
          settled_at: null,
          outcome: null,
          error: null,
          held_by: null,
          held_until: null,
          ...fresh,
        }))
        .where('inbox.state', '=', 'dead'),
    )
    .returning(['delivery_id', 'received_at', 'tries'])
    .execute()
  const known = new Map(unique.map((delivery) => [delivery.id, delivery]))
  return rows.flatMap(({ delivery_id, received_at, tries }) => {
    const delivery = known.get(delivery_id)
    return delivery ? [{ ...delivery, receivedAt: new Date(received_at), tries }] : []
  })
}

/** As `QueueStore.takeDeliveries`: the oldest first. */
export async function take(
  { db, dialect }: Store,
  most: number,
  lease: Lease,
): Promise<readonly OpenDelivery[]> {
  const due = db
    .selectFrom('inbox')
    .select('delivery_id')
    .where('state', '=', OPEN)
    .where('due_at', '<=', dialect.now())
    .where((eb) => eb.or([eb('held_until', 'is', null), eb('held_until', '<=', dialect.now())]))
    .orderBy('received_at')
    .limit(most)
    .$if(dialect.kind === 'postgres', (query) => query.forUpdate().skipLocked())
  const rows = await db
    .updateTable('inbox')
    .set({ held_by: lease.holder, held_until: lease.until() })
    .where('delivery_id', 'in', due)
    .returning(COLUMNS)
    .execute()
  return rows
    .map(({ delivery_id, event, body, received_at, tries }) => ({
      id: delivery_id,
      event,
      body,
      receivedAt: new Date(received_at),
      tries,
    }))
    .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
}

/** Records how deliveries ended. What is done keeps no body: only its id is needed, to recognise a duplicate. */
export async function settle({ db, dialect }: Store, settled: readonly SettledDelivery[]): Promise<void> {
  const done = Map.groupBy(
    settled.filter((each) => each.kind === 'done'),
    ({ outcome }) => outcome,
  )
  const free = { held_by: null, held_until: null }
  for (const [outcome, each] of done) {
    const ids = each.map(({ id }) => id)
    await db
      .updateTable('inbox')
      .set({
        state: 'done',
        settled_at: dialect.now(),
        outcome: storableText(outcome),
        error: null,
        body: '',
        ...free,
      })
      .where(dialect.isOneOf('delivery_id', ids))
      .execute()
  }
  for (const each of settled) {
    if (each.kind === 'done') continue
    const error = storableText(each.error)
    await db
      .updateTable('inbox')
      .set(
        each.kind === 'dead'
          ? { state: 'dead', settled_at: dialect.now(), error, ...free }
          : { tries: each.tries, error, due_at: dialect.after(each.seconds), ...free },
      )
      .where('delivery_id', '=', each.id)
      .execute()
  }
}

/** Keeps deliveries for a while longer. */
export async function renew({ db, dialect }: Store, ids: readonly string[], lease: Lease): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ held_until: lease.until() })
    .where(dialect.isOneOf('delivery_id', ids))
    .where('held_by', '=', lease.holder)
    .execute()
}

/** Gives back what a holder has; with null what anyone has. */
export async function release({ db }: Store, holder: string | null): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ held_by: null, held_until: null })
    .where('state', '=', OPEN)
    .where('held_until', 'is not', null)
    .$if(holder !== null, (query) => query.where('held_by', '=', holder))
    .execute()
}

/** Whether any delivery is open. */
export async function isAnyOpen({ db }: Store): Promise<boolean> {
  const found = await db
    .selectFrom('inbox')
    .select(sql<number>`1`.as('one'))
    .where('state', '=', OPEN)
    .limit(1)
    .execute()
  return found.length > 0
}

/**
 * Deletes deliveries closed more than 8 days ago. GitHub redelivers within 3 days, an Enterprise Server
 * within 7 (GH-103), so none of them is needed to recognise a duplicate.
 */
export async function forgetOld({ db, dialect }: Store): Promise<void> {
  await db
    .deleteFrom('inbox')
    .where('state', '<>', OPEN)
    .where('settled_at', '<', dialect.after(-8 * 24 * 3600))
    .execute()
}
