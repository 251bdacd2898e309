import { personKey } from '../who.ts'
import { add, delegate, release } from './apply-name.ts'
import { answer, heard, object } from './apply-objection.ts'
import { align, APPROVAL, commit, hold, misalign, recuse, withdraw } from './apply-position.ts'
import type { Statement } from './collect.ts'
import type { CommandWord } from './commands.ts'
import { ACCEPTED, type Outcome, type Rights } from './outcome.ts'
import { UNSAID, update, type World } from './world.ts'

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
      return object(world, statement, said.reason, rights)
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
