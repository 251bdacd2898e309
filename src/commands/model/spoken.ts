import type { CommandWord } from './command-word.ts'
import type { Said } from './parsed-post.ts'

/** A command with its argument. */
export type SpokenCommand = Extract<Said, { kind: 'command' }>

/** What was said: a command, or what blocks without being one (C0, C4, C7). */
export type Spoken =
  | SpokenCommand
  | { readonly kind: 'request changes' }
  /** An approving review that stands, where those count (C7). */
  | { readonly kind: 'approve' }
  /** A near miss of a word that blocks, or a text too hard to read that may block: in doubt it blocks (C0, C4). */
  | { readonly kind: 'doubt'; readonly why: string }

/** Whether it is one of these commands. */
export function isWord(said: Spoken, ...words: readonly CommandWord[]): boolean {
  return said.kind === 'command' && words.includes(said.word)
}

/** What people call it: the command, or the button they pressed. */
export function nameOf(said: Spoken): string {
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

/** A command as it is told from the others of one remark. */
export function commandLine(said: Spoken): string {
  return said.kind === 'command' ? `${said.word} ${said.reason.split('\n', 1)[0]}` : said.kind
}
