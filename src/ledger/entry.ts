import type {
  BlobId,
  CommitSha,
  Kind,
  ObjectionNumber,
  RunId,
  TeamId,
  Timestamp,
  UserId,
} from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import { type Digest, type Name, type NameKey, nameKey, type RecordedCommand } from './recorded-command.ts'

/** Where an entry comes from, and when. Times are GitHub's, with whole seconds. */
export interface Evidence {
  /** When it happened; the earliest time known for it where GitHub does not say. */
  readonly at: Timestamp
  /** When the App first saw it. */
  readonly seen: Timestamp
  readonly from: 'payload' | 'read'
}

/** What GitHub allowed the author of a post when a revision of it was first seen (C0). */
export interface FirstSight {
  readonly at: Timestamp
  /** The named teams of which the author was a member. */
  readonly teams: readonly TeamId[]
  /**
   * Of the author, their teams and the people named: those that the configuration or a base version named, or the
   * description before the post where that is the document (D3, S2, S6).
   */
  readonly namedAtBase: readonly NameKey[]
  /** Null where no command of the post depends on it. */
  readonly isMaintainer: boolean | null
  /** Whether `stakeholders.deciders` named the author; null where no command of the post depends on it. */
  readonly isDecider: boolean | null
}

/** A revision of a post, its first one included, as it was first seen. Only posts of people are recorded (C5). */
interface RevisionOfPost {
  readonly post: PostKey
  readonly author: UserId
  readonly commands: readonly RecordedCommand[]
  /** Null where it could not be read yet: it is asked for again and never assumed (C0). */
  readonly firstSight: FirstSight | null
  /**
   * The commit that GitHub records for a review; of any other post the tip that the same read showed, which proves that no
   * other was pushed before it (F1). Null where that is unknown.
   */
  readonly tip: CommitSha | null
  readonly viaEmail: boolean
}

/** What each kind of entry tells (L1). No verdict is among them. */
interface Kinds {
  /** The ledger itself: how it began, and which version of the rules last wrote it (L4). Every ledger has one. */
  readonly header: {
    readonly rules: number
    /** The author of the pull request; null where their account is deleted. */
    readonly author: UserId | null
    /**
     * `lost`: it was begun again, because an earlier one was not found (L3). `former`: a version of this App that kept no
     * ledger had judged the pull request before.
     */
    readonly begun: 'new' | 'former' | 'lost'
    /**
     * Posts until this second consent to nothing: there was no RFC yet, or the ledger was lost (L2, L3). Where it is
     * `former`, the second in which the pull request was opened.
     */
    readonly consentsAfter: Timestamp
    /** Until when posts were judged in each copy that was restored: older ones not in it consent to nothing (L3). */
    readonly judgedUntil: readonly Timestamp[]
    /** Posts of a ledger that a copy was joined with, which had judged them and left them out: they consent to nothing (L3). */
    readonly leftOut: readonly PostKey[]
  }
  /**
   * A commit that was the tip of the branch. `pushed`: the branch moved there from `before` in that second. `shown`: a
   * read that began then showed it, or a payload did whose last change was then; where that was a push, `before` was the
   * tip until it, at an unknown time. `possible`: it may have been the tip at some time until then, for the chain of
   * pushes has a gap (S6).
   */
  readonly tip: {
    readonly commit: CommitSha
    readonly before: CommitSha | null
    readonly how: 'pushed' | 'shown' | 'possible'
    /** Whether the pull request was outside draft; null where that is unknown, which counts as ready (S6). */
    readonly isReady: boolean | null
  }
  /** The announcement of a head: a check run that the App wrote for it, at the start time that GitHub set (F1). */
  readonly head: { readonly run: RunId; readonly commit: CommitSha }
  /** What a commit holds: the RFC's files and whom they name. Digests belong to the version that made them (L1). */
  readonly text: {
    readonly commit: CommitSha
    readonly version: number
    readonly files: readonly { readonly path: Digest; readonly blob: BlobId }[]
    readonly names: readonly Name[]
    /** Digests of the material text (F2) and of the Problem section (F3). Null: two readings differ. */
    readonly material: Digest | null
    readonly problem: Digest | null
  }
  /**
   * Who was named while the pull request was ready by a text that may not be read again: a base version of a file that it
   * touches, which changes with the base; or a version without a ledger noted it (S6).
   */
  readonly named: { readonly name: Name }
  /** A team was named with a quorum for which it had the members, the author left out (S3). */
  readonly quorum: { readonly team: TeamId; readonly quorum: number }
  /** A post as its author first wrote it, at the time it was posted. */
  readonly post: RevisionOfPost
  /** A later revision, at the time of the edit; `by` is null where GitHub does not say who edited (C5). */
  readonly edit: RevisionOfPost & {
    readonly written: Timestamp
    readonly by: UserId | null
    readonly text: Digest
  }
  /**
   * A post is gone. `by` is null while it is unknown who deleted it; `post` is null in GitHub's timeline, which tells
   * that somebody deleted a post of `author`, never which (C6).
   */
  readonly removal: {
    readonly post: PostKey | null
    readonly author: UserId | null
    readonly by: UserId | null
  }
  readonly dismissal: { readonly post: PostKey; readonly by: UserId | null }
  /** `carried`: another pull request with the same head carries the decision, until it is this one's `own` (V7). */
  readonly state: {
    readonly to: 'draft' | 'ready' | 'closed' | 'reopened' | 'carried' | 'own'
    readonly by: UserId | null
  }
  readonly base: { readonly branch: Digest }
  readonly label: { readonly label: Digest; readonly to: 'on' | 'off' }
  readonly membership: { readonly team: TeamId; readonly person: UserId; readonly isMember: boolean }
  readonly role: { readonly person: UserId; readonly isMaintainer: boolean }
  readonly merge: { readonly by: UserId | null; readonly commit: CommitSha | null }
  /** Something the App told somebody, recorded before it is sent (N1b); `to` is null for the pull request as a whole. */
  readonly notice: {
    readonly about: 'named' | 'changed' | 'ready'
    readonly to: NameKey | null
    readonly commit: CommitSha | null
  }
  /** The number of an objection, given once (P5). */
  readonly number: {
    readonly post: PostKey
    readonly line: Digest | null
    readonly number: ObjectionNumber
  }
}

export type EntryKind = keyof Kinds

/** An entry of one kind. */
export type EntryOf<K extends EntryKind> = {
  [Each in K]: { readonly kind: Each } & Evidence & Kinds[Each]
}[K]

/** One piece of evidence (L1). */
export type Entry = EntryOf<EntryKind>

/** A revision of a post, the first one or a later one. */
export type Revision = EntryOf<'post' | 'edit'>

/** What makes two entries the same evidence. */
export type Identity = Kind<string, 'identity of an entry'>

/**
 * Every kind and what identifies its entries. What is not part of the identity may be told differently by two entries;
 * then `sameEvidence` decides.
 */
const IDENTITY: { readonly [K in EntryKind]: (entry: EntryOf<K>) => readonly unknown[] } = {
  header: () => [],
  tip: ({ at, commit, before, how }) => [at, commit, before, how],
  head: ({ run, commit, at }) => [run, commit, at],
  text: ({ commit, version }) => [commit, version],
  named: ({ name }) => [nameKey(name), name.kind === 'team' ? name.quorum : 0],
  quorum: ({ team, quorum }) => [team, quorum],
  post: ({ post }) => [post],
  edit: ({ post, at, by, text }) => [post, at, by, text],
  removal: ({ post, author, by, at }) => (post === null ? [author, by, at] : [post, by]),
  dismissal: ({ post, by }) => [post, by],
  state: ({ at, to, by }) => [at, to, by],
  base: ({ at, branch }) => [at, branch],
  label: ({ at, label, to }) => [at, label, to],
  membership: ({ at, team, person, isMember }) => [at, team, person, isMember],
  role: ({ at, person, isMaintainer }) => [at, person, isMaintainer],
  merge: ({ by, commit }) => [by, commit],
  notice: ({ at, about, to, commit }) => [at, about, to, commit],
  number: ({ post, line, number }) => [post, line, number],
}

/** Returns what identifies an entry: the same evidence from a payload and from a read has the same identity. */
export function identityOf(entry: Entry): Identity {
  const identify = IDENTITY[entry.kind] as (entry: Entry) => readonly unknown[]
  return `${entry.kind} ${JSON.stringify(identify(entry))}`
}

/** Returns an entry as a text that does not depend on the order in which its fields were told or stored. */
export function textOf(entry: Entry): string {
  return JSON.stringify(entry, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

/** Returns when a post was first written, of any revision. */
export function writtenAt(revision: Revision): Timestamp {
  return revision.kind === 'post' ? revision.at : revision.written
}
