import type { Ledger } from '../ledger/append.ts'
import type { Store } from './database.ts'

/** Returns the ledger of a pull request; null where there is none. No ledger is stored yet (ADR 61). */
export async function readLedgerToShow(_store: Store, _key: string): Promise<Ledger | null> {
  return null
}
