import type { Logger } from 'pino'
import type { Write } from '../facts/check-run.ts'
import type { CommitSha, Login, PostId, RunId, UserId } from '../facts/ids.ts'
import type { GroupFacts } from '../facts/merge-group.ts'
import type {
  GroupReference,
  PullRequestReference,
  Reference,
  RepositoryReference,
} from '../facts/reference.ts'
import type { MissingInputs } from '../facts/inputs.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import type { Entry } from '../ledger/entry.ts'
import type { StoredLedger } from '../ledger/stored-ledger.ts'
import type { EvidenceAtEnd } from '../report/ended-evaluation.ts'
import type { MergeFacts } from '../report/merge-record.ts'
import type { RfcRecord } from '../report/record.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { AnswerRow } from '../store/answer-rows.ts'
import type { Collectors } from './collect.ts'
import type { Memory } from './memory.ts'

/** What an evaluation needs of the other rooms. */
export interface EvaluationPorts {
  readonly github: {
    /** Null when the pull request does not exist. */
    readonly readPullRequest: (
      reference: PullRequestReference,
      /** Whether the small read is enough; without it everything is read. */
      isEnough?: (brief: PullRequestFacts) => Promise<boolean>,
    ) => Promise<PullRequestFacts | null>
    readonly readMore: (
      reference: PullRequestReference,
      facts: PullRequestFacts,
      missingInputs: MissingInputs,
      confirm: boolean,
    ) => ReturnType<Collectors['readMore']>
    /** Null when the repository does not exist. */
    readonly readGroup: (reference: GroupReference) => Promise<GroupFacts | null>
    /** Null when the pull request is not open. May work while other reads of GitHub fail. */
    readonly headOf: (reference: PullRequestReference) => Promise<{
      readonly head: CommitSha
      readonly baseName: string
      readonly isDraft: boolean
    } | null>
    readonly runsOn: (
      repository: RepositoryReference,
      commit: CommitSha,
      name: string,
    ) => Promise<readonly { readonly externalId: string }[]>
    /** Null when this App has no such run. The `external_id` is of the same moment as the text. */
    readonly textOfRun: (
      repository: RepositoryReference,
      id: RunId,
    ) => Promise<{ readonly externalId: string; readonly text: string } | null>
    readonly write: (reference: Reference, write: Write) => Promise<WriteOutcome>
    readonly postExists: (
      reference: PullRequestReference,
      on: 'comment' | 'review' | 'line',
      id: PostId,
    ) => Promise<boolean>
  }
  readonly parse: Collectors['parse']
  /** What was seen at earlier evaluations. No success depends on it, except "Not an RFC" (D5). */
  readonly memory: {
    readonly recall: (key: string) => Promise<Memory | null>
    readonly remember: (key: string, memory: Memory) => Promise<void>
    /** Stores it when the evaluation ends, together with its end. */
    readonly rememberAtEnd: (memory: Memory) => void
    /** Answers that people get once per repository (C7, C9). */
    readonly answers: (
      repository: RepositoryReference,
      people: readonly UserId[],
    ) => Promise<readonly AnswerRow[]>
    readonly keepAnswers: (repository: RepositoryReference, answers: readonly AnswerRow[]) => Promise<void>
    /** The merge groups of a repository that were evaluated within the last day. */
    readonly groups: (repository: RepositoryReference) => Promise<readonly RememberedGroup[]>
  }
  /** The evidence about pull requests (L1). */
  readonly ledger: {
    /** Null where none is stored. */
    readonly recall: (key: string) => Promise<StoredLedger | null>
    /**
     * Stores evidence about the pull request that is evaluated, at once. `minimalLength` is the length of the ledger that
     * restored entries come from (L3).
     */
    readonly record: (key: string, entries: readonly Entry[], minimalLength?: number) => Promise<StoredLedger>
    /** Stores it when the evaluation ends, together with its end. */
    readonly recordAtEnd: (entries: readonly Entry[]) => void
  }
  /** For the board and its history; no verdict depends on it. */
  readonly records: {
    readonly keepAtEnd: (reference: PullRequestReference, isPrivate: boolean, record: RfcRecord) => void
    /** Records a merge on the stored record. */
    readonly close: (key: string, facts: MergeFacts) => Promise<void>
    readonly forgetAtEnd: () => void
  }
  /** Returns the board's page of a pull request; null without a board, or when the repository is not shown there. */
  readonly boardUrl: (reference: PullRequestReference, isPrivate: boolean) => string | null
  /**
   * Returns a line about how the base branch requires the check, or null when that is fine or unknown. Reads
   * nothing from GitHub.
   */
  readonly setupLine: (reference: PullRequestReference, verdict: Verdict) => Promise<string | null>
  readonly rules: {
    /** The rules version of this code (`rules-version.ts`). */
    readonly ours: number
    /** Whether no running server has a newer version. */
    readonly areNewest: () => Promise<boolean>
  }
  /** Enqueues evaluations of other pull requests and of merge groups. */
  readonly enqueue: (evaluationJobs: readonly EvaluationJob[]) => Promise<void>
  readonly log: Logger
}

/** The same without an evaluation that has a lease: what `leasedPorts` is made of. */
export type UnleasedPorts = Omit<EvaluationPorts, 'memory' | 'ledger' | 'records'> & {
  readonly memory: Omit<EvaluationPorts['memory'], 'rememberAtEnd'> & {
    /** Remembers while an evaluation has this fencing token. Returns whether it has. */
    readonly rememberWithLease: (key: string, memory: Memory, fence: number) => Promise<boolean>
  }
  readonly ledger: {
    /** `fence` is the fencing token of the evaluation of that key; null for any other reader. */
    readonly recall: (key: string, fence: number | null) => Promise<StoredLedger | null>
    /** Records while an evaluation has this fencing token; null when it has not. */
    readonly recordWithLease: (
      key: string,
      entries: readonly Entry[],
      fence: number,
      minimalLength: number,
    ) => Promise<StoredLedger | null>
    /** Begins to collect what is recorded when the evaluation with this fencing token ends. */
    readonly collect: (key: string, fence: number) => Omit<EvidenceAtEnd, 'entries'>
  }
  readonly records: Pick<EvaluationPorts['records'], 'close'>
  /** Takes the lease of an evaluation from whoever has it. */
  readonly claim: (key: string) => Promise<void>
}

export interface RememberedGroup {
  readonly reference: GroupReference
  readonly memory: Memory
}

/** The result of a write. A comment that GitHub rejects is not retried. */
export type WriteOutcome =
  | { readonly kind: 'done'; readonly refusedReviewers?: readonly Login[]; readonly run?: RunId }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
