import { type Objection, type Release, type Standing, UNSAID } from '../commands/model/world.ts'
import type { Replayed } from '../commands/replay.ts'
import type { UserId } from '../facts/ids.ts'
import { type PostKey, postKey, postOfKey } from '../facts/keys.ts'
import type { Person, Post, Snapshot } from '../facts/snapshot.ts'
import type { Folded } from '../ledger/fold.ts'
import { nameOfFound } from '../ledger/observed/names.ts'
import { type NameKey, nameKey } from '../ledger/recorded-command.ts'
import type { Commitment, Objection as Recorded, Position } from '../ledger/state.ts'
import type { Case } from '../rfc/case.ts'
import { isSameMaterial, materialAt } from '../rfc/material.ts'
import { type PersonOrTeam, personKey, personOrTeamOf, teamMention } from '../rfc/person-or-team.ts'

/**
 * Returns what both the replay of what GitHub shows now and the fold over the ledger grant: whatever consents counts
 * only where both say so, and what blocks counts where one of them does (C0, V6). While both are computed, a fault in
 * either can only fail closed.
 */
export function strictest(
  theCase: Case,
  replayed: Replayed,
  folded: Folded,
  isStakeholder: (person: UserId) => boolean,
): Replayed {
  const { snapshot } = theCase
  const people = peopleShown(snapshot, replayed)
  const personOf = (id: UserId): Person => people.get(id) ?? { id, login: 'ghost', type: 'User' }
  const suspended = [...folded.positions].flatMap(([id, { suspendedSince }]) =>
    suspendedSince === null || replayed.mustSpeak.has(id) || !isStakeholder(id)
      ? []
      : [[id, { person: personOf(id), since: suspendedSince, isNoted: false }] as const],
  )
  const standings = new Map(
    [...replayed.standings].map(([id, standing]) => [
      id,
      strictestStanding(theCase, standing, folded.positions.get(id) ?? null),
    ]),
  )
  // Whoever must post again blocks by that, and is not told that they object, too.
  const isSilent = (id: UserId) => replayed.mustSpeak.has(id)
  for (const [id, { misaligned }] of folded.positions) {
    if (!misaligned?.blocks || standings.get(id)?.misaligned?.blocks || isSilent(id)) continue
    const person = personOf(id)
    const known = standings.get(id) ?? { ...NOTHING_SAID, person }
    const { at, post } = misaligned
    const shown = postWith(snapshot, post, person, at)
    standings.set(id, {
      ...known,
      commitment: null,
      alignment: 'misaligned',
      alignedOn: null,
      misaligned: { because: '', at, post: shown, blocks: true },
    })
  }
  return {
    ...replayed,
    standings,
    objections: strictestObjections(
      snapshot,
      replayed.objections,
      folded.objections.filter(({ by, state }) => state === 'open' && !isSilent(by)),
      personOf,
    ),
    released: strictestReleases(snapshot, replayed, folded),
    mustSpeak: new Map([...replayed.mustSpeak, ...suspended]),
    added: withRecordedAdditions(snapshot, replayed, folded, personOf),
  }
}

const NOTHING_SAID = { commitment: null, recused: null, ...UNSAID } as const

function strictestStanding(theCase: Case, standing: Standing, position: Position | null): Standing {
  return {
    ...standing,
    commitment: commitmentOfBoth(theCase, standing.commitment, position?.commitment ?? null),
    recused: position?.recused ? standing.recused : null,
    ...(standing.alignment === 'aligned' && !position?.aligned ? UNSAID : {}),
  }
}

/**
 * A commitment counts where both take the same post for it, and where its text is the same by both (F1). One that is
 * stale does not count anyway, and stays so that it is shown as that (F4); it is no word on the problem either (P3).
 */
function commitmentOfBoth(
  theCase: Case,
  shown: Standing['commitment'],
  recorded: Commitment | null,
): Standing['commitment'] {
  if (!shown) return null
  const isStale = !isSameMaterial(materialAt(theCase, shown.version), materialAt(theCase, theCase.current))
  if (isStale && shown.kind === 'committed') return shown
  if (!recorded || postKey(shown.post) !== recorded.post) return null
  if (shown.version.commit === recorded.commit) return shown
  const version = { ...shown.version, commit: recorded.commit }
  const isSame = isSameMaterial(materialAt(theCase, version), materialAt(theCase, shown.version))
  return isSame ? { ...shown, version } : null
}

/** As many objections of each post are open as either of both says. */
function strictestObjections(
  snapshot: Snapshot,
  shown: readonly Objection[],
  stillOpen: readonly Recorded[],
  personOf: (id: UserId) => Person,
): readonly Objection[] {
  const openOf = Map.groupBy(stillOpen, ({ post }) => post)
  let next = [...shown]
  for (const [post, open] of openOf) {
    const own = next.filter((objection) => postKey(objection.post) === post)
    const missing = open.length - own.filter(({ state }) => state === 'open').length
    if (missing <= 0) continue
    const closed = own.filter(({ state }) => state !== 'open').slice(-missing)
    next = next.map((objection) => (closed.includes(objection) ? { ...objection, state: 'open' } : objection))
    for (const { by, at, number } of open.slice(0, missing - closed.length)) {
      const taken = next.map((objection) => objection.number)
      const person = personOf(by)
      next.push({
        number: taken.includes(number) ? 1 + Math.max(...taken) : number,
        by: person,
        at,
        reason: '',
        post: postWith(snapshot, post, person, at),
        state: 'open',
        answers: [],
      })
    }
  }
  return next
}

/** A post as GitHub shows it, or what is known of one that it does not show. */
function postWith({ posts, pullRequest }: Snapshot, key: PostKey, author: Person, at: Post['at']): Post {
  const shown = posts.find((post) => postKey(post) === key)
  if (shown) return shown
  const { on, id } = postOfKey(key)
  return {
    on,
    id,
    nodeId: '',
    url: pullRequest.url,
    author,
    at,
    updatedAt: at,
    text: '',
    viaEmail: false,
    revisions: null,
    review: null,
    reacted: [],
  }
}

/** One release may be known by a name as it is written and by an account; it counts by either. */
function strictestReleases(snapshot: Snapshot, { released }: Replayed, folded: Folded): Replayed['released'] {
  const unresolved = new Set(
    [...folded.released].flatMap(([key, { post }]) => (key.startsWith('name ') ? [post] : [])),
  )
  const isRecorded = ([key, { post }]: readonly [string, Release]): boolean => {
    const name = recordedKey(snapshot, key)
    return name === null ? unresolved.has(postKey(post)) : folded.released.has(name)
  }
  const kept = new Set([...released].filter(isRecorded).map(([, release]) => release))
  return new Map([...released].filter(([, release]) => kept.has(release)))
}

function recordedKey({ teams }: Snapshot, key: string): NameKey | null {
  if (!key.startsWith('team ')) return key.startsWith('person ') ? key : null
  const found = teams.get(key.slice('team '.length))
  return found?.kind === 'found' ? `team ${found.id}` : null
}

/** Whoever was added stays, also where the post is gone (C6). */
function withRecordedAdditions(
  snapshot: Snapshot,
  { added }: Replayed,
  folded: Folded,
  personOf: (id: UserId) => Person,
): Replayed['added'] {
  const known = new Set(
    [...added.values()].flatMap(({ personOrTeam }) => nameOfFound(personOrTeam) ?? []).map(nameKey),
  )
  const next = new Map(added)
  for (const { name, at, by } of folded.added) {
    if (known.has(nameKey(name))) continue
    const found = foundBy(snapshot, name, personOf)
    if (!found) continue
    const key = found.kind === 'person' ? personKey(found.person.id) : `team ${found.team}`
    next.set(key, { personOrTeam: found, at, by: personOf(by), isAgain: false })
  }
  return next
}

function foundBy(
  snapshot: Snapshot,
  name: Folded['added'][number]['name'],
  personOf: (id: UserId) => Person,
): PersonOrTeam | null {
  if (name.kind === 'person') return { kind: 'person', person: personOf(name.person) }
  if (name.kind === 'unresolved') return null
  const team = [...snapshot.teams].find(([, found]) => found.kind === 'found' && found.id === name.team)
  return team
    ? personOrTeamOf(snapshot, teamMention({ kind: 'team', team: team[0], quorum: name.quorum }))
    : null
}

/** Everybody a read shows, by id. */
function peopleShown(snapshot: Snapshot, { standings }: Replayed): ReadonlyMap<UserId, Person> {
  const { posts, people, teams, deletions, askedForReview, pullRequest, remembered } = snapshot
  const remember = [...remembered.logins].map(([login, id]): Person => ({ id, login, type: 'User' }))
  const shown = [
    ...remember,
    ...deletions.flatMap(({ author, by }) => [author, by]),
    ...askedForReview.map(({ person }) => person),
    ...[...teams.values()].flatMap((team) => (team.kind === 'found' ? team.members : [])),
    ...[...people.values()].flatMap((found) => (found.kind === 'found' ? [found.person] : [])),
    ...[...standings.values()].map(({ person }) => person),
    ...posts.map(({ author }) => author),
    pullRequest.author,
  ]
  return new Map(shown.flatMap((person) => (person ? [[person.id, person]] : [])))
}
