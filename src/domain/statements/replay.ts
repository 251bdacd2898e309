import type { Person, Remark } from '../snapshot.ts'
import type { Version } from '../versions.ts'
import {
  type Collected,
  endsCommitment,
  letsGo,
  type Refusal,
  type Statement,
  type Tampering,
} from './collect.ts'
import { COMMANDS } from './commands.ts'

/** A commitment that was accepted, and the text it was made on (F1). Whether that text still stands is asked later. */
export interface Commitment {
  readonly kind: 'committed' | 'dissenting'
  readonly at: string
  readonly reason: string
  readonly remark: Remark
  readonly version: Version
}

/** What one person's accepted statements come to (P1). */
export interface Standing {
  readonly person: Person
  readonly commitment: Commitment | null
  readonly recused: { readonly at: string; readonly reason: string } | null
  /** Whether they share the problem (P3). */
  readonly alignment: 'aligned' | 'misaligned' | 'unsaid'
  readonly misalignedBecause: string
}

/** A reason not to go ahead, numbered in order of time (P5). */
export interface Objection {
  readonly number: number
  readonly by: Person
  readonly at: string
  readonly reason: string
  readonly remark: Remark
  readonly state: 'open' | 'heard' | 'withdrawn' | 'dissent' | 'left open'
}

/** What the statements of a pull request come to. */
export interface Replayed {
  readonly standings: ReadonlyMap<number, Standing>
  readonly objections: readonly Objection[]
  /** Remarks with something that counts, for a 👍 (C4). */
  readonly accepted: ReadonlySet<Remark>
  readonly refusals: readonly Refusal[]
  /** The newest accepted command of each person, by id. */
  readonly lastAccepted: ReadonlyMap<number, string>
  /** Statements that no longer count because somebody edited or deleted a comment of their writer (C5, C6). */
  readonly voided: readonly { readonly statement: Statement; readonly tampering: Tampering }[]
}

/** What the replay asks about people and texts. */
export interface Rights {
  /** Named at a head announced before the time, or by the base version (C0). */
  readonly wasNamedAt: (personId: number, time: string) => boolean
  /** The text a statement was made on; null when it pins nothing (F1). */
  readonly versionOf: (statement: Statement) => Version | null
}

interface World {
  standings: Map<number, Standing>
  objections: Objection[]
}

type Outcome =
  | { readonly kind: 'accepted'; readonly advice?: string }
  | { readonly kind: 'refused'; readonly why: string }

/** Replays the statements in order (P1). What was refused stays refused until it is said again (C0). */
export function replay(collected: Collected, rights: Rights): Replayed {
  const world: World = { standings: new Map(), objections: [] }
  const accepted = new Set<Remark>()
  const lastAccepted = new Map<number, string>()
  const refusals: Refusal[] = [...collected.refusals]
  const voided: { statement: Statement; tampering: Tampering }[] = []
  for (const statement of collected.statements) {
    const tampering = voidedBy(statement, collected.tampered)
    if (tampering) {
      voided.push({ statement, tampering })
      continue
    }
    const outcome = apply(world, statement, rights)
    if (outcome.kind === 'accepted' && statement.said.kind === 'command') {
      accepted.add(statement.remark)
      if (COMMANDS[statement.said.word].effect !== 'neither') lastAccepted.set(statement.by.id, statement.at)
    }
    const why = outcome.kind === 'refused' ? outcome.why : outcome.advice
    if (why) refusals.push({ remark: statement.remark, why, isAdvice: outcome.kind === 'accepted' })
  }
  return { ...world, accepted, lastAccepted, refusals, voided }
}

/** What a writer let go of before somebody else edited or deleted a comment of theirs is void (C5, C6). */
function voidedBy(statement: Statement, tampered: readonly Tampering[]): Tampering | null {
  if (!letsGo(statement.said)) return null
  return (
    tampered.find(
      ({ writer, at }) => (writer === null || writer.id === statement.by.id) && statement.at <= at,
    ) ?? null
  )
}

function apply(world: World, statement: Statement, rights: Rights): Outcome {
  const { said, by } = statement
  if (said.kind !== 'command') {
    hold(world, statement)
    // A near miss ends what lets go and closes nothing: a misalignment stays (C4).
    const isAligned = world.standings.get(by.id)?.alignment === 'aligned'
    if (said.kind === 'doubt' && isAligned) update(world, by, { alignment: 'unsaid' })
    return ACCEPTED
  }
  if (!COMMANDS[said.word].supported) return refused(`\`/${said.word}\` is not yet supported.`)
  switch (said.word) {
    case 'commit':
    case 'disagree-commit':
      return commit(world, statement, said, rights)
    case 'object':
      return object(world, statement, said.reason)
    case 'heard':
      return heard(world, statement, said.reason)
    case 'align':
      return align(world, statement, said, rights)
    case 'misalign':
      return misalign(world, statement, said.reason, rights)
    case 'withdraw':
      return withdraw(world, statement, rights)
    case 'recuse':
      return recuse(world, statement, said, rights)
    default:
      return ACCEPTED
  }
}

type Command = Extract<Statement['said'], { kind: 'command' }>

const ACCEPTED: Outcome = { kind: 'accepted' }

function refused(why: string): Outcome {
  return { kind: 'refused', why }
}

function commit(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by, at, remark } = statement
  if (said.onlyMentions) return forAnother(said)
  if (!rights.wasNamedAt(by.id, at)) return notNamed(by, 'commit to')
  const dissents = said.word === 'disagree-commit'
  if (dissents && said.reason === '') {
    return refused(
      '`/disagree-commit` needs its reason, so that your dissent stays on record: `/disagree-commit the rollback takes a day`.',
    )
  }
  const version = rights.versionOf(statement)
  if (!version) {
    return refused(
      `\`/${said.word}\` came before the text was announced here, so it is not clear which text it is about. Say it again in a new comment.`,
    )
  }
  close(world, by, dissents ? 'dissent' : 'withdrawn')
  update(world, by, {
    commitment: { kind: dissents ? 'dissenting' : 'committed', at, reason: said.reason, remark, version },
    recused: null,
    alignment: 'aligned',
    misalignedBecause: '',
  })
  return ACCEPTED
}

function object(world: World, statement: Statement, reason: string): Outcome {
  const { by, at, remark } = statement
  hold(world, statement)
  world.objections.push({
    number: world.objections.length + 1,
    by,
    at,
    reason,
    remark,
    state: 'open',
  })
  if (reason !== '') return ACCEPTED
  return {
    kind: 'accepted',
    advice: 'The objection counts. Say why, so that it can be heard: edit it into `/object why`.',
  }
}

function heard(world: World, { by }: Statement, link: string): Outcome {
  const own = world.objections.filter((objection) => isOpenBy(objection, by))
  if (own.length === 0)
    return refused(`There is no open objection by @${by.login}, so there is nothing to close.`)
  const linked = own.filter((objection) => isLinked(objection, link))
  if (linked.length === 0 && namesObjection(link)) {
    return refused(
      `\`/heard\` names none of your own open objections. \`/heard\` alone closes all of them: ${own.map(({ number }) => `#${number}`).join(', ')}.`,
    )
  }
  const closed = linked.length > 0 ? linked : own
  world.objections = world.objections.map((objection) =>
    closed.includes(objection) ? { ...objection, state: 'heard' } : objection,
  )
  update(world, by, { recused: null })
  return ACCEPTED
}

function align(world: World, { by, at }: Statement, said: Command, rights: Rights): Outcome {
  if (said.onlyMentions) return forAnother(said)
  if (!rights.wasNamedAt(by.id, at)) return notNamed(by, 'align on')
  update(world, by, { alignment: 'aligned', misalignedBecause: '', recused: null })
  return ACCEPTED
}

function misalign(world: World, statement: Statement, reason: string, rights: Rights): Outcome {
  const { by, at } = statement
  hold(world, statement)
  update(world, by, { alignment: 'misaligned', misalignedBecause: reason })
  if (rights.wasNamedAt(by.id, at)) {
    return reason === ''
      ? {
          kind: 'accepted',
          advice: '`/misalign` counts. Say how you read the problem: edit it into `/misalign why`.',
        }
      : ACCEPTED
  }
  return notNamed(by, 'read differently')
}

function withdraw(world: World, statement: Statement, rights: Rights): Outcome {
  const { by, at } = statement
  hold(world, statement)
  update(world, by, { alignment: 'unsaid', misalignedBecause: '' })
  if (!rights.wasNamedAt(by.id, at)) return notNamed(by, 'withdraw from')
  close(world, by, 'withdrawn')
  return ACCEPTED
}

function recuse(world: World, { by, at }: Statement, said: Command, rights: Rights): Outcome {
  if (!rights.wasNamedAt(by.id, at)) return notNamed(by, 'step out of')
  if (said.reason === '' || said.onlyMentions) {
    return refused('`/recuse` needs its reason, so that others know why: `/recuse not my system any more`.')
  }
  close(world, by, 'left open')
  update(world, by, {
    recused: { at, reason: said.reason },
    commitment: null,
    alignment: 'unsaid',
    misalignedBecause: '',
  })
  return ACCEPTED
}

/** A hold ends its writer's earlier commitment for good (P1), and undoes their stepping out. */
function hold(world: World, { by, said }: Statement): void {
  if (!endsCommitment(said)) return
  update(world, by, said.kind === 'doubt' ? { commitment: null } : { commitment: null, recused: null })
}

function close(world: World, by: Person, state: Objection['state']): void {
  world.objections = world.objections.map((objection) =>
    isOpenBy(objection, by) ? { ...objection, state } : objection,
  )
}

function isOpenBy(objection: Objection, by: Person): boolean {
  return objection.state === 'open' && objection.by.id === by.id
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

function update(world: World, person: Person, change: Partial<Standing>): void {
  const before = world.standings.get(person.id) ?? {
    person,
    commitment: null,
    recused: null,
    alignment: 'unsaid',
    misalignedBecause: '',
  }
  world.standings.set(person.id, { ...before, ...change, person })
}

function forAnother(said: Command): Outcome {
  return refused(
    `\`/${said.word} ${said.mentions.map((login) => `@${login}`).join(' ')}\`: you can only speak for yourself. They can say it themselves.`,
  )
}

function notNamed(by: Person, what: string): Outcome {
  return refused(
    `@${by.login} was not named in this RFC when this was said, so there is nothing to ${what}. The author can name them in the Alignment section; then say it again in a new comment.`,
  )
}
