import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { append, type Ledger, NO_LEDGER } from '../ledger/append.ts'
import { type Entry, identityOf, textOf } from '../ledger/entry.ts'
import { readEntry } from '../ledger/entry-schema.ts'
import { readStored, type StoredLedger } from '../ledger/stored-ledger.ts'
import type { Database, Store } from './database.ts'

/** Returns the ledger of a pull request; null when none is stored. One statement. */
export async function readLedger({ db }: Store, key: string): Promise<StoredLedger | null> {
  const rows = await db
    .selectFrom('ledger')
    .leftJoin('ledger_entry', 'ledger_entry.key', 'ledger.key')
    .select(['length', 'revision', 'entry'])
    .where('ledger.key', '=', key)
    .execute()
  const [first] = rows
  if (first === undefined) return null
  const texts = rows.flatMap(({ entry }) => entry ?? [])
  return readStored({ texts, length: first.length, revision: first.revision })
}

/**
 * Appends evidence to a ledger as part of a transaction, and returns the ledger. What is stored already is not stored
 * again; evidence of one thing that differs is joined (L3). The transaction must hold the lease of the evaluation:
 * a process takes a ledger that it wrote last for unchanged until another process takes the evaluation.
 *
 * `minimalLength` is the length of the ledger that restored entries come from. `known` is the ledger as it was last
 * stored; with it, the ledger is read again only when somebody else has written meanwhile.
 *
 * Rows are locked in the order of their identities and the ledger last, so that two transactions cannot deadlock.
 */
export async function appendEntries(
  tx: Store,
  key: string,
  entries: readonly Entry[],
  minimalLength = 0,
  known: StoredLedger | null = null,
): Promise<StoredLedger> {
  const told = append(NO_LEDGER, entries.map(readable))
  const rows = told.entries.map(rowOf).sort((a, b) => (a.identity < b.identity ? -1 : 1))
  const inserted = rows.length > 0 ? await insert(tx, key, rows) : new Set<string>()
  const conflicting = rows.filter(({ identity }) => !inserted.has(identity))
  const hasChanged = conflicting.length > 0 && (await tellTogether(tx, key, conflicting, told))
  if (inserted.size === 0 && !hasChanged) {
    const isKnown = known !== null && append(known.ledger, told.entries) === known.ledger
    const stored = (isKnown ? known : await readLedger(tx, key)) ?? NOTHING
    if (stored.ledger.length >= minimalLength) return stored
  }
  const { length, revision } = await lengthen(tx, key, inserted.size, minimalLength)
  if (known !== null && known.revision + 1 === revision)
    return { ...known, ledger: { ...append(known.ledger, told.entries), length }, revision }
  return (await readLedger(tx, key)) ?? NOTHING
}

/** As `appendEntries`, but only while the evaluation of the key has this fencing token; null when it has another. */
export async function appendWithLease(
  database: Database,
  key: string,
  entries: readonly Entry[],
  fence: number,
  minimalLength: number,
  known: StoredLedger | null,
): Promise<StoredLedger | null> {
  return await database.transaction(async (tx) =>
    (await holdsLease(tx, key, fence)) ? await appendEntries(tx, key, entries, minimalLength, known) : null,
  )
}

const NOTHING: StoredLedger = { ledger: NO_LEDGER, isReadable: true, revision: 0 }

/** Whoever takes the evaluation waits for the end of the transaction, and then finds what it stored. */
async function holdsLease({ db, dialect }: Store, key: string, fence: number): Promise<boolean> {
  const row = await db
    .selectFrom('visit')
    .select('key')
    .where('key', '=', key)
    .where('fence', '=', fence)
    .$if(dialect.kind === 'postgres', (query) => query.forShare())
    .executeTakeFirst()
  return row !== undefined
}

/** Returns the entry as it will be read. Throws for one that cannot be: its ledger would never be readable again. */
function readable(entry: Entry): Entry {
  const read = readEntry(entry)
  if (read === null)
    throw new Error(`could not store evidence: an entry of the kind "${entry.kind}" is malformed`)
  return read
}

interface Row {
  readonly identity: string
  readonly entry: string
}

function rowOf(entry: Entry): Row {
  return { identity: identityIn(entry), entry: JSON.stringify(entry) }
}

function identityIn(entry: Entry): string {
  return createHash('sha256').update(identityOf(entry)).digest('base64url')
}

const IDENTITY = sql<string>`item.value ->> 'identity'`
const ENTRY = sql<string>`item.value ->> 'entry'`

/** Stores the entries that are new; returns their identities. */
async function insert(
  { db, dialect }: Store,
  key: string,
  rows: readonly Row[],
): Promise<ReadonlySet<string>> {
  const inserted = await db
    .insertInto('ledger_entry')
    .columns(['key', 'identity', 'entry'])
    .expression((eb) =>
      eb
        .selectFrom(dialect.items(rows).as('item'))
        .select([sql<string>`${key}`.as('key'), IDENTITY.as('identity'), ENTRY.as('entry')])
        // SQLite reads `on` as that of a join otherwise (https://www.sqlite.org/lang_upsert.html#parsing_ambiguity).
        .where(sql<boolean>`true`),
    )
    .onConflict((conflict) => conflict.columns(['key', 'identity']).doNothing())
    .returning('identity')
    .execute()
  return new Set(inserted.map(({ identity }) => identity))
}

/** Tells stored entries and new ones of the same identity together. Returns whether that changes what is stored. */
async function tellTogether(
  { db, dialect }: Store,
  key: string,
  conflicting: readonly Row[],
  told: Ledger,
): Promise<boolean> {
  const stored = await db
    .selectFrom('ledger_entry')
    .select('entry')
    .where('key', '=', key)
    .where(
      dialect.isOneOf(
        'identity',
        conflicting.map(({ identity }) => identity),
      ),
    )
    .orderBy('identity')
    .$if(dialect.kind === 'postgres', (query) => query.forUpdate())
    .execute()
  // What this version cannot read, a newer one wrote of the same evidence: it stays as it is (L4).
  const { ledger: before } = readStored({
    texts: stored.map(({ entry }) => entry),
    length: 0,
    revision: 0,
  })
  const identities = new Set(before.entries.map(identityOf))
  const again = told.entries.filter((entry) => identities.has(identityOf(entry)))
  const known = new Set(before.entries.map(textOf))
  const changed = append(before, again)
    .entries.filter((entry) => !known.has(textOf(entry)))
    .map(rowOf)
  if (changed.length === 0) return false
  await db
    .updateTable('ledger_entry')
    .from(dialect.items(changed).as('item'))
    .set({ entry: ENTRY })
    .where('ledger_entry.key', '=', key)
    .where('ledger_entry.identity', '=', IDENTITY)
    .execute()
  return true
}

/** Counts new entries and one more write. */
async function lengthen({ db, dialect }: Store, key: string, count: number, minimalLength: number) {
  return await db
    .insertInto('ledger')
    .values({ key, length: Math.max(count, minimalLength), updated_at: dialect.now() })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => ({
        length: sql<number>`case when ledger.length + ${count} > ${minimalLength} then ledger.length + ${count}
          else ${minimalLength} end`,
        revision: eb('ledger.revision', '+', 1),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .returning(['length', 'revision'])
    .executeTakeFirstOrThrow()
}
