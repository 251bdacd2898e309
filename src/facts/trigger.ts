import type { Reference } from './reference.ts'
import { type Person, type PullRequestFacts, postKey } from './snapshot.ts'

/**
 * What a webhook told us that a snapshot must show before it may be believed (V6).
 * Times are GitHub's (ISO 8601, whole seconds). `look` expects nothing: somebody only asked us to look again.
 */
export type Trigger =
  | {
      readonly kind: 'look'
      readonly why: string
      /** What it is about may have lost what a success rests on, whatever GitHub shows (V6). */
      readonly takesAway?: true
      /** It is one of many that the same change may concern; nobody waits for this one. */
      readonly isBulk?: true
      /** Paths that a push changed on the base branch; null where the payload does not list them all. */
      readonly changed?: readonly string[] | null
    }
  | {
      readonly kind: 'remark'
      readonly on: 'comment' | 'review' | 'line'
      /** GitHub's numeric id, as a string: it is wider than 32 bits. */
      readonly id: string
      readonly state: 'present' | 'absent'
      /** The remark's own `updated_at` (for a review `submitted_at`): an older copy does not show the trigger. */
      readonly at: string
      /** Null where the webhook does not tell: then the text is not compared. */
      readonly text: string | null
      /** Of a review: it was dismissed, which a copy that shows the trigger must show, too (C7). */
      readonly isDismissed?: true
      /** Of a line comment that was deleted, for GitHub keeps no record of it: whose it was, and who took it away (C6). */
      readonly deletion?: { readonly author: Person; readonly by: Person | null }
      /** What the payload told of the change; absent in triggers that an older version stored. */
      readonly told?: ToldOfPost
    }
  | {
      readonly kind: 'membership'
      /** `org/slug` in lower case. */
      readonly team: string
      readonly personId: number
      readonly state: 'present' | 'absent'
      /** As of a look. */
      readonly isBulk?: true
    }
  | {
      readonly kind: 'pull-request'
      readonly at: string
      readonly head: string
      readonly base: string
      /** Null where the webhook does not tell: then nothing is asked of the snapshot. */
      readonly draft: boolean | null
      readonly state: 'open' | 'closed'
      /** What is merged was decided: nothing is taken away any more. */
      readonly isMerged?: boolean
      readonly labels: readonly string[] | null
      readonly body: string | null
    }
  /** A merge queue asks for a check on its group. `ref` names the group; null where the webhook does not tell. */
  | { readonly kind: 'group'; readonly ref: string | null }

/** What a payload tells of a post that changed. */
export interface ToldOfPost {
  readonly change: 'made' | 'edited' | 'deleted' | 'dismissed'
  /** Numeric ids of whoever wrote the post and of whoever changed it; null where the payload does not tell. */
  readonly author: number | null
  readonly by: number | null
  /** The text before an edit; null where it is not told. */
  readonly before: string | null
  /** Of a review, GitHub's word for it: `approved`, `changes_requested`, … */
  readonly review: string | null
}

/** Somebody joined or left a team (S3): shown once the snapshot has them in it, or not. */
export type MembershipTrigger = Extract<Trigger, { kind: 'membership' }>

/** Somebody is at the door: which pull request or group to visit, and what has to be seen there. */
export interface EvaluationJob {
  readonly reference: Reference
  readonly trigger: Trigger
}

/**
 * The facts with the deletions of line comments that only a webhook told of. When it happened is not told: nothing
 * from before GitHub answered is surely from after it (C0).
 */
export function withToldDeletions(facts: PullRequestFacts, triggers: readonly Trigger[]): PullRequestFacts {
  const told = triggers.flatMap((trigger) =>
    trigger.kind === 'remark' && trigger.deletion
      ? [{ at: facts.at, ...trigger.deletion, isTold: true as const, post: postKey(trigger) }]
      : [],
  )
  return told.length === 0 ? facts : { ...facts, deletions: [...facts.deletions, ...told] }
}
