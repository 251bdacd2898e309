import { DEFAULTS } from '../../src/config/config.ts'
import type { PlacedMention, ParsedDocument } from '../../src/documents/parsed-document.ts'

/** What a document was understood to say, one finding a line, as a person would check it: `9:3 names @ada`. */
export function tellDocument({ frontMatter, parts, problems }: ParsedDocument): string {
  const named = frontMatter.keys.filter(({ key }) => DEFAULTS.stakeholders.keys.includes(key))
  const entries = parts.flatMap((part) => part.entries)
  const findings = [
    ...problems.map(({ line, column, message }) => ({ line, column, text: `problem: ${message}` })),
    ...named.flatMap(({ people }) => [
      ...people.names.map((mention) => tellMention('names', mention)),
      ...people.problems.map(({ line, column, message }) => ({ line, column, text: `problem: ${message}` })),
    ]),
    ...entries.flatMap(({ names }) => names.map((mention) => tellMention('names', mention))),
    ...parts.flatMap(({ nameless }) =>
      nameless.map(({ line, words, hidden }) => {
        const text = `nobody is named by: ${words}${hidden === null ? '' : `, which hides ${hidden}`}`
        return { line, column: undefined, text }
      }),
    ),
  ]
  findings.sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0))
  return findings
    .map(({ line, column, text }) => `${line}${column === undefined ? '' : `:${column}`} ${text}\n`)
    .join('')
}

function tellMention(verb: string, mention: PlacedMention): { line: number; column: number; text: string } {
  const { line, column } = mention
  const link = mention.link ? ` by a link to ${mention.link.host}` : ''
  const role = `${link}${mention.role ? ` as ${mention.role}` : ''}`
  switch (mention.kind) {
    case 'person':
      return { line, column, text: `${verb} @${mention.login}${role}` }
    case 'team': {
      const quorum = mention.quorum === 1 ? '' : ` (${mention.quorum})`
      return { line, column, text: `${verb} @${mention.org}/${mention.slug}${quorum}${role}` }
    }
    case 'invalid':
      return { line, column, text: `${verb} nobody by ${mention.text}: ${mention.why}` }
  }
}
