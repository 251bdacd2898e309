import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import { isHeldByGroup, MOST_SIBLINGS, sharesCheck } from '../facts/same-head.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import { type Beside, groupBeside, siblingBeside, tooManyBeside } from '../report/beside.ts'
import { checkName, checkOf } from '../report/check.ts'
import { judge } from './collect-and-evaluate.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import { readFacts } from './read-facts.ts'
import { isBehind, StaleRead } from './stale-read.ts'

/**
 * Returns the checks of every other open pull request with the same head and base (V7), each read and
 * evaluated as in its own evaluation. Throws a retryable error when one cannot be read or GitHub shows an old
 * state of it.
 */
export async function evaluateSameHead(
  parts: EvaluationPorts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  attempt: number,
): Promise<readonly Beside[]> {
  const { pullRequest, sameHead } = facts
  if (pullRequest.state !== 'open') return []
  const held = isHeldByGroup(facts, checkName(pullRequest.baseName)) ? [groupBeside()] : []
  if (sameHead.length > MOST_SIBLINGS) return [...held, tooManyBeside(sameHead.length)]
  const siblings: Beside[] = []
  for (const { number } of sameHead.toSorted((a, b) => a.number - b.number)) {
    siblings.push(await evaluateOther(parts, { ...reference, number }, facts, attempt))
  }
  return [...held, ...siblings]
}

async function evaluateOther(
  parts: EvaluationPorts,
  reference: PullRequestReference,
  ours: PullRequestFacts,
  attempt: number,
): Promise<Beside> {
  const { memory, enqueue } = parts
  const { pullRequest } = ours
  const { number } = reference
  const remembered = await memory.recall(evaluationKey(reference))
  const facts = await readFacts(parts, reference, remembered)
  if (!facts || isBehind(facts, remembered, attempt)) {
    throw new StaleRead(`GitHub doesn't show the current state of #${number}, which has the same head, yet`)
  }
  // It left the head since GitHub listed it. Our own read may be older than the check it wrote when it left,
  // and nothing would enqueue this one again (V6).
  if (!sharesCheck(ours, facts)) throw new StaleRead(`#${number} no longer has the same head`)
  const { verdict } = await judge(parts, reference, facts, remembered)
  const check = checkOf(verdict, number, facts.repository.url)
  const written = remembered?.written?.commit === pullRequest.head ? remembered.written : null
  const own = written?.own ?? 'success'
  if (check.conclusion !== 'success' || own === 'success') {
    return siblingBeside(number, facts.repository.url, check)
  }
  // Its own evaluation failed it on this head and may know something that GitHub does not show here (V6).
  const isUnread = own === 'unread'
  if (!isUnread) {
    await enqueue([{ reference, trigger: { kind: 'look', why: `#${pullRequest.number} has the same head` } }])
  }
  const title = isUnread ? "GitHub doesn't show its current state yet" : 'It is being evaluated again'
  return {
    ...siblingBeside(number, facts.repository.url, { conclusion: 'failure', title }),
    mayHeal: true,
  }
}
