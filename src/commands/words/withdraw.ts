import { quoted } from '../../facts/quoted.ts'
import { command } from '../model/command.ts'
import { ACCEPTED, rejectedUnnamed } from '../model/outcome.ts'
import { eligibilityOf } from '../model/permissions.ts'
import { endCommitment, UNSAID, update } from '../model/world.ts'
import { anyone } from './who-may.ts'

/** Ends the writer's commitment and `/align`; their objections and a `/misalign` stay (C3, F3). */
export const withdraw = command(
  {
    word: 'withdraw',
    aliases: ['uncommit', 'un-commit'],
    who: 'stakeholders',
    usage: '/withdraw',
    help: 'Take back my commitment and `/align` (my objections stay)',
    namesPeople: false,
    effect: 'blocks',
    ends: 'commitment and alignment',
  },
  {
    may: anyone,
    argument: ({ written }) => written,
    apply({ world, statement: { by, at }, permissions }, written) {
      endCommitment(world, by)
      if (world.standings.get(by.id)?.alignment === 'aligned') update(world, by, UNSAID)
      if (eligibilityOf(world, permissions, by.id, at) === 'no')
        return rejectedUnnamed(
          `@${by.login} wasn't a stakeholder of this RFC when this was posted, so there was nothing to withdraw.`,
        )
      if (/^\/withdraw$/i.test(written)) return ACCEPTED
      return {
        ...ACCEPTED,
        advice: `${quoted(written)} counts as \`/withdraw\`: your commitment and \`/align\` no longer count.`,
      }
    },
  },
)
