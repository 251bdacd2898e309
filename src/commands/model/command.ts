import type { CommandWord } from './command-word.ts'
import { type Accepted, type Eligible, isRejected, type Outcome, type Rejected } from './outcome.ts'
import type { Permissions } from './permissions.ts'
import type { SpokenCommand } from './spoken.ts'
import type { Statement } from './statement.ts'
import type { World } from './world.ts'

/** Who may post a command, as the table of commands says it (C3). */
export const WHO_MAY = {
  anyone: 'anyone',
  stakeholders: 'stakeholders',
  objector: 'who raised it',
  author: 'the author',
  maintainers: 'maintainers and deciders, not the author',
  participants: 'the author, stakeholders, maintainers',
} as const

/** Everything there is to know about a command, in the file of that command. */
export type Command<Word extends CommandWord = CommandWord> = Description<Word> & {
  /** Carries the command out in the world, or says why not and what would work (C3, C4). */
  readonly run: (invocation: Invocation) => Outcome
}

export type Description<Word extends CommandWord> = {
  readonly word: Word
  /** Other spellings. `_` equals `-` and case does not matter before these are looked up (C2). */
  readonly aliases: readonly string[]
  /** Words that are no spelling of it, and after which it is suggested (C4). */
  readonly suggestedFor?: readonly string[]
  readonly who: keyof typeof WHO_MAY
  /** How it is written, and what it means, in the README and in the answer to `/help`. */
  readonly usage: string
  readonly help: string
  /** Whether the mentions right after the word are whom it is about: they are looked up before it is carried out. */
  readonly namesPeople: boolean
} & Effect

/** What a command does to the verdict (C0). In doubt one that blocks counts, and one that consents does not. */
type Effect =
  | {
      readonly effect: 'consents'
      /** Whether its writer is not required any more by it; every other consent undoes that (C3). */
      readonly recuses: boolean
      /** Whether it says where its writer stands on the proposal (C9). */
      readonly takesPosition: boolean
      /** How a note is read that takes the word back or names a condition (C8); null where no note is looked at. */
      readonly note: Note | null
    }
  | {
      readonly effect: 'blocks'
      /** What it ends for good of what its writer said before (P1, P3). */
      readonly ends: 'nothing' | 'commitment' | 'commitment and alignment'
    }
  | { readonly effect: 'neither' }

/** What is made of a note such as "no" or "if …" after a word that consents (C8). */
export interface Note {
  /** The command that is meant where the note says no. */
  readonly no: CommandWord
  /** Whether a plain "no" is that command, or only suggests it. */
  readonly isCommand: boolean
  /** What somebody can say who named a condition. */
  readonly choice: string
}

/** A command somebody posted, at its turn in the replay. */
export interface Invocation {
  readonly world: World
  readonly statement: Statement
  /** The command; of an approving review that counts, the `/commit` it stands for (C7). */
  readonly said: Pick<
    SpokenCommand,
    'written' | 'reason' | 'mentions' | 'onlyMentions' | 'names' | 'afterNames'
  >
  readonly permissions: Permissions
}

/** What a command does, in the order in which it is asked. */
export interface Behaviour<Argument> {
  /** How it is known that its writer may say it, or why they may not. */
  readonly may: May
  /** Reads what follows the word, or says what is missing. */
  readonly argument: (said: Invocation['said']) => Argument | Rejected
  /** Changes the world. What is rejected here changes nothing, but for what blocks whoever says it (C0). */
  readonly apply: (invocation: Invocation, argument: Argument) => Accepted | Rejected
}

/** Asks whether the writer of a command may say it. */
export type May = (
  invocation: Invocation,
  command: Pick<Description<CommandWord>, 'word' | 'usage'>,
) => Eligible | Rejected

/** Puts a command together from what people read of it and what it does. */
export function command<Word extends CommandWord, Argument>(
  description: Description<Word>,
  { may, argument, apply }: Behaviour<Argument>,
): Command<Word> {
  return {
    ...description,
    run: (invocation) => {
      const eligibility = may(invocation, description)
      if (isRejected(eligibility)) return eligibility
      const read = argument(invocation.said)
      if (isRejected(read)) return read
      const outcome = apply(invocation, read)
      return outcome.kind === 'accepted' ? { ...outcome, eligibility } : outcome
    },
  }
}
