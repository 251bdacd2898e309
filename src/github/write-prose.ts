import type { Octokit } from '@octokit/rest'
import type { Write } from '../facts/check-run.ts'
import type { Login, RunId } from '../facts/ids.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { Reaction } from '../facts/snapshot.ts'
import type { ReactionContent } from './answers.generated.ts'
import { ask, GraphQLErrors } from './ask.ts'
import { type Document, documentNamed } from './documents.ts'
import { exactNumber } from './exact-number.ts'
import { doing, GitHubFault, InstallationGone, RateLimited } from './faults.ts'

export type Prose = Exclude<Write, { kind: 'create run' | 'update run' }>

export type WriteResult =
  /** `refusedReviewers`: logins whose review GitHub would not request; `run`: the id of the current check run. */
  | { readonly kind: 'done'; readonly refusedReviewers?: readonly Login[]; readonly run?: RunId }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }

/** Writes prose. A permanent rejection (4xx) is a result, because no verdict depends on prose; other errors are thrown. */
export async function writeProse(
  octokit: Octokit,
  reference: PullRequestReference,
  write: Prose,
): Promise<WriteResult> {
  const { owner, repo, number } = reference
  if (write.kind === 'ask for review') return askForReview(octokit, reference, write.logins)
  return orRejected(`${write.kind} on ${owner}/${repo}#${number}`, () => perform(octokit, reference, write))
}

async function perform(
  octokit: Octokit,
  { owner, repo, number }: PullRequestReference,
  write: Exclude<Prose, { kind: 'ask for review' }>,
): Promise<unknown> {
  switch (write.kind) {
    case 'create comment':
      return octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        owner,
        repo,
        issue_number: number,
        body: write.body,
      })
    case 'update comment':
      return octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        owner,
        repo,
        comment_id: exactNumber(write.id),
        body: write.body,
      })
    case 'delete comment':
      return octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        owner,
        repo,
        comment_id: exactNumber(write.id),
      })
    case 'react': {
      const at = { owner, repo, comment_id: exactNumber(write.id), content: write.reaction }
      if (write.on === 'comment') {
        return octokit.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', at)
      }
      if (write.on === 'line') {
        return octokit.request('POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions', at)
      }
      // REST has no reactions to reviews.
      return mutate(octokit, ADD_REACTION, { subject: write.nodeId, content: CONTENT[write.reaction] })
    }
    case 'unreact':
      return mutate(octokit, REMOVE_REACTION, { subject: write.nodeId, content: CONTENT[write.reaction] })
    // REST cannot hide comments (GH-186).
    case 'minimize':
      return mutate(octokit, MINIMIZE, { subject: write.nodeId })
    case 'unminimize':
      return mutate(octokit, UNMINIMIZE, { subject: write.nodeId })
  }
}

const ADD_REACTION = documentNamed('add-reaction')
const REMOVE_REACTION = documentNamed('remove-reaction')
const MINIMIZE = documentNamed('minimize-comment')
const UNMINIMIZE = documentNamed('unminimize-comment')
const CONTENT: Readonly<Record<Reaction, ReactionContent>> = { '+1': 'THUMBS_UP', confused: 'CONFUSED' }

async function mutate<Answer, Variables>(
  octokit: Octokit,
  document: Document<Answer, Variables>,
  variables: NoInfer<Variables>,
): Promise<unknown> {
  return ask(octokit, { document, variables, what: 'change a comment' })
}

/** GitHub rejects a whole request because of one login, so rejected logins are found one by one (V5). */
async function askForReview(
  octokit: Octokit,
  { owner, repo, number }: PullRequestReference,
  logins: readonly Login[],
): Promise<WriteResult> {
  const request = (reviewers: readonly string[]) =>
    orRejected(`ask for reviews on ${owner}/${repo}#${number}`, () =>
      octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', {
        owner,
        repo,
        pull_number: number,
        reviewers: [...reviewers],
      }),
    )
  const together = await request(logins)
  if (together.kind === 'done' || together.status !== 422) return together
  const refusedReviewers: Login[] = []
  for (const login of logins) {
    const alone = logins.length === 1 ? together : await request([login])
    if (alone.kind === 'refused') refusedReviewers.push(login)
  }
  return { kind: 'done', refusedReviewers }
}

async function orRejected(what: string, work: () => Promise<unknown>): Promise<WriteResult> {
  try {
    await doing(what, work)
    return { kind: 'done' }
  } catch (error) {
    const rejection = rejectionIn(error)
    if (!rejection) throw error
    return { kind: 'refused', ...rejection }
  }
}

/** Returns the status and message of a permanent rejection; null when a retry may succeed. */
function rejectionIn(error: unknown): { readonly status: number; readonly message: string } | null {
  if (!(error instanceof GitHubFault) || error instanceof RateLimited || error instanceof InstallationGone) {
    return null
  }
  const { message } = error
  if (error instanceof GraphQLErrors) {
    // An older server lacks the mutation, and will tomorrow (GH-32).
    const isRejection = error.problems.every(
      ({ type, extensions }) => REFUSALS.has(type ?? '') || extensions?.code === 'undefinedField',
    )
    return isRejection ? { status: 422, message } : null
  }
  const { status } = error
  const isRejection = status !== null && status >= 400 && status < 500 && status !== 401 && status !== 408
  return isRejection ? { status, message } : null
}

const REFUSALS: ReadonlySet<string> = new Set(['NOT_FOUND', 'FORBIDDEN', 'UNPROCESSABLE'])
