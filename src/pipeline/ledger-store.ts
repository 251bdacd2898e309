import { LRUCache } from 'lru-cache'
import { append } from '../ledger/append.ts'
import type { StoredLedger } from '../ledger/stored-ledger.ts'
import type { Database } from '../store/database.ts'
import { appendWithLease, readLedger } from '../store/ledger-rows.ts'
import type { UnleasedPorts } from './evaluation-ports.ts'

const MOST_LEDGERS = 500
/** Of all known ledgers together. */
const MOST_ENTRIES = 50_000

/** A ledger as an evaluation last read or wrote it. */
interface Known {
  /** The fencing token of that evaluation. */
  readonly fence: number
  /** Null where none is stored; absent while it is being written, and after a write of which the result is unknown. */
  readonly stored?: StoredLedger | null
}

/**
 * Returns the ledgers stored in a database. Only who has the lease of an evaluation writes its ledger, so what the
 * evaluation before knew is still so when this process had that one, too: then nothing is read.
 */
export function ledgersIn(database: Database): UnleasedPorts['ledger'] {
  const known = new LRUCache<string, Known>({
    max: MOST_LEDGERS,
    maxSize: MOST_ENTRIES,
    sizeCalculation: ({ stored }) => 1 + (stored?.ledger.entries.length ?? 0),
  })
  const keep = (key: string, fresh: Known) => {
    const before = known.get(key)
    if (!before || !isOlder(fresh, before)) known.set(key, fresh)
  }
  const knownAt = (key: string, fence: number) => {
    const last = known.get(key)
    return last && (last.fence === fence || last.fence + 1 === fence) ? last.stored : undefined
  }
  return {
    recall: async (key, fence) => {
      if (fence === null) return await readLedger(database, key)
      const before = known.get(key)
      const last = knownAt(key, fence)
      const stored = last === undefined ? await readLedger(database, key) : last
      const isBeingWritten = before?.fence === fence && before.stored === undefined
      if (known.get(key) === before && !isBeingWritten) keep(key, { fence, stored })
      return stored
    },
    recordWithLease: async (key, entries, fence, minimalLength) => {
      const last = knownAt(key, fence) ?? null
      if (last && last.ledger.length >= minimalLength && append(last.ledger, entries) === last.ledger)
        return last
      keep(key, { fence })
      const stored = await appendWithLease(database, key, entries, fence, minimalLength, last)
      if (stored) keep(key, { fence, stored })
      return stored
    },
    collect: (key, fence) => {
      const last = knownAt(key, fence) ?? null
      keep(key, { fence })
      return { known: last, stored: (stored) => keep(key, { fence, stored }) }
    },
  }
}

/** An evaluation that lost its lease, or the slower of two writes, may come back last. */
function isOlder(fresh: Known, before: Known): boolean {
  if (fresh.fence !== before.fence) return fresh.fence < before.fence
  return Boolean(fresh.stored && before.stored && fresh.stored.revision < before.stored.revision)
}
