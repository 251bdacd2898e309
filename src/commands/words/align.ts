import { command } from '../model/command.ts'
import { forAnother, unnamed } from './who-may.ts'

export const align = command(
  {
    word: 'align',
    who: 'stakeholders',
    usage: '/align',
    help: 'Agree with the problem statement',
    namesPeople: false,
    effect: 'consents',
    recuses: false,
    takesPosition: false,
    note: {
      no: 'misalign',
      isCommand: false,
      choice: 'Use `/align` (unconditional) or `/misalign <reason>`.',
    },
  },
  { lacks: forAnother, refusal: unnamed },
)
