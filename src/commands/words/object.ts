import { command } from '../model/command.ts'
import { never } from './who-may.ts'

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
    refusal: never,
    advice: ({ said }) =>
      said.reason === ''
        ? 'Objection recorded. Edit your comment to add a reason: `/object <reason>`.'
        : null,
  },
)
