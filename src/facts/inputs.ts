import type { CommitSha, Login } from './ids.ts'
import type { WrittenPattern } from './snapshot.ts'

/** What an evaluation still needs to read. */
export interface MissingInputs {
  readonly changesAt: readonly CommitSha[]
  readonly files: readonly { readonly commit: CommitSha; readonly path: string }[]
  readonly people: readonly Login[]
  readonly teams: readonly { readonly org: string; readonly slug: string }[]
  readonly roles: readonly Login[]
  readonly mergeBase: boolean
  /** Patterns to compare with all files at the head (D2). */
  readonly patterns: readonly WrittenPattern[]
  /** Logins that are not on GitHub, to be explained (S4). */
  readonly strangers: readonly Login[]
}

/** Nothing is missing. */
export const NOTHING_NEEDED: MissingInputs = {
  changesAt: [],
  files: [],
  people: [],
  teams: [],
  roles: [],
  mergeBase: false,
  patterns: [],
  strangers: [],
}
