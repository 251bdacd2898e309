import { command } from '../model/command.ts'
import { ACCEPTED } from '../model/outcome.ts'
import { eligibilityOf } from '../model/permissions.ts'
import { endCommitment, UNSAID, update } from '../model/world.ts'
import { anyone, unnamed } from './who-may.ts'

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
    // It blocks, so it is recorded for everybody (C0): its writer may be named later.
    may: anyone,
    argument: ({ reason }) => reason,
    apply(invocation, because) {
      const { world, statement, permissions } = invocation
      const { by, at, post } = statement
      endCommitment(world, by)
      update(world, by, {
        ...UNSAID,
        alignment: 'misaligned',
        misaligned: { because, at, post, blocks: true },
      })
      const isNamed = eligibilityOf(world, permissions, by.id, at) !== 'no' || permissions.isRequired(by.id)
      if (!isNamed && !permissions.heldThen(post)) return unnamed(invocation)
      if (because !== '') return ACCEPTED
      return {
        ...ACCEPTED,
        advice:
          '`/misalign` recorded. Edit your comment to say how you read the problem: `/misalign <reason>`.',
      }
    },
  },
)
