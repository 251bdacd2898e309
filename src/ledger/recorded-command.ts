import type { CommandWord } from '../commands/model/command-word.ts'
import type { Act } from '../commands/model/spoken.ts'
import type { Kind, ObjectionNumber, PostId, TeamId, UserId } from '../facts/ids.ts'

/** A digest of a text. The ledger holds none of the words that people wrote (L3). */
export type Digest = Kind<string, 'digest'>

/** Whom a text or a command names. A name that could not be resolved is a digest of it as written. */
export type Name =
  | { readonly kind: 'person'; readonly person: UserId }
  | { readonly kind: 'team'; readonly team: TeamId; readonly quorum: number | 'all' }
  | { readonly kind: 'unresolved'; readonly name: Digest }

/** One person, team or unresolved name: `person 42`. */
export type NameKey = Kind<string, 'name'>

/** Returns the key of a name; the quorum of a team is no part of it. */
export function nameKey(name: Name): NameKey {
  switch (name.kind) {
    case 'person':
      return personName(name.person)
    case 'team':
      return `team ${name.team}`
    case 'unresolved':
      return `name ${name.name}`
    default:
      return name satisfies never
  }
}

/** Returns the key of a person among names. */
export function personName(person: UserId): NameKey {
  return `person ${person}`
}

/** A command, or what counts without being one: a button of a review, or what may be a command that blocks (C0, C4). */
export type RecordedWord = CommandWord | Exclude<Act['kind'], 'command'>

/**
 * A command as it was understood when it was first seen. One that was rejected for what it says (a condition, a missing
 * reason) is not recorded, because it changes nothing (F1).
 */
export interface RecordedCommand {
  readonly word: RecordedWord
  /**
   * Digest of the line, by which an edit that left it alone is recognized (C5). Null for a command that consents: it
   * stays the same whatever its note; and for a doubt about a text that GitHub does not show, which no edit fixes.
   */
  readonly line: Digest | null
  /** The people and teams that `/add`, `/delegate` and `/release` are about. */
  readonly names: readonly Name[]
  /** The objections that `/heard` and `/answer` mention: numbers, and ids of posts that were linked. */
  readonly about: readonly (ObjectionNumber | PostId)[]
}

/** What a text says that GitHub does not show: it may have blocked (C0). */
export const HIDDEN: RecordedCommand = { word: 'doubt', line: null, names: [], about: [] }

const NO_COMMANDS = {
  approve: { kind: 'approve' },
  'request changes': { kind: 'request changes' },
  doubt: { kind: 'doubt' },
} as const satisfies Record<Exclude<RecordedWord, CommandWord>, Act>

/** Returns what the effect of a recorded command depends on. */
export function actOf({ word }: Pick<RecordedCommand, 'word'>): Act {
  return Object.hasOwn(NO_COMMANDS, word)
    ? NO_COMMANDS[word as keyof typeof NO_COMMANDS]
    : { kind: 'command', word: word as CommandWord }
}

/** Returns the key by which a command is recognized in later revisions of its post, and in other evidence of the same one. */
export function commandKey({ word, line, names, about }: RecordedCommand): string {
  return JSON.stringify([word, line, names.map(nameKey), about])
}

/** Returns whether two keys differ by nothing but names that were found for one of them only. */
export function isSameButUnfound(one: string, other: string): boolean {
  const [word, line, names, about] = JSON.parse(one) as KeyParts
  const [otherWord, otherLine, otherNames, otherAbout] = JSON.parse(other) as KeyParts
  const isUnfound = (name: NameKey | undefined) => name?.startsWith('name ') ?? false
  return (
    word === otherWord &&
    line === otherLine &&
    JSON.stringify(about) === JSON.stringify(otherAbout) &&
    names.length === otherNames.length &&
    names.every(
      (name, index) => name === otherNames[index] || isUnfound(name) || isUnfound(otherNames[index]),
    )
  )
}

type KeyParts = readonly [RecordedWord, Digest | null, readonly NameKey[], RecordedCommand['about']]
