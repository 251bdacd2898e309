import { command } from '../model/command.ts'
import { isOpenBy } from '../model/world.ts'

export const heard = command(
  {
    word: 'heard',
    who: 'objector',
    usage: '/heard',
    help: 'Close my objection (does not commit)',
    namesPeople: false,
    effect: 'consents',
    recuses: false,
    takesPosition: true,
    note: {
      no: 'heard',
      isCommand: false,
      choice: 'Your objection stays open. To close it, comment `/heard` without a condition.',
    },
  },
  {
    refusal: (_why, { by, objections }) => {
      const own = objections.filter((objection) => isOpenBy(objection, by))
      if (own.length === 0)
        return `@${by.login} has no open objections. To commit, comment \`/commit\` or \`/disagree-commit <reason>\`.`
      return `\`/heard\` names none of your open objections (${own.map(({ number }) => `#${number}`).join(', ')}). To close all of them, post \`/heard\` alone in a new comment.`
    },
  },
)
