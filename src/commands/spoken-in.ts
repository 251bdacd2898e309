import { quoted } from '../facts/quoted.ts'
import { COMMANDS } from './commands.ts'
import type { ParsedPost, UnreadablePost } from './model/parsed-post.ts'
import type { Spoken } from './model/spoken.ts'

/** What a text says, as it is replayed: commands, and in doubt what may block (C0, C4). */
export function spokenIn(parsed: ParsedPost | UnreadablePost): readonly Spoken[] {
  if (parsed.kind === 'unreadable') return parsed.mayBlock ? [{ kind: 'doubt', why: parsed.why }] : []
  return parsed.said.flatMap((said): readonly Spoken[] => {
    if (said.kind === 'command') return [said]
    if (said.kind === 'condition') return []
    if (COMMANDS[said.meant].effect !== 'blocks') return []
    return [{ kind: 'doubt', why: `${quoted(said.written)} looks like \`/${said.meant}\`` }]
  })
}
