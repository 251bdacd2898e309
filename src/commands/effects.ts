import type { Note } from './model/command.ts'
import type { CommandWord } from './model/command-word.ts'
import { COMMANDS } from './commands.ts'
import type { Said } from './model/parsed-post.ts'
import type { Spoken } from './model/spoken.ts'

/** Whether what was said blocks (C0): in doubt of any kind such a word counts. */
export function isBlocking(said: Spoken): boolean {
  if (said.kind === 'approve') return false
  return said.kind !== 'command' || COMMANDS[said.word].effect === 'blocks'
}

/** Whether what was said consents (C0): in doubt of any kind such a word does not count. */
export function isConsent(said: Spoken): boolean {
  if (said.kind === 'approve') return true
  return said.kind === 'command' && COMMANDS[said.word].effect === 'consents'
}

/** Whether it ends its writer's earlier commitment (P1). */
export function endsCommitment(said: Spoken): boolean {
  if (said.kind === 'approve') return false
  if (said.kind !== 'command') return true
  const command = COMMANDS[said.word]
  return command.effect === 'blocks' && command.ends !== 'nothing'
}

/** Whether it ends its writer's earlier `/align` (P3). */
export function endsAlignment(said: Spoken): boolean {
  const command = said.kind === 'command' ? COMMANDS[said.word] : null
  return command?.effect === 'blocks' && command.ends === 'commitment and alignment'
}

/** Whether its writer is not waited for any more by it (C3). */
export function stepsOut(said: Spoken): boolean {
  const command = said.kind === 'command' ? COMMANDS[said.word] : null
  return command?.effect === 'consents' && command.recuses
}

/** Whether it undoes its writer's stepping out or release, once it is accepted (C3); a near miss does not. */
export function comesBack(said: Spoken): boolean {
  if (said.kind === 'doubt') return false
  return endsCommitment(said) || (isConsent(said) && !stepsOut(said))
}

/** Whether it says where its writer stands on the proposal (C9). */
export function takesPosition(said: Said): boolean {
  if (said.kind !== 'command') return false
  const command = COMMANDS[said.word]
  return command.effect === 'consents' ? command.takesPosition : endsCommitment(said)
}

/** Whether it consents and changes who is required: then too few may be left (S5), or one more. */
export function movesPeople(said: Said): boolean {
  if (said.kind !== 'command') return false
  const command = COMMANDS[said.word]
  return command.effect === 'consents' && (command.recuses || command.namesPeople)
}

/** What is made of a note after a word (C8); null where no note is looked at. */
export function noteOf(word: CommandWord): Note | null {
  const command = COMMANDS[word]
  return command.effect === 'consents' ? command.note : null
}

/** Whether its writer may have to be a maintainer. */
export function isForMaintainers(word: CommandWord): boolean {
  const { who } = COMMANDS[word]
  return who === 'maintainers' || who === 'participants'
}
