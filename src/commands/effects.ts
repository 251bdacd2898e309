import { COMMANDS } from './commands.ts'
import type { CommandWord } from './model/command-word.ts'
import type { Note } from './model/command.ts'
import type { Said } from './model/parsed-post.ts'
import type { Act } from './model/spoken.ts'

/** Returns whether something said blocks, so that it counts in doubt (C0). */
export function isBlocking(said: Act): boolean {
  if (said.kind === 'approve') return false
  return said.kind !== 'command' || COMMANDS[said.word].effect === 'blocks'
}

/** Returns whether something said consents, so that it does not count in doubt (C0). */
export function isConsent(said: Act): boolean {
  if (said.kind === 'approve') return true
  return said.kind === 'command' && COMMANDS[said.word].effect === 'consents'
}

/** Returns whether something said ends its writer's earlier commitment (P1). */
export function endsCommitment(said: Act): boolean {
  if (said.kind === 'approve') return false
  if (said.kind !== 'command') return true
  const command = COMMANDS[said.word]
  return command.effect === 'blocks' && command.ends !== 'nothing'
}

/** Returns whether something said ends its writer's earlier `/align` (P3). */
export function endsAlignment(said: Act): boolean {
  const command = said.kind === 'command' ? COMMANDS[said.word] : null
  return command?.effect === 'blocks' && command.ends === 'commitment and alignment'
}

/** Returns whether something said is a recusal, `/delegate` included (C3). */
export function stepsOut(said: Act): boolean {
  const command = said.kind === 'command' ? COMMANDS[said.word] : null
  return command?.effect === 'consents' && command.recuses
}

/** Returns whether something said ends its writer's recusal or release once it is accepted (C3). A near miss does not. */
export function comesBack(said: Act): boolean {
  if (said.kind === 'doubt') return false
  return endsCommitment(said) || (isConsent(said) && !stepsOut(said))
}

/** Returns whether something said is a position on the proposal (C9). */
export function takesPosition(said: Said): boolean {
  if (said.kind !== 'command') return false
  const command = COMMANDS[said.word]
  return command.effect === 'consents' ? command.takesPosition : endsCommitment(said)
}

/** Returns whether something said consents and changes who is required, so that too few may be left (S5). */
export function movesPeople(said: Said): boolean {
  if (said.kind !== 'command') return false
  const command = COMMANDS[said.word]
  return command.effect === 'consents' && (command.recuses || command.namesPeople)
}

/** Returns how a note after a command is read (C8); null when it is not interpreted. */
export function noteOf(word: CommandWord): Note | null {
  const command = COMMANDS[word]
  return command.effect === 'consents' ? command.note : null
}

/** Returns whether being a maintainer makes somebody eligible for a command. */
export function isForMaintainers(word: CommandWord): boolean {
  const { who } = COMMANDS[word]
  return who === 'maintainers' || who === 'participants'
}
