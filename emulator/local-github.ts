import { createGate } from './access.ts'
import * as accounts from './acts/accounts.ts'
import * as branches from './acts/branches.ts'
import * as checks from './acts/checks.ts'
import * as comments from './acts/comments.ts'
import * as installations from './acts/installations.ts'
import * as queue from './acts/merge-queue.ts'
import * as pulls from './acts/pull-requests.ts'
import * as repositories from './acts/repositories.ts'
import * as reviews from './acts/reviews.ts'
import { account } from './acts/who.ts'
import { type MergeBox, mergeBox } from './branch-rule.ts'
import { createClock, type VirtualClock } from './clock.ts'
import { serve } from './http-server.ts'
import { createSignIn, type SignInControls } from './oauth/sign-in.ts'
import { createUserTokens } from './oauth/user-tokens.ts'
import { createQuota } from './quota.ts'
import { createReplica, type Replica } from './replica.ts'
import type { LoggedRequest, RequestHook } from './requests.ts'
import { createDeliveries, type Deliveries, type Delivery } from './webhooks/deliveries.ts'
import { checkRunsOn, pullsOf, postsOf, repositoryOf } from './world/find.ts'
import { installationOn } from './world/installation.ts'
import { newestByName } from './world/newest-runs.ts'
import { type Quirks, usualQuirks } from './world/quirks.ts'
import {
  type App,
  type BranchRule,
  type CheckRun,
  emptyState,
  type IssueComment,
  type PullRequest,
  type Repository,
  type Review,
} from './world/state.ts'
import { gitStores, type World } from './world/world.ts'

export interface LocalGitHubOptions {
  readonly app: {
    readonly id: number
    readonly slug: string
    /** PEM; GitHub knows the public half, which is all that is used of it. */
    readonly privateKey: string
    readonly webhookSecret: string
    /** For "sign in with GitHub", both or neither: without them nobody can sign in to the App. */
    readonly clientId?: string
    readonly clientSecret?: string
  }
  readonly clock?: VirtualClock
  /** Where webhooks go; `deliverTo` sets it later. */
  readonly deliverTo?: string
  readonly port?: number
  readonly quirks?: Partial<Quirks>
}

/** The first argument of an act, taken away: acts are offered on a world that is already chosen. */
type InThisWorld<Acts> = {
  readonly [Name in keyof Acts]: Acts[Name] extends (world: World, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never
}

/** What people, and other Apps, can do. Each sends the webhooks that GitHub would send. */
const ACTS = {
  createUser: accounts.createAccount,
  createOrganization: accounts.createOrganization,
  renameUser: accounts.renameAccount,
  deleteAccount: accounts.deleteAccount,
  flag: accounts.flagAccount,
  removeMember: accounts.removeMember,
  createTeam: accounts.createTeam,
  joinTeam: accounts.joinTeam,
  leaveTeam: accounts.leaveTeam,
  install: installations.install,
  addToInstallation: installations.addToInstallation,
  suspend: installations.suspend,
  unsuspend: installations.unsuspend,
  acceptPermissions: installations.acceptPermissions,
  uninstall: installations.uninstall,
  fork: repositories.fork,
  deleteRepository: repositories.deleteRepository,
  renameRepository: repositories.renameRepository,
  transferRepository: repositories.transferRepository,
  setVisibility: repositories.setVisibility,
  grant: repositories.grant,
  push: branches.push,
  forcePush: branches.forcePush,
  mergeBaseInto: branches.mergeBaseInto,
  deleteBranch: branches.deleteBranch,
  openPullRequest: pulls.openPullRequest,
  edit: pulls.editPullRequest,
  draft: pulls.convertToDraft,
  ready: pulls.markReady,
  label: pulls.label,
  unlabel: pulls.unlabel,
  closePullRequest: pulls.close,
  reopen: pulls.reopen,
  merge: pulls.merge,
  autoMerge: pulls.enableAutoMerge,
  enqueue: queue.enqueue,
  dequeue: queue.dequeue,
  setMergingStrategy: queue.setMergingStrategy,
  comment: comments.comment,
  editComment: comments.editPost,
  deleteComment: comments.deleteComment,
  deleteRevision: comments.deleteRevision,
  review: reviews.review,
  startReview: reviews.startReview,
  submitReview: reviews.submitReview,
  editReview: comments.editPost,
  dismissReview: reviews.dismissReview,
  lineComment: reviews.lineComment,
  unrequestReview: reviews.unrequestReview,
  setStatus: checks.setStatus,
  createApp: checks.createApp,
  createCheckRun: checks.createCheckRun,
  rerequestCheckRun: checks.rerequestRun,
  rerequestCheckSuite: checks.rerequestSuite,
}

export interface LocalGitHub extends InThisWorld<typeof ACTS>, SignInControls {
  /** `127.0.0.1:40211`, for `GHE_HOST`; with `GHE_PROTOCOL=http` REST is at `/api/v3`, GraphQL at `/api/graphql`. */
  readonly host: string
  readonly origin: string
  /** The App under test. */
  readonly app: App
  readonly world: World
  readonly clock: VirtualClock
  /** May be changed at any time. */
  readonly quirks: Quirks
  readonly replica: Replica
  readonly requests: LoggedRequest[]
  /** Endpoints, parameters and fields asked for that this GitHub does not know; a test that leaves any is wrong. */
  readonly unknownRequests: string[]
  readonly deliveries: readonly Delivery[]
  deliverTo(url: string | undefined): void
  onDelivery: Deliveries['onDelivery']
  redeliver: Deliveries['redeliver']
  /** What is done inside sends no webhooks. */
  quietly: Deliveries['quietly']
  /** Resolves when every webhook sent so far, and those sent because of them, were answered. */
  idle(): Promise<void>
  /** Lets a test look at, delay, answer, alter or break a request; returns how to stop that. */
  onRequest(hook: RequestHook): () => void
  /** A token with which somebody does over HTTP what they may do. */
  personalToken(who: string): string
  /** Makes every installation token minted so far worthless. */
  revokeTokens(): void
  /** Makes a repository; the App is installed on its owner, unless `install` is false. */
  createRepository(options: repositories.NewRepository & { readonly install?: boolean }): Repository
  protect(
    repository: Repository,
    rule: Pick<BranchRule, 'branch' | 'check'> & Partial<Pick<BranchRule, 'appId' | 'by'>>,
  ): void
  grantTeam: typeof repositories.grantTeam
  forgetCommit: typeof repositories.forgetCommit
  minimize: typeof comments.minimize
  /** What GitHub makes of a pull request's diff from now on. */
  setDiff(pull: PullRequest, diff: PullRequest['diff']): void
  mergeBox(pull: PullRequest): MergeBox
  /** The newest run of each name that the App under test has on a commit, or on a pull request's head. */
  checkRuns(on: PullRequest | { readonly repository: Repository; readonly sha: string }): CheckRun[]
  comments(pull: PullRequest): IssueComment[]
  reviews(pull: PullRequest): Review[]
  pulls(repository: Repository): PullRequest[]
  /** A file's text on a branch, or at a commit; undefined when it is not there. */
  file(repository: Repository, ref: string, path: string): string | undefined
  /** The login an account has now; `ghost` when it is deleted. */
  login(accountId: number): string
  close(): Promise<void>
}

/** Starts a GitHub in memory that answers over HTTP on this machine. Resolves once it listens. */
export async function startLocalGitHub(options: LocalGitHubOptions): Promise<LocalGitHub> {
  const clock = options.clock ?? createClock()
  const quirks: Quirks = { ...usualQuirks(), ...options.quirks }
  const deliveries = createDeliveries({ appId: options.app.id, secret: options.app.webhookSecret, clock })
  deliveries.deliverTo(options.deliverTo)
  const { id: appId, privateKey, clientId, clientSecret } = options.app
  const client = clientId && clientSecret ? { id: clientId, secret: clientSecret } : undefined
  const userTokens = createUserTokens(clock)
  const gate = createGate({ appId, privateKey, client, userTokens })
  const requests: LoggedRequest[] = []
  const unknownRequests: string[] = []
  const hooks = new Set<RequestHook>()
  let origin = ''
  const world: World = {
    state: emptyState(),
    clock,
    quirks,
    appId: options.app.id,
    origin: () => origin,
    git: gitStores(),
    announce: deliveries.announce,
    afterCheck(repositoryId, headOid) {
      for (const pull of world.state.pulls.values()) {
        if (pull.repositoryId === repositoryId && pull.headOid === headOid)
          pulls.mergeWhatIsArmed(world, pull)
      }
      queue.advanceQueues(world, repositoryId, headOid)
    },
  }
  const app = checks.createApp(world, options.app.slug, options.app.id)
  const { signIn, controls } = createSignIn(world, client, userTokens)
  const replica = createReplica(world)
  const server = await serve({
    port: options.port ?? 0,
    gate,
    deliveries,
    signIn,
    quota: createQuota(world),
    truth: world,
    readable: replica.readable,
    requests,
    hooks,
    unknown: (what) => unknownRequests.push(what),
  })
  const host = `127.0.0.1:${server.port}`
  origin = `http://${host}`

  return {
    ...inWorld(world),
    ...controls,
    host,
    origin,
    app,
    world,
    clock,
    quirks,
    replica,
    requests,
    unknownRequests,
    deliveries: deliveries.list,
    deliverTo: deliveries.deliverTo,
    onDelivery: deliveries.onDelivery,
    redeliver: deliveries.redeliver,
    quietly: deliveries.quietly,
    idle: deliveries.idle,
    onRequest(hook) {
      hooks.add(hook)
      return () => hooks.delete(hook)
    },
    personalToken: (who) => gate.personalToken(account(world, who).id),
    revokeTokens: gate.revokeAll,
    createRepository({ install = true, ...rest }) {
      const made = repositories.createRepository(world, rest)
      if (install && !installationOn(world.state, world.appId, made)) {
        installations.install(world, { id: made.ownerId })
      }
      return made
    },
    protect: (repository, rule) => repositories.protect(repository, { appId: null, by: 'ruleset', ...rule }),
    grantTeam: repositories.grantTeam,
    forgetCommit: repositories.forgetCommit,
    minimize: comments.minimize,
    setDiff(pull, diff) {
      pull.diff = diff
    },
    mergeBox: (pull) => mergeBox(world, pull),
    checkRuns(on) {
      const [repository, sha] =
        'sha' in on ? [on.repository, on.sha] : [repositoryOf(world.state, on), on.headOid]
      const runs = checkRunsOn(world.state, repository, sha).filter((run) => run.appId === world.appId)
      return newestByName(runs)
    },
    comments: (pull) => postsOf(world.state, pull, 'comment'),
    reviews: (pull) => postsOf(world.state, pull, 'review'),
    pulls: (repository) => pullsOf(world.state, repository),
    file(repository, ref, path) {
      const git = world.git(repository)
      const oid = repository.refs.get(`refs/heads/${ref}`) ?? ref
      const entry = git.commit(oid) && git.filesOf(oid).get(path)
      return entry && git.blob(entry.oid)?.toString('utf8')
    },
    login: (accountId) => world.state.accounts.get(accountId)?.login ?? 'ghost',
    async close() {
      await server.close()
      deliveries.close()
    },
  }
}

function inWorld(world: World): InThisWorld<typeof ACTS> {
  const bound = Object.entries(ACTS).map(([name, act]) => [
    name,
    (...rest: unknown[]) => (act as (world: World, ...rest: unknown[]) => unknown)(world, ...rest),
  ])
  return Object.fromEntries(bound) as InThisWorld<typeof ACTS>
}
