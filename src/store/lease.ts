import type { RawBuilder } from 'kysely'
import type { Store } from './database.ts'
import type { Time } from './tables.ts'

/**
 * How long after its last renewal a holder counts as dead: then another process takes the work. Renewed every third of
 * it.
 */
const LEASE_SECONDS = 12

/** Who takes something, and until when that is believed. */
export interface Lease {
  readonly holder: string
  readonly until: () => RawBuilder<Time>
}

/** Returns the lease that a process takes now. */
export function leaseOf({ dialect }: Pick<Store, 'dialect'>, holder: string): Lease {
  return { holder, until: () => dialect.after(LEASE_SECONDS) }
}
