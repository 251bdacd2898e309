import { quoted } from '../quoted.ts'
import type { Person } from '../snapshot.ts'
import { laterThan } from '../time.ts'
import { keyOf, type Party, writtenKey } from '../who.ts'
import { stepOut } from './apply-position.ts'
import type { Statement } from './collect.ts'
import {
  ACCEPTED,
  type Command,
  notNamed,
  type Outcome,
  refused,
  type Refused,
  type Rights,
  strange,
  type Voice,
  voiceOf,
} from './outcome.ts'
import { closeAll, UNSAID, update, type World } from './world.ts'

export function delegate(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by, at, namedAt } = statement
  const place = placeTaken(world, statement, said, rights)
  if (place.kind === 'refused') return place
  addParty(world, place.by, namedAt ?? at, by)
  stepOut(world, by, { at, reason: said.afterNames, inFavourOf: place.by.person })
  return { kind: 'accepted', rests: place.rests }
}

/** What is left of a `/delegate` that was edited away or made void: whoever was brought in stays in (C3). */
export function keepDelegate(world: World, statement: Statement, rights: Rights): void {
  const { by, at, said } = statement
  if (said.kind !== 'command') return
  const place = placeTaken(world, statement, said, rights)
  if (place.kind === 'taken') addParty(world, place.by, at, by)
}

type PlaceTaken =
  | {
      readonly kind: 'taken'
      readonly by: Extract<Party, { kind: 'person' }>
      readonly rests: Exclude<Voice, 'no'>
    }
  | Refused

/** Who takes the place of whoever delegates, or why nobody can. */
function placeTaken(world: World, { by, at }: Statement, said: Command, rights: Rights): PlaceTaken {
  const voice = voiceOf(world, rights, by.id, at, 'themself')
  if (voice === 'no') {
    return voiceOf(world, rights, by.id, at) === 'no'
      ? notNamed(by, 'delegate')
      : refused(
          'A member of a team has no place of their own to give away. Another member can commit for the team.',
        )
  }
  const [name] = said.names
  if (said.names.length !== 1 || name?.kind !== 'person') {
    return refused('`/delegate` takes one person: `/delegate @someone`. Say it in a new comment.')
  }
  const { party, why } = rights.whoIs(name)
  if (why !== null || party?.kind !== 'person') return refused(why ?? 'Only a person can take one’s place.')
  const { person } = party
  if (person.id === by.id) return refused('`/delegate` needs somebody else. To step out, say `/recuse why`.')
  if (person.id === rights.author?.id) {
    return refused('The author cannot take anybody’s place. Name somebody else, or say `/recuse why`.')
  }
  return { kind: 'taken', by: party, rests: voice }
}

export function add(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by, at } = statement
  const isAuthor = by.id === rights.author?.id
  // It holds, so being named in the same second is early enough (C0).
  if (
    !isAuthor &&
    voiceOf(world, rights, by.id, laterThan(at)) === 'no' &&
    rights.maintains(statement) === 'no'
  ) {
    return strange(
      '`/add` is for the author, for those named in the RFC, and for maintainers. One of them can say it.',
    )
  }
  if (said.names.length === 0)
    return refused('`/add` needs a name: `/add @someone`, or `/add @org/team (2)`.')
  const unknown: string[] = []
  for (const name of said.names) {
    const { party, why } = rights.whoIs(name)
    if (party && why === null) addParty(world, party, at, by)
    else unknown.push(why ?? 'Nobody has that name.')
  }
  return unknown.length > 0 ? refused(unknown.join(' ')) : ACCEPTED
}

/** Brings somebody in. Being added after a release or after stepping out, they are asked again. */
export function addParty(world: World, party: Party, at: string, by: Person | null): void {
  const recused = party.kind === 'person' && (world.standings.get(party.person.id)?.recused ?? null) !== null
  const isAgain =
    recused || world.released.has(keyOf(party)) || world.added.get(keyOf(party))?.isAgain === true
  world.added.set(keyOf(party), { party: joinedWith(world, party), at, by, isAgain })
  world.released.delete(keyOf(party))
  if (party.kind !== 'person') return
  world.released.delete(`name ${party.person.login.toLowerCase()}`)
  if (recused) update(world, party.person, { recused: null })
}

function joinedWith(world: World, party: Party): Party {
  const known = world.added.get(keyOf(party))?.party
  if (known?.kind !== 'team' || party.kind !== 'team') return party
  return { ...party, quorum: Math.max(known.quorum, party.quorum), all: known.all || party.all }
}

export function release(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by, at, remark } = statement
  if (by.id === rights.author?.id) {
    return refused(
      'The author cannot release anybody from their own RFC. Another maintainer can say `/release`.',
    )
  }
  const maintains = rights.maintains(statement)
  if (maintains === 'no') {
    return refused(
      '`/release` takes a maintainer of this repository (role maintain or admin) who is not the author. One of them can say it.',
    )
  }
  const [name] = said.names
  if (said.names.length !== 1 || !name) {
    return refused(
      '`/release` takes one name and a reason: `/release @someone left the company`. Say it once for each.',
    )
  }
  const shown =
    name.kind === 'invalid' ? name.text : `@${name.kind === 'team' ? `${name.org}/${name.slug}` : name.login}`
  if (said.afterNames === '') {
    return refused(
      `\`/release\` needs its reason, for it is shown for ever: \`/release ${shown} left the company\`. Say it in a new comment.`,
    )
  }
  const { party } = rights.whoIs(name)
  if (party?.kind === 'person' && party.person.id === by.id) {
    return refused('`/release` is for others. To step out, say `/recuse why`.')
  }
  if (!rights.isWritten(writtenKey(name), at) && !(party && isKnown(world, party, rights, at))) {
    return strange(`${quoted(shown)} is not waited for here, so there is nobody to release.`)
  }
  const entry = { name: shown, at, by, reason: said.afterNames, remark }
  world.releases.push(entry)
  world.released.set(writtenKey(name), entry)
  if (party) world.released.set(keyOf(party), entry)
  if (party?.kind === 'person') {
    closeAll(world, party.person, 'set aside')
    update(world, party.person, { ...UNSAID, commitment: null })
    world.mustSpeak.delete(party.person.id)
  }
  return { kind: 'accepted', rests: maintains }
}

function isKnown(world: World, party: Party, rights: Rights, at: string): boolean {
  if (world.added.has(keyOf(party))) return true
  if (party.kind === 'team') return false
  const { id } = party.person
  const misaligned = world.standings.get(id)?.misaligned ?? null
  return (
    voiceOf(world, rights, id, at) !== 'no' ||
    world.mustSpeak.has(id) ||
    // Whoever left a team and blocks all the same; what blocks nobody yet is no place to be released from (C0, P5).
    world.objections.some(({ by, remark }) => by.id === id && rights.heldThen(remark)) ||
    (misaligned !== null && rights.heldThen(misaligned.remark))
  )
}
