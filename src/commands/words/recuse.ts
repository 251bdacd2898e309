import { command } from '../model/command.ts'
import { ACCEPTED, rejected } from '../model/outcome.ts'
import { stepOut } from '../model/world.ts'
import { stakeholders } from './who-may.ts'

export const recuse = command(
  {
    word: 'recuse',
    who: 'stakeholders',
    usage: '/recuse <reason>',
    help: 'Recuse myself (recorded with the reason)',
    namesPeople: false,
    effect: 'consents',
    recuses: true,
    takesPosition: true,
    note: null,
  },
  {
    may: stakeholders,
    argument: ({ reason, onlyMentions }) =>
      reason === '' || onlyMentions
        ? rejected(
            '`/recuse` needs a reason, so others know why: `/recuse not my system any more`. Post it in a new comment.',
          )
        : reason,
    apply({ world, statement: { by, at, post } }, reason) {
      stepOut(world, by, { at, post, reason, inFavourOf: null })
      return ACCEPTED
    },
  },
)
