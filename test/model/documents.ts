import { rfc } from '../rfc-text.ts'
import type { RfcText } from './history.ts'

/** Lists of names; from the sixth on they name what cannot commit. */
const NAMES: readonly (readonly string[])[] = [
  ['ada'],
  ['ada', 'linus'],
  ['linus'],
  ['ada', 'grace'],
  ['author', 'ada'],
  ['author'],
  [],
  ['ada', 'nobody-of-that-name'],
  ['linus', 'build-bot'],
  ['ada', 'acme/sre'],
]

/** The first two say the same in other line breaks and with emphasis (F2); the others do not. */
const PROPOSALS = [
  { material: 0, text: 'Bill from events.' },
  { material: 0, text: 'Bill *from*\nevents.<!-- not from the nightly job -->' },
  { material: 1, text: 'Bill from events, at once.' },
  { material: 2, text: 'Bill from `events`!' },
] as const

/** The document of two choices, as the rules see it and as it is written. */
export function documentOf(choice: { readonly names: number; readonly look: number }): RfcText & {
  readonly text: string
} {
  const names = NAMES[choice.names] ?? []
  const proposal = PROPOSALS[choice.look] ?? PROPOSALS[0]
  return {
    names,
    look: choice.look,
    material: proposal.material,
    text: withMention(rfc(names, proposal.text)),
  }
}

/** Who is mentioned later in an entry is not named (S1). */
function withMention(text: string): string {
  return text.replace(/^- @\S+$/m, '$& — payments, was asked by @eve')
}
