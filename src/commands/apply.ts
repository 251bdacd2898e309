import { EVER } from '../facts/time.ts'
import { personKey } from '../rfc/person-or-team.ts'
import { add, delegate, release } from './apply-name.ts'
import { answer, heard, object } from './apply-objection.ts'
import { align, APPROVAL, commit, hold, misalign, recuse, withdraw } from './apply-position.ts'
import type { Statement } from './collect.ts'
import type { CommandWord } from './commands.ts'
import { ACCEPTED, namedSince, type Outcome, type Rights, unannounced, voiceOf } from './outcome.ts'
import { isWord, letsGo } from './spoken.ts'
import { UNSAID, update, type World } from './world.ts'

/** Carries a statement out, or says why not and what would work (C3, C4). */
export function apply(world: World, statement: Statement, rights: Rights): Outcome {
  const outcome = carryOut(world, statement, rights)
  const { said, by } = statement
  if (outcome.kind === 'refused' && outcome.because === 'not named' && isWord(said, ...ANSWERED_ANEW))
    return rights.isRequired(by.id) ? { ...outcome, why: namedSince(by, said) } : outcome
  if (outcome.kind === 'accepted' && comesBack(said)) {
    update(world, by, { recused: null })
    world.released.delete(personKey(by.id))
  }
  return outcome
}

/** Words that somebody who is named by now can say again. */
const ANSWERED_ANEW: readonly CommandWord[] = [
  'commit',
  'disagree-commit',
  'align',
  'recuse',
  'delegate',
  'add',
]

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

/**
 * Whether something consents that was posted before any head was announced (F1). Who is named by nothing is told so,
 * for saying it again would not help.
 */
function isTooEarly(world: World, { said, by, at }: Statement, rights: Rights): boolean {
  if (!letsGo(said) || rights.isAnnounced(at)) return false
  return (
    isWord(said, 'heard', 'release') ||
    rights.isRequired(by.id) ||
    voiceOf(world, rights, by.id, EVER) !== 'no'
  )
}

function carryOut(world: World, statement: Statement, rights: Rights): Outcome {
  const { said, by } = statement
  if (isTooEarly(world, statement, rights)) return unannounced(said)
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
      return withdraw(world, statement, said, rights)
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
