import { queueOf } from '@rfc-alignment/emulator/acts/queue-groups.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { PullRequest, Repository } from '@rfc-alignment/emulator/world/state.ts'
import type { History } from './history.ts'
import { type Sentence, seenWithout, WAITING } from './in-force.ts'
import { type Conclusion, judge } from './model.ts'
import type { Plan, StalePart, Step } from './plan.ts'
import type { ModelStage } from './open-stage.ts'
import { type Backstage, type Done, openPlayer } from './player.ts'
import type { Book, World } from './world.ts'

/** What was compared: tells whether the histories reach what they are meant to prove. */
export interface Tally {
  /** Checks by what the model expected of them, one conclusion or several. */
  readonly expected: Map<string, number>
  /** Acts by name, as far as they were possible. */
  readonly acts: Map<string, number>
  /** Acts after which the App could not know, so that only its greens were judged. */
  unseen: number
}

export function newTally(): Tally {
  return { expected: new Map(), acts: new Map(), unseen: 0 }
}

/** A history on which the App and the model disagree: where, and how it came to that. */
export interface Disagreement {
  readonly plan: Plan
  /** The step after which it was seen; 0 is the opening. */
  readonly step: number
  readonly fault: string
  readonly story: readonly string[]
}

/**
 * Plays plans side by side on one stage, in step with its clock: each act of each, then all wait until the App has
 * answered, then every check is judged. Tells the plans on which the App wrote a success that the model does not
 * grant, or whose check is not the one the model expects.
 */
export async function play(
  stage: ModelStage,
  plans: readonly Plan[],
  tally = newTally(),
  waiting = WAITING,
): Promise<Disagreement[]> {
  const { github } = stage
  const losing = new Set<number | null>()
  const lost = new Set<number>()
  // One hook for all, for only the first is asked before the act has ended.
  const stop = github.onDelivery(({ repositoryId, id }) => {
    if (!losing.has(repositoryId)) return
    lost.add(id)
    return 'lose'
  })
  const backstage = {
    keeper: stage.keeper,
    home: stage.home ?? stage.server.webhookUrl,
    elsewhere: stage.elsewhere,
  }
  const performances = plans.map((plan) => perform(github, plan, tally, losing, backstage, waiting))
  const disagreements: Disagreement[] = []
  let playing = performances
  let delivered = github.deliveries.length
  while (playing.length > 0) {
    // Whoever waits for the shortest time acts next.
    const next = Math.min(...playing.map((each) => each.dueIn()))
    if (next > 0) github.clock.advance(next)
    const acting = playing.filter((each) => each.dueIn() <= next)
    for (const each of playing) each.waits(next)
    for (const each of acting) await each.act()
    await stage.settled()
    delivered = await mustBeTaken(stage, delivered, lost)
    for (const each of acting) {
      const disagreement = each.compare()
      if (disagreement) disagreements.push(disagreement)
    }
    playing = playing.filter((each) => !each.isOver())
  }
  stop()
  if (github.unknownRequests.length > 0) throw new Error(`Unknown to GitHub: ${github.unknownRequests}`)
  return disagreements
}

interface Performance {
  /** Seconds until its next act. */
  readonly dueIn: () => number
  readonly waits: (seconds: number) => void
  readonly act: () => Promise<void>
  readonly compare: () => Disagreement | undefined
  readonly isOver: () => boolean
}

/** Every webhook that was not lost on purpose has reached the App; what a busy machine did not take is sent again. */
async function mustBeTaken(stage: ModelStage, from: number, lost: ReadonlySet<number>): Promise<number> {
  const { github } = stage
  const taken = new Set(github.deliveries.flatMap((each) => (each.statusCode === 202 ? [each.guid] : [])))
  const sent = github.deliveries.slice(from).filter(({ id, guid }) => !lost.has(id) && !taken.has(guid))
  for (const { guid, status, statusCode } of sent) {
    console.error(`A webhook was not taken: ${status} (${statusCode})`)
    let again = statusCode
    for (let times = 0; again >= 500 && times < 5; times += 1)
      again = (await github.redeliver(guid)).statusCode
    if (again !== 202) throw new Error(`The App did not take a webhook: ${status}, then ${again}`)
  }
  await stage.settled()
  return github.deliveries.length
}

function perform(
  github: LocalGitHub,
  plan: Plan,
  tally: Tally,
  losing: Set<number | null>,
  backstage: Omit<Backstage, 'losing'>,
  waiting: ReadonlySet<Sentence>,
): Performance {
  const lose = (act: () => void) => {
    losing.add(repository.id)
    act()
    losing.delete(repository.id)
  }
  const player = openPlayer(github, plan, { losing: lose, ...backstage })
  const { world } = player
  const { repository, books } = world
  const place = `/${repository.name}/check-runs`
  const greens: { commit: string; name: string }[] = []
  const lagging = lagOf(github, repository.name)
  const stops = [
    github.onRequest(({ kind, path, body }) => {
      if (kind !== 'write' || !path.includes(place)) return
      const { conclusion, head_sha: commit, name } = body as Record<string, string | undefined>
      if (conclusion !== 'success') return
      const run = github.world.state.checkRuns.get(Number(path.split('/').at(-1)))
      if (run?.conclusion === 'success') return
      greens.push({ commit: commit ?? run?.headOid ?? 'unknown', name: name ?? run?.name ?? 'unknown' })
    }),
    lagging.stop,
    hiding(github, repository, world.hidden),
  ]
  const groupsBefore = new Set<string>()
  const unasked = new Set<string>()
  let step = -1
  let done: Done = 'nothing'
  let isOver = false
  let isMisled = false
  let waited = 0

  async function act(): Promise<void> {
    step += 1
    waited = 0
    const next = plan.steps[step - 1]
    done = next ? await player.act(next) : player.open()
    if (next && done !== 'nothing') count(tally.acts, next.does.act)
    isMisled ||= Boolean(next?.lag) && mayMislead(plan, next?.stale)
    lagging.begin(next && done === 'seen' && hasProof(next) ? (next.lag ?? 0) : 0, next?.stale)
  }

  function compare(): Disagreement | undefined {
    const disagreement = done === 'nothing' ? undefined : fault()
    if (disagreement || step === plan.steps.length) {
      isOver = true
      for (const stop of stops) stop()
    }
    return disagreement === undefined ? undefined : { plan, step, fault: disagreement, story: player.story }
  }

  function fault(): string | undefined {
    world.remember()
    const judged = [books.first, books.second].flatMap((book) => {
      const { pull } = book
      book.isUnseen ||= isMisled
      if (!pull || pull.mergedAt) return []
      return [{ book, pull, judgement: judgeBoth(seenWithout(world.history(book), waiting), book) }]
    })
    return faultIn(
      world,
      judged.map((each) => decidedAmong(each, judged)),
      (one) => judged.filter((each) => each.pull === one.pull || isShared(each, one)),
      greens.splice(0),
      lagging.stayedGreen(),
      groupsBefore,
      unasked,
      tally,
    )
  }

  const waits = (seconds: number) => {
    waited += seconds
  }
  return {
    dueIn: () => (step < 0 ? 60 : (plan.steps[step]?.wait ?? 60)) - waited,
    waits,
    act,
    compare,
    isOver: () => isOver,
  }
}

/** How much an older copy of a ledger counts that was begun again, L3 leaves open. */
function judgeBoth(history: History, { hasOlderCopy }: Book) {
  const judgement = judge(history)
  const readings = [{ ...history, isStrict: true }, ...(hasOlderCopy ? [{ ...history, lostAt: 0 }] : [])]
  const conclusions = readings.flatMap((each) => [...judge(each).conclusions])
  return { ...judgement, conclusions: new Set([...judgement.conclusions, ...conclusions]) }
}

/**
 * Whether an answer that lags may leave the App stricter for good. Whom a configuration named is noted on its runs (S2):
 * after older ones were read it may ask for more. And a head that could not be read in time is noted as one of which
 * nobody could say whether it was an RFC (D5): where another configuration looks elsewhere, it may have been one.
 */
function mayMislead(plan: Plan, part: StalePart | undefined): boolean {
  const configs = JSON.stringify([plan.config, plan.lax, plan.steps])
  return configs.includes('elsewhere') || (part === 'commits' && /always|for the folder/.test(configs))
}

/** What a snapshot must show before it is believed (V6); of other acts GitHub's answers need not tell. */
function hasProof({ does }: Step): boolean {
  return !['look again', 'second opens', 'repeat', 'repeat old', 'check of another App'].includes(does.act)
}

interface Judged {
  readonly book: Book
  readonly pull: PullRequest
  readonly judgement: ReturnType<typeof judge>
}

/** Open pull requests that share a head and a base are one decision (V7). */
function isShared({ pull: one }: Judged, { pull: other }: Judged): boolean {
  return (
    one.state === 'open' &&
    other.state === 'open' &&
    one.headOid === other.headOid &&
    one.baseRef === other.baseRef
  )
}

/** As the one decides that carries them; where that is no RFC and another one is, nothing passes (V7). */
function decidedAmong(one: Judged, judged: readonly Judged[]): Judged {
  const all = judged.filter((each) => each === one || isShared(each, one))
  const carrier = all.find(({ book }) => !book.moments.at(-1)?.isCarried) ?? one
  const isMixed = !carrier.judgement.isRfc && all.some(({ judgement }) => judgement.isRfc)
  const conclusions = isMixed ? new Set<Conclusion>(['failure']) : carrier.judgement.conclusions
  return { ...one, judgement: { ...one.judgement, conclusions } }
}

const checkOf = ({ baseRef }: PullRequest) => `RFC alignment: ${baseRef}`

function faultIn(
  world: World,
  judged: readonly Judged[],
  sharing: (one: Judged) => readonly Judged[],
  greens: readonly { readonly commit: string; readonly name: string }[],
  stayedGreen: readonly number[],
  groupsBefore: Set<string>,
  unasked: Set<string>,
  tally: Tally,
): string | undefined {
  const { github, repository } = world
  const mayBeGreen = ({ judgement }: Judged) => judgement.conclusions.has('success')
  const groups = ['main', 'lax'].flatMap((base) => groupsOf(world, base, judged))
  const isGranted = (commit: string, name: string) =>
    judged.some((each) => each.pull.headOid === commit && checkOf(each.pull) === name && mayBeGreen(each)) ||
    groups.some(
      (group) =>
        group.commit === commit && group.name === name && group.of.every(mayBeGreen) && group.isAsCommitted,
    )

  for (const { commit, name } of greens) {
    if (!isGranted(commit, name))
      return `A success was written as ${name} on ${commit.slice(0, 7)}; ${told(judged)}`
  }
  for (const each of judged) {
    const { book, pull, judgement } = each
    // What shares a head or a queue is read by others, too, and an answer that they got says nothing to its own
    // evaluation.
    const isReadByOthers = sharing(each).length > 1 || judged.some((other) => other.pull.queued !== null)
    if (stayedGreen.includes(pull.number) && !mayBeGreen(each) && !isReadByOthers) {
      return `The ${book.of} stayed green while GitHub's answers lagged; ${told(judged)}`
    }
    // What left a head unseen is still counted among those that share its check.
    const hasShared = ({ book }: Judged) =>
      sharing(each).some(({ pull: { headOid } }) => book.heads.has(headOid))
    if (judged.some((other) => other.book.isUnseen && hasShared(other))) {
      tally.unseen += 1
      continue
    }
    const expected = judgement.conclusions
    if (pull.state === 'open') {
      count(tally.expected, [...expected].sort().join(' or '))
      const run = github.checkRuns(pull).find(({ name }) => name === checkOf(pull))
      if (!run?.conclusion) return `There is no check on the ${book.of}`
      if (![...expected].some((conclusion) => conclusion === run.conclusion)) {
        return `Expected ${[...expected].join(' or ')} of the ${book.of}, found ${run.conclusion}: ${run.title}`
      }
    }
    // What the other one left there while it was not evaluated, reconciliation would find, which does not run here.
    const isOverlooked = (commit: string) =>
      judged.some((other) => other.book.isUnseen && other.book.heads.has(commit))
    const left = greensOf(github, book).find(
      ({ headOid, name }) =>
        !isGranted(headOid, name) &&
        !isOverlooked(headOid) &&
        (!judgement.conclusions.has('success') || (judgement.isEverRfc && name !== checkOf(pull))),
    )
    if (left) return `A green was left as ${left.name} on ${left.headOid.slice(0, 7)}; ${told(judged)}`
  }
  for (const { commit, name, of } of groups) {
    if (of.some((each) => sharing(each).some((other) => other.book.isUnseen))) continue
    const run = github.checkRuns({ repository, sha: commit }).find((each) => each.name === name)
    const whose = `the group of ${of.map(({ book }) => `the ${book.of}`).join(' and ')}`
    // With a lost webhook of what stood before it the question about a group that was made anew is lost, too;
    // reconciliation, which does not run here, would find it.
    if (!run?.conclusion && judged.some(({ book }) => book.isUnseen)) unasked.add(commit)
    if (!run?.conclusion && unasked.has(commit)) continue
    if (!run?.conclusion) return `There is no check on ${whose}`
    const isSure = of.every(({ judgement }) => judgement.conclusions.size === 1)
    count(tally.expected, `a group ${isGranted(commit, name) ? (isSure ? 'success' : 'maybe') : 'red'}`)
    // A group that was red when it was made is thrown out of a queue that asks for its check: it may stay red.
    const mustBeGreen = !groupsBefore.has(commit) && isGranted(commit, name) && isSure
    groupsBefore.add(commit)
    if (run.conclusion === 'success' ? !isGranted(commit, name) : mustBeGreen) {
      return `Found ${run.conclusion} on ${whose}: ${run.title}; ${told(judged)}`
    }
  }
  return undefined
}

interface Group {
  readonly commit: string
  readonly name: string
  /** The pull requests from the base to it. */
  readonly of: readonly Judged[]
  /** The RFCs in it are those that were committed to, and nothing that another one made of them (V8). */
  readonly isAsCommitted: boolean
}

function groupsOf({ github, repository, textAt }: World, base: string, judged: readonly Judged[]): Group[] {
  const entries = queueOf(github.world, repository, base)
  return entries.map(({ queued }, index) => {
    const of = entries.slice(0, index + 1).flatMap((pull) => judged.filter((each) => each.pull === pull))
    const isAsCommitted = of.every(({ book, pull }) => {
      const now = book.moments.at(-1)
      return now?.touched
        .filter(({ path }) => path.startsWith(`${now.config.folder}/`))
        .every(({ path }) => textAt(queued.headOid, path) === textAt(pull.headOid, path))
    })
    return { commit: queued.headOid, name: `RFC alignment: ${base}`, of, isAsCommitted }
  })
}

function greensOf({ checkRuns, world }: LocalGitHub, { heads, pull }: Book) {
  const repository = world.state.repositories.get(pull?.repositoryId ?? 0)
  if (!repository) throw new Error('The repository of a history is gone')
  return [...heads]
    .flatMap((sha) => checkRuns({ repository, sha }))
    .filter(({ conclusion }) => conclusion === 'success')
}

const told = (judged: readonly Judged[]) =>
  judged
    .map(({ book, judgement }) => `the ${book.of} may be ${[...judgement.conclusions].join(' or ')}`)
    .join(', ')

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

/**
 * Answers the first readings after an act with what GitHub said before it, as a whole or in one list, and looks whether a
 * green outlives that.
 */
function lagOf(github: LocalGitHub, repo: string) {
  const before = new Map<number, unknown>()
  const left = new Map<number, number>()
  let green: number[] = []
  let times = 0
  let part: StalePart | undefined
  const stop = github.onRequest(({ operation, body }) => {
    if (operation !== 'PullRequest') return
    const { variables } = body as { variables: { repo: string; number: number; facts: boolean } }
    if (variables.repo !== repo || !variables.facts) return
    const { number } = variables
    const old = before.get(number)
    const stale = left.get(number) ?? times
    if (old === undefined || stale === 0) {
      return {
        alter: (answer) => {
          before.set(number, answer.body)
          return answer
        },
      }
    }
    left.set(number, stale - 1)
    // From the second time on the App knows that GitHub lags, and has taken a green away (V6).
    if (stale < times && isGreen(number)) green.push(number)
    return { alter: ({ status, body }) => ({ status, body: part ? withOld(part, body, old) : old }) }
  })

  function isGreen(number: number): boolean {
    const repository = [...github.world.state.repositories.values()].find(({ name }) => name === repo)
    const id = repository?.numbers.get(number)
    const pull = id === undefined ? undefined : github.world.state.pulls.get(id)
    return (
      pull !== undefined &&
      github
        .checkRuns(pull)
        .some(({ name, conclusion }) => name === checkOf(pull) && conclusion === 'success')
    )
  }

  return {
    stop,
    begin(how: number, which: StalePart | undefined): void {
      times = how
      part = which
      left.clear()
      green = []
    },
    stayedGreen: () => green,
  }
}

type Answered = { data?: { repository?: { pullRequest?: Record<string, unknown> | null } | null } }

/** An answer of which one list is as it was. */
function withOld(part: StalePart, answer: unknown, before: unknown): unknown {
  const mixed = structuredClone(answer) as Answered
  const [now, old] = [mixed, before as Answered].map(({ data }) => data?.repository?.pullRequest)
  if (now && old) now[part] = old[part]
  return mixed
}

/** Leaves out of every answer what GitHub's API does not show of a repository. */
function hiding(github: LocalGitHub, repository: Repository, hidden: ReadonlySet<number>): () => void {
  return github.onRequest(({ path, body, kind }) => {
    if (hidden.size === 0 || kind !== 'read') return
    const isHere =
      path.includes(`/${repository.name}/`) || JSON.stringify(body ?? '').includes(`"${repository.name}"`)
    if (!isHere) return
    if ([...hidden].some((id) => path.endsWith(`/issues/comments/${id}`))) return { answer: { status: 404 } }
    return { alter: (answer) => ({ ...answer, body: without(answer.body, hidden) }) }
  })
}

function without(part: unknown, hidden: ReadonlySet<number>): unknown {
  if (typeof part !== 'object' || part === null) return part
  const isHidden = (each: unknown) => {
    const { databaseId, fullDatabaseId, id } = (each ?? {}) as Record<string, unknown>
    return [databaseId, fullDatabaseId, id].some((known) => known !== undefined && hidden.has(Number(known)))
  }
  if (Array.isArray(part)) {
    return part.filter((each) => !isHidden(each)).map((each) => without(each, hidden))
  }
  const { nodes, totalCount } = part as { nodes?: unknown[]; totalCount?: number }
  const gone = Array.isArray(nodes) ? nodes.filter(isHidden).length : 0
  const rest = Object.entries(part).map(([key, value]) => [key, without(value, hidden)] as const)
  const counted = gone > 0 && totalCount !== undefined ? { totalCount: totalCount - gone } : {}
  return { ...Object.fromEntries(rest), ...counted }
}
