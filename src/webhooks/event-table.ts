import type { Logger } from 'pino'
import { Probot } from 'probot'
import { readExternalId } from '../facts/external-id.ts'
import type { CommitSha, InstallationId } from '../facts/ids.ts'
import type { GroupReference, Part, PullRequestReference, RepositoryReference } from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import { createChatPace } from './chat-pace.ts'
import { type HandledEvent, nameOf } from './handled-events.ts'
import { type Payload, payloads } from './payloads.ts'
import {
  type Answer,
  enqueue,
  lineCommented,
  commented,
  pullRequestMoved,
  repositoryOf,
  reviewed,
} from './pull-request-events.ts'
import { afterAccessChange, afterPush, afterTeamChange, type Looks, type Places } from './wider-changes.ts'

/** What the event table reads beyond the payload. */
export interface Directory extends Places {
  /** What the board may show of repositories (§14). */
  readonly visibility: {
    readonly tell: (repository: RepositoryReference & { readonly isPrivate: boolean }) => Promise<void>
    readonly hide: (what: {
      readonly installationId: InstallationId
      readonly repositories?: readonly number[]
    }) => Promise<void>
  }
  readonly pullRequestsWithHead: (
    repository: RepositoryReference,
    sha: CommitSha,
  ) => Promise<readonly PullRequestReference[]>
  /** The merge groups of a repository that were evaluated within the last day. */
  readonly groups: (
    repository: RepositoryReference,
  ) => Promise<readonly { readonly reference: GroupReference }[]>
  /**
   * Drops what is cached of an installation's permissions and repositories, because an event says that they
   * changed.
   */
  readonly forgetAccess: (installationId: InstallationId) => void
  /** Requests reconciliation of the open pull requests of a part. */
  readonly reconcile: (part: Part) => Promise<void>
}

export interface AppOptions {
  readonly appId: number
  readonly privateKey: string
  readonly secret: string
  readonly directory: Directory
  readonly log: Logger
}

/** A stored delivery with its parsed body. */
export interface StoredEvent {
  readonly id: string
  readonly event: string
  readonly payload: unknown
}

/**
 * Returns the function that answers a stored delivery with the evaluations it asks for. Probot only
 * dispatches: it has no server here, and evaluations use clients of their own (see docs/design.md). Throws
 * when GitHub could not be read, so that the delivery is retried.
 */
export function createApp(options: AppOptions): (event: StoredEvent) => Promise<readonly EvaluationJob[]> {
  const { log } = options
  const probot = new Probot({
    appId: options.appId,
    privateKey: options.privateKey,
    secret: options.secret,
    logLevel: 'fatal',
  })
  const answers = new Map<string, Answer>()
  const table = eventTable(options)
  const chat = createChatPace()
  const loaded = probot.load((app) => {
    for (const [name, answer] of Object.entries(table)) {
      app.on(
        name as Parameters<typeof app.on>[0] & string,
        async (context: { id: string; payload: unknown }) => {
          answers.set(context.id, await answer(context.payload))
        },
      )
    }
  })
  return async ({ id, event, payload }) => {
    await loaded
    try {
      await probot.receive({ id, name: event, payload } as Parameters<typeof probot.receive>[0])
      const answer = answers.get(id) ?? { ignored: `no handler for ${nameOf(event, payload as never)}` }
      if (areJobs(answer)) {
        const asking = chat.asking(answer)
        if (asking.length < answer.length)
          log.info({ delivery: id, event, why: 'posts without commands' }, 'ignored')
        return asking
      }
      if ('toReconcile' in answer)
        log.info({ delivery: id, event, parts: answer.toReconcile }, 'left to reconciliation')
      else log.info({ delivery: id, event, why: answer.ignored }, 'ignored')
      return []
    } catch (error) {
      // Probot wraps the error, and with it the time to retry at.
      throw error instanceof AggregateError && error.errors.length === 1 ? error.errors[0] : error
    } finally {
      answers.delete(id)
    }
  }
}

function areJobs(answer: Answer): answer is readonly EvaluationJob[] {
  return Array.isArray(answer)
}

type Handler = (payload: unknown) => Answer | Promise<Answer>

/** The handled events and their handlers. */
function eventTable({ appId, directory }: AppOptions): Readonly<Record<HandledEvent, Handler>> {
  const pullRequest = read('pull_request', pullRequestMoved)
  const comment = read('issue_comment', commented)
  const review = read('pull_request_review', reviewed)
  const rerun = read('check_run', (payload) => checkRerun(payload, appId, directory))
  const suiteRerun = read('check_suite', (payload) => suiteRequested(payload, appId, directory))
  const team = read('team', async (payload) => lookAt(await afterTeamChange(payload, directory)))
  const access = read('member', async (payload) =>
    lookAt(await afterAccessChange(payload.installation.id, repositoryOf(payload), directory)),
  )
  // Renaming the default branch renames the check of every pull request into it, RFC or not (V1).
  const edited = read('repository_edited', async (payload) => {
    const { installationId, ...repository } = repositoryOf(payload)
    if (payload.changes?.default_branch) await directory.reconcile({ installationId, repository })
    return access(payload)
  })
  const renamed = read('member', async (payload) => {
    await tellVisibility(payload, directory)
    return access(payload)
  })
  // An event may be redelivered after a later opposite one, so before more is shown it is looked up (§14).
  const reappeared = read('member', async (payload) => {
    await tellVisibility(payload, directory)
    await directory.reconcile({ installationId: payload.installation.id })
    return access(payload)
  })
  const archived = read('member', async (payload) => {
    await tellVisibility(payload, directory)
    return { ignored: 'an archived repository is read-only' }
  })
  const unarchived = read('member', async (payload) => {
    await tellVisibility(payload, directory)
    const { installationId, ...repository } = repositoryOf(payload)
    return leaveToReconciliation([{ installationId, repository }], directory)
  })
  const gone = read('member', ({ installation, repository }) =>
    hide({ installationId: installation.id, repositories: [repository.id] }, directory),
  )
  const uninstalled = read('installation', ({ installation }) =>
    hide({ installationId: installation.id }, directory),
  )
  const removed = read('installation_repositories', ({ installation, repositories_removed: list }) => {
    directory.forgetAccess(installation.id)
    return hide({ installationId: installation.id, repositories: list.map(({ id }) => id) }, directory)
  })
  const everything = read('installation', ({ installation }) => {
    directory.forgetAccess(installation.id)
    return leaveToReconciliation([{ installationId: installation.id }], directory)
  })
  const repositories = read('installation_repositories', (payload) => {
    directory.forgetAccess(payload.installation.id)
    return leaveToReconciliation(partsAdded(payload), directory)
  })
  return {
    'pull_request.opened': pullRequest,
    'pull_request.reopened': pullRequest,
    'pull_request.synchronize': pullRequest,
    'pull_request.edited': pullRequest,
    'pull_request.ready_for_review': pullRequest,
    'pull_request.converted_to_draft': pullRequest,
    'pull_request.labeled': pullRequest,
    'pull_request.unlabeled': pullRequest,
    'pull_request.closed': pullRequest,
    'issue_comment.created': comment,
    'issue_comment.edited': comment,
    'issue_comment.deleted': comment,
    'pull_request_review.submitted': review,
    'pull_request_review.edited': review,
    'pull_request_review.dismissed': review,
    'pull_request_review_comment.created': read('pull_request_review_comment', lineCommented),
    'pull_request_review_comment.edited': read('pull_request_review_comment', lineCommented),
    'pull_request_review_comment.deleted': read('pull_request_review_comment', lineCommented),
    'check_run.rerequested': rerun,
    'check_suite.rerequested': suiteRerun,
    'merge_group.checks_requested': read('merge_group', groupRequested),
    'merge_group.destroyed': () => ({ ignored: 'a destroyed merge group needs no check' }),
    push: read('push', async (payload) => lookAt(await afterPush(payload, repositoryOf(payload), directory))),
    'membership.added': team,
    'membership.removed': team,
    'team.deleted': team,
    'team.edited': team,
    'member.added': access,
    'member.edited': access,
    'member.removed': access,
    'repository.edited': edited,
    'repository.privatized': renamed,
    'repository.publicized': reappeared,
    'repository.renamed': renamed,
    'repository.transferred': reappeared,
    'repository.archived': archived,
    'repository.unarchived': unarchived,
    'repository.deleted': gone,
    'installation.deleted': uninstalled,
    'installation.suspend': uninstalled,
    'installation_repositories.removed': removed,
    'installation.created': everything,
    'installation.unsuspend': everything,
    'installation.new_permissions_accepted': everything,
    'installation_repositories.added': repositories,
  }
}

/** Wraps a handler to validate the payload. A payload that lacks a needed field is ignored with the reason. */
function read<Event extends keyof typeof payloads>(
  event: Event,
  answer: (payload: Payload<Event>) => Answer | Promise<Answer>,
): Handler {
  return (payload) => {
    const parsed = payloads[event].safeParse(payload)
    if (parsed.success) return answer(parsed.data as Payload<Event>)
    const place = payloads.located.safeParse(payload)
    const number =
      place.data?.pull_request?.number ?? (place.data?.issue?.pull_request && place.data.issue.number)
    // Even without a valid payload the pull request is evaluated, only without a state that the read must
    // show.
    if (place.success && number)
      return enqueue(place.data, number, { kind: 'look', why: `a ${event} event with an unexpected payload` })
    const where = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    return { ignored: `the payload of ${event} lacks required fields (${where.join('; ')})` }
  }
}

async function checkRerun(
  payload: Payload<'check_run'>,
  appId: number,
  directory: Directory,
): Promise<Answer> {
  const { check_run: run } = payload
  if (run.app?.id !== appId) return { ignored: "another app's check run" }
  const number = readExternalId(run.external_id ?? '')?.number
  if (number) return enqueue(payload, number, { kind: 'look', why: 'the check was requested again' })
  return lookAtHead(payload, run.head_sha, directory)
}

async function suiteRequested(
  payload: Payload<'check_suite'>,
  appId: number,
  directory: Directory,
): Promise<Answer> {
  const { check_suite: suite } = payload
  if (suite.app?.id !== appId) return { ignored: "another app's check suite" }
  return lookAtHead(payload, suite.head_sha, directory)
}

/**
 * `check_run.pull_requests` is empty for forks and merge groups (GH-145), so pull requests are found by their
 * head, and groups among the evaluated ones.
 */
async function lookAtHead(
  payload: Payload<'check_run'> | Payload<'check_suite'>,
  sha: CommitSha,
  directory: Directory,
): Promise<Answer> {
  const place = repositoryOf(payload)
  const pulls = await directory.pullRequestsWithHead(place, sha)
  const groups = (await directory.groups(place)).flatMap(({ reference }) =>
    reference.headSha === sha ? [reference] : [],
  )
  const found = [...pulls, ...groups]
  if (found.length === 0) return { ignored: `no open pull request and no merge group has the head ${sha}` }
  return found.map((reference) => ({
    reference,
    trigger: { kind: 'look', why: 'the checks were requested again' },
  }))
}

function groupRequested(payload: Payload<'merge_group'>): Answer {
  const { head_sha: headSha, head_ref: ref, base_ref: baseRef } = payload.merge_group
  const reference = { kind: 'merge-group' as const, ...repositoryOf(payload), headSha, baseRef }
  return [{ reference, trigger: { kind: 'group', ref: ref ?? null } }]
}

async function tellVisibility(payload: Payload<'member'>, { visibility }: Directory): Promise<void> {
  await visibility.tell({ ...repositoryOf(payload), isPrivate: payload.repository.private === true })
}

async function hide(
  what: Parameters<Directory['visibility']['hide']>[0],
  { visibility }: Directory,
): Promise<Answer> {
  await visibility.hide(what)
  return { ignored: 'the App has no access any more; the board hides it' }
}

async function leaveToReconciliation(parts: readonly Part[], { reconcile }: Directory): Promise<Answer> {
  for (const part of parts) await reconcile(part)
  return { toReconcile: parts }
}

/** Above this number of added repositories, the whole installation is reconciled. */
const MOST_NAMED = 20

/**
 * Returns the added repositories; the whole installation when there are many or one of them may configure the
 * others (D1).
 */
function partsAdded({
  installation,
  repositories_added: added,
}: Payload<'installation_repositories'>): readonly Part[] {
  const installationId = installation.id
  const named = added.flatMap(({ id, full_name: name }) => {
    const [, owner, repo] = /^([^/]+)\/([^/]+)$/.exec(name) ?? []
    return owner && repo ? [{ installationId, repository: { repositoryId: id, owner, repo } }] : []
  })
  const isAll = named.length === 0 || named.length < added.length || named.length > MOST_NAMED
  return isAll || named.some(({ repository }) => repository.repo === '.github') ? [{ installationId }] : named
}

function lookAt(looks: Looks): Answer {
  if ('ignored' in looks) return looks
  return looks.references.map((reference) => ({ reference, trigger: looks.trigger }))
}
