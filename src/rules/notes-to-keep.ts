import type { UserId } from '../facts/ids.ts'
import type { World } from '../commands/model/world.ts'
import type { Kept, KeptPersonOrTeam, ToKeep } from '../facts/kept-notes.ts'
import type { Problem } from '../facts/problem.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { fillableQuorum } from '../rfc/name-problems.ts'
import { type NamedTeam, type PersonOrTeam, personKey } from '../rfc/person-or-team.ts'
import type { Stakeholders } from '../rfc/stakeholders.ts'

export const LOST_NOTES: Problem = {
  source: 'pull request',
  message: 'This pull request has too much history to evaluate safely. Open a new pull request.',
  place: null,
}

export const TOO_MUCH_TO_NOTE: Problem = {
  source: 'pull request',
  message: 'Too many teams were added in comments. Name them in the Alignment section instead.',
  place: null,
}

/**
 * Returns what must be noted beside a ledger so that a name that is gone from the text stays required (S2, S6). The
 * ledger holds a team that was added by its id, which does not find it: its name is noted, with the quorum it had the
 * members for (C3, S3).
 */
export function notesOf(
  before: Kept,
  { added }: Pick<World, 'added'>,
  stakeholders: Stakeholders,
  toAsk: ReadonlySet<UserId>,
  { snapshot, teams }: { readonly snapshot: Snapshot; readonly teams: readonly NamedTeam[] },
): ToKeep {
  const keptPersonOrTeam = keptPersonOrTeamOf(snapshot, teams)
  const teamsAdded = [...added].filter(([, { personOrTeam }]) => personOrTeam.kind === 'team')
  return {
    ...before,
    added: before.added.filter((name) =>
      name.kind === 'team'
        ? !added.has(`team ${name.team}`)
        : (added.get(personKey(name.person.id))?.by ?? null) === null,
    ),
    addedInSight: teamsAdded.map(([, { personOrTeam, at }]) => ({ ...keptPersonOrTeam(personOrTeam), at })),
    named: stakeholders.unrecorded(toAsk).map(keptPersonOrTeam),
    byConfig: stakeholders.byConfig,
    deleted: [],
    former: [],
    isUnjudged: false,
  }
}

/**
 * A person or team as it is noted; a team with the quorum that all mentions together require, where it has the members
 * (S3).
 */
function keptPersonOrTeamOf(
  snapshot: Snapshot,
  required: readonly NamedTeam[],
): (personOrTeam: PersonOrTeam) => KeptPersonOrTeam {
  return (personOrTeam) => {
    if (personOrTeam.kind === 'person') return { kind: 'person', person: personOrTeam.person }
    const { team, all, quorum } = personOrTeam
    const together = required.find((each) => each.team === team)
    return { kind: 'team', team, quorum: all ? 'all' : quorum, ...fillableQuorum(snapshot, together) }
  }
}
