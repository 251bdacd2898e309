import { hasCommitted, isPending, type RfcVerdict, type Verdict } from '../domain/verdict.ts'
import { cut } from './escape.ts'
import { listed } from './words.ts'

/** The check's title: it names people and says what is missing (V2). Plain text, GitHub reads no Markdown there. */
export function titleOf(verdict: Verdict): string {
  switch (verdict.state) {
    case 'not an RFC':
      return 'Not an RFC'
    case 'could not evaluate':
      return 'Could not read the pull request from GitHub'
    case 'needs fixing':
      return fixingTitle(verdict)
    case 'objection':
      return objectionTitle(verdict)
    case 'misalignment':
      return misalignmentTitle(verdict)
    case 'waiting':
      return `Waiting for ${pendingNames(verdict)}`
    case 'draft':
      return draftTitle(verdict)
    case 'committed':
      return committedTitle(verdict)
  }
}

function fixingTitle({ problems }: RfcVerdict): string {
  const first = (problems[0]?.message ?? 'Something needs fixing')
    .replaceAll('`', '')
    .split(/(?<=[^.])[.;?](?:\s|$)/u, 1)[0]
  return `${cut(first as string, 120)}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`
}

function objectionTitle({ objections }: RfcVerdict): string {
  const open = objections.filter(({ blocks }) => blocks).map(({ number, by }) => `#${number} by @${by.login}`)
  return open.length === 1 ? `Objection ${open[0]} is open` : `Objections ${listed(open, 3)} are open`
}

function misalignmentTitle({ rows }: RfcVerdict): string {
  const names = rows
    .filter((row) => row.alignment === 'misaligned' && row.position !== 'recused')
    .map(({ person }) => `@${person.login}`)
  return `${listed(names, 3)} ${names.length === 1 ? 'reads' : 'read'} the problem differently`
}

function draftTitle(verdict: RfcVerdict): string {
  if (verdict.rows.length === 0) return 'Draft: names nobody yet'
  if (!verdict.rows.some(isPending)) return 'Draft: everyone named has committed; mark it ready for review'
  return `Draft, still to commit: ${pendingNames(verdict)}`
}

function committedTitle({ rows }: RfcVerdict): string {
  const dissent = rows.filter(hasCommitted).filter(({ position }) => position === 'dissenting').length
  return `Everyone named has committed${dissent > 0 ? ` (${dissent} with dissent)` : ''}`
}

function pendingNames({ rows }: RfcVerdict): string {
  return listed(
    rows.filter(isPending).map(({ person }) => `@${person.login}`),
    3,
  )
}
