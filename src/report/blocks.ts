import type { CommitSha, Login, ObjectionNumber } from '../facts/ids.ts'
import type { Problem } from '../facts/problem.ts'
import type { Person } from '../facts/person.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import type { StakeholderStatus, TeamStatus } from '../rules/positions.ts'
import { code, naming, quietly, words } from './escape.ts'
import { day, listed, short, teamCount, within } from './wording.ts'

/** What the check's details and the sticky comment both say, as Markdown blocks (V3, V4). Each keeps to a budget. */

/** Returns a titled list of problems with their places; null where there is none. */
export function problemBlock(title: string, problems: readonly Problem[]): string | null {
  if (problems.length === 0) return null
  const lines = problems.map((problem) => `- ${placeOf(problem)}${quietly(problem.message)}`)
  return [`**${title}**`, '', ...within(lines, 8000, (left) => `- … and ${left} more`)].join('\n')
}

function placeOf({ place }: Problem): string {
  if (!place) return ''
  const column = place.column === undefined ? '' : `:${place.column}`
  return place.path === null
    ? `Description, line ${place.line}: `
    : `${code(`${place.path}:${place.line}${column}`)}: `
}

/** Returns the table of stakeholders; null where the RFC names nobody. */
export function stakeholderTable(rows: readonly string[]): string | null {
  if (rows.length === 0) return null
  return [
    '| Stakeholder | Position | Since |',
    '|---|---|---|',
    ...within(rows, 24000, (left) => `| … and ${left} more | | |`),
  ].join('\n')
}

/**
 * Returns how many agree on the problem, how many options there are and how many committed, in one line. What was not said
 * is counted as that, and what does not exist is left out (P3).
 */
export function countsLine({ sharing, stillToAlign, problemFirst }: RfcVerdict): string | null {
  const { of, share, differ, committed } = sharing
  if (of === 0) return null
  const unsaid = of - share - differ
  const said = [
    ...(share > 0 ? [`${share} ${share === 1 ? 'agrees' : 'agree'}`] : []),
    ...(differ > 0 ? [`${differ} differently`] : []),
    ...(unsaid > 0 ? [`${unsaid} did not say`] : []),
  ]
  const missing = listed(
    stillToAlign.map((name) => naming(name.slice(1))),
    20,
  )
  const first =
    stillToAlign.length > 0
      ? `\n\nCommitments count once every stakeholder has commented \`/align\`. Still missing: ${missing}.`
      : ''
  const { options, unproposed } = problemFirst
  const parts = [
    `Problem: ${said.join(', ')}`,
    ...(options > 0 ? [`Options: ${options}`] : []),
    `Commitment: ${unproposed.length > 0 ? 'nothing is proposed yet' : `${committed} of ${of}`}`,
  ]
  return `${parts.join(' · ')}${first}`
}

/** Returns what helps while a document proposes nothing yet (T7); null otherwise. */
export function proposalLine({ problemFirst: { unproposed } }: RfcVerdict): string | null {
  if (unproposed.length === 0) return null
  const places = unproposed.map((path) => (path === null ? 'The description' : code(path)))
  const does = places.length === 1 ? 'proposes' : 'propose'
  return `${listed(places, 10)} ${does} nothing yet, so no commitment counts. Stakeholders comment \`/align\` or \`/misalign <reason>\` on the problem; the author writes the proposal in a section of its own, such as \`## Proposal\`.`
}

/** Returns what the author is asked, which blocks nothing (T6); null where there is nothing to ask. */
export function questionsBlock({ problemFirst: { questions } }: RfcVerdict): string | null {
  return problemBlock('Questions (they block nothing)', questions)
}

/** Returns who decides, without notifying them, and by when the author asks for a decision (T4, N3). */
export function decisionLine({ deciders, decideBy }: RfcVerdict): string | null {
  const parts = [
    ...(deciders.length > 0 ? [`Decider: ${listed(deciders.map(naming), 5)}`] : []),
    ...(decideBy === null ? [] : [`Decide by: ${decideBy}`]),
  ]
  return parts.length === 0 ? null : parts.join(' · ')
}

/** Returns whom a change of the configuration no longer requires (S2). */
export function letGoLine({ letGo }: RfcVerdict): string | null {
  return letGo.length === 0
    ? null
    : `No longer required by the configuration: ${listed(letGo.map(naming), 20)}.`
}

/** Returns whom GitHub refused to ask for a review (V5). */
export function refusedLine({ refusedReviewers }: RfcVerdict): string | null {
  return refusedReviewers.length === 0
    ? null
    : `Couldn't request a review from ${listed(refusedReviewers.map(naming), 20)}. They can still commit.`
}

/** Returns what was not counted, one line each with the reason and the fix, folded away. */
export function notCountedBlock({ notCounted }: RfcVerdict): string | null {
  if (notCounted.length === 0) return null
  const lines = notCounted.map(({ who, what, why, url }) => {
    const post = what === '' ? 'Post' : what.startsWith('/') ? code(what) : what
    return `- [${post} by ${naming(who)}](${url}): ${quietly(why)}`
  })
  return [
    `<details><summary>Not counted (${notCounted.length})</summary>`,
    '',
    ...within(lines, 10000, (left) => `- … and ${left} more`),
    '',
    '</details>',
  ].join('\n')
}

const CONFIGURATIONS = {
  default: 'default configuration',
  base: 'configuration',
  organisation: "the organisation's configuration",
} as const satisfies Record<RfcVerdict['evaluated']['configFrom'], string>

/** Returns which commit was evaluated, against which branch, and with which configuration. */
export function evaluatedText({ evaluated }: RfcVerdict): string {
  const blob = evaluated.configBlob ? ` \`${short(evaluated.configBlob)}\`` : ''
  return `Evaluated \`${short(evaluated.head)}\` against ${code(evaluated.baseName)}, ${CONFIGURATIONS[evaluated.configFrom]}${blob}`
}

/** The last sentence of check and comment. */
export const NO_SILENT_CONSENT = 'No response is never counted as consent.'

/** A link to a commit, by its short name. */
function commitLink(repositoryUrl: string, oid: CommitSha): string {
  return `[\`${short(oid)}\`](${repositoryUrl}/commit/${oid})`
}

/** Returns `#1`, written so that GitHub does not link it to a pull request. */
export function objectionName(number: ObjectionNumber): string {
  return quietly(`#${number}`)
}

/** Returns the objections, those that have no answer yet first and those that are closed last. */
export function byUrgency({ objections }: Pick<RfcVerdict, 'objections'>): RfcVerdict['objections'] {
  const open = objections.filter(({ state }) => state === 'open')
  return [
    ...open.filter(({ answers }) => answers.length === 0),
    ...open.filter(({ answers }) => answers.length > 0),
    ...objections.filter(({ state }) => state !== 'open'),
  ]
}

/** Whether an objection is open, or how it ended. */
export const OBJECTION_STATES = {
  open: 'open',
  heard: 'heard',
  withdrawn: 'withdrawn',
  dissent: 'recorded as dissent',
  'left open': 'left open: the objector recused',
  'set aside': 'dismissed: the objector was released',
  removed: 'not counted: the post was removed and the objector is not a stakeholder',
} as const satisfies Record<RfcVerdict['objections'][number]['state'], string>

/** Returns what stands in place of an objection's words where its post is gone (L5); null while it is shown. */
export function removedText(
  { removed }: RfcVerdict['objections'][number],
  nameOf: (login: Login) => string = naming,
): string | null {
  if (removed === null) return null
  const by = removed.by ? ` by ${nameOf(removed.by.login)}` : ''
  return `removed${by}${removed.at ? ` on ${day(removed.at)}` : ''}`
}

/** The state of an open objection by somebody who is not a stakeholder (P6). */
export const NOT_BLOCKING = 'open but not blocking (not a stakeholder)'

/** Returns the position of somebody who has not responded to the proposal; some responded to the problem. */
export function silentText({ alignment }: StakeholderStatus): string {
  return alignment === 'unsaid' ? 'No response yet' : 'Not committed yet'
}

/** Returns somebody's own open objections. */
export function openObjectionsOf(
  { person }: StakeholderStatus,
  { objections }: RfcVerdict,
): RfcVerdict['objections'] {
  return objections.filter(({ state, by }) => state === 'open' && by.id === person.id)
}

/** Returns what somebody said about the problem (P3). `differently` says that, or how, they read it so. */
export function alignmentTexts({ alignment }: StakeholderStatus, differently: string): readonly string[] {
  switch (alignment) {
    case 'aligned':
      return ['agrees on the problem']
    case 'stale':
      return ['agreed on an earlier problem statement']
    case 'misaligned':
      return [`reads the problem ${differently}`]
    case 'unsaid':
      return []
  }
}

/** Returns which members of a team read the problem differently, also those whose dissent says so (P3). */
export function readDifferentlyIn(
  { position, committed, pending }: TeamStatus,
  differently: (member: StakeholderStatus) => string,
): readonly string[] {
  if (position === 'released') return []
  return [...committed, ...pending]
    .filter(({ alignment }) => alignment === 'misaligned')
    .map((member) => `${naming(member.person.login)} reads the problem ${differently(member)}`)
    .slice(0, 5)
}

/** Returns since when somebody committed or is recused, with links to the commitment and its commit. */
export function sinceText(
  { position, commitment, recused }: StakeholderStatus,
  repositoryUrl: string,
): string {
  if (position === 'recused') return recused ? day(recused.at) : ''
  if (!commitment || position === 'objecting' || position === 'silent') return ''
  const at = commitment.version.commit
  const since = `[${day(commitment.at)}](${commitment.post.url})${at ? `, ${commitLink(repositoryUrl, at)}` : ''}`
  return position === 'stale' ? `committed ${since}` : since
}

/** Returns the position of a team that nobody released by name; `dissentOf` says how a member dissents (S3). */
export function teamText(row: TeamStatus, dissentOf: (member: StakeholderStatus) => string): string {
  const { team, position, committed } = row
  if (position === 'released') return ALL_AWAY
  const members = committed.map(
    (member) => `${naming(member.person.login)}${member.position === 'dissenting' ? dissentOf(member) : ''}`,
  )
  const said = members.length > 0 ? `: ${listed(members, 10)}` : ''
  return `${teamCount(row)}${team.all ? ' (every member)' : ''}${said}`
}

/** Returns why a commitment is not current (F4, T7). `since` says what changed, and where. */
export function staleText({ freshness }: StakeholderStatus, since: string): string {
  return freshness?.kind === 'to nothing'
    ? "Commitment doesn't count: nothing was proposed yet"
    : `Needs to commit again: ${since}`
}

/** Returns which sections changed since a commitment, or why they cannot be compared (F4). */
export function changedSections({ freshness }: StakeholderStatus): string {
  if (freshness?.kind !== 'stale') return ''
  const { sections, why } = freshness
  if (why !== null) return `the earlier text can't be compared (${words(why, 120)})`
  const names = listed(
    sections.map((section) => `**${words(section, 80)}**`),
    5,
  )
  return `${names} changed`
}

/** Returns a link to what changed since a commitment; empty where there is nothing to compare. */
export function diffLink({ commitment }: StakeholderStatus, head: CommitSha, repositoryUrl: string): string {
  const at = commitment?.version.commit
  return at && at !== head ? ` ([diff](${repositoryUrl}/compare/${at}..${head}))` : ''
}

/** Returns the command of another tool that a person may take for a position, and what to comment instead (C9). */
export function otherWordTexts({ otherWords }: RfcVerdict, { id }: Person, whose = ''): readonly string[] {
  const word = otherWords.get(id)
  if (!word) return []
  return [`${code(word.written)}${whose} of [${day(word.at)}](${word.url}) didn't count: to ${word.ours}`]
}

/** Returns what members of a team commented to another tool (C9). */
export function otherWordsIn({ committed, pending }: TeamStatus, verdict: RfcVerdict): readonly string[] {
  return [...committed, ...pending]
    .flatMap(({ person }) => otherWordTexts(verdict, person, ` by ${naming(person.login)}`))
    .slice(0, 5)
}

/** Returns why somebody is still asked who is not, or not only, named by the document (C3, C6, S6). */
export function whyAskedTexts(
  { silencedSince, addedBy, leftInCommit }: StakeholderStatus,
  repositoryUrl: string,
): readonly string[] {
  return [
    ...(silencedSince ? ['someone else deleted a comment of theirs, so they are asked again'] : []),
    ...(addedBy ? [`added by ${naming(addedBy)}`] : []),
    ...leftTexts(leftInCommit, repositoryUrl),
  ]
}

/** Returns since which commit the document no longer names a person or team (S6). */
export function leftTexts(leftInCommit: CommitSha | null, repositoryUrl: string): readonly string[] {
  return leftInCommit ? [`no longer in the document since ${commitLink(repositoryUrl, leftInCommit)}`] : []
}

/** The position of a team with no member left to ask. */
const ALL_AWAY = 'Not required: every member recused or was released'
