import { diff } from '@rfc-alignment/emulator/git/diff.ts'
import { mergeBase } from '@rfc-alignment/emulator/git/history.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type {
  IssueComment,
  LineComment,
  PullRequest,
  Repository,
  Review,
  Team,
} from '@rfc-alignment/emulator/world/state.ts'
import { configText, type RfcChoice, readConfig, readRfc, textOf } from './documents.ts'
import type { Config, History, Moment, Post, Reading, RfcText, Touched } from './history.ts'
import type { Plan } from './plan.ts'

const CAST = ['author', 'ada', 'linus', 'grace', 'margaret', 'mallory', 'eve'] as const
const PEOPLE = [...CAST, 'rita', 'thief']
/** What the merge queue waits for. */
export const CI = 'ci'
export const CONFIG_PATH = '.github/rfc-alignment.yml'

/** A post, and what became of it. */
export interface Kept {
  readonly on: IssueComment | Review | LineComment
  readonly post: Omit<Post, 'readings' | 'touchedAt' | 'deleted' | 'isDismissed'>
  readonly revisions: Omit<Reading, 'wasSeen'>[]
  deleted: Post['deleted']
  isDismissed: boolean
}

/** What is known of one pull request. */
export interface Book {
  readonly of: 'first' | 'second'
  readonly branch: string
  /** Where its RFC file is: at first, or renamed. */
  paths: readonly [string, string]
  pull: PullRequest | undefined
  readonly heads: Set<string>
  readonly moments: Moment[]
  /** The last act was a force-push. */
  isForced: boolean
  readonly kept: Kept[]
  description: RfcChoice | null
  /** Something happened that the App was not told of, until it looks again. */
  isUnseen: boolean
}

/** A repository of its own on the local GitHub, with its team and two people whose logins change hands. */
export interface World {
  readonly github: LocalGitHub
  readonly repository: Repository
  readonly team: Team
  readonly books: { readonly first: Book; readonly second: Book }
  /** Names as the plans write them, made those of this repository. */
  readonly cast: (text: string) => string
  /** Whose login it is now; undefined while there is no such person. */
  readonly login: (who: string) => string | undefined
  readonly roles: Map<string, 'maintain' | 'write'>
  renamed: boolean
  taken: boolean
  readonly textAt: (commit: string, path: string) => string | undefined
  /** Notes how things stand with each pull request after an act. */
  readonly remember: () => void
  readonly history: (book: Book) => History
}

let worlds = 0

/** Makes the repository of a plan; nothing is open yet. */
export function openWorld(github: LocalGitHub, plan: Plan): World {
  const number = ++worlds
  const cast = (text: string) =>
    text.replaceAll('acme/', `acme-${number}/`).replace(/\b(rita|rina)\b/g, `$1-${number}`)
  const uncast = (text: string) => text.replaceAll(`-${number}`, '')
  const login = (who: string) => {
    if (who === 'rita') return `${world.renamed ? 'rina' : 'rita'}-${number}`
    if (who === 'thief') return world.taken ? `rita-${number}` : undefined
    return who
  }
  github.createUser(`rita-${number}`)
  // An organisation of its own: what happens to a team is told to every pull request of its organisation.
  const owner = `acme-${number}`
  github.createOrganization(owner, { owners: ['margaret'], members: CAST })
  const team = github.createTeam(owner, 'sre', { members: plan.team ?? ['ada', 'linus'] })
  const first = book('first', 'rfc', ['rfcs/0001-billing.md', 'rfcs/0001-bills.md'])
  const onBase = plan.isOnBase ? { [first.paths[0]]: textOf({ names: 'ada, grace', look: 'plain' }) } : {}
  const config = (name = 'none') => {
    const text = configText(name)
    return text === null ? {} : { [CONFIG_PATH]: cast(text) }
  }
  const writers = ['author', 'ada', 'linus', 'grace', 'mallory', `rita-${number}`]
  const repository = github.createRepository({
    owner,
    name: `model-${number}`,
    files: { 'README.md': '# Acme\n', ...onBase, ...config(plan.config) },
    collaborators: Object.fromEntries(writers.map((who) => [who, 'write' as const])),
  })
  for (const branch of ['main', 'lax']) github.protect(repository, { branch, check: CI, appId: null })
  const git = github.world.git(repository)
  if (plan.config !== plan.lax) {
    const gone = plan.config && plan.config !== 'none' ? { [CONFIG_PATH]: null } : {}
    github.push(repository, 'lax', { 'lax.md': '# Lax\n', ...gone, ...config(plan.lax) }, { by: 'margaret' })
  } else github.push(repository, 'lax', { 'lax.md': '# Lax\n' }, { by: 'margaret' })

  const tip = (branch: string) => repository.refs.get(`refs/heads/${branch}`) as string
  const entries = (commit: string) => git.filesOf(commit)
  const textAt = (commit: string, path: string) => {
    const entry = entries(commit).get(path)
    return entry && git.blob(entry.oid)?.toString('utf8')
  }
  const rfcAt = (commit: string, path: string) => known(readRfc(uncast(textAt(commit, path) ?? '')))

  function touched(head: string, base: string): Touched[] {
    const common = mergeBase(git, tip(base), head)
    if (common === undefined) throw new Error('A branch has nothing in common with its base')
    const [was, then] = [entries(common), entries(tip(base))]
    return diff(git, was, entries(head))
      .filter(({ path, previousPath }) => [path, previousPath].some((each) => each?.endsWith('.md')))
      .map(({ path, previousPath: from = null, status }) => ({
        path,
        from,
        isNew: status === 'added',
        head: rfcAt(head, path),
        base: status === 'added' ? null : rfcAt(tip(base), from ?? path),
        movedOn: [path, from ?? path].some((each) => was.get(each)?.oid !== then.get(each)?.oid),
      }))
  }

  function configOf(base: string): Config {
    const text = textAt(tip(base), CONFIG_PATH)
    return readConfig(text === undefined ? undefined : uncast(text))
  }

  function announced(pull: PullRequest): Map<string, string> {
    const known = new Map<string, string>()
    const mine = [...repository.numbers.values()].map((id) => github.world.state.pulls.get(id)?.number)
    if (!mine.includes(pull.number)) return known
    for (const head of [...world.books.first.heads, ...world.books.second.heads]) {
      for (const id of github.world.state.suitesOn.get(head) ?? []) {
        for (const runId of github.world.state.checkSuites.get(id)?.runIds ?? []) {
          const run = github.world.state.checkRuns.get(runId)
          if (!run || run.appId !== github.app.id || run.repositoryId !== repository.id) continue
          if (!run.externalId.includes(` pr=${pull.number} `)) continue
          const before = known.get(head)
          if (before === undefined || run.startedAt < before) known.set(head, run.startedAt)
        }
      }
    }
    return known
  }

  const peopleAmong = (ids: Iterable<number>) => {
    const found = new Set<string>()
    for (const id of ids) found.add(nameOf(github.login(id)))
    return found
  }
  const nameOf = (now: string) => PEOPLE.find((who) => login(who) === now) ?? uncast(now)

  function remember(): void {
    for (const each of Object.values(world.books)) {
      if (!each.pull || each.pull.mergedAt) continue
      const { headOid: head, draft: isDraft, state, labels, baseRef: base } = each.pull
      each.moments.push({
        at: github.clock.iso(),
        head,
        isForced: each.isForced,
        isDraft,
        isOpen: state === 'open',
        labels: [...labels],
        description: each.description && known(readRfc(textOf(each.description))),
        isAnnounced: announced(each.pull).has(head),
        isSeen: !each.isUnseen,
        touched: touched(head, base),
        config: configOf(base),
        team: peopleAmong(team.members),
        maintainers: new Set(['margaret', ...PEOPLE.filter((who) => world.roles.get(who) === 'maintain')]),
      })
      each.isForced = false
    }
  }

  /** A login that was given up, or taken by somebody else, leads to nobody from then on. */
  const known = (text: RfcText | null) =>
    withNames(text, (name) => (name === 'rita' && world.renamed ? 'nobody' : name))
  /** A login leads to the account that has it now. */
  const resolved = (text: RfcText | null) =>
    withNames(text, (name) => (name === 'rina' && world.renamed ? 'rita' : name))

  function history(each: Book): History {
    const pull = each.pull as PullRequest
    return {
      of: each.of,
      author: 'author',
      people: new Set(PEOPLE),
      moments: each.moments.map((moment) => ({
        ...moment,
        description: resolved(moment.description),
        touched: moment.touched.map((file) => ({
          ...file,
          head: resolved(file.head),
          base: resolved(file.base),
        })),
      })),
      touched: new Map([...each.heads].map((head) => [head, touched(head, pull.baseRef)])),
      posts: each.kept.map((kept) => postOf(kept, each.moments)),
      announced: announced(pull),
    }
  }

  const world: World = {
    github,
    repository,
    team,
    books: { first, second: book('second', 'rfc-2', ['rfcs/0002-prices.md', 'rfcs/0002-pricing.md']) },
    cast,
    login,
    roles: new Map(),
    renamed: false,
    taken: false,
    textAt,
    remember,
    history,
  }
  return world
}

function book(of: Book['of'], branch: string, paths: Book['paths']): Book {
  return {
    of,
    branch,
    paths,
    pull: undefined,
    heads: new Set(),
    moments: [],
    isForced: false,
    kept: [],
    description: null,
    isUnseen: false,
  }
}

function withNames(text: RfcText | null, as: (name: string) => string): RfcText | null {
  return text && { ...text, names: text.names?.map(as) ?? null }
}

function postOf({ post, revisions, deleted, isDismissed }: Kept, moments: readonly Moment[]): Post {
  const lines = (at: number) => JSON.stringify(revisions[at]?.says)
  // What somebody else put there becomes its writer's own word once they leave it standing in an edit of theirs.
  const ownBefore = (end: number) => revisions.findLastIndex(({ by }, at) => at < end && by === post.by)
  const readings = revisions.filter(
    ({ by }, at) =>
      at === 0 || lines(at) !== lines(at - 1) || (by === post.by && lines(at) !== lines(ownBefore(at))),
  )
  return {
    ...post,
    deleted,
    isDismissed,
    readings: readings.map((reading, at) => {
      const stood = moments.slice(reading.moment, (readings[at + 1] ?? deleted)?.moment)
      return { ...reading, wasSeen: !deleted || stood.some(({ isSeen }) => isSeen) }
    }),
    touchedAt: revisions.flatMap(({ by, at }) => (by === post.by ? [] : at)),
  }
}
