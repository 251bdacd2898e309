import { EVER } from '../facts/time.ts'
import { personKey } from '../rfc/person-or-team.ts'
import { COMMANDS } from './commands.ts'
import { comesBack, isConsent } from './effects.ts'
import { ACCEPTED, type Outcome, unannounced } from './model/outcome.ts'
import { eligibilityOf, type Permissions } from './model/permissions.ts'
import type { Statement } from './model/statement.ts'
import { endCommitment, UNSAID, update, type World } from './model/world.ts'

/** Applies a statement to the world, or returns why it is rejected and what to do (C3, C4). */
export function apply(world: World, statement: Statement, permissions: Permissions): Outcome {
  const outcome = carryOut(world, statement, permissions)
  const { said, by } = statement
  if (outcome.kind === 'accepted' && comesBack(said)) {
    update(world, by, { recused: null })
    world.released.delete(personKey(by.id))
  }
  return outcome
}

function carryOut(world: World, statement: Statement, permissions: Permissions): Outcome {
  const { said, by } = statement
  if (isTooEarly(world, statement, permissions)) return unannounced(said)
  switch (said.kind) {
    case 'command':
      return COMMANDS[said.word].run({ world, statement, said, permissions })
    case 'approve':
      return COMMANDS.commit.run({ world, statement, said: APPROVAL, permissions })
    case 'request changes':
      endCommitment(world, by)
      return { ...ACCEPTED, eligibility: 'proved' }
    case 'doubt':
      // A near miss ends consent and closes nothing, so a `/misalign` stays (C4).
      update(world, by, { commitment: null })
      if (world.standings.get(by.id)?.alignment === 'aligned') update(world, by, UNSAID)
      return { ...ACCEPTED, eligibility: 'proved' }
    default:
      return said satisfies never
  }
}

/** An approving review counts as a `/commit` without a note, where reviews count (C7). */
const APPROVAL = {
  written: '',
  reason: '',
  mentions: [],
  onlyMentions: false,
  names: [],
  afterNames: '',
} as const

/**
 * Returns whether consent was posted before any head was announced (F1). People who are not stakeholders get that reason
 * instead, because posting the command again would not help them.
 */
function isTooEarly(world: World, { said, by, at }: Statement, permissions: Permissions): boolean {
  if (!isConsent(said) || permissions.isAnnounced(at)) return false
  const isForStakeholders = said.kind !== 'command' || COMMANDS[said.word].who === 'stakeholders'
  return (
    !isForStakeholders ||
    permissions.isRequired(by.id) ||
    eligibilityOf(world, permissions, by.id, EVER) !== 'no'
  )
}
