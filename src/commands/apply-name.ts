import type { Mention } from '../documents/markdown/mention.ts'
import { quoted } from '../facts/quoted.ts'
import type { Person } from '../facts/snapshot.ts'
import { laterThan } from '../facts/time.ts'
import { keyOf, type PersonOrTeam, writtenKey } from '../rfc/person-or-team.ts'
import { stepOut } from './apply-position.ts'
import type { Statement } from './collect.ts'
import {
  ACCEPTED,
  type Command,
  type Eligibility,
  eligibilityOf,
  notNamed,
  type Outcome,
  type Permissions,
  type Refused,
  refused,
  STAYS_REFUSED,
  strange,
} from './outcome.ts'
import { closeAll, isOpenBy, UNSAID, update, type World } from './world.ts'

export function delegate(
  world: World,
  statement: Statement,
  said: Command,
  permissions: Permissions,
): Outcome {
  const { by, at, namedAt } = statement
  const place = placeTaken(world, statement, said, permissions)
  if (place.kind === 'refused') return place
  addPersonOrTeam(world, place.by, namedAt ?? at, by)
  stepOut(world, by, { at, reason: said.afterNames, inFavourOf: place.by.person })
  return { kind: 'accepted', rests: place.rests }
}

/** What is left of a `/delegate` that was edited away or made void: whoever was brought in stays in (C3). */
export function keepDelegate(world: World, statement: Statement, permissions: Permissions): void {
  const { by, at, said } = statement
  if (said.kind !== 'command') return
  const place = placeTaken(world, statement, said, permissions)
  if (place.kind === 'taken') addPersonOrTeam(world, place.by, at, by)
}

type PlaceTaken =
  | {
      readonly kind: 'taken'
      readonly by: Extract<PersonOrTeam, { kind: 'person' }>
      readonly rests: Exclude<Eligibility, 'no'>
    }
  | Refused

/** Who takes the place of whoever delegates, or why nobody can. */
function placeTaken(
  world: World,
  { by, at }: Statement,
  said: Command,
  permissions: Permissions,
): PlaceTaken {
  const eligibility = eligibilityOf(world, permissions, by.id, at, 'themself')
  if (eligibility === 'no') {
    return eligibilityOf(world, permissions, by.id, at) === 'no'
      ? notNamed(by, 'delegate')
      : refused(
          'A member of a team has no place of their own to give away. Another member can commit for the team.',
        )
  }
  const [name] = said.names
  if (said.names.length !== 1 || name?.kind !== 'person') {
    return refused('`/delegate` takes one person: `/delegate @someone`. Say it in a new comment.')
  }
  const { personOrTeam, why } = permissions.whoIs(name)
  if (why !== null || personOrTeam?.kind !== 'person')
    return refused(why ?? 'Only a person can take one’s place.')
  const { person } = personOrTeam
  if (person.id === by.id) return refused('`/delegate` needs somebody else. To step out, say `/recuse why`.')
  if (person.id === permissions.author?.id) {
    return refused('The author cannot take anybody’s place. Name somebody else, or say `/recuse why`.')
  }
  if (world.standings.get(person.id)?.recused) {
    return refused(
      `@${person.login} recused themself, so they cannot take your place. Name somebody else, or comment \`/recuse <reason>\`.`,
    )
  }
  return { kind: 'taken', by: personOrTeam, rests: eligibility }
}

export function add(world: World, statement: Statement, said: Command, permissions: Permissions): Outcome {
  const { by, at, post } = statement
  const right = permissionToAdd(world, statement, permissions)
  if (right === 'no') {
    return strange(
      '`/add` is for the author, for those named in the RFC, and for maintainers. One of them can say it.',
    )
  }
  if (right === 'shown now' && (permissions.wasRefused(statement) || permissions.refusedThen(post)))
    return STAYS_REFUSED
  if (said.names.length === 0)
    return refused('`/add` needs a name: `/add @someone`, or `/add @org/team (2)`.')
  const unknown: string[] = []
  for (const name of said.names) {
    const { personOrTeam, why } = permissions.whoIs(name)
    if (personOrTeam && why === null) addPersonOrTeam(world, personOrTeam, at, by)
    else unknown.push(why ?? 'Nobody has that name.')
  }
  if (unknown.length === said.names.length) return refused(unknown.join(' '))
  return unknown.length > 0 ? { ...ACCEPTED, advice: unknown.join(' ') } : ACCEPTED
}

/** Whether somebody may add: it blocks, so being named in the same second is early enough (C0). */
function permissionToAdd(world: World, statement: Statement, permissions: Permissions): Eligibility {
  const { by, at } = statement
  if (by.id === permissions.author?.id) return 'proved'
  const named = eligibilityOf(world, permissions, by.id, laterThan(at))
  return named === 'proved' ? named : strongest(permissions.maintains(statement), named)
}

function strongest(a: Eligibility, b: Eligibility): Eligibility {
  return (
    [a, b].find((eligibility) => eligibility === 'proved') ??
    [a, b].find((eligibility) => eligibility !== 'no') ??
    'no'
  )
}

/** Brings somebody in. Being added ends a release; who recused stays so until they speak (C3). */
export function addPersonOrTeam(
  world: World,
  personOrTeam: PersonOrTeam,
  at: string,
  by: Person | null,
): void {
  const isAgain =
    world.released.has(keyOf(personOrTeam)) || world.added.get(keyOf(personOrTeam))?.isAgain === true
  world.added.set(keyOf(personOrTeam), { personOrTeam: joinedWith(world, personOrTeam), at, by, isAgain })
  world.released.delete(keyOf(personOrTeam))
  if (personOrTeam.kind === 'person') world.released.delete(`name ${personOrTeam.person.login.toLowerCase()}`)
}

function joinedWith(world: World, personOrTeam: PersonOrTeam): PersonOrTeam {
  const known = world.added.get(keyOf(personOrTeam))?.personOrTeam
  if (known?.kind !== 'team' || personOrTeam.kind !== 'team') return personOrTeam
  return {
    ...personOrTeam,
    quorum: Math.max(known.quorum, personOrTeam.quorum),
    all: known.all || personOrTeam.all,
  }
}

export function release(
  world: World,
  statement: Statement,
  said: Command,
  permissions: Permissions,
): Outcome {
  const { by, at } = statement
  if (by.id === permissions.author?.id) {
    return refused(
      'The author cannot release anybody from their own RFC. Another maintainer can say `/release`.',
    )
  }
  const maintains = permissions.maintains(statement)
  const decides = permissions.decides(statement)
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
  const targets = said.names.map((name) => ({ name, personOrTeam: permissions.whoIs(name).personOrTeam }))
  // It consents, so one name that cannot be released keeps all of them (C0).
  for (const { name, personOrTeam } of targets) {
    if (personOrTeam?.kind === 'person' && personOrTeam.person.id === by.id)
      return refused('`/release` is for others. To step out yourself, comment `/recuse <reason>`.')
    if (
      !permissions.isWritten(writtenKey(name), at) &&
      !(personOrTeam && isKnown(world, personOrTeam, permissions, at))
    )
      return strange(`${quoted(shownAs(name))} is not waited for here, so there is nobody to release.`)
  }
  for (const { name, personOrTeam } of targets)
    setAside(world, statement, name, personOrTeam, said.afterNames)
  return { kind: 'accepted', rests: right }
}

function shownAs(name: Mention): string {
  if (name.kind === 'invalid') return name.text
  return `@${name.kind === 'team' ? `${name.org}/${name.slug}` : name.login}`
}

function setAside(
  world: World,
  { by, at, post }: Statement,
  name: Mention,
  personOrTeam: PersonOrTeam | null,
  reason: string,
): void {
  const entry = { name: shownAs(name), at, by, reason, post }
  world.releases.push(entry)
  world.released.set(writtenKey(name), entry)
  if (personOrTeam) world.released.set(keyOf(personOrTeam), entry)
  if (personOrTeam?.kind !== 'person') return
  closeAll(world, personOrTeam.person, 'set aside')
  update(world, personOrTeam.person, { ...UNSAID, commitment: null })
  world.mustSpeak.delete(personOrTeam.person.id)
}

function isKnown(world: World, personOrTeam: PersonOrTeam, permissions: Permissions, at: string): boolean {
  if (world.added.has(keyOf(personOrTeam))) return true
  if (personOrTeam.kind === 'team') return false
  const { id } = personOrTeam.person
  return (
    eligibilityOf(world, permissions, id, at) !== 'no' ||
    world.mustSpeak.has(id) ||
    // Objections are set aside whether or not their raiser is named (C3).
    world.objections.some((objection) => isOpenBy(objection, personOrTeam.person)) ||
    (world.standings.get(id)?.misaligned ?? null) !== null
  )
}
