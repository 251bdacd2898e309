import type { Problem } from '../facts/problem.ts'
import type { Person } from '../facts/snapshot.ts'
import type { Stale } from '../rfc/freshness.ts'
import { keyOf, personKey } from '../rfc/person-or-team.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import {
  hasCommitted,
  isAway,
  isPending,
  type StakeholderStatus,
  type TeamStatus,
} from '../rules/positions.ts'
import { calling, code, naming, quietly, words } from './escape.ts'
import { namedAtText, roleText } from './named-where.ts'
import { day, listed, short, teamProgress, within } from './wording.ts'

/** Where the facts are shown: only the comment may call the people we wait for (voice), once. */
export interface Page {
  readonly repositoryUrl: string
  readonly mayCall: boolean
}

/** The facts of a verdict as Markdown blocks: what check and comment both say (V3, V4). Each block keeps to a budget. */
export function factsOf(verdict: RfcVerdict, page: Page): readonly string[] {
  return [
    problemBlock('To fix', verdict.problems),
    problemBlock('Notices', verdict.notices),
    peopleTable(verdict, page),
    objectionBlock(verdict),
    dissentBlock(verdict),
    alignmentLine(verdict),
    decisionLine(verdict),
    releaseBlock(verdict),
    letGoLine(verdict),
    refusedLine(verdict),
    notCountedBlock(verdict),
    evaluatedLine(verdict),
  ].filter((block) => block !== null)
}

function problemBlock(title: string, problems: readonly Problem[]): string | null {
  if (problems.length === 0) return null
  const lines = problems.map((problem) => `- ${placeOf(problem)}${quietly(problem.message)}`)
  return [`**${title}**`, '', ...within(lines, 8000, (left) => `- … and ${left} more`)].join('\n')
}

function placeOf({ place }: Problem): string {
  if (!place) return ''
  const column = place.column === undefined ? '' : `:${place.column}`
  return place.path === null
    ? `the description, line ${place.line} — `
    : `${code(`${place.path}:${place.line}${column}`)} — `
}

function peopleTable(verdict: RfcVerdict, page: Page): string | null {
  if (verdict.rows.length + verdict.teams.length === 0) return null
  const lines = [
    ...verdict.rows.map(
      (row) =>
        `| ${nameOf(row, page)}${roleText(verdict, personKey(row.person.id))} | ${positionOf(row, verdict, page)} | ${onOf(row, page)} |`,
    ),
    ...verdict.teams.map(
      (row) =>
        `| ${teamNameOf(row, page)}${roleText(verdict, keyOf(row.team))} | ${teamPositionOf(row, verdict, page)} | |`,
    ),
  ]
  return [
    '| Who | Position | On |',
    '|---|---|---|',
    ...within(lines, 24000, (left) => `| … and ${left} more | | |`),
  ].join('\n')
}

function teamNameOf({ team, position }: TeamStatus, page: Page): string {
  return page.mayCall && position === 'waiting' ? calling(team.name) : naming(team.name)
}

function teamPositionOf(row: TeamStatus, verdict: RfcVerdict, page: Page): string {
  const { team, position, committed, released } = row
  if (released) return releasedText(released.by.login, released.reason)
  if (position === 'released') return 'nobody is left to ask: every member recused or was released'
  const who = committed.map(({ person, commitment, position }) => {
    const dissent = position === 'dissenting' ? `, who disagrees${because(commitment?.reason ?? '')}` : ''
    return `${naming(person.login)}${dissent}`
  })
  const said = who.length > 0 ? `: ${listed(who, 10)}` : ''
  const namedAt = namedAtText(verdict, keyOf(team))
  const left = team.leftAt ? `; no longer in the document since ${commitLink(page, team.leftAt)}` : ''
  return `${quietly(teamProgress(row).replace(/^\S+ \((.*)\)$/, '$1'))}${team.all ? ', everybody is asked' : ''}${said}${left}${namedAt === null ? '' : `; ${namedAt}`}${otherWordsIn(row, verdict)}`
}

/** What members of a team said to another tool (C9). */
function otherWordsIn({ committed, pending }: TeamStatus, verdict: RfcVerdict): string {
  const texts = [...committed, ...pending].flatMap(({ person }) =>
    otherWordText(verdict, person, ` by ${naming(person.login)}`),
  )
  return texts
    .slice(0, 5)
    .map((text) => `; ${text}`)
    .join('')
}

/** A word of another tool that somebody may believe to be a position (C9). */
function otherWordText({ otherWords }: RfcVerdict, { id }: Person, whose = ''): readonly string[] {
  const word = otherWords.get(id)
  if (!word) return []
  const said = `${code(word.written)}${whose} of [${day(word.at)}](${word.url})`
  return [`${said} didn't count: to ${word.ours}`]
}

function releasedText(by: string, reason: string): string {
  return `released by ${naming(by)}${because(reason)}`
}

function nameOf(row: StakeholderStatus, page: Page): string {
  const { login } = row.person
  return page.mayCall && isPending(row) ? calling(login) : naming(login)
}

function positionOf(row: StakeholderStatus, verdict: RfcVerdict, page: Page): string {
  const said = [
    positionText(row, verdict, page),
    ...(isAway(row) ? [] : alignmentText(row)),
    ...(row.silencedSince
      ? ['a comment of theirs was deleted by somebody else, so they are asked again']
      : []),
    ...(row.addedBy ? [`added by ${naming(row.addedBy)}`] : []),
    ...(row.leftAt ? [`no longer in the document since ${commitLink(page, row.leftAt)}`] : []),
    ...otherWordText(verdict, row.person),
    ...[namedAtText(verdict, personKey(row.person.id))].filter((text) => text !== null),
  ]
  return said.join('; ')
}

/** What somebody said about the problem (P3). */
function alignmentText({ alignment, misalignedBecause }: StakeholderStatus): readonly string[] {
  switch (alignment) {
    case 'aligned':
      return ['agrees on the problem']
    case 'stale':
      return ['agreed on an earlier problem statement']
    case 'misaligned':
      return [`reads the problem differently${because(misalignedBecause)}`]
    case 'unsaid':
      return []
  }
}

function positionText(row: StakeholderStatus, verdict: RfcVerdict, page: Page): string {
  const { commitment, freshness } = row
  switch (row.position) {
    case 'silent':
      return 'has not said anything that counts yet'
    case 'committed':
      return `committed${because(commitment?.reason ?? '')}`
    case 'dissenting':
      return `disagrees and commits${because(commitment?.reason ?? '')}`
    case 'objecting': {
      const own = verdict.objections.filter(({ state, by }) => state === 'open' && by.id === row.person.id)
      return `objects (${own.map(({ number }) => objectionName(number)).join(', ')})`
    }
    case 'recused':
      return recused(row)
    case 'released':
      return row.released ? releasedText(row.released.by.login, row.released.reason) : 'released'
    case 'stale': {
      const at = commitment?.version.commit
      const changed = freshness?.kind === 'stale' ? changedText(freshness, page) : ''
      const compare =
        at && at !== verdict.evaluated.head
          ? ` · [what changed](${page.repositoryUrl}/compare/${at}..${verdict.evaluated.head})`
          : ''
      return `committed${at ? ` at ${commitLink(page, at)}` : ''}; ${changed}${compare}`
    }
  }
}

function recused({ recused }: StakeholderStatus): string {
  const place = recused?.inFavourOf ? ` in favour of ${naming(recused.inFavourOf.login)}` : ''
  return `stepped out${place}${because(recused?.reason ?? '')}`
}

/** What changed since a commitment, by its words where they may stand: a comment keeps earlier revisions (F4, V3). */
function changedText({ sections, words: changed, why }: Stale, page: Page): string {
  if (why !== null) return `the text then cannot be compared with this one (${words(why, 120)})`
  const names = listed(
    sections.map((section) => `**${words(section, 80)}**`),
    5,
  )
  const said =
    changed === null || page.mayCall ? '' : `: *${shownWords(changed.gone)}* → *${shownWords(changed.added)}*`
  return `${names} changed since${said}`
}

function shownWords(text: string): string {
  return text === '' ? 'nothing' : words(text)
}

function because(reason: string): string {
  return reason === '' ? '' : `: *${words(reason)}*`
}

function onOf(row: StakeholderStatus, page: Page): string {
  if (row.position === 'stale') return 'stale'
  if (row.position === 'recused') return row.recused ? day(row.recused.at) : ''
  if (row.position === 'released')
    return row.released ? `[${day(row.released.at)}](${row.released.post.url})` : ''
  const at = row.commitment?.version.commit
  if (!row.commitment || !at || row.position === 'objecting') return ''
  return `${commitLink(page, at)} · [${day(row.commitment.at)}](${row.commitment.post.url})`
}

function commitLink(page: Page, oid: string): string {
  return `[\`${short(oid)}\`](${page.repositoryUrl}/commit/${oid})`
}

/** `#1`, as everywhere; GitHub would make a link to a pull request of it. */
function objectionName(number: number): string {
  return quietly(`#${number}`)
}

/** Those that wait for an answer come first: nobody is to be overlooked. */
function objectionBlock({ objections }: RfcVerdict): string | null {
  if (objections.length === 0) return null
  const open = objections.filter(({ state }) => state === 'open')
  const inOrder = [
    ...open.filter(({ answers }) => answers.length === 0),
    ...open.filter(({ answers }) => answers.length > 0),
    ...objections.filter(({ state }) => state !== 'open'),
  ]
  const lines = inOrder.map((objection) => {
    const reason = objection.reason === '' ? 'no reason given yet' : `*${words(objection.reason)}*`
    const state =
      objection.state === 'open'
        ? objection.blocks
          ? '**open**'
          : 'open (by a non-stakeholder, so it does not block)'
        : CLOSED[objection.state]
    return `- [${objectionName(objection.number)}](${objection.post.url}) by ${naming(objection.by.login)}, ${day(objection.at)}: ${reason} — ${state}${answered(objection)}`
  })
  return ['**Objections**', '', ...within(lines, 12000, (left) => `- … and ${left} more`)].join('\n')
}

function answered({ answers, state }: RfcVerdict['objections'][number]): string {
  if (answers.length === 0) return state === 'open' ? ', not answered yet' : ''
  const texts = answers.map(({ text, post }) => `*${words(text)}* ([read](${post.url}))`)
  return ` — answered by the author: ${listed(texts, 3)}`
}

/** Dissent that does not fit the table as it was said stands here in full (C3). */
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

/** Who decides, by name alone so that nobody is notified, and by when the author asks for it (T4, N3). */
function decisionLine({ deciders, decideBy }: RfcVerdict): string | null {
  const parts = [
    ...(deciders.length > 0 ? [`Decider: ${listed(deciders.map(naming), 5)}`] : []),
    ...(decideBy === null ? [] : [`Decide by: ${decideBy}`]),
  ]
  return parts.length === 0 ? null : parts.join(' · ')
}

/** Who was released, by whom and why: shown for ever, also when they spoke again since (C3). */
function releaseBlock({ releases }: RfcVerdict): string | null {
  if (releases.length === 0) return null
  const lines = releases.map(
    ({ name, by, at, reason, post }) =>
      `- ${code(name)} was released by ${naming(by.login)} on [${day(at)}](${post.url})${because(reason)}`,
  )
  return ['**Released**', '', ...within(lines, 6000, (left) => `- … and ${left} more`)].join('\n')
}

function letGoLine({ letGo }: RfcVerdict): string | null {
  return letGo.length === 0 ? null : `No longer named by the configuration: ${listed(letGo.map(naming), 20)}.`
}

function refusedLine({ refusedReviewers }: RfcVerdict): string | null {
  return refusedReviewers.length === 0
    ? null
    : `GitHub would not ask for a review: ${listed(refusedReviewers.map(naming), 20)}. They can commit all the same.`
}

const CLOSED = {
  heard: 'heard',
  withdrawn: 'withdrawn',
  dissent: 'recorded as dissent',
  'left open': 'left open: who raised it recused',
  'set aside': 'set aside: who raised it was released',
} as const

/** What was said about the problem is counted as it was said; a commitment says nothing about it (P3). */
function alignmentLine({ sharing, stillToAlign }: RfcVerdict): string | null {
  const { of, share, differ, committed } = sharing
  if (of === 0) return null
  const unsaid = of - share - differ
  const said = [
    ...(share > 0 ? [`${share} ${share === 1 ? 'agrees' : 'agree'}`] : []),
    ...(differ > 0 ? [`${differ} ${differ === 1 ? 'reads' : 'read'} it differently`] : []),
    ...(unsaid > 0 ? [`${unsaid} did not say`] : []),
  ]
  const first =
    stillToAlign.length > 0
      ? ` No commitment counts before everybody has said \`/align\`. Still to say it: ${listed(
          stillToAlign.map((name) => naming(name.slice(1))),
          20,
        )}.`
      : ''
  return `**Problem** — ${said.join(', ')} · **Commitment** — ${committed} of ${of}.${first}`
}

function notCountedBlock({ notCounted }: RfcVerdict): string | null {
  if (notCounted.length === 0) return null
  const lines = notCounted.map(({ who, what, why, url }) => {
    const said = what === '' ? 'This' : code(what)
    return `- [${said} by ${naming(who)}](${url}): ${quietly(why)}`
  })
  return [
    `<details><summary>What did not count (${notCounted.length})</summary>`,
    '',
    ...within(lines, 10000, (left) => `- … and ${left} more`),
    '',
    '</details>',
  ].join('\n')
}

const CONFIGURATIONS = {
  default: 'the default configuration',
  base: 'the configuration',
  organisation: "the organisation's configuration",
} as const satisfies Record<RfcVerdict['evaluated']['configFrom'], string>

function evaluatedLine({ evaluated }: RfcVerdict): string {
  const blob = evaluated.configBlob ? ` at \`${short(evaluated.configBlob)}\`` : ''
  const config = `${CONFIGURATIONS[evaluated.configFrom]}${blob}`
  const text = evaluated.documentDigest ? `, material text \`${short(evaluated.documentDigest)}\`` : ''
  return `<sub>Read at \`${short(evaluated.head)}\` against ${code(evaluated.baseName)} with ${config}${text}. Nobody is ever counted for being silent.</sub>`
}
