import { command } from '../model/command.ts'
import { isLinked, namesObjection } from '../model/objection-links.ts'
import { ACCEPTED, rejected } from '../model/outcome.ts'
import { endMisalignment, isOpenBy } from '../model/world.ts'

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
    may({ world, statement: { by } }) {
      const isMisaligned = (world.standings.get(by.id)?.misaligned ?? null) !== null
      if (isMisaligned || world.objections.some((objection) => isOpenBy(objection, by))) return 'proved'
      return rejected(
        `@${by.login} has no open objections. To commit, comment \`/commit\` or \`/disagree-commit <reason>\`.`,
      )
    },
    argument: ({ reason }) => reason,
    apply({ world, statement: { by } }, link) {
      const own = world.objections.filter((objection) => isOpenBy(objection, by))
      const linked = own.filter((objection) => isLinked(objection, link))
      if (own.length > 0 && linked.length === 0 && namesObjection(link)) {
        return rejected(
          `\`/heard\` names none of your open objections (${own.map(({ number }) => `#${number}`).join(', ')}). To close all of them, post \`/heard\` alone in a new comment.`,
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
