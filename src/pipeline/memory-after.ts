import type { Conclusion } from '../facts/check-run.ts'
import { type Login, loginKey, type NodeId, type RunId } from '../facts/ids.ts'
import type { PassingRun } from '../facts/passing-runs.ts'
import { postKey } from '../facts/keys.ts'
import type { PullRequestFacts, Snapshot } from '../facts/snapshot.ts'
import type { Publication } from '../report/publication.ts'
import { titleOf } from '../report/title.ts'
import { currentRun, isUpToDate } from '../report/writes.ts'
import { basisOf } from '../rules/basis.ts'
import type { Judged } from './collect-and-evaluate.ts'
import type { Verdict } from '../rules/verdict.ts'
import { fingerprintOf } from './fingerprint.ts'
import { knownCopies } from './known-copies.ts'
import type { Memory } from './memory.ts'
import { tipSince } from './who-carries.ts'

/** An evaluation and what was written of it. */
export interface Published {
  readonly publication: Publication
  readonly own: Conclusion
  /** The id of the run on the head; null when it is not known. */
  readonly run: RunId | null
  readonly passing: readonly PassingRun[]
  /** Logins that GitHub refused to ask for a review. */
  readonly refused: readonly Login[]
  /** Comments of the App that were minimised, or that GitHub refused to minimise. */
  readonly hidden: readonly NodeId[]
  /** Whether comments or reactions are still to be written. */
  readonly isProseLeft: boolean
}

/** Returns the memory after an evaluation: the old one with what is new. */
export function memoryAfter(
  facts: PullRequestFacts,
  judged: Judged,
  published: Published,
  of: Pick<Memory, 'rules' | 'record' | 'carriedBy'>,
  before: Memory | null,
): Memory {
  const { verdict, snapshot, texts } = judged
  const { publication, isProseLeft } = published
  const { pullRequest } = facts
  return {
    title: titleOf(verdict),
    state: verdict.state,
    head: pullRequest.head,
    baseName: pullRequest.baseName,
    at: facts.at,
    updatedAt: pullRequest.updatedAt,
    written: writtenOf(facts, published, before?.written ?? null),
    copies: knownCopies(judged, publication, before),
    passing: published.passing,
    basis: basisOf(verdict, snapshot, texts),
    members: [],
    logins: loginsIn(snapshot, verdict),
    teams: teamsIn(snapshot),
    configured: 'rows' in verdict ? verdict.configured : snapshot.remembered.configured,
    siblings: facts.sameHead.map(({ number }) => number),
    isOpen: pullRequest.state === 'open',
    carriedBy: of.carriedBy,
    tipSince: {
      commit: pullRequest.head,
      at: tipSince(facts, before, verdict.evaluated.observed?.ledger ?? null),
    },
    usesTeams: snapshot.teams.size > 0,
    reacted: (isProseLeft ? null : reactionsIn(publication)) ?? before?.reacted ?? {},
    hidden: published.hidden,
    refusedReviewers: [...new Set([...(before?.refusedReviewers ?? []), ...published.refused])],
    rules: of.rules,
    record: of.record,
    outline: fingerprintOf(facts),
  }
}

/** A run that was left as it is tells of the ledger as it was then. */
function writtenOf(
  facts: PullRequestFacts,
  { publication: { check }, own, run }: Published,
  last: Memory['written'],
): Memory['written'] {
  const { conclusion, name } = check
  const current = currentRun(facts, name)
  const { externalId } = current && isUpToDate(current, check, last) ? current : check
  return { commit: facts.pullRequest.head, externalId, conclusion, own, id: run }
}

function reactionsIn({ prose }: Publication): Memory['reacted'] | null {
  const reactions = prose?.answers?.reactions
  return reactions ? Object.fromEntries([...reactions].map(([post, marks]) => [postKey(post), marks])) : null
}

/**
 * Returns the owner of each login when it was first seen; a login that changes hands keeps its first owner
 * here (S4). Who blocks by a command is found by the login they had when their account is gone (C5).
 */
function loginsIn({ people, remembered }: Snapshot, verdict: Verdict): Memory['logins'] {
  const found = [...people].flatMap(([login, person]) =>
    person.kind === 'found' && person.person.type === 'User' ? [[login, person.person.id] as const] : [],
  )
  const blocking = 'rows' in verdict ? [...verdict.objections.map(({ by }) => by), ...verdict.misaligned] : []
  const known = blocking.flatMap(({ login, id }) =>
    login === 'ghost' ? [] : [[loginKey(login), id] as const],
  )
  return Object.fromEntries([...known, ...found, ...remembered.logins])
}

/** Returns the name of each team that was found, now or before: one that is renamed keeps its id (S3). */
function teamsIn({ teams, remembered }: Snapshot): Memory['teams'] {
  const found = [...teams].flatMap(([key, team]) => (team.kind === 'found' ? [[team.id, key] as const] : []))
  return Object.fromEntries([...remembered.teams, ...found])
}
