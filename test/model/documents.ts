import { CONFIGS, DEFAULT } from './configs.ts'
import type { Config, RfcText } from './history.ts'

const PROBLEMS = { late: 'Invoices are late by a day.', wrong: 'Invoices are wrong.', none: 'TBD' } as const

/** How a document reads; the first two say the same in other line breaks and with emphasis (F2). */
export const LOOKS = {
  plain: { problem: 'late', proposal: 'Bill from events.' },
  wrapped: { problem: 'late', proposal: 'Bill *from*\nevents.<!-- not from the nightly job -->' },
  'at once': { problem: 'late', proposal: 'Bill from events, at once.' },
  code: { problem: 'late', proposal: 'Bill from `events`!' },
  'other problem': { problem: 'wrong', proposal: 'Bill from events.' },
  'no problem': { problem: 'none', proposal: 'Bill from events.' },
  'no proposal': { problem: 'late', proposal: 'TBD' },
} as const satisfies Record<string, { readonly problem: keyof typeof PROBLEMS; readonly proposal: string }>

export type Look = keyof typeof LOOKS

/** Who is named, `ada, acme/sre (2)`; empty: nobody; `-`: there is no Alignment section. And how it reads. */
export interface RfcChoice {
  readonly names: string
  readonly look: Look
}

/** The document of two choices, as it is written. */
export function textOf({ names, look }: RfcChoice): string {
  const { problem, proposal } = LOOKS[look]
  const start = `# Billing\n\n## Problem\n\n${PROBLEMS[problem]}\n\n## Proposal\n\n${proposal}\n`
  if (names === '-') return start
  const entries = names.split(', ').filter((name) => name !== '')
  // Somebody who is only spoken of is written without @ (S1).
  const lines = entries.map((name) => `- @${name} — payments, was asked by eve`)
  return `${start}\n## Alignment\n\n${lines.join('\n')}\n`
}

/** What a text of ours says: the other way round, and also of what git made of two of them. */
export function readRfc(text: string): RfcText | null {
  if (!text.startsWith('# Billing')) return null
  const [, problem = '', proposal = '', alignment] = text.split(/^## .*\n\n/m).map((part) => part.trim())
  const named = alignment?.split('\n').filter((line) => line.startsWith('- @'))
  const known = Object.entries(PROBLEMS).find(([, words]) => words === problem)
  return {
    names: named?.map((line) => line.slice(3).replace(/ — .*/, '')) ?? null,
    problem: known?.[0] ?? problem,
    proposal: proposal === LOOKS.wrapped.proposal ? LOOKS.plain.proposal : proposal,
  }
}

/** The text of a configuration; null: no file. */
export function configText(name: string): string | null {
  return CONFIGS[name] ? `version: 1\n${CONFIGS[name][0]}\n` : null
}

/** What a text of ours configures. */
export function readConfig(text: string | undefined): Config {
  const found = Object.keys(CONFIGS).find((name) => configText(name) === text)
  return { ...DEFAULT, ...(found === undefined ? {} : CONFIGS[found]?.[1]) }
}
