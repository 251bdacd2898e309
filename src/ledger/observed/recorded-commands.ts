import { COMMANDS } from '../../commands/commands.ts'
import { isConsent } from '../../commands/effects.ts'
import { objectionsNamed } from '../../commands/model/objection-links.ts'
import { commandLine, isWord, type Spoken } from '../../commands/model/spoken.ts'
import type { Mention } from '../../documents/markdown/mention.ts'
import type { Digest, Name, RecordedCommand } from '../recorded-command.ts'

/** How the words of people are recorded: who is meant by a mention, and the digest of a line. */
export interface Recording {
  readonly nameOf: (mention: Mention) => Name
  readonly digestOf: (text: string) => Digest
}

/**
 * Returns what is recorded of the commands in a revision. One that says too little to be carried out is not, because it
 * changes nothing (F1); an approval beside a commitment is one commitment with it (C7).
 */
export function recordedCommands(
  spoken: readonly Spoken[],
  recording: Recording,
): readonly RecordedCommand[] {
  const commits = spoken.some((said) => isWord(said, 'commit', 'disagree-commit'))
  return spoken
    .filter((said) => !(commits && said.kind === 'approve'))
    .filter((said) => said.kind !== 'command' || COMMANDS[said.word].lacks(said) === null)
    .map((said) => recorded(said, recording))
}

function recorded(said: Spoken, { nameOf, digestOf }: Recording): RecordedCommand {
  const line = isConsent(said) ? null : digestOf(commandLine(said))
  if (said.kind !== 'command') return { word: said.kind, line, names: [], about: [] }
  const { word, names, reason } = said
  return {
    word,
    line,
    names: COMMANDS[word].namesPeople ? names.map(nameOf) : [],
    about: word === 'heard' || word === 'answer' ? objectionsNamed(reason) : [],
  }
}
