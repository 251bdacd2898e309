import { command } from '../model/command.ts'
import { rejected } from '../model/outcome.ts'
import { recordCommitment } from './commit.ts'
import { forThemself, stakeholders } from './who-may.ts'

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
    may: forThemself(stakeholders),
    argument: ({ reason }) =>
      reason === ''
        ? rejected(
            '`/disagree-commit` needs a reason, so your dissent is on record: `/disagree-commit the rollback takes a day`. Post it in a new comment.',
          )
        : reason,
    apply: (invocation, reason) => recordCommitment(invocation, 'dissenting', reason),
  },
)
