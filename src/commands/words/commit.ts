import { command } from '../model/command.ts'
import { forAnother, unnamed } from './who-may.ts'

export const commit = command(
  {
    word: 'commit',
    who: 'stakeholders',
    usage: '/commit',
    help: 'Commit to carrying this out',
    namesPeople: false,
    effect: 'consents',
    recuses: false,
    takesPosition: true,
    note: {
      no: 'withdraw',
      isCommand: true,
      choice: 'Use `/commit` (unconditional), `/disagree-commit <reason>`, or `/object <reason>`.',
    },
  },
  { lacks: forAnother, refusal: unnamed },
)
