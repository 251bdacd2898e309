import { type Mention, mentionAt } from '../markdown/mention.ts'

/** A name written by itself, as in a list of YAML: `@ada`, `ada`, `@acme/sre (2)` (S1, S2). */
export function writtenName(text: string): Mention {
  const found = mentionAt(/^[@＠﹫]/.test(text) ? text : `@${text}`, 0)
  const length = /^[@＠﹫]/.test(text) ? text.length : text.length + 1
  if (found && found.end === length) {
    return found.mention.kind === 'invalid' ? { ...found.mention, text } : found.mention
  }
  return {
    kind: 'invalid',
    text,
    why: 'expected one `@login` or `@organisation/team`, with `(2)` or `(all)` after a team',
  }
}
