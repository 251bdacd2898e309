import type { Release, Standing } from '../commands/model/world.ts'
import type { CommitSha } from '../facts/ids.ts'
import type { Person } from '../facts/person.ts'
import type { Freshness } from '../rfc/freshness.ts'
import type { RequiredTeam } from '../rfc/stakeholders.ts'

/** One stakeholder and their position. */
export interface StakeholderStatus {
  readonly person: Person
  readonly position: 'silent' | 'committed' | 'dissenting' | 'stale' | 'objecting' | 'recused' | 'released'
  /** Whether they share the current problem (P3, F3). */
  readonly alignment: 'aligned' | 'misaligned' | 'unsaid' | 'stale'
  readonly misaligned: Standing['misaligned']
  /** The commitment, a stale one included. */
  readonly commitment: Standing['commitment']
  readonly freshness: Freshness | null
  readonly recused: Standing['recused']
  readonly released: Release | null
  /** The head that no longer names them (S6). */
  readonly leftInCommit: CommitSha | null
  /** Named in a comment, and by whom (C3); null for those the text or the configuration names. */
  readonly addedBy: string | null
  /** When someone else deleted a comment of theirs, after which they have not used a command (C6). */
  readonly silencedSince: string | null
  readonly isAuthor: boolean
}

/** One team and its position (S3). */
export interface TeamStatus {
  readonly team: RequiredTeam
  readonly position: 'committed' | 'waiting' | 'released'
  /** The members whose commitment counts for it. */
  readonly committed: readonly StakeholderStatus[]
  /** How many it needs: of a number above those who are left to ask, and of `(all)`, all of these. */
  readonly needed: number
  /** The members who could still commit for it. */
  readonly pending: readonly StakeholderStatus[]
  /** As many members as it needs share the current problem (P3). */
  readonly sharesProblem: boolean
  /** The release of the team; null also where all its members stepped aside. */
  readonly released: Release | null
}

/** Returns whether a status is a commitment to the current text. */
export function hasCommitted({ position }: StakeholderStatus): boolean {
  return position === 'committed' || position === 'dissenting'
}

/** Returns whether a stakeholder is not required to commit: they recused themselves or were released. */
export function isAway({ position }: StakeholderStatus): boolean {
  return position === 'recused' || position === 'released'
}

/** Returns whether a stakeholder's commitment is pending. */
export function isPending(row: StakeholderStatus): boolean {
  return !hasCommitted(row) && !isAway(row)
}

/**
 * Returns whether GitHub is to request a review. The request is a permanent record that a person was named (S6);
 * someone who only has to comment again after a deletion may not have been (C6).
 */
export function isToBeAsked(row: StakeholderStatus): boolean {
  return isPending(row) && !row.isAuthor && row.silencedSince === null
}

/**
 * Returns the position of a team from those of its members: without members who are away, and without the author, who
 * counts only within `(all)`. With all members away the team is released; a team that never had members to ask waits
 * (S3). What somebody committed to before they were a member fills no quorum: they commit again.
 */
export function teamStatus(
  team: RequiredTeam,
  members: readonly StakeholderStatus[],
  released: Release | null,
): TeamStatus {
  const { left, needed, isDeserted } = askedOf(team, members, { isAuthor: (row) => row.isAuthor, isAway })
  const { found } = team
  const wasMember = ({ commitment }: StakeholderStatus) =>
    found.kind === 'found' && (commitment?.teams.includes(found.id) ?? false)
  const committed = left.filter((row) => hasCommitted(row) && wasMember(row))
  const isFilled = needed > 0 && committed.length >= needed
  return {
    team,
    position: released || isDeserted ? 'released' : isFilled ? 'committed' : 'waiting',
    committed,
    needed,
    pending: left.filter((row) => isPending(row) || !wasMember(row)),
    sharesProblem: needed > 0 && left.filter(({ alignment }) => alignment === 'aligned').length >= needed,
    released,
  }
}

/**
 * Returns the members of a team left to ask, and how many of them it needs: a number above them, and `(all)`, means all
 * of these (S3). `isDeserted`: there were some to ask, and all of them are away.
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
