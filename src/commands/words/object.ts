import { command } from '../model/command.ts'
import { ACCEPTED } from '../model/outcome.ts'
import { endCommitment } from '../model/world.ts'
import { anyone } from './who-may.ts'

export const object = command(
  {
    word: 'object',
    who: 'anyone',
    usage: '/object <reason>',
    help: 'Raise an objection (blocks when a stakeholder raises it)',
    namesPeople: false,
    effect: 'blocks',
    ends: 'commitment',
  },
  {
    may: anyone,
    argument: ({ reason }) => reason,
    apply({ world, statement: { by, at, post }, permissions }, reason) {
      endCommitment(world, by)
      const number = permissions.numberOf(post, world.objections)
      world.objections = [...world.objections, { number, by, at, reason, post, state: 'open', answers: [] }]
      if (reason !== '') return ACCEPTED
      return {
        ...ACCEPTED,
        advice: 'Objection recorded. Edit your comment to add a reason: `/object <reason>`.',
      }
    },
  },
)
