import { command } from '../model/command.ts'
import { forAnother, unnamed } from './who-may.ts'

export const disagreeCommit = command(
  {
    word: 'disagree-commit',
    aliases: ['disagree-and-commit'],
    suggestedFor: ['disagree'],
    who: 'stakeholders',
    usage: '/disagree-commit <reason>',
    help: 'Commit, with my dissent on record',
    namesPeople: false,
    effect: 'consents',
    recuses: false,
    takesPosition: true,
    note: null,
  },
  {
    lacks: (said) =>
      forAnother(said) ??
      (said.reason === ''
        ? '`/disagree-commit` needs a reason, so your dissent is on record: `/disagree-commit the rollback takes a day`. Post it in a new comment.'
        : null),
    refusal: unnamed,
  },
)
