import type { Person } from '../snapshot.ts'
import type { Statement } from './collect.ts'
import { endsCommitment } from './spoken.ts'
import {
  ACCEPTED,
  type Command,
  forAnother,
  notNamed,
  type Outcome,
  refused,
  type Rights,
  voiceOf,
  voiceThen,
} from './outcome.ts'
import { closeAll, isOpenBy, type Objection, type Recusal, UNSAID, update, type World } from './world.ts'

export const APPROVAL = { word: 'commit', reason: '', onlyMentions: false, mentions: [] } as const

export function commit(
  world: World,
  statement: Statement,
  said: Pick<Command, 'word' | 'reason' | 'onlyMentions' | 'mentions'>,
  rights: Rights,
): Outcome {
  const { by, at, remark } = statement
  if (said.onlyMentions) return forAnother(said)
  const voice = voiceThen(world, statement, rights)
  if (voice === 'no') return notNamed(by, 'commit to')
  if (statement.said.kind === 'approve' && rights.wasPassedOver(remark)) {
    return refused(
      'This approval did not count when it was given, and does not now. Say `/commit` in a comment.',
    )
  }
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

export function align(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
  const { by } = statement
  if (said.onlyMentions) return forAnother(said)
  const voice = voiceThen(world, statement, rights)
  if (voice === 'no') return notNamed(by, 'align on')
  const version = rights.versionOf(statement)
  if (!version) return unannounced('align')
  update(world, by, { alignment: 'aligned', alignedOn: version, misaligned: null })
  return { kind: 'accepted', rests: voice }
}

export function misalign(world: World, statement: Statement, because: string, rights: Rights): Outcome {
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

export function withdraw(world: World, statement: Statement, rights: Rights): Outcome {
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

export function recuse(world: World, statement: Statement, said: Command, rights: Rights): Outcome {
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

export function stepOut(world: World, by: Person, recused: Recusal): void {
  closeAll(world, by, 'left open')
  update(world, by, { ...UNSAID, recused, commitment: null })
}

/** A hold ends its writer's earlier commitment for good (P1), and undoes their stepping out. */
export function hold(world: World, { by, said }: Statement): void {
  if (!endsCommitment(said)) return
  update(world, by, said.kind === 'doubt' ? { commitment: null } : { commitment: null, recused: null })
}
