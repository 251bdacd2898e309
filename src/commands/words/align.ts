import { command } from '../model/command.ts'
import { ACCEPTED, unannounced } from '../model/outcome.ts'
import { update } from '../model/world.ts'
import { forThemself, stakeholders } from './who-may.ts'

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
  {
    may: forThemself(stakeholders),
    argument: () => null,
    apply({ world, statement, permissions }) {
      const version = permissions.versionOf(statement)
      if (!version) return unannounced(statement.said)
      update(world, statement.by, { alignment: 'aligned', alignedOn: version, misaligned: null })
      return ACCEPTED
    },
  },
)
