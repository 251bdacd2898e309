import { COMMANDS, type CommandWord } from './commands.ts'
import type { Said } from './parsed-post.ts'

/** What was said: a command, or what holds without being one (C0, C4, C7). */
export type Spoken =
  | Extract<Said, { kind: 'command' }>
  | { readonly kind: 'request changes' }
  /** An approving review that stands, where those count (C7). */
  | { readonly kind: 'approve' }
  /** A near miss of a word that holds, or a text too hard to read that may hold: in doubt it holds (C0, C4). */
  | { readonly kind: 'doubt'; readonly why: string }

/** Whether what was said holds (C0): in doubt of any kind such a word counts. */
export function isBlocking(said: Spoken): boolean {
  if (said.kind === 'approve') return false
  return said.kind !== 'command' || COMMANDS[said.word].effect === 'holds'
}

/** Whether it ends its writer's earlier commitment: every hold but `/add` does (P1). */
export function endsCommitment(said: Spoken): boolean {
  return isBlocking(said) && !isWord(said, 'add')
}

/** Whether what was said lets go (C0): in doubt of any kind such a word does not count. */
export function isConsent(said: Spoken): boolean {
  if (said.kind === 'approve') return true
  return said.kind === 'command' && COMMANDS[said.word].effect === 'lets go'
}

/** Whether it is one of these commands. */
export function isWord(said: Spoken, ...words: readonly CommandWord[]): boolean {
  return said.kind === 'command' && words.includes(said.word)
}

/** What people call it: the command, or the button they pressed. */
export function nameOf(said: Spoken): string {
  if (said.kind === 'command') return `/${said.word}`
  if (said.kind === 'approve') return 'Approve'
  return said.kind === 'doubt' ? 'a word that looks like an objection' : 'Request changes'
}

/** A command as it is told from the others of one remark. */
export function commandLine(said: Spoken): string {
  return said.kind === 'command' ? `${said.word} ${said.reason.split('\n', 1)[0]}` : said.kind
}
