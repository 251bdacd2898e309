import { laterThan } from '../../facts/time.ts'
import { command, type Invocation } from '../model/command.ts'
import { ACCEPTED, rejected, rejectedUnnamed, STAYS_REJECTED, namedSince } from '../model/outcome.ts'
import { type Eligibility, eligibilityOf } from '../model/permissions.ts'
import { addPersonOrTeam } from '../model/world.ts'

export const add = command(
  {
    word: 'add',
    who: 'participants',
    usage: '/add @someone',
    help: 'Add a stakeholder',
    namesPeople: true,
    effect: 'blocks',
    ends: 'nothing',
  },
  {
    may(invocation) {
      const { statement, permissions } = invocation
      const { by, post, said } = statement
      const eligibility = eligibilityToAdd(invocation)
      if (eligibility === 'no') {
        return rejectedUnnamed(
          permissions.isRequired(by.id)
            ? namedSince(by, said)
            : 'Only the author, a stakeholder or a maintainer can use `/add`. Ask one of them to post it.',
        )
      }
      const wasRejected = permissions.wasRejected(statement) || permissions.rejectedThen(post)
      return eligibility === 'shown now' && wasRejected ? STAYS_REJECTED : eligibility
    },
    argument: ({ names }) =>
      names.length === 0 ? rejected('`/add` needs a name: `/add @someone`, or `/add @org/team (2)`.') : names,
    apply({ world, statement: { by, at }, permissions }, names) {
      const unknown: string[] = []
      for (const name of names) {
        const { personOrTeam, why } = permissions.whoIs(name)
        if (personOrTeam && why === null) addPersonOrTeam(world, personOrTeam, at, by)
        else unknown.push(why ?? 'No account has that name.')
      }
      if (unknown.length === names.length) return rejected(unknown.join(' '))
      return unknown.length > 0 ? { ...ACCEPTED, advice: unknown.join(' ') } : ACCEPTED
    },
  },
)

/** Returns whether the writer may add stakeholders. It blocks, so being named in the same second is early enough (C0). */
function eligibilityToAdd({ world, statement, permissions }: Invocation): Eligibility {
  const { by, at } = statement
  if (by.id === permissions.author?.id) return 'proved'
  const named = eligibilityOf(world, permissions, by.id, laterThan(at))
  return named === 'proved' ? named : strongest(permissions.maintains(statement), named)
}

function strongest(a: Eligibility, b: Eligibility): Eligibility {
  return (
    [a, b].find((eligibility) => eligibility === 'proved') ??
    [a, b].find((eligibility) => eligibility !== 'no') ??
    'no'
  )
}
