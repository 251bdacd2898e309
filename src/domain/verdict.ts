import type { Config } from './config.ts'
import { freshnessOf, type Freshness } from './freshness.ts'
import { isRfc, isRfcNow, mightBeRfc, sharesHeadWithRfc, wasRfc } from './is-rfc.ts'
import { materialDigest, materialOf } from './material.ts'
import { policyOf } from './policy.ts'
import type { Problem } from './problem.ts'
import type { Person, Remark, Snapshot } from './snapshot.ts'
import { type Stakeholder, type Stakeholders, stakeholdersOf } from './stakeholders.ts'
import { collect, type Refusal, type Statement, type Tampering } from './statements/collect.ts'
import { type Objection, type Replayed, replay, type Standing } from './statements/replay.ts'
import type { Texts } from './texts.ts'
import { documentProblems } from './validate.ts'
import { changesOf, currentVersion, rfcAt, type Version, versionAt, versionsOf } from './versions.ts'

/** What follows from a snapshot. The states are those of V1, the first that applies. */
export type Verdict =
  | { readonly state: 'not an RFC'; readonly evaluated: Evaluated }
  | { readonly state: 'could not evaluate'; readonly why: string; readonly evaluated: Evaluated }
  | RfcVerdict

export interface RfcVerdict {
  readonly state: 'needs fixing' | 'objection' | 'misalignment' | 'waiting' | 'draft' | 'committed'
  readonly isDraft: boolean
  readonly problems: readonly Problem[]
  readonly rows: readonly Row[]
  readonly objections: readonly (Objection & { readonly blocks: boolean })[]
  readonly mentioned: readonly string[]
  readonly notCounted: readonly NotCounted[]
  /** How many different people other than the author have committed, and how many must (S5). */
  readonly others: { readonly committed: number; readonly needed: number }
  readonly accepted: readonly Remark[]
  readonly refusals: readonly Refusal[]
  /** Remarks that ask for a word of the App: `/status` and `/help`. */
  readonly questions: readonly { readonly remark: Remark; readonly word: 'status' | 'help' }[]
  readonly evaluated: Evaluated
}

/** What was looked at, so that a verdict can be derived again (V3). */
export interface Evaluated {
  readonly head: string
  readonly baseName: string
  readonly baseTip: string
  readonly configBlob: string | null
  /** Digest of the material text (F2); null where there is no document or it cannot be read. */
  readonly documentDigest: string | null
  /** It is or was an RFC outside draft: from now on it always is one (D5). */
  readonly wasRfc: boolean
}

/** One stakeholder and where they stand. */
export interface Row {
  readonly person: Person
  readonly position: 'silent' | 'committed' | 'dissenting' | 'stale' | 'objecting' | 'recused'
  readonly alignment: Standing['alignment']
  readonly misalignedBecause: string
  /** The commitment, a stale one included. */
  readonly commitment: Standing['commitment']
  readonly freshness: Freshness | null
  readonly recused: Standing['recused']
  /** The head that no longer names them (S6). */
  readonly leftAt: string | null
  readonly isAuthor: boolean
}

/** Something that was said and does not count, and why (V3, C5). */
export interface NotCounted {
  readonly who: string
  readonly what: string
  readonly why: string
  readonly url: string
}

/**
 * Judges a snapshot: pure, synchronous, total. The same snapshot and texts give the same verdict, byte for byte.
 * `success` follows only from a complete snapshot in which every stakeholder has committed to the text as it stands.
 */
export function evaluate(snapshot: Snapshot, texts: Texts): Verdict {
  const policy = policyOf(snapshot.config, texts)
  const evaluated: Evaluated = {
    head: snapshot.pullRequest.head,
    baseName: snapshot.pullRequest.baseName,
    baseTip: snapshot.pullRequest.baseTip,
    configBlob: policy.blob,
    documentDigest: null,
    wasRfc: wasRfc(snapshot),
  }
  if (policy.kind === 'broken') {
    if (!mightBeRfc(snapshot)) return { state: 'not an RFC', evaluated }
    return { ...nothingKnown(snapshot, evaluated), problems: policy.problems }
  }
  const changes = changesOf(snapshot, evaluated.head)
  if (changes.kind === 'unreadable') {
    const why = `The files of this pull request could not be read whole: ${changes.why}.`
    return { state: 'could not evaluate', why, evaluated }
  }
  const { config } = policy
  if (!isRfc(snapshot, config) && !sharesHeadWithRfc(snapshot, config)) {
    return { state: 'not an RFC', evaluated }
  }
  return evaluateRfc(snapshot, config, texts, evaluated)
}

/** Later than any time of GitHub's. */
const EVER = '9999'

function evaluateRfc(snapshot: Snapshot, config: Config, texts: Texts, evaluated: Evaluated): Verdict {
  const versions = versionsOf(snapshot)
  const stakeholders = stakeholdersOf(snapshot, config, texts)
  const collected = collect(snapshot, texts)
  const replayed = replay(collected, {
    wasNamedAt: stakeholders.wasNamedAt,
    versionOf: (statement) => pinOf(statement, versions),
  })
  const required = [...stakeholders.required, ...silenced(collected.tampered, stakeholders, replayed)]
  const rows = rowsOf(snapshot, required, replayed, freshnessOf(snapshot, config, texts))
  // A team cannot step out, and a name that is a problem still stands for somebody (S6).
  const isOwed = rows.some(({ position }) => position !== 'recused') || stakeholders.problems.length > 0
  if (!isRfcNow(snapshot, config) && !isOwed && !sharesHeadWithRfc(snapshot, config)) {
    return { state: 'not an RFC', evaluated }
  }
  const objections = replayed.objections.map((objection) => ({
    ...objection,
    blocks:
      // Named once, before or after it was raised: it outlives the document's naming of its raiser (P5).
      objection.state === 'open' &&
      (stakeholders.wasNamedAt(objection.by.id, EVER) ||
        rows.some(({ person }) => person.id === objection.by.id)),
  }))
  const others = othersCommitted(rows, config)
  const known = [
    ...pullRequestProblems(snapshot, config),
    ...(isRfcNow(snapshot, config) ? documentProblems(snapshot, config, texts) : []),
    ...stakeholders.problems,
  ]
  const problems = [...known, ...tooFewProblems(rows, config, known, stakeholders)]
  return {
    state: stateOf({ problems, objections, rows, others, isDraft: snapshot.pullRequest.isDraft }),
    isDraft: snapshot.pullRequest.isDraft,
    problems,
    rows,
    objections,
    mentioned: stakeholders.mentioned,
    notCounted: notCounted(replayed),
    others,
    accepted: [...replayed.accepted],
    refusals: replayed.refusals,
    questions: questionsIn(snapshot, texts),
    evaluated: {
      ...evaluated,
      documentDigest: materialDigest(
        materialOf(
          snapshot,
          config,
          rfcAt(snapshot, config, texts, currentVersion(snapshot)),
          evaluated.head,
        ),
      ),
      wasRfc: evaluated.wasRfc || !snapshot.pullRequest.isDraft,
    },
  }
}

/** The text a statement was made on: of a review the commit GitHub records, of a comment the newest announced head (F1). */
function pinOf({ remark, at }: Statement, versions: readonly Version[]): Version | null {
  const version = versionAt(versions, at)
  if (!remark.review) return version
  const { commit } = remark.review
  return commit && version ? { ...version, commit } : null
}

/**
 * Somebody who might have held when another deleted a comment of theirs is waited for until they speak again, named now
 * or not (C6).
 */
function silenced(
  tampered: readonly Tampering[],
  { required, wasNamedAt }: Stakeholders,
  { lastAccepted }: Replayed,
): readonly Stakeholder[] {
  const lost = tampered.flatMap(({ writer, at, why }) =>
    why === 'deleted by another' &&
    writer !== null &&
    !required.some(({ person }) => person.id === writer.id) &&
    wasNamedAt(writer.id, at) &&
    (lastAccepted.get(writer.id) ?? '') <= at
      ? [{ person: writer, leftAt: null }]
      : [],
  )
  return [...new Map(lost.map((stakeholder) => [stakeholder.person.id, stakeholder])).values()]
}

function rowsOf(
  snapshot: Snapshot,
  required: readonly Stakeholder[],
  { standings, objections }: Replayed,
  freshness: (version: Version) => Freshness,
): readonly Row[] {
  return required.map(({ person, leftAt }: Stakeholder): Row => {
    const standing = standings.get(person.id)
    const commitment = standing?.commitment ?? null
    const fresh = commitment ? freshness(commitment.version) : null
    const objects = objections.some(
      (objection) => objection.state === 'open' && objection.by.id === person.id,
    )
    return {
      person,
      position: positionOf(standing, fresh, objects),
      alignment: standing?.alignment ?? 'unsaid',
      misalignedBecause: standing?.misalignedBecause ?? '',
      commitment,
      freshness: fresh,
      recused: standing?.recused ?? null,
      leftAt,
      isAuthor: person.id === snapshot.pullRequest.author?.id,
    }
  })
}

function positionOf(
  standing: Standing | undefined,
  fresh: Freshness | null,
  objects: boolean,
): Row['position'] {
  if (standing?.recused) return 'recused'
  if (objects) return 'objecting'
  if (!standing?.commitment) return 'silent'
  return fresh?.kind === 'fresh' ? standing.commitment.kind : 'stale'
}

/** Whether a row is a commitment to the text as it stands. */
export function hasCommitted({ position }: Row): boolean {
  return position === 'committed' || position === 'dissenting'
}

/** Whether the RFC still waits for a row. */
export function isPending(row: Row): boolean {
  return !hasCommitted(row) && row.position !== 'recused'
}

function othersCommitted(rows: readonly Row[], config: Config): RfcVerdict['others'] {
  return {
    committed: rows.filter((row) => !row.isAuthor && hasCommitted(row)).length,
    needed: config.stakeholders.minimum,
  }
}

/** Green could never be reached with these names: too few people besides the author are left to commit (S5). */
function tooFewProblems(
  rows: readonly Row[],
  config: Config,
  known: readonly Problem[],
  { problems }: Stakeholders,
): readonly Problem[] {
  const left = rows.filter((row) => !row.isAuthor && row.position !== 'recused').length
  const { minimum } = config.stakeholders
  // A missing section or a misspelt name says already what to do; nobody is told twice.
  const isTold = problems.length > 0 || (rows.length === 0 && known.length > 0)
  if (left >= minimum || isTold) return []
  const found =
    rows.length === 0
      ? 'The RFC names nobody'
      : left === 0
        ? 'Besides the author nobody is left to commit'
        : `Besides the author only ${left} can still commit`
  return [
    {
      source: 'document',
      message: `${found}; ${minimum === 1 ? 'one person' : `${minimum} people`} at least must. Name them in the Alignment section: \`- @login\`.`,
      place: null,
    },
  ]
}

function pullRequestProblems(snapshot: Snapshot, config: Config): readonly Problem[] {
  const problem = (message: string): Problem => ({ source: 'pull request', message, place: null })
  const others = snapshot.sameHead
    .map(({ number }) => number)
    .sort((a, b) => a - b)
    .map((number) => `#${number}`)
  return [
    ...(others.length > 0
      ? [
          problem(
            `${others.join(' and ')} ${others.length === 1 ? 'has' : 'have'} the same commit and the same base as this pull request, and GitHub would take one check for all of them. Close all but one.`,
          ),
        ]
      : []),
    ...(snapshot.pullRequest.state === 'closed'
      ? [problem('This pull request is closed. Reopen it to go on; what people said stays.')]
      : []),
    ...(isRfcNow(snapshot, config) || !wasRfc(snapshot)
      ? []
      : [
          problem(
            'The RFC left this pull request, and people who were named in it are still owed a decision. Bring the file or the label back, or open a new pull request.',
          ),
        ]),
  ]
}

/** The first state that applies (V1). */
function stateOf(facts: {
  problems: readonly Problem[]
  objections: readonly { blocks: boolean }[]
  rows: readonly Row[]
  others: RfcVerdict['others']
  isDraft: boolean
}): RfcVerdict['state'] {
  if (facts.problems.length > 0) return 'needs fixing'
  if (facts.objections.some(({ blocks }) => blocks)) return 'objection'
  if (facts.rows.some((row) => row.alignment === 'misaligned' && row.position !== 'recused'))
    return 'misalignment'
  if (facts.isDraft) return 'draft'
  const everybody = facts.rows.length > 0 && !facts.rows.some(isPending)
  return everybody && facts.others.committed >= facts.others.needed ? 'committed' : 'waiting'
}

function notCounted({ refusals, voided }: Replayed): readonly NotCounted[] {
  return [
    ...voided.map(({ statement, tampering }) => ({
      who: statement.by.login,
      what: statement.said.kind === 'command' ? `/${statement.said.word}` : 'a review',
      why: voidedText(statement, tampering),
      url: statement.remark.url,
    })),
    ...refusals
      .filter(({ isAdvice }) => !isAdvice)
      .map(({ remark, why }) => ({ who: remark.author?.login ?? 'ghost', what: '', why, url: remark.url })),
  ]
}

function voidedText({ by }: Statement, tampering: Tampering): string {
  const whose = tampering.writer ? `A comment by @${by.login}` : 'A comment, GitHub does not say whose,'
  const what = tampering.why === 'deleted by another' ? 'deleted' : 'edited'
  const who = tampering.by ? `by @${tampering.by.login}` : 'by somebody GitHub does not name'
  return `${whose} was ${what} ${who} later, so what was let go of before does not count; it counts again when @${by.login} says it again.`
}

function questionsIn(snapshot: Snapshot, texts: Texts): RfcVerdict['questions'] {
  return snapshot.remarks.flatMap((remark) => {
    const parsed = remark.author?.type === 'User' ? texts.remark.get(remark.text) : undefined
    if (parsed?.kind !== 'remark') return []
    return parsed.said.flatMap((said) =>
      said.kind === 'command' && (said.word === 'status' || said.word === 'help')
        ? [{ remark, word: said.word }]
        : [],
    )
  })
}

/** What a broken configuration leaves: nobody is counted, nothing is known (§10). */
function nothingKnown(snapshot: Snapshot, evaluated: Evaluated): RfcVerdict {
  return {
    state: 'needs fixing',
    isDraft: snapshot.pullRequest.isDraft,
    problems: [],
    rows: [],
    objections: [],
    mentioned: [],
    notCounted: [],
    others: { committed: 0, needed: 1 },
    accepted: [],
    refusals: [],
    questions: [],
    evaluated,
  }
}
