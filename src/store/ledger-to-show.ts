import type { Ledger } from '../ledger/append.ts'
import type { Store } from './database.ts'
import { readLedger } from './ledger-rows.ts'

/** Returns the ledger of a pull request; null where there is none. */
export async function readLedgerToShow(store: Store, key: string): Promise<Ledger | null> {
  return (await readLedger(store, key))?.ledger ?? null
}
