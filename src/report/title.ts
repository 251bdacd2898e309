import type { ConfigChange } from '../rfc/config-change.ts'
import type { NotRfc } from '../rfc/not-rfc.ts'
import type { Verdict } from '../rules/verdict.ts'
import { cut } from './escape.ts'
import { firstSentence, rfcTitle } from './rfc-title.ts'
import { listed } from './wording.ts'

/** Returns the check's title: it names people and what is missing (V2). Plain text: GitHub reads no Markdown there. */
export function titleOf(verdict: Verdict): string {
  switch (verdict.state) {
    case 'not an RFC':
      return notRfcTitle(verdict.because)
    case 'invalid configuration':
      return invalidTitle(verdict.evaluated.configChange)
    case 'could not evaluate':
      return "Can't read this pull request from GitHub"
    default:
      return rfcTitle(verdict)
  }
}

function notRfcTitle(because: NotRfc): string {
  switch (because.kind) {
    case 'no match':
      return because.paths.length === 0
        ? 'Not an RFC'
        : `Not an RFC (no change under ${cut(listed(because.paths, 3), 100)})`
    case 'other base':
      return `Not an RFC (RFCs are decided on ${cut(listed(because.bases, 3), 90)})`
    case 'older texts':
      return 'Not an RFC (changes only older texts without stakeholders)'
    case 'left':
    case 'nothing like one':
      return 'Not an RFC'
  }
}

function invalidTitle(change: ConfigChange | null): string {
  const first = change?.kind === 'broken' ? change.problems[0]?.message : undefined
  return `Configuration is invalid: ${firstSentence(first ?? "it can't be read", 90)}`
}
