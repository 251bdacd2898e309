import { collect, type Rejection } from '../commands/collect.ts'
import { endedBefore, endedToRemember } from '../commands/ended.ts'
import { eligibilityOf } from '../commands/model/permissions.ts'
import { replay } from '../commands/replay.ts'
import type { Texts } from '../commands/texts.ts'
import type { Objection, Release } from '../commands/model/world.ts'
import type { Config } from '../config/config.ts'
import { withGoneAuthors } from '../facts/gone-authors.ts'
import { keptIn, keptTokens, tokensIn, tokensUnjudged } from '../facts/kept-notes.ts'
import type { Problem } from '../facts/problem.ts'
import type { Gap, Person, Post, Snapshot } from '../facts/snapshot.ts'
import { EVER } from '../facts/time.ts'
import { baseMovedProblems } from '../rfc/base-moved.ts'
import { branchLinks } from '../rfc/branch-links.ts'
import { type Case, caseUnder } from '../rfc/case.ts'
import { changesOf, isAmbiguous } from '../rfc/changed-files.ts'
import { type ConfigChange, configChangeOf, configProblems } from '../rfc/config-change.ts'
import { decideByOf, decidersOf } from '../rfc/decide-by.ts'
import { documentProblems } from '../rfc/document-problems.ts'
import { rfcAt } from '../rfc/documents-at.ts'
import { freshnessOf } from '../rfc/freshness.ts'
import { isRfc, isRfcNow, mightBeRfc, staysRfc, wasRfc } from '../rfc/is-rfc.ts'
import { materialAt, materialDigest } from '../rfc/material.ts'
import type { NamedAs } from '../rfc/named-as.ts'
import { isDecidedHere, noMatch, type NotRfc, notRfcByText } from '../rfc/not-rfc.ts'
import { personKey } from '../rfc/person-or-team.ts'
import { type Policy, policyOf } from '../rfc/policy.ts'
import { stakeholdersOf } from '../rfc/stakeholders.ts'
import { permissionsOf } from './eligibility.ts'
import { hintsFor, type OtherWord, otherWords } from './hints.ts'
import { type NotCounted, notCounted, voidedByEdits } from './not-counted.ts'
import { LOST_NOTES, notesOf, TOO_MUCH_TO_NOTE } from './notes-to-keep.ts'
import {
  hasCommitted,
  isAway,
  isPending,
  isToBeAsked,
  type StakeholderStatus,
  type TeamStatus,
  teamStatus,
} from './positions.ts'
import { membersOf, releaseOf, requiredBy, statusesIn } from './stakeholder-statuses.ts'
import { pullRequestProblems, tooFewProblems } from './verdict-problems.ts'

/** What follows from a snapshot. The states are those of V1, the first that applies. */
export type Verdict =
  | { readonly state: 'not an RFC'; readonly because: NotRfc; readonly evaluated: Evaluated }
  /** No RFC, but it would leave a configuration that nothing can be judged by (V9). */
  | { readonly state: 'invalid configuration'; readonly evaluated: Evaluated }
  | { readonly state: 'could not evaluate'; readonly why: string; readonly evaluated: Evaluated }
  | RfcVerdict

export interface RfcVerdict {
  readonly state: 'needs fixing' | 'objection' | 'misalignment' | 'waiting' | 'draft' | 'committed'
  readonly isDraft: boolean
  /** False while the configuration is broken: then nothing that was said was counted, or refused (§10). */
  readonly isCounted: boolean
  readonly problems: readonly Problem[]
  /** What is good to know and holds nothing up. */
  readonly notices: readonly Problem[]
  /** Everybody whose own commitment is required. */
  readonly rows: readonly StakeholderStatus[]
  readonly teams: readonly TeamStatus[]
  /** How each is named now, by `keyOf` (S1). */
  readonly namedAs: ReadonlyMap<string, NamedAs>
  readonly objections: readonly (Objection & { readonly blocks: boolean })[]
  /** Who reads the problem differently, and blocks by it (P3). */
  readonly misaligned: readonly Person[]
  /**
   * How many stakeholders are asked, how many of them said `/align` about the problem as it stands and how many
   * `/misalign`, and how many committed, which says nothing about the problem (P3).
   */
  readonly sharing: {
    readonly of: number
    readonly share: number
    readonly differ: number
    readonly committed: number
  }
  /** Who must still say `/align` before any commitment counts; empty unless `alignment.first` (P3). */
  readonly stillToAlign: readonly string[]
  /** Every release there was: shown for ever (C3). */
  readonly releases: readonly Release[]
  /** Whom a change of the configuration let go (S2): logins and teams. */
  readonly letGo: readonly string[]
  /** Logins that GitHub would not ask for a review (V5). */
  readonly refusedReviewers: readonly string[]
  readonly notCounted: readonly NotCounted[]
  /** How many different people other than the author have committed, and how many must (S5). */
  readonly others: { readonly committed: number; readonly needed: number }
  readonly accepted: readonly Post[]
  readonly rejections: readonly Rejection[]
  /** Words of other tools that changed nothing, by whose they are (C9). */
  readonly otherWords: ReadonlyMap<Person['id'], OtherWord>
  /** Remarks that cannot be answered yet: what was answered and marked before stays (V6). */
  readonly undecided: ReadonlySet<Post>
  /** Remarks of which something is void since somebody else edited another one of their writer (C5). */
  readonly voided: ReadonlySet<Post>
  /** What was said and ended something, for the next evaluation to remember (C6). */
  readonly ended: Snapshot['remembered']['ended']
  /** Remarks that ask for a word of the App: `/status` and `/help`. */
  readonly questions: readonly { readonly post: Post; readonly word: 'status' | 'help' }[]
  /** The day by which the author asks for a decision, `YYYY-MM-DD`; nothing follows from it (P4). */
  readonly decideBy: string | null
  /** Logins of those who decide, as the front matter says; shown, and nothing follows from it (T4). */
  readonly deciders: readonly string[]
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
  /** What GitHub would forget and this App may not; see `kept-notes.ts`. */
  readonly kept: readonly string[]
  readonly configFrom: Policy['from']
  readonly configChange: ConfigChange | null
}

/**
 * Judges a snapshot: pure, synchronous, total. The same snapshot and texts give the same verdict, byte for byte.
 * `success` follows only from a complete snapshot in which every stakeholder has committed to the text as it stands.
 */
export function evaluate(read: Snapshot, texts: Texts): Verdict {
  const verdict = judged(withGoneAuthors(read), texts)
  const { evaluated } = verdict
  const problems = configProblems(evaluated.configChange)
  if (problems.length === 0) return verdict
  if (verdict.state === 'not an RFC') return { state: 'invalid configuration', evaluated }
  return 'problems' in verdict
    ? { ...verdict, state: 'needs fixing', problems: [...verdict.problems, ...problems] }
    : verdict
}

function judged(snapshot: Snapshot, texts: Texts): Exclude<Verdict, { state: 'invalid configuration' }> {
  const policy = policyOf(snapshot, texts)
  const evaluated: Evaluated = {
    head: snapshot.pullRequest.head,
    baseName: snapshot.pullRequest.baseName,
    baseTip: snapshot.pullRequest.baseTip,
    configBlob: policy.blob,
    documentDigest: null,
    wasRfc: wasRfc(snapshot),
    kept: tokensIn(snapshot),
    configFrom: policy.from,
    configChange: configChangeOf(snapshot, texts, policy.kind === 'config' ? policy.config : null),
  }
  const telling = snapshot.gaps.find(({ list }) => TELLING.has(list))
  if (telling) return notWhole(telling, snapshot, evaluated)
  if (policy.kind === 'broken') {
    if (!mightBeRfc(snapshot))
      return { state: 'not an RFC', because: { kind: 'nothing like one' }, evaluated }
    const noted = { ...evaluated, kept: tokensUnjudged(snapshot) }
    return nothingKnown(snapshot, noted, policy.problems)
  }
  const changes = changesOf(snapshot, evaluated.head)
  if (changes.kind === 'unreadable') {
    const why = `The files of this pull request could not be read whole: ${changes.why}.`
    return { state: 'could not evaluate', why, evaluated: { ...evaluated, kept: tokensUnjudged(snapshot) } }
  }
  const { config } = policy
  if (!isDecidedHere(config, evaluated.baseName)) {
    const because: NotRfc = { kind: 'other base', bases: config.rfcs.bases ?? [] }
    return { state: 'not an RFC', because, evaluated }
  }
  const theCase = caseUnder(config, snapshot, texts)
  const gap = isRfc(theCase) ? snapshot.gaps[0] : undefined
  if (gap) return notWhole(gap, snapshot, evaluated)
  if (isAmbiguous(changes, config)) {
    const { baseName } = evaluated
    const why = `GitHub does not tell where this pull request left \`${baseName}\`, and RFC files differ between the two. Update the branch, or split this pull request into smaller ones.`
    return { state: 'could not evaluate', why, evaluated: { ...evaluated, kept: tokensUnjudged(snapshot) } }
  }
  if (!isRfc(theCase)) return { state: 'not an RFC', because: noMatch(theCase), evaluated }
  const because = staysRfc(theCase) ? null : notRfcByText(theCase)
  if (because !== null) return { state: 'not an RFC', because, evaluated }
  return evaluateRfc(theCase, evaluated)
}

/** Lists that tell whether a pull request is, or was, an RFC (D2, D3, D5); of other gaps only an RFC takes notice. */
const TELLING: ReadonlySet<Gap['list']> = new Set(['labels', 'commits', 'timeline', 'forcePushes'])

function notWhole(
  { why }: Gap,
  snapshot: Snapshot,
  evaluated: Evaluated,
): Extract<Verdict, { state: 'could not evaluate' }> {
  return {
    state: 'could not evaluate',
    why: `GitHub does not show this pull request whole: ${why}.`,
    evaluated: { ...evaluated, kept: tokensUnjudged(snapshot) },
  }
}

function evaluateRfc(theCase: Case<Texts>, evaluated: Evaluated): ReturnType<typeof judged> {
  const { snapshot, config, texts } = theCase
  const stakeholders = stakeholdersOf(theCase)
  const notes = keptIn(snapshot)
  const permissions = permissionsOf(theCase, stakeholders)
  const collected = collect(snapshot, texts, config.reviews)
  const ended = endedBefore(snapshot)
  const replayed = replay(collected, permissions, permissions.notes(notes, ended))
  const required = requiredBy(stakeholders, replayed)
  const freshness = freshnessOf(theCase)
  const rowFor = statusesIn(snapshot, replayed, { freshness, sharesProblem: permissions.sharesProblem })
  const rows = required.people.map(rowFor)
  const teams = required.teams.map((team) =>
    teamStatus(
      team,
      membersOf(team).map((person) => rowFor({ person, leftAt: null })),
      releaseOf(replayed, team),
    ),
  )
  const known = [
    ...(notes.isLost ? [LOST_NOTES] : []),
    ...pullRequestProblems(theCase),
    ...(isRfcNow(theCase) ? [...documentProblems(theCase), ...baseMovedProblems(theCase)] : []),
  ]
  const settled = {
    released: new Set(replayed.released.keys()),
    committed: new Set(rows.filter(hasCommitted).map(({ person }) => person.id)),
  }
  const nameProblems = stakeholders.problems(settled, required.teams)
  const eligibility = (person: Person) => eligibilityOf(replayed, permissions, person.id, EVER)
  // Named once, before or after it was said: it outlives the naming of its writer, and their membership of a team (P5).
  const mayBlock = (person: Person, post: Post) =>
    eligibility(person) !== 'no' ||
    notes.held.includes(post.id) ||
    rows.some((row) => row.person.id === person.id) ||
    // A head that is only being announced names teams, too.
    required.teams.some((team) => membersOf(team).some(({ id }) => id === person.id))
  const objections = replayed.objections.map((objection) => ({
    ...objection,
    blocks: objection.state === 'open' && mayBlock(objection.by, objection.post),
  }))
  const misaligned = [...replayed.standings.values()].flatMap(({ person, misaligned }) =>
    misaligned?.blocks && mayBlock(person, misaligned.post) ? [{ person, post: misaligned.post }] : [],
  )
  // A name that is a problem still stands for somebody (S6).
  const isOwed =
    rows.some((row) => !isAway(row)) ||
    teams.some(({ position }) => position !== 'released') ||
    nameProblems.length > 0 ||
    objections.some(({ blocks }) => blocks) ||
    misaligned.length > 0 ||
    isForgotten(theCase)
  if (!isRfcNow(theCase) && !isOwed) return { state: 'not an RFC', because: { kind: 'left' }, evaluated }
  const others = othersCommitted(rows, teams, config)
  // A head of a draft that names somebody may be gone from GitHub tomorrow (P5).
  const isOnRecord = ({ id }: Person) => stakeholders.isRecorded(id) || replayed.added.has(personKey(id))
  const held = [
    ...objections.flatMap(({ blocks, by, post }) => (blocks ? [{ person: by, post }] : [])),
    ...misaligned,
  ].filter(({ person }) => eligibility(person) !== 'proved' || !isOnRecord(person))
  // Who never had a voice has nothing to be void: strangers take no room.
  const tampered = collected.tampered.filter(
    ({ writer }) =>
      writer !== null &&
      (eligibility(writer) !== 'no' ||
        replayed.voided.some(({ statement }) => statement.by.id === writer.id)),
  )
  const keeping = keptTokens(
    notesOf(
      notes,
      replayed,
      stakeholders,
      held,
      asksNow(snapshot, rows),
      { snapshot, teams: required.teams },
      tampered,
    ),
  )
  const problems = [
    ...known,
    ...(keeping.isWhole || notes.isLost ? [] : [TOO_MUCH_TO_NOTE]),
    ...nameProblems,
    ...tooFewProblems(rows, teams, config, known, nameProblems.length > 0),
  ]
  const isDraft = snapshot.pullRequest.isDraft
  const stillToAlign = permissions.stillToAlignNow(replayed)
  return {
    state: stateOf({ problems, objections, misaligned, rows, teams, others, stillToAlign, isDraft }),
    isDraft,
    isCounted: true,
    problems,
    notices: branchLinks(theCase),
    rows,
    teams,
    namedAs: stakeholders.namedAs,
    objections,
    misaligned: misaligned.map(({ person }) => person),
    sharing: sharingOf(rows, teams),
    stillToAlign,
    releases: replayed.releases,
    letGo: stakeholders.letGo.flatMap((name) => {
      if (name.kind === 'team') return teams.some(({ team }) => team.team === name.team) ? [] : [name.team]
      return rows.some(({ person }) => person.id === name.id) ? [] : [name.login]
    }),
    refusedReviewers: snapshot.remembered.refusedReviewers,
    notCounted: notCounted(replayed),
    others,
    accepted: [...replayed.accepted],
    rejections: [...replayed.rejections, ...hintsFor(theCase, { ...replayed, rows, teams })],
    otherWords: otherWords(theCase, { ...replayed, rows, teams }),
    undecided: replayed.undecided,
    voided: voidedByEdits(replayed),
    ended: endedToRemember(ended, replayed.ended),
    questions: questionsIn(theCase),
    decideBy: decideByOf(theCase),
    deciders: decidersOf(theCase),
    evaluated: {
      ...evaluated,
      documentDigest: materialDigest(materialAt(theCase, theCase.current)),
      wasRfc: evaluated.wasRfc || !isDraft,
      kept: keeping.tokens,
    },
  }
}

/**
 * It was an RFC, and no head that can be read shows one: the configuration or the label is not what it was (a label that
 * is renamed or deleted takes its history along), so nobody knows whom it named (D5, S6).
 */
function isForgotten(theCase: Case): boolean {
  const heads = theCase.versions.filter(({ commit }) => commit !== null)
  return (
    wasRfc(theCase.snapshot) &&
    heads.every((version) => {
      const rfc = rfcAt(theCase, version)
      return rfc.kind === 'read' && rfc.documents.length === 0
    })
  )
}

/** Different people other than the author who committed, for themselves or as members of a team (S5). */
function othersCommitted(
  rows: readonly StakeholderStatus[],
  teams: readonly TeamStatus[],
  config: Config,
): RfcVerdict['others'] {
  const members = teams.flatMap(({ position, committed }) => (position === 'released' ? [] : committed))
  const committed = [...rows, ...members].filter((row) => !row.isAuthor && hasCommitted(row))
  return {
    committed: new Set(committed.map(({ person }) => person.id)).size,
    needed: config.stakeholders.minimum,
  }
}

/** How many stakeholders share the problem as it stands, and how many committed; who is away is not asked (P3). */
function sharingOf(rows: readonly StakeholderStatus[], teams: readonly TeamStatus[]): RfcVerdict['sharing'] {
  const people = rows.filter((row) => !isAway(row))
  const asked = teams.filter(({ position }) => position !== 'released')
  return {
    of: people.length + asked.length,
    share:
      people.filter(({ alignment }) => alignment === 'aligned').length +
      asked.filter(({ sharesProblem }) => sharesProblem).length,
    differ:
      people.filter(({ alignment }) => alignment === 'misaligned').length +
      asked.filter((team) => !team.sharesProblem && isReadDifferently(team)).length,
    committed:
      people.filter(hasCommitted).length + asked.filter(({ position }) => position === 'committed').length,
  }
}

function isReadDifferently({ committed, pending }: TeamStatus): boolean {
  return [...committed, ...pending].some(({ alignment }) => alignment === 'misaligned')
}

/** Whom GitHub will be asked to ask for a review, which keeps the record of their name (V5, S6). */
function asksNow(
  { pullRequest, askedForReview, remembered }: Snapshot,
  rows: readonly StakeholderStatus[],
): ReadonlySet<number> {
  if (pullRequest.isDraft) return new Set()
  const done = new Set(
    [...askedForReview.map(({ person }) => person.login), ...remembered.refusedReviewers].map((login) =>
      login.toLowerCase(),
    ),
  )
  const due = rows.filter((row) => isToBeAsked(row) && !done.has(row.person.login.toLowerCase()))
  return new Set(due.map(({ person }) => person.id))
}

/** The first state that applies (V1). */
function stateOf(facts: {
  problems: readonly Problem[]
  objections: readonly { blocks: boolean }[]
  misaligned: readonly unknown[]
  rows: readonly StakeholderStatus[]
  teams: readonly TeamStatus[]
  others: RfcVerdict['others']
  stillToAlign: readonly string[]
  isDraft: boolean
}): RfcVerdict['state'] {
  if (facts.problems.length > 0) return 'needs fixing'
  if (facts.objections.some(({ blocks }) => blocks)) return 'objection'
  if (facts.misaligned.length > 0) return 'misalignment'
  if (facts.isDraft) return 'draft'
  const isAnybody = facts.rows.length + facts.teams.length > 0
  const isWaiting = facts.rows.some(isPending) || facts.teams.some(({ position }) => position === 'waiting')
  const everybody = isAnybody && !isWaiting && facts.stillToAlign.length === 0
  return everybody && facts.others.committed >= facts.others.needed ? 'committed' : 'waiting'
}

function questionsIn({ snapshot, texts }: Case<Texts>): RfcVerdict['questions'] {
  return snapshot.posts.flatMap((post) => {
    const parsed = post.author?.type === 'User' ? texts.post.get(post.text) : undefined
    if (parsed?.kind !== 'post') return []
    return parsed.said.flatMap((said) =>
      said.kind === 'command' && (said.word === 'status' || said.word === 'help')
        ? [{ post, word: said.word }]
        : [],
    )
  })
}

/** What a broken configuration leaves: nobody is counted, nothing is known (§10). */
function nothingKnown(snapshot: Snapshot, evaluated: Evaluated, problems: readonly Problem[]): RfcVerdict {
  return {
    state: 'needs fixing',
    isDraft: snapshot.pullRequest.isDraft,
    isCounted: false,
    problems,
    notices: [],
    rows: [],
    teams: [],
    namedAs: new Map(),
    objections: [],
    misaligned: [],
    sharing: { of: 0, share: 0, differ: 0, committed: 0 },
    stillToAlign: [],
    releases: [],
    letGo: [],
    refusedReviewers: [],
    notCounted: [],
    others: { committed: 0, needed: 1 },
    accepted: [],
    rejections: [],
    otherWords: new Map(),
    undecided: new Set(),
    voided: new Set(),
    ended: snapshot.remembered.ended,
    questions: [],
    decideBy: null,
    deciders: [],
    evaluated,
  }
}
