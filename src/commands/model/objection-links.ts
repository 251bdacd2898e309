import type { ObjectionNumber, PostId } from '../../facts/ids.ts'

const POST_LINK = /#(?:issuecomment-|pullrequestreview-|discussion_r)(\d+)/g
const OBJECTION_NUMBER = /(?:^|\s)#(\d+)\b/g

/** Returns whether a text names any objection, by its number or by a link to its post. */
export function namesObjection(link: string): boolean {
  return objectionsNamed(link).length > 0
}

/** Returns the objections a text names: their numbers, and the ids of posts it links to. */
export function objectionsNamed(link: string): readonly (ObjectionNumber | PostId)[] {
  const linked = [...link.matchAll(POST_LINK)].map((match) => match[1] as PostId)
  const numbered = [...link.matchAll(OBJECTION_NUMBER)].map((match) => Number(match[1]))
  return [...linked, ...numbered]
}
