import type { Mention } from '../../documents/markdown/mention.ts'
import type { CommandWord } from './command-word.ts'

/** What one revision of a comment or review body says (C2). Depends on the text alone. */
export interface ParsedPost {
  readonly kind: 'post'
  readonly said: readonly Said[]
  /** What is no command and deserves a line of help, so that nobody believes they spoke (C9). */
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
      /** The run of mentions right after the word: whom `/add`, `/release` and `/delegate` are about. */
      readonly names: readonly Mention[]
      /** What follows those names, trimmed; '' when nothing can be read there. */
      readonly afterNames: string
      /** True when the reason is nothing but mentions (and joining words): somebody tries to speak for another (C2). */
      readonly onlyMentions: boolean
      readonly line: number
      /** The login, in lower case, that the line mentions before the word: it counts where that is the App (C9). */
      readonly addressed?: string
    }
  /** A line that begins with `/` and a word near a known one: "/comit", "/оbject" with a Cyrillic letter (C4). */
  | {
      readonly kind: 'near miss'
      readonly meant: CommandWord
      readonly written: string
      readonly line: number
    }
  /** A word that consents, with a condition in its note: refused, and changes nothing (C8). */
  | {
      readonly kind: 'condition'
      readonly word: CommandWord
      readonly written: string
      readonly line: number
    }

/** `elsewhere`: a word that consents where none is read; `other tool`: a word of another tool (C9). */
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

/** Where a word looks like a command (C9): an item of a list, a heading made by a line of dashes, code, after a mention. */
export type LookAlike = 'list' | 'heading' | 'code' | 'mention'

/** A remark that could not be read within the bounds. In doubt what holds counts (C0). */
export interface UnreadablePost {
  readonly kind: 'unreadable'
  readonly why: string
  /** A line of the raw text begins with `/` and a word that holds. */
  readonly mayBlock: boolean
  /** A line of the raw text begins with `/` and any known word. */
  readonly mayCommand: boolean
}
