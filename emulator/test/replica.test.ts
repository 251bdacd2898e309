import { describe, expect, it } from 'vitest'
import type { LocalGitHub } from '../local-github.ts'
import type { Part } from '../replica.ts'
import type { PullRequest, Repository } from '../world/state.ts'
import { aPullRequest, client } from './stage.ts'

const PARTS: readonly Part[] = ['pull requests', 'comments', 'reviews', 'timeline', 'check runs']
const QUERY = `query {
  repository(owner: "acme", name: "rfcs") {
    pullRequest(number: 1) {
      title
      comments(first: 9) { nodes { body } }
      reviews(first: 9) { nodes { body comments(first: 9) { nodes { body } } } }
      timelineItems(first: 9, itemTypes: [CONVERT_TO_DRAFT_EVENT, BASE_REF_CHANGED_EVENT, COMMENT_DELETED_EVENT]) { nodes { __typename } }
      commits(last: 1) { nodes { commit { checkSuites(first: 9) { nodes { checkRuns(first: 9) { nodes { name } } } } } } }
    }
  }
}`

/** Something of every part. */
function happens(github: LocalGitHub, repository: Repository, pull: PullRequest): void {
  github.edit(pull, 'linus', { title: 'Later' })
  github.comment(pull, 'grace', 'a comment')
  github.review(pull, 'ada', 'comment', 'a review', {
    comments: [{ path: 'rfcs/0001-billing.md', line: 1, body: 'a line comment' }],
  })
  github.draft(pull, 'linus')
  github.createCheckRun(repository, github.app.id, pull.headOid, { name: 'a check' })
}

/** The whole answer to the query, as text. */
async function look(github: LocalGitHub): Promise<string> {
  return JSON.stringify(await client(github).graphql(QUERY))
}

/** The parts that show what happened. */
async function shown(github: LocalGitHub): Promise<readonly Part[]> {
  const text = await look(github)
  const marks: Readonly<Record<Part, readonly string[]>> = {
    'pull requests': ['Later'],
    comments: ['a comment'],
    reviews: ['a review', 'a line comment'],
    timeline: ['ConvertToDraftEvent'],
    'check runs': ['a check'],
  }
  return PARTS.filter((part) => marks[part].every((mark) => text.includes(mark)))
}

describe('a replica that lags (GH-112)', () => {
  it.each(PARTS)('may hold back only its %s', async (part) => {
    const { github, repository, pull } = await aPullRequest()
    github.replica.hold(part)
    happens(github, repository, pull)
    expect(await shown(github)).toEqual(PARTS.filter((each) => each !== part))
    github.replica.release()
    expect(await shown(github)).toEqual(PARTS)
  })

  it('may hold back several, or everything', async () => {
    const { github, repository, pull } = await aPullRequest()
    github.replica.hold('comments')
    github.replica.hold('timeline', 'check runs')
    happens(github, repository, pull)
    expect(await shown(github)).toEqual(['pull requests', 'reviews'])
    github.replica.release()
    github.replica.hold()
    github.edit(pull, 'linus', { title: 'Much later' })
    expect(await shown(github)).toEqual(PARTS)
  })

  it.each([
    ['still shows a comment whose deletion it tells', 'comments', [true, true]],
    ['shows a comment no more before it tells of its deletion', 'timeline', [false, false]],
  ] as const)('%s, when it holds back its %s', async (_, part, expected) => {
    const { github, pull } = await aPullRequest()
    const said = github.comment(pull, 'grace', '/commit')
    github.replica.hold(part)
    github.deleteComment(said, 'mallory')
    const text = await look(github)
    expect([text.includes('/commit'), text.includes('CommentDeletedEvent')]).toEqual(expected)
    github.replica.release()
    const later = await look(github)
    expect([later.includes('/commit'), later.includes('CommentDeletedEvent')]).toEqual([false, true])
  })

  it('does not know a pull request that is newer than it is', async () => {
    const { github, repository } = await aPullRequest()
    github.push(repository, 'other', { 'a.txt': 'a' }, { by: 'linus' })
    github.replica.hold('pull requests')
    const newer = github.openPullRequest(repository, { author: 'linus', head: 'other' })
    const place = { owner: 'acme', repo: 'rfcs' }
    const { data: open } = await client(github).rest.pulls.list(place)
    expect(open.map(({ number }) => number)).toEqual([1])
    await expect(
      client(github).rest.pulls.get({ ...place, pull_number: newer.number }),
    ).rejects.toMatchObject({ status: 404 })
  })

  it('shows a pull request that was retargeted on its new base before its timeline shows it', async () => {
    const { github, repository, pull } = await aPullRequest()
    github.push(repository, 'release', {}, { by: 'linus' })
    github.replica.hold('timeline')
    github.edit(pull, 'linus', { base: 'release' })
    const { data } = await client(github).rest.pulls.get({ owner: 'acme', repo: 'rfcs', pull_number: 1 })
    expect(data.base.ref).toBe('release')
    expect(await look(github)).not.toContain('BaseRefChangedEvent')
    github.replica.release()
    expect(await look(github)).toContain('BaseRefChangedEvent')
  })
})
