import type { Octokit } from '@octokit/rest'
import { LRUCache } from 'lru-cache'
import type { BranchFacts } from '../doctor/facts.ts'
import type { Write } from '../facts/check-run.ts'
import type { CommitSha, InstallationId, PostId, RunId } from '../facts/ids.ts'
import type { GroupFacts } from '../facts/merge-group.ts'
import type {
  GroupReference,
  PullRequestReference,
  Reference,
  RepositoryReference,
} from '../facts/reference.ts'
import type { MissingInputs } from '../facts/inputs.ts'
import type { Post, PullRequestFacts, MoreFacts } from '../facts/snapshot.ts'
import {
  changedBetween,
  type HeadOfPullRequest,
  headOf,
  postExists,
  type RunText,
  runsOn,
  textOfRun,
} from './by-rest.ts'
import { createCaches } from './caches.ts'
import { type ClientOptions, createClients } from './clients.ts'
import { type ContentPace, createContentPace } from './content-pace.ts'
import { type DeliveryAttempt, deliveriesOf, redeliver } from './deliveries.ts'
import { readBranch } from './examine-repositories.ts'
import {
  doing,
  GitHubFault,
  InstallationGone,
  LeftForPeople,
  PullRequestGone,
  RateLimited,
} from './faults.ts'
import { type HiddenFields, hiddenFields } from './hidden-fields.ts'
import { openPullRequests, pullRequestsWithHead } from './open-pull-requests.ts'
import type { Batch } from './fingerprint-batches.ts'
import { type FingerprintPage, fingerprintsOf } from './fingerprints.ts'
import { readGroup } from './read-group.ts'
import { readMore } from './read-more.ts'
import { type IsEnough, readPullRequest } from './read-pull-request.ts'
import {
  type ReachedRepository,
  type RepositoryNode,
  reachedRepository,
  repositoriesOf,
  withOpenPullRequests,
} from './repositories.ts'
import { type WriteResult, writeProse } from './write-prose.ts'
import { createRun, updateRun } from './write-run.ts'

/** Background work that waits for a quota asks again after this many seconds at least, and at most. */
const [WAIT_SECONDS, LONGEST_WAIT_SECONDS] = [60, 600]

/** GitHub, as the App sees it. Nothing here retries: what throws is tried again by the queue. */
export interface GitHub {
  /**
   * The facts of a pull request, whole; null where there is none (or the App is not installed there any more). Only as
   * much as one point buys where `isEnough` says of that that it is (D5).
   */
  readPullRequest(reference: PullRequestReference, isEnough?: IsEnough): Promise<PullRequestFacts | null>
  /** What the core needs beyond those facts; see `MissingInputs`. */
  readMore(
    reference: PullRequestReference,
    facts: PullRequestFacts,
    missingInputs: MissingInputs,
    confirm?: boolean,
  ): Promise<MoreFacts>
  /** A merge group and the queue it belongs to; null where the repository is not there. */
  readGroup(reference: GroupReference): Promise<GroupFacts | null>
  /** Performs one write. Only comments, reactions and review requests may be rejected; a check that cannot be written throws. */
  write(reference: Reference, write: Write): Promise<WriteResult>
  /** All open pull requests of an installation, or of one of its repositories, into one of its branches. */
  openPullRequests(
    installationId: InstallationId,
    within?: { readonly repository: RepositoryReference; readonly baseName?: string },
  ): AsyncIterable<PullRequestReference>
  /** The open pull requests whose head is that commit. */
  pullRequestsWithHead(
    repository: RepositoryReference,
    sha: CommitSha,
  ): Promise<readonly PullRequestReference[]>
  /** The head of an open pull request, read by REST; null where none is open. */
  headOf(reference: PullRequestReference): Promise<HeadOfPullRequest | null>
  /** The check runs of this App that have a name on a commit, read by REST. */
  runsOn(repository: RepositoryReference, commit: CommitSha, name: string): ReturnType<typeof runsOn>
  /** The text of a check run of this App, read by REST; null where there is none. */
  textOfRun(repository: RepositoryReference, id: RunId): Promise<RunText | null>
  /** Whether a comment, review or line comment is there. */
  postExists(reference: PullRequestReference, on: Post['on'], id: PostId): Promise<boolean>
  /** The installations that may be worked for; suspended ones are left out. */
  installations(): AsyncIterable<InstallationId>
  /** The repositories an installation reaches, a hundred at a time. */
  repositories(installationId: InstallationId): AsyncIterable<readonly ReachedRepository[]>
  /** Those of up to a hundred repositories of one installation that have open pull requests. */
  withOpenPullRequests(repositories: readonly RepositoryNode[]): ReturnType<typeof withOpenPullRequests>
  /** A repository as GraphQL knows it; null where another one has that name now. */
  reachedRepository(repository: RepositoryReference): Promise<RepositoryNode | null>
  /** The fingerprints of the open pull requests of a batch of one installation's repositories, page by page. */
  fingerprints(batch: Batch): AsyncIterable<FingerprintPage>
  /** What requires the check on a branch, and from whom. */
  branchRules(repository: RepositoryReference, branch: string): Promise<BranchFacts>
  /** The paths changed between two commits of a branch; null when the list is incomplete. */
  changedBetween(repository: RepositoryReference, from: string, to: string): Promise<readonly string[] | null>
  /** Throws `LeftForPeople` when the rest of an installation's quota is reserved for commands (TH-132). */
  mustHaveSpare(installationId: InstallationId): void
  /** The points of GraphQL an installation may spend in an hour; null where that is not known. */
  pointsPerHour(installationId: InstallationId): number | null
  /** GitHub's attempts to deliver to this App, page by page, the newest first. */
  deliveries(): AsyncIterable<readonly DeliveryAttempt[]>
  /** The GraphQL fields that GitHub was seen to hide from an installation of late; the App does without them (GH-32). */
  hiddenFields(installationId: InstallationId): readonly string[]
  /** Forgets what was seen of an installation's permissions and repositories, its token included: they are others now. */
  forgetAccess(installationId: InstallationId): void
  /** Asks for a delivery again; false where GitHub does not know it any more. */
  redeliver(id: string): Promise<boolean>
}

/** Creates the App's port to GitHub. Makes no call. */
export function openGitHub(options: ClientOptions): GitHub {
  const { appId, log } = options
  const clients = createClients(options)
  const caches = createCaches()
  const slug = rememberSlug(clients.app, log)
  const hidden = new LRUCache<InstallationId, HiddenFields>({ max: 5_000, memoMethod: () => hiddenFields() })
  const readerFor = ({ installationId }: RepositoryReference) => ({
    octokit: clients.of(installationId),
    app: clients.app,
    appId,
    caches,
    slug,
    hidden: hidden.memo(installationId),
  })
  const paces = new LRUCache<InstallationId, ContentPace>({ max: 500, memoMethod: () => createContentPace() })
  /** Comments above GitHub's content limits are rejected here and retried, so that they never delay a check. */
  const mustKeepPace = (installationId: InstallationId, { kind }: Write) => {
    if (kind !== 'create comment' && kind !== 'ask for review') return
    const seconds = clients.hasLimits(installationId) ? paces.memo(installationId).take() : 0
    if (seconds > 0)
      throw new RateLimited(`could not ${kind}: more than GitHub takes at a time`, null, seconds)
  }
  const mustHaveSpare = (installationId: InstallationId) => {
    const { secondsUntilSpare } = clients.quotas(installationId)
    const seconds = Math.max(secondsUntilSpare('graphql'), secondsUntilSpare('rest'))
    if (seconds > 0) throw new LeftForPeople(Math.min(LONGEST_WAIT_SECONDS, Math.max(seconds, WAIT_SECONDS)))
  }
  return {
    mustHaveSpare,
    pointsPerHour: (installationId) => clients.quotas(installationId).standing('graphql')?.limit ?? null,
    readPullRequest: async (reference, isEnough) => {
      try {
        return await readPullRequest(readerFor(reference), reference, isEnough)
      } catch (error) {
        if (!(error instanceof PullRequestGone || error instanceof InstallationGone)) throw error
        log.info({ answer: error.message }, 'nothing to read')
        return null
      }
    },
    readMore: (reference, facts, missingInputs, confirm) =>
      readMore(readerFor(reference), reference, facts, missingInputs, confirm),
    readGroup: (reference) => readGroup(readerFor(reference), reference),
    write: async (reference, write) => {
      const octokit = clients.of(reference.installationId)
      if (write.kind === 'create run') {
        return { kind: 'done', run: await createRun(octokit, reference, write.commit, write.run) }
      }
      if (write.kind === 'update run') {
        return { kind: 'done', run: await updateRun(octokit, reference, write) }
      }
      if (reference.kind !== 'pull-request') throw new Error(`a merge group has no place to ${write.kind}`)
      mustKeepPace(reference.installationId, write)
      return writeProse(octokit, reference, write)
    },
    openPullRequests: (installationId, within) =>
      openPullRequests(clients.of(installationId), installationId, within),
    pullRequestsWithHead: (repository, sha) =>
      pullRequestsWithHead(clients.of(repository.installationId), repository, sha),
    headOf: (reference) => headOf(clients.of(reference.installationId), reference),
    runsOn: (repository, commit, name) =>
      runsOn(clients.of(repository.installationId), appId, repository, commit, name),
    textOfRun: (repository, id) => textOfRun(clients.of(repository.installationId), appId, repository, id),
    postExists: (reference, on, id) => postExists(clients.of(reference.installationId), reference, on, id),
    installations: () => installationsOf(clients.app),
    repositories: (installationId) => repositoriesOf(clients.of(installationId), installationId),
    withOpenPullRequests: async (repositories) => {
      const [first] = repositories
      if (!first) return { open: [], points: 0 }
      mustHaveSpare(first.installationId)
      return withOpenPullRequests(clients.of(first.installationId), repositories)
    },
    reachedRepository: (repository) => reachedRepository(clients.of(repository.installationId), repository),
    fingerprints: async function* (batch) {
      const [first] = batch.repositories
      if (!first) return
      yield* whileSpare(mustHaveSpare, first.installationId, fingerprintsOf(readerFor(first), batch))
    },
    branchRules: (repository, branch) =>
      readBranch(clients.of(repository.installationId), { ...repository, branch }),
    changedBetween: async (repository, from, to) => {
      mustHaveSpare(repository.installationId)
      return changedBetween(clients.of(repository.installationId), repository, from, to)
    },
    deliveries: () => deliveriesOf(clients.app),
    hiddenFields: (installationId) => hidden.memo(installationId).all(),
    forgetAccess: (installationId) => {
      clients.renew(installationId)
      // A read in progress writes to the deleted entry.
      hidden.delete(installationId)
      caches.installed.clear()
      caches.queueRules.clear()
      caches.access.clear()
    },
    redeliver: (id) => redeliver(clients.app, id),
  }
}

/** Yields pages of background work. Throws `LeftForPeople` before a page when the quota is reserved for commands. */
async function* whileSpare<Page>(
  mustHaveSpare: (installationId: InstallationId) => void,
  installationId: InstallationId,
  pages: AsyncIterable<Page>,
): AsyncGenerator<Page> {
  const iterator = pages[Symbol.asyncIterator]()
  for (;;) {
    mustHaveSpare(installationId)
    const page = await iterator.next()
    if (page.done) return
    yield page.value
  }
}

/** Reads the App's slug when it is first needed. A rejection is remembered as null. */
function rememberSlug(app: Octokit, log: ClientOptions['log']): () => Promise<string | null> {
  let known: string | null | undefined
  return async () => {
    if (known !== undefined) return known
    try {
      const { data } = await doing('read who this App is', () => app.request('GET /app'))
      known = data?.slug ?? null
    } catch (error) {
      const isRejection = error instanceof GitHubFault && (error.status === 403 || error.status === 404)
      if (!isRejection) throw error
      log.warn(
        { answer: error.message },
        "this App's name is not known; its comments are known by their mark",
      )
      known = null
    }
    return known
  }
}

async function* installationsOf(app: Octokit): AsyncGenerator<InstallationId> {
  const pages = app.paginate.iterator('GET /app/installations', { per_page: 100 })[Symbol.asyncIterator]()
  for (;;) {
    const page = await doing('list the installations', () => pages.next())
    if (page.done) return
    for (const { id, suspended_at } of page.value.data) if (!suspended_at) yield id
  }
}
