import type { Timestamp } from '../facts/ids.ts'
import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import { carrierAmong, firstRunOn, type OnHead } from '../facts/same-head.ts'
import type { Carrying, PullRequestFacts } from '../facts/snapshot.ts'
import { earliest } from '../facts/time.ts'
import { entriesOf, type Ledger } from '../ledger/append.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { Memory } from './memory.ts'

/**
 * Returns which of the open pull requests with this head and base carries the decision (V7): the one on which the commit
 * was the tip first, by its runs there and what was remembered of it. One of which nothing is known came now.
 */
export async function carryingOf(
  { memory }: Pick<EvaluationPorts, 'memory'>,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
): Promise<Carrying> {
  const recall = (number: number) => memory.recall(evaluationKey({ ...reference, number }))
  const before = remembered?.carriedBy ?? null
  const left = before === null ? null : await recall(before)
  const changedAfter = changeAfter(facts, remembered, left)
  const { pullRequest, sameHead } = facts
  if (pullRequest.state !== 'open' || sameHead.length === 0) return { by: null, changedAfter }
  const others = await Promise.all(
    sameHead.map(async ({ number }): Promise<OnHead> => {
      const known = [firstRunOn(facts.runs, pullRequest.head, number), sinceIn(await recall(number), facts)]
      return { number, since: earliest(known.flatMap((at) => at ?? [])) ?? facts.at }
    }),
  )
  const ours = { number: reference.number, since: tipSince(facts, remembered, null) }
  const carrier = carrierAmong([ours, ...others])
  return { by: carrier === reference.number ? null : carrier, changedAfter }
}

/** Returns since when the head is known to have been the tip first; `ledger` null where it is not at hand. */
export function tipSince(
  facts: PullRequestFacts,
  remembered: Memory | null,
  ledger: Ledger | null,
): Timestamp {
  const { head, number } = facts.pullRequest
  const tips = ledger ? entriesOf(ledger, 'tip') : []
  const known = [
    firstRunOn(facts.runs, head, number),
    sinceIn(remembered, facts),
    ...facts.forcePushes.map(({ after, at }) => (after === head ? at : null)),
    ...tips.map(({ commit, how, at }) => (commit === head && how !== 'possible' ? at : null)),
  ]
  return earliest([...known.flatMap((at) => at ?? []), facts.at]) ?? facts.at
}

function sinceIn(memory: Memory | null, { pullRequest }: PullRequestFacts): Timestamp | null {
  return memory?.tipSince?.commit === pullRequest.head ? memory.tipSince.at : null
}

/**
 * Returns the time since which another one may carry the decision, or none any more: the last evaluation showed what was
 * before. Where the one that carried it had left by then, it was read from a replica that lagged, and the time is earlier.
 */
function changeAfter(
  { pullRequest }: PullRequestFacts,
  remembered: Memory | null,
  left: Memory | null,
): Timestamp {
  if (!remembered) return pullRequest.createdAt
  const { at, head, baseName } = remembered
  const hasLeft = left !== null && (!left.isOpen || left.head !== head || left.baseName !== baseName)
  return hasLeft && left.updatedAt < at ? left.updatedAt : at
}
