import type {
  Account,
  CheckRun,
  CheckSuite,
  PullRequest,
  Post,
  Repository,
  Team,
  WorldState,
} from './state.ts'

/** The account of this login, compared without case; undefined when there is none (any more). */
export function accountByLogin(state: WorldState, login: string): Account | undefined {
  const wanted = login.toLowerCase()
  for (const account of state.accounts.values()) if (account.login.toLowerCase() === wanted) return account
  return undefined
}

/** The repository of this name, its former names included unless they are not to be followed. */
export function repositoryByName(
  state: WorldState,
  owner: string,
  name: string,
  { followRenames = true }: { readonly followRenames?: boolean | undefined } = {},
): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase()
  for (const repository of state.repositories.values()) {
    if (fullName(state, repository).toLowerCase() === wanted) return repository
  }
  if (!followRenames) return undefined
  const moved = state.formerNames.get(wanted)
  return moved === undefined ? undefined : state.repositories.get(moved)
}

export function teamBySlug(state: WorldState, organizationId: number, slug: string): Team | undefined {
  for (const team of state.teams.values()) {
    if (team.organizationId === organizationId && team.slug === slug.toLowerCase()) return team
  }
  return undefined
}

/** `owner/name`. */
export function fullName(state: WorldState, repository: Repository): string {
  return `${ownerOf(state, repository).login}/${repository.name}`
}

export function ownerOf(state: WorldState, repository: Repository): Account {
  return must(state.accounts.get(repository.ownerId), `owner of ${repository.name}`)
}

export function repositoryOf(state: WorldState, pull: { readonly repositoryId: number }): Repository {
  return must(state.repositories.get(pull.repositoryId), `repository ${pull.repositoryId}`)
}

export function pullByNumber(
  state: WorldState,
  repository: Repository,
  number: number,
): PullRequest | undefined {
  const id = repository.numbers.get(number)
  return id === undefined ? undefined : state.pulls.get(id)
}

/** The pull requests of a repository, by number. */
export function pullsOf(state: WorldState, repository: Repository): PullRequest[] {
  return [...repository.numbers.values()].map((id) => must(state.pulls.get(id), `pull request ${id}`))
}

/** What was said on a pull request of one kind, in the order it was said. */
export function postsOf<K extends Post['kind']>(
  state: WorldState,
  pull: PullRequest,
  kind: K,
): Extract<Post, { kind: K }>[] {
  const found: Extract<Post, { kind: K }>[] = []
  for (const id of pull.postIds) {
    const post = state.posts.get(id)
    if (post?.kind === kind) found.push(post as Extract<Post, { kind: K }>)
  }
  return found
}

/** A commit's check suites in a repository, oldest first. */
export function suitesOn(state: WorldState, repository: Repository, headOid: string): CheckSuite[] {
  return (state.suitesOn.get(headOid) ?? [])
    .map((id) => must(state.checkSuites.get(id), `check suite ${id}`))
    .filter((suite) => suite.repositoryId === repository.id)
}

/** The check runs of a suite, oldest first. */
export function runsIn(state: WorldState, suite: CheckSuite): CheckRun[] {
  return suite.runIds.map((id) => must(state.checkRuns.get(id), `check run ${id}`))
}

/** A commit's check runs in a repository, oldest first. */
export function checkRunsOn(state: WorldState, repository: Repository, headOid: string): CheckRun[] {
  return suitesOn(state, repository, headOid)
    .flatMap((suite) => runsIn(state, suite))
    .sort((a, b) => a.id - b.id)
}

/** The value, or an error that names what the local GitHub has lost: a fault of the playground, never of the App. */
export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`The local GitHub has no ${what}`)
  return value
}
