import type { Timestamp } from '../facts/ids.ts'
import type { Case } from './case.ts'
import { rfcAt } from './documents-at.ts'
import { keyOf, writtenKey } from './person-or-team.ts'
import { peopleAndTeamsIn, stakeholderListAt } from './stakeholder-lists.ts'
import type { Version } from './versions.ts'

/** People named by a head after one that did not name them, which ends their release (C3). */
export interface NamedAgain {
  readonly at: Timestamp
  /** By `keyOf` and `writtenKey`. */
  readonly keys: ReadonlySet<string>
}

/**
 * Returns the people and teams that a version names after one that did not, in order of time; the head that is only
 * being announced included.
 */
export function namedAgain(theCase: Case): readonly NamedAgain[] {
  const { versions, current } = theCase
  const readable = [...versions.filter((version) => rfcAt(theCase, version).kind === 'read'), current]
  const read = readable.map((version) => ({ since: version.since, keys: keysAt(theCase, version) }))
  return read.slice(1).map(({ since, keys }, index) => ({
    at: since,
    keys: new Set([...keys].filter((key) => !read[index]?.keys.has(key))),
  }))
}

function keysAt(theCase: Case, version: Version): ReadonlySet<string> {
  const list = stakeholderListAt(theCase, version)
  return new Set([
    ...list.names.map(({ mention }) => writtenKey(mention)),
    ...peopleAndTeamsIn(theCase.snapshot, list).map(keyOf),
  ])
}
