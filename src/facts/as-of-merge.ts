import type { Timestamp } from './ids.ts'
import type { Post, PullRequestFacts } from './snapshot.ts'

/**
 * Returns a merged pull request as it was at the second of the merge: what was posted, edited or changed in that second
 * or later is left out (R1). What was deleted since then is no longer on GitHub.
 */
export function asOfMerge(facts: PullRequestFacts): PullRequestFacts {
  const { merged } = facts.pullRequest
  if (!merged) return facts
  const isBefore = ({ at }: { readonly at: Timestamp }): boolean => at < merged.at
  return {
    ...facts,
    posts: facts.posts.filter(isBefore).map((post) => readAt(post, merged.at)),
    deletions: facts.deletions.filter(isBefore),
    draftChanges: facts.draftChanges.filter(isBefore),
    labelChanges: facts.labelChanges.filter(isBefore),
  }
}

function readAt(post: Post, at: Timestamp): Post {
  const before = post.revisions?.filter((revision) => revision.at < at)
  const last = before?.at(-1)
  if (!before || !last || before.length === post.revisions?.length) return post
  return { ...post, revisions: before, text: last.text ?? post.text }
}
