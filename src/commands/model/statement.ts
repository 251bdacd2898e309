import type { Person, Post } from '../../facts/snapshot.ts'
import type { Spoken } from './spoken.ts'

/** Something a person said that may count, before anybody asked whether they may say it. */
export interface Statement {
  readonly by: Person
  /** When it counts from: GitHub's second (C5). */
  readonly at: string
  readonly post: Post
  readonly said: Spoken
  /** Of a `/delegate`: since when its name stands there, which an edit may have brought later than `at` (C5). */
  readonly namedAt?: string
}
