import { rejection } from '../commands/rejections-by-text.ts'
import type { Texts } from '../commands/texts.ts'
import type { Config } from '../config/config.ts'
import type { UserId } from '../facts/ids.ts'
import { formerNotes } from '../facts/former-notes.ts'
import { postKey } from '../facts/keys.ts'
import type { Problem } from '../facts/problem.ts'
import type { Person } from '../facts/person.ts'
import type { Post } from '../facts/snapshot.ts'
import { entriesOf } from '../ledger/append.ts'
import { personName } from '../ledger/recorded-command.ts'
import { lineDigest } from '../ledger/line-digest.ts'
import { type Observed, observe, type Recorded } from '../ledger/observed/observe.ts'
import { baseMovedProblems } from '../rfc/base-moved.ts'
import { branchLinks } from '../rfc/branch-links.ts'
import type { Case } from '../rfc/case.ts'
import { decideByOf, decidersOf } from '../rfc/decide-by.ts'
import { documentProblems } from '../rfc/document-problems.ts'
import { freshnessOf } from '../rfc/freshness.ts'
import { isRfcAt, isRfcNow } from '../rfc/is-rfc.ts'
import { materialAt, materialDigest } from '../rfc/material.ts'
import { noMatch, type NotRfc } from '../rfc/not-rfc.ts'
import { isMember } from '../rfc/person-or-team.ts'
import { type Stakeholders, stakeholdersOf } from '../rfc/stakeholders.ts'
import { readyTips } from '../rfc/stretches.ts'
import { type Counted, countedIn } from './counted.ts'
import { hintsFor, otherWords } from './hints.ts'
import { notCounted, type SuspendedConsent, suspendedIn } from './not-counted.ts'
import { isDescribedSince, namedEarlier, wasRfcFor } from './named-earlier.ts'
import {
  hasCommitted,
  isAway,
  isPending,
  type StakeholderStatus,
  type TeamStatus,
  teamStatus,
} from './positions.ts'
import { problemFirstOf, type ToNothing, toNothingIn } from './problem-first.ts'
import { type Answers, refusalsOf } from './refusals.ts'
import { saidIn } from './said.ts'
import { type SharedProblem, sharedProblemOf } from './shared-problem.ts'
import { membersOf, releaseOf, requiredBy, statusesIn } from './stakeholder-statuses.ts'
import type { Evaluated, RfcVerdict, Verdict } from './verdict.ts'
import { whomIn } from './whom.ts'
import { ledgerNotices, pullRequestProblems, tooFewProblems } from './verdict-problems.ts'

/**
 * Returns the verdict on a pull request that is an RFC, or was one outside draft. The latter is no RFC any more when no
 * one is required and nothing blocks (D5).
 */
export function evaluateRfc(
  theCase: Case<Texts>,
  before: Evaluated,
  recorded: Recorded,
): RfcVerdict | Extract<Verdict, { state: 'not an RFC' }> {
  const { snapshot } = theCase
  const observed = observe(theCase, recorded)
  const evaluated = { ...before, observed }
  const commands = commandsOf(theCase, observed, recorded.secret)
  const { stakeholders, counted, shared } = commands
  const statuses = statusesOf(theCase, commands)
  const { rows, teams } = statuses
  const blocks = blocksIn(theCase, commands, observed)
  const { objections, misaligned } = blocks
  const nameProblems = stakeholders.problems(
    {
      released: new Set(counted.released.keys()),
      committed: new Set(rows.filter(hasCommitted).map(({ person }) => person.id)),
    },
    statuses.required.teams,
  )
  const isAnyUnknown = counted.isAddedUnknown || commands.isEarlierUnknown
  // A name with a problem still requires someone (S6).
  const isStillOne = isAnyoneRequired(statuses, blocks) || nameProblems.length > 0 || isAnyUnknown
  const because = isRfcNow(theCase) ? null : noLongerRfc(theCase, observed, recorded.secret, isStillOne)
  if (because !== null) return { state: 'not an RFC', because, evaluated }
  const known = [
    ...(formerNotes(snapshot).isLost ? [LOST_NOTES] : []),
    ...pullRequestProblems(theCase),
    ...(isAnyUnknown ? [TEAM_UNKNOWN] : []),
    ...(isRfcNow(theCase) ? [...documentProblems(theCase), ...baseMovedProblems(theCase)] : []),
  ]
  const problems = [
    ...known,
    ...nameProblems,
    ...tooFewProblems(rows, teams, theCase.config, known, nameProblems.length > 0),
  ]
  const { isDraft } = snapshot.pullRequest
  const others = othersCommitted(rows, teams, theCase.config)
  const stillToAlign = shared.stillToAlign(counted)
  const problemFirst = problemFirstOf(theCase, observed.folded, commands.toNothing)
  const missing = [...stillToAlign, ...problemFirst.unproposed]
  return {
    state: stateOf({ problems, objections, misaligned, rows, teams, others, missing, isDraft }),
    isDraft,
    isCounted: true,
    problems,
    notices: [...ledgerNotices(observed), ...branchLinks(theCase)],
    rows,
    teams,
    mentions: stakeholders.mentions,
    objections,
    misaligned: misaligned.map(({ person }) => person),
    sharing: sharingOf(rows, teams),
    problemFirst,
    stillToAlign,
    letGo: letGoIn(stakeholders, statuses),
    configured: stakeholders.configured,
    refusedReviewers: snapshot.remembered.refusedReviewers,
    others,
    ...answersTo(theCase, commands, statuses),
    decideBy: decideByOf(theCase),
    deciders: decidersOf(theCase),
    evaluated: {
      ...evaluated,
      documentDigest: materialDigest(materialAt(theCase, theCase.current)),
      wasRfc: evaluated.wasRfc || !isDraft,
      kept: formerNotes(snapshot).isLost ? before.kept : [],
    },
  }
}

const TEAM_UNKNOWN: Problem = {
  source: 'people',
  message:
    'A team was named earlier that its name no longer finds. Name it, or comment `/add @org/team`, with its name as it is now.',
  place: null,
}

const LOST_NOTES: Problem = {
  source: 'pull request',
  message: 'This pull request has too much history to evaluate safely. Open a new pull request.',
  place: null,
}

/** Why what is no RFC now is none any more; null where it still counts as the RFC it was, or may have been (D5). */
function noLongerRfc(
  theCase: Case,
  { ledger }: Observed,
  secret: string,
  isStillOne: boolean,
): NotRfc | null {
  const isUnread = readyTips(theCase).some(({ version }) => isRfcAt(theCase, version) === 'unread')
  // Nothing tells when a label was deleted from the repository, and whom the description named then.
  const isForgotten = theCase.config.rfcs.labels.some((label) => {
    const name = lineDigest(secret, label.toLowerCase())
    return entriesOf(ledger, 'label').findLast((entry) => entry.label === name)?.to === 'on'
  })
  if (!isUnread && !isForgotten && !wasRfcFor(theCase, ledger)) return noMatch(theCase)
  return isStillOne || isForgotten ? null : { kind: 'left' }
}

/** The commands of a pull request, and their effect. */
interface Commands {
  readonly stakeholders: Stakeholders
  /** A team that was named earlier cannot be found any more. */
  readonly isEarlierUnknown: boolean
  readonly counted: Counted
  readonly shared: SharedProblem
  readonly isRequired: (person: UserId) => boolean
  readonly answers: Answers
  readonly suspended: readonly SuspendedConsent[]
  readonly toNothing: ToNothing
}

function commandsOf(theCase: Case<Texts>, observed: Observed, secret: string): Commands {
  const digestOf = (text: string) => lineDigest(secret, text)
  const said = saidIn(theCase, digestOf)
  const whom = whomIn(theCase.snapshot, said, digestOf)
  const earlier = namedEarlier(theCase, observed, whom)
  const stakeholders = stakeholdersOf(theCase, earlier.named)
  const all = countedIn(theCase, stakeholders, observed, said, whom)
  const required = requiredBy(stakeholders, { ...all, mustSpeak: new Map() })
  const isRequired = (id: UserId) =>
    required.people.some(({ person }) => person.id === id) ||
    required.teams.some(({ found }) => isMember(found, id))
  // People who never were stakeholders are not required to post again; what others deleted may outlive being named (C6).
  const wasNamed = (id: UserId) => observed.folded.heads.some(({ names }) => names?.has(personName(id)))
  const mustSpeak = new Map([...all.mustSpeak].filter(([id]) => isRequired(id) || wasNamed(id)))
  const counted = { ...all, mustSpeak }
  return {
    stakeholders,
    isEarlierUnknown: earlier.isUnknown,
    counted,
    shared: sharedProblemOf(theCase, {
      people: stakeholders.people.map(({ person }) => person),
      teams: stakeholders.teams,
    }),
    isRequired,
    answers: refusalsOf(theCase, stakeholders, observed, counted, said, isRequired),
    suspended: suspendedIn(theCase.snapshot, observed.folded, counted),
    toNothing: toNothingIn(theCase, observed.folded, counted),
  }
}

interface Statuses {
  readonly required: ReturnType<typeof requiredBy>
  readonly rows: readonly StakeholderStatus[]
  readonly teams: readonly TeamStatus[]
}

function statusesOf(theCase: Case, { stakeholders, shared, counted }: Commands): Statuses {
  const required = requiredBy(stakeholders, counted)
  const rowFor = statusesIn(theCase.snapshot, counted, {
    freshness: freshnessOf(theCase),
    sharesProblem: shared.sharesProblem,
  })
  return {
    required,
    rows: required.people.map(rowFor),
    teams: required.teams.map((team) =>
      teamStatus(
        team,
        membersOf(team).map((person) => rowFor({ person, leftInCommit: null })),
        releaseOf(counted, team),
      ),
    ),
  }
}

/** Objections, and those that read the problem differently. */
interface Blocks {
  readonly objections: RfcVerdict['objections']
  readonly misaligned: readonly { readonly person: Person; readonly post: Post }[]
}

function blocksIn(theCase: Case, { counted, isRequired }: Commands, { folded }: Observed): Blocks {
  // A person named before or after the post may block: an objection outlives membership and naming (P5).
  const mayBlock = (person: Person, post: Post) =>
    counted.mayBlock.has(postKey(post)) ||
    isRequired(person.id) ||
    isDescribedSince(theCase, person.id, post.at)
  const removedByOthers = new Set(
    folded.objections.flatMap(({ post, isRemoved }) => (isRemoved ? [post] : [])),
  )
  return {
    objections: counted.objections.map((objection) => {
      const { state, by, post } = objection
      const blocks = state === 'open' && mayBlock(by, post)
      const isUncounted = state === 'open' && !blocks && removedByOthers.has(postKey(post))
      return { ...objection, blocks, state: isUncounted ? 'removed' : state }
    }),
    misaligned: [...counted.standings.values()].flatMap(({ person, misaligned }) =>
      misaligned?.blocks && mayBlock(person, misaligned.post) ? [{ person, post: misaligned.post }] : [],
    ),
  }
}

/** Whether someone is still required, or blocks (D5). */
function isAnyoneRequired({ rows, teams }: Statuses, { objections, misaligned }: Blocks): boolean {
  return (
    rows.some((row) => !isAway(row)) ||
    teams.some(({ position }) => position !== 'released') ||
    objections.some(({ blocks }) => blocks) ||
    misaligned.length > 0
  )
}

/** People and teams no longer required since the configuration changed, and not required by anything else (S2). */
function letGoIn({ letGo }: Stakeholders, { rows, teams }: Statuses): readonly string[] {
  return letGo.flatMap((name): readonly string[] => {
    if (name.kind === 'team') return teams.some(({ team }) => team.team === name.team) ? [] : [name.team]
    return rows.some(({ person }) => person.id === name.id) ? [] : [name.login]
  })
}

/** What the posts are answered with. */
function answersTo(
  theCase: Case<Texts>,
  { counted, answers, suspended, toNothing }: Commands,
  { rows, teams }: Statuses,
) {
  const { undecided } = answers
  // People who edit a post expect an answer; the deletion of another one is only listed in the check (C4, C6).
  const edited = suspended.filter(({ post }) => post.revisions?.length !== 1)
  const rejections = [
    ...answers.rejections,
    ...[...edited, ...toNothing.consents].map(({ post, why }) => rejection(post, why)),
  ]
  const isSuspended = new Set([...suspended.map(({ post }) => post), ...toNothing.posts])
  const accepted = new Set([...counted.accepted].filter((post) => !isSuspended.has(post)))
  const said = { accepted, rejections, rows, teams }
  return {
    releases: counted.releases,
    notCounted: notCounted([...suspended, ...toNothing.consents], answers.rejections),
    accepted: [...accepted],
    rejections: [...rejections, ...hintsFor(theCase, said)],
    otherWords: otherWords(theCase, said),
    undecided,
    questions: questionsIn(theCase),
  }
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

/**
 * How many stakeholders share the current problem, and how many committed; people who are away are not counted (P3).
 */
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

/** The first state that applies (V1). */
function stateOf(facts: {
  problems: readonly Problem[]
  objections: readonly { blocks: boolean }[]
  misaligned: readonly unknown[]
  rows: readonly StakeholderStatus[]
  teams: readonly TeamStatus[]
  others: RfcVerdict['others']
  /** People who must align first, and documents without a proposal (P3, T7). */
  missing: readonly unknown[]
  isDraft: boolean
}): RfcVerdict['state'] {
  if (facts.problems.length > 0) return 'needs fixing'
  if (facts.objections.some(({ blocks }) => blocks)) return 'objection'
  if (facts.misaligned.length > 0) return 'misalignment'
  if (facts.isDraft) return 'draft'
  const isAnybody = facts.rows.length + facts.teams.length > 0
  const isWaiting = facts.rows.some(isPending) || facts.teams.some(({ position }) => position === 'waiting')
  const everybody = isAnybody && !isWaiting && facts.missing.length === 0
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
