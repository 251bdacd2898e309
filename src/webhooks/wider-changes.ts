import { CONFIG_PATH } from '../config/config.ts'
import { isMarkdown } from '../config/rfc-paths.ts'
import { readFailure } from '../facts/failure.ts'
import type { InstallationId } from '../facts/ids.ts'
import { evaluationKey, type PullRequestReference, type RepositoryReference } from '../facts/reference.ts'
import type { EvaluationJob, Trigger } from '../facts/trigger.ts'
import type { Payload } from './payloads.ts'

/** What is remembered of a pull request's last evaluation. */
export interface RememberedEvaluation {
  readonly state: string
  /** Whether a team is among its stakeholders. */
  readonly usesTeams: boolean
}

/** What is needed to find the pull requests that a change elsewhere may affect. */
export interface Places {
  readonly openPullRequests: (
    installationId: InstallationId,
    within?: { readonly repository: RepositoryReference; readonly baseName?: string },
  ) => AsyncIterable<PullRequestReference>
  /** Skips evaluations that cannot matter; a pull request that is not remembered is evaluated. */
  readonly recall: (key: string) => Promise<RememberedEvaluation | null>
  /** Returns the pull requests into a branch that have a remembered success. */
  readonly passingInto: (
    repository: RepositoryReference,
    baseName: string,
  ) => Promise<readonly PullRequestReference[]>
}

/**
 * Thrown when GitHub could not list the affected pull requests: the remembered ones are evaluated now, and
 * the list is requested again.
 */
class Unlisted extends Error {
  override readonly name = 'Unlisted'
  readonly evaluationJobs: readonly EvaluationJob[]
  readonly retryAfterSeconds: number | null

  constructor(cause: unknown, evaluationJobs: readonly EvaluationJob[]) {
    super('could not list the open pull requests', { cause })
    this.evaluationJobs = evaluationJobs
    this.retryAfterSeconds = readFailure(cause).retryAfterSeconds
  }
}

/** The pull requests to evaluate again and their trigger, or the reason why there are none. */
export type Looks =
  | { readonly references: readonly PullRequestReference[]; readonly trigger: Trigger }
  | { readonly ignored: string }

/** A trigger stores at most so many changed paths. */
const MOST_PATHS = 100

/**
 * Returns the pull requests that a push may affect: the branch's configuration may have changed (D1), or an
 * RFC that they touch (F6).
 */
export async function afterPush(
  { ref, commits, forced, created, repository, installation }: Payload<'push'>,
  place: RepositoryReference,
  places: Places,
): Promise<Looks> {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
  if (branch === undefined) return { ignored: 'not a push to a branch' }
  const paths = commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed])
  // A push that is not listed completely may have changed anything.
  const isListed = commits.length > 0 && commits.length < 20 && !forced && !created
  if (isListed && !paths.some((path) => path === CONFIG_PATH || isMarkdown(path))) {
    return { ignored: 'a push that changes neither a Markdown file nor the configuration' }
  }
  // A repository without a configuration uses that of `.github` (D1).
  const isForAll = repository.name === '.github' && branch === repository.default_branch
  const open = isForAll
    ? places.openPullRequests(installation.id)
    : places.openPullRequests(installation.id, { repository: place, baseName: branch })
  const trigger: Trigger = {
    kind: 'look',
    why: `${branch} changed`,
    // The owner's configuration may affect any repository (D1).
    changed: isListed && !isForAll && paths.length <= MOST_PATHS ? paths : null,
  }
  try {
    return found(await all(open), trigger)
  } catch (error) {
    // Without the list, a success may still depend on what was changed (V6).
    const known = await places.passingInto(place, branch)
    throw new Unlisted(
      error,
      known.map((reference) => ({ reference, trigger })),
    )
  }
}

/** Returns the pull requests that a change of a team may affect: its members are read live (S3). */
export async function afterTeamChange(
  { installation, team, organization, member, action }: Payload<'team'>,
  places: Places,
): Promise<Looks> {
  const open = await all(places.openPullRequests(installation.id))
  // Teams nest, so any team may have changed.
  const concerned = await filtered(open, places, ({ usesTeams }) => usesTeams)
  const name = `${organization.login}/${team.slug ?? 'a deleted team'}`
  if (!member || !team.slug || !MOVES.has(action)) return found(concerned, `@${name} changed`)
  const state = action === 'added' ? 'present' : 'absent'
  return found(concerned, {
    kind: 'membership',
    team: name.toLowerCase(),
    personId: member.id,
    state,
    ...(team.id !== null && { teamId: team.id }),
  })
}

const MOVES: ReadonlySet<string> = new Set(['added', 'removed'])

/**
 * Returns the pull requests that a change of access, or of the repository, may affect: permissions are read
 * live (S4).
 */
export async function afterAccessChange(
  installationId: InstallationId,
  place: RepositoryReference,
  places: Places,
): Promise<Looks> {
  const open = await all(places.openPullRequests(installationId, { repository: place }))
  return found(await filtered(open, places, () => true), 'access to the repository changed')
}

async function filtered(
  references: readonly PullRequestReference[],
  { recall }: Places,
  isConcerned: (judged: RememberedEvaluation) => boolean,
): Promise<readonly PullRequestReference[]> {
  const concerned: PullRequestReference[] = []
  for (const reference of references) {
    const memory = await recall(evaluationKey(reference))
    if (memory === null || (memory.state !== 'not an RFC' && isConcerned(memory))) concerned.push(reference)
  }
  return concerned
}

/**
 * A change that affects more than these is background work, so that it cannot use up the quota that commands
 * need (TH-132).
 */
const BULK = 10

function found(references: readonly PullRequestReference[], what: string | BulkTrigger): Looks {
  if (references.length === 0) return { ignored: 'no open pull request is affected' }
  const trigger: BulkTrigger = typeof what === 'string' ? { kind: 'look', why: what } : what
  return { references, trigger: references.length > BULK ? { ...trigger, isBulk: true } : trigger }
}

type BulkTrigger = Extract<Trigger, { kind: 'look' | 'membership' }>

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}
