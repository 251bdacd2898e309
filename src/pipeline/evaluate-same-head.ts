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
 * What else stands on the head of an open pull request and speaks on its check (V7): every other open pull request with
 * the same head and base, each read and judged as in a visit of its own. Throws to be tried again where one cannot be
 * read, or says of itself that it is not here.
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
    throw new StaleRead(`#${number}, which has the same commit, is not shown as it stands`)
  }
  // It left since GitHub named it: then our own answer may be older than what it wrote on the check when it left, and
  // nobody rings here once more (V6).
  if (!sharesCheck(ours, facts)) throw new StaleRead(`#${number} is named beside this one, and has left`)
  const { verdict } = await judge(parts, reference, facts, remembered)
  const check = checkOf(verdict, number, facts.repository.url)
  const written = remembered?.written?.commit === pullRequest.head ? remembered.written : null
  const own = written?.own ?? 'success'
  if (check.conclusion !== 'success' || own === 'success') {
    return siblingBeside(number, facts.repository.url, check)
  }
  // Its own visit found it red on this head, and may know of something that GitHub does not show here (V6).
  const isUnread = own === 'unread'
  if (!isUnread) {
    await enqueue([{ reference, trigger: { kind: 'look', why: `#${pullRequest.number} has the same head` } }])
  }
  const title = isUnread ? 'GitHub does not show it as it stands' : 'It is being looked at again'
  return {
    ...siblingBeside(number, facts.repository.url, { conclusion: 'failure', title }),
    mayHeal: true,
  }
}
