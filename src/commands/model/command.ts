import type { Mention } from '../../documents/markdown/mention.ts'
import type { Person } from '../../facts/person.ts'
import type { PersonOrTeam } from '../../rfc/person-or-team.ts'
import type { CommandWord } from './command-word.ts'
import type { SpokenCommand } from './spoken.ts'
import type { Objection } from './world.ts'

/** Who may post a command, as people read it in the table of commands (C3). */
export const WHO_MAY = {
  anyone: 'anyone',
  stakeholders: 'stakeholders',
  objector: 'the person who raised it',
  author: 'the author',
  maintainers: 'maintainers and deciders other than the author',
  participants: 'the author, stakeholders and maintainers',
} as const

/** A command (C3): what people read about it, its effect, and what it says of itself. One file in `words/` for each. */
export type Command<Word extends CommandWord = CommandWord> = Description<Word> & Behaviour

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

/** Why a command that says enough changes nothing, by the evidence at first sight (C0). */
export type Ineligible =
  | 'not a stakeholder'
  | 'not named by themself'
  | 'no maintainer or decider'
  | 'not the author'
  | 'nothing to close'
  | 'names nobody who can be meant'

/** What a reply to a command depends on. */
export interface About {
  readonly said: Argument
  readonly by: Person
  readonly author: Person | null
  /** Whether its writer is required now, by themself or through a team. */
  readonly isRequired: boolean
  /** Whether its writer is a maintainer now. */
  readonly isMaintainer: boolean
  /** Whether the configuration has deciders (C3). */
  readonly hasDeciders: boolean
  readonly objections: readonly Objection[]
  readonly whoIs: (name: Mention) => Target
  /** Whether somebody is known here: named, or with something that can be set aside. */
  readonly isKnown: (name: Mention) => boolean
  /** Whether somebody stepped out. */
  readonly isRecused: (person: Person) => boolean
}

/** Who is meant by a mention, and why they could not commit. */
export interface Target {
  readonly personOrTeam: PersonOrTeam | null
  readonly why: string | null
}

/** A command and what follows it. */
export type Argument = Pick<
  SpokenCommand,
  'word' | 'written' | 'reason' | 'mentions' | 'onlyMentions' | 'names' | 'afterNames'
>

/** What a command says to its writer (C4). */
export interface Behaviour {
  /** Returns what a command lacks, by its text alone; null when it is complete. */
  readonly lacks: (said: Argument) => string | null
  /** Returns what to do where the evidence refuses it. */
  readonly refusal: (why: Ineligible, about: About) => string
  /** Returns what its writer is asked to add although it counts; null when nothing. */
  readonly advice: (about: About) => string | null
}

const NOTHING_TO_SAY: Pick<Behaviour, 'lacks' | 'advice'> = { lacks: () => null, advice: () => null }

/** Returns a command made of its description and what it says to its writer. */
export function command<Word extends CommandWord>(
  description: Description<Word>,
  behaviour: Partial<Behaviour> & Pick<Behaviour, 'refusal'>,
): Command<Word> {
  return { ...description, ...NOTHING_TO_SAY, ...behaviour }
}
