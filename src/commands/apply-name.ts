import type { Mention } from '../documents/markdown/mention.ts'
import { quoted } from '../facts/quoted.ts'
import type { Person } from '../facts/snapshot.ts'
import { laterThan } from '../facts/time.ts'
import { keyOf, type Party, writtenKey } from '../rfc/person-or-team.ts'
import { stepOut } from './apply-position.ts'
import type { Statement } from './collect.ts'
import {
  ACCEPTED,
  type Command,
  notNamed,
  type Outcome,
  refused,
  type Refused,
  STAYS_REFUSED,
  type Rights,
  strange,
  type Voice,
  voiceOf,
} from './outcome.ts'
import { closeAll, isOpenBy, UNSAID, update, type World } from './world.ts'

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
  if (world.standings.get(person.id)?.recused) {
    return refused(
      `@${person.login} recused themself, so they cannot take your place. Name somebody else, or comment \`/recuse <reason>\`.`,
    )
  }
  return { kind: 'taken', by: party, rests: voice }
}

export function add(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by, at, remark } = statement
  const right = rightToAdd(world, statement, rights)
  if (right === 'no') {
    return strange(
      '`/add` is for the author, for those named in the RFC, and for maintainers. One of them can say it.',
    )
  }
  if (right === 'shown now' && (rights.wasRefused(statement) || rights.refusedThen(remark)))
    return STAYS_REFUSED
  if (said.names.length === 0)
    return refused('`/add` needs a name: `/add @someone`, or `/add @org/team (2)`.')
  const unknown: string[] = []
  for (const name of said.names) {
    const { party, why } = rights.whoIs(name)
    if (party && why === null) addParty(world, party, at, by)
    else unknown.push(why ?? 'Nobody has that name.')
  }
  if (unknown.length === said.names.length) return refused(unknown.join(' '))
  return unknown.length > 0 ? { ...ACCEPTED, advice: unknown.join(' ') } : ACCEPTED
}

/** Whether somebody may add: it blocks, so being named in the same second is early enough (C0). */
function rightToAdd(world: World, statement: Statement, rights: Rights): Voice {
  const { by, at } = statement
  if (by.id === rights.author?.id) return 'proved'
  const named = voiceOf(world, rights, by.id, laterThan(at))
  return named === 'proved' ? named : strongest(rights.maintains(statement), named)
}

function strongest(a: Voice, b: Voice): Voice {
  return [a, b].find((voice) => voice === 'proved') ?? [a, b].find((voice) => voice !== 'no') ?? 'no'
}

/** Brings somebody in. Being added ends a release; who recused stays so until they speak (C3). */
export function addParty(world: World, party: Party, at: string, by: Person | null): void {
  const isAgain = world.released.has(keyOf(party)) || world.added.get(keyOf(party))?.isAgain === true
  world.added.set(keyOf(party), { party: joinedWith(world, party), at, by, isAgain })
  world.released.delete(keyOf(party))
  if (party.kind === 'person') world.released.delete(`name ${party.person.login.toLowerCase()}`)
}

function joinedWith(world: World, party: Party): Party {
  const known = world.added.get(keyOf(party))?.party
  if (known?.kind !== 'team' || party.kind !== 'team') return party
  return { ...party, quorum: Math.max(known.quorum, party.quorum), all: known.all || party.all }
}

export function release(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by, at } = statement
  if (by.id === rights.author?.id) {
    return refused(
      'The author cannot release anybody from their own RFC. Another maintainer can say `/release`.',
    )
  }
  const maintains = rights.maintains(statement)
  const decides = rights.decides(statement)
  const right = maintains === 'no' && decides === 'shown now' ? decides : maintains
  if (right === 'no') {
    return refused(
      decides === 'nobody does'
        ? '`/release` takes a maintainer of this repository (role maintain or admin) who is not the author. One of them can say it.'
        : '`/release` takes a maintainer of this repository (role maintain or admin), or one of its `stakeholders.deciders`, who is not the author. One of them can say it.',
    )
  }
  if (said.names.length === 0) {
    return refused('`/release` needs a name and a reason: `/release @someone left the company`.')
  }
  if (said.afterNames === '') {
    return refused(
      `\`/release\` needs a reason, because it stays on record: \`/release ${said.names.map(shownAs).join(' ')} left the company\`. Post it in a new comment.`,
    )
  }
  const targets = said.names.map((name) => ({ name, party: rights.whoIs(name).party }))
  // It consents, so one name that cannot be released keeps all of them (C0).
  for (const { name, party } of targets) {
    if (party?.kind === 'person' && party.person.id === by.id)
      return refused('`/release` is for others. To step out yourself, comment `/recuse <reason>`.')
    if (!rights.isWritten(writtenKey(name), at) && !(party && isKnown(world, party, rights, at)))
      return strange(`${quoted(shownAs(name))} is not waited for here, so there is nobody to release.`)
  }
  for (const { name, party } of targets) setAside(world, statement, name, party, said.afterNames)
  return { kind: 'accepted', rests: right }
}

function shownAs(name: Mention): string {
  if (name.kind === 'invalid') return name.text
  return `@${name.kind === 'team' ? `${name.org}/${name.slug}` : name.login}`
}

function setAside(
  world: World,
  { by, at, remark }: Statement,
  name: Mention,
  party: Party | null,
  reason: string,
): void {
  const entry = { name: shownAs(name), at, by, reason, remark }
  world.releases.push(entry)
  world.released.set(writtenKey(name), entry)
  if (party) world.released.set(keyOf(party), entry)
  if (party?.kind !== 'person') return
  closeAll(world, party.person, 'set aside')
  update(world, party.person, { ...UNSAID, commitment: null })
  world.mustSpeak.delete(party.person.id)
}

function isKnown(world: World, party: Party, rights: Rights, at: string): boolean {
  if (world.added.has(keyOf(party))) return true
  if (party.kind === 'team') return false
  const { id } = party.person
  return (
    voiceOf(world, rights, id, at) !== 'no' ||
    world.mustSpeak.has(id) ||
    // Objections are set aside whether or not their raiser is named (C3).
    world.objections.some((objection) => isOpenBy(objection, party.person)) ||
    (world.standings.get(id)?.misaligned ?? null) !== null
  )
}
