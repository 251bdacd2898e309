import type { Added, Objection, Release, Standing, World } from '../commands/model/world.ts'
import type { Texts } from '../commands/texts.ts'
import { shownAs } from '../commands/words/release.ts'
import type { Mention } from '../documents/markdown/mention.ts'
import type { CommitSha, Timestamp, UserId } from '../facts/ids.ts'
import { type PostKey, postKey } from '../facts/keys.ts'
import type { Post, Snapshot } from '../facts/snapshot.ts'
import type { Ledger } from '../ledger/append.ts'
import type { Folded } from '../ledger/fold.ts'
import type { Observed } from '../ledger/observed/observe.ts'
import { type Name, type NameKey, nameKey } from '../ledger/recorded-command.ts'
import { deletionsOf } from '../ledger/removals.ts'
import type { Position, Release as RecordedRelease, Source } from '../ledger/state.ts'
import type { Case } from '../rfc/case.ts'
import { isDescription } from '../rfc/documents-at.ts'
import { joined, keyOf, type PersonOrTeam, personOrTeamOf, writtenKey } from '../rfc/person-or-team.ts'
import type { Stakeholders } from '../rfc/stakeholders.ts'
import { type Version, versionAt } from '../rfc/versions.ts'
import { reasonOf, type Said } from './said.ts'
import type { Whom } from './whom.ts'

/** What the commands of a pull request come to, in people, posts and words (P1–P6). */
export interface Counted extends Readonly<World> {
  /** Posts with something that counts, for a 👍 (C4). */
  readonly accepted: ReadonlySet<Post>
  /** Whether it is unknown which team somebody added: the words are gone, and its name finds it no more (C3, S6). */
  readonly isAddedUnknown: boolean
  /** Posts that block although their authors are no stakeholders now: they were when they posted them (P5). */
  readonly mayBlock: ReadonlySet<PostKey>
}

/** Returns what the fold over the ledger comes to, with what GitHub shows of it. */
export function countedIn(
  theCase: Case<Texts>,
  { namedAgain }: Pick<Stakeholders, 'namedAgain'>,
  { ledger, folded }: Pick<Observed, 'ledger' | 'folded'>,
  said: Said,
  whom: (name: Name) => Whom | null,
): Counted {
  const { snapshot } = theCase
  const versionOf = versionsAbout(theCase)
  const counted = new Set(folded.counted.filter(({ word }) => word !== 'doubt').map(({ post }) => post))
  const objections = objectionsOf(folded, said, (post) => removalOf(snapshot, ledger, post, said))
  const held = [
    ...folded.objections,
    ...[...folded.positions.values()].flatMap(({ misaligned }) => misaligned ?? []),
  ].filter(({ wasStakeholder }) => wasStakeholder)
  const releases = releasesIn(snapshot, folded, said)
  const { added, isUnknown: isAddedUnknown } = addedIn(snapshot, folded, said, whom)
  return {
    standings: new Map(
      [...folded.positions].map(([id, position]) => [id, standingOf(id, position, said, versionOf)]),
    ),
    objections,
    added,
    isAddedUnknown,
    releases: [...releases.values()].flatMap((each) => each.map(({ release }) => release)),
    // A description is in no commit, so the ledger does not tell whom it names again (C3, D3).
    released: isDescription(theCase, theCase.current)
      ? stillReleased(releasedIn(snapshot, folded, releases), namedAgain)
      : releasedIn(snapshot, folded, releases),
    mustSpeak: new Map(
      [...folded.positions].flatMap(([id, { suspendedSince: since }]) =>
        since === null ? [] : [[id, { person: said.person(id), since }]],
      ),
    ),
    accepted: new Set(snapshot.posts.filter((post) => counted.has(postKey(post)))),
    mayBlock: new Set(held.map(({ post }) => post)),
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
      teams: commitment.teams,
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

/** Returns the objections, without those that were closed because their author deleted or edited them away. */
function objectionsOf(
  { objections }: Folded,
  said: Said,
  removalOf: (post: PostKey) => Objection['removed'],
): readonly Objection[] {
  return objections
    .filter(({ state, closedBy, post }) => state === 'open' || closedBy !== post)
    .map(({ number, by, at, post, key, state, answers }) => ({
      number,
      by: said.person(by),
      at,
      reason: reasonOf(said.command(post, key)),
      post: said.post(post, by, at),
      state,
      removed: removalOf(post),
      answers: answers.map((answer) => {
        const shown = said.post(answer.post, by, at)
        const [, text = ''] = /^\S+\s*([\s\S]*)$/.exec(reasonOf(said.command(answer.post, answer.key))) ?? []
        return { at: shown.at, text, post: shown }
      }),
    }))
}

/** Who removed a post that GitHub does not show any more (C6). */
function removalOf({ posts }: Snapshot, ledger: Ledger, key: PostKey, said: Said): Objection['removed'] {
  if (posts.some((post) => postKey(post) === key)) return null
  const { by = null, at = null } = deletionsOf(ledger).get(key) ?? {}
  return { by: by === null ? null : said.person(by), at }
}

/**
 * Everybody who was added. A team that cannot be found any more stays required, with what is wrong with it; so does one that
 * could not be read when it was added (C3, V6).
 */
function addedIn(
  snapshot: Snapshot,
  { added, released }: Folded,
  said: Said,
  whom: (name: Name) => Whom | null,
): { readonly added: Map<string, Added>; readonly isUnknown: boolean } {
  const all = new Map<string, Added>()
  let isUnknown = false
  for (const { name, at, by, post } of added) {
    const found = whom(name)
    const written =
      found === null || found === 'unknown' ? teamsWritten(snapshot, name, said.addedIn(post)) : []
    if (found === 'unknown' && written.length === 0 && !released.has(nameKey(name))) isUnknown = true
    for (const personOrTeam of found === null || found === 'unknown' ? written : [found]) {
      const key = keyOf(personOrTeam)
      const before = all.get(key)?.personOrTeam
      all.set(key, {
        personOrTeam: before ? joined(before, personOrTeam) : personOrTeam,
        at,
        by: said.person(by),
      })
    }
  }
  return { added: all, isUnknown }
}

/** The teams in the words that were not found. A name that GitHub said was no team when it was posted obliges nobody (S4). */
function teamsWritten(
  snapshot: Snapshot,
  { kind }: Name,
  mentions: readonly Mention[],
): readonly PersonOrTeam[] {
  return mentions.flatMap((mention) => {
    const team = mention.kind === 'team' ? personOrTeamOf(snapshot, mention) : null
    if (team?.kind !== 'team' || team.found.kind === 'found') return []
    return kind === 'team' || team.found.kind === 'unreadable' ? [team] : []
  })
}

/** A release of one name, as it is written, and whom the ledger means by it. */
interface ReleasedName {
  readonly key: NameKey
  readonly release: Release
  /** Null where GitHub does not show the words. */
  readonly mention: Mention | null
}

/** Every release, for each name in it. */
function releasesIn(
  snapshot: Snapshot,
  { releases }: Folded,
  said: Said,
): ReadonlyMap<RecordedRelease, readonly ReleasedName[]> {
  return new Map(
    releases.map((release) => {
      const { at, by, post, key, names } = release
      const command = said.command(post, key)
      const shared = { at, by: said.person(by), reason: reasonOf(command), post: said.post(post, by, at) }
      return [
        release,
        names.map((name, index) => {
          const mention = command?.names[index] ?? null
          return {
            key: nameKey(name),
            release: { ...shared, name: mention ? shownAs(mention) : nameShown(snapshot, name, said) },
            mention,
          }
        }),
      ]
    }),
  )
}

/** The name of somebody where the words that name them are gone. */
function nameShown({ teams }: Snapshot, name: Name, said: Said): string {
  if (name.kind === 'person') return `@${said.person(name.person).login}`
  const [team] = [...teams.values()].filter(
    (found) => found.kind === 'found' && name.kind === 'team' && found.id === name.team,
  )
  return team?.kind === 'found' ? `@${team.name}` : 'a team'
}

/**
 * The releases in force, by the account and by the name as it is written: a team that is gone from GitHub is known by
 * its name alone.
 */
function releasedIn(
  snapshot: Snapshot,
  { released }: Folded,
  releases: ReadonlyMap<RecordedRelease, readonly ReleasedName[]>,
): Map<string, Release> {
  const inForce = new Map<string, Release>()
  for (const [key, recorded] of released) {
    const named = releases.get(recorded)?.find((each) => each.key === key)
    if (!named) continue
    const { release, mention } = named
    const account = accountKey(snapshot, key)
    if (account) inForce.set(account, release)
    else if (mention) {
      const found = personOrTeamOf(snapshot, mention)
      const isGone = found === null || (found.kind === 'team' && found.found.kind !== 'found')
      if (isGone) inForce.set(writtenKey(mention), release)
    }
  }
  return inForce
}

function stillReleased(
  released: ReadonlyMap<string, Release>,
  namedAgain: Stakeholders['namedAgain'],
): ReadonlyMap<string, Release> {
  return new Map(
    [...released].filter(
      ([key, release]) => !namedAgain.some(({ at, keys }) => at >= release.at && keys.has(key)),
    ),
  )
}

function accountKey({ teams }: Snapshot, key: NameKey): string | null {
  if (key.startsWith('person ')) return key
  const team = [...teams].find(([, found]) => found.kind === 'found' && key === `team ${found.id}`)
  return team ? `team ${team[0]}` : null
}
