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

/** Accepts everybody. */
export function anyone(): Eligible {
  return 'proved'
}

/** Accepts stakeholders, named by themselves or through a team. */
export function stakeholders(invocation: Invocation): Eligible | Rejected {
  const { world, statement, permissions } = invocation
  const eligibility = eligibilityThen(world, statement, permissions)
  return eligibility === 'no' ? unnamed(invocation) : eligibility
}

/** Returns the rejection for a writer who was not a stakeholder when they posted. */
export function unnamed({ statement: { by, said }, permissions }: Invocation): Rejected {
  return rejectedUnnamed(permissions.isRequired(by.id) ? namedSince(by, said) : notNamed(by, said))
}

/** Returns `may` with a check before it: a command followed only by mentions speaks for someone else (C2). */
export function forThemself(may: May): May {
  return (invocation, command) => {
    const { mentions, onlyMentions } = invocation.said
    if (!onlyMentions) return may(invocation, command)
    const names = mentions.map((login) => `@${login}`).join(' ')
    return rejected(
      `\`/${command.word} ${names}\` speaks for someone else, so it doesn't count. To speak for yourself, post \`${command.usage}\` in a new comment.`,
    )
  }
}
