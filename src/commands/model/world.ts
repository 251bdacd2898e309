import type { ObjectionNumber, TeamId, Timestamp, UserId } from '../../facts/ids.ts'
import type { Person } from '../../facts/person.ts'
import type { Post } from '../../facts/snapshot.ts'
import type { PersonOrTeam } from '../../rfc/person-or-team.ts'
import type { Version } from '../../rfc/versions.ts'

/** An accepted commitment and the text it refers to (F1). Whether it is still current is decided later. */
export interface Commitment {
  readonly kind: 'committed' | 'dissenting'
  readonly at: Timestamp
  readonly reason: string
  readonly post: Post
  readonly version: Version
  /** The teams of which its author was a member when it was first seen: it fills the quorum of no other (S3). */
  readonly teams: readonly TeamId[]
}

/** The result of one person's accepted commands (P1). */
export interface Standing {
  readonly person: Person
  readonly commitment: Commitment | null
  readonly recused: Recusal | null
  /** Whether they agree with the problem statement (P3), and on which text they said so (F3). */
  readonly alignment: 'aligned' | 'misaligned' | 'unsaid'
  readonly alignedOn: Version | null
  /** How they read the problem. It blocks until a `/disagree-commit` leaves it on record as dissent (P3). */
  readonly misaligned: {
    readonly because: string
    readonly at: Timestamp
    readonly post: Post
    readonly blocks: boolean
  } | null
}

export interface Recusal {
  readonly at: Timestamp
  readonly post: Post
  readonly reason: string
  /** The person they delegated to. */
  readonly inFavourOf: Person | null
}

/** An objection, numbered in order of time. It keeps the number it was published with (P5). */
export interface Objection {
  readonly number: ObjectionNumber
  readonly by: Person
  readonly at: Timestamp
  readonly reason: string
  readonly post: Post
  /** `removed`: it is open and does not block, and somebody else removed its post (P6). */
  readonly state: 'open' | 'heard' | 'withdrawn' | 'dissent' | 'left open' | 'set aside' | 'removed'
  /** Who removed its post and when, as far as that is known (L5); null while GitHub shows it. */
  readonly removed: { readonly by: Person | null; readonly at: Timestamp | null } | null
  /** The RFC author's written answers, oldest first. */
  readonly answers: readonly { readonly at: Timestamp; readonly text: string; readonly post: Post }[]
}

/** A stakeholder named in a comment (C3). */
export interface Added {
  readonly personOrTeam: PersonOrTeam
  readonly at: Timestamp
  /** Null where only a note of a version without a ledger tells of it. */
  readonly by: Person | null
}

/** A release: a maintainer removed a stakeholder, with a reason that stays on record (C3). */
export interface Release {
  /** As it was written: `@ada`, `@acme/sre`. */
  readonly name: string
  readonly at: Timestamp
  readonly by: Person
  readonly reason: string
  readonly post: Post
}

/** What the commands of a pull request come to. */
export interface World {
  readonly standings: ReadonlyMap<UserId, Standing>
  readonly objections: readonly Objection[]
  /** Everybody who was ever added, by `keyOf`. */
  readonly added: ReadonlyMap<string, Added>
  /** Every release there ever was. */
  readonly releases: readonly Release[]
  /** Releases in force, by `keyOf` and `writtenKey`. */
  readonly released: ReadonlyMap<string, Release>
  /** People who must post again because somebody else deleted a comment of theirs (C6), and since when. */
  readonly mustSpeak: ReadonlyMap<UserId, { readonly person: Person; readonly since: Timestamp }>
}

/** Returns whether an objection is open and was raised by this person. */
export function isOpenBy(objection: Objection, by: Person): boolean {
  return objection.state === 'open' && objection.by.id === by.id
}
