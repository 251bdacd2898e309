import type { CheckRun } from '../facts/check-run.ts'
import type { PullRequestNumber } from '../facts/ids.ts'
import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import { isHeldByGroup, MOST_SIBLINGS, sharesCheck } from '../facts/same-head.ts'
import type { Carrying, PullRequestFacts } from '../facts/snapshot.ts'
import {
  type Beside,
  type Carrier,
  groupBeside,
  onlyRfcBeside,
  tooManyBeside,
  unclearBeside,
} from '../report/beside.ts'
import { checkName, checkOf } from '../report/check.ts'
import type { Verdict } from '../rules/verdict.ts'
import { type Judged, judge } from './collect-and-evaluate.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import { readFacts } from './read-facts.ts'
import { isBehind, StaleRead } from './stale-read.ts'

/** What the other open pull requests with the same head and base mean for one of them (V7). */
export interface SameHead {
  /** The one that carries the decision, as evaluated now; null where this one does. */
  readonly carrier: (Carrier & { readonly judged: Judged }) | null
  /** What else makes the check fail that they share. */
  readonly beside: readonly Beside[]
}

/** The pull request that is evaluated, and which one carries its decision. */
export interface Ours {
  readonly reference: PullRequestReference
  readonly facts: PullRequestFacts
  readonly verdict: Verdict
  readonly carrying: Carrying
}

/**
 * Evaluates the pull request that carries the decision as in its own evaluation (V7); the others only where that is no
 * RFC, because then none may pass that is one. Throws a retryable error when one cannot be read or GitHub shows an old
 * state of it.
 */
export async function evaluateSameHead(
  parts: EvaluationPorts,
  ours: Ours,
  attempt: number,
): Promise<SameHead> {
  const { facts, carrying, reference } = ours
  if (facts.pullRequest.state !== 'open') return { carrier: null, beside: [] }
  const held = isHeldByGroup(facts, checkName(facts.pullRequest.baseName)) ? [groupBeside()] : []
  const carrier = carrying.by === null ? null : await evaluateOther(parts, ours, carrying.by, attempt)
  const decides = carrier?.judged.verdict ?? ours.verdict
  if (!isNoRfc(decides)) return { carrier, beside: held }
  const { length } = facts.sameHead
  if (length > MOST_SIBLINGS) return { carrier, beside: [...held, tooManyBeside(length)] }
  const others = facts.sameHead.filter(({ number }) => number !== carrying.by)
  const by = carrying.by ?? reference.number
  const onlyRfc = (number: PullRequestNumber) => onlyRfcBeside(number, by, facts.repository.url)
  const beside = [...held, ...(isNoRfc(ours.verdict) ? [] : [onlyRfc(reference.number)])]
  for (const { number } of others.toSorted((a, b) => a.number - b.number)) {
    const other = await evaluateOther(parts, ours, number, attempt)
    if (!isNoRfc(other.judged.verdict)) beside.push(onlyRfc(number))
    else if (other.mayHeal) beside.push(unclearBeside(other))
  }
  return { carrier, beside }
}

function isNoRfc({ state }: Verdict): boolean {
  return state === 'not an RFC'
}

async function evaluateOther(
  parts: EvaluationPorts,
  { reference: { number: ourNumber, ...repository }, facts: ours, carrying }: Ours,
  number: PullRequestNumber,
  attempt: number,
): Promise<Carrier & { readonly judged: Judged }> {
  const { memory, enqueue } = parts
  const reference = { ...repository, number }
  const { pullRequest } = ours
  const remembered = await memory.recall(evaluationKey(reference))
  const facts = await readFacts(parts, reference, remembered)
  if (!facts || isBehind(facts, remembered, attempt)) {
    throw new StaleRead(`GitHub doesn't show the current state of #${number}, which has the same head, yet`)
  }
  // It left the head since GitHub listed it. Our own read may be older than the check it wrote when it left,
  // and nothing would enqueue this one again (V6).
  if (!sharesCheck(ours, facts)) throw new StaleRead(`#${number} no longer has the same head`)
  const changedAfter = remembered?.at ?? facts.pullRequest.createdAt
  const judged = await judge(parts, reference, facts, remembered, {
    carrying: { by: carrying.by === number ? null : (carrying.by ?? ourNumber), changedAfter },
  })
  const url = facts.repository.url
  const check = checkOf(judged.verdict, number, url)
  const written = remembered?.written?.commit === pullRequest.head ? remembered.written : null
  const own = written?.own ?? 'success'
  const isOverruled = check.conclusion === 'success' && own !== 'success'
  if (!isOverruled) return { number, url, check, judged }
  // Its own evaluation failed it on this head and may know something that GitHub does not show here (V6).
  const isUnread = own === 'unread'
  if (!isUnread) {
    await enqueue([{ reference, trigger: { kind: 'look', why: `#${ourNumber} has the same head` } }])
  }
  const title = isUnread ? "GitHub doesn't show its current state yet" : 'It is being evaluated again'
  const failure: Pick<CheckRun, 'conclusion' | 'title'> = { conclusion: 'failure', title }
  return { number, url, check: failure, mayHeal: true, judged }
}
