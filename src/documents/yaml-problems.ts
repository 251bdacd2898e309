import type { YAMLParseError } from 'yaml'

/** What to say about a YAML error: what was found, what was expected, what to do. `written` is the text from its place on. */
export function yamlMessage(error: YAMLParseError, written: string): string {
  const name = /^@[^\s,\]}#]*/.exec(written)?.[0]
  if (name) return `\`${name}\` needs quotes in YAML. Write \`"${name}"\`.`
  switch (error.code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^\s:]+/.exec(written)?.[0] ?? ''
      return `The key \`${key.slice(0, 60)}\` stands here a second time. Keep one of them.`
    }
    case 'TAB_AS_INDENT':
      return 'A tab indents this line, and YAML expects spaces. Replace the tab.'
    case 'MULTIPLE_DOCS':
      return 'A second YAML document begins here; one was expected. Remove the line `---`.'
    default:
      return `This is not valid YAML: ${firstSentence(error.message)}`
  }
}

function firstSentence(message: string): string {
  const line = (message.split('\n', 1)[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').trim()
  return line.endsWith('.') ? line : `${line}.`
}
