import { quoted } from '../facts/quoted.ts'
import type { DocumentTexts } from '../rfc/texts.ts'
import { COMMANDS } from './commands.ts'
import type { ParsedPost, UnreadablePost } from './model/parsed-post.ts'
import type { Spoken } from './model/spoken.ts'

/** What the parsers made of all texts of a snapshot, by the text itself. */
export interface Texts extends DocumentTexts {
  readonly post: ReadonlyMap<string, ParsedPost | UnreadablePost>
}

/** Returns how a post was parsed. A text that nobody parsed may block (C0). */
export function postOf(texts: Texts, text: string): ParsedPost | UnreadablePost {
  return (
    texts.post.get(text) ?? {
      kind: 'unreadable',
      why: "It couldn't be read",
      mayBlock: true,
      mayCommand: true,
    }
  )
}

/** Returns what a text says, as it is replayed: its commands, and in doubt what may block (C0, C4). */
export function spokenIn(parsed: ParsedPost | UnreadablePost): readonly Spoken[] {
  if (parsed.kind === 'unreadable')
    return parsed.mayBlock ? [{ kind: 'doubt', why: parsed.why, line: parsed.why }] : []
  return parsed.said.flatMap((said): readonly Spoken[] => {
    if (said.kind === 'command') return [said]
    if (said.kind === 'condition') return []
    if (COMMANDS[said.meant].effect !== 'blocks') return []
    const why = `${quoted(said.written)} looks like \`/${said.meant}\``
    return [{ kind: 'doubt', why, line: `${said.written} ${said.rest}` }]
  })
}

/** Returns the texts without the commands that a post addresses to another account than this App (C9). */
export function readForApp(texts: Texts, appSlug: string | null): Texts {
  const isOurs = ({ addressed }: { readonly addressed?: string }) =>
    addressed === undefined || addressed === appSlug
  const post = new Map(
    [...texts.post].map(([text, parsed]) => {
      if (parsed.kind === 'unreadable' || !isAddressed(parsed)) return [text, parsed] as const
      const { said, hints } = parsed
      const ours = {
        said: said.filter((each) => each.kind !== 'command' || isOurs(each)),
        hints: hints.filter((each) => each.kind !== 'elsewhere' || isOurs(each)),
      }
      return [text, { ...parsed, ...ours }] as const
    }),
  )
  return { ...texts, post }
}

function isAddressed({ said, hints }: ParsedPost): boolean {
  return [...said, ...hints].some((each) => 'addressed' in each)
}
