import { OWN_COMMENT } from './handled-events.ts'
import type { PullRequestNumber } from '../facts/ids.ts'
import type { Part, RepositoryReference } from '../facts/reference.ts'
import type { EvaluationJob, ToldHead, ToldOfPullRequest, Trigger } from '../facts/trigger.ts'
import type { Payload } from './payloads.ts'
import { deletionOf, postTrigger } from './post-trigger.ts'

/**
 * The result of a webhook: evaluations to enqueue, or the reason why there are none. Every ignored event is
 * logged.
 */
export type Answer = readonly EvaluationJob[] | Ignored | LeftToReconciliation

interface Ignored {
  readonly ignored: string
}

/** A change that may concern so many pull requests that reconciliation finds those to evaluate. */
interface LeftToReconciliation {
  readonly toReconcile: readonly Part[]
}

/** Answers a change of a pull request: its state, head, base, labels or description. */
export function pullRequestMoved(payload: Payload<'pull_request'>): Answer {
  const { pull_request: told } = payload
  return enqueue(payload, told.number, {
    kind: 'pull-request',
    at: told.updated_at ?? '',
    head: told.head.sha,
    base: told.base.ref,
    draft: told.draft ?? null,
    state: told.state === 'open' ? 'open' : 'closed',
    isMerged: told.merged === true,
    labels: told.labels?.map(({ name }) => name) ?? null,
    // GitHub sends null for an empty description.
    body: told.body === undefined ? null : (told.body ?? ''),
    told: toldOfPullRequest(payload),
  })
}

function toldOfPullRequest({
  action,
  sender,
  before,
  after,
  label,
  changes,
  pull_request: pull,
}: Payload<'pull_request'>): ToldOfPullRequest {
  const { merged_at: mergedAt, merged_by: mergedBy } = pull
  return {
    action,
    by: sender?.id ?? null,
    push: before && after ? { before, after } : null,
    label: label?.name ?? null,
    isBaseChanged: Boolean(changes?.base),
    closedAt: pull.closed_at,
    merge: mergedAt ? { at: mergedAt, by: mergedBy?.id ?? null, commit: pull.merge_commit_sha } : null,
  }
}

/** Answers a conversation comment that was created, edited or deleted. */
export function commented(payload: Payload<'issue_comment'>): Answer {
  const { issue, comment, action, sender } = payload
  if (!issue.pull_request) return { ignored: 'a comment on an issue, not on a pull request' }
  if (comment.user?.type === 'Bot') {
    // Not stored by this version (`handled-events.ts`).
    if (sender?.type === 'Bot') return { ignored: OWN_COMMENT }
    return enqueue(payload, issue.number, { kind: 'look', why: `a bot's comment was ${action}` })
  }
  return enqueue(payload, issue.number, postTrigger('comment', payload, comment, null))
}

/** Answers a review that was submitted, edited or dismissed. */
export function reviewed(payload: Payload<'pull_request_review'>): Answer {
  const { review, pull_request: pull } = payload
  if (review.user?.type === 'Bot') return { ignored: "a bot's review" }
  return enqueue(payload, pull.number, {
    ...postTrigger('review', payload, review, headIn(pull)),
    ...(payload.action === 'dismissed' && { isDismissed: true }),
  })
}

/** Answers a review comment that was created, edited or deleted. */
export function lineCommented(payload: Payload<'pull_request_review_comment'>): Answer {
  const { comment, action, pull_request: pull } = payload
  if (comment.user?.type === 'Bot') return { ignored: "a bot's line comment" }
  return enqueue(payload, pull.number, {
    ...postTrigger('line', payload, comment, headIn(pull)),
    ...(action === 'deleted' && comment.user && { deletion: deletionOf(comment.user, payload.sender) }),
  })
}

function headIn(pull: Payload<'pull_request_review'>['pull_request']): ToldHead | null {
  return pull.head ? { commit: pull.head.sha, at: pull.updated_at, draft: pull.draft } : null
}

/** Asks for an evaluation of a pull request of the payload's repository. */
export function enqueue(
  payload: Located,
  number: PullRequestNumber,
  trigger: Trigger,
): readonly EvaluationJob[] {
  return [{ reference: { kind: 'pull-request', ...repositoryOf(payload), number }, trigger }]
}

type Located = Pick<Payload<'pull_request'>, 'installation' | 'repository'>

export function repositoryOf({ installation, repository }: Located): RepositoryReference {
  return {
    installationId: installation.id,
    repositoryId: repository.id,
    owner: repository.owner.login,
    repo: repository.name,
  }
}
