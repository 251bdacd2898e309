import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type BlobId,
  type CommitSha,
  type GitHubTime,
  type InstallationId,
  type Login,
  type LoginKey,
  loginKey,
  type NodeId,
  type ObjectionNumber,
  type PostId,
  type PullRequestNumber,
  type RepositoryId,
  type RunId,
  type Time,
  type Timestamp,
  type TreeId,
  type UserId,
} from '../../src/facts/ids.ts'
import type { AnswerKey, FileKey, PostKey, RevisionKey, TeamKey } from '../../src/facts/keys.ts'

interface Texts {
  readonly commit: CommitSha
  readonly blob: BlobId
  readonly tree: TreeId
  readonly login: Login
  readonly loginKey: LoginKey
  readonly post: PostId
  readonly node: NodeId
  readonly timeOfGitHub: GitHubTime
  readonly time: Time
  readonly timestamp: Timestamp
  readonly fileKey: FileKey
  readonly postKey: PostKey
  readonly revisionKey: RevisionKey
  readonly teamKey: TeamKey
  readonly answerKey: AnswerKey
}

interface Numbers {
  readonly user: UserId
  readonly repository: RepositoryId
  readonly installation: InstallationId
  readonly run: RunId
  readonly pullRequest: PullRequestNumber
  readonly objection: ObjectionNumber
}

/** Every pair of which the first is accepted where the second is asked for: `commit as blob`. */
type Accepted<Ids> = {
  [A in keyof Ids & string]: {
    [B in keyof Ids & string]: A extends B ? never : Ids[A] extends Ids[B] ? `${A} as ${B}` : never
  }[keyof Ids & string]
}[keyof Ids & string]

// `npm run check` compiles this file: what is said of types below fails there.
describe('an id of one kind (ADR 56)', () => {
  it('is accepted for no other kind, unless it is one of its forms', () => {
    expectTypeOf<Accepted<Texts>>().toEqualTypeOf<'loginKey as login' | 'timestamp as time'>()
    expectTypeOf<Accepted<Numbers>>().toEqualTypeOf<never>()
  })

  it('is compared with no other kind, looked up as no other kind, and merged with no other kind', () => {
    const [commit, blob]: [CommitSha, BlobId] = ['c', 'b']
    const [user, repository]: [UserId, RepositoryId] = [1, 2]
    // @ts-expect-error: a commit is no blob
    expect(commit === blob).toBe(false)
    // @ts-expect-error: a person is no repository
    expect(user === repository).toBe(false)
    // @ts-expect-error: a blob is no commit
    expect(new Map<CommitSha, number>().get(blob)).toBeUndefined()
    // @ts-expect-error: a repository is no person
    expect(new Set<UserId>().has(repository)).toBe(false)
    // @ts-expect-error: a list of blobs is no list of commits
    const commits: readonly CommitSha[] = [blob]
    expect(commits).toEqual(['b'])
  })

  it('is a plain text or number to everything else', () => {
    expectTypeOf<Texts[keyof Texts]>().toExtend<string>()
    expectTypeOf<Numbers[keyof Numbers]>().toExtend<number>()
    expectTypeOf<string>().toExtend<CommitSha>()
    expectTypeOf<number>().toExtend<UserId>()
  })
})

describe('a kind with a form', () => {
  it('accepts literals of the form, and no other text', () => {
    const login: LoginKey = 'ada'
    const time: Timestamp = '2026-03-02T10:00:00Z'
    expect([login, time]).toEqual(['ada', '2026-03-02T10:00:00Z'])
    expectTypeOf<string>().not.toExtend<LoginKey>()
    expectTypeOf<string>().not.toExtend<Timestamp>()
    expectTypeOf<'Ada'>().not.toExtend<LoginKey>()
    expectTypeOf<'yesterday'>().not.toExtend<Timestamp>()
  })

  it('is made by the function that brings about the form', () => {
    expect(loginKey('Ada-Lovelace')).toBe('ada-lovelace')
    expectTypeOf(loginKey).returns.toEqualTypeOf<LoginKey>()
  })
})
