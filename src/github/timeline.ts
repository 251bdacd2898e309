import type { UserId } from '../facts/ids.ts'
import type { Asked, Deletion, PullRequestFacts } from '../facts/snapshot.ts'
import { byTime, wholeSecond } from '../facts/time.ts'
import type { EventFragment } from './answers.generated.ts'
import { GitHubFault } from './faults.ts'
import { personOf } from './person.ts'

/** Returns the people whose review was requested, once each, and when the App of that slug first requested it (V5). */
export function askedForReview(events: readonly EventFragment[], slug: string | null): readonly Asked[] {
  const asked = new Map<UserId, Asked>()
  for (const { actor, createdAt, requestedReviewer } of events) {
    const person = personOf(requestedReviewer)
    if (!person || createdAt === undefined) continue
    const byApp = actor?.__typename === 'Bot' && actor.login.replace(/\[bot\]$/, '') === slug
    const before = asked.get(person.id)?.byAppAt ?? null
    asked.set(person.id, { person, byAppAt: before ?? (byApp ? wholeSecond(createdAt) : null) })
  }
  return [...asked.values()]
}

/** Returns the deletions of comments among timeline events, oldest first (C6). */
export function deletionsIn(events: readonly EventFragment[]): readonly Deletion[] {
  return events
    .filter(({ __typename }) => __typename === 'CommentDeletedEvent')
    .map(({ createdAt, actor, deletedCommentAuthor }) => {
      if (!createdAt) throw new GitHubFault('the deletion of a comment has no time', 200)
      return { at: wholeSecond(createdAt), by: personOf(actor), author: personOf(deletedCommentAuthor) }
    })
    .toSorted((a, b) => byTime(a.at, b.at))
}

/** Returns the label that an event added or removed, in a list; empty for other events. */
export function labelChange({
  __typename,
  createdAt,
  label,
}: EventFragment): PullRequestFacts['labelChanges'] {
  const to = __typename === 'LabeledEvent' ? 'on' : __typename === 'UnlabeledEvent' ? 'off' : null
  return to && createdAt && label ? [{ at: wholeSecond(createdAt), label: label.name, to }] : []
}

/** Returns the change between draft and ready of an event, in a list; empty for other events. Throws when it has no time. */
export function draftChange({ __typename, createdAt }: EventFragment): PullRequestFacts['draftChanges'] {
  const to =
    __typename === 'ReadyForReviewEvent' ? 'ready' : __typename === 'ConvertToDraftEvent' ? 'draft' : null
  if (!to) return []
  if (!createdAt) throw new GitHubFault('a change between draft and ready has no time', 200)
  return [{ at: wholeSecond(createdAt), to }]
}
