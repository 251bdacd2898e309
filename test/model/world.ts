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
import type { Config, History, Moment, Post, Reading, RfcText, Tip, Touched } from './history.ts'
import type { Plan } from './plan.ts'
import { rfcFiles } from './texts.ts'

const CAST = ['author', 'ada', 'linus', 'grace', 'margaret', 'mallory', 'eve'] as const
const PEOPLE = [...CAST, 'rita', 'thief']
/** What the merge queue waits for. */
export const CI = 'ci'
export const CONFIG_PATH = '.github/rfc-alignment.yml'

/** A post, and what became of it. */
export interface Kept {
  readonly on: IssueComment | Review | LineComment
  readonly post: Omit<Post, 'readings' | 'deleted' | 'dismissedAt'>
  readonly revisions: Writable<Reading>[]
  deleted: Writable<NonNullable<Post['deleted']>> | null
  dismissedAt: string | null
}

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] }

/** A tip, and how to see whether the App has announced it since. */
interface KeptTip extends Writable<Tip> {
  readonly what: string
  readonly runsBefore: ReadonlySet<number>
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
  readonly tips: KeptTip[]
  /** GitHub or a payload tells when the last push was. */
  isTimeKnown: boolean
  /** The App's runs as they were after the act before. */
  runs: ReadonlySet<number>
  /** What keeps the ledger: the database, unless it is gone or an older one; and the runs. */
  database: 'whole' | 'older' | 'lost'
  hasRuns: boolean
  lostAt: number
  /** The ledger was begun again beside an older copy of it: how far that reaches, L3 leaves open. */
  hasOlderCopy: boolean
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
  /** Comments that GitHub's API does not show. */
  readonly hidden: Set<number>
  /** Webhooks do not reach the App. */
  isMuted: boolean
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
  // An organisation of its own: what happens to a team reaches every pull request of its organisation.
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

  /** The App's runs for a pull request, on all commits that its branch ever pointed to. */
  function runsOf({ pull, heads }: Book) {
    const { suitesOn, checkSuites, checkRuns } = github.world.state
    return [...heads].flatMap((head) =>
      [...(suitesOn.get(head) ?? [])]
        .flatMap((id) => checkSuites.get(id)?.runIds ?? [])
        .flatMap((id) => checkRuns.get(id) ?? [])
        .filter(({ appId, repositoryId }) => appId === github.app.id && repositoryId === repository.id)
        .filter(({ externalId }) => externalId.includes(` pr=${pull?.number} `)),
    )
  }

  /** Notes what the branch points to, and whether the App has announced it since. */
  function noteTip(each: Book, { headOid: head, labels, baseRef }: PullRequest): void {
    const description = each.description && known(readRfc(textOf(each.description)))
    const sight = { touched: touched(head, baseRef), labels, description }
    const isDescription = rfcFiles(sight, configOf(baseRef)).length === 0
    const what = isDescription ? `${head} ${JSON.stringify(description)}` : head
    const before = each.tips.at(-1)
    if (before?.what !== what) {
      const isTimeKnown = before?.head === head || each.isTimeKnown
      const [at, from] = [github.clock.iso(), each.moments.length]
      each.tips.push({ head, at, from, isTimeKnown, announced: null, what, runsBefore: each.runs })
    }
    const tip = each.tips.at(-1) as KeptTip
    const runs = runsOf(each)
    const since = runs.filter(({ headOid, id }) => headOid === head && !tip.runsBefore.has(id))
    tip.announced ??= since.map(({ startedAt }) => startedAt).sort()[0] ?? null
    each.runs = new Set(runs.map(({ id }) => id))
    if (each.runs.size > 0) each.hasRuns = true
    if (!each.isUnseen) each.database = 'whole'
  }

  /** Whether another open pull request with this head and base had the head first (V7). */
  function isCarried(each: Book): boolean {
    const other = each === world.books.first ? world.books.second : world.books.first
    const [mine, theirs] = [each.pull, other.pull]
    if (mine?.state !== 'open' || theirs?.state !== 'open') return false
    if (mine.headOid !== theirs.headOid || mine.baseRef !== theirs.baseRef) return false
    // Where nothing tells when it was pushed, the App's first run there does.
    const since = ({ tips }: Book) => {
      const tip = tips.find(({ head }) => head === mine.headOid)
      return (tip?.isTimeKnown ? tip.at : tip?.announced) ?? '9'
    }
    return since(other) < since(each) || (since(other) === since(each) && each.of === 'second')
  }

  const peopleAmong = (ids: Iterable<number>) => {
    const found = new Set<string>()
    for (const id of ids) found.add(nameOf(github.login(id)))
    return found
  }
  const nameOf = (now: string) => PEOPLE.find((who) => login(who) === now) ?? uncast(now)

  function remember(): void {
    const open = Object.values(world.books).filter(({ pull }) => pull && !pull.mergedAt)
    for (const each of open) noteTip(each, each.pull as PullRequest)
    for (const each of open) {
      const { headOid: head, draft: isDraft, state, labels, baseRef: base } = each.pull as PullRequest
      each.moments.push({
        at: github.clock.iso(),
        tip: each.tips.length - 1,
        isDraft,
        isOpen: state === 'open',
        labels: [...labels],
        description: each.description && known(readRfc(textOf(each.description))),
        isCarried: isCarried(each),
        isSeen: !each.isUnseen,
        isBothSeen: !world.books.first.isUnseen && !world.books.second.isUnseen,
        touched: touched(head, base),
        config: configOf(base),
        team: peopleAmong(team.members),
        maintainers: new Set(['margaret', ...PEOPLE.filter((who) => world.roles.get(who) === 'maintain')]),
      })
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
      tips: each.tips,
      posts: each.kept.map(({ post, deleted, dismissedAt, revisions }) => {
        return { ...post, deleted, dismissedAt, readings: revisions }
      }),
      lostAt: each.lostAt,
      isStrict: false,
      waiting: new Set(),
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
    hidden: new Set(),
    isMuted: false,
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
    tips: [],
    isTimeKnown: true,
    runs: new Set(),
    database: 'whole',
    hasRuns: false,
    lostAt: 0,
    hasOlderCopy: false,
    kept: [],
    description: null,
    isUnseen: false,
  }
}

function withNames(text: RfcText | null, as: (name: string) => string): RfcText | null {
  return text && { ...text, names: text.names?.map(as) ?? null }
}
