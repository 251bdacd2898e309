import { command } from '../model/command.ts'
import { unnamed } from './who-may.ts'

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
    lacks: ({ reason, onlyMentions }) =>
      reason === '' || onlyMentions
        ? '`/recuse` needs a reason, so others know why: `/recuse not my system any more`. Post it in a new comment.'
        : null,
    refusal: unnamed,
  },
)
