import { command } from '../model/command.ts'
import { isLinked, namesObjection } from '../model/objection-links.ts'
import { ACCEPTED, rejected } from '../model/outcome.ts'
import { endMisalignment, isOpenBy } from '../model/world.ts'

export const heard = command(
  {
    word: 'heard',
    aliases: [],
    who: 'objector',
    usage: '/heard',
    help: 'my objection was heard; neither agreement nor commitment',
    namesPeople: false,
    effect: 'consents',
    recuses: false,
    takesPosition: true,
    note: {
      no: 'heard',
      isCommand: false,
      choice: 'Your objection stays open. Comment `/heard` when nothing is left of it.',
    },
  },
  {
    may({ world, statement: { by } }) {
      const isMisaligned = (world.standings.get(by.id)?.misaligned ?? null) !== null
      if (isMisaligned || world.objections.some((objection) => isOpenBy(objection, by))) return 'proved'
      return rejected(
        `There is no open objection by @${by.login} to close. To go along, say \`/commit\` or \`/disagree-commit why\`.`,
      )
    },
    argument: ({ reason }) => reason,
    apply({ world, statement: { by } }, link) {
      const own = world.objections.filter((objection) => isOpenBy(objection, by))
      const linked = own.filter((objection) => isLinked(objection, link))
      if (own.length > 0 && linked.length === 0 && namesObjection(link)) {
        return rejected(
          `\`/heard\` names none of your own open objections. \`/heard\` alone, in a new comment, closes all of them: ${own.map(({ number }) => `#${number}`).join(', ')}.`,
        )
      }
      const closed = linked.length > 0 ? linked : own
      world.objections = world.objections.map((objection) =>
        closed.includes(objection) ? { ...objection, state: 'heard' } : objection,
      )
      endMisalignment(world, by)
      return ACCEPTED
    },
  },
)
