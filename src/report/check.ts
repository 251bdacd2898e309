import { annotationsDigest, readExternalId, shortDigest, writeExternalId } from '../facts/external-id.ts'
import type { PullRequestNumber } from '../facts/ids.ts'
import type { PassingRun } from '../facts/passing-runs.ts'
import type { Problem } from '../facts/problem.ts'
import type { Annotation, CheckRun, Conclusion } from '../facts/check-run.ts'
import type { Evaluated, Verdict } from '../rules/verdict.ts'
import { configAnnotations, configLine } from './config-notes.ts'
import { words } from './escape.ts'
import { notRfcBlocks } from './not-rfc-blocks.ts'
import { type RunLedger, traceAlone } from './run-ledger.ts'
import { factsOf } from './check-details.ts'
import { titleOf } from './title.ts'

/** The name of the check: the base is part of it, so that a retargeted pull request is blocked until seen again (V1). */
export function checkName(baseName: string): string {
  return `RFC alignment: ${baseName}`
}

/** The conclusion of each state (V1). */
export const CONCLUSIONS = {
  'not an RFC': 'success',
  'could not evaluate': 'failure',
  'invalid configuration': 'failure',
  'needs fixing': 'failure',
  objection: 'failure',
  misalignment: 'failure',
  waiting: 'action_required',
  draft: 'action_required',
  committed: 'success',
} as const satisfies Record<Verdict['state'], Conclusion>

/** What a publication says besides the verdict. */
export interface Surroundings {
  /** Markdown of ours about how the repository requires the check, for the check of an RFC. */
  readonly setup: string | null
  /** The board's page of the pull request; null where there is no board. */
  readonly boardUrl: string | null
  /** The ledger's history and copy; null where no ledger was asked for. */
  readonly ledger: RunLedger | null
}

export const NO_SURROUNDINGS: Surroundings = { setup: null, boardUrl: null, ledger: null }

/** GitHub takes no more annotations in one request (GH-142). */
const MOST_ANNOTATIONS = 50

/** Returns the check run of a verdict on one pull request (V1–V3). */
export function checkOf(
  verdict: Verdict,
  number: PullRequestNumber,
  repositoryUrl: string,
  { setup, boardUrl, ledger }: Surroundings = NO_SURROUNDINGS,
): CheckRun {
  return checkRun({
    number,
    evaluated: verdict.evaluated,
    conclusion: CONCLUSIONS[verdict.state],
    title: titleOf(verdict),
    summary: summaryOf(verdict, repositoryUrl, setup),
    annotations: annotationsOf(verdict),
    ...(boardUrl !== null && 'rows' in verdict && { detailsUrl: boardUrl }),
    ledger,
  })
}

/** Returns the check of a pull request that could not be read: why, and what happens next (V1, V6). */
export function unreadCheck(
  number: PullRequestNumber,
  evaluated: Pick<Evaluated, 'baseName' | 'wasRfc' | 'kept'>,
  what: 'retrying' | 'gave up',
  why: string,
  ledger: RunLedger | null = null,
): CheckRun {
  const title = `Can't read this pull request from GitHub; ${what === 'gave up' ? 'comment /refresh to retry' : 'retrying'}`
  const next =
    what === 'gave up'
      ? 'Comment `/refresh`, or press *Re-run* on this check.'
      : 'It is read again until GitHub answers. No action needed.'
  const summary = `${words(why)}\n\nUntil then this check does not pass. ${next}`
  return checkRun({ number, evaluated, conclusion: 'failure', title, summary, annotations: [], ledger })
}

/** A webhook reported something that the API does not show yet. */
export const NOT_SHOWN = 'Waiting for GitHub to show the latest change.'

/** GitHub could not be read at all. */
export const NOT_READ = 'GitHub could not be read for some time.'

/** Something happened that may take a success away, and it is not known yet whether it does. */
export const IN_DOUBT =
  'Something happened here that may block this pull request, and GitHub has not been read since.'

/**
 * The check that takes the place of a success while it is in doubt; what was noted on that run stays noted, and its copy
 * of the ledger vouched for, unless a newer one is at hand.
 */
export function doubtedCheck(
  number: PullRequestNumber,
  run: PassingRun,
  ledger: RunLedger | null = null,
): CheckRun {
  const before = readExternalId(run.externalId)
  const { wasRfc = false, kept = [], annotations = '-', trace = null } = before ?? {}
  const baseName = run.name.slice(checkName('').length)
  const known = ledger ?? traceAlone(trace)
  const check = unreadCheck(number, { baseName, wasRfc, kept }, 'retrying', IN_DOUBT, known)
  const id = readExternalId(check.externalId)
  // GitHub keeps the annotations of a run that is updated.
  return { ...check, name: run.name, ...(id && { externalId: writeExternalId({ ...id, annotations }) }) }
}

/** Whether a run says only that it is retried, which is no longer true once the pull request is closed. */
export function isRetrying(externalId: string, number: PullRequestNumber, baseName: string): boolean {
  const shown = readExternalId(externalId)?.shown
  return [NOT_SHOWN, NOT_READ, IN_DOUBT].some((why) => {
    const promise = unreadCheck(number, { baseName, wasRfc: false, kept: [] }, 'retrying', why)
    return shown !== undefined && shown === readExternalId(promise.externalId)?.shown
  })
}

/** A head that is no longer the tip, or a base that was left, keeps no green (V7), but its copy of the ledger. */
export function supersededCheck(
  number: PullRequestNumber,
  evaluated: Pick<Evaluated, 'wasRfc' | 'kept'>,
  { name, externalId }: Pick<PassingRun, 'name' | 'externalId'>,
): CheckRun {
  const check = checkRun({
    number,
    evaluated: { ...evaluated, baseName: '' },
    conclusion: 'failure',
    title: 'Superseded by a newer commit',
    summary:
      "This check passed for an earlier commit or base branch. The check on the pull request's current head applies.",
    annotations: [],
    ledger: traceAlone(readExternalId(externalId)?.trace ?? null),
  })
  return { ...check, name }
}

/** The same check with another verdict on it, or another text. */
export function retold(
  check: CheckRun,
  told: Pick<CheckRun, 'conclusion' | 'title' | 'summary'> & Partial<Pick<CheckRun, 'annotations'>>,
): CheckRun {
  const id = readExternalId(check.externalId)
  if (!id) throw new Error('a check of this App has an external id')
  const retold = { ...check, ...told }
  const annotations = annotationsDigest(retold.annotations)
  return { ...retold, externalId: writeExternalId({ ...id, annotations, shown: shownDigest(retold) }) }
}

/** Returns the digest by which a run is known to say what it should. */
function shownDigest(run: Omit<CheckRun, 'externalId'>): string {
  const { name, conclusion, title, summary, annotations, detailsUrl = null, text } = run
  const shown = [name, conclusion, title, summary, annotations, detailsUrl, text?.news ?? null]
  return shortDigest(JSON.stringify(shown))
}

/** Returns a check run; its external id names the pull request, or 0 for a merge group. */
export function checkRun(facts: {
  number: PullRequestNumber
  evaluated: Pick<Evaluated, 'baseName' | 'wasRfc' | 'kept'>
  conclusion: Conclusion
  title: string
  summary: string
  annotations: readonly Annotation[]
  detailsUrl?: string
  ledger?: RunLedger | null
}): CheckRun {
  const { number, evaluated, conclusion, title, summary, annotations, detailsUrl, ledger } = facts
  const told = ledger?.told
  const run = {
    name: checkName(evaluated.baseName),
    conclusion,
    title,
    summary,
    annotations,
    ...(detailsUrl !== undefined && { detailsUrl }),
    ...(told && { text: { whole: told.text, news: told.news } }),
  }
  return {
    ...run,
    externalId: writeExternalId({
      number,
      wasRfc: evaluated.wasRfc,
      kept: evaluated.kept,
      annotations: annotationsDigest(annotations),
      shown: shownDigest(run),
      trace: ledger?.trace ?? null,
    }),
  }
}

function summaryOf(verdict: Verdict, repositoryUrl: string, setup: string | null): string {
  const { configChange } = verdict.evaluated
  const blocks = [
    ...summaryBlocks(verdict, repositoryUrl),
    ...(configChange ? [configLine(configChange)] : []),
    ...(setup !== null && 'rows' in verdict ? [setup] : []),
  ]
  return blocks.join('\n\n')
}

function summaryBlocks(verdict: Verdict, repositoryUrl: string): readonly string[] {
  if (verdict.state === 'not an RFC') {
    return notRfcBlocks(verdict.because)
  }
  if (verdict.state === 'invalid configuration') {
    return ['This pull request is not an RFC, but the configuration it would merge is invalid.']
  }
  if (verdict.state === 'could not evaluate') {
    return [
      words(verdict.why),
      'This check fails until the pull request can be read. To retry, comment `/refresh`.',
    ]
  }
  return factsOf(verdict, repositoryUrl)
}

function annotationsOf(verdict: Verdict): readonly Annotation[] {
  const { configChange } = verdict.evaluated
  const { problems, notices } = 'problems' in verdict ? verdict : { problems: [], notices: [] }
  return [
    ...problems.flatMap(annotationOf('failure')),
    ...notices.flatMap(annotationOf('notice')),
    // On an RFC these problems are listed with the others.
    ...(configChange && (configChange.kind === 'valid' || problems.length === 0)
      ? configAnnotations(configChange)
      : []),
  ].slice(0, MOST_ANNOTATIONS)
}

function annotationOf(level: Annotation['level']): (problem: Problem) => readonly Annotation[] {
  return ({ place, message }) =>
    place && place.path !== null
      ? [{ path: place.path, line: place.line, level, message: message.replaceAll('`', '') }]
      : []
}
