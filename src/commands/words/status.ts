import { command } from '../model/command.ts'
import { never } from './who-may.ts'

/** Changes nothing: `report/replies.ts` answers it with the verdict. */
export const status = command(
  {
    word: 'status',
    who: 'anyone',
    usage: '/status',
    help: 'Show the current status',
    namesPeople: false,
    effect: 'neither',
  },
  { refusal: never },
)
