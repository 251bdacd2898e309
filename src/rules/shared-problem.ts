import type { Standing, World } from '../commands/model/world.ts'
import type { UserId } from '../facts/ids.ts'
import type { Case } from '../rfc/case.ts'
import { problemDigest } from '../rfc/material.ts'
import { joinedByKey, keyOf, personKey, type PersonOrTeam } from '../rfc/person-or-team.ts'
import type { Required } from '../rfc/stakeholders.ts'
import type { Version } from '../rfc/versions.ts'
import { askedOf } from './positions.ts'
import { membersOf } from './stakeholder-statuses.ts'

/** Who reads the problem the same way as it stands (P3, F3). */
export interface SharedProblem {
  /** Whether a person shares the current problem (F3). */
  readonly sharesProblem: (standing: Standing) => boolean
  /** Names of those who have yet to say `/align`; empty unless `alignment.first` (P3). */
  readonly stillToAlign: (world: World) => readonly string[]
}

/** Returns who reads the current problem the same way. */
export function sharedProblemOf(theCase: Case, required: Required): SharedProblem {
  const { snapshot, config, current: now } = theCase
  const problemAt = problemReader(theCase)
  return {
    sharesProblem: ({ alignedOn }) => alignedOn !== null && isSameProblem(problemAt, alignedOn, now),
    stillToAlign: (world) => {
      if (!config.alignment.first) return []
      return notAligned(required, world, now, problemAt, snapshot.pullRequest.author?.id ?? null)
    },
  }
}

type ProblemAt = (version: Version) => string | null

/** The problem as it read at a version; each version is read once. */
function problemReader(theCase: Case): ProblemAt {
  const known = new Map<Version, string | null>()
  return (version) => {
    const digest = known.get(version)
    if (digest !== undefined) return digest
    const read = problemDigest(theCase, version)
    known.set(version, read)
    return read
  }
}

function isSameProblem(problemAt: ProblemAt, a: Version, b: Version): boolean {
  const one = problemAt(a)
  return one !== null && one === problemAt(b)
}

/**
 * Names of required people who have used neither `/align` nor `/disagree-commit` about the problem at a version (P3).
 */
function notAligned(
  required: Required,
  world: World,
  version: Version,
  problemAt: ProblemAt,
  author: UserId | null,
): readonly string[] {
  const isAligned = (id: UserId) => {
    const { alignedOn = null, commitment = null } = world.standings.get(id) ?? {}
    const spokenOn = [alignedOn, commitment?.kind === 'dissenting' ? commitment.version : null]
    return spokenOn.some((spoken) => spoken !== null && isSameProblem(problemAt, spoken, version))
  }
  const isAway = (id: UserId) =>
    (world.standings.get(id)?.recused ?? null) !== null || world.released.has(personKey(id))
  const asked = joinedByKey([
    ...required.people.map((person): PersonOrTeam => ({ kind: 'person', person })),
    ...required.teams,
    ...[...world.added.values()].map(({ personOrTeam }) => personOrTeam),
  ])
  return [...asked.values()].flatMap((personOrTeam): readonly string[] => {
    if (world.released.has(keyOf(personOrTeam))) return []
    if (personOrTeam.kind === 'person') {
      const { id, login } = personOrTeam.person
      return isAligned(id) || isAway(id) ? [] : [`@${login}`]
    }
    const { left, needed, isDeserted } = askedOf(personOrTeam, membersOf(personOrTeam), {
      isAuthor: ({ id }) => id === author,
      isAway: ({ id }) => isAway(id),
    })
    const isFilled = isDeserted || (needed > 0 && left.filter(({ id }) => isAligned(id)).length >= needed)
    return isFilled ? [] : [`@${personOrTeam.name}`]
  })
}
