import { keyOf, personKey } from '../rfc/person-or-team.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import { hasCommitted, isAway, type StakeholderStatus, type TeamStatus } from '../rules/positions.ts'
import {
  alignmentTexts,
  byUrgency,
  changedSections,
  countsLine,
  decisionLine,
  diffLink,
  evaluatedText,
  leftTexts,
  letGoLine,
  NO_SILENT_CONSENT,
  NOT_BLOCKING,
  notCountedBlock,
  OBJECTION_STATES,
  objectionName,
  openObjectionsOf,
  otherWordsIn,
  otherWordTexts,
  problemBlock,
  proposalLine,
  questionsBlock,
  readDifferentlyIn,
  refusedLine,
  silentText,
  sinceText,
  stakeholderTable,
  staleText,
  teamText,
  whyAskedTexts,
  removedText,
} from './blocks.ts'
import { code, naming, words } from './escape.ts'
import { namedAtText, roleText } from './named-where.ts'
import { day, listed, short, within } from './wording.ts'

/**
 * Returns the facts of a verdict as Markdown blocks, for the check and the board (V3). Only these show the words of
 * people: a check run keeps no history, a comment does.
 */
export function factsOf(verdict: RfcVerdict, repositoryUrl: string): readonly string[] {
  return [
    problemBlock('Fix these problems', verdict.problems),
    problemBlock('Notices', verdict.notices),
    countsLine(verdict),
    proposalLine(verdict),
    questionsBlock(verdict),
    stakeholderTable([
      ...verdict.rows.map((row) => personRow(row, verdict, repositoryUrl)),
      ...verdict.teams.map((row) => teamRow(row, verdict, repositoryUrl)),
    ]),
    objectionBlock(verdict),
    dissentBlock(verdict),
    decisionLine(verdict),
    releaseBlock(verdict),
    letGoLine(verdict),
    refusedLine(verdict),
    notCountedBlock(verdict),
    evaluatedLine(verdict),
  ].filter((block) => block !== null)
}

function personRow(row: StakeholderStatus, verdict: RfcVerdict, repositoryUrl: string): string {
  const key = personKey(row.person.id)
  const position = [
    positionText(row, verdict, repositoryUrl),
    ...(isAway(row) ? [] : alignmentTexts(row, differently(row))),
    ...whyAskedTexts(row, repositoryUrl),
    ...otherWordTexts(verdict, row.person),
    ...[namedAtText(verdict, key)].filter((text) => text !== null),
  ].join('; ')
  return `| ${naming(row.person.login)}${roleText(verdict, key)} | ${position} | ${since(row, repositoryUrl)} |`
}

function positionText(row: StakeholderStatus, verdict: RfcVerdict, repositoryUrl: string): string {
  const reason = row.commitment?.reason ?? ''
  switch (row.position) {
    case 'silent':
      return silentText(row)
    case 'committed':
      return `Committed${because(reason)}`
    case 'dissenting':
      return `Committed with dissent${because(reason)}`
    case 'objecting':
      return `Objects (${openObjectionsOf(row, verdict)
        .map(({ number }) => objectionName(number))
        .join(', ')})`
    case 'recused':
      return recusedText(row)
    case 'released':
      return row.released ? releasedText(row.released.by.login, row.released.reason) : 'Released'
    case 'stale': {
      const diff = diffLink(row, verdict.evaluated.head, repositoryUrl)
      return staleText(row, `${changedSections(row)}${changedWords(row)}${diff}`)
    }
  }
}

function recusedText({ recused }: StakeholderStatus): string {
  const said = recused?.inFavourOf ? `Delegated to ${naming(recused.inFavourOf.login)}` : 'Recused'
  return `${said}${because(recused?.reason ?? '')}`
}

function releasedText(by: string, reason: string): string {
  return `Released by ${naming(by)}${because(reason)}`
}

function changedWords({ freshness }: StakeholderStatus): string {
  if (freshness?.kind !== 'stale' || freshness.words === null || freshness.why !== null) return ''
  const { gone, added } = freshness.words
  return `: *${shownWords(gone)}* → *${shownWords(added)}*`
}

function shownWords(text: string): string {
  return text === '' ? 'nothing' : words(text)
}

function differently({ misaligned }: StakeholderStatus): string {
  return `differently${because(misaligned?.because ?? '')}`
}

function because(reason: string): string {
  return reason === '' ? '' : `: *${words(reason)}*`
}

function since(row: StakeholderStatus, repositoryUrl: string): string {
  const { position, released } = row
  if (position === 'released') return released ? `[${day(released.at)}](${released.post.url})` : ''
  return sinceText(row, repositoryUrl)
}

function teamRow(row: TeamStatus, verdict: RfcVerdict, repositoryUrl: string): string {
  const { team } = row
  const key = keyOf(team)
  const position = [
    teamPositionText(row),
    ...readDifferentlyIn(row, differently),
    ...leftTexts(team.leftInCommit, repositoryUrl),
    ...[namedAtText(verdict, key)].filter((text) => text !== null),
    ...otherWordsIn(row, verdict),
  ].join('; ')
  return `| ${naming(team.name)}${roleText(verdict, key)} | ${position} | |`
}

function teamPositionText(row: TeamStatus): string {
  const { released } = row
  if (released) return releasedText(released.by.login, released.reason)
  return teamText(row, ({ commitment }) => ` with dissent${because(commitment?.reason ?? '')}`)
}

function objectionBlock(verdict: RfcVerdict): string | null {
  if (verdict.objections.length === 0) return null
  const lines = byUrgency(verdict).map((objection) => {
    const { number, post, by, at, state, blocks, answers } = objection
    const reason =
      objection.reason === '' ? (removedText(objection) ?? 'no reason yet') : `*${words(objection.reason)}*`
    const name = objection.removed ? objectionName(number) : `[${objectionName(number)}](${post.url})`
    const stands = state === 'open' && !blocks ? NOT_BLOCKING : OBJECTION_STATES[state]
    const shown = state === 'open' ? `**${stands}**` : stands
    const unanswered = state === 'open' && answers.length === 0 ? ', no answer yet' : ''
    return `- ${name} by ${naming(by.login)}, ${day(at)}: ${reason} — ${shown}${unanswered}${answered(answers)}`
  })
  return ['**Objections**', '', ...within(lines, 12000, (left) => `- … and ${left} more`)].join('\n')
}

function answered(answers: RfcVerdict['objections'][number]['answers']): string {
  if (answers.length === 0) return ''
  const texts = answers.map(({ text, post }) => `*${words(text)}* ([read](${post.url}))`)
  return `; answered by the author: ${listed(texts, 3)}`
}

/** Dissent that does not fit the table, as it was written (C3). */
function dissentBlock({ rows, teams }: RfcVerdict): string | null {
  const members = teams.flatMap(({ committed }) => committed)
  const dissent = [...new Map([...rows, ...members].map((row) => [row.person.id, row])).values()].filter(
    (row) => hasCommitted(row) && row.position === 'dissenting' && isLong(row.commitment?.reason ?? ''),
  )
  if (dissent.length === 0) return null
  const lines = dissent.map(({ person, commitment }) => {
    const said = (commitment?.reason ?? '').split(/\r\n|\r|\n/).map((line) => `> ${words(line, 2000)}`)
    return [`${naming(person.login)}:`, '', ...said].join('\n')
  })
  return ['**Dissent on record**', ...within(lines, 12000, (left) => `… and ${left} more`)].join('\n\n')
}

function isLong(reason: string): boolean {
  return reason.length > 300 || /[\r\n]/.test(reason)
}

/** Every release, with its reason: shown for good, also after the person responded again (C3). */
function releaseBlock({ releases }: RfcVerdict): string | null {
  if (releases.length === 0) return null
  const lines = releases.map(
    ({ name, by, at, reason, post }) =>
      `- ${code(name)} was released by ${naming(by.login)} on [${day(at)}](${post.url})${because(reason)}`,
  )
  return ['**Released**', '', ...within(lines, 6000, (left) => `- … and ${left} more`)].join('\n')
}

function evaluatedLine(verdict: RfcVerdict): string {
  const { documentDigest } = verdict.evaluated
  const text = documentDigest ? `, material text \`${short(documentDigest)}\`` : ''
  return `<sub>${evaluatedText(verdict)}${text}. ${NO_SILENT_CONSENT}</sub>`
}
