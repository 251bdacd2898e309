import type { Rejection } from '../commands/rejections-by-text.ts'
import { takesPosition } from '../commands/effects.ts'
import type { Hint } from '../commands/model/parsed-post.ts'
import { postOf, type Texts } from '../commands/texts.ts'
import type { Timestamp } from '../facts/ids.ts'
import { quoted } from '../facts/quoted.ts'
import { readReply } from '../facts/reply-marker.ts'
import { type AnsweredOnce, answerKey, postKey } from '../facts/keys.ts'
import type { Person } from '../facts/person.ts'
import type { Post, Snapshot } from '../facts/snapshot.ts'
import { byTime } from '../facts/time.ts'
import type { Case } from '../rfc/case.ts'
import { unproposedAt } from '../rfc/proposal.ts'
import { hasCommitted, isPending, type StakeholderStatus, type TeamStatus } from './positions.ts'
import { membersOf } from './stakeholder-statuses.ts'

interface Said {
  readonly rows: readonly StakeholderStatus[]
  readonly teams: readonly TeamStatus[]
  readonly rejections: readonly Rejection[]
  /** Posts with something that counts. */
  readonly accepted: ReadonlySet<Post>
}

/** Returns answers to posts that are no command here but look like one: once per person and repository (C7, C9). */
export function hintsFor(theCase: Case<Texts>, said: Said): readonly Rejection[] {
  return [...approvalHints(theCase, said), ...otherToolHints(theCase, said)]
}

/** The first approving review of a pending stakeholder is answered with the command (C7). */
function approvalHints(theCase: Case, { rows, teams, rejections }: Said): readonly Rejection[] {
  const { snapshot, config, current } = theCase
  const { posts } = snapshot
  // While nothing is proposed there is nothing to commit to (T7).
  if (config.reviews === 'count' || unproposedAt(theCase, current).length > 0) return []
  const waiting = [
    ...rows.filter(isPending),
    ...teams.flatMap(({ position, pending }) => (position === 'waiting' ? pending : [])),
  ]
  return [...new Set(waiting.map(({ person }) => person.id))].flatMap((id) => {
    const first = posts.find(
      ({ author, review }) => author?.id === id && review?.state === 'approved' && !review.isDismissed,
    )
    // Another command in the same post is answered already.
    if (!first || rejections.some(({ post }) => post === first)) return []
    if (isAnsweredElsewhere(snapshot, first, 'approval')) return []
    return [
      hint(
        first,
        'approval',
        "Approving reviews don't count as commitments here. To commit, comment `/commit`.",
      ),
    ]
  })
}

/**
 * The first command of another tool that a stakeholder or a member of a named team uses is answered with ours, until
 * they take a position (C9). An existing reply here decides which one was answered.
 */
function otherToolHints(theCase: Case<Texts>, said: Said): readonly Rejection[] {
  const { snapshot, texts } = theCase
  const isStale = overtaken(texts, said)
  const byWriter = Map.groupBy(wordsOfOtherTools(theCase, said), ({ by }) => by)
  return [...byWriter.values()].flatMap((words) => {
    const answered = words.find(({ post }) => hasReply(snapshot, post))
    const first = answered ?? words.find((word) => !isStale(word))
    if (!first || isStale(first) || isAnsweredElsewhere(snapshot, first.post, 'other tool')) return []
    const { post, word } = first
    return [hint(post, 'other tool', `${quoted(word.written)} isn't a command here. To ${OURS[word.meant]}.`)]
  })
}

/** Whether the author of a post was answered on another pull request; an existing answer here stays. */
function isAnsweredElsewhere(snapshot: Snapshot, post: Post, kind: AnsweredOnce): boolean {
  return (
    post.author !== null &&
    snapshot.remembered.answeredElsewhere.has(answerKey(kind, post.author.id)) &&
    !hasReply(snapshot, post)
  )
}

function hasReply({ ownComments }: Snapshot, post: Post): boolean {
  return ownComments.some(({ text }) => readReply(text)?.to === postKey(post))
}

/** A command of another tool, which changed nothing, and what to write instead. */
export interface OtherWord {
  readonly written: string
  readonly at: Timestamp
  readonly url: string
  /** Follows "to": "commit, comment `/commit`". */
  readonly ours: string
}

/**
 * Returns the newest command of another tool of each stakeholder and member of a named team, by their id, unless they
 * have taken a position since (C9).
 */
export function otherWords(
  theCase: Case<Texts>,
  said: Omit<Said, 'rejections'>,
): ReadonlyMap<Person['id'], OtherWord> {
  const { rows, teams } = said
  const committed = new Set(
    [...rows, ...teams.flatMap((team) => team.committed)].filter(hasCommitted).map(({ person }) => person.id),
  )
  const isStale = overtaken(theCase.texts, said)
  const newest = new Map(wordsOfOtherTools(theCase, said).map((each) => [each.by, each]))
  return new Map(
    [...newest.values()]
      .filter((each) => !isStale(each) && !(each.word.meant === 'commit' && committed.has(each.by)))
      .map(({ by, post: { at, url }, word: { written, meant } }) => [
        by,
        { written, at, url, ours: OURS[meant] },
      ]),
  )
}

/** Returns whether the author of a command took a position with it or since. */
function overtaken(
  texts: Texts,
  { accepted }: Pick<Said, 'accepted'>,
): (said: { readonly by: Person['id']; readonly post: Post }) => boolean {
  const positions = [...accepted].filter((post) => hasPosition(post, texts))
  return ({ by, post }) => positions.some(({ author, at }) => author?.id === by && at >= post.at)
}

/** Whether an accepted post takes a position; sharing the problem and adding people do not. */
function hasPosition({ text, review }: Post, texts: Texts): boolean {
  if (review?.state === 'approved' || review?.state === 'changes requested') return true
  const parsed = postOf(texts, text)
  return parsed.kind === 'post' && parsed.said.some(takesPosition)
}

/**
 * The commands of other tools that stakeholders and members of named teams used, the first of each post, oldest first.
 */
function wordsOfOtherTools(
  { snapshot, texts }: Case<Texts>,
  { rows, teams }: Pick<Said, 'rows' | 'teams'>,
): readonly { readonly by: Person['id']; readonly post: Post; readonly word: OtherTools }[] {
  const people = new Set([
    ...rows.map(({ person }) => person.id),
    ...teams.flatMap(({ team }) => membersOf(team).map(({ id }) => id)),
  ])
  return snapshot.posts
    .toSorted((a, b) => byTime(a.at, b.at))
    .flatMap((post) => {
      const by = post.author?.id
      if (by === undefined || !people.has(by)) return []
      const parsed = postOf(texts, post.text)
      const word = parsed.kind === 'post' ? parsed.hints.find(isOtherTools) : undefined
      return word ? [{ by, post, word }] : []
    })
}

type OtherTools = Extract<Hint, { kind: 'other tool' }>

const isOtherTools = (hint: Hint): hint is OtherTools => hint.kind === 'other tool'

const OURS: Readonly<Record<OtherTools['meant'], string>> = {
  commit: 'commit, comment `/commit`',
  object: 'object, comment `/object <reason>`',
  withdraw: 'withdraw your commitment, comment `/withdraw`',
  heard: 'close your objection, comment `/heard`',
}

function hint(post: Post, once: AnsweredOnce, why: string): Rejection {
  return { post, why, isAdvice: true, once }
}
