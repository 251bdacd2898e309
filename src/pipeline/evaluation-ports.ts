import type { Logger } from 'pino'
import type { Write } from '../facts/check-run.ts'
import type { GroupFacts } from '../facts/merge-group.ts'
import type {
  GroupReference,
  PullRequestReference,
  Reference,
  RepositoryReference,
} from '../facts/reference.ts'
import type { MissingInputs, PullRequestFacts } from '../facts/snapshot.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import type { MergeFacts } from '../report/merge-record.ts'
import type { RfcRecord } from '../report/record.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { Collectors } from './collect.ts'
import type { Memory } from './memory.ts'

/** The parts of a visit: what the rooms do for it. */
export interface EvaluationPorts {
  readonly github: {
    /** Null when the pull request does not exist any more. */
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
    /** Null when the repository is not there. */
    readonly readGroup: (reference: GroupReference) => Promise<GroupFacts | null>
    /** Null where none is open; it may answer while the rest of GitHub does not. */
    readonly headOf: (reference: PullRequestReference) => Promise<{
      readonly head: string
      readonly baseName: string
      readonly isDraft: boolean
    } | null>
    readonly runsOn: (
      repository: RepositoryReference,
      commit: string,
      name: string,
    ) => Promise<readonly { readonly externalId: string }[]>
    readonly write: (reference: Reference, write: Write) => Promise<WriteOutcome>
    readonly postExists: (
      reference: PullRequestReference,
      on: 'comment' | 'review' | 'line',
      id: string,
    ) => Promise<boolean>
  }
  readonly parse: Collectors['parse']
  /** What was seen at earlier visits. Nothing that makes a check green is read from it, except "Not an RFC" (D5). */
  readonly memory: {
    readonly recall: (key: string) => Promise<Memory | null>
    readonly remember: (key: string, memory: Memory) => Promise<void>
    /** What some people were answered, each once in a repository (C7, C9). */
    readonly answers: (
      repository: RepositoryReference,
      people: readonly number[],
    ) => Promise<readonly KnownAnswer[]>
    readonly keepAnswers: (repository: RepositoryReference, answers: readonly KnownAnswer[]) => Promise<void>
    /** The merge groups of a repository that were evaluated within the last day. */
    readonly groups: (repository: RepositoryReference) => Promise<readonly RememberedGroup[]>
  }
  /** For the board and for history: nothing is ever judged by it. */
  readonly records: {
    readonly keep: (reference: PullRequestReference, isPrivate: boolean, record: RfcRecord) => Promise<void>
    /** Notes a merge on the record as it is. */
    readonly close: (key: string, facts: MergeFacts) => Promise<void>
    readonly forget: (key: string) => Promise<void>
  }
  /** A line about how the base branch requires the check, where something is wrong with that; costs no read. */
  readonly setupLine: (reference: PullRequestReference, verdict: Verdict) => Promise<string | null>
  readonly rules: {
    /** The rules this code judges by (`rules.ts`). */
    readonly ours: number
    /** Whether no server that is alive has newer ones. */
    readonly areNewest: () => Promise<boolean>
  }
  /** Asks for visits of other pull requests and of merge groups. */
  readonly enqueue: (evaluationJobs: readonly EvaluationJob[]) => Promise<void>
  readonly log: Logger
}

/** An answer that somebody gets once in a repository, and the pull request on which they got it. */
export interface KnownAnswer {
  readonly personId: number
  readonly kind: string
  readonly number: number
}

export interface RememberedGroup {
  readonly reference: GroupReference
  readonly memory: Memory
}

/** What a write came to. Prose that GitHub refuses is not worth a retry. */
export type WriteOutcome =
  | { readonly kind: 'done'; readonly refusedReviewers?: readonly string[]; readonly run?: number }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
