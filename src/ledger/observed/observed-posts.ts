import { isConsent } from '../../commands/effects.ts'
import { commandLine, type Spoken } from '../../commands/model/spoken.ts'
import { postOf, readForApp, spokenIn, type Texts } from '../../commands/texts.ts'
import { digest } from '../../facts/external-id.ts'
import type { CommitSha, PostId, Timestamp, UserId } from '../../facts/ids.ts'
import { type PostKey, postKey, revisionKey } from '../../facts/keys.ts'
import type { Person, Post, Revision, Snapshot } from '../../facts/snapshot.ts'
import { laterOf } from '../../facts/time.ts'
import type { Case } from '../../rfc/case.ts'
import { entriesOf, type Ledger } from '../append.ts'
import { type Entry, type EntryOf, identityOf } from '../entry.ts'
import { type Recording, recordedCommands } from './recorded-commands.ts'
import type { Sights } from './sights.ts'

/** What posts are recorded with. */
export interface PostRecording extends Recording {
  readonly sights: Sights
  /**
   * Whether the evaluations until now were by a version without a ledger: then its reactions tell whom it turned down
   * (C0).
   */
  readonly isFormer: boolean
  /** What that version remembers to have turned down, line by line. */
  readonly refused: Snapshot['remembered']['former']['refused']
  /** Posts that it noted to block, whatever became of the rights of their authors (P5). */
  readonly held: ReadonlySet<PostId>
}

/** Returns the revisions of posts that a read shows and the ledger does not have (L2, C5). */
export function observedPosts(theCase: Case<Texts>, ledger: Ledger, how: PostRecording): readonly Entry[] {
  const { snapshot } = theCase
  const texts = readForApp(theCase.texts, snapshot.appSlug)
  const known = knownRevisions(ledger)
  return snapshot.posts.flatMap((post): readonly Entry[] => {
    const { author } = post
    if (author?.type !== 'User') return []
    const spokenOf = (text: string | null) => spokenInPost(theCase, post, texts, text)
    const shown = { post, author, seen: snapshot.at, spokenOf }
    return [
      ...revisionsOf(shown, how, known),
      ...(post.review?.isDismissed ? [dismissal(post, snapshot.at)] : []),
    ]
  })
}

/** The revisions on record, by identity. */
function knownRevisions(ledger: Ledger): ReadonlyMap<string, RecordedRevision> {
  return new Map(
    [...entriesOf(ledger, 'post'), ...entriesOf(ledger, 'edit')].map((entry) => [identityOf(entry), entry]),
  )
}

type RecordedRevision = EntryOf<'post' | 'edit'>

interface ShownPost {
  readonly post: Post
  readonly author: Person
  readonly seen: Timestamp
  readonly spokenOf: (text: string | null) => readonly Spoken[]
}

function revisionsOf(
  shown: ShownPost,
  how: PostRecording,
  known: ReadonlyMap<string, RecordedRevision>,
): readonly Entry[] {
  const { post, author } = shown
  // Only a read tells that a post came by e-mail (GH-202), so that what consents in it does not count (C1).
  const isNew = (entry: RecordedRevision) => {
    const before = known.get(identityOf(entry))
    return !before?.firstSight || (entry.viaEmail && !before.viaEmail)
  }
  const first: Revision = { at: post.at, editor: author, text: post.revisions ? textOf(post) : '' }
  // Without a history it is unknown what the author wrote, and who wrote what it says now (C5).
  const later = post.revisions
    ? post.revisions.slice(1)
    : [{ at: laterOf(post.updatedAt, post.at), editor: null, text: post.text }]
  const revisions = [
    revision(shown, how, first, null),
    ...later.map((each) => revision(shown, how, each, each.editor?.id ?? null, each)),
  ]
  return revisions.filter(isNew)
}

function textOf({ revisions, text }: Post): string | null {
  return revisions?.[0] ? revisions[0].text : text
}

function revision(
  { post, author, seen, spokenOf }: ShownPost,
  { sights, isFormer, refused, held, ...recording }: PostRecording,
  { text, at }: Pick<Revision, 'text' | 'at'>,
  by: UserId | null,
  edit: Revision | null = null,
): EntryOf<'post' | 'edit'> {
  const spoken = isFormer
    ? spokenOf(text).filter((said) => !wasTurnedDown(said, post, refused))
    : spokenOf(text)
  const commands = recordedCommands(spoken, recording)
  const told = {
    // That version saw each revision when it was written, and what voids it did.
    seen: isFormer ? laterOf(at, post.at) : seen,
    from: 'read',
    post: postKey(post) as PostKey,
    author: author.id,
    commands,
    firstSight: sights.of(author, commands, {
      at: seen,
      wasAccepted: isFormer && wasAccepted(post),
      wasHeld: isFormer && held.has(post.id),
    }),
    tip: (post.review?.commit ?? null) as CommitSha | null,
    viaEmail: post.viaEmail,
  } as const
  if (edit === null) return { ...told, kind: 'post', at: post.at }
  return {
    ...told,
    kind: 'edit',
    at: laterOf(at, post.at),
    written: post.at,
    by,
    text: recording.digestOf(text ?? ''),
  }
}

/** What a revision says: its commands, and of a review what its button says (C7). */
function spokenInPost(
  { config }: Case,
  { review }: Post,
  texts: Texts,
  text: string | null,
): readonly Spoken[] {
  const parsed = postOf(texts, text ?? '')
  // A revision that GitHub does not show may have blocked (C0).
  const spoken: readonly Spoken[] =
    text === null ? [{ kind: 'doubt', why: "It couldn't be read" }] : spokenIn(parsed)
  const hasCondition = parsed.kind === 'post' && parsed.said.some(({ kind }) => kind === 'condition')
  const isApproval = review?.state === 'approved' && config.reviews === 'count' && !hasCondition
  // GitHub does not always say what a dismissed review was before, so it may have requested changes (C0).
  const isRequest = review?.state === 'changes requested' || review?.state === 'dismissed'
  return [
    ...(isApproval ? [{ kind: 'approve' } as const] : []),
    ...(isRequest ? [{ kind: 'request changes' } as const] : []),
    ...spoken,
  ]
}

/** Who dismissed it is told by the payload alone, and makes no difference (C7). */
function dismissal(post: Post, seen: Timestamp): Entry {
  return { kind: 'dismissal', at: post.updatedAt, seen, from: 'read', post: postKey(post), by: null }
}

/**
 * By what a version without a ledger remembered or its reaction: a command that consents and was not accepted when it was
 * first seen stays so (C0).
 */
function wasTurnedDown(
  said: Spoken,
  post: Post,
  refused: Snapshot['remembered']['former']['refused'],
): boolean {
  if (!isConsent(said) || !post.reacted.includes('confused')) return false
  const lines = refused.get(revisionKey(post))
  return lines?.includes(digest(commandLine(said))) ?? !post.reacted.includes('+1')
}

function wasAccepted({ reacted, revisions }: Post): boolean {
  return reacted.includes('+1') && !reacted.includes('confused') && revisions?.length === 1
}

/** Returns the posts on record that a complete read does not show: they are gone, by whom is unknown (C6). */
export function missingPosts({ snapshot }: Case, ledger: Ledger): readonly Entry[] {
  const shown = new Set(snapshot.posts.map(postKey))
  const authors = new Map(
    [...entriesOf(ledger, 'post'), ...entriesOf(ledger, 'edit')].map(({ post, author }) => [post, author]),
  )
  return [...authors]
    .filter(([post]) => !shown.has(post))
    .map(([post, author]) => ({
      kind: 'removal',
      at: snapshot.at,
      seen: snapshot.at,
      from: 'read',
      post,
      author,
      by: null,
    }))
}
