import type { Freshness } from '../rfc/freshness.ts'
import type { Person } from '../facts/snapshot.ts'
import type { RequiredTeam } from '../rfc/stakeholders.ts'
import type { Release, Standing } from '../commands/world.ts'

/** One stakeholder and where they stand. */
export interface Row {
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
export interface TeamRow {
  readonly team: RequiredTeam
  readonly position: 'committed' | 'waiting' | 'released'
  /** The members whose commitment counts for it. */
  readonly committed: readonly Row[]
  /** How many it needs; of `(all)`, those who did not step out. */
  readonly needed: number
  /** The members who could still commit for it. */
  readonly pending: readonly Row[]
  /** So many members as it needs share the problem as it stands (P3). */
  readonly sharesProblem: boolean
  readonly released: Release | null
}

/** Whether a row is a commitment to the text as it stands. */
export function hasCommitted({ position }: Row): boolean {
  return position === 'committed' || position === 'dissenting'
}

/** Whether somebody is not waited for: they stepped out, or a maintainer released them. */
export function isAway({ position }: Row): boolean {
  return position === 'recused' || position === 'released'
}

/** Whether the RFC still waits for a row. */
export function isPending(row: Row): boolean {
  return !hasCommitted(row) && !isAway(row)
}

/** Our request proves for good that somebody was named (S6); who only has to speak again after a deletion may not be (C6). */
export function isToBeAsked(row: Row): boolean {
  return isPending(row) && !row.isAuthor && row.silencedSince === null
}

/** Where a team stands, from where its members stand. The author's word never fills a quorum (S3). */
export function teamRow(team: RequiredTeam, members: readonly Row[], released: Release | null): TeamRow {
  const present = members.filter((row) => !isAway(row))
  const missing = team.all ? present.filter(isPending) : []
  const isAligned = ({ alignment }: Row) => alignment === 'aligned'
  const others = present.filter((row) => !row.isAuthor)
  const filling = present.filter((row) => !row.isAuthor && hasCommitted(row))
  const isFilled = team.found.kind === 'found' && missing.length === 0 && filling.length >= team.quorum
  return {
    team,
    position: released ? 'released' : isFilled ? 'committed' : 'waiting',
    committed: team.all ? present.filter(hasCommitted) : filling,
    needed: team.all ? Math.max(present.length, team.quorum) : team.quorum,
    pending: (team.all ? present : others).filter(isPending),
    sharesProblem: (!team.all || present.every(isAligned)) && others.filter(isAligned).length >= team.quorum,
    released,
  }
}
