import type { Person, Post } from '../../facts/snapshot.ts'
import { keyOf, type PersonOrTeam } from '../../rfc/person-or-team.ts'
import type { Version } from '../../rfc/versions.ts'

/** A commitment that was accepted, and the text it was made on (F1). Whether that text still stands is asked later. */
export interface Commitment {
  readonly kind: 'committed' | 'dissenting'
  readonly at: string
  readonly reason: string
  readonly post: Post
  readonly version: Version
}

/** What one person's accepted statements come to (P1). */
export interface Standing {
  readonly person: Person
  readonly commitment: Commitment | null
  readonly recused: Recusal | null
  /** Whether they share the problem (P3), and on which text they said so (F3). */
  readonly alignment: 'aligned' | 'misaligned' | 'unsaid'
  readonly alignedOn: Version | null
  /** How they read the problem; `blocks` until a `/disagree-commit` leaves it on record as dissent (P3). */
  readonly misaligned: {
    readonly because: string
    readonly at: string
    readonly post: Post
    readonly blocks: boolean
  } | null
}

export interface Recusal {
  readonly at: string
  readonly reason: string
  /** Who takes their place, by `/delegate`. */
  readonly inFavourOf: Person | null
}

/** A reason not to go ahead, numbered in order of time; an objection keeps the number it was shown with (P5). */
export interface Objection {
  readonly number: number
  readonly by: Person
  readonly at: string
  readonly reason: string
  readonly post: Post
  readonly state: 'open' | 'heard' | 'withdrawn' | 'dissent' | 'left open' | 'set aside'
  /** What the author answered in writing, oldest first. */
  readonly answers: readonly { readonly at: string; readonly text: string; readonly post: Post }[]
}

/** Somebody who was named in a comment (C3). */
export interface Added {
  readonly personOrTeam: PersonOrTeam
  readonly at: string
  /** Null where the comment is gone and only our note of it is left. */
  readonly by: Person | null
  /** It undid a release or a stepping out: that they were named before does not keep them. */
  readonly isAgain: boolean
}

/** A name that a maintainer set aside, with the reason: shown for ever (C3). */
export interface Release {
  /** As it was written: `@ada`, `@acme/sre`. */
  readonly name: string
  readonly at: string
  readonly by: Person
  readonly reason: string
  readonly post: Post
}

/** How things stand in the middle of a replay. */
export interface World {
  readonly standings: Map<number, Standing>
  objections: readonly Objection[]
  /** By `keyOf`: everybody who was ever added. */
  readonly added: Map<string, Added>
  readonly releases: Release[]
  /** By `keyOf` and `writtenKey`: releases in force. */
  readonly released: Map<string, Release>
  /** People who must speak again since somebody deleted a comment of theirs (C6). */
  readonly mustSpeak: Map<
    number,
    { readonly person: Person; readonly since: string; readonly isNoted: boolean }
  >
}

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

/** Changes what somebody's statements come to. */
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

/** What neither agrees nor disagrees about the problem. */
export const UNSAID = { alignment: 'unsaid', alignedOn: null, misaligned: null } as const

/** Ends a `/misalign`: whatever closes an objection does (P5). An `/align` stays. */
export function endMisalignment(world: World, by: Person): void {
  if (world.standings.get(by.id)?.misaligned) update(world, by, UNSAID)
}

/** Closes everything somebody objected to. */
export function closeAll(world: World, by: Person, state: Objection['state']): void {
  world.objections = world.objections.map((objection) =>
    isOpenBy(objection, by) ? { ...objection, state } : objection,
  )
}

export function isOpenBy(objection: Objection, by: Person): boolean {
  return objection.state === 'open' && objection.by.id === by.id
}

/** Ends somebody's commitment for good, and undoes their stepping out: what every block does (P1). */
export function endCommitment(world: World, by: Person): void {
  update(world, by, { commitment: null, recused: null })
}

export function stepOut(world: World, by: Person, recused: Recusal): void {
  closeAll(world, by, 'left open')
  update(world, by, { ...UNSAID, recused, commitment: null })
}

/** Brings somebody in. Being added ends a release; who recused stays so until they speak (C3). */
export function addPersonOrTeam(
  world: World,
  personOrTeam: PersonOrTeam,
  at: string,
  by: Person | null,
): void {
  const isAgain =
    world.released.has(keyOf(personOrTeam)) || world.added.get(keyOf(personOrTeam))?.isAgain === true
  world.added.set(keyOf(personOrTeam), { personOrTeam: joinedWith(world, personOrTeam), at, by, isAgain })
  world.released.delete(keyOf(personOrTeam))
  if (personOrTeam.kind === 'person') world.released.delete(`name ${personOrTeam.person.login.toLowerCase()}`)
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
