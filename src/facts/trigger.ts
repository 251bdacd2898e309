import type { CommitSha, PostId, TeamId, Timestamp, UserId } from './ids.ts'
import type { Reference } from './reference.ts'
import type { TeamKey } from './keys.ts'
import type { Person } from './person.ts'

/**
 * What a webhook reported that a snapshot must show before it is used (V6). Times are GitHub's (ISO 8601, whole
 * seconds). `look` expects nothing: it only asks for an evaluation.
 */
export type Trigger =
  | {
      readonly kind: 'look'
      readonly why: string
      /** The event may have removed what a success rests on, whatever GitHub returns (V6). */
      readonly takesAway?: true
      /** One of many that the same change may concern; it is not urgent. */
      readonly isBulk?: true
      /** Paths that a push changed on the base branch; null where the payload does not list them all. */
      readonly changed?: readonly string[] | null
    }
  | {
      readonly kind: 'remark'
      readonly on: 'comment' | 'review' | 'line'
      readonly id: PostId
      readonly state: 'present' | 'absent'
      /**
       * The post's own `updated_at` (for a review `submitted_at`): an older copy does not show the trigger. Empty where the
       * webhook does not contain it.
       */
      readonly at: Timestamp | ''
      /** Null where the webhook does not contain it: then the text is not compared. */
      readonly text: string | null
      /** The review was dismissed, which a copy that shows the trigger must show too (C7). */
      readonly isDismissed?: true
      /** Of a line comment that was deleted, for GitHub keeps no record of it: whose it was, and who took it away (C6). */
      readonly deletion?: { readonly author: Person; readonly by: Person | null }
      /** What the payload contains of the change; absent in triggers that an older version stored. */
      readonly told?: ToldOfPost
    }
  | {
      readonly kind: 'membership'
      readonly team: TeamKey
      readonly personId: UserId
      readonly state: 'present' | 'absent'
      /** Absent in triggers that an older version stored. */
      readonly teamId?: TeamId
      /** As of a look. */
      readonly isBulk?: true
    }
  | {
      readonly kind: 'pull-request'
      /** Empty where the webhook does not contain it. */
      readonly at: Timestamp | ''
      readonly head: CommitSha
      readonly base: string
      /** Null where the webhook does not contain it: then the snapshot may have either. */
      readonly draft: boolean | null
      readonly state: 'open' | 'closed'
      /** What is merged was decided: nothing is taken away any more. */
      readonly isMerged?: boolean
      readonly labels: readonly string[] | null
      readonly body: string | null
      /** What the payload contains of the change; absent in triggers that an older version stored. */
      readonly told?: ToldOfPullRequest
    }
  /** A merge queue asks for a check on its group. `ref` is the group; null where the webhook does not contain it. */
  | { readonly kind: 'group'; readonly ref: string | null }
  /** A stored trigger of a shape that this version does not know: no snapshot is known to show it. */
  | { readonly kind: 'unreadable'; readonly why: string }

/** What a payload contains of a post that changed. */
export interface ToldOfPost {
  readonly change: 'made' | 'edited' | 'deleted' | 'dismissed'
  /**
   * Numeric ids of the author of the post and of the person who changed it; null where the payload does not contain
   * them.
   */
  readonly author: UserId | null
  readonly by: UserId | null
  /** The text before an edit; null where the payload does not contain it. */
  readonly before: string | null
  /** The state of a review as GitHub names it: `approved`, `changes_requested`, … */
  readonly review: string | null
  /** What only the ledger needs (L2); absent in triggers that an older version stored. */
  readonly evidence?: EvidenceOfPost
}

/** What a payload contains of a post beside its change; null where it does not contain it. */
export interface EvidenceOfPost {
  /** When it was first posted: `created_at`, of a review `submitted_at`. */
  readonly written: Timestamp | null
  /** Its own `updated_at`, which no other time stands in for. */
  readonly updated: Timestamp | null
  readonly author: Pick<Person, 'login' | 'type'> | null
  /** The commit that GitHub records for a review. */
  readonly commit: CommitSha | null
  /** The head of the pull request as the payload shows it: payloads about comments of the conversation have none. */
  readonly head: ToldHead | null
}

/** A head in a payload, and the `updated_at` of the pull request with which it is shown. */
export interface ToldHead {
  readonly commit: CommitSha
  readonly at: Timestamp | null
  readonly draft: boolean | null
}

/** What a payload contains of a change of a pull request; null where it does not contain it. */
export interface ToldOfPullRequest {
  /** As GitHub names it: `opened`, `synchronize`, … */
  readonly action: string
  readonly by: UserId | null
  /** Of a push: the tip that it replaced, and the new one. */
  readonly push: { readonly before: CommitSha; readonly after: CommitSha } | null
  /** The label that was put on or taken off. */
  readonly label: string | null
  readonly isBaseChanged: boolean
  readonly closedAt: Timestamp | null
  readonly merge: {
    readonly at: Timestamp
    readonly by: UserId | null
    readonly commit: CommitSha | null
  } | null
}

/** A person joined or left a team (S3): visible once the snapshot agrees. */
export type MembershipTrigger = Extract<Trigger, { kind: 'membership' }>

/** Which pull request or group to evaluate, and what the read has to show. */
export interface EvaluationJob {
  readonly reference: Reference
  readonly trigger: Trigger
}

/** A stored trigger that no evaluation has answered yet. */
export interface OpenTrigger {
  /** Grows from one to the next, and is never used again. */
  readonly id: number
  /** The `evaluationKey` of its reference. */
  readonly key: string
  readonly reference: Reference
  readonly trigger: Trigger
  /** The delivery that brought it; null when no webhook did. */
  readonly deliveryId: string | null
}
