import type { PersonOrTeam } from '../../rfc/person-or-team.ts'
import { command, type Invocation } from '../model/command.ts'
import { ACCEPTED, type Eligible, isRejected, type Rejected, rejected } from '../model/outcome.ts'
import { eligibilityOf, type Permissions } from '../model/permissions.ts'
import type { Statement } from '../model/statement.ts'
import { addPersonOrTeam, stepOut, type World } from '../model/world.ts'
import { unnamed } from './who-may.ts'

export const delegate = command(
  {
    word: 'delegate',
    who: 'stakeholders',
    usage: '/delegate @someone',
    help: 'Transfer my role to someone else',
    namesPeople: true,
    effect: 'consents',
    recuses: true,
    takesPosition: true,
    note: null,
  },
  {
    may,
    argument,
    apply(invocation, name) {
      const { world, statement } = invocation
      const { by, at, namedAt, post } = statement
      const delegated = whoTakesPlace(invocation, name)
      if (isRejected(delegated)) return delegated
      addPersonOrTeam(world, delegated, namedAt ?? at, by)
      stepOut(world, by, { at, post, reason: invocation.said.afterNames, inFavourOf: delegated.person })
      return ACCEPTED
    },
  },
)

type PersonNamed = Invocation['said']['names'][number] & { readonly kind: 'person' }

/** Keeps the person named by a `/delegate` that was edited away or voided: they stay a stakeholder (C3). */
export function keepDelegate(world: World, statement: Statement, permissions: Permissions): void {
  const { by, at, said } = statement
  if (said.kind !== 'command') return
  const invocation = { world, statement, said, permissions }
  if (isRejected(may(invocation))) return
  const name = argument(said)
  const delegated = isRejected(name) ? name : whoTakesPlace(invocation, name)
  if (!isRejected(delegated)) addPersonOrTeam(world, delegated, at, by)
}

function may(invocation: Invocation): Eligible | Rejected {
  const { world, statement, permissions } = invocation
  const { by, at } = statement
  const eligibility = eligibilityOf(world, permissions, by.id, at, 'themself')
  if (eligibility !== 'no') return eligibility
  return eligibilityOf(world, permissions, by.id, at) === 'no'
    ? unnamed(invocation)
    : rejected(
        'You are named as a member of a team, so you have no role of your own to transfer. Another member can commit for the team.',
      )
}

function argument({ names }: Invocation['said']): PersonNamed | Rejected {
  const [name] = names
  return names.length === 1 && name?.kind === 'person'
    ? name
    : rejected('`/delegate` takes one person: `/delegate @someone`. Post it in a new comment.')
}

/** Resolves the person named in `/delegate`, or the reason they are rejected. */
function whoTakesPlace(
  { world, statement: { by }, permissions }: Invocation,
  name: PersonNamed,
): Extract<PersonOrTeam, { kind: 'person' }> | Rejected {
  const { personOrTeam, why } = permissions.whoIs(name)
  if (why !== null || personOrTeam?.kind !== 'person')
    return rejected(why ?? '`/delegate` needs the account of a person.')
  const { person } = personOrTeam
  if (person.id === by.id)
    return rejected("You can't delegate to yourself. To step out, comment `/recuse <reason>`.")
  if (person.id === permissions.author?.id) {
    return rejected("You can't delegate to the author. Name someone else, or comment `/recuse <reason>`.")
  }
  if (world.standings.get(person.id)?.recused) {
    return rejected(
      `@${person.login} recused themself, so you can't delegate to them. Name someone else, or comment \`/recuse <reason>\`.`,
    )
  }
  return personOrTeam
}
