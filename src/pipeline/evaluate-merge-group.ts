import type { CheckRun } from '../facts/check-run.ts'
import { MERGE_GROUP } from '../facts/external-id.ts'
import type { PullRequestNumber } from '../facts/ids.ts'
import { type Group, type GroupFacts, groupOf } from '../facts/merge-group.ts'
import { passingRuns } from '../facts/passing-runs.ts'
import { baseNameOf, evaluationKey, type GroupReference } from '../facts/reference.ts'
import { groupCheck, unresolvedGroupCheck } from '../report/group-check.ts'
import { groupWrites, isGroupGreen } from '../report/writes.ts'
import {
  confirmed,
  type EvaluatedMember,
  evaluateGroupMember,
  TRIES_TO_SHOW,
} from './evaluate-group-member.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import { type Memory, passingOf } from './memory.ts'
import { perform } from './publish.ts'
import { isUnknownCommit } from './report-unreadable.ts'
import { StaleRead } from './stale-read.ts'

/**
 * Evaluates a merge group: evaluates each of its pull requests and writes the check on the group's commit
 * (V8). The queue waits while nothing is written, so what GitHub does not show yet is retried first.
 */
export async function evaluateMergeGroup(
  parts: EvaluationPorts,
  request: EvaluationRequest,
  reference: GroupReference,
): Promise<void> {
  const { github, memory, log } = parts
  const remembered = await memory.recall(evaluationKey(reference))
  const facts = await github.readGroup(reference)
  // GitHub may not know a transferred or renamed repository under its new name everywhere yet (GH-112).
  if (!facts) throw new StaleRead("GitHub doesn't have the repository of this merge group.")
  const group = isOfQueue(request, reference)
    ? groupOf(facts)
    : { kind: 'unknown' as const, why: 'The group that was asked about is none of a merge queue.' }
  const isGreen = isGroupGreen(facts, remembered?.written ?? null)
  if (group.kind === 'merged' || isLeft(group, request, isGreen)) {
    log.info({ group: group.kind }, 'the merge group left the queue; nothing to do')
    return
  }
  const members = group.kind === 'members' ? group.numbers : []
  const check = await checkOn(parts, request, reference, facts, group)
  if (check instanceof StaleRead) {
    // Write the failure first when a success may be there (V6); otherwise the queue waits.
    if (isGreen)
      await publish(
        parts,
        reference,
        facts,
        unresolvedGroupCheck(facts.baseName, check.message),
        members,
        false,
      )
    throw check
  }
  try {
    await publish(parts, reference, facts, check, members, group.kind === 'members')
  } catch (error) {
    if (facts.runs !== null || !isUnknownCommit(error)) throw error
    log.info({ answer: String(error) }, 'GitHub does not know the commit of the merge group; nothing to do')
  }
}

/** Whether the group has a name that merge queues give (GH-150). */
function isOfQueue({ triggers }: EvaluationRequest, reference: GroupReference): boolean {
  const start = `refs/heads/gh-readonly-queue/${baseNameOf(reference)}/pr-`
  return triggers.every(
    (trigger) => trigger.kind !== 'group' || trigger.ref === null || trigger.ref.startsWith(start),
  )
}

/** Whether the group left the queue: then it needs no check, unless it has a success. */
function isLeft(group: Group, { triggers }: EvaluationRequest, isGreen: boolean): boolean {
  return group.kind === 'unknown' && !isGreen && triggers.every(({ kind }) => kind === 'look')
}

/** Returns the check for the group, or the `StaleRead` to throw when GitHub does not show everything yet. */
async function checkOn(
  parts: EvaluationPorts,
  request: EvaluationRequest,
  reference: GroupReference,
  facts: GroupFacts,
  group: Exclude<Group, { kind: 'merged' }>,
): Promise<CheckRun | StaleRead> {
  if (group.kind === 'unknown') {
    const isPatient =
      !facts.isQueueHidden &&
      request.attempt < TRIES_TO_SHOW &&
      !request.last &&
      isOfQueue(request, reference)
    return isPatient ? new StaleRead(group.why) : unresolvedGroupCheck(facts.baseName, group.why)
  }
  const judged: EvaluatedMember[] = []
  for (const number of group.numbers)
    judged.push(await evaluateGroupMember(parts, request, reference, number))
  const isGreen = judged.every(({ member }) => member.kind === 'green')
  // Checked right before the write: meanwhile another evaluation may have failed one of them.
  const members = await Promise.all(
    judged.map((each) => (isGreen ? confirmed(parts, reference, each) : each.member)),
  )
  const unclear = members.find(({ kind }) => kind === 'unclear')
  const isSettled = !unclear || members.some(({ kind }) => kind === 'red') || request.last
  if (!isSettled) return new StaleRead(`#${unclear.number}: ${unclear.says}`)
  return groupCheck(facts.baseName, facts.repositoryUrl, members)
}

async function publish(
  parts: EvaluationPorts,
  reference: GroupReference,
  facts: GroupFacts,
  check: CheckRun,
  members: readonly PullRequestNumber[],
  isResolved: boolean,
): Promise<void> {
  const { memory, rules, log } = parts
  const key = evaluationKey(reference)
  const remembered = await memory.recall(key)
  const { commit, baseName, at } = facts
  const { externalId, conclusion, title } = check
  const writes = groupWrites(facts, check, remembered?.written ?? null)
  const before = passingRuns(facts.runs ?? [], MERGE_GROUP, passingOf(remembered))
  const next: Memory = {
    title,
    state: 'merge group',
    head: commit,
    baseName,
    at,
    updatedAt: at,
    written: { commit, externalId, conclusion, own: isResolved ? conclusion : 'unread', id: null },
    copies: [],
    passing: before,
    basis: null,
    // A group that can no longer be resolved keeps its known members.
    members: members.length > 0 ? members : (remembered?.members ?? []),
    reacted: {},
    hidden: [],
    teams: {},
    configured: [],
    refusedReviewers: [],
    logins: {},
    siblings: [],
    isOpen: true,
    carriedBy: null,
    tipSince: null,
    usesTeams: false,
    rules: rules.ours,
    record: null,
  }
  const known = { remembered: { ...next, written: remembered?.written ?? null }, passing: before }
  const { passing } = await perform(parts, reference, writes, known)
  await memory.remember(key, { ...next, passing })
  log.info({ group: conclusion, writes: writes.map(({ kind }) => kind) }, 'evaluated')
}
