import type { CommandWord } from './command-word.ts'
import type { Said } from './parsed-post.ts'

/** A command with its argument. */
export type SpokenCommand = Extract<Said, { kind: 'command' }>

/** Something said in a post: a command, or what counts without being one (C0, C4, C7). */
export type Spoken =
  | SpokenCommand
  | { readonly kind: 'request changes' }
  /** An approving review that is not dismissed, where those count (C7). */
  | { readonly kind: 'approve' }
  /** A near miss of a command that blocks, or an unreadable text that may contain one. In doubt it blocks (C0, C4). */
  | {
      readonly kind: 'doubt'
      readonly why: string
      /** What it is recognized by in another revision (C5): the line, or what is known of a text that is unreadable. */
      readonly line: string
    }

/** What the effect of something said depends on: which command it is, not what follows the word. */
export type Act =
  | { readonly kind: 'command'; readonly word: CommandWord }
  | { readonly kind: Exclude<Spoken['kind'], 'command'> }

/** Returns whether something said is one of these commands. */
export function isWord(said: Act, ...words: readonly CommandWord[]): boolean {
  return said.kind === 'command' && words.includes(said.word)
}

/** Returns what people call it: the command, or the button on GitHub. */
export function nameOf(said: Act): string {
  switch (said.kind) {
    case 'command':
      return `/${said.word}`
    case 'approve':
      return 'Approve'
    case 'request changes':
      return 'Request changes'
    case 'doubt':
      return 'a word that looks like an objection'
    default:
      return said satisfies never
  }
}

/** Returns the line that tells a command from the others in its post. */
export function commandLine(said: Spoken): string {
  if (said.kind === 'doubt') return `doubt ${said.line}`
  return said.kind === 'command' ? `${said.word} ${said.reason.split('\n', 1)[0]}` : said.kind
}
