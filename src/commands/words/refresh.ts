import { command } from '../model/command.ts'
import { never } from './who-may.ts'

/** Changes nothing: every comment starts an evaluation. */
export const refresh = command(
  {
    word: 'refresh',
    who: 'anyone',
    usage: '/refresh',
    help: 'Evaluate again',
    namesPeople: false,
    effect: 'neither',
  },
  { refusal: never },
)
