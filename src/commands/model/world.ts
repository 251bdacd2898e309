import { loginKey, type ObjectionNumber, type Timestamp, type UserId } from '../../facts/ids.ts'
import type { Person, Post } from '../../facts/snapshot.ts'
import { keyOf, type PersonOrTeam } from '../../rfc/person-or-team.ts'
import type { Version } from '../../rfc/versions.ts'

/** An accepted commitment and the text it refers to (F1). Whether it is still current is decided later. */
export interface Commitment {
  readonly kind: 'committed' | 'dissenting'
  readonly at: Timestamp
  readonly reason: string
  readonly post: Post
  readonly version: Version
}

/** The result of one person's accepted statements (P1). */
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
  readonly state: 'open' | 'heard' | 'withdrawn' | 'dissent' | 'left open' | 'set aside'
  /** The RFC author's written answers, oldest first. */
  readonly answers: readonly { readonly at: Timestamp; readonly text: string; readonly post: Post }[]
}

/** A stakeholder named in a comment (C3). */
export interface Added {
  readonly personOrTeam: PersonOrTeam
  readonly at: Timestamp
  /** Null when the comment is gone and only the App's note of it is left. */
  readonly by: Person | null
  /** Whether it undid a release or recusal, so that they are not kept by having been named before. */
  readonly isAgain: boolean
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

/** The state that a replay changes, statement by statement. */
export interface World {
  readonly standings: Map<UserId, Standing>
  objections: readonly Objection[]
  /** Everybody who was ever added, by `keyOf`. */
  readonly added: Map<string, Added>
  readonly releases: Release[]
  /** Releases in force, by `keyOf` and `writtenKey`. */
  readonly released: Map<string, Release>
  /** People who must post again because somebody else deleted a comment of theirs (C6). */
  readonly mustSpeak: Map<
    UserId,
    { readonly person: Person; readonly since: Timestamp; readonly isNoted: boolean }
  >
}

/** Returns the state before the first statement. */
export function newWorld(): World {
  return {
    standings: new Map(),
    objections: [],
    added: new Map(),
    releases: [],
    released: new Map(),
    mustSpeak: new Map(),
  }
}

/** Changes the standing of one person. */
export function update(world: World, person: Person, change: Partial<Standing>): void {
  const before = world.standings.get(person.id) ?? {
    person,
    commitment: null,
    recused: null,
    alignment: 'unsaid',
    alignedOn: null,
    misaligned: null,
  }
  world.standings.set(person.id, { ...before, ...change, person })
}

/** A standing that neither agrees nor disagrees with the problem statement. */
export const UNSAID = { alignment: 'unsaid', alignedOn: null, misaligned: null } as const

/** Ends a person's `/misalign`, as everything that closes an objection does (P5). An `/align` stays. */
export function endMisalignment(world: World, by: Person): void {
  if (world.standings.get(by.id)?.misaligned) update(world, by, UNSAID)
}

/** Closes all open objections of a person. */
export function closeAll(world: World, by: Person, state: Objection['state']): void {
  world.objections = world.objections.map((objection) =>
    isOpenBy(objection, by) ? { ...objection, state } : objection,
  )
}

/** Returns whether an objection is open and was raised by this person. */
export function isOpenBy(objection: Objection, by: Person): boolean {
  return objection.state === 'open' && objection.by.id === by.id
}

/** Ends a person's commitment permanently, and their recusal, as every block does (P1). */
export function endCommitment(world: World, by: Person): void {
  update(world, by, { commitment: null, recused: null })
}

/** Records a recusal. It ends the person's commitment and leaves their objections open. */
export function stepOut(world: World, by: Person, recused: Recusal): void {
  closeAll(world, by, 'left open')
  update(world, by, { ...UNSAID, recused, commitment: null })
}

/** Adds a stakeholder. It ends their release; a recusal lasts until they post again (C3). */
export function addPersonOrTeam(
  world: World,
  personOrTeam: PersonOrTeam,
  at: Timestamp,
  by: Person | null,
): void {
  const isAgain =
    world.released.has(keyOf(personOrTeam)) || world.added.get(keyOf(personOrTeam))?.isAgain === true
  world.added.set(keyOf(personOrTeam), { personOrTeam: joinedWith(world, personOrTeam), at, by, isAgain })
  world.released.delete(keyOf(personOrTeam))
  if (personOrTeam.kind === 'person') world.released.delete(`name ${loginKey(personOrTeam.person.login)}`)
}

function joinedWith(world: World, personOrTeam: PersonOrTeam): PersonOrTeam {
  const known = world.added.get(keyOf(personOrTeam))?.personOrTeam
  if (known?.kind !== 'team' || personOrTeam.kind !== 'team') return personOrTeam
  return {
    ...personOrTeam,
    quorum: Math.max(known.quorum, personOrTeam.quorum),
    all: known.all || personOrTeam.all,
  }
}
