import { type Document, type LineCounter, parseDocument, type YAMLParseError } from 'yaml'

/** Text that was read as YAML, with what is wrong with it. */
export interface StrictYaml {
  readonly document: Document.Parsed
  readonly errors: readonly { readonly message: string; readonly offset: number }[]
}

/** The parser calls itself for each level, so a text that nests deeper than 20 levels is never given to it (TH-84). */
const TOO_DEEP = /(?:[[{]\s*){21}|^(?:\s*[-?]\s+){21}/m

/**
 * Parses YAML 1.2 with the core schema and unique keys, as front matter (T4) and the configuration (§13) are written. Null
 * where it nests deeper than 20 levels. Each caller decides what it takes of aliases and tags.
 */
export function readStrictYaml(text: string, lineCounter?: LineCounter): StrictYaml | null {
  if (TOO_DEEP.test(text)) return null
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
    ...(lineCounter && { lineCounter }),
  })
  return {
    document,
    errors: document.errors.map((error) => ({
      message: messageOf(error, text.slice(error.pos[0])),
      offset: error.pos[0],
    })),
  }
}

/**
 * The message for a YAML error: what was found, what was expected, what to do. `written` is the text from its place on.
 */
function messageOf(error: YAMLParseError, written: string): string {
  const name = /^@[^\s,\]}#]*/.exec(written)?.[0]
  if (name) return `\`${name}\` needs quotes in YAML. Write \`"${name}"\`.`
  switch (error.code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^\s:]+/.exec(written)?.[0] ?? ''
      return `Duplicate key \`${key.slice(0, 60)}\`. Keep one of them.`
    }
    case 'TAB_AS_INDENT':
      return 'This line is indented with a tab, but YAML requires spaces. Replace the tab.'
    case 'MULTIPLE_DOCS':
      return 'A second YAML document starts here; expected one. Remove the line `---`.'
    default:
      return `This is not valid YAML: ${firstSentence(error.message)}`
  }
}

function firstSentence(message: string): string {
  const line = (message.split('\n', 1)[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').trim()
  return line.endsWith('.') ? line : `${line}.`
}
