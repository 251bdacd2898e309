import { quoted } from '../facts/quoted.ts'
import type { Person } from '../facts/snapshot.ts'
import type { Statement } from './collect.ts'
import {
  ACCEPTED,
  type Command,
  eligibilityOf,
  eligibilityThen,
  forAnother,
  notNamed,
  type Outcome,
  type Permissions,
  refused,
  unannounced,
} from './outcome.ts'
import { endsCommitment } from './spoken.ts'
import { closeAll, endMisalignment, type Recusal, UNSAID, update, type World } from './world.ts'

export const APPROVAL = { word: 'commit', reason: '', onlyMentions: false, mentions: [] } as const

export function commit(
  world: World,
  statement: Statement,
  said: Pick<Command, 'word' | 'reason' | 'onlyMentions' | 'mentions'>,
  permissions: Permissions,
): Outcome {
  const { by, at, post } = statement
  if (said.onlyMentions) return forAnother(said)
  const eligibility = eligibilityThen(world, statement, permissions)
  if (eligibility === 'no') return notNamed(by, 'commit to')
  if (statement.said.kind === 'approve' && permissions.wasPassedOver(post)) {
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
  const version = permissions.versionOf(statement)
  if (!version) return unannounced(statement.said)
  closeAll(world, by, dissents ? 'dissent' : 'withdrawn')
  if (!dissents) endMisalignment(world, by)
  const misaligned = world.standings.get(by.id)?.misaligned
  update(world, by, {
    commitment: { kind: dissents ? 'dissenting' : 'committed', at, reason: said.reason, post, version },
    // The different reading stays on record as dissent about the problem (P3).
    ...(misaligned && { misaligned: { ...misaligned, blocks: false } }),
  })
  return { kind: 'accepted', rests: eligibility }
}

export function align(world: World, statement: Statement, said: Command, permissions: Permissions): Outcome {
  const { by } = statement
  if (said.onlyMentions) return forAnother(said)
  const eligibility = eligibilityThen(world, statement, permissions)
  if (eligibility === 'no') return notNamed(by, 'align on')
  const version = permissions.versionOf(statement)
  if (!version) return unannounced(said)
  update(world, by, { alignment: 'aligned', alignedOn: version, misaligned: null })
  return { kind: 'accepted', rests: eligibility }
}

export function misalign(
  world: World,
  statement: Statement,
  because: string,
  permissions: Permissions,
): Outcome {
  const { by, at, post } = statement
  hold(world, statement)
  update(world, by, {
    ...UNSAID,
    alignment: 'misaligned',
    misaligned: { because, at, post, blocks: true },
  })
  const isNamed = eligibilityOf(world, permissions, by.id, at) !== 'no' || permissions.isRequired(by.id)
  if (!isNamed && !permissions.heldThen(post)) return notNamed(by, 'read differently')
  if (because !== '') return ACCEPTED
  return {
    ...ACCEPTED,
    advice: '`/misalign` counts. Say how you read the problem: edit it into `/misalign why`.',
  }
}

/** Takes back the commitment and `/align`; objections and a `/misalign` stay (C3, F3). */
export function withdraw(
  world: World,
  statement: Statement,
  said: Command,
  permissions: Permissions,
): Outcome {
  const { by, at } = statement
  hold(world, statement)
  if (world.standings.get(by.id)?.alignment === 'aligned') update(world, by, UNSAID)
  if (eligibilityOf(world, permissions, by.id, at) === 'no') return notNamed(by, 'withdraw from')
  if (/^\/withdraw$/i.test(said.written)) return ACCEPTED
  return {
    ...ACCEPTED,
    advice: `${quoted(said.written)} is read as \`/withdraw\`: your commitment and \`/align\` are taken back.`,
  }
}

export function recuse(world: World, statement: Statement, said: Command, permissions: Permissions): Outcome {
  const { by, at } = statement
  const eligibility = eligibilityThen(world, statement, permissions)
  if (eligibility === 'no') return notNamed(by, 'step out of')
  if (said.reason === '' || said.onlyMentions) {
    return refused(
      '`/recuse` needs its reason, so that others know why: `/recuse not my system any more`. Say it in a new comment.',
    )
  }
  stepOut(world, by, { at, reason: said.reason, inFavourOf: null })
  return { kind: 'accepted', rests: eligibility }
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
