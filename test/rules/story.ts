import { basename, dirname } from 'node:path/posix'
import { parsePost } from '../../src/commands/parse-post.ts'
import type { Texts } from '../../src/commands/texts.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'
import { digest, writeExternalId } from '../../src/facts/external-id.ts'
import type { CommitSha, LoginKey, TeamId, Timestamp, UserId } from '../../src/facts/ids.ts'
import { fileKey, postKey, type TeamKey } from '../../src/facts/keys.ts'
import type { Person } from '../../src/facts/person.ts'
import type {
  ChangedFile,
  FileAt,
  PersonFound,
  Post,
  PullRequestFacts,
  Role,
  Remembered,
  Snapshot,
  TeamFound,
} from '../../src/facts/snapshot.ts'
import { wholeSecond } from '../../src/facts/time.ts'
import { append, type Ledger } from '../../src/ledger/append.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { lineDigest } from '../../src/ledger/line-digest.ts'
import type { Recorded } from '../../src/ledger/observed/observe.ts'
import { ledgerFacts } from '../../src/ledger/observed/ledger-facts.ts'
import { unrecorded } from '../../src/ledger/observed/unrecorded.ts'
import { publicationOf } from '../../src/report/publication.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import type { RfcVerdict, Verdict } from '../../src/rules/verdict.ts'
import { findMissingInputs } from '../../src/rules/missing-inputs.ts'
import { rfc } from '../rfc-text.ts'

/** People of the stories, by login. `author` opens the pull request. */
const PEOPLE = ['author', 'ada', 'linus', 'grace', 'eve', 'mallory'] as const

/** A person as GitHub names them: the id follows from the login. */
export function person(login: string, type: Person['type'] = 'User'): Person {
  const id = [...login.toLowerCase()].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003,
    7,
  )
  return { id, login, type }
}

export type Files = Readonly<Record<string, string | null>>

export interface StoryOptions {
  readonly draft?: boolean
  readonly base?: Files
  readonly config?: string
}

/** Seconds before the text changes: what was there for ten minutes was no mistake (S6, D5). */
const A_WHILE = 660

/**
 * A pull request told step by step, without GitHub: each step moves the clock by a minute. `judge` returns the verdict
 * on what came of it, made with the real parsers; `evaluate` also leaves behind what an evaluation publishes. A push is
 * announced ten seconds later unless the story says otherwise.
 */
export function story(options: StoryOptions = {}) {
  let clock = Date.parse('2026-03-02T10:00:00Z')
  const base = options.base ?? {}
  const trees = new Map<string, Files>()
  const people = new Map<string, PersonFound>(
    PEOPLE.map((login) => [login, { kind: 'found', person: person(login), canRead: true }]),
  )
  const teams = new Map<string, TeamFound>()
  const roles = new Map<string, Role>()
  let ids = 1000
  const facts = {
    commits: [] as string[],
    runs: [] as PullRequestFacts['runs'][number][],
    forcePushes: [] as PullRequestFacts['forcePushes'][number][],
    labelChanges: [] as PullRequestFacts['labelChanges'][number][],
    draftChanges: [] as PullRequestFacts['draftChanges'][number][],
    posts: [] as Post[],
    description: {
      text: '',
      lastEditedAt: null as Timestamp | null,
      revisions: [] as { at: Timestamp; editor: Person; text: string }[] | null,
    },
    deletions: [] as PullRequestFacts['deletions'][number][],
    askedForReview: [] as PullRequestFacts['askedForReview'][number][],
    labels: [] as string[],
    isDraft: options.draft ?? false,
    state: 'open' as 'open' | 'closed' | 'merged',
    merged: null as PullRequestFacts['pullRequest']['merged'],
    sameHead: [] as PullRequestFacts['sameHead'][number][],
    /** The base branch as it is now; other than the merge base once it moved on. */
    baseNow: base,
    knownLogins: new Map<LoginKey, UserId>(),
    /** What a version without a ledger rejected, line by line. */
    rejectedLines: new Map() as ReadonlyMap<string, readonly string[]>,
    /** What people were answered on another pull request (C7, C9). */
    answeredElsewhere: new Set<string>(),
    ownComments: [] as PullRequestFacts['ownComments'][number][],
  }
  const now = () => wholeSecond(new Date(clock).toISOString())
  const createdAt = now()
  facts.description.revisions?.push({ at: createdAt, editor: person('author'), text: '' })

  const wait = (seconds: number) => {
    clock += seconds * 1000
  }
  const announce = (
    commit = facts.commits.at(-1) as string,
    flags: { wasRfc?: boolean; kept?: readonly string[] } = {},
  ) => {
    facts.runs.push({
      id: ++ids,
      commit,
      name: 'RFC alignment: main',
      externalId: writeExternalId({
        number: 1,
        wasRfc: flags.wasRfc ?? (!facts.isDraft && seemsRfc(commit)),
        kept: flags.kept ?? [],
        annotations: '-',
        shown: digest(ids),
        trace: null,
      }),
      startedAt: now(),
      conclusion: 'action_required',
    })
  }
  /** What the App would have noted of a head: whether it was an RFC when it was announced (D5). */
  const seemsRfc = (commit: string) =>
    facts.labels.length > 0 || Object.keys(trees.get(commit) ?? {}).some((path) => path.includes('rfcs/'))
  /** What the last evaluation recorded. */
  let ledger: Ledger | null = null
  /** What it remembered beside that. */
  let remembered: Partial<Remembered> = {}
  /** What webhooks told that GitHub does not show. */
  const payloads: Entry[] = []
  /** Since when each commit was the tip. */
  const tips: { readonly at: Timestamp; readonly commit: CommitSha; readonly before: CommitSha | null }[] = []
  /** An evaluation read every post before anything was pushed after it, and saw the tip (F1). */
  const recorded = (snapshot: Snapshot): Recorded => {
    const before: Recorded = ledger === null ? unrecorded(snapshot) : { how: 'whole', ledger, secret: '' }
    const sightings = snapshot.posts.flatMap(({ at }): readonly Entry[] => {
      const seen = wholeSecond(new Date(Date.parse(at) + 1000).toISOString())
      const commit = tips.findLast((tip) => tip.at <= at)?.commit
      if (commit === undefined) return []
      return [
        { kind: 'tip', at: seen, seen, from: 'read', commit, before: null, how: 'shown', isReady: null },
      ]
    })
    const pushes = tips.map(({ at, commit, before }, index): Entry => {
      const evidence = { seen: at, from: 'payload', how: 'shown', isReady: null } as const
      return { kind: 'tip', ...evidence, at: index === 0 ? createdAt : at, commit, before }
    })
    return { ...before, ledger: append(before.ledger, [...pushes, ...sightings, ...payloads]) }
  }
  /** A snapshot as it is judged: with what the ledger tells of it. */
  const judged = (change: Partial<Snapshot>) => {
    const shown = { ...told.snapshot(), ...change }
    const before = recorded(shown)
    const known = { ...shown.remembered, ...remembered, ...ledgerFacts(before.ledger, shown, []) }
    return { recorded: before, snapshot: { ...shown, remembered: known } }
  }
  const commitOf = (files: Files) => digest(['commit', ++ids, files]).padEnd(40, '0')

  const told = {
    /** The configuration at the base, which may change. */
    config: options.config,
    now,
    wait,
    announce,
    facts,
    people,
    teams,
    roles,
    /** A team of the organisation `acme`; naming it again changes who is in it. */
    team: (slug: string, members: readonly string[], how: { readonly isSecret?: boolean } = {}) => {
      const id: TeamId = Number(person(`acme/${slug}`).id)
      const found = { kind: 'found' as const, id, name: `acme/${slug}`, isSecret: how.isSecret ?? false }
      teams.set(`acme/${slug}`, { ...found, members: members.map((login) => person(login)) })
    },
    /** Puts the App's own reaction on a post, as an evaluation after it would have. */
    react: (id: string, reaction: Post['reacted'][number]) => {
      facts.posts = facts.posts.map((post) => (post.id === id ? { ...post, reacted: [reaction] } : post))
    },
    /** What the App does in an evaluation: its reactions to posts, and its notes on a run of the head. */
    evaluate: (change: Partial<Snapshot> = {}) => {
      const verdict = told.judge(change)
      ledger = verdict.evaluated.observed?.ledger ?? ledger
      remembered = {
        configured: 'rows' in verdict ? verdict.configured : [],
        teams: new Map(
          [...teams].flatMap(([key, team]) => (team.kind === 'found' ? [[team.id, key as TeamKey]] : [])),
        ),
      }
      if (!('rows' in verdict)) {
        announce(facts.commits.at(-1), verdict.evaluated)
        return
      }
      const snapshot = { ...told.snapshot(), ...change }
      const answers = publicationOf(verdict, snapshot).prose?.answers
      if (answers) {
        const marks = new Map([...answers.reactions].map(([{ id }, reactions]) => [id, reactions]))
        facts.posts = facts.posts.map((post) => ({ ...post, reacted: marks.get(post.id) ?? [] }))
      }
      announce(facts.commits.at(-1), { kept: verdict.evaluated.kept })
    },
    /** Nobody told of the push that brought this commit: a later read shows it. */
    untold: (commit: CommitSha) => {
      const index = tips.findIndex((tip) => tip.commit === commit)
      tips[index] = { ...(tips[index] as (typeof tips)[number]), before: null }
    },
    /** The database forgets everything but the ledger. */
    forget: () => {
      remembered = {}
    },
    /** Changes files (null deletes one) in a new commit; announced ten seconds later. */
    push: (files: Files, how: { readonly announced?: boolean; readonly after?: number } = {}) => {
      wait(how.after ?? A_WHILE)
      const before = trees.get(facts.commits.at(-1) ?? '') ?? {}
      const commit = commitOf(files)
      trees.set(commit, { ...before, ...files })
      facts.commits.push(commit)
      tips.push({ at: now(), commit, before: facts.commits.at(-2) ?? null })
      if (how.announced ?? true) {
        wait(10)
        announce(commit)
      }
      return commit
    },
    /** Moves the branch to other commits, as `git push --force` does. */
    forcePush: (
      commits: readonly string[],
      how: { readonly announced?: boolean; readonly after?: number } = {},
    ) => {
      wait(how.after ?? A_WHILE)
      const before = facts.commits.at(-1) ?? null
      facts.forcePushes.push({
        at: now(),
        before,
        after: commits.at(-1) ?? null,
        lineage: facts.commits.toReversed(),
      })
      facts.commits = [...commits]
      tips.push({ at: now(), commit: commits.at(-1) ?? '', before })
      if (how.announced) {
        wait(10)
        announce()
      }
    },
    /** A commit that is on no branch yet, for a force-push. */
    commit: (files: Files) => {
      const commit = commitOf(files)
      trees.set(commit, files)
      return commit
    },
    say: (login: string, text: string, how: Partial<Post> = {}): string => {
      wait(60)
      const author = how.author === undefined ? person(login) : how.author
      const id = String(++ids)
      const at = now()
      facts.posts.push({
        on: 'comment',
        id,
        nodeId: `IC_${id}`,
        url: `https://github.test/acme/rfcs/pull/1#issuecomment-${id}`,
        at,
        updatedAt: at,
        text,
        viaEmail: false,
        revisions: [{ at, editor: author, text }],
        review: null,
        reacted: [],
        ...how,
        author,
      })
      return id
    },
    edit: (id: string, by: string | null, text: string | null) => {
      wait(60)
      const at = now()
      const editor = by === null ? null : person(by)
      facts.posts = facts.posts.map((post) =>
        post.id === id
          ? {
              ...post,
              text: text ?? post.text,
              updatedAt: at,
              revisions: [...(post.revisions ?? []), { at, editor, text }],
            }
          : post,
      )
    },
    /** Deletes a post: by somebody else the timeline tells so; by its author only the webhook, of a comment. */
    remove: (id: string, by?: string | null) => {
      wait(60)
      const post = facts.posts.find((each) => each.id === id)
      const author = post?.author ?? null
      const isOwn = by !== undefined ? by === author?.login : post?.on === 'comment'
      if (isOwn && post) {
        const at = now()
        const told = {
          at,
          seen: at,
          from: 'payload',
          author: author?.id ?? null,
          by: author?.id ?? null,
        } as const
        payloads.push({ kind: 'removal', ...told, post: postKey(post) })
      }
      if (by !== undefined) facts.deletions.push({ at: now(), by: by === null ? null : person(by), author })
      facts.posts = facts.posts.filter((post) => post.id !== id)
    },
    describe: (text: string, after = A_WHILE) => {
      wait(after)
      facts.description.text = text
      facts.description.lastEditedAt = now()
      facts.description.revisions?.push({ at: now(), editor: person('author'), text })
    },
    label: (label: string, to: 'on' | 'off', after = A_WHILE) => {
      wait(after)
      facts.labels = to === 'on' ? [...facts.labels, label] : facts.labels.filter((other) => other !== label)
      facts.labelChanges.push({ at: now(), label, to })
      const evidence = { at: now(), seen: now(), from: 'payload' } as const
      payloads.push({ kind: 'label', ...evidence, label: lineDigest('', label.toLowerCase()), to })
    },
    draft: (to: 'draft' | 'ready') => {
      wait(60)
      facts.isDraft = to === 'draft'
      facts.draftChanges.push({ at: now(), to })
    },
    snapshot: (): Snapshot =>
      snapshotOf({ facts, trees, base, people, teams, roles, createdAt, at: now(), config: told.config }),
    /** The verdict on the story so far; `change` puts other facts into the snapshot. */
    judge: (change: Partial<Snapshot> = {}): Verdict => {
      const { snapshot, recorded } = judged(change)
      return evaluate(snapshot, textsFor(snapshot), recorded)
    },
    /** What the core would still ask for, its texts parsed. */
    missing: (change: Partial<Snapshot> = {}) => {
      const { snapshot } = judged(change)
      return findMissingInputs(snapshot, textsFor(snapshot))
    },
    /** What the parsers make of everything in a snapshot that is looked at. */
    texts: (snapshot: Snapshot = told.snapshot()) => textsFor(snapshot),
    /** The verdict of a pull request that is an RFC. */
    rfc: (): RfcVerdict => {
      const verdict = told.judge()
      if (!('rows' in verdict)) throw new Error(`no RFC verdict: ${verdict.state}`)
      return verdict
    },
    /** A person's position. */
    position: (login: string) =>
      told.rfc().rows.find((row) => row.person.login === login)?.position ?? 'not required',
    /** Why things said do not count, in order. */
    rejections: () => told.rfc().rejections.map(({ why }) => why),
  }
  return told
}

/** Where the RFC of a story lies that `named` begins. */
export const FILE = 'rfcs/0001.md'

/** A story whose RFC names people or teams; ada and linus are in `acme/sre`, margaret maintains the repository. */
export function named(names: readonly string[] = ['ada', 'linus'], options: StoryOptions = {}): Story {
  const told = story(options)
  told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
  told.roles.set('margaret', 'maintain')
  told.team('sre', ['ada', 'linus'])
  told.push({ [FILE]: rfc(names) })
  return told
}

export type Story = ReturnType<typeof story>

function textsFor(snapshot: Snapshot): Texts {
  const texts = { document: new Map(), post: new Map(), config: new Map() }
  for (;;) {
    // A case never changes: what was parsed meanwhile is another.
    const missing = findMissingInputs(snapshot, { ...texts }).texts
    if (missing.length === 0) return texts
    for (const { as, text } of missing) texts[as].set(text, PARSERS[as](text))
  }
}

const PARSERS = { document: parseDocument, post: parsePost, config: readConfig }

function snapshotOf(world: {
  facts: ReturnType<typeof story>['facts']
  trees: ReadonlyMap<string, Files>
  base: Files
  people: ReadonlyMap<string, PersonFound>
  teams: ReadonlyMap<string, TeamFound>
  roles: ReadonlyMap<string, Role>
  createdAt: Timestamp
  at: Timestamp
  config: string | undefined
}): Snapshot {
  const { facts, trees, base, people, teams, roles, createdAt, at } = world
  const head = facts.commits.at(-1) ?? '0'.repeat(40)
  const changesAt = new Map(
    [...trees].map(([commit, tree]) => [
      commit,
      { kind: 'complete' as const, files: changedFiles(base, tree) },
    ]),
  )
  const paths = new Set([...trees.values(), base, facts.baseNow].flatMap((tree) => Object.keys(tree)))
  const commits: readonly (readonly [string, Files])[] = [
    ['base'.padEnd(40, '0'), facts.baseNow],
    ['parted'.padEnd(40, '0'), base],
    ...[...trees].map(([commit, tree]) => [commit, { ...base, ...tree }] as const),
  ]
  const files = new Map<string, FileAt>(
    commits.flatMap(([commit, tree]) =>
      [...paths].map((path): [string, FileAt] => {
        const text = tree[path] ?? null
        const file: FileAt = text === null ? { kind: 'absent' } : { kind: 'text', blob: digest(text), text }
        return [fileKey(commit, path), file]
      }),
    ),
  )
  for (const [commit, tree] of commits) {
    const there = Object.keys(tree).filter((path) => (tree[path] ?? null) !== null)
    for (const folder of new Set([...paths].map(dirname))) {
      const entries = there.filter((path) => dirname(path) === folder).map((path) => basename(path))
      const blob = digest(['tree', folder, entries])
      files.set(fileKey(commit, folder), { kind: 'unreadable', blob, why: 'is a folder', entries })
    }
  }
  return {
    at,
    askedAt: at,
    repository: {
      id: 7,
      owner: 'acme',
      name: 'rfcs',
      url: 'https://github.test/acme/rfcs',
      isPrivate: false,
    },
    pullRequest: {
      number: 1,
      url: 'https://github.test/acme/rfcs/pull/1',
      title: 'Billing',
      author: person('author'),
      state: facts.state,
      merged: facts.merged,
      isDraft: facts.isDraft,
      createdAt,
      updatedAt: at,
      head,
      baseName: 'main',
      baseTip: 'base'.padEnd(40, '0'),
      labels: facts.labels,
      description: facts.description,
    },
    configFrom: 'base',
    queue: [],
    gaps: [],
    teams: withDefault(teams, { kind: 'unknown' }),
    roles: withDefault(roles as ReadonlyMap<LoginKey, Role>, 'write'),
    mergeBase: (facts.baseNow === base ? 'base' : 'parted').padEnd(40, '0'),
    remembered: {
      logins: facts.knownLogins,
      refusedReviewers: [],
      wasRfc: false,
      answeredElsewhere: facts.answeredElsewhere,
      former: { objections: new Map(), refused: facts.rejectedLines, ended: [] },
      teams: new Map(),
      configured: [],
      heads: [],
      tips: [],
      quorums: new Map(),
      hasLedger: false,
      told: [],
    },
    config:
      world.config === undefined ? { kind: 'absent' } : { kind: 'text', blob: 'c0ffee', text: world.config },
    changes: changesAt.get(head) ?? { kind: 'complete', files: [] },
    commits: facts.commits,
    appSlug: 'rfc-alignment',
    runs: facts.runs,
    forcePushes: facts.forcePushes,
    draftChanges: facts.draftChanges,
    labelChanges: facts.labelChanges,
    posts: facts.posts,
    ownComments: facts.ownComments,
    askedForReview: facts.askedForReview,
    sameHead: facts.sameHead,
    deletions: facts.deletions,
    changesAt,
    files,
    people: withDefault(people as ReadonlyMap<LoginKey, PersonFound>, { kind: 'unknown' }),
  }
}

/** People who are not in the story are not on GitHub. */
function withDefault<Key, Value>(known: ReadonlyMap<Key, Value>, other: Value): ReadonlyMap<Key, Value> {
  const map = new Map(known)
  map.get = (key) => known.get(key) ?? other
  map.has = () => true
  return map
}

function changedFiles(base: Files, tree: Files): readonly ChangedFile[] {
  return Object.entries(tree).flatMap(([path, text]): readonly ChangedFile[] => {
    if (text === null) return path in base ? [{ path, previousPath: null, change: 'deleted' }] : []
    if (base[path] === text) return []
    return [{ path, previousPath: null, change: path in base ? 'modified' : 'added' }]
  })
}
