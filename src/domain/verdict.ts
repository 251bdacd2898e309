import { baseMovedProblems } from './base-moved.ts'
import type { Config } from './config.ts'
import { type ConfigChange, configChangeOf } from './config-change.ts'
import { freshnessOf, type Freshness } from './freshness.ts'
import { isRfc, isRfcNow, mightBeRfc, wasRfc } from './is-rfc.ts'
import { keptIn, type Kept, type KeptName, keptTokens, type ToKeep, tokensIn } from './kept.ts'
import { materialDigest, materialOf } from './material.ts'
import { type Policy, policyOf } from './policy.ts'
import { hasCommitted, isAway, isPending, type Row, type TeamRow, teamRow } from './positions.ts'
import type { Problem } from './problem.ts'
import { rightsOf } from './rights.ts'
import type { Person, Remark, Snapshot } from './snapshot.ts'
import { type RequiredTeam, type Stakeholder, type Stakeholders, stakeholdersOf } from './stakeholders.ts'
import { voiceOf } from './statements/apply.ts'
import { collect, type Refusal, type Statement, type Tampering } from './statements/collect.ts'
import { type Replayed, replay } from './statements/replay.ts'
import type { Added, Objection, Release, Standing } from './statements/world.ts'
import type { Texts } from './texts.ts'
import { documentProblems } from './validate.ts'
import { changesOf, currentVersion, rfcAt, type Version, versionsOf } from './versions.ts'
import { joined, keyOf, personKey } from './who.ts'

/** What follows from a snapshot. The states are those of V1, the first that applies. */
export type Verdict =
  | { readonly state: 'not an RFC'; readonly evaluated: Evaluated }
  | { readonly state: 'could not evaluate'; readonly why: string; readonly evaluated: Evaluated }
  | RfcVerdict

export interface RfcVerdict {
  readonly state: 'needs fixing' | 'objection' | 'misalignment' | 'waiting' | 'draft' | 'committed'
  readonly isDraft: boolean
  /** False while the configuration is broken: then nothing that was said was counted, or refused (§10). */
  readonly isCounted: boolean
  readonly problems: readonly Problem[]
  /** Everybody whose own commitment is required. */
  readonly rows: readonly Row[]
  readonly teams: readonly TeamRow[]
  readonly objections: readonly (Objection & { readonly blocks: boolean })[]
  /** Who reads the problem differently, and blocks by it (P3). */
  readonly misaligned: readonly Person[]
  /** How many stakeholders share the problem as it stands (P3). */
  readonly sharing: { readonly of: number; readonly share: number; readonly committed: number }
  /** Who must still say `/align` before a commitment is accepted; empty unless `alignment.first` (P3). */
  readonly stillToAlign: readonly string[]
  /** Every release there was: shown for ever (C3). */
  readonly releases: readonly Release[]
  /** Whom a change of the configuration let go (S2): logins and teams. */
  readonly letGo: readonly string[]
  /** Logins that GitHub would not ask for a review (V5). */
  readonly refusedReviewers: readonly string[]
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
  /** What GitHub would forget and this App may not; see `kept.ts`. */
  readonly kept: readonly string[]
  readonly configFrom: Policy['from']
  readonly configChange: ConfigChange | null
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
    configChange: configChangeOf(snapshot, texts),
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
  if (!isRfc(snapshot, config)) return { state: 'not an RFC', evaluated }
  return evaluateRfc(snapshot, config, texts, evaluated)
}

function evaluateRfc(snapshot: Snapshot, config: Config, texts: Texts, evaluated: Evaluated): Verdict {
  const stakeholders = stakeholdersOf(snapshot, config, texts)
  const notes = keptIn(snapshot)
  const rights = rightsOf(snapshot, config, texts, stakeholders)
  const replayed = replay(collect(snapshot, texts, config.reviews), rights, rights.notes(notes))
  const required = requiredBy(stakeholders, replayed)
  const freshness = freshnessOf(snapshot, config, texts)
  const rowFor = rowsIn(snapshot, replayed, { freshness, sharesProblem: rights.sharesProblem })
  const rows = required.people.map(rowFor)
  const teams = required.teams.map((team) =>
    teamRow(
      team,
      membersOf(team).map((person) => rowFor({ person, leftAt: null })),
      releaseOf(replayed, team),
    ),
  )
  const known = [
    ...(notes.isLost ? [LOST_NOTES] : []),
    ...pullRequestProblems(snapshot, config),
    ...(isRfcNow(snapshot, config)
      ? [...documentProblems(snapshot, config, texts), ...baseMovedProblems(snapshot, config)]
      : []),
  ]
  const nameProblems = stakeholders.problems(new Set(replayed.released.keys()), required.teams)
  // A name that is a problem still stands for somebody (S6).
  const isOwed =
    rows.some((row) => !isAway(row)) ||
    teams.some(({ released }) => !released) ||
    nameProblems.length > 0 ||
    isForgotten(snapshot, config, texts)
  if (!isRfcNow(snapshot, config) && !isOwed) return { state: 'not an RFC', evaluated }
  const voice = (person: Person) => voiceOf(replayed, rights, person.id, EVER)
  // Named once, before or after it was said: it outlives the naming of its writer, and their membership of a team (P5).
  const mayHold = (person: Person, remark: Remark) =>
    voice(person) !== 'no' ||
    notes.held.includes(remark.id) ||
    rows.some((row) => row.person.id === person.id)
  const objections = replayed.objections.map((objection) => ({
    ...objection,
    blocks: objection.state === 'open' && mayHold(objection.by, objection.remark),
  }))
  const misaligned = [...replayed.standings.values()].flatMap(({ person, misaligned }) =>
    misaligned && mayHold(person, misaligned.remark) ? [{ person, remark: misaligned.remark }] : [],
  )
  const others = othersCommitted(rows, teams, config)
  const held = [
    ...objections.flatMap(({ blocks, by, remark }) => (blocks ? [{ person: by, remark }] : [])),
    ...misaligned,
  ].filter(({ person }) => voice(person) !== 'proved')
  const keeping = keptTokens(notesOf(notes, replayed, stakeholders, held))
  const problems = [
    ...known,
    ...(keeping.isWhole || notes.isLost ? [] : [TOO_MUCH_TO_NOTE]),
    ...nameProblems,
    ...tooFewProblems(rows, teams, config, known, nameProblems.length > 0),
  ]
  const isDraft = snapshot.pullRequest.isDraft
  return {
    state: stateOf({ problems, objections, misaligned, rows, teams, others, isDraft }),
    isDraft,
    isCounted: true,
    problems,
    rows,
    teams,
    objections,
    misaligned: misaligned.map(({ person }) => person),
    sharing: sharingOf(rows, teams),
    stillToAlign: rights.stillToAlignNow(replayed),
    releases: replayed.releases,
    letGo: stakeholders.letGo.flatMap((name) => {
      if (name.kind === 'team') return teams.some(({ team }) => team.team === name.team) ? [] : [name.team]
      return rows.some(({ person }) => person.id === name.id) ? [] : [name.login]
    }),
    refusedReviewers: snapshot.remembered.refusedReviewers,
    mentioned: stakeholders.mentioned,
    notCounted: notCounted(replayed),
    others,
    accepted: [...replayed.accepted],
    refusals: [...replayed.refusals, ...approvalHints(snapshot, config, rows, teams)],
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
      wasRfc: evaluated.wasRfc || !isDraft,
      kept: keeping.tokens,
    },
  }
}

/**
 * It was an RFC, and no head that can be read shows one: the configuration or the label is not what it was (a label that
 * is renamed or deleted takes its history along), so nobody knows whom it named (D5, S6).
 */
function isForgotten(snapshot: Snapshot, config: Config, texts: Texts): boolean {
  const heads = versionsOf(snapshot).filter(({ commit }) => commit !== null)
  return (
    wasRfc(snapshot) &&
    heads.every((version) => {
      const rfc = rfcAt(snapshot, config, texts, version)
      return rfc.kind === 'read' && rfc.documents.length === 0
    })
  )
}

/** Later than any time of GitHub's. */
const EVER = '9999'

const LOST_NOTES: Problem = {
  source: 'pull request',
  message:
    'More was added, held and deleted here than this App can note down on GitHub, so nobody can tell who is owed what. Open a new pull request.',
  place: null,
}

const TOO_MUCH_TO_NOTE: Problem = {
  source: 'pull request',
  message:
    'More people were added in comments than this App can note down on GitHub. Name them in the Alignment section.',
  place: null,
}

/** Whoever is required, those included who were added in a comment or must speak again (C3, C6). */
function requiredBy(
  stakeholders: Stakeholders,
  { added, mustSpeak }: Replayed,
): { readonly people: readonly Stakeholder[]; readonly teams: readonly RequiredTeam[] } {
  const people = new Map(stakeholders.people.map((each) => [each.person.id, each]))
  const teams = new Map(stakeholders.teams.map((each) => [each.team, each]))
  for (const { party } of added.values()) {
    if (party.kind === 'person') {
      if (!people.has(party.person.id)) people.set(party.person.id, { person: party.person, leftAt: null })
      continue
    }
    const known = teams.get(party.team)
    const both = known ? joined(known, party) : party
    if (both.kind === 'team') teams.set(party.team, { ...both, leftAt: known?.leftAt ?? null })
  }
  for (const { person } of mustSpeak.values()) {
    if (!people.has(person.id)) people.set(person.id, { person, leftAt: null })
  }
  return { people: [...people.values()], teams: [...teams.values()] }
}

function membersOf({ found }: RequiredTeam): readonly Person[] {
  return found.kind === 'found' ? found.members : []
}

function releaseOf({ released }: Replayed, team: RequiredTeam): Release | null {
  return released.get(keyOf(team)) ?? null
}

function rowsIn(
  snapshot: Snapshot,
  { standings, objections, released, mustSpeak, added }: Replayed,
  text: {
    readonly freshness: (version: Version) => Freshness
    readonly sharesProblem: (standing: Standing) => boolean
  },
): (stakeholder: Stakeholder) => Row {
  return ({ person, leftAt }) => {
    const standing = standings.get(person.id)
    const commitment = standing?.commitment ?? null
    const fresh = commitment ? text.freshness(commitment.version) : null
    const objects = objections.some(
      (objection) => objection.state === 'open' && objection.by.id === person.id,
    )
    const release = released.get(personKey(person.id)) ?? null
    const isAligned = standing?.alignment === 'aligned'
    return {
      person,
      position: positionOf(standing, { fresh, objects, release, mustSpeak: mustSpeak.has(person.id) }),
      alignment: isAligned && !text.sharesProblem(standing) ? 'stale' : (standing?.alignment ?? 'unsaid'),
      misalignedBecause: standing?.misaligned?.because ?? '',
      commitment,
      freshness: fresh,
      recused: standing?.recused ?? null,
      released: release,
      leftAt,
      addedBy: added.get(personKey(person.id))?.by?.login ?? null,
      silencedSince: mustSpeak.get(person.id)?.since ?? null,
      isAuthor: person.id === snapshot.pullRequest.author?.id,
    }
  }
}

function positionOf(
  standing: Standing | undefined,
  facts: { fresh: Freshness | null; objects: boolean; release: Release | null; mustSpeak: boolean },
): Row['position'] {
  if (facts.mustSpeak) return facts.objects ? 'objecting' : 'silent'
  if (facts.release) return 'released'
  if (standing?.recused) return 'recused'
  if (facts.objects) return 'objecting'
  if (!standing?.commitment) return 'silent'
  return facts.fresh?.kind === 'fresh' ? standing.commitment.kind : 'stale'
}

/** Different people other than the author who committed, for themselves or as members of a team (S5). */
function othersCommitted(
  rows: readonly Row[],
  teams: readonly TeamRow[],
  config: Config,
): RfcVerdict['others'] {
  const members = teams.flatMap(({ position, committed }) => (position === 'released' ? [] : committed))
  const committed = [...rows, ...members].filter((row) => !row.isAuthor && hasCommitted(row))
  return {
    committed: new Set(committed.map(({ person }) => person.id)).size,
    needed: config.stakeholders.minimum,
  }
}

/** Green could never be reached with these names: too few people besides the author are left to commit (S5). */
function tooFewProblems(
  rows: readonly Row[],
  teams: readonly TeamRow[],
  config: Config,
  known: readonly Problem[],
  areNamesWrong: boolean,
): readonly Problem[] {
  const { minimum } = config.stakeholders
  const people = rows.filter((row) => !row.isAuthor && !isAway(row)).map(({ person }) => person.id)
  const inTeams = teams.flatMap(({ team, position }) => (position === 'released' ? [] : membersOf(team)))
  const left = new Set([...people, ...inTeams.map(({ id }) => id)]).size
  const isNobody = rows.length + teams.length === 0
  // A missing section or a misspelt name says already what to do; nobody is told twice.
  const isTold = areNamesWrong || (isNobody && known.length > 0)
  if (left >= minimum || isTold) return []
  const found = isNobody
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

/** How many stakeholders share the problem as it stands, and how many committed; who is away is not asked (P3). */
function sharingOf(rows: readonly Row[], teams: readonly TeamRow[]): RfcVerdict['sharing'] {
  const people = rows.filter((row) => !isAway(row))
  const asked = teams.filter(({ position }) => position !== 'released')
  return {
    of: people.length + asked.length,
    share:
      people.filter(({ alignment }) => alignment === 'aligned').length +
      asked.filter(({ sharesProblem }) => sharesProblem).length,
    committed:
      people.filter(hasCommitted).length + asked.filter(({ position }) => position === 'committed').length,
  }
}

/** What must be noted so that nobody can make it undone by deleting a comment or leaving a team. */
function notesOf(
  before: Kept,
  { added, mustSpeak }: Replayed,
  stakeholders: Stakeholders,
  held: readonly { readonly remark: Remark }[],
): ToKeep {
  const unrecorded = [...added.values()].filter(
    ({ party, isAgain }) => party.kind === 'team' || isAgain || !stakeholders.isRecorded(party.person.id),
  )
  const noted = ({ party, at }: Added): KeptName =>
    party.kind === 'person'
      ? { kind: 'person', person: party.person, at }
      : { kind: 'team', team: party.team, quorum: party.all ? 'all' : party.quorum, at }
  return {
    added: unrecorded.filter(({ by }) => by === null).map(noted),
    addedInSight: unrecorded.filter(({ by }) => by !== null).map(noted),
    held: [...new Set([...before.held, ...held.map(({ remark }) => remark.id)])],
    silenced: [...mustSpeak.values()].map(({ person, since }) => ({ person, at: since })),
    byConfig: stakeholders.byConfig,
    isLost: before.isLost,
  }
}

/** The first approving review of somebody we wait for is answered with the command (C7). */
function approvalHints(
  { remarks }: Snapshot,
  config: Config,
  rows: readonly Row[],
  teams: readonly TeamRow[],
): readonly Refusal[] {
  if (config.reviews === 'count') return []
  const waiting = [
    ...rows.filter(isPending),
    ...teams.flatMap(({ position, pending }) => (position === 'waiting' ? pending : [])),
  ]
  const pending = new Set(waiting.map(({ person }) => person.id))
  return [...pending].flatMap((id) => {
    const first = remarks.find(({ author, review }) => author?.id === id && review?.state === 'approved')
    if (!first) return []
    const why = 'An approving review is no commitment here. To commit, say `/commit` in a comment.'
    return [{ remark: first, why, isAdvice: true }]
  })
}

function pullRequestProblems(snapshot: Snapshot, config: Config): readonly Problem[] {
  const problem = (message: string): Problem => ({ source: 'pull request', message, place: null })
  return [
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
  misaligned: readonly unknown[]
  rows: readonly Row[]
  teams: readonly TeamRow[]
  others: RfcVerdict['others']
  isDraft: boolean
}): RfcVerdict['state'] {
  if (facts.problems.length > 0) return 'needs fixing'
  if (facts.objections.some(({ blocks }) => blocks)) return 'objection'
  if (facts.misaligned.length > 0) return 'misalignment'
  if (facts.isDraft) return 'draft'
  const isAnybody = facts.rows.length + facts.teams.length > 0
  const isWaiting = facts.rows.some(isPending) || facts.teams.some(({ position }) => position === 'waiting')
  const everybody = isAnybody && !isWaiting
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
    isCounted: false,
    problems: [],
    rows: [],
    teams: [],
    objections: [],
    misaligned: [],
    sharing: { of: 0, share: 0, committed: 0 },
    stillToAlign: [],
    releases: [],
    letGo: [],
    refusedReviewers: [],
    mentioned: [],
    notCounted: [],
    others: { committed: 0, needed: 1 },
    accepted: [],
    refusals: [],
    questions: [],
    evaluated,
  }
}
