import { quoted } from '../../facts/quoted.ts'
import { command } from '../model/command.ts'

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
    refusal: (_why, { by }) =>
      `@${by.login} wasn't a stakeholder of this RFC when this was posted, so there was nothing to withdraw.`,
    advice: ({ said: { written } }) =>
      /^\/withdraw$/i.test(written)
        ? null
        : `${quoted(written)} counts as \`/withdraw\`: your commitment and \`/align\` no longer count.`,
  },
)
