import { maySaySomething } from '../commands/may-say-something.ts'
import type { Trigger } from '../facts/trigger.ts'

/** Returns whether an event could revoke a success, decided without a parser: false only when it surely cannot. */
export function couldTakeAway(trigger: Trigger): boolean {
  if (trigger.kind === 'look') return trigger.takesAway === true || trigger.changed !== undefined
  if (trigger.kind !== 'remark') return trigger.kind !== 'group'
  const { told, text } = trigger
  if (!told || told.change === 'dismissed' || told.review === 'changes_requested') return true
  if (told.change === 'deleted' && told.by !== told.author) return true
  const texts = told.change === 'edited' ? [text, told.before] : [text]
  return texts.some((each) => each === null || maySaySomething(each))
}
