import { quoted } from '../facts/quoted.ts'
import type { Person } from '../facts/person.ts'
import type { Post, Revision } from '../facts/snapshot.ts'
import { COMMANDS } from './commands.ts'
import { noteOf } from './effects.ts'
import type { LookAlike, ParsedPost, UnreadablePost } from './model/parsed-post.ts'
import { nameOf, type Spoken } from './model/spoken.ts'

/** Returns the replies to unknown words and conditions (C4, C8). */
export function unclearWords(parsed: ParsedPost | UnreadablePost): readonly string[] {
  if (parsed.kind === 'unreadable') {
    if (!parsed.mayCommand) return []
    return [`${parsed.why.replace(/\.?$/, '.')} Post your commands in a new comment, one per line.`]
  }
  return parsed.said.flatMap((said) => {
    if (said.kind === 'command') return []
    if (said.kind === 'condition')
      return [
        `${quoted(said.written)} is a condition, so it wasn't counted. ${noteOf(said.word)?.choice ?? ''}`,
      ]
    const suspended =
      COMMANDS[said.meant].effect === 'blocks' ? " Until then, your earlier commitment doesn't count." : ''
    return [
      `Unknown command ${quoted(said.written)}. Did you mean \`/${said.meant}\`? Post it in a new comment.${suspended}`,
    ]
  })
}

const ELSEWHERE: Readonly<Record<LookAlike, string>> = {
  list: "in a list doesn't count. Post it on a line of its own, in a new comment.",
  heading:
    "is a heading because of the line below it, so it doesn't count. Post it without that line, in a new comment.",
  code: "in backticks doesn't count. Post it without them, in a new comment.",
  mention: "after a mention doesn't count. Post it at the start of a line, in a new comment.",
}

/** Returns one line of help for each command that consents in a place that is not read (C9). */
export function wordsElsewhere(parsed: ParsedPost | UnreadablePost): readonly string[] {
  if (parsed.kind === 'unreadable') return []
  const texts = parsed.hints.flatMap((hint) =>
    hint.kind === 'elsewhere' ? [`\`/${hint.word}\` ${ELSEWHERE[hint.place]}`] : [],
  )
  return [...new Set(texts)]
}

/** Returns the reply to consent on a line or by email (C1). */
export function misplacedText(post: Post): string {
  return post.viaEmail
    ? "This command can't be used by email. Comment on GitHub instead."
    : "This command can't be used in a comment on a line. Post it in the conversation."
}

/** Returns the reply to consent in a dismissed review (C7). */
export function dismissedText(said: Spoken): string {
  return `This review was dismissed, so \`${nameOf(said)}\` in it doesn't count. Post it in a new comment.`
}

/** Returns the reply to a post that somebody else edited, or whose history is incomplete (C5). */
export function tamperedText(writer: Person, { revisions }: Post): string {
  const isUnread = ({ editor, text }: Revision) => text === null && (editor?.id ?? writer.id) === writer.id
  if (revisions?.some(isUnread) !== false)
    return `The edit history of this comment by @${writer.login} can't be read, so nothing in it counts as consent, and neither does an earlier commitment. @${writer.login} can post it again in a new comment.`
  const foreign = revisions.findLast(({ editor }) => editor?.id !== writer.id)
  const who = foreign?.editor ? `@${foreign.editor.login}` : "Someone whom GitHub doesn't name"
  return `${who} edited this comment by @${writer.login}, so nothing in it counts as consent except what was counted before. @${writer.login} can post it again in a new comment.`
}
