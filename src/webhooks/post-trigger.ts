import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { Person } from '../facts/person.ts'
import type { ToldHead, ToldOfPost, Trigger } from '../facts/trigger.ts'
import type { Payload } from './payloads.ts'

type Account = NonNullable<Payload<'pull_request_review_comment'>['sender']>

/** Returns the author of a deleted review comment and who deleted it. */
export function deletionOf(author: Account, by: Account | undefined): NonNullable<PostTrigger['deletion']> {
  const person = ({ id, login, type }: Account) => ({ id, login, type: type as Person['type'] })
  return { author: person(author), by: by ? person(by) : null }
}

type PostTrigger = Extract<Trigger, { kind: 'remark' }>

/** Returns the trigger for a changed post. */
export function postTrigger(
  on: 'comment' | 'review' | 'line',
  { action, sender, changes }: Pick<Payload<'issue_comment'>, 'action' | 'sender' | 'changes'>,
  post: {
    readonly id: number
    readonly user?: Account | null | undefined
    readonly body?: string | null | undefined
    readonly state?: string | null | undefined
    readonly updated_at?: Timestamp | null | undefined
    readonly created_at?: Timestamp | null
    readonly submitted_at?: Timestamp | null | undefined
    readonly commit_id?: CommitSha | null
  },
  head: ToldHead | null,
): PostTrigger {
  const { user } = post
  return {
    kind: 'remark',
    on,
    id: String(post.id),
    state: action === 'deleted' ? 'absent' : 'present',
    at: post.updated_at ?? post.submitted_at ?? '',
    // GitHub sends null for an empty text.
    text: post.body === undefined ? null : (post.body ?? ''),
    told: {
      change: CHANGES[action] ?? 'edited',
      author: user?.id ?? null,
      by: sender?.id ?? null,
      before: changes?.body?.from ?? null,
      review: post.state?.toLowerCase() ?? null,
      evidence: {
        written: post.submitted_at ?? post.created_at ?? null,
        updated: post.updated_at ?? null,
        author: user ? { login: user.login, type: user.type as Person['type'] } : null,
        commit: post.commit_id ?? null,
        head,
      },
    },
  }
}

const CHANGES: Readonly<Record<string, ToldOfPost['change']>> = {
  created: 'made',
  submitted: 'made',
  edited: 'edited',
  deleted: 'deleted',
  dismissed: 'dismissed',
}
