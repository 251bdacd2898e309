import { type Trigger, withToldDeletions } from '../../src/facts/trigger.ts'
import { person, type Story } from './story.ts'

/**
 * Somebody else deletes a line comment, which GitHub keeps no record of: our note of it is all there is (C6). Gives when
 * it was noted.
 */
export function deletedLine(told: Story, login: string): string {
  const said = told.say(login, 'a thought', { on: 'line' })
  told.remove(said)
  const trigger: Trigger = {
    kind: 'remark',
    on: 'line',
    id: said,
    state: 'absent',
    at: '',
    text: null,
    deletion: { author: person(login), by: person('mallory') },
  }
  told.visit(withToldDeletions(told.snapshot(), [trigger]))
  return told.now()
}
