import { announceCheckRun, announceCheckSuite } from '../webhooks/events.ts'
import { must, runsIn, suitesOn } from '../world/find.ts'
import type { App, CheckRun, CheckSuite, CommitStatus, Repository } from '../world/state.ts'
import { nextId, nextWideId, type World } from '../world/world.ts'
import { account, allowed, type Who } from './who.ts'

/** More runs of one name in a suite than this, and the oldest are deleted (GH-142). */
const MOST_RUNS_OF_A_NAME = 1000

/** What a check run is to say; what is left out stays as it is, or gets GitHub's default in a new one. */
export type CheckRunFacts = Partial<
  Pick<
    CheckRun,
    | 'name'
    | 'externalId'
    | 'detailsUrl'
    | 'status'
    | 'conclusion'
    | 'startedAt'
    | 'completedAt'
    | 'title'
    | 'summary'
    | 'text'
    | 'annotations'
    | 'actions'
  >
>

/** The check suite of an App on a commit, made when it is not there yet. */
export function suiteOn(
  world: World,
  repository: Repository,
  headOid: string,
  appId: number,
  branch?: string,
): CheckSuite {
  const known = suitesOn(world.state, repository, headOid).find((suite) => suite.appId === appId)
  if (known) return known
  const now = world.clock.iso()
  const pointing = [...repository.refs].find(([ref, oid]) => oid === headOid && ref.startsWith('refs/heads/'))
  const suite: CheckSuite = {
    id: nextWideId(world.state),
    repositoryId: repository.id,
    appId,
    headOid,
    headBranch: branch ?? pointing?.[0].slice('refs/heads/'.length) ?? null,
    runIds: [],
    status: 'queued',
    conclusion: null,
    createdAt: now,
    updatedAt: now,
  }
  world.state.checkSuites.set(suite.id, suite)
  world.state.suitesOn.set(headOid, [...(world.state.suitesOn.get(headOid) ?? []), suite.id])
  return suite
}

/** An App writes a check run on a commit. GitHub sets the start time where none is given. */
export function createCheckRun(
  world: World,
  repository: Repository,
  appId: number,
  headOid: string,
  facts: CheckRunFacts & { readonly name: string },
): CheckRun {
  const suite = suiteOn(world, repository, headOid, appId)
  const run: CheckRun = {
    id: nextWideId(world.state),
    suiteId: suite.id,
    repositoryId: repository.id,
    appId,
    headOid,
    name: facts.name,
    externalId: '',
    detailsUrl: null,
    status: 'queued',
    conclusion: null,
    startedAt: facts.startedAt ?? world.clock.iso(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  }
  apply(world, run, facts)
  world.state.checkRuns.set(run.id, run)
  suite.runIds.push(run.id)
  dropOldest(world, suite, run.name)
  settle(world, suite)
  tell(world, run, 'created')
  return run
}

/** An App changes a run of its own. A completed run cannot be made incomplete again: it keeps its conclusion (GH-138). */
export function updateCheckRun(world: World, run: CheckRun, facts: CheckRunFacts): void {
  const wasCompleted = run.status === 'completed'
  let wanted = facts
  if (wasCompleted && (world.quirks.ignoreConclusionPatch || takesBack(facts))) {
    const { status, conclusion, completedAt, ...rest } = facts
    wanted = rest
  }
  if (world.quirks.forgetsText && wanted.summary !== undefined) run.text = null
  apply(world, run, wanted)
  settle(world, must(world.state.checkSuites.get(run.suiteId), 'check suite'))
  tell(world, run, 'completed')
}

/** The "Re-run" button of one check: the suite is queued again, the run itself stays as it is (GH-146). */
export function rerequestRun(world: World, run: CheckRun, by: Who): void {
  const repository = must(world.state.repositories.get(run.repositoryId), 'repository of a check run')
  // The App may ask for a run of its own; people need write access.
  const isOwn = world.state.apps.get(run.appId)?.botId === account(world, by).id
  const actor = isOwn ? account(world, by) : allowed(world, repository, by, 'write', 're-run a check')
  const suite = must(world.state.checkSuites.get(run.suiteId), 'check suite')
  suite.status = 'queued'
  suite.conclusion = null
  announceCheckRun(world, run, 'rerequested', actor.id)
}

/** "Re-run all checks": another event than for a single one (GH-146). */
export function rerequestSuite(world: World, suite: CheckSuite, by: Who): void {
  const repository = must(world.state.repositories.get(suite.repositoryId), 'repository of a check suite')
  const actor = allowed(world, repository, by, 'write', 're-run all checks')
  suite.status = 'queued'
  suite.conclusion = null
  announceCheckSuite(world, suite, 'rerequested', actor.id)
}

/** Anybody who can write sets any commit status, whatever its name (GH-136). */
export function setStatus(
  world: World,
  repository: Repository,
  oid: string,
  by: Who,
  status: Pick<CommitStatus, 'context' | 'state'> & { readonly description?: string },
): void {
  const creator = allowed(world, repository, by, 'write', 'set a status')
  world.state.statuses.push({
    id: nextId(world.state),
    repositoryId: repository.id,
    oid,
    context: status.context,
    state: status.state,
    description: status.description ?? null,
    creatorId: creator.id,
    createdAt: world.clock.iso(),
  })
  world.afterCheck(repository.id, oid)
}

/** Another App on the same GitHub, GitHub Actions for one. */
export function createApp(world: World, slug: string, id?: number): App {
  const bot = account(world, ensureBot(world, `${slug}[bot]`))
  const app: App = { id: id ?? nextId(world.state), slug, name: slug, botId: bot.id }
  world.state.apps.set(app.id, app)
  return app
}

function ensureBot(world: World, login: string): { id: number } {
  const id = nextId(world.state)
  world.state.accounts.set(id, {
    id,
    login,
    type: 'Bot',
    createdAt: world.clock.iso(),
    members: new Map(),
    basePermission: 'none',
    flagged: false,
  })
  return { id }
}

function takesBack(facts: CheckRunFacts): boolean {
  return facts.status !== undefined && facts.status !== 'completed' && !facts.conclusion
}

function apply(world: World, run: CheckRun, facts: CheckRunFacts): void {
  const { annotations = [], startedAt, conclusion, status, completedAt, ...rest } = facts
  Object.assign(run, Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)))
  if (startedAt !== undefined) run.startedAt = startedAt
  if (status !== undefined) run.status = status
  if (conclusion) {
    // A conclusion completes the run, whatever status came with it.
    run.status = 'completed'
    run.conclusion = conclusion
    run.completedAt = completedAt ?? world.clock.iso()
  }
  // Annotations of a later request are added to those of the earlier ones.
  run.annotations.push(...annotations)
}

function dropOldest(world: World, suite: CheckSuite, name: string): void {
  const same = runsIn(world.state, suite).filter((run) => run.name === name)
  for (const run of same.slice(0, Math.max(0, same.length - MOST_RUNS_OF_A_NAME))) {
    world.state.checkRuns.delete(run.id)
    suite.runIds.splice(suite.runIds.indexOf(run.id), 1)
  }
}

function settle(world: World, suite: CheckSuite): void {
  const runs = runsIn(world.state, suite)
  const newest = [...new Map(runs.map((run) => [run.name, run])).values()]
  suite.updatedAt = world.clock.iso()
  if (newest.some((run) => run.status !== 'completed')) {
    suite.status = 'in_progress'
    suite.conclusion = null
    return
  }
  suite.status = 'completed'
  const worst = ['failure', 'timed_out', 'action_required', 'cancelled', 'stale', 'success'] as const
  suite.conclusion =
    worst.find((each) => newest.some((run) => run.conclusion === each)) ?? newest[0]?.conclusion ?? null
}

function tell(world: World, run: CheckRun, action: 'created' | 'completed'): void {
  const app = must(world.state.apps.get(run.appId), 'App of a check run')
  if (action === 'created') announceCheckRun(world, run, 'created', app.botId)
  if (run.status === 'completed') {
    announceCheckRun(world, run, 'completed', app.botId)
    const suite = must(world.state.checkSuites.get(run.suiteId), 'check suite')
    if (suite.status === 'completed') announceCheckSuite(world, suite, 'completed', app.botId)
  }
  world.afterCheck(run.repositoryId, run.headOid)
}
