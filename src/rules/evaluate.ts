import type { Texts } from '../commands/texts.ts'
import { notesCarried, notesUnjudged } from '../facts/former-notes.ts'
import type { Problem } from '../facts/problem.ts'
import type { Gap, Snapshot } from '../facts/snapshot.ts'
import type { Recorded } from '../ledger/observed/observe.ts'
import { observeUncounted } from '../ledger/observed/uncounted.ts'
import { unrecorded } from '../ledger/observed/unrecorded.ts'
import { caseUnder } from '../rfc/case.ts'
import { changesOf, isAmbiguous } from '../rfc/changed-files.ts'
import { configChangeOf, configProblems } from '../rfc/config-change.ts'
import { isRfc, mightBeRfc, staysRfc, wasRfc } from '../rfc/is-rfc.ts'
import { isDecidedHere, type NotRfc, noMatch, notRfcByText } from '../rfc/not-rfc.ts'
import { policyOf } from '../rfc/policy.ts'
import { evaluateRfc } from './evaluate-rfc.ts'
import { NOTHING_KNOWN } from './problem-first.ts'
import type { Evaluated, RfcVerdict, Verdict } from './verdict.ts'
import { LEDGER_NEWER } from './verdict-problems.ts'

/**
 * Evaluates a snapshot and what was recorded before it: pure, synchronous, total. The same evidence gives the same
 * verdict, byte for byte.
 * `success` follows only from a complete snapshot in which every stakeholder has committed to the current text.
 */
export function evaluate(
  snapshot: Snapshot,
  texts: Texts,
  recorded: Recorded = unrecorded(snapshot),
): Verdict {
  const verdict = judged(snapshot, texts, recorded)
  const { evaluated } = verdict
  const problems = configProblems(evaluated.configChange)
  if (problems.length === 0) return verdict
  if (verdict.state === 'not an RFC') return { state: 'invalid configuration', evaluated }
  return 'problems' in verdict
    ? { ...verdict, state: 'needs fixing', problems: [...verdict.problems, ...problems] }
    : verdict
}

function judged(
  snapshot: Snapshot,
  texts: Texts,
  recorded: Recorded,
): Exclude<Verdict, { state: 'invalid configuration' }> {
  const policy = policyOf(snapshot, texts)
  const evaluated: Evaluated = {
    head: snapshot.pullRequest.head,
    baseName: snapshot.pullRequest.baseName,
    baseTip: snapshot.pullRequest.baseTip,
    configBlob: policy.blob,
    documentDigest: null,
    wasRfc: wasRfc(snapshot),
    kept: notesCarried(snapshot),
    configFrom: policy.from,
    configChange: configChangeOf(snapshot, texts, policy.kind === 'config' ? policy.config : null),
    observed: null,
  }
  const uncounted = (): Evaluated => ({
    ...evaluated,
    kept: notesUnjudged(snapshot),
    observed: observeUncounted(snapshot, texts, recorded),
  })
  const telling = snapshot.gaps.find(({ list }) => TELLING.has(list))
  if (telling) return unevaluated(gapText(telling), uncounted())
  // Not even "Not an RFC": newer rules may say otherwise (L4).
  if (recorded.how === 'newer') return unevaluated(LEDGER_NEWER, uncounted())
  if (policy.kind === 'broken') {
    if (!mightBeRfc(snapshot))
      return { state: 'not an RFC', because: { kind: 'nothing like one' }, evaluated }
    return nothingKnown(snapshot, uncounted(), policy.problems)
  }
  const changes = changesOf(snapshot, evaluated.head)
  if (changes.kind === 'unreadable') {
    return unevaluated(`Couldn't read all files of this pull request: ${changes.why}.`, uncounted())
  }
  const { config } = policy
  if (!isDecidedHere(config, evaluated.baseName)) {
    const because: NotRfc = { kind: 'other base', bases: config.rfcs.bases ?? [] }
    return { state: 'not an RFC', because, evaluated }
  }
  const theCase = caseUnder(config, snapshot, texts)
  const gap = isRfc(theCase) ? snapshot.gaps[0] : undefined
  if (gap) return unevaluated(gapText(gap), uncounted())
  if (isAmbiguous(changes, config)) {
    const { baseName } = evaluated
    const why = `GitHub doesn't report where this pull request left \`${baseName}\`, and RFC files differ between the two. Update the branch, or split this pull request into smaller ones.`
    return unevaluated(why, uncounted())
  }
  if (!isRfc(theCase)) return { state: 'not an RFC', because: noMatch(theCase), evaluated }
  const because = staysRfc(theCase) ? null : notRfcByText(theCase)
  if (because !== null) return { state: 'not an RFC', because, evaluated }
  return evaluateRfc(theCase, evaluated, recorded)
}

/**
 * Lists that show whether a pull request is, or was, an RFC (D2, D3, D5); gaps in other lists matter only for an RFC.
 */
const TELLING: ReadonlySet<Gap['list']> = new Set(['labels', 'commits', 'timeline', 'forcePushes'])

function gapText({ why }: Gap): string {
  return `Couldn't read all of this pull request: ${why}.`
}

/** The verdict where it is unknown whether the head is an RFC, which is noted (D5). */
function unevaluated(why: string, evaluated: Evaluated): Extract<Verdict, { state: 'could not evaluate' }> {
  return { state: 'could not evaluate', why, evaluated }
}

/** The verdict with a broken configuration: nothing is counted (§13). */
function nothingKnown(snapshot: Snapshot, evaluated: Evaluated, problems: readonly Problem[]): RfcVerdict {
  return {
    state: 'needs fixing',
    isDraft: snapshot.pullRequest.isDraft,
    isCounted: false,
    problems,
    notices: [],
    rows: [],
    teams: [],
    mentions: new Map(),
    objections: [],
    misaligned: [],
    sharing: { of: 0, share: 0, differ: 0, committed: 0 },
    problemFirst: NOTHING_KNOWN,
    stillToAlign: [],
    releases: [],
    letGo: [],
    configured: snapshot.remembered.configured,
    refusedReviewers: [],
    notCounted: [],
    others: { committed: 0, needed: 1 },
    accepted: [],
    rejections: [],
    otherWords: new Map(),
    undecided: new Set(),
    questions: [],
    decideBy: null,
    deciders: [],
    evaluated,
  }
}
