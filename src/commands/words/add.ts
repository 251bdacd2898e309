import { type About, command } from '../model/command.ts'
import { maintainerSince, namedSince } from '../model/refusal-texts.ts'

export const add = command(
  {
    word: 'add',
    who: 'participants',
    usage: '/add @someone',
    help: 'Add a stakeholder',
    namesPeople: true,
    effect: 'blocks',
    ends: 'nothing',
  },
  {
    lacks: ({ names }) =>
      names.length === 0 ? '`/add` needs a name: `/add @someone`, or `/add @org/team (2)`.' : null,
    refusal: (why, about) =>
      why === 'names nobody who can be meant'
        ? unknownIn(about).join(' ')
        : about.isRequired
          ? namedSince(about.by, { kind: 'command', word: 'add' })
          : about.isMaintainer
            ? maintainerSince({ kind: 'command', word: 'add' })
            : 'Only the author, a stakeholder or a maintainer can use `/add`. Ask one of them to post it.',
    advice: (about) => {
      const unknown = unknownIn(about)
      return unknown.length > 0 ? unknown.join(' ') : null
    },
  },
)

/** Why some of the names stand for nobody who could commit. */
function unknownIn({ said: { names }, whoIs }: About): readonly string[] {
  return names.flatMap((name) => {
    const { personOrTeam, why } = whoIs(name)
    return personOrTeam && why === null ? [] : [why ?? 'No account has that name.']
  })
}
