import type { Tampering } from '../commands/collect.ts'
import type { Replayed } from '../commands/replay.ts'
import type { Added } from '../commands/model/world.ts'
import type { UserId } from '../facts/ids.ts'
import {
  type Kept,
  type KeptName,
  type KeptPersonOrTeam,
  newestOfEach,
  type ToKeep,
  toldDeletions,
} from '../facts/kept-notes.ts'
import type { Problem } from '../facts/problem.ts'
import type { Deletion, Post, Snapshot } from '../facts/snapshot.ts'
import { fillableQuorum } from '../rfc/name-problems.ts'
import type { NamedTeam, PersonOrTeam } from '../rfc/person-or-team.ts'
import type { Stakeholders } from '../rfc/stakeholders.ts'

export const LOST_NOTES: Problem = {
  source: 'pull request',
  message: 'This pull request has too much history to evaluate safely. Open a new pull request.',
  place: null,
}

export const TOO_MUCH_TO_NOTE: Problem = {
  source: 'pull request',
  message: 'Too many people were added in comments. Name them in the Alignment section instead.',
  place: null,
}

/** Returns what must be noted so that deleting a comment or leaving a team does not undo it. */
export function notesOf(
  before: Kept,
  { added, mustSpeak }: Replayed,
  stakeholders: Stakeholders,
  held: readonly { readonly post: Post }[],
  toAsk: ReadonlySet<UserId>,
  { snapshot, teams }: { readonly snapshot: Snapshot; readonly teams: readonly NamedTeam[] },
  tampered: readonly Tampering[],
): ToKeep {
  const { deletions } = snapshot
  const keptPersonOrTeam = keptPersonOrTeamOf(snapshot, teams)
  const unrecorded = [...added.values()].filter(
    ({ personOrTeam, isAgain }) =>
      personOrTeam.kind === 'team' || isAgain || !stakeholders.isRecorded(personOrTeam.person.id),
  )
  const noted = ({ personOrTeam, at }: Added): KeptName => ({ ...keptPersonOrTeam(personOrTeam), at })
  return {
    added: unrecorded.filter(({ by }) => by === null).map(noted),
    addedInSight: unrecorded.filter(({ by }) => by !== null).map(noted),
    held: [...new Set([...before.held, ...held.map(({ post }) => post.id)])],
    silenced: [
      ...[...mustSpeak.values()].map(({ person, since }) => ({ person, at: since })),
      ...before.silenced.filter(
        (noted) => !isOnRecord(deletions, noted) && mustSpeak.get(noted.person.id)?.since !== noted.at,
      ),
    ],
    voided: newestOfEach(editsIn(tampered)),
    deleted: [
      ...before.deleted,
      ...toldDeletions(deletions).filter(
        ({ person, at }) => !mustSpeak.has(person.id) && stakeholders.isNamedUnknown(at),
      ),
    ],
    named: stakeholders.unrecorded(toAsk).map(keptPersonOrTeam),
    byConfig: stakeholders.byConfig,
    isUnjudged: false,
    isLost: before.isLost,
  }
}

/** Edits by others: what their author consented to until then stays void, whatever they delete (C5). */
function editsIn(tampered: readonly Tampering[]): Kept['voided'] {
  return tampered.flatMap(({ writer, at, why }) =>
    writer === null || why === 'deleted by another' ? [] : [{ id: writer.id, at }],
  )
}

/** Whether GitHub keeps the record of a deletion: then it need not be noted once its writer has spoken again (C6). */
function isOnRecord(deletions: readonly Deletion[], { person, at }: Kept['silenced'][number]): boolean {
  return deletions.some((deletion) => deletion.at === at && deletion.author?.id === person.id)
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
