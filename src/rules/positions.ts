import type { Release, Standing } from '../commands/model/world.ts'
import type { Person } from '../facts/snapshot.ts'
import type { Freshness } from '../rfc/freshness.ts'
import type { RequiredTeam } from '../rfc/stakeholders.ts'

/** One stakeholder and where they stand. */
export interface StakeholderStatus {
  readonly person: Person
  readonly position: 'silent' | 'committed' | 'dissenting' | 'stale' | 'objecting' | 'recused' | 'released'
  /** Whether they share the reading of the problem as it stands (P3, F3). */
  readonly alignment: 'aligned' | 'misaligned' | 'unsaid' | 'stale'
  readonly misalignedBecause: string
  /** The commitment, a stale one included. */
  readonly commitment: Standing['commitment']
  readonly freshness: Freshness | null
  readonly recused: Standing['recused']
  readonly released: Release | null
  /** The head that no longer names them (S6). */
  readonly leftAt: string | null
  /** Named in a comment, and by whom (C3); null for those the text or the configuration names. */
  readonly addedBy: string | null
  /** Somebody deleted a comment of theirs then, and they have not spoken since (C6). */
  readonly silencedSince: string | null
  readonly isAuthor: boolean
}

/** One team and where it stands (S3). */
export interface TeamStatus {
  readonly team: RequiredTeam
  readonly position: 'committed' | 'waiting' | 'released'
  /** The members whose commitment counts for it. */
  readonly committed: readonly StakeholderStatus[]
  /** How many it needs: of a number above those who are left to ask, and of `(all)`, all of these. */
  readonly needed: number
  /** The members who could still commit for it. */
  readonly pending: readonly StakeholderStatus[]
  /** So many members as it needs share the problem as it stands (P3). */
  readonly sharesProblem: boolean
  /** By whom it was released; null also where nobody is left to ask. */
  readonly released: Release | null
}

/** Whether a row is a commitment to the text as it stands. */
export function hasCommitted({ position }: StakeholderStatus): boolean {
  return position === 'committed' || position === 'dissenting'
}

/** Whether somebody is not waited for: they stepped out, or a maintainer released them. */
export function isAway({ position }: StakeholderStatus): boolean {
  return position === 'recused' || position === 'released'
}

/** Whether the RFC still waits for a row. */
export function isPending(row: StakeholderStatus): boolean {
  return !hasCommitted(row) && !isAway(row)
}

/** Our request proves for good that somebody was named (S6); who only has to speak again after a deletion may not be (C6). */
export function isToBeAsked(row: StakeholderStatus): boolean {
  return isPending(row) && !row.isAuthor && row.silencedSince === null
}

/**
 * Where a team stands, from where its members stand: without those who stepped out, and without the author, whose word
 * fills no quorum but that of all. Nobody left to ask releases it; a team that never had anybody to ask waits (S3).
 */
export function teamStatus(
  team: RequiredTeam,
  members: readonly StakeholderStatus[],
  released: Release | null,
): TeamStatus {
  const { left, needed, isDeserted } = askedOf(team, members, { isAuthor: (row) => row.isAuthor, isAway })
  const committed = left.filter(hasCommitted)
  const isFilled = needed > 0 && committed.length >= needed
  return {
    team,
    position: released || isDeserted ? 'released' : isFilled ? 'committed' : 'waiting',
    committed,
    needed,
    pending: left.filter(isPending),
    sharesProblem: left.filter(({ alignment }) => alignment === 'aligned').length >= needed,
    released,
  }
}

/**
 * Which members of a team are left to ask, and how many of them it needs: a number above them, and `(all)`, means all of
 * these (S3). `isDeserted`: there were some to ask, and all of them stepped out.
 */
export function askedOf<Member>(
  { all, quorum }: Pick<RequiredTeam, 'all' | 'quorum'>,
  members: readonly Member[],
  { isAuthor, isAway }: Readonly<Record<'isAuthor' | 'isAway', (member: Member) => boolean>>,
): { readonly left: readonly Member[]; readonly needed: number; readonly isDeserted: boolean } {
  const asked = members.filter((member) => all || !isAuthor(member))
  const left = asked.filter((member) => !isAway(member))
  const needed = all ? left.length : Math.min(quorum, left.length)
  return { left, needed, isDeserted: asked.length > 0 && left.length === 0 }
}
