import type { Invocation, May } from '../model/command.ts'
import {
  type Eligible,
  namedSince,
  notNamed,
  type Rejected,
  rejected,
  rejectedUnnamed,
} from '../model/outcome.ts'
import { eligibilityThen } from '../model/permissions.ts'

/** Anybody may. */
export function anyone(): Eligible {
  return 'proved'
}

/** Who is named may, for themself or as a member of a team. */
export function stakeholders(what: string): May {
  return (invocation) => {
    const { world, statement, permissions } = invocation
    const eligibility = eligibilityThen(world, statement, permissions)
    return eligibility === 'no' ? unnamed(invocation, what) : eligibility
  }
}

/** Rejected because its writer was not named; who is by now is told to say it again. */
export function unnamed({ statement: { by, said }, permissions }: Invocation, what: string): Rejected {
  const isNamedNow = said.kind === 'command' && permissions.isRequired(by.id)
  return rejectedUnnamed(isNamedNow ? namedSince(by, said) : notNamed(by, what))
}

/** The same, but for a command that names nobody but others: nobody speaks for another (C2). */
export function forThemself(may: May): May {
  return (invocation, command) => {
    const { mentions, onlyMentions } = invocation.said
    if (!onlyMentions) return may(invocation, command)
    const names = mentions.map((login) => `@${login}`).join(' ')
    return rejected(
      `\`/${command.word} ${names}\`: you can only speak for yourself. They can say it themselves; for yourself say \`${command.usage}\` in a new comment.`,
    )
  }
}
