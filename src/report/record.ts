import { removedText } from './blocks.ts'
import type { CommitSha, Login, ObjectionNumber, Time, UserId } from '../facts/ids.ts'
import type { Person } from '../facts/person.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { type HeadSpan, headSpans } from '../rfc/heads.ts'
import type { RfcVerdict } from '../rules/verdict.ts'
import { isPending, type StakeholderStatus } from '../rules/positions.ts'
import { factsOf } from './check-details.ts'
import { standingOf } from './rfc-title.ts'
import { titleOf } from './title.ts'

/** What is kept of an RFC for the board and for the history; nothing that makes a check green is read from it. */
export interface RfcRecord {
  readonly title: string
  readonly url: string
  readonly author: Who | null
  readonly openedAt: Time
  /** GitHub's time at which it was judged so. */
  readonly judgedAt: Time
  readonly head: CommitSha
  readonly baseName: string
  readonly state: RecordState
  /** The day by which the author asks for a decision, `YYYY-MM-DD`. */
  readonly decideBy: string | null
  /** The check's title. */
  readonly headline: string
  /** The facts of the check, as Markdown blocks. */
  readonly facts: readonly string[]
  /** Whose own commitment is required, and the members of teams who may commit for them; once each. */
  readonly people: readonly PersonRecord[]
  readonly teams: readonly TeamRecord[]
  readonly objections: readonly ObjectionRecord[]
  /** How many stakeholders there are, and how many share the problem (P3). */
  readonly sharing: { readonly of: number; readonly share: number }
  /** Whether a document proposes nothing yet (T7); records that older rules left do not say. */
  readonly isUnproposed?: boolean
  readonly heads: readonly { readonly commit: CommitSha; readonly at: Time }[]
  /** The stakeholders by number; absent in records of older rules. */
  readonly standing?: string
  /** Null while it is not merged; records that older rules left have none. */
  readonly merge?: MergeRecord | null
}

/**
 * The states of V1, and what became of the pull request: `decided` where every stakeholder had committed at the merge,
 * else `merged`, as are those of which older records do not say (R2).
 */
export type RecordState = RfcVerdict['state'] | 'decided' | 'merged' | 'closed'

/** How it stood at the second of the merge (R1, R2). */
export interface MergeRecord {
  readonly at: Time
  readonly by: Who | null
  /** `Decided: 3 committed`, or `Merged with 2 pending and 1 open objection`. */
  readonly title: string
  /** What it follows from: GitHub as it was at the merge, or what was last known before. */
  readonly basis: 'the merge' | 'the last evaluation'
  /** What the check showed; null where that is not known. */
  readonly shown: string | null
}

export interface Who {
  readonly id: UserId
  readonly login: Login
}

export interface PersonRecord extends Who {
  readonly position: StakeholderStatus['position']
  readonly alignment: StakeholderStatus['alignment']
  readonly isAuthor: boolean
  /** The RFC waits for them, or could be served by them for a team. */
  readonly isPending: boolean
  /** Their own commitment is required, not only their team's; records that older rules left do not say. */
  readonly isRequired?: boolean
  /** When they committed, and where; a stale commitment included. */
  readonly at: Time | null
  readonly url: string | null
  readonly reason: string
  /** The commit whose text they committed to; null where it was a description's. */
  readonly commit: CommitSha | null
  /** The sections that changed since, where the commitment is stale (F4). */
  readonly changed: readonly string[]
}

export interface TeamRecord {
  /** `acme/sre` */
  readonly name: string
  readonly position: 'committed' | 'waiting' | 'released'
  readonly committed: number
  readonly needed: number
  /** Logins of members who could still commit for it. */
  readonly pending: readonly Login[]
}

export interface ObjectionRecord {
  readonly number: ObjectionNumber
  readonly by: Who
  readonly at: Time
  readonly reason: string
  /** `removed`: its post is gone, so it is recorded and counts for nothing (P6). */
  readonly state: RfcVerdict['objections'][number]['state']
  readonly blocks: boolean
  /** What stands in place of its words where its post is gone (L5). */
  readonly removed?: string
  readonly url: string
  readonly answers: readonly { readonly at: Time; readonly text: string; readonly url: string }[]
}

/** The record of a verdict: pure, the same verdict gives the same record. */
export function recordOf(verdict: RfcVerdict, snapshot: Snapshot): RfcRecord {
  const { repository, pullRequest, at } = snapshot
  return {
    title: pullRequest.title,
    url: pullRequest.url,
    author: pullRequest.author && whoOf(pullRequest.author),
    openedAt: pullRequest.createdAt,
    judgedAt: at,
    head: pullRequest.head,
    baseName: pullRequest.baseName,
    state: pullRequest.state === 'closed' ? 'closed' : verdict.state,
    decideBy: verdict.decideBy,
    headline: titleOf(verdict),
    facts: factsOf(verdict, repository.url),
    standing: standingOf(verdict),
    merge: null,
    people: peopleOf(verdict),
    teams: verdict.teams.map(({ team, position, committed, needed, pending }) => ({
      name: team.name,
      position,
      committed: committed.length,
      needed,
      pending: pending.map(({ person }) => person.login),
    })),
    objections: verdict.objections.map(objectionRecord),
    sharing: { of: verdict.sharing.of, share: verdict.sharing.share },
    isUnproposed: verdict.problemFirst.unproposed.length > 0,
    heads: headSpans(snapshot)
      .filter(isAnnounced)
      .map(({ commit, since }) => ({ commit, at: since })),
  }
}

function objectionRecord(objection: RfcVerdict['objections'][number]): ObjectionRecord {
  const { number, by, at, reason, state, blocks, post, answers } = objection
  const removed = removedText(objection, (login) => `@${login}`)
  return {
    number,
    by: whoOf(by),
    at,
    reason,
    state,
    blocks,
    ...(removed !== null && { removed }),
    url: post.url,
    answers: answers.map((answer) => ({ at: answer.at, text: answer.text, url: answer.post.url })),
  }
}

/**
 * The objections of an earlier record whose posts are gone, with those of a newer one: recorded, without their words, and
 * not counted (P6). A record without stakeholders says nothing about them.
 */
export function withRemoved(before: RfcRecord | null, after: RfcRecord): RfcRecord {
  if (!before || after.people.length + after.teams.length === 0) return after
  const known = new Set(after.objections.map(keyOfObjection))
  const removed = before.objections
    .filter((objection) => !known.has(keyOfObjection(objection)))
    .map((objection) => ({ ...objection, state: 'removed' as const, blocks: false, reason: '' }))
  return removed.length === 0 ? after : { ...after, objections: [...after.objections, ...removed] }
}

/** Returns the logins of everybody a record names, by id. */
export function loginsIn({ author, people, objections, merge }: RfcRecord): ReadonlyMap<UserId, Login> {
  const known = [author, ...people, ...objections.map(({ by }) => by), merge?.by ?? null]
  return new Map(known.flatMap((who) => (who === null ? [] : [[who.id, who.login]])))
}

function keyOfObjection({ number, by }: ObjectionRecord): string {
  return `${number} ${by.id}`
}

function peopleOf({ rows, teams }: RfcVerdict): readonly PersonRecord[] {
  const waiting = teams.filter(({ position }) => position === 'waiting')
  const members = [
    ...teams.flatMap(({ committed }) => committed),
    ...waiting.flatMap(({ pending }) => pending),
  ]
  const byId = new Map([...members, ...rows].map((row) => [row.person.id, row]))
  return [...byId.values()].map((row) => personOf(row, rows.includes(row)))
}

function personOf(row: StakeholderStatus, isRequired: boolean): PersonRecord {
  const { person, position, alignment, isAuthor, commitment, freshness } = row
  return {
    ...whoOf(person),
    position,
    alignment,
    isAuthor,
    isPending: isPending(row),
    isRequired,
    at: commitment?.at ?? null,
    url: commitment?.post.url ?? null,
    reason: commitment?.reason ?? '',
    commit: commitment?.version.commit ?? null,
    changed: freshness?.kind === 'stale' ? freshness.sections : [],
  }
}

function whoOf({ id, login }: Person): Who {
  return { id, login }
}

function isAnnounced(span: HeadSpan): span is HeadSpan & { readonly commit: CommitSha } {
  return span.commit !== null
}
