import type { Finding, Severity } from './finding.ts'

const MARKS: Readonly<Record<Severity, string>> = {
  error: '✗ error      ',
  'cannot see': '? cannot see ',
  warning: '! warning    ',
  fine: '✓            ',
}

const IN_ORDER: readonly Severity[] = ['error', 'cannot see', 'warning', 'fine']

/** Returns a report for a terminal: the worst first, with the repair below each, and one closing line. */
export function toldFindings(findings: readonly Finding[]): string {
  const lines = IN_ORDER.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity).flatMap(linesOf),
  )
  return [...lines, '', closingLine(findings)].join('\n')
}

function linesOf({ severity, about, what, repair }: Finding): readonly string[] {
  const place = about === null ? '' : `${about}: `
  const below = (repair ?? '').split('\n').map((line) => `              ${line}`)
  return [`${MARKS[severity]} ${place}${what}`, ...(repair === null ? [] : below)]
}

function closingLine(findings: readonly Finding[]): string {
  const counts = IN_ORDER.map((severity) => findings.filter((each) => each.severity === severity).length)
  const [errors, blind, warnings, good] = counts
  return `${good} fine, ${warnings} warning${warnings === 1 ? '' : 's'}, ${blind} that cannot be seen, ${errors} error${errors === 1 ? '' : 's'}`
}
