import type { Mention } from '../../documents/markdown/mention.ts'
import type { Person } from '../../facts/snapshot.ts'
import { keyOf, type PersonOrTeam, personKey } from '../../rfc/person-or-team.ts'
import type { NamedAgain } from '../../rfc/stakeholder-history.ts'
import type { Version } from '../../rfc/versions.ts'
import type { Statement } from './statement.ts'
import type { Objection, World } from './world.ts'

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
  readonly namedBefore: (personId: number, time: string, how: 'themself' | 'or by team') => Eligibility
  /** Whether who was named before a time is not wholly known (V6). */
  readonly isNamedUnknown: (time: string) => boolean
  /** Whether our own mark shows that all a remark says was accepted when it was said (C0). */
  readonly acceptedThen: (post: Statement['post']) => boolean
  /** Whether an earlier visit saw a remark, or may have, and did not accept it: approvals that do not count bear no mark. */
  readonly wasPassedOver: (post: Statement['post']) => boolean
  /** Whether our own mark shows that nothing of a post was accepted when it was first seen (C0). */
  readonly rejectedThen: (post: Statement['post']) => boolean
  /** Whether an earlier visit refused this very line of a remark that still reads as it did then (C0). */
  readonly wasRejected: (statement: Statement) => boolean
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

/** Whether somebody is named, in the text, the configuration or a comment, before they speak (C0). */
export function eligibilityOf(
  world: World,
  permissions: Permissions,
  personId: number,
  at: string,
  how: 'themself' | 'or by team' = 'or by team',
): Eligibility {
  const named = permissions.namedBefore(personId, at, how)
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
