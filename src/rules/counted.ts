import type { Added, Objection, Release, Standing, World } from '../commands/model/world.ts'
import type { Texts } from '../commands/texts.ts'
import type { CommitSha, Timestamp, UserId } from '../facts/ids.ts'
import { type PostKey, postKey } from '../facts/keys.ts'
import type { Post, Snapshot } from '../facts/snapshot.ts'
import type { Folded } from '../ledger/fold.ts'
import { type Name, type NameKey, nameKey } from '../ledger/recorded-command.ts'
import type { Position, Release as RecordedRelease, Source } from '../ledger/state.ts'
import type { Case } from '../rfc/case.ts'
import {
  joined,
  keyOf,
  type NamedTeam,
  type PersonOrTeam,
  personOrTeamOf,
  teamMention,
  writtenKey,
} from '../rfc/person-or-team.ts'
import { type Version, versionAt } from '../rfc/versions.ts'
import { reasonOf, type Said } from './said.ts'

/** What the commands of a pull request come to, in people, posts and words (P1–P6). */
export interface Counted extends Readonly<World> {
  /** Posts with something that counts, for a 👍 (C4). */
  readonly accepted: ReadonlySet<Post>
  /** People who may block although nothing names them now: they could when they raised it (P5). */
  readonly mayBlock: ReadonlySet<Post>
}

/** Returns what the fold over the ledger comes to, with what GitHub shows of it. */
export function countedIn(theCase: Case<Texts>, folded: Folded, said: Said): Counted {
  const { snapshot } = theCase
  const versionOf = versionsAbout(theCase)
  const counted = new Set(folded.counted.filter(({ word }) => word !== 'doubt').map(({ post }) => post))
  const objections = objectionsOf(folded, said)
  const held = [
    ...folded.objections,
    ...[...folded.positions].flatMap(([by, { misaligned }]) => (misaligned ? [{ ...misaligned, by }] : [])),
  ].filter(({ wasStakeholder }) => wasStakeholder)
  const releases = new Map(
    folded.releases.flatMap((release) => [[release, releasesOf(release, said)] as const]),
  )
  return {
    standings: new Map(
      [...folded.positions].map(([id, position]) => [id, standingOf(id, position, said, versionOf)]),
    ),
    objections,
    added: addedIn(snapshot, folded, said),
    releases: [...releases.values()].flat(),
    released: releasedIn(snapshot, folded, said),
    mustSpeak: new Map(
      [...folded.positions].flatMap(([id, { suspendedSince: since }]) =>
        since === null ? [] : [[id, { person: said.person(id), since, isNoted: false }]],
      ),
    ),
    accepted: new Set(snapshot.posts.filter((post) => counted.has(postKey(post)))),
    mayBlock: new Set(held.map(({ post, by, at }) => said.post(post, by, at))),
  }
}

/**
 * Returns a function for the text that something said is about: the commit by the ledger (F1), the description and
 * labels as they were at its time (D3).
 */
function versionsAbout({ versions, current }: Case): (at: Timestamp, commit: CommitSha) => Version {
  const known = new Map<string, Version>()
  return (at, commit) => {
    const version = versionAt(versions, at) ?? { ...current, description: null, since: at }
    if (version.commit === commit) return version
    const key = `${versions.indexOf(version)} ${commit}`
    const before = known.get(key)
    if (before) return before
    const about = { ...version, commit }
    known.set(key, about)
    return about
  }
}

function standingOf(
  id: UserId,
  { commitment, recused, aligned, misaligned }: Position,
  said: Said,
  versionOf: (at: Timestamp, commit: CommitSha) => Version,
): Standing {
  const source = ({ at, post, key }: Source) => ({
    at,
    post: said.post(post, id, at),
    reason: reasonOf(said.command(post, key)),
  })
  return {
    person: said.person(id),
    commitment: commitment && {
      ...source(commitment),
      kind: commitment.kind,
      version: versionOf(commitment.at, commitment.commit),
    },
    recused: recused && {
      ...source(recused),
      inFavourOf: recused.inFavourOf === null ? null : said.person(recused.inFavourOf),
    },
    alignment: misaligned ? 'misaligned' : aligned ? 'aligned' : 'unsaid',
    alignedOn: aligned && versionOf(aligned.at, aligned.commit),
    misaligned: misaligned && {
      because: source(misaligned).reason,
      at: misaligned.at,
      post: said.post(misaligned.post, id, misaligned.at),
      blocks: misaligned.blocks,
    },
  }
}

/** One that its raiser deleted or edited away is closed, and nothing of it is shown. */
function objectionsOf({ objections }: Folded, said: Said): readonly Objection[] {
  return objections
    .filter(({ state, closedBy, post }) => state === 'open' || closedBy !== post)
    .map(({ number, by, at, post, key, state, answers }) => ({
      number,
      by: said.person(by),
      at,
      reason: reasonOf(said.command(post, key)),
      post: said.post(post, by, at),
      state,
      answers: answers.map((answer) => {
        const shown = said.post(answer.post, by, at)
        const [, text = ''] = /^\S+\s*([\s\S]*)$/.exec(reasonOf(said.command(answer.post, answer.key))) ?? []
        return { at: shown.at, text, post: shown }
      }),
    }))
}

function addedIn(snapshot: Snapshot, { added }: Folded, said: Said): Map<string, Added> {
  const all = new Map<string, Added>()
  for (const { name, at, by, post } of added) {
    for (const personOrTeam of foundBy(snapshot, name, post, said)) {
      const key = keyOf(personOrTeam)
      const before = all.get(key)?.personOrTeam
      all.set(key, {
        personOrTeam: before ? joined(before, personOrTeam) : personOrTeam,
        at,
        by: said.person(by),
      })
    }
  }
  return all
}

/**
 * Whom a name stands for now. A team that GitHub does not show stays required, by what the post calls it as far as that
 * is shown (S6); so does one that could not be read when the post was recorded.
 */
function foundBy(snapshot: Snapshot, name: Name, post: PostKey, said: Said): readonly PersonOrTeam[] {
  if (name.kind === 'person') return [{ kind: 'person', person: said.person(name.person) }]
  const mentions = said.mentions(post)
  const teamsOf = (isMeant: (found: NamedTeam, key: NameKey) => boolean) =>
    mentions.flatMap(({ mention, key }) => {
      const found = personOrTeamOf(snapshot, mention)
      return found?.kind === 'team' && isMeant(found, key) ? [found] : []
    })
  if (name.kind === 'unresolved')
    return teamsOf((found, key) => key === nameKey(name) && found.found.kind === 'unreadable')
  const { quorum } = name
  const team = [...snapshot.teams].find(([, found]) => found.kind === 'found' && found.id === name.team)
  if (team)
    return [personOrTeamOf(snapshot, teamMention({ kind: 'team', team: team[0], quorum }))].flatMap(
      (found) => found ?? [],
    )
  const called = teamsOf(({ found }) => found.kind !== 'found')
  if (called.length > 0) return called
  const unknown = `(team ${name.team})`
  const all = quorum === 'all'
  const found = { kind: 'unknown' } as const
  return [{ kind: 'team', team: unknown, name: unknown, found, quorum: all ? 0 : quorum, all }]
}

/** A release for each name in it, as it is written. */
function releasesOf(release: RecordedRelease, said: Said): readonly Release[] {
  const { at, by, post, key } = release
  const command = said.command(post, key)
  const names = command
    ? command.names.map((name) =>
        name.kind === 'invalid'
          ? name.text
          : `@${name.kind === 'team' ? `${name.org}/${name.slug}` : name.login}`,
      )
    : release.names.flatMap((name) => (name.kind === 'person' ? [`@${said.person(name.person).login}`] : []))
  const shared = { at, by: said.person(by), reason: reasonOf(command), post: said.post(post, by, at) }
  return names.map((name) => ({ ...shared, name }))
}

/**
 * The releases in force, by the account and by the name as it is written: a team that is gone from GitHub is known by
 * its name alone.
 */
function releasedIn(snapshot: Snapshot, { released }: Folded, said: Said): Map<string, Release> {
  const inForce = new Map<string, Release>()
  for (const [key, release] of released) {
    const [first] = releasesOf(release, said)
    if (!first) continue
    const account = accountKey(snapshot, key)
    const isTeam = key.startsWith('team ')
    const name = account?.startsWith('person ') ? `@${said.person(Number(key.slice(7))).login}` : first.name
    if (account) inForce.set(account, { ...first, name })
    if (account && !isTeam) continue
    for (const mention of said.command(release.post, release.key)?.names ?? []) {
      const found = personOrTeamOf(snapshot, mention)
      const isGone = found === null || (found.kind === 'team' && found.found.kind !== 'found')
      if (isGone) inForce.set(writtenKey(mention), first)
    }
  }
  return inForce
}

function accountKey({ teams }: Snapshot, key: NameKey): string | null {
  if (key.startsWith('person ')) return key
  const team = [...teams].find(([, found]) => found.kind === 'found' && key === `team ${found.id}`)
  return team ? `team ${team[0]}` : null
}
