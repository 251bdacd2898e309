import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { ReviewState } from '../facts/snapshot.ts'
import type { Ledger } from './append.ts'
import type { Evidence, FirstSight } from './entry.ts'
import type { Digest, RecordedCommand } from './recorded-command.ts'

/** What is known when a payload is recorded. */
export interface ToldContext {
  /** When the App first saw the payload, by GitHub's clock. */
  readonly seen: Timestamp
  /** What is recorded so far. */
  readonly ledger: Ledger
  /**
   * Returns the commands of a text, and of the button of a review. A text that cannot be read has a doubt, which blocks
   * (C0). Read from GitHub, the same text must have the same commands.
   */
  readonly commandsIn: (text: string, button: Button | null) => readonly RecordedCommand[]
  /** What GitHub allowed the author of the post; null while that could not be read (C0). */
  readonly firstSight: FirstSight | null
  /** Returns the digest of a text, a branch or a label, as it is made of what is read from GitHub. */
  readonly digest: (text: string) => Digest
}

/** What the author of a review chose. A dismissed review does not tell. */
export type Button = Exclude<ReviewState, 'dismissed'>

/** Returns the evidence of something that a payload tells. */
export function fromPayload(at: Timestamp, { seen }: ToldContext): Evidence {
  return { at, seen, from: 'payload' }
}

/** Returns whether a text is the name of a commit. An entry with another one could not be read again. */
export function isCommit(name: string | null): name is CommitSha {
  return name !== null && /^[0-9a-f]{40}$/.test(name)
}
