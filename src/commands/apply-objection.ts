import { hold } from './apply-position.ts'
import type { Statement } from './collect.ts'
import { ACCEPTED, type Outcome, type Permissions, refused } from './outcome.ts'
import { endMisalignment, isOpenBy, type Objection, type World } from './world.ts'

export function object(
  world: World,
  statement: Statement,
  reason: string,
  permissions: Permissions,
): Outcome {
  const { by, at, post } = statement
  hold(world, statement)
  const number = permissions.numberOf(post, world.objections)
  world.objections = [...world.objections, { number, by, at, reason, post, state: 'open', answers: [] }]
  if (reason !== '') return ACCEPTED
  return {
    ...ACCEPTED,
    advice: 'The objection counts. Say why, so that it can be heard: edit it into `/object why`.',
  }
}

export function heard(world: World, { by }: Statement, link: string): Outcome {
  const own = world.objections.filter((objection) => isOpenBy(objection, by))
  const isMisaligned = (world.standings.get(by.id)?.misaligned ?? null) !== null
  if (own.length === 0 && !isMisaligned)
    return refused(
      `There is no open objection by @${by.login} to close. To go along, say \`/commit\` or \`/disagree-commit why\`.`,
    )
  const linked = own.filter((objection) => isLinked(objection, link))
  if (own.length > 0 && linked.length === 0 && namesObjection(link)) {
    return refused(
      `\`/heard\` names none of your own open objections. \`/heard\` alone, in a new comment, closes all of them: ${own.map(({ number }) => `#${number}`).join(', ')}.`,
    )
  }
  const closed = linked.length > 0 ? linked : own
  world.objections = world.objections.map((objection) =>
    closed.includes(objection) ? { ...objection, state: 'heard' } : objection,
  )
  endMisalignment(world, by)
  return ACCEPTED
}

export function answer(
  world: World,
  { by, at, post }: Statement,
  said: string,
  permissions: Permissions,
): Outcome {
  if (by.id !== permissions.author?.id) {
    return refused(
      '`/answer` is the author’s written answer to an objection. Say what you know in a comment without a command.',
    )
  }
  const [, link = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(said) ?? []
  const meant = world.objections.filter((objection) => isLinked(objection, link))
  const numbers = world.objections.map(({ number }) => `#${number}`)
  if (meant.length === 0) {
    return refused(
      numbers.length === 0
        ? 'There is no objection to answer.'
        : `\`/answer\` needs the number of an objection, one of ${numbers.join(', ')}, and the answer: \`/answer ${numbers.at(-1)} the platform budget pays\`.`,
    )
  }
  if (!/[\p{L}\p{N}]/u.test(text)) {
    return refused(`\`/answer ${link}\` needs its text: \`/answer ${link} the platform budget pays\`.`)
  }
  world.objections = world.objections.map((objection) =>
    meant.includes(objection)
      ? { ...objection, answers: [...objection.answers, { at, text, post }] }
      : objection,
  )
  return ACCEPTED
}

const REMARK_LINK = /#(?:issuecomment-|pullrequestreview-|discussion_r)(\d+)/g
const OBJECTION_NUMBER = /(?:^|\s)#(\d+)\b/g

function namesObjection(link: string): boolean {
  return [...link.matchAll(REMARK_LINK), ...link.matchAll(OBJECTION_NUMBER)].length > 0
}

function isLinked({ post, number }: Objection, link: string): boolean {
  return (
    [...link.matchAll(REMARK_LINK)].some((match) => match[1] === post.id) ||
    [...link.matchAll(OBJECTION_NUMBER)].some((match) => Number(match[1]) === number)
  )
}
