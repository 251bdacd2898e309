import { COMMANDS } from '../commands/commands.ts'
import type { CommandWord } from '../commands/model/command-word.ts'
import type { PullRequestNumber } from '../facts/ids.ts'
import { keyOf, personKey } from '../rfc/person-or-team.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import { isAway, isPending, type StakeholderStatus, type TeamStatus } from '../rules/positions.ts'
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
} from './blocks.ts'
import { calling, code, naming, quietly } from './escape.ts'
import { roleText } from './named-where.ts'
import { titleOf } from './title.ts'
import { day, within } from './wording.ts'

/** The hidden first line by which the App knows its own sticky comment. */
export const STICKY = '<!-- rfc-alignment sticky -->'

/** Where the pull request and its record are shown. */
export interface Links {
  readonly repositoryUrl: string
  readonly number: PullRequestNumber
  /** The board's page of the RFC; null where there is no board. */
  readonly boardUrl: string | null
}

/**
 * Returns the sticky comment: the same facts as the check (V4). The words of people are linked, not copied, because
 * earlier revisions of a comment stay readable (V3). Only here are pending people mentioned so that GitHub notifies them.
 */
export function stickyOf(verdict: RfcVerdict, links: Links): string {
  const { repositoryUrl } = links
  const counts = countsLine(verdict)
  const blocks = [
    STICKY,
    `**${quietly(titleOf(verdict))}**${counts === null ? '' : `\n\n${counts}`}`,
    proposalLine(verdict),
    problemBlock('Fix these problems', verdict.problems),
    problemBlock('Notices', verdict.notices),
    questionsBlock(verdict),
    stakeholderTable([
      ...verdict.rows.map((row) => personRow(row, verdict, repositoryUrl)),
      ...verdict.teams.map((row) => teamRow(row, verdict, repositoryUrl)),
    ]),
    objectionBlock(verdict),
    decisionLine(verdict),
    releaseBlock(verdict),
    letGoLine(verdict),
    refusedLine(verdict),
    commandsBlock(verdict),
    notCountedBlock(verdict),
    footer(verdict, links),
  ]
  return blocks.filter((block) => block !== null).join('\n\n')
}

function personRow(row: StakeholderStatus, verdict: RfcVerdict, repositoryUrl: string): string {
  const { login, id } = row.person
  const position = [
    positionText(row, verdict, repositoryUrl),
    ...(isAway(row) ? [] : alignmentTexts(row, differently(row))),
    ...whyAskedTexts(row, repositoryUrl),
    ...otherWordTexts(verdict, row.person),
  ].join('; ')
  const name = isPending(row) ? calling(login) : naming(login)
  return `| ${name}${roleText(verdict, personKey(id))} | ${position} | ${since(row, repositoryUrl)} |`
}

function positionText(row: StakeholderStatus, verdict: RfcVerdict, repositoryUrl: string): string {
  const { commitment, released } = row
  switch (row.position) {
    case 'silent':
      return silentText(row)
    case 'committed':
      return 'Committed'
    case 'dissenting':
      return `Committed with ${linked('dissent', commitment?.post.url)}`
    case 'objecting': {
      const own = openObjectionsOf(row, verdict)
      return `Objects (${own.map(({ number, post }) => linked(objectionName(number), post.url)).join(', ')})`
    }
    case 'recused': {
      const { inFavourOf = null, post } = row.recused ?? {}
      return inFavourOf
        ? `${linked('Delegated', post?.url)} to ${naming(inFavourOf.login)}`
        : linked('Recused', post?.url)
    }
    case 'released':
      return `${linked('Released', released?.post.url)}${released ? ` by ${naming(released.by.login)}` : ''}`
    case 'stale':
      return staleText(row, `${changedSections(row)}${diffLink(row, verdict.evaluated.head, repositoryUrl)}`)
  }
}

function differently({ misaligned }: StakeholderStatus): string {
  return linked('differently', misaligned?.post.url)
}

function linked(text: string, url: string | undefined): string {
  return url === undefined ? text : `[${text}](${url})`
}

function since(row: StakeholderStatus, repositoryUrl: string): string {
  const { position, released } = row
  if (position === 'released') return released ? day(released.at) : ''
  return sinceText(row, repositoryUrl)
}

function teamRow(row: TeamStatus, verdict: RfcVerdict, repositoryUrl: string): string {
  const { team } = row
  const position = [
    teamPositionText(row),
    ...readDifferentlyIn(row, differently),
    ...leftTexts(team.leftInCommit, repositoryUrl),
    ...otherWordsIn(row, verdict),
  ].join('; ')
  const name = row.position === 'waiting' ? calling(team.name) : naming(team.name)
  return `| ${name}${roleText(verdict, keyOf(team))} | ${position} | |`
}

function teamPositionText(row: TeamStatus): string {
  const { released } = row
  if (released) return `${linked('Released', released.post.url)} by ${naming(released.by.login)}`
  return teamText(row, ({ commitment }) => ` with ${linked('dissent', commitment?.post.url)}`)
}

function objectionBlock(verdict: RfcVerdict): string | null {
  const lines = byUrgency(verdict).map(objectionText)
  if (lines.length === 0) return null
  if (lines.length === 1) return `**Objections** · ${lines[0]}`
  const items = lines.map((line) => `- ${line}`)
  return ['**Objections**', '', ...within(items, 12000, (left) => `- … and ${left} more`)].join('\n')
}

function objectionText(objection: RfcVerdict['objections'][number]): string {
  const { number, post, by, state, blocks, removed, answers } = objection
  const last = answers.at(-1)
  return [
    `${linked(objectionName(number), removed ? undefined : post.url)} by ${naming(by.login)}`,
    state === 'open' && !blocks ? NOT_BLOCKING : OBJECTION_STATES[state],
    ...(last ? [`${linked('answered', last.post.url)} by the author`] : []),
    ...(state === 'open' && !last ? ['no answer yet'] : []),
  ].join(', ')
}

/** The releases that no row shows, because the person responded again since (C3). */
function releaseBlock({ releases, rows, teams }: RfcVerdict): string | null {
  const inTable = new Set([...rows, ...teams].map(({ released }) => released))
  const left = releases.filter((release) => !inTable.has(release))
  if (left.length === 0) return null
  const lines = left.map(
    ({ name, by, at, post }) =>
      `- ${code(name)} was released by ${naming(by.login)} on [${day(at)}](${post.url})`,
  )
  return ['**Released before**', '', ...within(lines, 6000, (more) => `- … and ${more} more`)].join('\n')
}

/** The commands that stakeholders need; the others are in the answer to `/help`. */
const NEEDED = ['commit', 'disagree-commit', 'object', 'heard', 'recuse'] as const satisfies CommandWord[]

/** Those that they need while nothing is proposed (T7). */
const NEEDED_BEFORE = ['align', 'misalign', 'object', 'heard', 'recuse'] as const satisfies CommandWord[]

function commandsBlock({ problemFirst }: RfcVerdict): string {
  const lines = (problemFirst.unproposed.length > 0 ? NEEDED_BEFORE : NEEDED).map(
    (word) => `| \`${COMMANDS[word].usage}\` | ${COMMANDS[word].help} |`,
  )
  return [
    '<details><summary>How to respond</summary>',
    '',
    'Comment one of these on a line of its own. `/help` lists all commands.',
    '',
    '| Command | Meaning |',
    '|---|---|',
    ...lines,
    '',
    '</details>',
  ].join('\n')
}

function footer(verdict: RfcVerdict, { repositoryUrl, number, boardUrl }: Links): string {
  const links = [
    `[Details](${repositoryUrl}/pull/${number}/checks)`,
    ...(boardUrl === null ? [] : [`[Board](${boardUrl})`]),
  ]
  return `<sub>${evaluatedText(verdict)}. ${links.join(' · ')}. ${NO_SILENT_CONSENT}</sub>`
}
