import { digest } from './external-id.ts'
import type { CommitSha, Kind, PostId, UserId } from './ids.ts'

/** A path at a commit. */
export type FileKey = Kind<string, 'file'>

/** Returns the key of a file in a snapshot. */
export function fileKey(commit: CommitSha, path: string): FileKey {
  return `${commit}:${path}`
}

/** A team in lower case: `acme/sre`. */
export type TeamKey = Kind<string, 'team'>

/** Returns the key of a team in a snapshot. */
export function teamKey({ org, slug }: { readonly org: string; readonly slug: string }): TeamKey {
  return `${org}/${slug}`.toLowerCase()
}

/** A post among all of a pull request: `comment-12`. */
export type PostKey = Kind<string, 'post of a pull request'>

interface PostPlace {
  readonly on: 'comment' | 'review' | 'line'
  readonly id: PostId
}

/** Returns the key of a post: comments, reviews and line comments are numbered apart. */
export function postKey({ on, id }: PostPlace): PostKey {
  return `${on}-${id}`
}

/** Returns the post that `postKey` made a key of. */
export function postOfKey(key: PostKey): PostPlace {
  const end = key.indexOf('-')
  return { on: key.slice(0, end) as PostPlace['on'], id: key.slice(end + 1) }
}

/** A post with a digest of its text. */
export type RevisionKey = Kind<string, 'revision'>

/** Returns the key of a post as it reads now. */
export function revisionKey(post: PostPlace & { readonly text: string }): RevisionKey {
  return `${postKey(post)} ${digest(post.text)}`
}

/** What a person is answered once per repository: their approving review (C7), a command of another tool (C9). */
export type AnsweredOnce = 'approval' | 'other tool'

/** What a person was answered: `approval 42`. */
export type AnswerKey = Kind<string, 'answer'>

/** Returns the key of an answer that a person gets once per repository. */
export function answerKey(kind: string, personId: UserId): AnswerKey {
  return `${kind} ${personId}`
}
