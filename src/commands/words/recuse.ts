import { command } from '../model/command.ts'
import { ACCEPTED, rejected } from '../model/outcome.ts'
import { stakeholders } from './who-may.ts'
import { stepOut } from '../model/world.ts'

export const recuse = command(
  {
    word: 'recuse',
    aliases: [],
    who: 'stakeholders',
    usage: '/recuse why',
    help: 'I step out, visibly',
    namesPeople: false,
    effect: 'consents',
    recuses: true,
    takesPosition: true,
    note: null,
  },
  {
    may: stakeholders('step out of'),
    argument: ({ reason, onlyMentions }) =>
      reason === '' || onlyMentions
        ? rejected(
            '`/recuse` needs its reason, so that others know why: `/recuse not my system any more`. Say it in a new comment.',
          )
        : reason,
    apply({ world, statement: { by, at } }, reason) {
      stepOut(world, by, { at, reason, inFavourOf: null })
      return ACCEPTED
    },
  },
)
