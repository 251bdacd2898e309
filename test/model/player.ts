import { queueOf } from '@rfc-alignment/emulator/acts/queue-groups.ts'
import { mergeBase } from '@rfc-alignment/emulator/git/history.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { postUrl } from '@rfc-alignment/emulator/views/post.ts'
import type { App, PullRequest } from '@rfc-alignment/emulator/world/state.ts'
import { configText, type RfcChoice, textOf } from './documents.ts'
import type { Post, Said } from './history.ts'
import type { Action, Base, Opinion, Plan, Step, Where } from './plan.ts'
import { commandsIn } from './sayings.ts'
import { type Book, CI, CONFIG_PATH, type Kept, openWorld, type World } from './world.ts'

/** What became of an act: impossible here, unknown to the App, told to it, or nothing that it must look at. */
export type Done = 'nothing' | 'unseen' | 'seen' | 'no news'

/** Carries out the acts of one plan in a world of its own. */
export interface Player {
  readonly world: World
  readonly open: () => Done
  readonly act: (step: Step) => Promise<Done>
  /** The acts so far, as a person would tell them. */
  readonly story: readonly string[]
}

const AWAY = 'notes/billing.md'

/** What plays can do to the database; where nobody can, they leave it alone. */
export interface Keeper {
  /** What it holds of one repository. */
  readonly copy: (repositoryId: number) => Promise<unknown>
  /** It holds this of the repository, or nothing. */
  readonly restore: (repositoryId: number, copy?: unknown) => Promise<void>
}

type Tell = (moment: number) => void

interface Missed {
  /** The base that was pushed to. */
  readonly on: Base | null
  readonly book: Book
  readonly guids: readonly string[]
  readonly tells: readonly Tell[]
}

export interface Backstage {
  /** Called around acts whose webhooks are to be lost. */
  readonly losing: (act: () => void) => void
  readonly keeper?: Keeper | undefined
  /** Where the server takes webhooks, and another one, if there is one. */
  readonly home: string
  readonly elsewhere?: string | undefined
}

/** Opens the world of a plan. */
export function openPlayer(
  github: LocalGitHub,
  plan: Plan,
  { losing, keeper, home, elsewhere }: Backstage,
): Player {
  const world = openWorld(github, plan)
  const { repository, books, cast, login } = world
  const git = github.world.git(repository)
  const story: string[] = []
  const tell = (what: string) => void story.push(`${github.clock.iso().slice(11, 19)}  ${what}`)

  /** Does it, with or without a word to the App. */
  function done(isLost: true | undefined, act: () => void): Done {
    if (isLost) muted(act)
    else act()
    return isLost ? 'unseen' : 'seen'
  }

  function muted(act: () => void): void {
    const was = world.isMuted
    world.isMuted = true
    losing(act)
    world.isMuted = was
  }

  /** What the App was not told while it was down, act by act. */
  const missed: Missed[] = []
  let tells: Tell[] = []
  let isDown = false
  let copied: { readonly copy: unknown } | undefined

  /** When the App gets the event of something: now, or when `tell` is called. */
  function toldIn(book: Book, tell: Tell): number | null {
    if (!world.isMuted) return book.moments.length
    tells.push(tell)
    return null
  }

  // ── The branch ───────────────────────────────────────────────────────────────────────────────────────────────────

  function open(): Done {
    const opened = opens(books.first, plan.first, plan.description, plan.isDraft, plan.base)
    const pull = books.first.pull as PullRequest
    if (plan.isCrowded) {
      tell('@eve chats a thousand times')
      github.quietly(() => {
        for (let times = 0; times <= 1_000; times += 1) github.comment(pull, 'eve', 'Hm.')
      })
    }
    return opened
  }

  function opens(
    book: Book,
    to: Where | 'the same head',
    about: RfcChoice | null,
    draft: boolean,
    base: Base = 'main',
  ): Done {
    if (book.pull) return 'nothing'
    if (to === 'the same head') {
      github.forcePush(repository, book.branch, (books.first.pull as PullRequest).headOid, { by: 'author' })
    } else github.push(repository, book.branch, changes(book, to, tip('main')), { by: 'author' })
    const body = describe(book, about)
    tell(
      `@author opens the ${book.of} pull request${draft ? ' as a draft' : ''}${base === 'main' ? '' : ` into ${base}`}: ${shown(to)}; described by ${shown(about ?? 'prose')}`,
    )
    book.pull = github.openPullRequest(repository, { author: 'author', head: book.branch, base, body, draft })
    book.heads.add(book.pull.headOid)
    return 'seen'
  }

  const tip = (branch: string) => repository.refs.get(`refs/heads/${branch}`) as string

  /** What a push does to the files of a commit. */
  function changes(book: Book, to: Where, from: string): Record<string, string | null> {
    const there = (path: string) => world.textAt(from, path) !== undefined
    const [first, second] = book.paths
    const path = there(second) ? second : first
    const isAway = !there(path) && there(AWAY)
    if (!('gone' in to)) return { ...(isAway ? { [AWAY]: null } : {}), [path]: cast(textOf(to)) }
    const text = world.textAt(from, path)
    if (to.gone === 'untouched' || text === undefined) return { 'src/other.ts': `// ${story.length}\n` }
    if (to.gone === 'deleted') return { [path]: null }
    const next = to.gone === 'moved away' ? AWAY : path === first ? second : first
    return { [path]: null, [next]: text }
  }

  function moved(book: Book, pull: PullRequest, isForced: boolean): void {
    book.heads.add(pull.headOid)
    book.isTimeKnown = isForced || !world.isMuted
    const from = book.moments.length
    toldIn(book, () => {
      for (const tip of book.tips) if (tip.from === from) tip.isTimeKnown = true
    })
  }

  function push(book: Book, pull: PullRequest, to: Where, isForced: boolean, isLost?: true): Done {
    if (pull.state !== 'open') return 'nothing'
    const by = { by: 'author' }
    return done(isLost, () => {
      const files = changes(book, to, isForced ? tip('main') : pull.headOid)
      if (isForced) {
        github.forcePush(repository, book.branch, { 'src/forced.ts': `// ${story.length}\n`, ...files }, by)
      } else github.push(repository, book.branch, files, by)
      moved(book, pull, isForced)
      tell(
        `@author ${isForced ? 'force-pushes' : 'pushes'} ${short(pull)} to the ${book.of}${lost(isLost)}: ${shown(to)}`,
      )
    })
  }

  function forceTo(book: Book, pull: PullRequest, commit: string | undefined, isLost?: true): Done {
    if (pull.state !== 'open' || !commit || commit === pull.headOid) return 'nothing'
    return done(isLost, () => {
      github.forcePush(repository, book.branch, commit, { by: 'author' })
      moved(book, pull, true)
      tell(`@author force-pushes the ${book.of} to ${short(pull)}${lost(isLost)}`)
    })
  }

  function update(book: Book, pull: PullRequest): Done {
    if (pull.state !== 'open') return 'nothing'
    if (mergeBase(git, tip(pull.baseRef), pull.headOid) === tip(pull.baseRef)) return 'nothing'
    try {
      github.mergeBaseInto(pull, 'author')
    } catch {
      // Where both sides changed the same lines, the author keeps their own.
      const own = Object.fromEntries(
        [...books.first.paths, ...books.second.paths, CONFIG_PATH].flatMap((path) => {
          const text = world.textAt(pull.headOid, path)
          return text === undefined ? [] : [[path, text]]
        }),
      )
      try {
        github.mergeBaseInto(pull, 'author', own)
      } catch {
        return 'nothing'
      }
    }
    moved(book, pull, false)
    tell(`@author updates the ${book.of} from ${pull.baseRef}: ${short(pull)}`)
    return 'seen'
  }

  function describe(book: Book, text: RfcChoice | null): string {
    book.description = text
    return text ? cast(textOf(text)) : 'About billing.'
  }

  // ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────────

  function keep(
    book: Book,
    on: Kept['on'],
    place: Post['on'],
    by: string,
    says: readonly Said[],
    opinion: Opinion | null = null,
    isHidden = false,
  ) {
    const at = github.clock.iso()
    const commit = on.kind === 'review' ? on.commitOid : null
    const moment = book.moments.length
    book.kept.push({
      on,
      post: { id: book.kept.length, on: place, by, at, commit, opinion, moment, isHidden },
      revisions: [],
      deleted: null,
      dismissedAt: null,
    })
    revise(book, book.kept.at(-1) as Kept, by, says)
  }

  function revise(book: Book, { revisions }: Kept, by: string, says: readonly Said[]): void {
    const made: Kept['revisions'][number] = {
      at: github.clock.iso(),
      by,
      says,
      moment: book.moments.length,
      told: null,
    }
    made.told = toldIn(book, (moment) => {
      made.told = moment
    })
    revisions.push(made)
  }

  function rewrite(
    book: Book,
    each: Kept,
    by: string,
    body: string,
    says: readonly Said[],
    isLost?: true,
  ): Done {
    const editor = login(by)
    if (each.on.body === body || !editor) return 'nothing'
    tell(`@${by} edits ${numbered(book, each)} of @${each.post.by}${lost(isLost)}: ${JSON.stringify(body)}`)
    const told = done(isLost, () => {
      if (each.on.kind === 'review') github.editReview(each.on, editor, body)
      else github.editComment(each.on, editor, body)
      revise(book, each, by, says)
    })
    return each.post.by === 'build-bot' ? 'no news' : told
  }

  function remove(book: Book, each: Kept, by: string, isUntold?: true, isLost?: true): Done {
    const { on, post } = each
    const who = login(by)
    if (on.kind !== 'comment' || !who) return 'nothing'
    tell(
      `@${by} deletes ${numbered(book, each)} of @${post.by}${isUntold ? '; GitHub does not tell who' : ''}${lost(isLost)}`,
    )
    const told = done(isLost, () => {
      github.quirks.anonymousDeletions = isUntold ?? false
      github.deleteComment(on, who)
      github.quirks.anonymousDeletions = false
      const made = { at: github.clock.iso(), by, moment: book.moments.length, told: null as number | null }
      made.told = toldIn(book, (moment) => {
        made.told = moment
      })
      each.deleted = made
    })
    return post.by === 'build-bot' ? 'no news' : told
  }

  function about(book: Book, pull: PullRequest, action: Action): Done {
    const there = book.kept.filter(({ deleted }) => !deleted)
    switch (action.act) {
      case 'say': {
        const who = login(action.who)
        if (!who) return 'nothing'
        const told = done(action.isLost, () => {
          const by = action.by ? ' by mail' : ''
          tell(
            `@${action.who} says ${next(book)}${by}${lost(action.isLost)}${action.isHidden ? ' (never shown)' : ''}: ${JSON.stringify(action.text)}`,
          )
          const made = github.comment(pull, who, cast(action.text), { viaEmail: action.by !== undefined })
          if (action.isHidden) world.hidden.add(made.id)
          keep(book, made, action.by ?? 'comment', action.who, commandsIn(action.text), null, action.isHidden)
        })
        return action.who === 'build-bot' ? 'no news' : told
      }
      case 'hear one': {
        const who = login(action.who)
        const heard = at(there, action.which)
        if (!who || !heard) return 'nothing'
        const line = `/heard ${postUrl(github.world, heard.on)}`
        tell(`@${action.who} says ${next(book)}: /heard, of ${numbered(book, heard)}`)
        const says = [{ word: 'heard' as const, line, about: [String(heard.post.id)] }]
        keep(book, github.comment(pull, who, line), 'comment', action.who, says)
        return action.who === 'build-bot' ? 'no news' : 'seen'
      }
      case 'review': {
        const commit =
          action.old === undefined ? pull.headOid : (at([...book.heads], action.old) ?? pull.headOid)
        tell(
          `@${action.who} reviews ${next(book)} at ${commit.slice(0, 7)} (${action.opinion}): ${JSON.stringify(action.text)}`,
        )
        const made = github.review(pull, action.who, action.opinion, cast(action.text), { commit })
        keep(book, made, 'review', action.who, commandsIn(action.text), action.opinion)
        return 'seen'
      }
      case 'on a line': {
        tell(`@${action.who} says ${next(book)} on a line: ${JSON.stringify(action.text)}`)
        const where = { path: book.paths[0], line: 1, body: cast(action.text) }
        keep(book, github.lineComment(pull, action.who, where), 'line', action.who, commandsIn(action.text))
        return 'seen'
      }
      case 'edit':
      case 'edit of another': {
        const each = at(
          there.filter(({ post }) => post.by !== 'mallory'),
          action.which,
        )
        const by = action.act === 'edit' ? each?.post.by : 'mallory'
        if (!each || !by) return 'nothing'
        return rewrite(book, each, by, cast(action.text), commandsIn(action.text), action.isLost)
      }
      case 'edit the prose': {
        const each = at(there, action.which)
        const says = each?.revisions.at(-1)?.says
        return each && says ? rewrite(book, each, each.post.by, `Well.\n\n${each.on.body}`, says) : 'nothing'
      }
      case 'delete':
      case 'delete of another': {
        const each = at(there, action.which)
        if (!each) return 'nothing'
        if (action.act === 'delete') return remove(book, each, each.post.by, undefined, action.isLost)
        return remove(book, each, action.by ?? 'mallory', action.isUntold, action.isLost)
      }
      case 'dismiss': {
        const each = at(
          there.filter(
            ({ post, dismissedAt }) => dismissedAt === null && (post.opinion ?? 'comment') !== 'comment',
          ),
          action.which,
        )
        if (each?.on.kind !== 'review') return 'nothing'
        tell(`@mallory dismisses ${numbered(book, each)} of @${each.post.by}`)
        github.dismissReview(each.on, 'mallory', 'settled')
        each.dismissedAt = github.clock.iso()
        return 'seen'
      }
      default:
        return withPull(book, pull, action)
    }
  }

  // ── The pull request ─────────────────────────────────────────────────────────────────────────────────────────────

  function withPull(book: Book, pull: PullRequest, action: Action): Done {
    const { act } = action
    const isOpen = pull.state === 'open'
    switch (act) {
      case 'push':
      case 'force to text':
        return push(book, pull, action.to, act !== 'push', action.isLost)
      case 'force back':
        return forceTo(book, pull, at([...book.heads], action.head), action.isLost)
      case 'follow the other':
        return forceTo(book, pull, (book === books.first ? books.second : books.first).pull?.headOid)
      case 'second file': {
        const path = book.paths[0].replace('/000', '/001')
        if (!isOpen || (action.to === null && world.textAt(pull.headOid, path) === undefined))
          return 'nothing'
        const text = action.to && cast(textOf(action.to))
        github.push(repository, book.branch, { [path]: text }, { by: 'author' })
        moved(book, pull, false)
        tell(`@author pushes ${short(pull)} with a second file: ${shown(action.to ?? 'gone')}`)
        return 'seen'
      }
      case 'update the branch':
        return update(book, pull)
      case 'label':
      case 'unlabel':
        if (pull.labels.includes('rfc') === (act === 'label')) return 'nothing'
        tell(`@author ${act}s the ${book.of}`)
        github[act](pull, 'author', 'rfc')
        return 'seen'
      case 'draft':
      case 'ready':
        if (!isOpen || pull.draft === (act === 'draft')) return 'nothing'
        tell(`@author makes the ${book.of} ${act}`)
        github[act](pull, 'author')
        return 'seen'
      case 'close':
        if (!isOpen) return 'nothing'
        tell(`@author closes the ${book.of}`)
        github.closePullRequest(pull, 'author')
        return 'seen'
      case 'reopen':
        if (isOpen) return 'nothing'
        tell(`@author reopens the ${book.of}`)
        github.reopen(pull, 'author')
        return 'seen'
      case 'describe': {
        if (pull.body === (action.to ? cast(textOf(action.to)) : 'About billing.')) return 'nothing'
        tell(`@author describes the ${book.of}: ${shown(action.to ?? 'prose')}`)
        github.edit(pull, 'author', { body: describe(book, action.to) })
        return 'seen'
      }
      case 'retarget':
        if (!isOpen || pull.baseRef === action.to) return 'nothing'
        tell(`@author retargets the ${book.of} to ${action.to}`)
        github.edit(pull, 'author', { base: action.to })
        return 'seen'
      case 'enqueue':
        if (!isOpen || pull.queued) return 'nothing'
        // The queue asks for a check of its own alone, so red pull requests come into it, and wait there.
        github.setStatus(repository, pull.headOid, 'author', { context: CI, state: 'success' })
        if (!github.mergeBox(pull).allowed) return 'nothing'
        tell(`@author enqueues the ${book.of}`)
        try {
          github.enqueue(pull, 'author')
        } catch {
          // What conflicts with those before it leaves the queue at once.
        }
        return 'no news'
      case 'merge the queue':
        if (!pull.queued || books.first.pull?.headOid === books.second.pull?.headOid) return 'nothing'
        tell(`the queue merges the ${book.of}, and what stands before it`)
        for (const each of queueOf(github.world, repository, pull.baseRef)) {
          github.setStatus(repository, each.queued.headOid, 'author', { context: CI, state: 'success' })
          if (each === pull) break
        }
        return toldOf(pull.baseRef as Base)
      case 'look again': {
        const run = github.checkRuns(pull).at(-1)
        if (!run) return 'nothing'
        tell(`@author asks for the check of the ${book.of} again`)
        github.rerequestCheckRun(run, 'author')
        return 'seen'
      }
      case 'check of another App': {
        tell(`another App says success on the ${book.of}`)
        const name = `RFC alignment: ${pull.baseRef}`
        const run = { name, status: 'completed', conclusion: 'success' } as const
        github.createCheckRun(repository, otherApp(github).id, pull.headOid, run)
        return 'no news'
      }
      default:
        return inRepository(action)
    }
  }

  // ── The repository ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Of roles and names GitHub tells the App nothing: it learns at the next event. */
  function inRepository(action: Action): Done {
    switch (action.act) {
      case 'second opens': {
        const { at: where, isDraft } = action
        if (action.isSameFile) books.second.paths = books.first.paths
        if (where === 'the same head' && books.first.pull?.baseRef !== 'main') return 'nothing'
        return opens(books.second, where, null, isDraft)
      }
      case 'base moves': {
        const { on, to } = action
        const files =
          to === 'something else'
            ? { 'src/base.ts': `// ${story.length}\n` }
            : { [books.first.paths[0]]: cast(textOf(to)) }
        github.push(repository, on, files, { by: 'margaret' })
        tell(`@margaret pushes to ${on}: ${shown(to)}`)
        return to === 'something else' ? 'no news' : toldOf(on)
      }
      case 'configure': {
        const text = configText(action.as)
        const now = world.textAt(tip(action.on), CONFIG_PATH)
        if (now === (text === null ? undefined : cast(text))) return 'nothing'
        github.push(repository, action.on, { [CONFIG_PATH]: text && cast(text) }, { by: 'margaret' })
        tell(`@margaret configures ${action.on}: ${action.as}`)
        return toldOf(action.on)
      }
      case 'join':
      case 'leave': {
        const who = login(action.who)
        if (!who || who === 'build-bot') return 'nothing'
        tell(`@${action.who} ${action.act}s the team`)
        if (action.act === 'join') github.joinTeam(world.team, who)
        else github.leaveTeam(world.team, who)
        // The App looks at whatever waits for a team; of others nothing is to be seen.
        return 'no news'
      }
      case 'role':
        tell(`@${action.who} may ${action.to} now`)
        github.grant(repository, action.who, action.to)
        world.roles.set(action.who, action.to)
        return 'unseen'
      case 'rename': {
        if (world.renamed) return 'nothing'
        const was = login('rita') as string
        world.renamed = true
        tell('@rita is called @rina now')
        github.renameUser(was, login('rita') as string)
        return 'unseen'
      }
      case 'take the old name': {
        // Where nobody was ever known by the old name, it simply is the newcomer's.
        const wasNamed = books.first.moments.some(
          ({ isSeen, touched }) => isSeen && touched.some(({ head }) => head?.names?.includes('rita')),
        )
        if (!world.renamed || world.taken || !wasNamed) return 'nothing'
        world.taken = true
        tell('somebody else is called @rita now')
        github.createUser(login('thief') as string)
        return 'unseen'
      }
      case 'repeat':
      case 'repeat old': {
        // What was lost and comes now is news, of which other acts tell.
        const mine = github.deliveries.filter(
          ({ repositoryId, statusCode }) => repositoryId === repository.id && statusCode === 202,
        )
        const delivery = action.act === 'repeat' ? mine.at(-1) : at(mine, action.which)
        if (!delivery) return 'nothing'
        tell(`GitHub delivers again: ${delivery.event} ${delivery.action}`)
        void github.redeliver(delivery.guid)
        return 'no news'
      }
      default:
        throw new Error(`Nobody knows how to ${action.act}`)
    }
  }

  /** Of a push to a base the App looks at every pull request with that base that is open. */
  function toldOf(base: Base): Done {
    for (const each of Object.values(books)) {
      if (each.pull?.baseRef === base) each.isUnseen = each.pull.state !== 'open'
    }
    return 'no news'
  }

  // ── The App ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Up again. Events arrive now, or of each pull request only the newest; the App finds the rest by reading. */
  function comesUp(webhooks: (Action & { readonly act: 'up' })['webhooks']): Done {
    if (!isDown) return 'nothing'
    isDown = false
    tell(`the App is up again; the webhooks of meanwhile come ${webhooks}`)
    const isLast = ({ book }: Missed, at: number) => missed.findLastIndex((each) => each.book === book) === at
    const come = webhooks === 'only the newest' ? missed.filter(isLast) : missed
    for (const { book, on, guids, tells: told } of webhooks === 'late' ? come : come.toReversed()) {
      for (const guid of guids) void github.redeliver(guid)
      for (const tellIt of told) tellIt(book.moments.length)
      // Of a push to a base the App looks at the pull requests with that base.
      for (const each of Object.values(books))
        if (on === null ? each === book : each.pull?.baseRef === on) each.isUnseen = false
    }
    missed.splice(0)
    return 'no news'
  }

  /** Both copies of the ledger are gone before the App looked: it begins again (L3). */
  function lostIn(each: Book): void {
    if (each.database === 'whole' || each.hasRuns) return
    each.lostAt = each.moments.length
    each.hasOlderCopy = each.database === 'older'
    for (const tip of each.tips) tip.announced = null
  }

  async function withDatabase(
    act: 'copy the database' | 'restore the copy' | 'lose the database',
  ): Promise<Done> {
    if (!keeper || (act === 'restore the copy' && !copied)) return 'nothing'
    tell(`somebody does ${act}`)
    if (act === 'copy the database') {
      copied = { copy: await keeper.copy(repository.id) }
      return 'no news'
    }
    await keeper.restore(repository.id, act === 'lose the database' ? undefined : copied?.copy)
    for (const each of Object.values(books)) {
      each.database = act === 'lose the database' ? 'lost' : 'older'
      lostIn(each)
    }
    return 'unseen'
  }

  function deleteRuns(book: Book): Done {
    const { checkRuns, checkSuites } = github.world.state
    tell(`somebody deletes the runs of the ${book.of}`)
    for (const id of book.runs) {
      for (const { runIds } of checkSuites.values())
        if (runIds.includes(id)) runIds.splice(runIds.indexOf(id), 1)
      checkRuns.delete(id)
    }
    book.runs = new Set()
    book.hasRuns = false
    lostIn(book)
    book.isUnseen = true
    return 'no news'
  }

  async function act(step: Step): Promise<Done> {
    const book = step.second ? books.second : books.first
    if (!book.pull || book.pull.mergedAt) return 'nothing'
    const { does } = step
    switch (does.act) {
      case 'down':
        if (isDown) return 'nothing'
        tell('the App goes down')
        isDown = true
        return 'no news'
      case 'up':
        return comesUp(does.webhooks)
      case 'copy the database':
      case 'restore the copy':
      case 'lose the database': {
        const what = await withDatabase(does.act)
        if (what === 'unseen') for (const each of Object.values(books)) each.isUnseen = true
        return what
      }
      case 'delete the runs':
        return deleteRuns(book)
    }
    if (!isDown) {
      tells = []
      if (step.elsewhere && elsewhere) github.deliverTo(elsewhere)
      const what = actUp(step, book)
      if (step.elsewhere && elsewhere) github.deliverTo(home)
      return what
    }
    // Of an organisation GitHub tells without a repository, and a pull request that nobody knows is nobody's.
    if (['join', 'leave', 'second opens', 'merge the queue', 'enqueue'].includes(does.act)) return 'nothing'
    const before = github.deliveries.length
    let what: Done = 'nothing'
    tells = []
    muted(() => {
      what = actUp(step, book)
    })
    if (what === 'nothing') return 'nothing'
    const on = does.act === 'configure' || does.act === 'base moves' ? does.on : null
    missed.push({ book, on, guids: github.deliveries.slice(before).map(({ guid }) => guid), tells })
    for (const each of Object.values(books)) each.isUnseen = true
    return 'unseen'
  }

  function actUp({ does }: Step, book: Book): Done {
    if (!book.pull) return 'nothing'
    const what = about(book, book.pull, does)
    if (what === 'unseen')
      for (const each of 'isLost' in does ? [book] : Object.values(books)) each.isUnseen = true
    if (what === 'seen') (does.act === 'second opens' ? books.second : book).isUnseen = false
    return what
  }

  return { world, open, act, story }
}

function at<T>(list: readonly T[], which: number): T | undefined {
  return list.at(which % Math.max(1, list.length))
}

const next = ({ of, kept }: Book) => `${of === 'first' ? '#' : '2#'}${kept.length}`
const numbered = ({ of }: Book, { post }: Kept) => `${of === 'first' ? '#' : '2#'}${post.id}`
const short = ({ headOid }: PullRequest) => headOid.slice(0, 7)
const lost = (isLost: true | undefined) => (isLost ? ' (webhook lost)' : '')

function shown(what: RfcChoice | Where | string): string {
  if (typeof what === 'string') return what
  if ('gone' in what) return what.gone
  return `an RFC naming ${what.names || 'nobody'}, ${what.look}`
}

const otherApps = new WeakMap<LocalGitHub, App>()

/** One App that is not ours on every local GitHub. */
function otherApp(github: LocalGitHub): App {
  const app = otherApps.get(github) ?? github.createApp('ci')
  otherApps.set(github, app)
  return app
}
