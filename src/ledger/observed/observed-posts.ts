import { isApproval } from '../../commands/approval.ts'
import { isConsent } from '../../commands/effects.ts'
import { commandLine, type Spoken } from '../../commands/model/spoken.ts'
import { postOf, readForApp, spokenIn, type Texts } from '../../commands/texts.ts'
import { digest } from '../../facts/external-id.ts'
import type { CommitSha, PostId, Timestamp, UserId } from '../../facts/ids.ts'
import { type PostKey, postKey, postOfKey, revisionKey } from '../../facts/keys.ts'
import type { Person } from '../../facts/person.ts'
import type { Post, ReviewState, Revision, Snapshot } from '../../facts/snapshot.ts'
import { laterOf } from '../../facts/time.ts'
import type { Case } from '../../rfc/case.ts'
import { entriesOf, type Ledger } from '../append.ts'
import { type Entry, type EntryOf, identityOf } from '../entry.ts'
import { type Recording, recordedCommands } from './recorded-commands.ts'
import { actOf, HIDDEN, type RecordedCommand } from '../recorded-command.ts'
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
  /** When it last wrote a run, which tells that it had judged what was posted before. */
  readonly judgedUntil: Timestamp | null
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
    const button = post.review?.state ?? null
    const spokenOf = (text: string | null) => spokenWith(theCase, button, texts, text)
    const tip = how.isFormer ? null : snapshot.pullRequest.head
    const shown = { post, author, seen: snapshot.at, tip, spokenOf }
    return [
      ...revisionsOf(shown, how, known),
      ...(post.review?.isDismissed ? [dismissal(post, snapshot.at)] : []),
    ]
  })
}

type RevisionOfPost = EntryOf<'post' | 'edit'>

/** The revisions on record, by identity. */
function knownRevisions(ledger: Ledger): ReadonlyMap<string, RevisionOfPost> {
  return new Map(
    [...entriesOf(ledger, 'post'), ...entriesOf(ledger, 'edit')].map((entry) => [identityOf(entry), entry]),
  )
}

/**
 * Returns what a revision tells that is not on record: all of one whose author's rights could not be read; and whom it
 * adds, where somebody could not be found until now: `/add` blocks, so it counts from when it was posted (C0, C3).
 */
function newsOf(shown: RevisionOfPost, known: RevisionOfPost | undefined): RevisionOfPost | null {
  if (!known) return shown
  const isToldNow = known.from === 'payload' && known.seen === shown.seen
  if (isToldNow) return shown
  const isReview = postOfKey(shown.post).on === 'review'
  // The tip of first sight stays: what is shown beside the post later says nothing about it (F1).
  const now = isReview ? shown : { ...shown, tip: known.tip }
  if (known.firstSight === null) return now
  // Only a read tells that a post came by e-mail (GH-202).
  if (known.from === 'payload' || (shown.viaEmail && !known.viaEmail))
    return { ...now, commands: asUnderstood(known.commands, shown.commands) }
  if (!known.commands.some(addsSomebodyUnfound)) return null
  const adds = shown.commands.filter(({ word }) => word === 'add')
  return { ...now, commands: [...known.commands, ...adds] }
}

/**
 * Returns what a later read makes of what a payload told: it may show another text of that second, and what consents must
 * be in both. Whom a name or a button stood for at first sight stays, whatever they stand for now (C0).
 */
function asUnderstood(
  known: readonly RecordedCommand[],
  shown: readonly RecordedCommand[],
): readonly RecordedCommand[] {
  const words = new Set(shown.map(({ word }) => word))
  return [
    ...known.filter((command) => !isConsent(actOf(command)) || words.has(command.word)),
    ...shown.filter((command) => !isConsent(actOf(command))),
  ]
}

function addsSomebodyUnfound({ word, names }: RecordedCommand): boolean {
  return word === 'add' && names.some(({ kind }) => kind === 'unresolved')
}

interface ShownPost {
  readonly post: Post
  readonly author: Person
  readonly seen: Timestamp
  /** The tip that the same read shows. */
  readonly tip: CommitSha | null
  readonly spokenOf: (text: string | null) => readonly Spoken[]
}

function revisionsOf(
  shown: ShownPost,
  how: PostRecording,
  known: ReadonlyMap<string, RevisionOfPost>,
): readonly Entry[] {
  const { post, author } = shown
  const first: Revision = { at: post.at, editor: author, text: post.revisions ? textOf(post) : null }
  // Without a history it is unknown what the author wrote, and who wrote what it says now (C5).
  const later = post.revisions
    ? post.revisions.slice(1)
    : [{ at: laterOf(post.updatedAt, post.at), editor: null, text: post.text }]
  const revisions = [
    revision(shown, how, first, null),
    ...later.map((each) => revision(shown, how, each, each.editor?.id ?? null, each)),
  ]
  return revisions.flatMap((entry) => newsOf(entry, known.get(identityOf(entry))) ?? [])
}

function textOf({ revisions, text }: Post): string | null {
  return revisions?.[0] ? revisions[0].text : text
}

function revision(
  { post, author, seen, tip, spokenOf }: ShownPost,
  { sights, isFormer, refused, judgedUntil, held, ...recording }: PostRecording,
  { text, at }: Pick<Revision, 'text' | 'at'>,
  by: UserId | null,
  edit: Revision | null = null,
): RevisionOfPost {
  const spoken = isFormer
    ? spokenOf(text).filter(
        (said) =>
          !wasTurnedDown(said, post, refused, sights.isNamedByText(author)) &&
          !wasPassedOver(said, post, judgedUntil),
      )
    : spokenOf(text)
  const commands = [...recordedCommands(spoken, recording), ...(text === null ? [HIDDEN] : [])]
  const told = {
    // That version saw each revision when it was written, and what voids it did.
    seen: isFormer ? laterOf(at, post.at) : seen,
    from: 'read',
    post: postKey(post) as PostKey,
    author: author.id,
    commands,
    firstSight: sights.of(author, commands, {
      at: seen,
      written: post.at,
      wasAccepted: isFormer && wasAccepted(post),
      wasHeld: isFormer && held.has(post.id),
    }),
    tip: post.review ? post.review.commit : edit === null ? tip : null,
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

/** Returns what a revision says: its commands, and of a review what its button says (C7). */
export function spokenWith(
  { config }: Case,
  button: ReviewState | null,
  texts: Texts,
  text: string | null,
): readonly Spoken[] {
  const parsed = postOf(texts, text ?? '')
  const spoken = text === null ? [] : spokenIn(parsed).map((said) => inItsWords(said, parsed, text))
  // GitHub does not always say what a dismissed review was before, so it may have requested changes (C0).
  const isRequest = button === 'changes requested' || button === 'dismissed'
  return [
    ...(isApproval(button, parsed, config) ? [{ kind: 'approve' } as const] : []),
    ...(isRequest ? [{ kind: 'request changes' } as const] : []),
    ...spoken,
  ]
}

/** What may have blocked in an unreadable text is said again when an edit changes anything in that (C0, C5). */
function inItsWords(said: Spoken, parsed: ReturnType<typeof postOf>, text: string): Spoken {
  return said.kind === 'doubt' && parsed.kind === 'unreadable' ? { ...said, line: text } : said
}

/** Only the payload names who dismissed it, which makes no difference (C7). */
function dismissal(post: Post, seen: Timestamp): Entry {
  return { kind: 'dismissal', at: post.updatedAt, seen, from: 'read', post: postKey(post), by: null }
}

/**
 * By what a version without a ledger remembered, or its reaction: a command that consents and was not accepted when it
 * was first seen stays so (C0). Where it accepted one line, refused another, and which is forgotten, only somebody whom
 * the text names had no other reason to be refused.
 */
function wasTurnedDown(
  said: Spoken,
  post: Post,
  refused: Snapshot['remembered']['former']['refused'],
  isNamedByText: boolean,
): boolean {
  if (!isConsent(said) || !post.reacted.includes('confused')) return false
  const lines = refused.get(revisionKey(post))
  return lines?.includes(digest(commandLine(said))) ?? !(post.reacted.includes('+1') && isNamedByText)
}

/** An approval without a reaction may have been given before approvals counted, when the App left it alone (C7). */
function wasPassedOver(said: Spoken, { at, reacted }: Post, judgedUntil: Timestamp | null): boolean {
  return said.kind === 'approve' && !reacted.includes('+1') && judgedUntil !== null && at <= judgedUntil
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
