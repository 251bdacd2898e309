import { command } from '../model/command.ts'
import { rejected } from '../model/outcome.ts'
import { forThemself, stakeholders } from './who-may.ts'
import { recordCommitment } from './commit.ts'

export const disagreeCommit = command(
  {
    word: 'disagree-commit',
    aliases: ['disagree-and-commit'],
    suggestedFor: ['disagree'],
    who: 'stakeholders',
    usage: '/disagree-commit why',
    help: 'I would do it otherwise, and I will carry it out; my dissent stays on record',
    namesPeople: false,
    effect: 'consents',
    recuses: false,
    takesPosition: true,
    note: null,
  },
  {
    may: forThemself(stakeholders('commit to')),
    argument: ({ reason }) =>
      reason === ''
        ? rejected(
            '`/disagree-commit` needs its reason, so that your dissent stays on record: `/disagree-commit the rollback takes a day`. Say it in a new comment.',
          )
        : reason,
    apply: (invocation, reason) => recordCommitment(invocation, 'dissenting', reason),
  },
)
