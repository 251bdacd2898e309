import { command } from '../model/command.ts'
import { namesObjection } from '../model/objection-links.ts'

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
    lacks({ reason }) {
      const [, link = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(reason) ?? []
      if (!namesObjection(link) || /[\p{L}\p{N}]/u.test(text)) return null
      return `\`/answer ${link}\` needs your answer: \`/answer ${link} the platform budget pays\`.`
    },
    refusal(why, { objections }) {
      if (why === 'not the author')
        return 'Only the author can use `/answer`. To respond to an objection, comment without a command.'
      const numbers = objections.map(({ number }) => `#${number}`)
      return numbers.length === 0
        ? 'There are no objections to answer.'
        : `\`/answer\` needs the number of an objection (${numbers.join(', ')}) and your answer: \`/answer ${numbers.at(-1)} the platform budget pays\`.`
    },
  },
)
