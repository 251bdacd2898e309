import type { Mention } from '../documents/markdown/mention.ts'
import type { Person } from '../facts/snapshot.ts'
import { keyOf, type PersonOrTeam, personKey } from '../rfc/person-or-team.ts'
import type { NamedAgain } from '../rfc/roster-history.ts'
import type { Version } from '../rfc/versions.ts'
import type { Statement } from './collect.ts'
import { COMMANDS } from './commands.ts'
import { nameOf, type Spoken } from './spoken.ts'
import type { Objection, World } from './world.ts'

/** What a statement came to. `rests` tells whether it was accepted by what GitHub shows only now (C0). */
export type Outcome =
  | { readonly kind: 'accepted'; readonly rests: 'proved' | 'shown now'; readonly advice?: string }
  | Refused

/** Why not, and what would work. `because`: it may be accepted once all who were named can be read. */
export type Refused = { readonly kind: 'refused'; readonly why: string; readonly because?: 'not named' }

/** How it is known that somebody may speak; see `stakeholders.ts`. */
export type Eligibility = 'proved' | 'shown now' | 'no'

/** Whom a name stands for, and why nobody by that name could commit. */
export interface Target {
  readonly personOrTeam: PersonOrTeam | null
  readonly why: string | null
}

/** What the statements ask about people and texts. */
export interface Permissions {
  readonly author: Person | null
  /** Named before a time: for themself, or as a member of a team too (C0). */
  readonly naming: (personId: number, time: string, how: 'themself' | 'or by team') => Eligibility
  /** Whether who was named before a time is not wholly known (V6). */
  readonly isNamingUnread: (time: string) => boolean
  /** Whether our own mark shows that all a remark says was accepted when it was said (C0). */
  readonly acceptedThen: (post: Statement['post']) => boolean
  /** Whether an earlier visit saw a remark, or may have, and did not accept it: approvals that do not count bear no mark. */
  readonly wasPassedOver: (post: Statement['post']) => boolean
  /** Whether our own mark shows that nothing of a post was accepted when it was first seen (C0). */
  readonly refusedThen: (post: Statement['post']) => boolean
  /** Whether an earlier visit refused this very line of a remark that still reads as it did then (C0). */
  readonly wasRefused: (statement: Statement) => boolean
  /** Whether our notes say that a remark held when it was said (P5). */
  readonly heldThen: (post: Statement['post']) => boolean
  /** Whether an added team has somebody as a member now. */
  readonly isMember: (personOrTeam: PersonOrTeam, personId: number) => boolean
  /** Whether the writer is a maintainer: by our mark on the unedited remark, or by their role now (P5). */
  readonly maintains: (statement: Statement) => Eligibility
  /** Whether the writer is one of the `stakeholders.deciders` of the configuration, and whether there are any (C3). */
  readonly decides: (statement: Statement) => Exclude<Eligibility, 'proved'> | 'nobody does'
  /** The text a statement was made on; null when it pins nothing (F1). */
  readonly versionOf: (statement: Statement) => Version | null
  /** The number that an objection was shown with before; else the next one that was given to none. */
  readonly numberOf: (post: Statement['post'], given: readonly Objection[]) => number
  readonly whoIs: (name: Mention) => Target
  /** Whether a name stood in any roster before a time, as it is written. */
  readonly isWritten: (key: string, time: string) => boolean
  /** Who was named by a head after one that did not name them, in order of time: it ends a release (C3). */
  readonly namedAgain: readonly NamedAgain[]
  /** Whether somebody is required now, for themself or as a member of a team: by a head that is only being announced, too. */
  readonly isRequired: (personId: number) => boolean
  /** Whether any head was announced before a time: what consents earlier is about no text (F1). */
  readonly isAnnounced: (time: string) => boolean
}

export type Command = Extract<Statement['said'], { kind: 'command' }>

export const ACCEPTED = { kind: 'accepted', rests: 'proved' } as const satisfies Outcome

/** What was refused when it was first seen stays refused (C0). */
export const STAYS_REFUSED: Refused = {
  kind: 'refused',
  why: 'This was refused when it was said, and stays so. Say it again in a new comment of its own.',
}

export function refused(why: string): Refused {
  return { kind: 'refused', why }
}

/** Refused as what somebody says who is not named: nobody says so for good while it is not known who is. */
export function strange(why: string): Refused {
  return { kind: 'refused', why, because: 'not named' }
}

/** Whether somebody is named, in the text, the configuration or a comment, before they speak (C0). */
export function eligibilityOf(
  world: World,
  permissions: Permissions,
  personId: number,
  at: string,
  how: 'themself' | 'or by team' = 'or by team',
): Eligibility {
  const named = permissions.naming(personId, at, how)
  const added = [...world.added.values()].filter((each) => each.at < at)
  if (named === 'proved' || added.some(({ personOrTeam }) => keyOf(personOrTeam) === personKey(personId)))
    return 'proved'
  const byTeam =
    how === 'or by team' && added.some(({ personOrTeam }) => permissions.isMember(personOrTeam, personId))
  return byTeam ? 'shown now' : named
}

/** Who left a team, or the configuration, had a voice when they spoke: what they said counts where they still do. */
export function eligibilityThen(
  world: World,
  { by, at, post }: Statement,
  permissions: Permissions,
): Eligibility {
  const eligibility = eligibilityOf(world, permissions, by.id, at)
  return eligibility === 'no' && permissions.acceptedThen(post) ? 'proved' : eligibility
}

/** Something that consents and pins no text, because none was announced when it was posted (F1). */
export function unannounced(said: Spoken): Refused {
  const again = said.kind === 'approve' ? '/commit' : nameOf(said)
  return refused(
    `\`${nameOf(said)}\` was posted before this App announced the text, so nothing tells which text it is about. Post \`${again}\` again in a new comment.`,
  )
}

/** Something that was posted before its writer was named, who is by now: to post it again is all that is missing. */
export function namedSince(by: Person, said: Spoken): string {
  return `\`${nameOf(said)}\` was posted before @${by.login} was named, so it doesn't count. Post it again in a new comment.`
}

export function notNamed(by: Person, what: string): Refused {
  return strange(
    `@${by.login} was not named in this RFC when this was said, so there is nothing to ${what}. The author or any stakeholder can say \`/add @${by.login}\`; then say it again in a new comment.`,
  )
}

export function forAnother({ word, mentions }: Pick<Command, 'word' | 'mentions'>): Outcome {
  const names = mentions.map((login) => `@${login}`).join(' ')
  const { usage } = COMMANDS[word]
  return refused(
    `\`/${word} ${names}\`: you can only speak for yourself. They can say it themselves; for yourself say \`${usage}\` in a new comment.`,
  )
}
