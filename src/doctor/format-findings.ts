import type { Finding, Severity } from './finding.ts'

const MARKS: Readonly<Record<Severity, string>> = {
  error: '✗ error      ',
  'cannot see': '? cannot see ',
  warning: '! warning    ',
  fine: '✓            ',
}

/** Up to so many fine findings of a kind are listed. */
const MOST_ALIKE = 5

const IN_ORDER: readonly Severity[] = ['error', 'cannot see', 'warning', 'fine']

/** Returns a report for a terminal: the worst findings first, each with its fix, and a closing line. */
export function formatFindings(findings: readonly Finding[]): string {
  const lines = IN_ORDER.flatMap((severity) => {
    const alike = findings.filter((finding) => finding.severity === severity)
    return severity === 'fine' ? linesOfFine(alike) : alike.flatMap(linesOf)
  })
  return [...lines, '', closingLine(findings)].join('\n')
}

/** Shortens long lists of alike findings. */
function linesOfFine(findings: readonly Finding[]): readonly string[] {
  return [...Map.groupBy(findings, ({ id }) => id).values()].flatMap((alike) => {
    const more = alike.length - MOST_ALIKE
    const lines = alike.slice(0, MOST_ALIKE).flatMap(linesOf)
    return more > 0 ? [...lines, `${MARKS.fine} … and ${more} more`] : lines
  })
}

function linesOf({ severity, about, what, repair }: Finding): readonly string[] {
  const place = about === null ? '' : `${about}: `
  const below = (repair ?? '').split('\n').map((line) => `              ${line}`)
  return [`${MARKS[severity]} ${place}${what}`, ...(repair === null ? [] : below)]
}

function closingLine(findings: readonly Finding[]): string {
  const counts = IN_ORDER.map((severity) => findings.filter((each) => each.severity === severity).length)
  const [errors, blind, warnings, good] = counts
  return `${good} fine, ${warnings} warning${warnings === 1 ? '' : 's'}, ${blind} not checked, ${errors} error${errors === 1 ? '' : 's'}`
}
