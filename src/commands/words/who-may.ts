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
export function stakeholders(what: string): May {
  return (invocation) => {
    const { world, statement, permissions } = invocation
    const eligibility = eligibilityThen(world, statement, permissions)
    return eligibility === 'no' ? unnamed(invocation, what) : eligibility
  }
}

/** Returns the rejection for a writer who was not a stakeholder when they posted. */
export function unnamed({ statement: { by, said }, permissions }: Invocation, what: string): Rejected {
  const isNamedNow = said.kind === 'command' && permissions.isRequired(by.id)
  return rejectedUnnamed(isNamedNow ? namedSince(by, said) : notNamed(by, what))
}

/** Returns `may` with a check before it: a command followed only by mentions speaks for someone else (C2). */
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
