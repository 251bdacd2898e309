import type { Config } from '../config/config.ts'
import { digest } from '../facts/external-id.ts'
import { keptIn, type Kept } from '../facts/kept-notes.ts'
import type { Mention } from '../documents/markdown/mention.ts'
import { problemDigest } from '../rfc/material.ts'
import { personProblem, teamProblem } from '../rfc/name-problems.ts'
import { askedOf } from './positions.ts'
import { quoted } from '../facts/quoted.ts'
import { type Remark, type Remembered, remarkKey, revisionKey, type Snapshot } from '../facts/snapshot.ts'
import type { Required, Stakeholders } from '../rfc/stakeholders.ts'
import type { Rights, Target } from '../commands/outcome.ts'
import type { Statement } from '../commands/collect.ts'
import { commandLine } from '../commands/spoken.ts'
import { goneUnknown } from '../commands/ended.ts'
import type { Notes } from '../commands/replay.ts'
import type { Objection, Standing, World } from '../commands/world.ts'
import type { Texts } from '../commands/texts.ts'
import { currentVersion, rfcAt, type Version, versionAt, versionsOf } from '../rfc/versions.ts'
import {
  isMember,
  joinedByKey,
  keyOf,
  lookUp,
  notedParty,
  type Party,
  partyOf,
  personKey,
} from '../rfc/person-or-team.ts'

/** More people than this are not looked up for what one person says: whoever floods comments takes nobody else’s word. */
export const MOST_TARGETS = 40

/** What a snapshot answers to the statements made in it, and what the verdict asks of it afterwards. */
export interface SnapshotRights extends Rights {
  /** Whether somebody shares the problem as it stands now (F3). */
  readonly sharesProblem: (standing: Standing) => boolean
  /** Who must still say `/align` now, by name; empty unless `alignment.first` (P3). */
  readonly stillToAlignNow: (world: Readonly<World>) => readonly string[]
  /** Our own notes and memories, as a replay takes them. */
  readonly notes: (kept: Kept, ended: Remembered['ended']) => Notes
}

/** What statements may rest on in a snapshot: who was named when, what they could see, who maintains. */
export function rightsOf(
  snapshot: Snapshot,
  config: Config,
  texts: Texts,
  stakeholders: Stakeholders,
): SnapshotRights {
  const versions = versionsOf(snapshot)
  const problemAt = problemReader(snapshot, config, texts)
  const now = currentVersion(snapshot)
  const versionOf = (statement: Statement) => pinOf(statement, versions)
  const { seenUntil, acceptedReviews } = snapshot.remembered
  const held = new Set(keptIn(snapshot).held)
  return {
    author: snapshot.pullRequest.author,
    naming: stakeholders.naming,
    isNamingUnread: stakeholders.isNamingUnread,
    acceptedThen: isProvedByMark,
    refusedThen: isRefusedByMark,
    wasPassedOver: ({ id, at, reacted }) =>
      !reacted.includes('+1') && !acceptedReviews.has(id) && seenUntil !== null && at <= seenUntil,
    wasRefused: ({ remark, said }) =>
      snapshot.remembered.refused.get(revisionKey(remark))?.includes(digest(commandLine(said))) ?? false,
    heldThen: ({ id }) => held.has(id),
    isMember: (party, id) => party.kind === 'team' && isMember(party.found, id),
    maintains: (statement) => maintains(snapshot, statement),
    decides: ({ by }) => decides(snapshot, config, by.id),
    versionOf,
    numberOf: (remark, given) => numberOf(snapshot.remembered, remark, given),
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
        const party = notedParty(snapshot, name)
        return party ? [{ party, at: name.at }] : []
      }),
      silenced,
      ended: [...ended.values()],
      gone: goneUnknown(ended),
    }),
  }
}

/** The text a statement was made on: of a review the commit GitHub records, of a comment the newest announced head (F1). */
function pinOf({ remark, at }: Statement, versions: readonly Version[]): Version | null {
  const version = versionAt(versions, at)
  if (!remark.review) return version
  const { commit } = remark.review
  return commit && version ? { ...version, commit } : null
}

function numberOf({ objections }: Remembered, remark: Remark, given: readonly Objection[]): number {
  const before = given.filter((objection) => objection.remark === remark).length
  const shown = objections.get(remarkKey(remark))?.[before]
  return shown ?? 1 + Math.max(0, ...[...objections.values()].flat(), ...given.map(({ number }) => number))
}

/**
 * Whether the writer of a statement is a maintainer. Our 👍 on a remark that was never edited proves that they were one
 * when they said it, so a release stands when its maintainer loses the role (P5).
 */
function maintains({ roles }: Snapshot, { by, remark }: Statement): 'proved' | 'shown now' | 'no' {
  if (isProvedByMark(remark)) return 'proved'
  const role = roles.get(by.login.toLowerCase())
  return role === 'maintain' || role === 'admin' ? 'shown now' : 'no'
}

/** Whether the configuration lets somebody release, for themself or as a member of a team (C3). */
function decides(
  snapshot: Snapshot,
  { stakeholders: { deciders } }: Config,
  id: number,
): 'shown now' | 'no' | 'nobody does' {
  if (deciders.length === 0) return 'nobody does'
  const isDecider = deciders.some((name) => {
    const party = partyOf(snapshot, name)
    return party?.kind === 'team' ? isMember(party.found, id) : party?.person.id === id
  })
  return isDecider ? 'shown now' : 'no'
}

/** Whether our own mark shows that everything a remark says was accepted when it was said. */
export function isProvedByMark({ reacted, revisions }: Statement['remark']): boolean {
  return reacted.includes('+1') && !reacted.includes('confused') && revisions?.length === 1
}

/** Whether our own mark shows that nothing of what a remark says was accepted when it was first seen. */
function isRefusedByMark({ reacted, revisions }: Remark): boolean {
  return reacted.includes('confused') && !reacted.includes('+1') && revisions?.length === 1
}

function targetOf(snapshot: Snapshot, name: Mention): Target {
  const party = partyOf(snapshot, name)
  if (name.kind === 'invalid') return { party, why: `${quoted(name.text)} is no login: ${name.why}.` }
  if (name.kind === 'team') {
    const isUnknown = party?.kind === 'team' && party.found.kind === 'unknown'
    const problem = isUnknown ? teamProblem(snapshot, party) : null
    return { party, why: problem && `\`@${name.org}/${name.slug}\` ${problem}` }
  }
  const found = lookUp(snapshot, name.login)
  if (found.kind === 'changed hands') return { party, why: null }
  if (found.kind === 'unknown' && !snapshot.people.has(name.login.toLowerCase())) {
    return {
      party,
      why: `\`@${name.login}\` was not looked up: of all that one person says in comments, ${MOST_TARGETS} names are. Name them in the Alignment section, or let somebody else say \`/add @${name.login}\`.`,
    }
  }
  if (found.kind === 'unknown') {
    return {
      party,
      why: `\`@${name.login}\` is not on GitHub. Check the spelling, and say it again in a new comment.`,
    }
  }
  return { party, why: personProblem(name.login, found.person, found.canRead) }
}

type ProblemAt = (version: Version) => string | null

/** The problem as it read at a version; each version is read once. */
function problemReader(snapshot: Snapshot, config: Config, texts: Texts): ProblemAt {
  const known = new Map<Version, string | null>()
  return (version) => {
    const digest = known.get(version)
    if (digest !== undefined) return digest
    const read = problemDigest(config, rfcAt(snapshot, config, texts, version))
    known.set(version, read)
    return read
  }
}

function isSameProblem(problemAt: ProblemAt, a: Version, b: Version): boolean {
  const one = problemAt(a)
  return one !== null && one === problemAt(b)
}

/** Who of those required has said neither `/align` nor `/disagree-commit` about the problem as it stands at a version (P3). */
function notAligned(
  required: Required,
  world: Readonly<World>,
  version: Version,
  problemAt: ProblemAt,
  { pullRequest }: Snapshot,
): readonly string[] {
  const isAligned = (id: number) => {
    const { alignedOn = null, commitment = null } = world.standings.get(id) ?? {}
    const spokenOn = [alignedOn, commitment?.kind === 'dissenting' ? commitment.version : null]
    return spokenOn.some((spoken) => spoken !== null && isSameProblem(problemAt, spoken, version))
  }
  const isAway = (id: number) =>
    (world.standings.get(id)?.recused ?? null) !== null || world.released.has(personKey(id))
  const asked = joinedByKey([
    ...required.people.map((person): Party => ({ kind: 'person', person })),
    ...required.teams,
    ...[...world.added.values()].map(({ party }) => party),
  ])
  return [...asked.values()].flatMap((party): readonly string[] => {
    if (world.released.has(keyOf(party))) return []
    if (party.kind === 'person') {
      const { id, login } = party.person
      return isAligned(id) || isAway(id) ? [] : [`@${login}`]
    }
    const members = party.found.kind === 'found' ? party.found.members : []
    const { left, needed, isDeserted } = askedOf(party, members, {
      isAuthor: ({ id }) => id === pullRequest.author?.id,
      isAway: ({ id }) => isAway(id),
    })
    const isFilled = isDeserted || (needed > 0 && left.filter(({ id }) => isAligned(id)).length >= needed)
    return isFilled ? [] : [`@${party.name}`]
  })
}
