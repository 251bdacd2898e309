import { hasCommitted, isPending } from '../domain/positions.ts'
import type { ConfigChange } from '../domain/config-change.ts'
import type { NotRfc } from '../domain/not-rfc.ts'
import type { RfcVerdict, Verdict } from '../domain/verdict.ts'
import { cut } from './escape.ts'
import { listed, teamProgress } from './words.ts'

/** The check's title: it names people and says what is missing (V2). Plain text, GitHub reads no Markdown there. */
export function titleOf(verdict: Verdict): string {
  switch (verdict.state) {
    case 'not an RFC':
      return notRfcTitle(verdict.because)
    case 'invalid configuration':
      return invalidTitle(verdict.evaluated.configChange)
    case 'could not evaluate':
      return "Can't read this pull request from GitHub"
    case 'needs fixing':
      return fixingTitle(verdict)
    case 'objection':
      return objectionTitle(verdict)
    case 'misalignment':
      return misalignmentTitle(verdict)
    case 'waiting':
      return waitingTitle(verdict)
    case 'draft':
      return draftTitle(verdict)
    case 'committed':
      return committedTitle(verdict)
  }
}

function notRfcTitle(because: NotRfc): string {
  switch (because.kind) {
    case 'no match':
      return because.paths.length === 0
        ? 'Not an RFC'
        : `Not an RFC (no change under ${cut(listed(because.paths, 3), 100)})`
    case 'other base':
      return `Not an RFC here: decided on ${cut(listed(because.bases, 3), 100)}`
    case 'older texts':
      return 'Not an RFC: it changes older texts that name nobody'
    case 'left':
    case 'nothing like one':
      return 'Not an RFC'
  }
}

function invalidTitle(change: ConfigChange | null): string {
  const first = change?.kind === 'broken' ? change.problems[0]?.message : undefined
  return `Configuration is invalid: ${sentence(first ?? 'it cannot be read')}`
}

function fixingTitle({ problems }: RfcVerdict): string {
  const first = sentence(problems[0]?.message ?? 'Something needs fixing')
  return `${first}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`
}

/** The first sentence of a message, as plain text. */
function sentence(message: string): string {
  return cut(message.replaceAll('`', '').split(/(?<=[^.])[.;?](?:\s|$)/u, 1)[0] ?? '', 120)
}

function objectionTitle({ objections }: RfcVerdict): string {
  const open = objections.filter(({ blocks }) => blocks).map(({ number, by }) => `#${number} by @${by.login}`)
  return open.length === 1 ? `Objection ${open[0]} is open` : `Objections ${listed(open, 3)} are open`
}

function misalignmentTitle({ misaligned }: RfcVerdict): string {
  const names = misaligned.map(({ login }) => `@${login}`)
  return `${listed(names, 3)} ${names.length === 1 ? 'reads' : 'read'} the problem differently`
}

/** Where the problem comes first, nobody is asked to commit before everybody shares it (P3). */
function waitingTitle(verdict: RfcVerdict): string {
  const { stillToAlign } = verdict
  const pending = pendingNames(verdict)
  if (stillToAlign.length > 0) return `Waiting for ${listed(stillToAlign, 3)} to share the problem`
  if (pending !== '') return `Waiting for ${pending}`
  const { committed, needed } = verdict.others
  return `Waiting for ${needed - committed} more ${needed - committed === 1 ? 'person' : 'people'} besides the author`
}

function draftTitle(verdict: RfcVerdict): string {
  if (verdict.rows.length + verdict.teams.length === 0) return 'Draft: names nobody yet'
  if (pendingNames(verdict) === '') return 'Draft: everyone named has committed; mark it ready for review'
  return `Draft, still to commit: ${pendingNames(verdict)}`
}

function committedTitle({ rows, teams }: RfcVerdict): string {
  const people = [
    ...rows,
    ...teams.flatMap(({ position, committed }) => (position === 'released' ? [] : committed)),
  ]
  const dissenting = people.filter((row) => hasCommitted(row) && row.position === 'dissenting')
  const dissent = new Set(dissenting.map(({ person }) => person.id)).size
  return `Everyone named has committed${dissent > 0 ? ` (${dissent} with dissent)` : ''}`
}

function pendingNames({ rows, teams }: RfcVerdict): string {
  const people = rows.filter(isPending).map(({ person }) => `@${person.login}`)
  const waiting = teams.filter(({ position }) => position === 'waiting').map(teamProgress)
  return listed([...people, ...waiting], 3)
}
