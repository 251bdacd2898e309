import { command } from '../model/command.ts'
import { isLinked } from '../model/objection-links.ts'
import { ACCEPTED, rejected } from '../model/outcome.ts'

export const answer = command(
  {
    word: 'answer',
    aliases: [],
    who: 'author',
    usage: '/answer #1 text',
    help: 'my answer in writing to objection #1',
    namesPeople: false,
    effect: 'neither',
  },
  {
    may: ({ statement: { by }, permissions }) =>
      by.id === permissions.author?.id
        ? 'proved'
        : rejected(
            '`/answer` is the author’s written answer to an objection. Say what you know in a comment without a command.',
          ),
    argument({ reason }) {
      const [, link = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(reason) ?? []
      return { link, text }
    },
    apply({ world, statement: { at, post } }, { link, text }) {
      const meant = world.objections.filter((objection) => isLinked(objection, link))
      const numbers = world.objections.map(({ number }) => `#${number}`)
      if (meant.length === 0) {
        return rejected(
          numbers.length === 0
            ? 'There is no objection to answer.'
            : `\`/answer\` needs the number of an objection, one of ${numbers.join(', ')}, and the answer: \`/answer ${numbers.at(-1)} the platform budget pays\`.`,
        )
      }
      if (!/[\p{L}\p{N}]/u.test(text)) {
        return rejected(`\`/answer ${link}\` needs its text: \`/answer ${link} the platform budget pays\`.`)
      }
      world.objections = world.objections.map((objection) =>
        meant.includes(objection)
          ? { ...objection, answers: [...objection.answers, { at, text, post }] }
          : objection,
      )
      return ACCEPTED
    },
  },
)
