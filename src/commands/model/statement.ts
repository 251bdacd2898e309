import type { Timestamp } from '../../facts/ids.ts'
import type { Person, Post } from '../../facts/snapshot.ts'
import type { Spoken } from './spoken.ts'

/** Something a person said, before their eligibility is checked. */
export interface Statement {
  readonly by: Person
  /** When it counts from, by GitHub's clock in whole seconds (C5). */
  readonly at: Timestamp
  readonly post: Post
  readonly said: Spoken
  /** For a `/delegate`: when its name was written, which may be an edit later than `at` (C5). */
  readonly namedAt?: Timestamp
}
