import type { Logger } from 'pino'
import { wasRfc } from './domain/is-rfc.ts'
import { tokensIn } from './domain/kept.ts'
import type { CheckRun, Write } from './domain/publication.ts'
import { type PullRequestReference, type Reference, visitKey } from './domain/reference.ts'
import { triggersNotShown } from './domain/shown.ts'
import type { Needs, PullRequestFacts, Remembered, Snapshot } from './domain/snapshot.ts'
import type { Doorbell, Trigger } from './domain/trigger.ts'
import { evaluate, type Verdict } from './domain/verdict.ts'
import { type Gatherers, gather } from './gather.ts'
import { InstallationGone, RateLimited } from './github/faults.ts'
import type { Memory } from './memory.ts'
import { checkName, groupCheck, unreadCheck } from './render/check.ts'
import { publicationOf } from './render/publication.ts'
import { titleOf } from './render/title.ts'
import { checkWrites, currentRun, writesFor } from './render/writes.ts'

/** The parts of a visit: what the rooms do for it. */
export interface VisitParts {
  readonly github: {
    /** Null when the pull request does not exist any more. */
    readonly readPullRequest: (reference: PullRequestReference) => Promise<PullRequestFacts | null>
    readonly readMore: (
      reference: PullRequestReference,
      facts: PullRequestFacts,
      needs: Needs,
      confirm: boolean,
    ) => ReturnType<Gatherers['readMore']>
    readonly write: (reference: Reference, write: Write) => Promise<WriteOutcome>
    readonly remarkExists: (
      reference: PullRequestReference,
      on: 'comment' | 'review' | 'line',
      id: string,
    ) => Promise<boolean>
  }
  readonly parse: Gatherers['parse']
  /** What was seen at earlier visits. Nothing that makes a check green is ever read from it. */
  readonly memory: {
    readonly recall: (key: string) => Promise<Memory | null>
    readonly remember: (key: string, memory: Memory) => Promise<void>
  }
  /** Asks for visits of other pull requests. */
  readonly ring: (doorbells: readonly Doorbell[]) => Promise<void>
  readonly log: Logger
}

/** What a write came to. Prose that GitHub refuses is not worth a retry. */
export type WriteOutcome =
  | { readonly kind: 'done'; readonly refusedReviewers?: readonly string[] }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }

/** One trip of one pull request or merge group through the App. */
export interface Visit {
  readonly reference: Reference
  readonly triggers: readonly Trigger[]
  /** From 1. */
  readonly attempt: number
  /** No further try follows: what cannot be done now must be said on the check. */
  readonly last: boolean
}

/** GitHub's answer does not show yet what its webhook told (V6): to be tried again. */
class NotShownYet extends Error {
  override readonly name = 'NotShownYet'
}

/** The check could not be told that a visit failed: no event is lost for that, the visit is made again until it can. */
class NotSaidYet extends Error {
  override readonly name = 'NotSaidYet'
  readonly retryAfterSeconds = 120

  constructor(cause: unknown) {
    super('the visit failed, and the check could not say so', { cause })
  }
}

/** Replicas are given this many tries before a remark is asked for by its id, and same-second events are let pass. */
const PATIENT_TRIES = 3

/** Makes the visit: read → parse → evaluate → render → publish → remember. It throws to be tried again. */
export function createVisit(parts: VisitParts): (visit: Visit) => Promise<void> {
  return async (visit) => {
    const { reference } = visit
    if (reference.kind === 'merge-group') {
      const run = groupCheck(reference.baseRef.replace(/^refs\/heads\//, ''))
      await parts.github.write(reference, { kind: 'create run', commit: reference.headSha, run })
      return
    }
    try {
      await visitPullRequest(parts, visit, reference)
    } catch (cause) {
      // A fresh installation may not be known everywhere yet; one that is gone stays gone.
      if (cause instanceof InstallationGone && visit.last) {
        parts.log.info({ answer: cause.message }, 'the App is not installed here any more; nothing to do')
        return
      }
      // Being told to wait is no failure, and uses up no try.
      if (!visit.last || cause instanceof RateLimited) throw cause
      if (await sayThatItFailed(parts, visit, reference, cause)) throw cause
      throw new NotSaidYet(cause)
    }
  }
}

async function visitPullRequest(
  parts: VisitParts,
  visit: Visit,
  reference: PullRequestReference,
): Promise<void> {
  const { github, memory, log } = parts
  const facts = await github.readPullRequest(reference)
  if (!facts) {
    // GitHub's replicas may not know yet what its webhook told (F12).
    if (visit.triggers.some(({ kind }) => kind !== 'look')) {
      throw new NotShownYet(`${reference.owner}/${reference.repo}#${reference.number} is not shown yet`)
    }
    log.info('the pull request is gone; nothing to do')
    return
  }
  if (facts.pullRequest.state === 'merged') {
    log.info('the pull request is merged; nothing to do')
    return
  }
  const key = visitKey(reference)
  const remembered = await memory.recall(key)
  await mustShowTriggers(parts, visit, reference, facts, remembered)
  const judge = async (confirm: boolean) => {
    const readMore: Gatherers['readMore'] = (known, needs) =>
      github.readMore(reference, known, needs, confirm)
    const { snapshot, texts } = await gather(facts, rememberedFor(remembered), {
      readMore,
      parse: parts.parse,
    })
    return { snapshot, verdict: evaluate(snapshot, texts) }
  }
  let { snapshot, verdict } = await judge(false)
  // A green rests on nothing that was only remembered of who may read a private repository (S4).
  if (verdict.state === 'committed' && facts.repository.isPrivate) ({ snapshot, verdict } = await judge(true))
  const publication = publicationOf(verdict, snapshot)
  const planned = writesFor(facts, publication, remembered?.refusedReviewers, remembered?.written)
  const writes = planned.filter((write) => !isReactedAlready(write, remembered))
  const refused = await perform(parts, reference, writes)
  const next = memoryOf(verdict, facts, publication.check, {
    logins: loginsIn(snapshot),
    usesTeams: snapshot.teams.size > 0,
    reacted: { ...remembered?.reacted, ...reactionsIn(writes) },
    refusedReviewers: [...(remembered?.refusedReviewers ?? []), ...refused],
  })
  if (JSON.stringify(next) !== JSON.stringify(remembered)) await memory.remember(key, next)
  await ringSiblings(parts, visit, reference, facts)
  log.info({ verdict: verdict.state, writes: writes.map(({ kind }) => kind) }, 'visited')
}

/** What the core may know of earlier visits: what makes it stricter, or a text more helpful, and nothing else. */
function rememberedFor(memory: Memory | null): Remembered {
  return {
    logins: new Map(Object.entries(memory?.logins ?? {})),
    refusedReviewers: memory?.refusedReviewers ?? [],
  }
}

/** Writes in order; the check comes first, so prose that fails never holds a verdict up. */
async function perform(
  { github, log }: VisitParts,
  reference: PullRequestReference,
  writes: readonly Write[],
): Promise<readonly string[]> {
  const refusedReviewers: string[] = []
  for (const write of writes) {
    const outcome = await github.write(reference, write)
    if (outcome.kind === 'refused') {
      log.warn({ write: write.kind, status: outcome.status, answer: outcome.message }, 'GitHub refused')
      if (write.kind === 'ask for review') refusedReviewers.push(...write.logins)
    } else refusedReviewers.push(...(outcome.refusedReviewers ?? []))
  }
  return refusedReviewers
}

/** A snapshot that does not show what it was rung for is not believed: a green turns red first, then we try again (V6). */
async function mustShowTriggers(
  parts: VisitParts,
  { triggers, attempt }: Visit,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
): Promise<void> {
  const { github, log } = parts
  const unseen = triggersNotShown(facts, triggers, attempt > PATIENT_TRIES ? 'any' : 'all')
  const waiting: Trigger[] = []
  for (const trigger of unseen) {
    const mayBeGone = trigger.kind === 'remark' && trigger.state === 'present' && attempt > PATIENT_TRIES
    if (mayBeGone && !(await github.remarkExists(reference, trigger.on, trigger.id))) continue
    waiting.push(trigger)
  }
  // What was judged before was newer than this: another of GitHub's replicas answered.
  const isBehind =
    remembered !== null && facts.pullRequest.updatedAt < remembered.updatedAt && attempt <= PATIENT_TRIES
  if (waiting.length === 0 && !isBehind) return
  if (isGreen(facts, remembered)) {
    const why = 'GitHub told of a change that its own answers do not show yet.'
    await writeUnread(parts, reference, facts, remembered, 'trying again', why)
  }
  log.info({ waiting: waiting.map(({ kind }) => kind) }, 'GitHub does not show yet what it told')
  throw new NotShownYet(
    `${reference.owner}/${reference.repo}#${reference.number} does not show yet what GitHub told of it`,
  )
}

/**
 * At the end of its tries the check says so, wherever a head is known to write it on (V1). False when it could not be
 * said and may be later; a pull request that is gone has nobody to say it to.
 */
async function sayThatItFailed(
  parts: VisitParts,
  visit: Visit,
  reference: PullRequestReference,
  cause: unknown,
): Promise<boolean> {
  const { github, memory, log } = parts
  let isGone = false
  try {
    const known = await memory.recall(visitKey(reference))
    const facts = await github.readPullRequest(reference)
    if (facts) {
      await writeUnread(parts, reference, facts, known, 'gave up', whyFor(cause))
      return true
    }
    isGone = true
    const told = visit.triggers.findLast((trigger) => trigger.kind === 'pull-request')
    const place = told ? { head: told.head, baseName: told.base } : known
    if (!place) return true
    const { head, baseName } = place
    const check = unreadCheck(
      reference.number,
      { baseName, wasRfc: false, kept: [] },
      'gave up',
      whyFor(cause),
    )
    await github.write(reference, { kind: 'create run', commit: head, run: check })
    return true
  } catch (error) {
    log.error({ err: error }, 'could not even say on the check that the visit failed')
    return isGone
  }
}

/** Whether the check on the head may be green: as GitHub shows it, or as we wrote it and it does not show yet (V6). */
function isGreen(facts: PullRequestFacts, remembered: Memory | null): boolean {
  const { head, baseName } = facts.pullRequest
  const written = remembered?.written
  return (
    currentRun(facts, checkName(baseName))?.conclusion === 'success' ||
    (written?.commit === head && written.conclusion === 'success')
  )
}

/** Says on the check that the pull request could not be read, which takes away every green it has. */
async function writeUnread(
  { github, memory }: VisitParts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  what: 'trying again' | 'gave up',
  why: string,
): Promise<void> {
  const { number, baseName, head } = facts.pullRequest
  const check = unreadCheck(number, { baseName, wasRfc: wasRfc(facts), kept: tokensIn(facts) }, what, why)
  for (const write of checkWrites(facts, check, remembered?.written)) await github.write(reference, write)
  if (!remembered) return
  const written = { commit: head, externalId: check.externalId, conclusion: check.conclusion }
  await memory.remember(visitKey(reference), { ...remembered, written })
}

/** Pull requests that share the head share the check: what happens to one is looked at from the others, too (F47). */
async function ringSiblings(
  { ring }: VisitParts,
  { triggers }: Visit,
  reference: PullRequestReference,
  { sameHead, pullRequest }: PullRequestFacts,
): Promise<void> {
  if (sameHead.length === 0 || triggers.every(({ kind }) => kind === 'look')) return
  const why = `#${pullRequest.number} has the same head`
  await ring(
    sameHead.map(({ number }) => ({ reference: { ...reference, number }, trigger: { kind: 'look', why } })),
  )
}

function whyFor(cause: unknown): string {
  if (cause instanceof NotShownYet) return 'GitHub told of a change that its own answers still do not show.'
  return 'GitHub could not be read or written for some time.'
}

/** Where GitHub does not show a reaction that was made, it is not made at every visit. */
function isReactedAlready(write: Write, remembered: Memory | null): boolean {
  return write.kind === 'react' && remembered?.reacted[`${write.on}-${write.id}`] === write.reaction
}

function reactionsIn(writes: readonly Write[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    writes.flatMap((write) => (write.kind === 'react' ? [[`${write.on}-${write.id}`, write.reaction]] : [])),
  )
}

/** Whose each login was when it was first seen: a login that changes hands keeps its first owner here (S4). */
function loginsIn({ people, remembered }: Snapshot): Memory['logins'] {
  const found = [...people].flatMap(([login, person]) =>
    person.kind === 'found' && person.person.type === 'User' ? [[login, person.person.id] as const] : [],
  )
  return Object.fromEntries([...found, ...remembered.logins])
}

function memoryOf(
  verdict: Verdict,
  facts: PullRequestFacts,
  check: CheckRun,
  kept: Pick<Memory, 'logins' | 'usesTeams' | 'reacted' | 'refusedReviewers'>,
): Memory {
  return {
    title: titleOf(verdict),
    state: verdict.state,
    head: facts.pullRequest.head,
    baseName: facts.pullRequest.baseName,
    at: facts.at,
    updatedAt: facts.pullRequest.updatedAt,
    written: { commit: facts.pullRequest.head, externalId: check.externalId, conclusion: check.conclusion },
    logins: kept.logins,
    usesTeams: kept.usesTeams,
    reacted: kept.reacted,
    refusedReviewers: [...new Set(kept.refusedReviewers)],
  }
}
