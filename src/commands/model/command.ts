import type { CommandWord } from './command-word.ts'
import { type Accepted, type Eligible, isRejected, type Outcome, type Rejected } from './outcome.ts'
import type { Permissions } from './permissions.ts'
import type { SpokenCommand } from './spoken.ts'
import type { Statement } from './statement.ts'
import type { World } from './world.ts'

/** Who may post a command, as people read it in the table of commands (C3). */
export const WHO_MAY = {
  anyone: 'anyone',
  stakeholders: 'stakeholders',
  objector: 'the person who raised it',
  author: 'the author',
  maintainers: 'maintainers and deciders other than the author',
  participants: 'the author, stakeholders and maintainers',
} as const

/** A command (C3): what people read about it, its effect, and what it does. One file in `words/` for each. */
export type Command<Word extends CommandWord = CommandWord> = Description<Word> & {
  /** Applies the command to the world, or returns why it is rejected and what to do (C4). */
  readonly run: (invocation: Invocation) => Outcome
  /** Returns whether what follows the word is enough to carry it out, whoever says it. */
  readonly accepts: (said: Invocation['said']) => boolean
}

export type Description<Word extends CommandWord> = {
  readonly word: Word
  /** Other spellings. `_` equals `-` and case does not matter before these are looked up (C2). */
  readonly aliases?: readonly string[]
  /** Unknown words after which it is suggested (C4). */
  readonly suggestedFor?: readonly string[]
  readonly who: keyof typeof WHO_MAY
  /** How it is written and what it does, for the README and the reply to `/help`. */
  readonly usage: string
  readonly help: string
  /** Whether it is about the people mentioned right after the word. They are looked up before it is applied. */
  readonly namesPeople: boolean
} & Effect

/** What a command does to the verdict. In doubt a command that blocks counts and one that consents does not (C0). */
type Effect =
  | {
      readonly effect: 'consents'
      /** Whether its writer steps out. Every other command that consents ends a recusal or release (C3). */
      readonly recuses: boolean
      /** Whether it is its writer's position on the proposal (C9). */
      readonly takesPosition: boolean
      /** How "no" or a condition after the word is read (C8); null when the text after it is never interpreted. */
      readonly note: Note | null
    }
  | {
      readonly effect: 'blocks'
      /** What it permanently ends of what its writer said before (P1, P3). */
      readonly ends: 'nothing' | 'commitment' | 'commitment and alignment'
    }
  | { readonly effect: 'neither' }

/** How a note such as "no" or "if …" after a command that consents is read (C8). */
export interface Note {
  /** The command that "no" stands for. */
  readonly no: CommandWord
  /** Whether a plain "no" counts as that command; otherwise the command is only suggested. */
  readonly isCommand: boolean
  /** What the reply to a condition suggests. */
  readonly choice: string
}

/** A posted command, and the state it is applied to. */
export interface Invocation {
  readonly world: World
  readonly statement: Statement
  /** The command and its argument; for an approving review, the `/commit` it counts as (C7). */
  readonly said: Pick<
    SpokenCommand,
    'written' | 'reason' | 'mentions' | 'onlyMentions' | 'names' | 'afterNames'
  >
  readonly permissions: Permissions
}

/** What a command does. The functions run in this order until one rejects. */
export interface Behaviour<Argument> {
  /** Returns how the writer's eligibility is known, or a rejection. */
  readonly may: May
  /** Parses what follows the word, or returns a rejection that says what is missing. */
  readonly argument: (said: Invocation['said']) => Argument | Rejected
  /** Changes the world, or returns a rejection. Only commands that block may do both (C0). */
  readonly apply: (invocation: Invocation, argument: Argument) => Accepted | Rejected
}

/** Returns how the writer's eligibility is known, or a rejection. */
export type May = (
  invocation: Invocation,
  command: Pick<Description<CommandWord>, 'word' | 'usage'>,
) => Eligible | Rejected

/** Returns a command made of its description and its behaviour. */
export function command<Word extends CommandWord, Argument>(
  description: Description<Word>,
  { may, argument, apply }: Behaviour<Argument>,
): Command<Word> {
  return {
    ...description,
    accepts: (said) => !isRejected(argument(said)),
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
