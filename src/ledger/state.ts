import type { CommitSha, ObjectionNumber, TeamId, Timestamp, UserId } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import type { Digest, Name, NameKey } from './recorded-command.ts'

/** Where something was said, and when it counts from. */
export interface Source {
  readonly at: Timestamp
  readonly post: PostKey
  /** By which later revisions of the post are compared with it; see `commandKey`. */
  readonly key: string
}

/** A commitment and the text it is about (F1). Whether that text is still current is decided elsewhere (F2). */
export interface Commitment extends Source {
  readonly kind: 'committed' | 'dissenting'
  readonly commit: CommitSha
  /** The teams whose quorum it can fill: those its author was a member of when it was first seen (S3). */
  readonly teams: readonly TeamId[]
}

/** What one person's commands come to (P1–P5). */
export interface Position {
  readonly commitment: Commitment | null
  readonly recused: (Source & { readonly inFavourOf: UserId | null }) | null
  readonly aligned: (Source & { readonly commit: CommitSha }) | null
  /** Blocks until a `/disagree-commit` leaves it on record as dissent about the problem (P3). */
  readonly misaligned:
    | (Source & {
        readonly blocks: boolean
        readonly setAsideBy: PostKey | null
        readonly wasStakeholder: boolean
      })
    | null
  /** Since when they have to post again, because a post of theirs was deleted before it was seen (C6). */
  readonly suspendedSince: Timestamp | null
}

/** An objection; anybody may raise one (P5, P6). */
export interface Objection extends Source {
  readonly number: ObjectionNumber
  readonly by: UserId
  readonly line: Digest | null
  /** Whether its raiser was a stakeholder or a member when it was raised: then it outlives that (P5). */
  readonly wasStakeholder: boolean
  readonly state: 'open' | 'heard' | 'withdrawn' | 'dissent' | 'left open' | 'set aside'
  /** The post that closed it; null while it is open. */
  readonly closedBy: PostKey | null
  /** Answers of the author. */
  readonly answers: readonly Pick<Source, 'post' | 'key'>[]
  /** Somebody else deleted the post: it is recorded, and not counted where its raiser is no stakeholder (P6). */
  readonly isRemoved: boolean
}

/** A person or team that a command added (C3). */
export interface Added {
  readonly name: Name
  readonly at: Timestamp
  readonly by: UserId
  readonly post: PostKey
}

/** A release in effect (C3). */
export interface Release extends Source {
  readonly by: UserId
  readonly names: readonly Name[]
}

/** What the commands of a pull request change. */
export interface State {
  readonly positions: Map<UserId, Position>
  readonly objections: Objection[]
  /** Every time somebody was added, by `/delegate` too. */
  readonly added: Added[]
  readonly released: Map<NameKey, Release>
  /** Every release there ever was: they stay visible (C3). */
  readonly releases: Release[]
}

const NO_POSITION: Position = {
  commitment: null,
  recused: null,
  aligned: null,
  misaligned: null,
  suspendedSince: null,
}

/** Returns the state before anything was said. */
export function newState(): State {
  return { positions: new Map(), objections: [], added: [], released: new Map(), releases: [] }
}

/** Returns the position of a person, who may have said nothing. */
export function positionOf({ positions }: State, person: UserId): Position {
  return positions.get(person) ?? NO_POSITION
}

/** Changes the position of one person. */
export function update(state: State, person: UserId, change: Partial<Position>): void {
  state.positions.set(person, { ...positionOf(state, person), ...change })
}

/** Changes the objections that a condition holds for. */
export function changeObjections(
  { objections }: State,
  isMeant: (objection: Objection) => boolean,
  change: (objection: Objection) => Partial<Objection>,
): void {
  // An index in place of pairs: every commitment goes over all objections.
  for (let index = 0; index < objections.length; index++) {
    const objection = objections[index] as Objection
    if (isMeant(objection)) objections[index] = { ...objection, ...change(objection) }
  }
}

/** Returns whether an objection is open and was raised by this person. */
export function isOpenBy({ state, by }: Objection, person: UserId): boolean {
  return state === 'open' && by === person
}

/** Closes the open objections of a person and ends their `/misalign`, as everything that closes one does (P5). */
export function closeAll(state: State, person: UserId, as: 'withdrawn' | 'dissent', { post }: Source): void {
  changeObjections(
    state,
    (objection) => isOpenBy(objection, person),
    () => ({ state: as, closedBy: post }),
  )
  update(state, person, { misaligned: null })
}

/** Closes what blocks of a person for as long as a recusal or release is not undone (C3, C6). */
export function setAside(
  state: State,
  person: UserId,
  as: 'left open' | 'set aside',
  { post }: Source,
): void {
  changeObjections(
    state,
    (objection) => isOpenBy(objection, person),
    () => ({ state: as, closedBy: post }),
  )
  const { misaligned } = positionOf(state, person)
  if (misaligned?.blocks)
    update(state, person, { misaligned: { ...misaligned, blocks: false, setAsideBy: post } })
}

/** Opens again what the recusal or releases of a post had closed, for they were undone (C6). */
export function reopen(state: State, post: PostKey): void {
  changeObjections(
    state,
    ({ closedBy, state: as }) => closedBy === post && (as === 'left open' || as === 'set aside'),
    () => ({ state: 'open', closedBy: null }),
  )
  for (const [person, { misaligned }] of state.positions)
    if (misaligned?.setAsideBy === post)
      update(state, person, { misaligned: { ...misaligned, blocks: true, setAsideBy: null } })
}
