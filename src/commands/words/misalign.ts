import { command } from '../model/command.ts'
import { unnamed } from './who-may.ts'

export const misalign = command(
  {
    word: 'misalign',
    who: 'stakeholders',
    usage: '/misalign <reason>',
    help: 'Dispute the problem statement (blocks)',
    namesPeople: false,
    effect: 'blocks',
    ends: 'commitment and alignment',
  },
  {
    refusal: unnamed,
    advice: ({ said }) =>
      said.reason === ''
        ? '`/misalign` recorded. Edit your comment to say how you read the problem: `/misalign <reason>`.'
        : null,
  },
)
