import { goneUnknown } from '../commands/ended.ts'
import type { Permissions, Target } from '../commands/model/permissions.ts'
import type { Notes } from '../commands/replay.ts'
import { commandLine } from '../commands/model/spoken.ts'
import type { Statement } from '../commands/model/statement.ts'
import type { Texts } from '../commands/texts.ts'
import type { Objection, Standing, World } from '../commands/model/world.ts'
import type { Config } from '../config/config.ts'
import type { Mention } from '../documents/markdown/mention.ts'
import { digest } from '../facts/external-id.ts'
import { loginKey, type ObjectionNumber, type UserId } from '../facts/ids.ts'
import { type Kept, keptIn } from '../facts/kept-notes.ts'
import { quoted } from '../facts/quoted.ts'
import { postKey, revisionKey } from '../facts/keys.ts'
import type { Post, Remembered, Snapshot } from '../facts/snapshot.ts'
import type { Case } from '../rfc/case.ts'
import { problemDigest } from '../rfc/material.ts'
import { personProblem, teamProblem } from '../rfc/name-problems.ts'
import {
  isMember,
  joinedByKey,
  keyOf,
  lookUp,
  notedPersonOrTeam,
  personKey,
  type PersonOrTeam,
  personOrTeamOf,
} from '../rfc/person-or-team.ts'
import type { Required, Stakeholders } from '../rfc/stakeholders.ts'
import { type Version, versionAt } from '../rfc/versions.ts'
import { askedOf } from './positions.ts'
import { membersOf } from './stakeholder-statuses.ts'

/**
 * At most this many people are looked up for the commands of one person, so that a flood of comments does not affect
 * others.
 */
export const MOST_TARGETS = 40

/** What a snapshot answers to the statements made in it, and what the verdict asks of it afterwards. */
export interface SnapshotPermissions extends Permissions {
  /** Whether a person shares the current problem (F3). */
  readonly sharesProblem: (standing: Standing) => boolean
  /** Names of those who have yet to say `/align`; empty unless `alignment.first` (P3). */
  readonly stillToAlignNow: (world: Readonly<World>) => readonly string[]
  /** Our own notes and memories, as `replay` takes them. */
  readonly notes: (kept: Kept, ended: Remembered['ended']) => Notes
}

/** Returns what commands depend on in a snapshot: who was named when, what they could see, who is a maintainer. */
export function permissionsOf(theCase: Case<Texts>, stakeholders: Stakeholders): SnapshotPermissions {
  const { snapshot, config, versions, current: now } = theCase
  const problemAt = problemReader(theCase)
  const versionOf = pinReader(versions)
  const { seenUntil, acceptedReviews } = snapshot.remembered
  const held = new Set(keptIn(snapshot).held)
  return {
    author: snapshot.pullRequest.author,
    namedBefore: stakeholders.namedBefore,
    isNamedUnknown: stakeholders.isNamedUnknown,
    acceptedThen: isProvedByMark,
    rejectedThen: isRejectedByMark,
    wasPassedOver: ({ id, at, reacted }) =>
      !reacted.includes('+1') && !acceptedReviews.has(id) && seenUntil !== null && at <= seenUntil,
    wasRejected: ({ post, said }) =>
      snapshot.remembered.refused.get(revisionKey(post))?.includes(digest(commandLine(said))) ?? false,
    heldThen: ({ id }) => held.has(id),
    isMember: (personOrTeam, id) => personOrTeam.kind === 'team' && isMember(personOrTeam.found, id),
    maintains: (statement) => maintains(snapshot, statement),
    decides: ({ by }) => decides(snapshot, config, by.id),
    versionOf,
    numberOf: (post, given) => numberOf(snapshot.remembered, post, given),
    whoIs: (name) => targetOf(snapshot, name),
    isWritten: stakeholders.isWritten,
    namedAgain: stakeholders.namedAgain,
    isRequired: (id) =>
      stakeholders.people.some(({ person }) => person.id === id) ||
      stakeholders.teams.some(({ found }) => isMember(found, id)),
    isAnnounced: (time) => versions.some(({ commit, since }) => commit !== null && since < time),
    sharesProblem: ({ alignedOn }) => alignedOn !== null && isSameProblem(problemAt, alignedOn, now),
    stillToAlignNow: (world) => {
      if (!config.alignment.first) return []
      const people = stakeholders.people.map(({ person }) => person)
      return notAligned({ people, teams: stakeholders.teams }, world, now, problemAt, snapshot)
    },
    notes: ({ added, silenced }, ended) => ({
      added: added.flatMap((name) => {
        const personOrTeam = notedPersonOrTeam(snapshot, name)
        return personOrTeam ? [{ personOrTeam, at: name.at }] : []
      }),
      silenced,
      ended: [...ended.values()],
      gone: goneUnknown(ended),
    }),
  }
}

/** The text a statement was made on: of a review the commit GitHub records, of a comment the newest announced head (F1). */
function pinReader(versions: readonly Version[]): (statement: Statement) => Version | null {
  const reviewed = new Map<string, Version>()
  return ({ post, at }) => {
    const version = versionAt(versions, at)
    if (!post.review || version === null) return version
    const { commit } = post.review
    if (!commit || commit === version.commit) return commit ? version : null
    const key = `${versions.indexOf(version)} ${commit}`
    const known = reviewed.get(key) ?? { ...version, commit }
    reviewed.set(key, known)
    return known
  }
}

function numberOf({ objections }: Remembered, post: Post, given: readonly Objection[]): ObjectionNumber {
  const before = given.filter((objection) => objection.post === post).length
  const shown = objections.get(postKey(post))?.[before]
  return shown ?? 1 + Math.max(0, ...[...objections.values()].flat(), ...given.map(({ number }) => number))
}

/**
 * Whether the author of a command is a maintainer. Our 👍 on a post that was never edited proves that they were one
 * then, so a release remains when its maintainer loses the role (P5).
 */
function maintains({ roles }: Snapshot, { by, post }: Statement): 'proved' | 'shown now' | 'no' {
  if (isProvedByMark(post)) return 'proved'
  const role = roles.get(loginKey(by.login))
  return role === 'maintain' || role === 'admin' ? 'shown now' : 'no'
}

/** Whether the configuration lets a person release, by login or as a member of a team (C3). */
function decides(
  snapshot: Snapshot,
  { stakeholders: { deciders } }: Config,
  id: UserId,
): 'shown now' | 'no' | 'nobody does' {
  if (deciders.length === 0) return 'nobody does'
  const isDecider = deciders.some((name) => {
    const personOrTeam = personOrTeamOf(snapshot, name)
    return personOrTeam?.kind === 'team' ? isMember(personOrTeam.found, id) : personOrTeam?.person.id === id
  })
  return isDecider ? 'shown now' : 'no'
}

/** Returns whether our reaction proves that every command of a post was accepted when it was first seen. */
export function isProvedByMark({ reacted, revisions }: Statement['post']): boolean {
  return reacted.includes('+1') && !reacted.includes('confused') && revisions?.length === 1
}

/** Whether our reaction proves that no command of a post was accepted when it was first seen. */
function isRejectedByMark({ reacted, revisions }: Post): boolean {
  return reacted.includes('confused') && !reacted.includes('+1') && revisions?.length === 1
}

function targetOf(snapshot: Snapshot, name: Mention): Target {
  const personOrTeam = personOrTeamOf(snapshot, name)
  if (name.kind === 'invalid')
    return { personOrTeam, why: `${quoted(name.text)} isn't a valid login: ${name.why}.` }
  if (name.kind === 'team') {
    const isUnknown = personOrTeam?.kind === 'team' && personOrTeam.found.kind === 'unknown'
    const problem = isUnknown ? teamProblem(snapshot, personOrTeam) : null
    return { personOrTeam, why: problem && `\`@${name.org}/${name.slug}\` ${problem}` }
  }
  const found = lookUp(snapshot, name.login)
  if (found.kind === 'changed hands') return { personOrTeam, why: null }
  if (found.kind === 'unknown' && !snapshot.people.has(loginKey(name.login))) {
    return {
      personOrTeam,
      why: `\`@${name.login}\` wasn't looked up, because your comments mention more than ${MOST_TARGETS} names in commands. Name them in the Alignment section, or ask someone else to comment \`/add @${name.login}\`.`,
    }
  }
  if (found.kind === 'unknown') {
    return {
      personOrTeam,
      why: `\`@${name.login}\` isn't on GitHub. Check the spelling, and post the command again in a new comment.`,
    }
  }
  return { personOrTeam, why: personProblem(name.login, found.person, found.canRead) }
}

type ProblemAt = (version: Version) => string | null

/** The problem as it read at a version; each version is read once. */
function problemReader(theCase: Case<Texts>): ProblemAt {
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
  world: Readonly<World>,
  version: Version,
  problemAt: ProblemAt,
  { pullRequest }: Snapshot,
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
      isAuthor: ({ id }) => id === pullRequest.author?.id,
      isAway: ({ id }) => isAway(id),
    })
    const isFilled = isDeserted || (needed > 0 && left.filter(({ id }) => isAligned(id)).length >= needed)
    return isFilled ? [] : [`@${personOrTeam.name}`]
  })
}
