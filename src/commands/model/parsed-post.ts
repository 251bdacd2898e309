import type { Mention } from '../../documents/markdown/mention.ts'
import type { CommandWord } from './command-word.ts'

/** The commands in one revision of a comment or review body (C2). Depends on the text alone. */
export interface ParsedPost {
  readonly kind: 'post'
  readonly said: readonly Said[]
  /** Look-alikes of commands, which get a line of help (C9). */
  readonly hints: readonly Hint[]
}

export type Said =
  | {
      readonly kind: 'command'
      readonly word: CommandWord
      /** As typed, with the slash, for replies: "/Disagree_Commit". */
      readonly written: string
      /** The Markdown source after the word up to the next command, trimmed; '' when nothing is left. */
      readonly reason: string
      /** Logins and teams mentioned in the reason's plain text, lower-cased, without `@`. */
      readonly mentions: readonly string[]
      /** The mentions right after the word, which `/add`, `/release` and `/delegate` are about. */
      readonly names: readonly Mention[]
      /** What follows those mentions, trimmed; '' when nothing visible does. */
      readonly afterNames: string
      /** Whether the reason is only mentions and joining words, as if to speak for someone else (C2). */
      readonly onlyMentions: boolean
      readonly line: number
      /** The login, in lower case, mentioned before the word. The command counts when that is the App (C9). */
      readonly addressed?: string
    }
  /** A line that begins with `/` and a word near a known one: "/comit", "/оbject" with a Cyrillic letter (C4). */
  | {
      readonly kind: 'near miss'
      readonly meant: CommandWord
      readonly written: string
      /** What follows the word on its line, trimmed. */
      readonly rest: string
      readonly line: number
    }
  /** A command that consents with a condition in its note. It is rejected and changes nothing (C8). */
  | {
      readonly kind: 'condition'
      readonly word: CommandWord
      readonly written: string
      readonly line: number
    }

/** `elsewhere`: a command that consents in a place that is not read; `other tool`: a command of another tool (C9). */
export type Hint =
  | {
      readonly kind: 'elsewhere'
      readonly word: CommandWord
      readonly written: string
      readonly place: LookAlike
      readonly addressed?: string
    }
  | {
      readonly kind: 'other tool'
      readonly meant: 'commit' | 'object' | 'withdraw' | 'heard'
      readonly written: string
    }

/** Where a word looks like a command (C9): a list item, a heading made by a line of dashes, code, or after a mention. */
export type LookAlike = 'list' | 'heading' | 'code' | 'mention'

/** A post beyond the parser's limits. In doubt what blocks counts (C0). */
export interface UnreadablePost {
  readonly kind: 'unreadable'
  readonly why: string
  /** Whether a line of the raw text begins with `/` and a word that blocks. */
  readonly mayBlock: boolean
  /** Whether a line of the raw text begins with `/` and any known word. */
  readonly mayCommand: boolean
}
