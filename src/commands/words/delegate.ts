import { type About, command } from '../model/command.ts'
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
    lacks: ({ names: [name, ...others] }) =>
      others.length === 0 && name?.kind === 'person'
        ? null
        : '`/delegate` takes one person: `/delegate @someone`. Post it in a new comment.',
    refusal(why, about) {
      if (why === 'not named by themself')
        return 'You are named as a member of a team, so you have no role of your own to transfer. Another member can commit for the team.'
      return why === 'names nobody who can be meant' ? whyNotThem(about) : unnamed(why, about)
    },
  },
)

/** Why the person named cannot take the writer's place. */
function whyNotThem({ said, by, author, whoIs, isRecused }: About): string {
  const [name] = said.names
  const { personOrTeam, why } = name ? whoIs(name) : { personOrTeam: null, why: null }
  if (why !== null || personOrTeam?.kind !== 'person')
    return why ?? '`/delegate` needs the account of a person.'
  const { person } = personOrTeam
  if (person.id === by.id) return "You can't delegate to yourself. To step out, comment `/recuse <reason>`."
  if (person.id === author?.id)
    return "You can't delegate to the author. Name someone else, or comment `/recuse <reason>`."
  const what = isRecused(person) ? 'recused themself' : 'has to post again here first'
  return `@${person.login} ${what}, so you can't delegate to them. Name someone else, or comment \`/recuse <reason>\`.`
}
