import type { Mention } from '../../documents/markdown/mention.ts'
import type { ObjectionNumber, Timestamp, UserId } from '../../facts/ids.ts'
import type { Person } from '../../facts/snapshot.ts'
import { keyOf, type PersonOrTeam, personKey } from '../../rfc/person-or-team.ts'
import type { NamedAgain } from '../../rfc/stakeholder-history.ts'
import type { Version } from '../../rfc/versions.ts'
import type { Statement } from './statement.ts'
import type { Objection, World } from './world.ts'

/** How it is known that a command of a person can count: proved for when it was posted, or only shown by GitHub now. */
export type Eligibility = 'proved' | 'shown now' | 'no'

/** Who is meant by a mention, and why they could not commit. */
export interface Target {
  readonly personOrTeam: PersonOrTeam | null
  readonly why: string | null
}

/** What commands ask about people and texts. */
export interface Permissions {
  readonly author: Person | null
  /** Returns whether a person was named before a time, by themself or also through a team (C0). */
  readonly namedBefore: (personId: UserId, time: Timestamp, how: 'themself' | 'or by team') => Eligibility
  /** Returns whether a stakeholder list from before a time could not be read (V6). */
  readonly isNamedUnknown: (time: Timestamp) => boolean
  /** Returns whether the App's reaction proves that everything in a post was accepted when it was posted (C0). */
  readonly acceptedThen: (post: Statement['post']) => boolean
  /** Returns whether an earlier evaluation may have seen a post and not accepted it. Approvals that do not count get no reaction. */
  readonly wasPassedOver: (post: Statement['post']) => boolean
  /** Returns whether the App's reaction proves that nothing in a post was accepted when it was first seen (C0). */
  readonly rejectedThen: (post: Statement['post']) => boolean
  /** Returns whether an earlier evaluation rejected this line of a post that has not changed since (C0). */
  readonly wasRejected: (statement: Statement) => boolean
  /** Returns whether the App noted that a post blocked when it was posted (P5). */
  readonly heldThen: (post: Statement['post']) => boolean
  /** Returns whether a person is a member of an added team now. */
  readonly isMember: (personOrTeam: PersonOrTeam, personId: UserId) => boolean
  /** Returns whether the writer is a maintainer: by the App's reaction to the unedited post, or by their role now (P5). */
  readonly maintains: (statement: Statement) => Eligibility
  /** Returns whether the writer is one of `stakeholders.deciders`, and whether there are any (C3). */
  readonly decides: (statement: Statement) => Exclude<Eligibility, 'proved'> | 'nobody does'
  /** Returns the text a statement refers to; null when it refers to none (F1). */
  readonly versionOf: (statement: Statement) => Version | null
  /** Returns the number an objection was published with, otherwise the next free one. */
  readonly numberOf: (post: Statement['post'], given: readonly Objection[]) => ObjectionNumber
  readonly whoIs: (name: Mention) => Target
  /** Returns whether any stakeholder list from before a time has this name as it is written. */
  readonly isWritten: (key: string, time: Timestamp) => boolean
  /** Who was named by a head after one that did not name them, in order of time. It ends a release (C3). */
  readonly namedAgain: readonly NamedAgain[]
  /** Returns whether somebody is required now, by themself or through a team, also by a head that is only being announced. */
  readonly isRequired: (personId: UserId) => boolean
  /** Returns whether any head was announced before a time. Consent from earlier refers to no text (F1). */
  readonly isAnnounced: (time: Timestamp) => boolean
}

/** Returns whether somebody was named by the text, the configuration or a comment before a time (C0). */
export function eligibilityOf(
  world: World,
  permissions: Permissions,
  personId: UserId,
  at: Timestamp,
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

/** Returns the eligibility of a statement's writer. It is proved for what was accepted then, also when they left a team since. */
export function eligibilityThen(
  world: World,
  { by, at, post }: Statement,
  permissions: Permissions,
): Eligibility {
  const eligibility = eligibilityOf(world, permissions, by.id, at)
  return eligibility === 'no' && permissions.acceptedThen(post) ? 'proved' : eligibility
}
