import { command } from '../model/command.ts'
import { never } from './who-may.ts'

/** Changes nothing: `report/replies.ts` answers it with the table of commands. */
export const help = command(
  {
    word: 'help',
    who: 'anyone',
    usage: '/help',
    help: 'List the commands',
    namesPeople: false,
    effect: 'neither',
  },
  { refusal: never },
)
