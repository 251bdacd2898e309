import type { Rejection } from '../commands/rejections-by-text.ts'
import type { World } from '../commands/model/world.ts'
import { postKey } from '../facts/keys.ts'
import type { Post, Snapshot } from '../facts/snapshot.ts'
import type { Timestamp } from '../facts/ids.ts'
import type { Folded } from '../ledger/fold.ts'
import type { RecordedWord } from '../ledger/recorded-command.ts'

/** A command that was posted and does not count, and why (V3, C5). */
export interface NotCounted {
  readonly who: string
  readonly what: string
  readonly why: string
  readonly url: string
}

/** Returns what was posted and does not count, for the check (V3). */
export function notCounted(
  suspended: readonly NotCounted[],
  rejections: readonly Rejection[],
): readonly NotCounted[] {
  return [
    ...suspended.map(({ who, what, why, url }) => ({ who, what, why, url })),
    ...rejections
      .filter(({ isAdvice }) => !isAdvice)
      .map(({ post, why }) => ({ who: post.author?.login ?? 'ghost', what: '', why, url: post.url })),
  ]
}

/** What ends for as long as its author is suspended. */
const SUSPENDED: ReadonlySet<RecordedWord> = new Set([
  'commit',
  'disagree-commit',
  'approve',
  'align',
  'recuse',
  'delegate',
])

/** Consent that a deletion suspends, and its post. */
export interface SuspendedConsent extends NotCounted {
  readonly post: Post
}

/** Returns what counted of people until somebody else deleted a post of theirs that was not seen (C6). */
export function suspendedIn(
  { posts, deletions }: Snapshot,
  { counted }: Folded,
  { mustSpeak }: Pick<World, 'mustSpeak'>,
): readonly SuspendedConsent[] {
  const shown = new Map(posts.map((post) => [postKey(post), post]))
  return counted.flatMap(({ post: key, by, word }) => {
    const suspension = mustSpeak.get(by)
    const post = shown.get(key)
    if (!suspension || !post || !SUSPENDED.has(word) || post.at > suspension.since) return []
    const { person, since } = suspension
    return [
      {
        post,
        who: person.login,
        what: word === 'approve' ? 'Review' : `/${word}`,
        why: suspendedText(person.login, deletionAt(deletions, person.id, since)),
        url: post.url,
      },
    ]
  })
}

type Deletion = Snapshot['deletions'][number]

function deletionAt(deletions: readonly Deletion[], id: number, since: Timestamp): Deletion | null {
  const then = deletions.filter(({ at, by }) => at === since && by?.id !== id)
  return then.find(({ author }) => author?.id === id) ?? then.find(({ author }) => author === null) ?? null
}

function suspendedText(login: string, deletion: Deletion | null): string {
  const isUnnamed = deletion !== null && deletion.author === null
  const whose = isUnnamed ? 'A comment whose writer GitHub no longer shows' : `A comment by @${login}`
  const who = deletion?.by ? `by @${deletion.by.login}` : 'by someone else'
  return `${whose} was later deleted ${who} before it was seen, so consent in earlier comments by @${login} doesn't count. @${login} can post the commands again in a new comment.`
}
