import type { Place, TakenEvaluation } from '../facts/evaluation.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { Entry } from '../ledger/entry.ts'
import type { StoredLedger } from '../ledger/stored-ledger.ts'
import type { RfcRecord } from './record.ts'

/**
 * What an evaluation leaves to be stored when it ends, in the transaction that closes its triggers, and only while it
 * still has its lease. Filled while it runs.
 */
export interface AtEnd {
  /** What the next evaluation remembers; as JSON. Absent where nothing changed. */
  memory?: unknown
  record?: RecordAtEnd
  evidence?: EvidenceAtEnd
  /** Something was sent to GitHub: when the lease turns out to be lost, it may be older than what is there. */
  hasWritten?: boolean
}

/** Evidence for the ledger of the pull request (L1). */
export interface EvidenceAtEnd {
  readonly entries: readonly Entry[]
  /** The ledger as it was last stored; null where that is unknown. */
  readonly known: StoredLedger | null
  /** Called with the ledger once it is stored. */
  readonly stored: (ledger: StoredLedger) => void
}

export type RecordAtEnd =
  | {
      readonly kind: 'keep'
      readonly reference: PullRequestReference
      readonly isPrivate: boolean
      readonly record: RfcRecord
    }
  | { readonly kind: 'forget' }

/** How an evaluation ended. */
export type EndedEvaluation = { readonly taken: TakenEvaluation; readonly atEnd: AtEnd } & (
  | { readonly kind: 'visited' }
  /** Nothing was decided: the lease was lost, or a newer trigger came first. */
  | { readonly kind: 'superseded' }
  | {
      readonly kind: 'postponed'
      readonly error: string
      readonly tries: number
      readonly seconds: number
      /** Its triggers are answered; the remaining writes are less urgent. */
      readonly isAnswered: boolean
      readonly place: Place
    }
  | { readonly kind: 'given up'; readonly error: string }
)
