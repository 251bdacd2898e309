import type { Mention } from '../markdown/mention.ts'
import { quoted } from '../quoted.ts'
import type { Person } from '../snapshot.ts'
import type { Version } from '../versions.ts'
import { keyOf, type Party, personKey, writtenKey } from '../who.ts'
import { endsCommitment, type Statement } from './collect.ts'
import type { CommandWord } from './commands.ts'
import { closeAll, isOpenBy, type Objection, type Recusal, UNSAID, update, type World } from './world.ts'

/** What a statement came to. `rests` tells whether it was accepted by what GitHub shows only now (C0). */
export type Outcome =
  | { readonly kind: 'accepted'; readonly rests: 'proved' | 'shown now'; readonly advice?: string }
  | { readonly kind: 'refused'; readonly why: string }

/** How it is known that somebody may speak; see `stakeholders.ts`. */
export type Voice = 'proved' | 'shown now' | 'no'

/** Whom a name stands for, and why nobody by that name could commit. */
export interface Target {
  readonly party: Party | null
  readonly why: string | null
}

/** What the statements ask about people and texts. */
export interface Rights {
  readonly author: Person | null
  /** Named before a time: for themself, or as a member of a team too (C0). */
  readonly naming: (personId: number, time: string, how: 'themself' | 'or by team') => Voice
  /** Whether our own mark shows that all a remark says was accepted when it was said (C0). */
  readonly acceptedThen: (remark: Statement['remark']) => boolean
  /** Whether our notes say that a remark held when it was said (P5). */
  readonly heldThen: (remark: Statement['remark']) => boolean
  /** Whether an added team has somebody as a member now. */
  readonly isMember: (party: Party, personId: number) => boolean
  /** Whether the writer is a maintainer: by our mark on the unedited remark, or by their role now (P5). */
  readonly maintains: (statement: Statement) => Voice
  /** The text a statement was made on; null when it pins nothing (F1). */
  readonly versionOf: (statement: Statement) => Version | null
  readonly whoIs: (name: Mention) => Target
  /** Whether a name stands in any roster, as it is written. */
  readonly isWritten: (key: string) => boolean
  /** Who must still share the problem before anybody may commit, by name; empty unless `alignment.first` (P3). */
  readonly stillToAlign: (world: World, statement: Statement) => readonly string[]
  /** Whether `/commit` says that the problem is shared, too (P3). */
  readonly commitAligns: boolean
}

type Command = Extract<Statement['said'], { kind: 'command' }>

/** Carries a statement out, or says why not and what would work (C3, C4). */
export function apply(world: World, statement: Statement, rights: Rights): Outcome {
  const outcome = carryOut(world, statement, rights)
  const { said, by } = statement
  if (outcome.kind === 'accepted' && comesBack(said)) {
    update(world, by, { recused: null })
    world.released.delete(personKey(by.id))
  }
  return outcome
}

const STAYS_AWAY: readonly CommandWord[] = [
  'add',
  'answer',
  'recuse',
  'delegate',
  'refresh',
  'status',
  'help',
]

/** Any accepted statement other than `/add` undoes one's stepping out (C3); a near miss is none. */
function comesBack(said: Statement['said']): boolean {
  return said.kind === 'command' ? !STAYS_AWAY.includes(said.word) : said.kind !== 'doubt'
}

function carryOut(world: World, statement: Statement, rights: Rights): Outcome {
  const { said, by } = statement
  if (said.kind === 'approve') return commit(world, statement, APPROVAL, rights)
  if (said.kind !== 'command') {
    hold(world, statement)
    // A near miss ends what lets go and closes nothing: a misalignment stays (C4).
    const isAligned = world.standings.get(by.id)?.alignment === 'aligned'
    if (said.kind === 'doubt' && isAligned) update(world, by, UNSAID)
    return ACCEPTED
  }
  switch (said.word) {
    case 'commit':
    case 'disagree-commit':
      return commit(world, statement, said, rights)
    case 'object':
      return object(world, statement, said.reason)
    case 'heard':
      return heard(world, statement, said.reason)
    case 'answer':
      return answer(world, statement, said.reason, rights)
    case 'align':
      return align(world, statement, said, rights)
    case 'misalign':
      return misalign(world, statement, said.reason, rights)
    case 'withdraw':
      return withdraw(world, statement, rights)
    case 'recuse':
      return recuse(world, statement, said, rights)
    case 'delegate':
      return delegate(world, statement, said, rights)
    case 'add':
      return add(world, statement, said, rights)
    case 'release':
      return release(world, statement, said, rights)
    default:
      return ACCEPTED
  }
}

const ACCEPTED = { kind: 'accepted', rests: 'proved' } as const satisfies Outcome

function refused(why: string): Outcome {
  return { kind: 'refused', why }
}

/** Whether somebody is named, in the text, the configuration or a comment, before they speak (C0). */
export function voiceOf(
  world: World,
  rights: Rights,
  personId: number,
  at: string,
  how: 'themself' | 'or by team' = 'or by team',
): Voice {
  const named = rights.naming(personId, at, how)
  const added = [...world.added.values()].filter((each) => each.at < at)
  if (named === 'proved' || added.some(({ party }) => keyOf(party) === personKey(personId))) return 'proved'
  const byTeam = how === 'or by team' && added.some(({ party }) => rights.isMember(party, personId))
  return byTeam ? 'shown now' : named
}

/** Who left a team, or the configuration, had a voice when they spoke: what they said counts where they still do. */
function voiceThen(world: World, { by, at, remark }: Statement, rights: Rights): Voice {
  const voice = voiceOf(world, rights, by.id, at)
  return voice === 'no' && rights.acceptedThen(remark) ? 'proved' : voice
}

const APPROVAL = { word: 'commit', reason: '', onlyMentions: false, mentions: [] } as const

function commit(
  world: World,
  statement: Statement,
  said: Pick<Command, 'word' | 'reason' | 'onlyMentions' | 'mentions'>,
  rights: Rights,
): Outcome {
  const { by, at, remark } = statement
  if (said.onlyMentions) return forAnother(said)
  const voice = voiceThen(world, statement, rights)
  if (voice === 'no') return notNamed(by, 'commit to')
  const dissents = said.word === 'disagree-commit'
  if (dissents && said.reason === '') {
    return refused(
      '`/disagree-commit` needs its reason, so that your dissent stays on record: `/disagree-commit the rollback takes a day`. Say it in a new comment.',
    )
  }
  const version = rights.versionOf(statement)
  if (!version) return unannounced(said.word)
  const missing = rights.stillToAlign(world, statement)
  if (missing.length > 0) {
    return refused(
      `A commitment counts here only while everybody shares the problem as it stands. Still to say \`/align\`: ${missing.join(', ')}. Then say \`/${said.word}\` in a new comment.`,
    )
  }
  closeAll(world, by, dissents ? 'dissent' : 'withdrawn')
  if (world.standings.get(by.id)?.misaligned) update(world, by, UNSAID)
  update(world, by, {
    commitment: { kind: dissents ? 'dissenting' : 'committed', at, reason: said.reason, remark, version },
    ...(rights.commitAligns && { alignment: 'aligned', alignedOn: version }),
  })
  return { kind: 'accepted', rests: voice }
}

function unannounced(word: string): Outcome {
  return refused(
    `\`/${word}\` came before the text was announced here, so it is not clear which text it is about. Say it again in a new comment.`,
  )
}

function object(world: World, statement: Statement, reason: string): Outcome {
  const { by, at, remark } = statement
  hold(world, statement)
  const number = world.objections.length + 1
  world.objections = [...world.objections, { number, by, at, reason, remark, state: 'open', answers: [] }]
  if (reason !== '') return ACCEPTED
  return {
    ...ACCEPTED,
    advice: 'The objection counts. Say why, so that it can be heard: edit it into `/object why`.',
  }
}

function heard(world: World, { by }: Statement, link: string): Outcome {
  const own = world.objections.filter((objection) => isOpenBy(objection, by))
  if (own.length === 0)
    return refused(
      `There is no open objection by @${by.login} to close. To go along, say \`/commit\` or \`/disagree-commit why\`.`,
    )
  const linked = own.filter((objection) => isLinked(objection, link))
  if (linked.length === 0 && namesObjection(link)) {
    return refused(
      `\`/heard\` names none of your own open objections. \`/heard\` alone, in a new comment, closes all of them: ${own.map(({ number }) => `#${number}`).join(', ')}.`,
    )
  }
  const closed = linked.length > 0 ? linked : own
  world.objections = world.objections.map((objection) =>
    closed.includes(objection) ? { ...objection, state: 'heard' } : objection,
  )
  return ACCEPTED
}

function answer(world: World, { by, at, remark }: Statement, said: string, rights: Rights): Outcome {
  if (by.id !== rights.author?.id) {
    return refused(
      '`/answer` is the author’s written answer to an objection. Say what you know in a comment without a command.',
    )
  }
  const [, link = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(said) ?? []
  const meant = world.objections.filter((objection) => isLinked(objection, link))
  const numbers = world.objections.map(({ number }) => `#${number}`)
  if (meant.length === 0) {
    return refused(
      numbers.length === 0
        ? 'There is no objection to answer.'
        : `\`/answer\` needs the number of an objection, one of ${numbers.join(', ')}, and the answer: \`/answer ${numbers.at(-1)} the platform budget pays\`.`,
    )
  }
  if (!/[\p{L}\p{N}]/u.test(text)) {
    return refused(`\`/answer ${link}\` needs its text: \`/answer ${link} the platform budget pays\`.`)
  }
  world.objections = world.objections.map((objection) =>
    meant.includes(objection)
      ? { ...objection, answers: [...objection.answers, { at, text, remark }] }
      : objection,
  )
  return ACCEPTED
}

function align(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by } = statement
  if (said.onlyMentions) return forAnother(said)
  const voice = voiceThen(world, statement, rights)
  if (voice === 'no') return notNamed(by, 'align on')
  const version = rights.versionOf(statement)
  if (!version) return unannounced('align')
  update(world, by, { alignment: 'aligned', alignedOn: version, misaligned: null })
  return { kind: 'accepted', rests: voice }
}

function misalign(world: World, statement: Statement, because: string, rights: Rights): Outcome {
  const { by, at, remark } = statement
  hold(world, statement)
  update(world, by, { ...UNSAID, alignment: 'misaligned', misaligned: { because, at, remark } })
  if (voiceOf(world, rights, by.id, at) === 'no' && !rights.heldThen(remark))
    return notNamed(by, 'read differently')
  if (because !== '') return ACCEPTED
  return {
    ...ACCEPTED,
    advice: '`/misalign` counts. Say how you read the problem: edit it into `/misalign why`.',
  }
}

function withdraw(world: World, statement: Statement, rights: Rights): Outcome {
  const { by, at, remark } = statement
  hold(world, statement)
  // Closing lets go, so it keeps the time of first posting, and yields to what the same comment holds (C0, C5).
  const isBefore = (held: Pick<Objection, 'at' | 'remark'>) => held.remark !== remark && held.at <= remark.at
  const misaligned = world.standings.get(by.id)?.misaligned ?? null
  const stays = misaligned !== null && !isBefore(misaligned)
  if (voiceOf(world, rights, by.id, at) === 'no') {
    if (!misaligned) update(world, by, UNSAID)
    return notNamed(by, 'withdraw from')
  }
  if (!stays) update(world, by, UNSAID)
  world.objections = world.objections.map((objection) =>
    isOpenBy(objection, by) && isBefore(objection) ? { ...objection, state: 'withdrawn' } : objection,
  )
  const held = [
    ...(world.objections.some((objection) => isOpenBy(objection, by) && objection.remark === remark)
      ? ['/object']
      : []),
    ...(misaligned?.remark === remark ? ['/misalign'] : []),
  ]
  if (held.length === 0) return ACCEPTED
  return {
    ...ACCEPTED,
    advice: `This comment says both \`${held.join('` and `')}\` and \`/withdraw\`. The first counts; say \`/withdraw\` alone in a new comment to take it back.`,
  }
}

function recuse(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by, at } = statement
  const voice = voiceThen(world, statement, rights)
  if (voice === 'no') return notNamed(by, 'step out of')
  if (said.reason === '' || said.onlyMentions) {
    return refused(
      '`/recuse` needs its reason, so that others know why: `/recuse not my system any more`. Say it in a new comment.',
    )
  }
  stepOut(world, by, { at, reason: said.reason, inFavourOf: null })
  return { kind: 'accepted', rests: voice }
}

function stepOut(world: World, by: Person, recused: Recusal): void {
  closeAll(world, by, 'left open')
  update(world, by, { ...UNSAID, recused, commitment: null })
}

function delegate(world: World, { by, at, namedAt }: Statement, said: Command, rights: Rights): Outcome {
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
  addParty(world, party, namedAt ?? at, by)
  stepOut(world, by, { at, reason: said.afterNames, inFavourOf: person })
  return { kind: 'accepted', rests: voice }
}

/** What is left of a `/delegate` that was edited away or made void: whoever was brought in stays in (C3). */
export function keepDelegate(world: World, { by, at, said }: Statement, rights: Rights): void {
  if (said.kind !== 'command' || said.names.length !== 1) return
  const { party, why } = rights.whoIs(said.names[0] as Mention)
  const isStakeholder = voiceOf(world, rights, by.id, at, 'themself') !== 'no'
  if (isStakeholder && why === null && party?.kind === 'person') addParty(world, party, at, by)
}

function add(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by, at } = statement
  const isAuthor = by.id === rights.author?.id
  if (!isAuthor && voiceOf(world, rights, by.id, at) === 'no' && rights.maintains(statement) === 'no') {
    return refused(
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

function release(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
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
  if (!rights.isWritten(writtenKey(name)) && !(party && isKnown(world, party, rights))) {
    return refused(`${quoted(shown)} is not waited for here, so there is nobody to release.`)
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

const EVER = '9999'

function isKnown(world: World, party: Party, rights: Rights): boolean {
  if (world.added.has(keyOf(party))) return true
  if (party.kind === 'team') return false
  const { id } = party.person
  return (
    voiceOf(world, rights, id, EVER) !== 'no' ||
    world.mustSpeak.has(id) ||
    world.objections.some(({ by }) => by.id === id)
  )
}

/** A hold ends its writer's earlier commitment for good (P1), and undoes their stepping out. */
function hold(world: World, { by, said }: Statement): void {
  if (!endsCommitment(said)) return
  update(world, by, said.kind === 'doubt' ? { commitment: null } : { commitment: null, recused: null })
}

const REMARK_LINK = /#(?:issuecomment-|pullrequestreview-|discussion_r)(\d+)/g
const OBJECTION_NUMBER = /(?:^|\s)#(\d+)\b/g

function namesObjection(link: string): boolean {
  return [...link.matchAll(REMARK_LINK), ...link.matchAll(OBJECTION_NUMBER)].length > 0
}

function isLinked({ remark, number }: Objection, link: string): boolean {
  return (
    [...link.matchAll(REMARK_LINK)].some((match) => match[1] === remark.id) ||
    [...link.matchAll(OBJECTION_NUMBER)].some((match) => Number(match[1]) === number)
  )
}

function forAnother(said: Pick<Command, 'word' | 'mentions'>): Outcome {
  return refused(
    `\`/${said.word} ${said.mentions.map((login) => `@${login}`).join(' ')}\`: you can only speak for yourself. They can say it themselves.`,
  )
}

function notNamed(by: Person, what: string): Outcome {
  return refused(
    `@${by.login} was not named in this RFC when this was said, so there is nothing to ${what}. The author or any stakeholder can say \`/add @${by.login}\`; then say it again in a new comment.`,
  )
}
