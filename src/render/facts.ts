import type { Problem } from '../domain/problem.ts'
import { isPending, type RfcVerdict, type Row } from '../domain/verdict.ts'
import { calling, code, naming, quietly, words } from './escape.ts'
import { day, listed, sharing, short, within } from './words.ts'

/** Where the facts are shown: only the comment may call the people we wait for (voice), once. */
export interface Page {
  readonly repositoryUrl: string
  readonly mayCall: boolean
}

/** The facts of a verdict as Markdown blocks: what check and comment both say (V3, V4). Each block keeps to a budget. */
export function factsOf(verdict: RfcVerdict, page: Page): readonly string[] {
  return [
    problemBlock(verdict.problems),
    peopleTable(verdict, page),
    objectionBlock(verdict),
    alignmentLine(verdict),
    mentionedLine(verdict),
    notCountedBlock(verdict),
    evaluatedLine(verdict),
  ].filter((block) => block !== null)
}

function problemBlock(problems: readonly Problem[]): string | null {
  if (problems.length === 0) return null
  const lines = problems.map((problem) => `- ${placeOf(problem)}${quietly(problem.message)}`)
  return ['**To mend**', '', ...within(lines, 8000, (left) => `- … and ${left} more`)].join('\n')
}

function placeOf({ place }: Problem): string {
  if (!place) return ''
  const column = place.column === undefined ? '' : `:${place.column}`
  return place.path === null
    ? `the description, line ${place.line} — `
    : `${code(`${place.path}:${place.line}${column}`)} — `
}

function peopleTable(verdict: RfcVerdict, page: Page): string | null {
  if (verdict.rows.length === 0) return null
  const lines = verdict.rows.map(
    (row) => `| ${nameOf(row, page)} | ${positionOf(row, verdict, page)} | ${onOf(row, page)} |`,
  )
  return [
    '| Who | Position | On |',
    '|---|---|---|',
    ...within(lines, 24000, (left) => `| … and ${left} more | | |`),
  ].join('\n')
}

function nameOf(row: Row, page: Page): string {
  const { login } = row.person
  return page.mayCall && isPending(row) ? calling(login) : naming(login)
}

function positionOf(row: Row, verdict: RfcVerdict, page: Page): string {
  const said = [
    positionText(row, verdict, page),
    ...(row.alignment === 'misaligned' && row.position !== 'recused'
      ? [`reads the problem differently${because(row.misalignedBecause)}`]
      : []),
    ...(row.leftAt ? [`no longer in the document since ${commitLink(page, row.leftAt)}`] : []),
  ]
  return said.join('; ')
}

function positionText(row: Row, verdict: RfcVerdict, page: Page): string {
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
      return `objects (${own.map(({ number }) => `No. ${number}`).join(', ')})`
    }
    case 'recused':
      return `stepped out${because(row.recused?.reason ?? '')}`
    case 'stale': {
      const at = commitment?.version.commit
      const changed = freshness?.kind === 'stale' ? changedText(freshness.sections, freshness.why) : ''
      const compare =
        at && at !== verdict.evaluated.head
          ? ` · [what changed](${page.repositoryUrl}/compare/${at}..${verdict.evaluated.head})`
          : ''
      return `committed${at ? ` at ${commitLink(page, at)}` : ''}, ${changed}${compare}`
    }
  }
}

function changedText(sections: readonly string[], why: string | null): string {
  if (why !== null) return `but the text then cannot be compared (${words(why, 120)})`
  const names = sections.map((section) => `**${words(section, 60)}**`)
  return `since then ${listed(names, 5)} changed`
}

function because(reason: string): string {
  return reason === '' ? '' : `: *${words(reason)}*`
}

function onOf(row: Row, page: Page): string {
  if (row.position === 'stale') return 'stale'
  if (row.position === 'recused') return row.recused ? day(row.recused.at) : ''
  const at = row.commitment?.version.commit
  if (!row.commitment || !at || row.position === 'objecting') return ''
  return `${commitLink(page, at)} · [${day(row.commitment.at)}](${row.commitment.remark.url})`
}

function commitLink(page: Page, oid: string): string {
  return `[\`${short(oid)}\`](${page.repositoryUrl}/commit/${oid})`
}

function objectionBlock({ objections }: RfcVerdict): string | null {
  if (objections.length === 0) return null
  const open = objections.filter(({ state }) => state === 'open')
  const closed = objections.filter(({ state }) => state !== 'open')
  const lines = [...open, ...closed].map((objection) => {
    const reason = objection.reason === '' ? 'no reason given yet' : `*${words(objection.reason)}*`
    const state =
      objection.state === 'open' ? (objection.blocks ? '**open**' : 'open, listed') : CLOSED[objection.state]
    return `- [No. ${objection.number}](${objection.remark.url}) by ${naming(objection.by.login)}, ${day(objection.at)}: ${reason} — ${state}`
  })
  return ['**Objections**', '', ...within(lines, 12000, (left) => `- … and ${left} more`)].join('\n')
}

const CLOSED = {
  heard: 'heard',
  withdrawn: 'withdrawn',
  dissent: 'recorded as dissent',
  'left open': 'left open by somebody who stepped out',
} as const

function alignmentLine(verdict: RfcVerdict): string | null {
  const { of, share } = sharing(verdict)
  return of === 0 ? null : `**Problem** — ${share} of ${of} share the reading of it.`
}

function mentionedLine({ mentioned }: RfcVerdict): string | null {
  return mentioned.length === 0 ? null : `Mentioned, not required: ${listed(mentioned.map(naming), 20)}.`
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

function evaluatedLine({ evaluated }: RfcVerdict): string {
  const config = evaluated.configBlob
    ? `the configuration at \`${short(evaluated.configBlob)}\``
    : 'the default configuration'
  const text = evaluated.documentDigest ? `, material text \`${short(evaluated.documentDigest)}\`` : ''
  return `<sub>Read at \`${short(evaluated.head)}\` against ${code(evaluated.baseName)} with ${config}${text}. Nobody is ever counted for being silent.</sub>`
}
