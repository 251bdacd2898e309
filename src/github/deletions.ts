import type { Deletion } from '../facts/snapshot.ts'
import { byTime, wholeSecond } from '../facts/time.ts'
import type { EventFragment } from './answers.generated.ts'
import { GitHubFault } from './faults.ts'
import { personOf } from './person.ts'

/** The comments that were deleted, oldest first, among what happened to a pull request (C6). */
export function deletionsIn(events: readonly EventFragment[]): readonly Deletion[] {
  return events
    .filter(({ __typename }) => __typename === 'CommentDeletedEvent')
    .map(({ createdAt, actor, deletedCommentAuthor }) => {
      if (!createdAt) throw new GitHubFault('the deletion of a comment has no time', 200)
      return { at: wholeSecond(createdAt), by: personOf(actor), author: personOf(deletedCommentAuthor) }
    })
    .toSorted((a, b) => byTime(a.at, b.at))
}
