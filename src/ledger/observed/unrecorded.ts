import type { Snapshot } from '../../facts/snapshot.ts'
import { append, NO_LEDGER } from '../append.ts'
import { LEDGER_RULES } from '../ledger-rules.ts'
import type { Recorded } from './observe.ts'

/**
 * Returns what is recorded of a pull request whose evaluations were by a version without a ledger: nothing, and posts
 * from its opening on count as far as they can be read, so that nobody has to speak again.
 */
export function unrecorded({ pullRequest, at }: Snapshot): Recorded {
  const { author, createdAt } = pullRequest
  const header = {
    kind: 'header',
    at: createdAt,
    seen: at,
    from: 'read',
    rules: LEDGER_RULES,
    author: author?.id ?? null,
    begun: 'former',
    consentsAfter: createdAt,
    judgedUntil: [],
    leftOut: [],
  } as const
  return { how: 'former', ledger: append(NO_LEDGER, [header]), secret: '' }
}
