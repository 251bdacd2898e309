import { type Mention, mentionAt } from './markdown/mention.ts'

/** Returns a name written as a YAML value: a mention that is the whole text, `@` optional (S1, T4). */
export function writtenName(text: string): Mention {
  const signed = /^[@＠﹫]/.test(text) ? text : `@${text}`
  const found = mentionAt(signed, 0)
  if (found && found.end === signed.length) {
    return found.mention.kind === 'invalid' ? { ...found.mention, text } : found.mention
  }
  return {
    kind: 'invalid',
    text,
    why: 'expected one `@login` or `@organisation/team`, with `(2)` or `(all)` after a team',
  }
}

/**
 * Returns where a text begins within the YAML of its value, after quotes; the value's own start where escapes hide it.
 */
export function offsetOf(text: string, yaml: string, { from, end }: { from: number; end: number }): number {
  const found = yaml.slice(0, end).indexOf(text, from)
  return found === -1 ? from : found
}
