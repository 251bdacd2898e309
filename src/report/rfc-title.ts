import type { RfcVerdict } from '../rules/verdict.ts'
import {
  hasCommitted,
  isAway,
  isPending,
  type StakeholderStatus,
  type TeamStatus,
} from '../rules/positions.ts'
import { cut } from './escape.ts'
import { listed, teamProgress } from './wording.ts'

/** The longest title, in characters (V2). */
const LONGEST = 120

/** Returns the title of an RFC's check: it names people, is literally true, and has 120 characters at most (V2). */
export function rfcTitle(verdict: RfcVerdict): string {
  const suffix = unansweredSuffix(verdict)
  const within = LONGEST - suffix.length
  return `${cut(titleWithin(verdict, within), within)}${suffix}`
}

function titleWithin(verdict: RfcVerdict, within: number): string {
  switch (verdict.state) {
    case 'needs fixing':
      return fixingTitle(verdict, within)
    case 'objection':
      return objectionTitle(verdict, within)
    case 'misalignment': {
      const names = verdict.misaligned.map(({ login }) => `@${login}`)
      return fitted(
        names,
        within,
        (all) => `${all} ${names.length === 1 ? 'disputes' : 'dispute'} the problem`,
      )
    }
    case 'waiting':
      return waitingTitle(verdict, within)
    case 'draft':
      return draftTitle(verdict, within)
    case 'committed':
      return `Ready to merge: ${standingOf(verdict)}`
  }
}

function fixingTitle({ problems }: RfcVerdict, within: number): string {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const first = problems[0]?.message ?? 'Something needs fixing'
  return `${firstSentence(first.replace(/^The (?=.+ section )/u, ''), within - more.length)}${more}`
}

/** Returns the first sentence of a message as plain text, of at most so many characters. */
export function firstSentence(message: string, most: number): string {
  return cut(message.replaceAll('`', '').split(/(?<=[^.])[.;?](?:\s|$)/u, 1)[0] ?? '', most)
}

function objectionTitle({ objections }: RfcVerdict, within: number): string {
  const open = objections.filter(({ blocks }) => blocks).map(({ number, by }) => `#${number} by @${by.login}`)
  return fitted(open, within, (all) =>
    open.length === 1 ? `Objection ${all} is open` : `Objections ${all} are open`,
  )
}

/** With `alignment.first`, commitments are asked for once every stakeholder has commented on the problem (P3). */
function waitingTitle(verdict: RfcVerdict, within: number): string {
  const { stillToAlign } = verdict
  if (verdict.problemFirst.unproposed.length > 0) return unproposedTitle(verdict, within)
  if (stillToAlign.length > 0)
    return fitted(stillToAlign, within, (all) => `Waiting for ${all} to align on the problem`)
  const pending = pendingNames(verdict)
  if (pending.length > 0) return fitted(pending, within, (all) => `Waiting for ${all}`)
  const { committed, needed } = verdict.others
  const missing = needed - committed
  return `Waiting for ${missing} more ${missing === 1 ? 'person' : 'people'} other than the author to commit`
}

/** Until there is a proposal, people are asked how they read the problem, and the author for the rest (T7). */
function unproposedTitle({ rows, teams }: RfcVerdict, within: number): string {
  const names = [
    ...rows
      .filter((row) => !isAway(row) && (row.alignment === 'unsaid' || row.alignment === 'stale'))
      .map(({ person }) => `@${person.login}`),
    ...teams
      .filter(({ position, sharesProblem }) => position !== 'released' && !sharesProblem)
      .map(({ team }) => `@${team.name}`),
  ]
  return names.length === 0
    ? 'Nothing is proposed yet: waiting for the author to propose something'
    : fitted(names, within, (all) => `Nothing is proposed yet: waiting for ${all} to align on the problem`)
}

function draftTitle(verdict: RfcVerdict, within: number): string {
  if (verdict.rows.length + verdict.teams.length === 0) return 'Draft: names nobody yet'
  if (verdict.problemFirst.unproposed.length > 0) return 'Draft: nothing is proposed yet'
  const pending = pendingNames(verdict)
  if (pending.length === 0) return `Draft: ${standingOf(verdict)}; mark it ready for review`
  return fitted(pending, within, (all) => `Draft: waiting for ${all}`)
}

function pendingNames({ rows, teams }: RfcVerdict): readonly string[] {
  return [
    ...rows.filter(isPending).map(({ person }) => `@${person.login}`),
    ...teams.filter(({ position }) => position === 'waiting').map(teamProgress),
  ]
}

/** Returns the stakeholders by number: "3 committed, 1 with dissent, 1 recused". */
export function standingOf({ rows, teams }: Pick<RfcVerdict, 'rows' | 'teams'>): string {
  const committed = committedIn({ rows, teams })
  const dissenting = committed.filter(({ position }) => position === 'dissenting').length
  const recused = rows.filter(({ position }) => position === 'recused').length
  const released =
    rows.filter(({ position }) => position === 'released').length +
    teams.filter(({ position }) => position === 'released').length
  return [
    `${committed.length} committed`,
    ...(dissenting > 0 ? [`${dissenting} with dissent`] : []),
    ...(recused > 0 ? [`${recused} recused`] : []),
    ...(released > 0 ? [`${released} released`] : []),
  ].join(', ')
}

/** Everyone who committed, for themselves or for a team, once each. */
function committedIn({
  rows,
  teams,
}: {
  rows: readonly StakeholderStatus[]
  teams: readonly TeamStatus[]
}): readonly StakeholderStatus[] {
  const members = teams.flatMap(({ position, committed }) => (position === 'released' ? [] : committed))
  const all = [...rows, ...members].filter(hasCommitted)
  return [...new Map(all.map((row) => [row.person.id, row])).values()]
}

/** Objections of people who aren't stakeholders don't block; the title says that the author owes them an answer (P6). */
function unansweredSuffix({ objections }: RfcVerdict): string {
  const count = objections.filter(isUnansweredByStranger).length
  if (count === 0) return ''
  return `; ${count} ${count === 1 ? 'objection by a non-stakeholder is' : 'objections by non-stakeholders are'} unanswered`
}

/** An open objection that blocks nothing and has no answer yet (P6). */
function isUnansweredByStranger(objection: RfcVerdict['objections'][number]): boolean {
  return objection.state === 'open' && !objection.blocks && objection.answers.length === 0
}

/** A sentence with as many names as fit, then "and n more". */
function fitted(names: readonly string[], within: number, sentence: (names: string) => string): string {
  for (let shown = names.length; shown > 1; shown--) {
    const rest = names.length - shown
    const text = sentence(listed([...names.slice(0, shown), ...(rest > 0 ? [`${rest} more`] : [])]))
    if ([...text].length <= within) return text
  }
  const rest = names.length - 1
  return sentence(listed([...names.slice(0, 1), ...(rest > 0 ? [`${rest} more`] : [])]))
}
