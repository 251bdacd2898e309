import { EVER } from '../facts/time.ts'
import { personKey } from '../rfc/person-or-team.ts'
import { add, delegate, release } from './apply-name.ts'
import { answer, heard, object } from './apply-objection.ts'
import { APPROVAL, align, commit, hold, misalign, recuse, withdraw } from './apply-position.ts'
import type { Statement } from './collect.ts'
import type { CommandWord } from './commands.ts'
import {
  ACCEPTED,
  eligibilityOf,
  namedSince,
  type Outcome,
  type Permissions,
  unannounced,
} from './outcome.ts'
import { isConsent, isWord } from './spoken.ts'
import { UNSAID, update, type World } from './world.ts'

/** Carries a statement out, or says why not and what would work (C3, C4). */
export function apply(world: World, statement: Statement, permissions: Permissions): Outcome {
  const outcome = carryOut(world, statement, permissions)
  const { said, by } = statement
  if (outcome.kind === 'refused' && outcome.because === 'not named' && isWord(said, ...ANSWERED_ANEW))
    return permissions.isRequired(by.id) ? { ...outcome, why: namedSince(by, said) } : outcome
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
function isTooEarly(world: World, { said, by, at }: Statement, permissions: Permissions): boolean {
  if (!isConsent(said) || permissions.isAnnounced(at)) return false
  return (
    isWord(said, 'heard', 'release') ||
    permissions.isRequired(by.id) ||
    eligibilityOf(world, permissions, by.id, EVER) !== 'no'
  )
}

function carryOut(world: World, statement: Statement, permissions: Permissions): Outcome {
  const { said, by } = statement
  if (isTooEarly(world, statement, permissions)) return unannounced(said)
  if (said.kind === 'approve') return commit(world, statement, APPROVAL, permissions)
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
      return commit(world, statement, said, permissions)
    case 'object':
      return object(world, statement, said.reason, permissions)
    case 'heard':
      return heard(world, statement, said.reason)
    case 'answer':
      return answer(world, statement, said.reason, permissions)
    case 'align':
      return align(world, statement, said, permissions)
    case 'misalign':
      return misalign(world, statement, said.reason, permissions)
    case 'withdraw':
      return withdraw(world, statement, said, permissions)
    case 'recuse':
      return recuse(world, statement, said, permissions)
    case 'delegate':
      return delegate(world, statement, said, permissions)
    case 'add':
      return add(world, statement, said, permissions)
    case 'release':
      return release(world, statement, said, permissions)
    default:
      return ACCEPTED
  }
}
