import { wasRfc } from './domain/is-rfc.ts'
import { digest } from './domain/external-id.ts'
import { tokensUnjudged } from './domain/kept.ts'
import type { CheckRun, Conclusion, Write } from './domain/publication.ts'
import { type PullRequestReference, visitKey } from './domain/reference.ts'
import { membershipsNotShown, triggersNotShown } from './domain/shown.ts'
import { type PullRequestFacts, remarkKey, type Snapshot } from './domain/snapshot.ts'
import { refusedLines } from './domain/statements/collect.ts'
import { type Doorbell, type Trigger, withToldDeletions } from './domain/trigger.ts'
import type { Verdict } from './domain/verdict.ts'
import { RateLimited } from './github/faults.ts'
import { judge } from './judge.ts'
import { judgeBeside } from './judge-beside.ts'
import type { Memory } from './memory.ts'
import { isBehind, NotShownYet, PATIENT_TRIES } from './not-shown-yet.ts'
import { outlineOf } from './outline.ts'
import { checkName, NOT_SHOWN, unreadCheck } from './render/check.ts'
import { type Publication, publicationOf } from './render/publication.ts'
import { type Beside, joined } from './render/shared-head.ts'
import { recordOf } from './render/record.ts'
import { titleOf } from './render/title.ts'
import { checkWrites, currentRun, writesFor } from './render/writes.ts'
import type { Visit, VisitParts } from './visit-parts.ts'

/** Makes the visit: read → parse → evaluate → render → publish → remember. It throws to be tried again. */
export async function visitPullRequest(
  parts: VisitParts,
  visit: Visit,
  reference: PullRequestReference,
): Promise<void> {
  const { github, memory, log } = parts
  const read = await github.readPullRequest(reference)
  if (!read) {
    // GitHub's replicas may not know yet what its webhook told (GH-112).
    if (visit.triggers.some(({ kind }) => kind !== 'look')) {
      throw new NotShownYet(`${reference.owner}/${reference.repo}#${reference.number} is not shown yet`)
    }
    log.info('the pull request is gone; nothing to do')
    return
  }
  const key = visitKey(reference)
  const facts = withToldDeletions(read, visit.triggers)
  if (facts.pullRequest.state === 'merged') {
    await parts.records.close(key, 'merged', facts.at)
    log.info('the pull request is merged; nothing to do')
    return
  }
  const remembered = await memory.recall(key)
  await mustShowTriggers(parts, visit, reference, facts, remembered)
  const { snapshot, verdict } = await judge(parts, reference, facts, remembered)
  if (visit.attempt <= PATIENT_TRIES && membershipsNotShown(snapshot, visit.triggers).length > 0) {
    await standBack(parts, reference, facts, remembered)
  }
  const own = publicationOf(verdict, snapshot, await parts.setupLine(reference, verdict))
  const publication = joined(own, await besideOr(parts, visit, reference, facts, remembered, own))
  const planned = writesFor(facts, publication, remembered?.refusedReviewers, remembered?.written)
  const writes = planned.filter((write) => !isReactedAlready(write, remembered))
  if (own.check.conclusion !== 'success') await noteRed(parts, reference, remembered)
  const hasTurned = remembered?.written?.own !== own.check.conclusion
  const { refused, later } = await perform(parts, reference, writes).finally(() =>
    ringGroups(parts, reference, facts, publication.check, hasTurned),
  )
  const next = memoryOf(verdict, facts, publication.check, own.check.conclusion, {
    rules: parts.rules.ours,
    record: await record(parts, reference, verdict, snapshot, remembered),
    logins: loginsIn(snapshot),
    usesTeams: snapshot.teams.size > 0,
    reacted: (later ? null : reactionsIn(publication)) ?? remembered?.reacted ?? {},
    objections: { ...remembered?.objections, ...numbersIn(verdict) },
    refused: refusedIn(verdict) ?? remembered?.refused ?? {},
    refusedReviewers: [...(remembered?.refusedReviewers ?? []), ...refused],
  })
  if (JSON.stringify(next) !== JSON.stringify(remembered)) await memory.remember(key, next)
  // Whom GitHub would not ask is named in the summary, which was written before it refused (V5).
  if (refused.length > 0) {
    await parts.ring([{ reference, trigger: { kind: 'look', why: 'GitHub refused a review request' } }])
  }
  await ringSiblings(parts, visit, reference, facts, hasTurned, remembered?.siblings ?? [])
  if (later) throw later
  log.info({ verdict: verdict.state, writes: writes.map(({ kind }) => kind) }, 'visited')
}

/** Keeps the verdict for the board, where it says anything new; gives what is to be remembered of it. */
async function record(
  { records }: VisitParts,
  reference: PullRequestReference,
  verdict: Verdict,
  snapshot: Snapshot,
  remembered: Memory | null,
): Promise<string | null> {
  if (!('rows' in verdict)) {
    if (verdict.state === 'not an RFC' && remembered?.record !== null)
      await records.forget(visitKey(reference))
    return verdict.state === 'not an RFC' ? null : (remembered?.record ?? null)
  }
  const kept = recordOf(verdict, snapshot)
  const said = digest({ ...kept, judgedAt: '' })
  if (remembered?.record !== said) await records.keep(reference, snapshot.repository.isPrivate, kept)
  return said
}

interface Performed {
  /** Logins that GitHub would not ask for a review. */
  readonly refused: readonly string[]
  /** Prose that GitHub wants to have later; nobody waits for it but those who read it. */
  readonly later: RateLimited | null
}

/** Writes in order; the check comes first, so prose that fails never holds a verdict up. */
async function perform(
  { github, log }: VisitParts,
  reference: PullRequestReference,
  writes: readonly Write[],
): Promise<Performed> {
  const refused: string[] = []
  for (const write of writes) {
    try {
      const outcome = await github.write(reference, write)
      if (outcome.kind === 'refused') {
        log.warn({ write: write.kind, status: outcome.status, answer: outcome.message }, 'GitHub refused')
        if (write.kind === 'ask for review') refused.push(...write.logins)
      } else refused.push(...(outcome.refusedReviewers ?? []))
    } catch (error) {
      const isProse = write.kind !== 'create run' && write.kind !== 'update run'
      if (isProse && error instanceof RateLimited) return { refused, later: error }
      throw error
    }
  }
  return { refused, later: null }
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
  if (waiting.length === 0 && !isBehind(facts, remembered, attempt, triggers)) return
  log.info({ waiting: waiting.map(({ kind }) => kind) }, 'GitHub does not show yet what it told')
  await standBack(parts, reference, facts, remembered)
}

/** Believes nothing of a snapshot: a green turns red, and the visit is thrown to be tried again (V6). */
async function standBack(
  parts: VisitParts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
): Promise<never> {
  if (isGreen(facts, remembered)) {
    await writeUnread(parts, reference, facts, remembered, 'trying again', NOT_SHOWN)
  }
  throw new NotShownYet(
    `${reference.owner}/${reference.repo}#${reference.number} does not show yet what GitHub told of it`,
  )
}

/**
 * At the end of its tries the check says so, wherever a head is known to write it on (V1). False when it could not be
 * said and may be later; a pull request that is gone has nobody to say it to.
 */
export async function sayThatItFailed(
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
  parts: VisitParts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  what: 'trying again' | 'gave up',
  why: string,
): Promise<void> {
  const { github, memory } = parts
  const { number, baseName, head } = facts.pullRequest
  const check = unreadCheck(
    number,
    { baseName, wasRfc: wasRfc(facts), kept: tokensUnjudged(facts) },
    what,
    why,
  )
  await noteRed(parts, reference, remembered, 'unread')
  try {
    for (const write of checkWrites(facts, check, remembered?.written)) await github.write(reference, write)
    if (!remembered) return
    const { externalId, conclusion } = check
    const written = { commit: head, externalId, conclusion, own: 'unread' }
    await memory.remember(visitKey(reference), { ...remembered, written })
  } finally {
    await ringGroups(parts, reference, facts, check)
  }
}

/** Those who rely on this pull request (its groups, and those that share its head) learn first that it turned red. */
async function noteRed(
  { memory }: VisitParts,
  reference: PullRequestReference,
  remembered: Memory | null,
  own: 'failure' | 'unread' = 'failure',
): Promise<void> {
  if (remembered?.written?.own !== 'success') return
  const written = { ...remembered.written, own }
  await memory.remember(visitKey(reference), { ...remembered, written })
}

/** What shares the check. Where that cannot be read, a green that the pull request lost by itself is taken away first. */
async function besideOr(
  parts: VisitParts,
  { attempt }: Visit,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  { check }: Publication,
): Promise<readonly Beside[]> {
  try {
    return await judgeBeside(parts, reference, facts, attempt)
  } catch (error) {
    if (check.conclusion !== 'success' && isGreen(facts, remembered)) {
      await noteRed(parts, reference, remembered)
      await perform(parts, reference, checkWrites(facts, check, remembered?.written)).finally(() =>
        ringGroups(parts, reference, facts, check),
      )
    }
    throw error
  }
}

/**
 * What is merged together with a pull request that is not green must not be: its groups are looked at again (V8); and
 * once more when it turned green, for a group that waits need not fail.
 */
async function ringGroups(
  { ring }: VisitParts,
  reference: PullRequestReference,
  { queue, pullRequest }: PullRequestFacts,
  check: CheckRun,
  hasTurned = false,
): Promise<void> {
  const place = queue.findIndex(({ number }) => number === pullRequest.number)
  if (place === -1 || (check.conclusion === 'success' && !hasTurned)) return
  const { number: _, ...repository } = reference
  const passes = check.conclusion === 'success' ? 'passes now' : 'does not pass'
  const why = `#${pullRequest.number} is in the merge group, and ${passes}`
  const groups = queue.slice(place).flatMap(({ headCommit }): readonly Doorbell[] => {
    if (headCommit === null) return []
    const baseRef = `refs/heads/${pullRequest.baseName}`
    const group = { ...repository, kind: 'merge-group' as const, headSha: headCommit, baseRef }
    return [{ reference: group, trigger: { kind: 'look', why } }]
  })
  if (groups.length > 0) await ring(groups)
}

/**
 * Pull requests that share the head share the check: what happens to one is looked at from the others, too (GH-147). A look
 * that finds what it found before rings nobody, so it comes to an end.
 */
async function ringSiblings(
  { ring }: VisitParts,
  { triggers }: Visit,
  reference: PullRequestReference,
  { sameHead, pullRequest }: PullRequestFacts,
  hasTurned: boolean,
  before: readonly number[],
): Promise<void> {
  const isNews = hasTurned || triggers.some(({ kind }) => kind !== 'look')
  const now = isNews ? sameHead.map(({ number }) => number) : []
  // Who is left behind on a head sees there what was written for us, until it is looked at again.
  const left = before.filter((number) => !sameHead.some((sibling) => sibling.number === number))
  const numbers = [...new Set([...now, ...left])]
  if (numbers.length === 0) return
  const why = `#${pullRequest.number} has, or had, the same head`
  await ring(
    numbers.map((number) => ({ reference: { ...reference, number }, trigger: { kind: 'look', why } })),
  )
}

function whyFor(cause: unknown): string {
  if (cause instanceof NotShownYet) return 'GitHub told of a change that its own answers still do not show.'
  return 'GitHub could not be read or written for some time.'
}

/** Where GitHub does not show a reaction that was made, it is not made at every visit. */
function isReactedAlready(write: Write, remembered: Memory | null): boolean {
  return write.kind === 'react' && (remembered?.reacted[remarkKey(write)] ?? []).includes(write.reaction)
}

function reactionsIn({ prose }: Publication): Memory['reacted'] | null {
  const reactions = prose?.answers?.reactions
  return reactions
    ? Object.fromEntries([...reactions].map(([remark, marks]) => [remarkKey(remark), marks]))
    : null
}

/** The numbers people were told their objections have: one that is deleted gives its number to nobody (P5). */
function numbersIn(verdict: Verdict): Memory['objections'] {
  const objections = 'objections' in verdict ? verdict.objections : []
  const byRemark = Map.groupBy(objections, ({ remark }) => remarkKey(remark))
  return Object.fromEntries([...byRemark].map(([key, all]) => [key, all.map(({ number }) => number)]))
}

/** What was refused, line by line; null where nothing was counted, so that what is known stays known. */
function refusedIn(verdict: Verdict): Memory['refused'] | null {
  if (!('rows' in verdict) || !verdict.isCounted) return null
  return Object.fromEntries(refusedLines(verdict.refusals))
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
  own: Conclusion,
  kept: Pick<
    Memory,
    'rules' | 'record' | 'logins' | 'usesTeams' | 'reacted' | 'objections' | 'refused' | 'refusedReviewers'
  >,
): Memory {
  return {
    title: titleOf(verdict),
    state: verdict.state,
    head: facts.pullRequest.head,
    baseName: facts.pullRequest.baseName,
    at: facts.at,
    updatedAt: facts.pullRequest.updatedAt,
    written: {
      commit: facts.pullRequest.head,
      externalId: check.externalId,
      conclusion: check.conclusion,
      own,
    },
    logins: kept.logins,
    siblings: facts.sameHead.map(({ number }) => number),
    usesTeams: kept.usesTeams,
    reacted: kept.reacted,
    objections: kept.objections,
    refused: kept.refused,
    refusedReviewers: [...new Set(kept.refusedReviewers)],
    rules: kept.rules,
    record: kept.record,
    outline: outlineOf(facts),
  }
}
