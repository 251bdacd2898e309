import { append, type Ledger, NO_LEDGER } from './append.ts'
import { readEntry } from './entry-schema.ts'

/** A ledger as a database has it. */
export interface StoredLedger {
  readonly ledger: Ledger
  /** False where an entry is none that this version knows: publish no success, and do not begin another (L4). */
  readonly isReadable: boolean
  /** How often it was written. */
  readonly revision: number
}

/** What is stored beside the entries of a ledger. */
interface Stored {
  /** The entries as JSON, in any order. */
  readonly texts: readonly string[]
  readonly length: number
  readonly revision: number
}

/** Returns the ledger of stored entries. Those that this version does not know are left out. */
export function readStored({ texts, length, revision }: Stored): StoredLedger {
  const read = texts.map((text) => readEntry(parsed(text)))
  const known = read.filter((entry) => entry !== null)
  const { entries } = append(NO_LEDGER, known)
  return { ledger: { entries, length }, isReadable: known.length === read.length, revision }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
