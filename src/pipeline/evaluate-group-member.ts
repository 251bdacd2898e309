import type { CommitSha, PullRequestNumber } from '../facts/ids.ts'
import type { Member } from '../facts/merge-group.ts'
import {
  baseNameOf,
  evaluationKey,
  type GroupReference,
  type PullRequestReference,
} from '../facts/reference.ts'
import { NOTHING_NEEDED } from '../facts/inputs.ts'
import { fileKey } from '../facts/keys.ts'
import type { FileAt, PullRequestFacts } from '../facts/snapshot.ts'
import { carried, joined } from '../report/beside.ts'
import { checkName } from '../report/check.ts'
import { publicationOf } from '../report/publication.ts'
import { currentRun } from '../report/writes.ts'
import { caseOf } from '../rfc/case.ts'
import { committedPaths, strayPaths } from '../rfc/group-text.ts'
import { judge, type Judged } from './collect-and-evaluate.ts'
import { evaluateSameHead } from './evaluate-same-head.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import type { Memory } from './memory.ts'
import { readFacts } from './read-facts.ts'
import { isBehind, StaleRead } from './stale-read.ts'
import { carryingOf } from './who-carries.ts'

/**
 * Attempts before something that GitHub does not show counts as missing: half a minute; a merge queue waits
 * longer.
 */
export const TRIES_TO_SHOW = 5

/** A pull request of a merge group and the facts read of it. */
export interface EvaluatedMember {
  readonly member: Member
  /** Null when GitHub has no such pull request. */
  readonly facts: PullRequestFacts | null
}

/** Evaluates one pull request of a group as its own evaluation would, and compares its text with the group's. */
export async function evaluateGroupMember(
  parts: EvaluationPorts,
  request: EvaluationRequest,
  group: GroupReference,
  number: PullRequestNumber,
): Promise<EvaluatedMember> {
  const { memory } = parts
  const reference = memberOf(group, number)
  const remembered = await memory.recall(evaluationKey(reference))
  const facts = await readFacts(parts, reference, remembered)
  const about = { number, title: facts?.pullRequest.title ?? '', isRfc: false }
  const odd = oddness(facts, remembered, request, baseNameOf(group))
  const mayShowYet =
    request.attempt < TRIES_TO_SHOW && !request.last ? ('unclear' as const) : ('red' as const)
  if (!facts || odd !== null) {
    return { facts, member: { ...about, kind: mayShowYet, says: odd ?? NOT_THERE } }
  }
  const carrying = await carryingOf(parts, reference, facts, remembered)
  const own = await judge(parts, reference, facts, remembered, { carrying })
  const isRfc = own.verdict.state !== 'not an RFC'
  const member = (kind: Member['kind'], says: string) => ({ facts, member: { ...about, isRfc, kind, says } })
  const ours = { reference, facts, verdict: own.verdict, carrying }
  const sameHead = await evaluateSameHead(parts, ours, request.attempt).catch(staleRead)
  if (sameHead instanceof StaleRead) return member(mayShowYet, sameHead.message)
  const { carrier, beside } = sameHead
  const publication = publicationOf(own.verdict, own.snapshot)
  const { check } = joined(carrier ? carried(publication, carrier) : publication, beside)
  if (check.conclusion !== 'success') {
    // A failing group leaves its queue, and this may resolve at any moment (V8).
    const { conclusion } = carrier?.check ?? publication.check
    const blocking = [{ conclusion, mayHeal: carrier?.mayHeal }, ...beside].filter(
      (each) => each.conclusion !== 'success',
    )
    return member(blocking.every(({ mayHeal }) => mayHeal) ? mayShowYet : 'red', check.title)
  }
  const decided = carrier?.judged ?? own
  const text = await textInGroup(parts, reference, facts, decided, group.headSha)
  if (text.kind === 'unread') return member(mayShowYet, "GitHub doesn't show the files of this group yet")
  return text.kind === 'same' ? member('green', check.title) : member('red', text.says)
}

const NOT_THERE = "GitHub doesn't have it"

/** Returns a `StaleRead`; throws any other error. */
function staleRead(error: unknown): StaleRead {
  if (error instanceof StaleRead) return error
  throw error
}

/** Returns why a pull request cannot be in this queue, or null. GitHub may only be showing an old state. */
function oddness(
  facts: PullRequestFacts | null,
  remembered: Memory | null,
  { attempt }: EvaluationRequest,
  baseName: string,
): string | null {
  if (!facts) return NOT_THERE
  if (facts.pullRequest.state !== 'open') return `It is ${facts.pullRequest.state}`
  if (facts.pullRequest.baseName !== baseName) return `Its base is ${facts.pullRequest.baseName}`
  if (isBehind(facts, remembered, attempt)) return "GitHub doesn't show its current state yet"
  return null
}

type TextInGroup =
  | { readonly kind: 'same' }
  | { readonly kind: 'unread' }
  | { readonly kind: 'other'; readonly says: string }

/** Returns whether the text in the group is the one that was committed to (V8). */
async function textInGroup(
  { github }: EvaluationPorts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  { snapshot, texts, verdict }: Judged,
  commit: CommitSha,
): Promise<TextInGroup> {
  const theCase = verdict.state === 'not an RFC' ? null : caseOf(snapshot, texts)
  const paths = theCase === null ? [] : committedPaths(theCase)
  if (paths.length === 0) return { kind: 'same' }
  const missingInputs = { ...NOTHING_NEEDED, files: paths.map((path) => ({ commit, path })) }
  const { files } = await github.readMore(reference, facts, missingInputs, false)
  const inGroup = (path: string) => files.get(fileKey(commit, path))
  const isMissing = (file: FileAt | undefined) =>
    file === undefined || (file.kind === 'unreadable' && file.blob === null)
  if (paths.some((path) => isMissing(inGroup(path)))) return { kind: 'unread' }
  const [stray] = strayPaths(snapshot, paths, inGroup)
  if (stray === undefined) return { kind: 'same' }
  return {
    kind: 'other',
    says: `${stray} in this group isn't the text that was committed to; update the branch after the pull requests before it are merged`,
  }
}

/**
 * Returns a passing member unless its own last evaluation on that head did not succeed: it may know something
 * that GitHub does not show here (V6).
 */
export async function confirmed(
  { memory }: EvaluationPorts,
  group: GroupReference,
  { member, facts }: EvaluatedMember,
): Promise<Member> {
  if (!facts) return member
  const { head, baseName } = facts.pullRequest
  const written = (await memory.recall(evaluationKey(memberOf(group, member.number))))?.written
  const said =
    written?.commit === head
      ? [written.conclusion, written.own ?? 'success']
      : [currentRun(facts, checkName(baseName))?.conclusion ?? 'success']
  if (said.every((conclusion) => conclusion === 'success')) return member
  return { ...member, kind: 'unclear', says: "Its own check doesn't pass" }
}

function memberOf(
  { installationId, repositoryId, owner, repo }: GroupReference,
  number: PullRequestNumber,
): PullRequestReference {
  return { kind: 'pull-request', installationId, repositoryId, owner, repo, number }
}
