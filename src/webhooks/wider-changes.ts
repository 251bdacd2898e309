import { CONFIG_PATH } from '../config/config.ts'
import { isMarkdown } from '../config/rfc-paths.ts'
import { readFailure } from '../facts/failure.ts'
import { evaluationKey, type PullRequestReference, type RepositoryReference } from '../facts/reference.ts'
import type { EvaluationJob, Trigger } from '../facts/trigger.ts'
import type { Payload } from './payloads.ts'

/** What the last evaluation of a pull request left of it. */
export interface Judged {
  readonly state: string
  /** Whether a team is among its stakeholders. */
  readonly usesTeams: boolean
}

/** What finding the pull requests that a change elsewhere may concern needs to know. */
export interface Places {
  readonly openPullRequests: (
    installationId: number,
    within?: { readonly repository: RepositoryReference; readonly baseName?: string },
  ) => AsyncIterable<PullRequestReference>
  /** Saves looks that cannot matter; a pull request that is not remembered is looked at. */
  readonly recall: (key: string) => Promise<Judged | null>
  /** Pull requests of a repository into one of its branches of which a success is remembered. */
  readonly passingInto: (
    repository: RepositoryReference,
    baseName: string,
  ) => Promise<readonly PullRequestReference[]>
}

/** GitHub could not list what is concerned; what is remembered is evaluated now, and the list asked for again. */
class Unlisted extends Error {
  override readonly name = 'Unlisted'
  readonly evaluationJobs: readonly EvaluationJob[]
  readonly retryAfterSeconds: number | null

  constructor(cause: unknown, evaluationJobs: readonly EvaluationJob[]) {
    super('the open pull requests could not be listed', { cause })
    this.evaluationJobs = evaluationJobs
    this.retryAfterSeconds = readFailure(cause).retryAfterSeconds
  }
}

/** Pull requests to look at again, and what they must show; or why none. */
export type Looks =
  | { readonly references: readonly PullRequestReference[]; readonly trigger: Trigger }
  | { readonly ignored: string }

/** More changed paths are not kept with every pull request they may concern. */
const MOST_PATHS = 100

/** A branch moved: its configuration may be another (D1), or an RFC changed under those that touch it (F6). */
export async function afterPush(
  { ref, commits, forced, created, repository, installation }: Payload<'push'>,
  place: RepositoryReference,
  places: Places,
): Promise<Looks> {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
  if (branch === undefined) return { ignored: 'a push to no branch' }
  const paths = commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed])
  // What a push does not list in full may have changed anything.
  const isListed = commits.length > 0 && commits.length < 20 && !forced && !created
  if (isListed && !paths.some((path) => path === CONFIG_PATH || isMarkdown(path))) {
    return { ignored: 'a push that changes neither a Markdown file nor the configuration' }
  }
  // Where a repository has no configuration of its own, that of `.github` counts (D1).
  const isForAll = repository.name === '.github' && branch === repository.default_branch
  const open = isForAll
    ? places.openPullRequests(installation.id)
    : places.openPullRequests(installation.id, { repository: place, baseName: branch })
  const trigger: Trigger = {
    kind: 'look',
    why: `${branch} moved on`,
    // The owner's configuration counts where a repository has none (D1).
    changed: isListed && !isForAll && paths.length <= MOST_PATHS ? paths : null,
  }
  try {
    return found(await all(open), trigger)
  } catch (error) {
    // Without a list a success may still rest on what was changed (V6).
    const known = await places.passingInto(place, branch)
    throw new Unlisted(
      error,
      known.map((reference) => ({ reference, trigger })),
    )
  }
}

/** Somebody joined or left a team, or the team is another one: who can fill it is read live (S3). */
export async function afterTeamChange(
  { installation, team, organization, member, action }: Payload<'team'>,
  places: Places,
): Promise<Looks> {
  const open = await all(places.openPullRequests(installation.id))
  // Teams nest, so a change of one may be a change of any.
  const concerned = await filtered(open, places, ({ usesTeams }) => usesTeams)
  const name = `${organization.login}/${team.slug ?? 'a team that is gone'}`
  if (!member || !team.slug || !MOVES.has(action)) return found(concerned, `@${name} changed`)
  const state = action === 'added' ? 'present' : 'absent'
  return found(concerned, { kind: 'membership', team: name.toLowerCase(), personId: member.id, state })
}

const MOVES: ReadonlySet<string> = new Set(['added', 'removed'])

/** Somebody's access to a repository changed, or the repository itself: who can commit is read live (S4). */
export async function afterAccessChange(
  installationId: number,
  place: RepositoryReference,
  places: Places,
): Promise<Looks> {
  const open = await all(places.openPullRequests(installationId, { repository: place }))
  return found(await filtered(open, places, () => true), 'who may do what in the repository changed')
}

async function filtered(
  references: readonly PullRequestReference[],
  { recall }: Places,
  isConcerned: (judged: Judged) => boolean,
): Promise<readonly PullRequestReference[]> {
  const concerned: PullRequestReference[] = []
  for (const reference of references) {
    const memory = await recall(evaluationKey(reference))
    if (memory === null || (memory.state !== 'not an RFC' && isConcerned(memory))) concerned.push(reference)
  }
  return concerned
}

/** What concerns more than these is background work: it must not use up what commands need (TH-132). */
const BULK = 10

function found(references: readonly PullRequestReference[], what: string | BulkTrigger): Looks {
  if (references.length === 0) return { ignored: 'no open pull request is concerned' }
  const trigger: BulkTrigger = typeof what === 'string' ? { kind: 'look', why: what } : what
  return { references, trigger: references.length > BULK ? { ...trigger, isBulk: true } : trigger }
}

type BulkTrigger = Extract<Trigger, { kind: 'look' | 'membership' }>

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}
