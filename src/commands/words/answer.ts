import { command } from '../model/command.ts'
import { isLinked } from '../model/objection-links.ts'
import { ACCEPTED, rejected } from '../model/outcome.ts'

export const answer = command(
  {
    word: 'answer',
    who: 'author',
    usage: '/answer #1 <text>',
    help: 'Answer objection #1 in writing',
    namesPeople: false,
    effect: 'neither',
  },
  {
    may: ({ statement: { by }, permissions }) =>
      by.id === permissions.author?.id
        ? 'proved'
        : rejected(
            'Only the author can use `/answer`. To respond to an objection, comment without a command.',
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
            ? 'There are no objections to answer.'
            : `\`/answer\` needs the number of an objection (${numbers.join(', ')}) and your answer: \`/answer ${numbers.at(-1)} the platform budget pays\`.`,
        )
      }
      if (!/[\p{L}\p{N}]/u.test(text)) {
        return rejected(
          `\`/answer ${link}\` needs your answer: \`/answer ${link} the platform budget pays\`.`,
        )
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
