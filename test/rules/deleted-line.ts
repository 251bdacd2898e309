import type { Timestamp } from '../../src/facts/ids.ts'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import { withToldDeletions } from '../../src/facts/told-deletions.ts'
import type { Trigger } from '../../src/facts/trigger.ts'
import { person, type Story } from './story.ts'

/** Returns the snapshot as a webhook changes it that reports the deletion of a line comment by somebody. */
export function withLineDeletion(told: Story, id: string, author: string, by: string): Snapshot {
  const deletion = { author: person(author), by: person(by) }
  const trigger: Trigger = { kind: 'remark', on: 'line', id, state: 'absent', at: '', text: null, deletion }
  return withToldDeletions(told.snapshot(), [trigger]) as Snapshot
}

/**
 * Lets somebody else delete a line comment, of which GitHub keeps no record: the ledger alone tells of it
 * (C6). Returns when it was recorded.
 */
export function deletedLine(told: Story, login: string): Timestamp {
  const said = told.say(login, 'a thought', { on: 'line' })
  told.remove(said)
  told.evaluate(withLineDeletion(told, said, login, 'mallory'))
  return told.now()
}
