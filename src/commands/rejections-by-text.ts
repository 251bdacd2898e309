import type { Config } from '../config/config.ts'
import type { Timestamp } from '../facts/ids.ts'
import type { AnsweredOnce } from '../facts/keys.ts'
import type { Person } from '../facts/person.ts'
import type { Post, Revision } from '../facts/snapshot.ts'
import type { Case } from '../rfc/case.ts'
import { isApproval, isCommitment } from './approval.ts'
import { COMMANDS } from './commands.ts'
import { contradictionsIn, tieOf } from './contradictions.ts'
import { blocksEditedAway, blocksSince, type OwnRevision } from './edited-away.ts'
import { isBlocking, isConsent } from './effects.ts'
import type { Spoken } from './model/spoken.ts'
import {
  dismissedText,
  misplacedText,
  tamperedText,
  unclearWords,
  wordsElsewhere,
} from './rejection-texts.ts'
import { postOf, readForApp, spokenIn, type Texts } from './texts.ts'

/** Why something said in a post does not count, in words for its writer. */
export interface Rejection {
  readonly post: Post
  readonly why: string
  /** Whether what was said counts nevertheless and `why` only asks for something. */
  readonly isAdvice: boolean
  /** Set when its writer gets this reply once per repository. */
  readonly once?: AnsweredOnce
}

/** Something said in a post as it reads now, and when it counts from (C5). */
interface Statement {
  readonly post: Post
  readonly by: Person
  readonly said: Spoken
  readonly at: Timestamp
}

/**
 * Returns why commands do not count by the text of their posts alone (C1, C2, C4, C8), not who wrote them. A post that
 * somebody else edited is rejected for that reason only (C5).
 */
export function rejectionsByText(theCase: Case<Texts>): readonly Rejection[] {
  const { snapshot, config } = theCase
  const texts = readForApp(theCase.texts, snapshot.appSlug)
  const readings = snapshot.posts.flatMap((post) =>
    post.author?.type === 'User' && isOwnText(post, post.author)
      ? [readPost(post, post.author, texts, config)]
      : [],
  )
  const seconds = Map.groupBy(
    readings.flatMap(({ statements }) => statements),
    ({ by, at }) => `${by.id} ${at}`,
  )
  const tampered = snapshot.posts.flatMap((post) =>
    post.author?.type === 'User' && !isOwnText(post, post.author) && maySpeak(post, texts)
      ? [rejection(post, tamperedText(post.author, post))]
      : [],
  )
  return [
    ...tampered,
    ...readings.flatMap(({ rejections }) => rejections),
    ...[...seconds.values()].flatMap(tiesIn),
  ]
}

/** Returns what does not count beside another post by the same person in the same second (C0, P1). */
function tiesIn(said: readonly Statement[]): readonly Rejection[] {
  return said.flatMap(({ post, said: one }) => {
    const elsewhere = said.filter((other) => other.post !== post).map((other) => other.said)
    const why = tieOf(one, elsewhere)
    return why === null ? [] : [rejection(post, why)]
  })
}

/** Returns whether any revision may hold a command, which an unreadable one may (C5). */
function maySpeak({ text, revisions }: Post, texts: Texts): boolean {
  if (!revisions) return true
  return [text, ...revisions.map((revision) => revision.text)].some((written) => {
    if (written === null) return true
    const parsed = postOf(texts, written)
    return parsed.kind === 'unreadable' ? parsed.mayCommand : parsed.said.length > 0
  })
}

/** Returns whether every revision of a post is provably its writer's own (C5). */
export function isOwnText({ revisions }: Post, writer: Person): boolean {
  return revisions?.every((revision) => isOwn(revision, writer)) ?? false
}

function isOwn(revision: Revision, writer: Person): boolean {
  return revision.editor?.id === writer.id && revision.text !== null
}

function ownRevisions({ at, revisions }: Post): readonly OwnRevision[] {
  return (revisions ?? []).flatMap((revision) =>
    revision.text === null ? [] : [{ at: revision.at > at ? revision.at : at, text: revision.text }],
  )
}

/** Returns whether consent counts in this post: in the conversation or in the body of a review, not by email (C1). */
function isInPlace({ on, viaEmail }: Post): boolean {
  return on !== 'line' && !viaEmail
}

function readPost(
  post: Post,
  by: Person,
  texts: Texts,
  config: Config,
): { readonly statements: readonly Statement[]; readonly rejections: readonly Rejection[] } {
  const parsed = postOf(texts, post.text)
  const isDismissed = post.review?.isDismissed ?? false
  const isApproved = !isDismissed && isApproval(post.review?.state ?? null, parsed, config)
  const said = spokenIn(parsed)
  const spoken: readonly Spoken[] = isApproved && !isCommitment(said) ? [{ kind: 'approve' }, ...said] : said
  const gone = blocksEditedAway(ownRevisions(post), post, texts)
  const contradictions = contradictionsIn(spoken, post, gone)
  const inPlace = isInPlace(post)
  const mayConsent = inPlace && !isDismissed
  const counts = (word: Spoken) =>
    !isConsent(word) || (mayConsent && !contradictions.some(({ rejected }) => rejected.has(word)))
  const lacking = spoken.flatMap((word) =>
    word.kind === 'command' && counts(word) ? (COMMANDS[word.word].lacks(word) ?? []) : [],
  )
  const misplaced = !inPlace && spoken.some(isConsent)
  const dismissed = isDismissed && contradictions.length === 0 ? spoken.find(isConsent) : undefined
  return {
    statements: spoken.filter(counts).map((word) => ({
      post,
      by,
      said: word,
      at: isBlocking(word) ? blocksSince(word, post, texts) : post.at,
    })),
    rejections: [
      ...(misplaced ? [rejection(post, misplacedText(post))] : []),
      ...(dismissed ? [rejection(post, dismissedText(dismissed))] : []),
      ...(inPlace ? contradictions.map(({ why }) => rejection(post, why)) : []),
      ...unclearWords(parsed).map((why) => rejection(post, why)),
      ...wordsElsewhere(parsed).map((why) => ({ ...rejection(post, why), isAdvice: true })),
      ...lacking.map((why) => rejection(post, why)),
    ],
  }
}

/** Returns a rejection of something in a post. */
export function rejection(post: Post, why: string): Rejection {
  return { post, why, isAdvice: false }
}
