import type { Config } from '../config/config.ts'
import { digest } from '../facts/external-id.ts'
import type { Timestamp } from '../facts/ids.ts'
import { keptIn } from '../facts/kept-notes.ts'
import { type AnsweredOnce, postKey, type RevisionKey, revisionKey } from '../facts/keys.ts'
import type { Person, Post, Revision, Snapshot } from '../facts/snapshot.ts'
import { byTime } from '../facts/time.ts'
import type { Case } from '../rfc/case.ts'
import { contradictionsIn, tieOf } from './contradictions.ts'
import { blocksEditedAway, type EditedAway, type OwnRevision, blocksSince } from './edited-away.ts'
import { endsCommitment, isBlocking, isConsent } from './effects.ts'
import type { Ended } from './ended.ts'
import type { ParsedPost, UnreadablePost } from './model/parsed-post.ts'
import { commandLine, isWord, nameOf, type Spoken } from './model/spoken.ts'
import type { Statement } from './model/statement.ts'
import {
  dismissedText,
  misplacedText,
  tamperedText,
  unclearWords,
  wordsElsewhere,
} from './rejection-texts.ts'
import { postOf, readForApp, spokenIn, type Texts } from './texts.ts'

/**
 * An edit by somebody else, or an unreadable history (C5), or a deletion by somebody else (C6). The writer's consent until
 * then is void, because what they blocked may be gone with it.
 */
export interface Tampering {
  /** Null when GitHub does not say whose comment it was, so that it may have been anybody's (C0). */
  readonly writer: Person | null
  /** The latest time at which it may have happened. */
  readonly at: Timestamp
  readonly by: Person | null
  readonly why: 'edited by another' | 'history unreadable' | 'deleted by another'
}

/** Why something said in a post does not count, in words for its writer. */
export interface Rejection {
  readonly post: Post
  readonly why: string
  /** Whether what was said counts nevertheless and `why` only asks for something. */
  readonly isAdvice: boolean
  /** Set when its writer gets this reply once per repository. */
  readonly once?: AnsweredOnce
  /** The command line it is about when that was judged by itself; see `commandLine`. */
  readonly line?: string
}

/** Everything that people said on a pull request, in replay order (P1). */
export interface Collected {
  readonly statements: readonly Statement[]
  /** `/delegate`s of earlier revisions: the people they named stay (C3). */
  readonly formerDelegates: readonly Statement[]
  readonly tampered: readonly Tampering[]
  readonly rejections: readonly Rejection[]
  /** Blocks of earlier revisions that were edited away: what they ended stays ended (C6). */
  readonly ended: readonly Ended[]
}

/** Collects what people said (C1–C5). Posts by bots, apps, organisations and deleted accounts say nothing. */
export function collect(theCase: Case<Texts>): Collected {
  const { snapshot, config } = theCase
  const texts = readForApp(theCase.texts, snapshot.appSlug)
  const readings = snapshot.posts.flatMap((post) =>
    post.author?.type === 'User' ? [readPost(post, post.author, texts, config.reviews)] : [],
  )
  const said = readings.flatMap((reading) => reading.statements).sort(inOrder)
  const seconds = Map.groupBy(said, ({ by, at }) => `${by.id} ${at}`)
  const tied = new Map([...seconds.values()].flatMap(tiesIn))
  return {
    statements: said.filter((statement) => !tied.has(statement)),
    formerDelegates: readings.flatMap((reading) => reading.formerDelegates).sort(inOrder),
    tampered: [
      ...readings.flatMap((reading) => reading.tampered),
      ...deletedByOthers(snapshot),
      ...deletionsNoted(snapshot),
      ...editsNoted(snapshot),
    ],
    rejections: [...readings.flatMap((reading) => reading.rejections), ...tied.values()],
    ended: readings.flatMap((reading) => reading.ended),
  }
}

/** Returns the statements that do not count beside another post by the same person in the same second, and why. */
function tiesIn(said: readonly Statement[]): readonly (readonly [Statement, Rejection])[] {
  return said.flatMap((statement) => {
    const { post } = statement
    const elsewhere = said.filter((other) => other.post !== post).map((other) => other.said)
    const why = tieOf(statement.said, elsewhere)
    return why === null
      ? []
      : [[statement, { ...rejection(post, why), line: commandLine(statement.said) }] as const]
  })
}

/** Returns the comments deleted by anybody but their writer, unknown people included (C6). */
function deletedByOthers({ deletions }: Snapshot): readonly Tampering[] {
  return deletions.flatMap(({ at, by, author }): readonly Tampering[] => {
    const isNobodys = author !== null && (author.type !== 'User' || by?.id === author.id)
    return isNobodys ? [] : [{ writer: author, at, by, why: 'deleted by another' }]
  })
}

/** Returns the deletions that GitHub keeps no record of, from the App's notes, which do not say who deleted. */
function deletionsNoted(snapshot: Snapshot): readonly Tampering[] {
  const { silenced, deleted } = keptIn(snapshot)
  return [...silenced, ...deleted].map(({ person, at }) => ({
    writer: person,
    at,
    by: null,
    why: 'deleted by another',
  }))
}

/** Returns edits of comments that are deleted by now, from the App's notes (C5). */
function editsNoted(snapshot: Snapshot): readonly Tampering[] {
  return keptIn(snapshot).voided.map(({ id, at }) => ({
    writer: { id, login: '', type: 'User' },
    at,
    by: null,
    why: 'history unreadable',
  }))
}

/** Orders by GitHub's time; in the same second what blocks comes last and so wins, then the later id (P1). */
function inOrder(a: Statement, b: Statement): number {
  if (a.at !== b.at) return byTime(a.at, b.at)
  const heavier = Number(isBlocking(a.said)) - Number(isBlocking(b.said))
  if (heavier !== 0) return heavier
  const [first, second] = [BigInt(a.post.id), BigInt(b.post.id)]
  return first < second ? -1 : first > second ? 1 : 0
}

function readPost(post: Post, writer: Person, texts: Texts, approvals: Config['reviews']): Collected {
  const own = ownRevisions(post, writer)
  const statements = [...requestOf(post, writer), ...additionsIn(own, post, writer, texts)]
  const delegates = delegatesIn(own, post, writer, texts)
  const foreign = foreignEdit(post, writer)
  if (!foreign) {
    const gone = blocksEditedAway(own, post, texts)
    const read = readClean(post, writer, texts, approvals, gone)
    const now = isDismissed(post) ? [] : spokenIn(postOf(texts, post.text))
    const formerDelegates = delegates.filter(({ said }) => !now.some((other) => sameNames(other, said)))
    const said = read.statements.map((statement) => {
      const first = delegates.find((delegate) => sameNames(delegate.said, statement.said))
      return first ? { ...statement, namedAt: first.at } : statement
    })
    return { ...read, formerDelegates, statements: [...statements, ...said] }
  }
  // Its consent is void, so only this keeps the people it named (C3, C5).
  const formerDelegates = delegates
  if (!speaks(post, texts)) {
    const approved = isApproval(post, approvals) ? [approvalOf(post, writer)] : []
    return {
      statements: [...statements, ...approved],
      formerDelegates,
      tampered: [],
      rejections: [],
      ended: [],
    }
  }
  return {
    statements: [...statements, ...ownBlocks(own, post, writer, texts)],
    formerDelegates,
    tampered: [{ writer, ...foreign }],
    rejections: [rejection(post, tamperedText(writer, foreign))],
    ended: [],
  }
}

/** Returns whether a post is an approving review that counts, which a dismissed one does not (C6, C7). */
function isApproval(post: Post, approvals: Config['reviews']): boolean {
  return approvals === 'count' && post.review?.state === 'approved' && !isDismissed(post)
}

/** Returns whether a post is a dismissed review. It consents to nothing from then on, its body included (C7). */
function isDismissed({ review }: Post): boolean {
  return review?.isDismissed ?? false
}

function approvalOf(post: Post, by: Person): Statement {
  return { by, at: post.at, post, said: { kind: 'approve' } }
}

/** Returns the block of a review that requested changes, whatever happened to its text or state afterwards (C6, C7). */
function requestOf(post: Post, by: Person): readonly Statement[] {
  const state = post.review?.state
  // GitHub does not say what a dismissed review was before, so it may have requested changes (C0).
  if (state !== 'changes requested' && state !== 'dismissed') return []
  return [{ by, at: post.at, post, said: { kind: 'request changes' } }]
}

/** Returns the newest edit that is not provably the writer's own; null when there is none (C5). */
function foreignEdit(post: Post, writer: Person): Pick<Tampering, 'at' | 'by' | 'why'> | null {
  if (!post.revisions) return { at: later(post.updatedAt, post.at), by: null, why: 'history unreadable' }
  const foreign = post.revisions.findLast((revision) => !isOwn(revision, writer))
  if (!foreign) return null
  const byAnother = foreign.editor !== null && foreign.editor.id !== writer.id
  return {
    at: later(foreign.at, post.at),
    by: byAnother ? foreign.editor : null,
    why: byAnother ? 'edited by another' : 'history unreadable',
  }
}

function isOwn(revision: Revision, writer: Person): boolean {
  return revision.editor?.id === writer.id && revision.text !== null
}

function later(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b
}

/** Returns whether any revision may contain a command, which an unreadable one may (C5). */
function speaks(post: Post, texts: Texts): boolean {
  if (!post.revisions) return true
  return [post.text, ...post.revisions.map((revision) => revision.text)].some((text) => {
    if (text === null) return true
    const parsed = postOf(texts, text)
    return parsed.kind === 'unreadable' ? parsed.mayCommand : parsed.said.length > 0
  })
}

/** Returns the revisions that are provably the writer's own; without a history, the current text. */
function ownRevisions(post: Post, by: Person): readonly OwnRevision[] {
  const { at, text, revisions } = post
  if (!revisions) return [{ at, text }]
  return revisions.flatMap((revision) =>
    isOwn(revision, by) && revision.text !== null
      ? [{ at: later(revision.at, at), text: revision.text }]
      : [],
  )
}

/**
 * Returns the blocks of the writer's own revisions, which stay (C5): each command as in the last revision that has it, at
 * the time it came to read so. With an earlier time, somebody else's edit could move an objection before a release.
 */
function ownBlocks(own: readonly OwnRevision[], post: Post, by: Person, texts: Texts): readonly Statement[] {
  const kept = new Map<string, { readonly lines: string; readonly statements: readonly Statement[] }>()
  for (const { at, text } of own) {
    const blocking = spokenIn(postOf(texts, text)).filter(endsCommitment)
    for (const [word, spoken] of Map.groupBy(blocking, nameOf)) {
      const lines = JSON.stringify(spoken.map(commandLine))
      if (kept.get(word)?.lines === lines) continue
      const statements = spoken.map((said) => ({ by, at: later(at, post.at), post, said }))
      kept.set(word, { lines, statements })
    }
  }
  return [...kept.values()].flatMap(({ statements }) => statements)
}

/** Returns the `/add`s of the writer's own revisions: editing one away removes nobody (C3). */
function additionsIn(
  own: readonly OwnRevision[],
  post: Post,
  by: Person,
  texts: Texts,
): readonly Statement[] {
  return firstOfEach(own, post, by, texts, 'add')
}

/** Returns the `/delegate`s of the writer's own revisions, except those in a wrong place and contradicted ones. */
function delegatesIn(
  own: readonly OwnRevision[],
  post: Post,
  by: Person,
  texts: Texts,
): readonly Statement[] {
  const isMeant = ({ text }: OwnRevision) =>
    contradictionsIn(spokenIn(postOf(texts, text)), post).length === 0
  return isInPlace(post) ? firstOfEach(own.filter(isMeant), post, by, texts, 'delegate') : []
}

/** Returns whether consent counts in this post: in the conversation or in the body of a review, not by email (C1). */
function isInPlace({ on, viaEmail }: Post): boolean {
  return on !== 'line' && !viaEmail
}

/** Returns one statement for each list of names that ever followed a word. */
function firstOfEach(
  own: readonly OwnRevision[],
  post: Post,
  by: Person,
  texts: Texts,
  word: 'add' | 'delegate',
): readonly Statement[] {
  const found: Statement[] = []
  for (const { at, text } of own) {
    for (const said of spokenIn(postOf(texts, text))) {
      if (isWord(said, word) && !found.some((other) => sameNames(other.said, said)))
        found.push({ by, at, post, said })
    }
  }
  return found
}

function sameNames(a: Spoken, b: Spoken): boolean {
  return (
    a.kind === 'command' &&
    b.kind === 'command' &&
    a.word === b.word &&
    JSON.stringify(a.names) === JSON.stringify(b.names)
  )
}

/** Reads a post that nobody else edited, as it reads now (C5). */
function readClean(
  post: Post,
  by: Person,
  texts: Texts,
  approvals: Config['reviews'],
  gone: readonly EditedAway[],
): Omit<Collected, 'formerDelegates'> {
  const parsed = postOf(texts, post.text)
  // An approval with a condition consents to nothing (C8).
  const isApproved = isApproval(post, approvals) && !hasCondition(parsed)
  const approved: readonly Spoken[] = isApproved ? [{ kind: 'approve' }] : []
  // An approval with `/commit` in it is one commitment.
  const said = spokenIn(parsed)
  const spoken = said.some((word) => isWord(word, 'commit', 'disagree-commit'))
    ? said
    : [...approved, ...said]
  const contradictions = contradictionsIn(
    spoken,
    post,
    gone.map(({ said }) => said),
  )
  const inPlace = isInPlace(post)
  const mayConsent = inPlace && !isDismissed(post)
  const counts = (said: Spoken) =>
    !isConsent(said) || (mayConsent && !contradictions.some(({ rejected }) => rejected.has(said)))
  const misplaced = !inPlace && spoken.some(isConsent)
  const dismissed = isDismissed(post) && contradictions.length === 0 ? spoken.find(isConsent) : undefined
  return {
    statements: spoken
      .filter((word) => counts(word) && !isWord(word, 'add'))
      .map((said) => ({ by, at: isBlocking(said) ? blocksSince(said, post, texts) : post.at, post, said })),
    tampered: [],
    rejections: [
      ...(misplaced ? [rejection(post, misplacedText(post))] : []),
      ...(dismissed ? [rejection(post, dismissedText(dismissed))] : []),
      ...(inPlace ? contradictions.map(({ why }) => rejection(post, why)) : []),
      ...unclearWords(parsed).map((why) => rejection(post, why)),
      ...wordsElsewhere(parsed).map((why) => ({ ...rejection(post, why), isAdvice: true })),
    ],
    ended: gone.map(({ at, said, ...end }) => ({ ...end, post: postKey(post), by, at })),
  }
}

function rejection(post: Post, why: string): Rejection {
  return { post, why, isAdvice: false }
}

function hasCondition(parsed: ParsedPost | UnreadablePost): boolean {
  return parsed.kind === 'post' && parsed.said.some(({ kind }) => kind === 'condition')
}

/** Returns the digests of lines that were rejected one by one, by post and revision (C0). */
export function rejectedLines(rejections: readonly Rejection[]): ReadonlyMap<RevisionKey, readonly string[]> {
  const byPost = new Map<RevisionKey, readonly string[]>()
  for (const { post, line, isAdvice } of rejections) {
    if (line === undefined || isAdvice) continue
    const key = revisionKey(post)
    byPost.set(key, [...(byPost.get(key) ?? []), digest(line)])
  }
  return byPost
}
