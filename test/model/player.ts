import type { LocalGitHub } from '../../src/playground/github/local-github.ts'
import type {
  IssueComment,
  LineComment,
  PullRequest,
  Review,
} from '../../src/playground/github/world/state.ts'
import { documentOf } from './documents.ts'
import type { Action, Plan, RfcChoice, Where } from './generate.ts'
import type { History, Moment, Remark, RfcFile } from './history.ts'

import { SAYINGS, type Saying } from './sayings.ts'

const FILE = 'rfcs/0001-billing.md'
const OTHER_NAME = 'rfcs/0001-bills.md'
const AWAY = 'notes/billing.md'
const PEOPLE = ['author', 'ada', 'linus', 'grace', 'mallory', 'eve']

/** What became of an act: impossible here, unknown to the App, told to it, or nothing that it must look at. */
export type Done = 'nothing' | 'unseen' | 'seen' | 'no news'

/** Carries out the acts of one plan on a pull request of its own, and keeps the history of what really happened. */
export interface Player {
  readonly open: () => Done
  readonly act: (wait: number, action: Action) => Done
  /** Notes how things stand after an act. */
  readonly remember: () => void
  readonly history: () => History
  readonly pull: () => PullRequest
  readonly tips: () => readonly string[]
  /** The acts so far, as a person would tell them. */
  readonly story: readonly string[]
}

interface Kept {
  readonly on: IssueComment | Review | LineComment
  readonly remark: Omit<Remark, 'revisions'>
  readonly revisions: Remark['revisions'][number][]
  isDeleted: boolean
  isDismissed: boolean
}

let repositories = 0

/** A new repository with its people on the local GitHub; nothing is open yet. */
export function openPlayer(github: LocalGitHub, plan: Plan): Player {
  const base: RfcFile & { readonly text: string } = { ...documentOf({ names: 3, look: 0 }), path: FILE }
  const repository = github.createRepository({
    owner: 'acme',
    name: `model-${++repositories}`,
    files: { 'README.md': '# Acme\n', ...(plan.isOnBase ? { [FILE]: base.text } : {}) },
    collaborators: { author: 'write', ada: 'write', linus: 'write', grace: 'write', mallory: 'write' },
  })
  let opened: PullRequest | undefined
  let file: (RfcFile & { readonly text: string }) | null = plan.isOnBase ? base : null
  const commits = new Map<string, RfcFile | null>()
  const texts = new Map<string, typeof file>()
  const moments: Moment[] = []
  const forced: { at: string; moment: number }[] = []
  const kept: Kept[] = []
  const deletions: { at: string; by: string; author: string }[] = []
  const descriptions: { at: string; text: ReturnType<typeof documentOf> | null }[] = []
  const story: string[] = []

  const pull = () => {
    if (!opened) throw new Error('The pull request is not open yet')
    return opened
  }
  const tell = (what: string) => void story.push(`${github.clock.iso().slice(11, 19)}  ${what}`)
  const maybeQuietly = (quietly: boolean, act: () => void): Done => {
    if (quietly) github.quietly(act)
    else act()
    return quietly ? 'unseen' : 'seen'
  }

  /** What a push does to the file: the changes, and the file there will be. */
  function written(to: Where | { readonly gone: 'untouched' }, from: typeof file) {
    const clear = from ? { [from.path]: null } : {}
    if (!('gone' in to)) {
      const next = { ...documentOf(to), path: from && from.path !== AWAY ? from.path : FILE }
      return { next, changes: { ...(from?.path === AWAY ? clear : {}), [next.path]: next.text } }
    }
    if (to.gone === 'untouched' || !from) {
      return { next: from, changes: { 'src/other.ts': `export const n = ${moments.length}\n` } }
    }
    if (to.gone === 'deleted') return { next: null, changes: clear }
    const path = to.gone === 'moved away' ? AWAY : from.path === OTHER_NAME ? FILE : OTHER_NAME
    if (path === from.path) return { next: from, changes: {} }
    return { next: { ...from, path }, changes: { ...clear, [path]: from.text } }
  }

  function tipIs(commit: string, next: typeof file): void {
    file = next
    texts.set(commit, next)
    commits.set(commit, next)
  }

  function keep(
    on: Kept['on'],
    by: string,
    saying: Saying,
    review?: { readonly requestsChanges: boolean },
  ): void {
    const at = github.clock.iso()
    const where = on.kind === 'comment' ? 'comment' : on.kind === 'line' ? 'line' : 'review'
    const remark = {
      id: kept.length,
      on: where,
      by,
      at,
      commit: on.kind === 'review' ? on.commitOid : null,
      requestsChanges: review?.requestsChanges ?? false,
    } as const
    kept.push({
      on,
      remark,
      revisions: [{ at, by, says: saying.says }],
      isDeleted: false,
      isDismissed: false,
    })
  }

  function rewrite(each: Kept, by: string, saying: Saying): Done {
    tell(`@${by} edits #${each.remark.id} of @${each.remark.by}: ${JSON.stringify(saying.text)}`)
    if (each.on.body === saying.text) return 'nothing'
    if (each.on.kind === 'review') github.editReview(each.on, by, saying.text)
    else github.editComment(each.on, by, saying.text)
    each.revisions.push({ at: github.clock.iso(), by, says: saying.says })
    return each.remark.by === 'build-bot' ? 'no news' : 'seen'
  }

  function remove(each: Kept, by: string): Done {
    if (each.on.kind !== 'comment') return 'nothing'
    tell(`@${by} deletes #${each.remark.id} of @${each.remark.by}`)
    github.deleteComment(each.on, by)
    each.isDeleted = true
    deletions.push({ at: github.clock.iso(), by, author: each.remark.by })
    return each.remark.by === 'build-bot' ? 'no news' : 'seen'
  }

  function describe(choice: RfcChoice | null): string {
    const text = choice && documentOf(choice)
    descriptions.push({ at: github.clock.iso(), text })
    return text?.text ?? 'About billing.'
  }

  function open(): Done {
    github.clock.advance(60)
    const { next, changes } = written(plan.first, file)
    const commit = github.push(repository, 'rfc', changes, { by: 'author' })
    tipIs(commit, next)
    opened = github.openPullRequest(repository, {
      author: 'author',
      head: 'rfc',
      title: 'An RFC',
      body: describe(plan.description),
      draft: plan.isDraft,
    })
    tell(
      `@author opens${plan.isDraft ? ' as a draft' : ''}: ${shown(next)}; base has ${shown(plan.isOnBase ? base : null)}; description ${plan.description ? shown(documentOf(plan.description)) : 'is prose'}`,
    )
    return 'seen'
  }

  function act(wait: number, action: Action): Done {
    github.clock.advance(wait)

    return carryOut(action)
  }

  function push(to: Where, quietly: boolean, isForced: boolean): Done {
    if (pull().state !== 'open') return 'nothing'
    const { next, changes } = written(to, isForced ? (plan.isOnBase ? base : null) : file)
    return maybeQuietly(quietly, () => {
      const commit = isForced
        ? github.forcePush(
            repository,
            'rfc',
            { 'src/forced.ts': `${moments.length}`, ...changes },
            { by: 'author' },
          )
        : github.push(repository, 'rfc', changes, { by: 'author' })
      tipIs(commit, next)
      if (isForced) forced.push({ at: github.clock.iso(), moment: moments.length })
      tell(
        `@author ${isForced ? 'force-pushes' : 'pushes'} ${commit.slice(0, 7)}${quietly ? ' (webhook lost)' : ''}: ${shown(next)}`,
      )
    })
  }

  function carryOut(action: Action): Done {
    const at = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)]
    const there = kept.filter(({ isDeleted }) => !isDeleted)
    switch (action.act) {
      case 'push':
        return push(action.to, action.quietly, false)
      case 'force to text':
        return push(action.to, action.quietly, true)
      case 'force back': {
        const commit = at([...commits.keys()], action.head)
        if (pull().state !== 'open' || !commit || commit === pull().headOid) return 'nothing'
        return maybeQuietly(action.quietly, () => {
          github.forcePush(repository, 'rfc', commit, { by: 'author' })
          tipIs(commit, texts.get(commit) ?? null)
          forced.push({ at: github.clock.iso(), moment: moments.length })
          tell(`@author force-pushes back to ${commit.slice(0, 7)}${action.quietly ? ' (webhook lost)' : ''}`)
        })
      }
      case 'say': {
        const saying = SAYINGS[action.text] as Saying
        const told = maybeQuietly(action.quietly, () => {
          tell(
            `@${action.who} says #${kept.length}${action.quietly ? ' (webhook lost)' : ''}: ${JSON.stringify(saying.text)}`,
          )
          keep(github.comment(pull(), action.who, saying.text), action.who, saying)
        })
        return action.who === 'build-bot' ? 'no news' : told
      }
      case 'edit':
      case 'edit of another': {
        const others = there.filter(({ remark }) => remark.by !== 'mallory')
        const each = at(others, action.which)
        const by = action.act === 'edit' ? each?.remark.by : 'mallory'
        return each && by ? rewrite(each, by, SAYINGS[action.text] as Saying) : 'nothing'
      }
      case 'delete':
      case 'delete of another': {
        const each = at(there, action.which)
        return each ? remove(each, action.act === 'delete' ? each.remark.by : 'mallory') : 'nothing'
      }
      case 'request changes':
      case 'review': {
        const saying = SAYINGS[action.text] as Saying
        const requestsChanges = action.act === 'request changes'
        tell(
          `@${action.who} ${requestsChanges ? 'requests changes' : 'reviews'} #${kept.length} at ${pull().headOid.slice(0, 7)}: ${JSON.stringify(saying.text)}`,
        )
        const opinion = requestsChanges ? 'request changes' : 'comment'
        keep(github.review(pull(), action.who, opinion, saying.text), action.who, saying, { requestsChanges })
        return 'seen'
      }
      case 'dismiss': {
        // What a dismissed review's words let go of is in doubt; only what cannot let go is dismissed here.
        const each = at(
          there.filter(({ remark, isDismissed, revisions }) => {
            const lets = revisions.some(({ says }) => says.some(({ word }) => LETS_GO.has(word)))
            return remark.requestsChanges && !isDismissed && !lets
          }),
          action.which,
        )
        if (each?.on.kind !== 'review') return 'nothing'
        tell(`@mallory dismisses #${each.remark.id} of @${each.remark.by}`)
        github.dismissReview(each.on, 'mallory', 'settled')
        each.isDismissed = true
        return 'seen'
      }
      case 'on a line': {
        const saying = SAYINGS[action.text] as Saying
        tell(`@${action.who} says #${kept.length} on a line: ${JSON.stringify(saying.text)}`)
        const line = github.lineComment(pull(), action.who, { path: FILE, line: 1, body: saying.text })
        keep(line, action.who, saying)
        return 'seen'
      }
      case 'label':
      case 'unlabel': {
        if (pull().labels.includes('rfc') === (action.act === 'label')) return 'nothing'
        tell(`@author ${action.act}s`)
        github[action.act](pull(), 'author', 'rfc')
        return 'seen'
      }
      case 'draft':
      case 'ready': {
        if (pull().state !== 'open' || pull().draft === (action.act === 'draft')) return 'nothing'
        tell(`@author makes it ${action.act}`)
        github[action.act](pull(), 'author')
        return 'seen'
      }
      case 'close':
      case 'reopen': {
        if ((pull().state === 'closed') === (action.act === 'close')) return 'nothing'
        tell(`@author ${action.act}s`)
        if (action.act === 'close') github.closePullRequest(pull(), 'author')
        else github.reopen(pull(), 'author')
        return 'seen'
      }
      case 'describe': {
        const body = action.to ? documentOf(action.to).text : 'About billing.'
        if (body === pull().body) return 'nothing'
        tell(`@author describes: ${action.to ? shown(documentOf(action.to)) : 'prose'}`)
        github.edit(pull(), 'author', { body: describe(action.to) })
        return 'seen'
      }
      case 'repeat':
      case 'repeat old': {
        const mine = github.deliveries.filter(({ repositoryId }) => repositoryId === repository.id)
        const delivery = action.act === 'repeat' ? mine.at(-1) : at(mine, action.which)
        if (!delivery) return 'nothing'
        tell(`GitHub delivers again: ${delivery.event} ${delivery.action}`)
        void github.redeliver(delivery.guid)
        return 'no news'
      }
    }
  }

  function announced(): Map<string, string> {
    const first = new Map<string, string>()
    for (const run of github.world.state.checkRuns.values()) {
      if (run.repositoryId !== repository.id || run.appId !== github.app.id) continue
      if (!run.externalId.includes(` pr=${pull().number} `)) continue
      const known = first.get(run.headOid)
      if (known === undefined || run.startedAt < known) first.set(run.headOid, run.startedAt)
    }
    return first
  }

  function remember(): void {
    const { headOid: head, draft: isDraft, state, labels } = pull()
    moments.push({
      at: github.clock.iso(),
      head,
      isDraft,
      isOpen: state === 'open',
      isLabelled: labels.includes('rfc'),
      isAnnounced: announced().has(head),
    })
  }

  const history = (): History => ({
    author: 'author',
    people: new Set(PEOPLE),
    bots: new Set(['build-bot']),
    base: plan.isOnBase ? base : null,
    commits,
    moments,
    forced,
    remarks: kept
      .filter(({ isDeleted }) => !isDeleted)
      .map(({ remark, revisions }) => ({ ...remark, revisions })),
    deletions,
    descriptions,
    announced: announced(),
  })

  return { open, act, remember, history, pull, tips: () => [...commits.keys()], story }
}

const LETS_GO: ReadonlySet<string> = new Set(['commit', 'align', 'heard', 'recuse'])

function shown(
  file: { readonly names: readonly string[]; readonly look: number; readonly path?: string } | null,
) {
  if (!file) return 'no RFC'
  return `${file.path ?? 'an RFC'} naming ${file.names.join(', ') || 'nobody'}, proposal ${file.look}`
}
