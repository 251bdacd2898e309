import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { aPullRequest } from '@rfc-alignment/emulator/test/stage.ts'
import { describe, expect, it } from 'vitest'
import type { CheckRun } from '../../src/facts/check-run.ts'
import { callsTo, referenceTo, roomFor } from './stage.ts'

const RUN: CheckRun = {
  name: 'RFC alignment: main',
  conclusion: 'failure',
  title: 'Waiting',
  summary: 'For somebody.',
  annotations: [],
  externalId: 'rfc-alignment pr=1 rfc=1 notes=- shown=1',
}

async function aReading(options: Parameters<typeof aPullRequest>[0] = {}) {
  const world = await aPullRequest(options)
  const room = roomFor(world.github)
  const reference = referenceTo(world.github, world.repository, world.pull)
  const read = async () => {
    const facts = await room.readPullRequest(reference)
    if (!facts) throw new Error('there is no such pull request')
    return facts
  }
  return { ...world, room, reference, read }
}

describe('a pull request', () => {
  it('is read in one call, with GitHub’s time', async () => {
    const { github, repository, pull, read } = await aReading()
    github.label(pull, 'linus', 'rfc')
    github.clock.advance(60)
    const facts = await read()
    expect(callsTo(github)).toEqual(['POST /graphql'])
    expect(facts).toMatchObject({
      at: '2026-03-02T10:01:00Z',
      repository: { id: repository.id, owner: 'acme', name: 'rfcs', isPrivate: false },
      pullRequest: {
        number: pull.number,
        title: 'Bill from events',
        author: { login: 'linus', type: 'User' },
        state: 'open',
        isDraft: false,
        createdAt: '2026-03-02T10:00:00Z',
        head: pull.headOid,
        baseName: 'main',
        labels: ['rfc'],
      },
      config: { kind: 'absent' },
      changes: {
        kind: 'complete',
        files: [{ path: 'rfcs/0001-billing.md', previousPath: null, change: 'added' }],
      },
      commits: [pull.headOid],
      runs: [],
      forcePushes: [],
      posts: [],
      ownComments: [],
      sameHead: [],
    })
  })

  it('is null when it does not exist', async () => {
    const { room, reference } = await aReading()
    expect(await room.readPullRequest({ ...reference, number: 999 })).toBeNull()
  })

  it('is null when its repository does not exist', async () => {
    const { room, reference } = await aReading()
    expect(await room.readPullRequest({ ...reference, repo: 'gone' })).toBeNull()
  })

  it('is null once the App is uninstalled', async () => {
    const { github, room, reference } = await aReading()
    const [installation] = github.world.state.installations.values()
    github.uninstall(installation!, 'ada')
    expect(await room.readPullRequest(reference)).toBeNull()
  })

  it('is not read from another repository that has the name now', async () => {
    const { room, reference } = await aReading()
    expect(await room.readPullRequest({ ...reference, repositoryId: 1 })).toBeNull()
  })

  it('includes the configuration at the tip of its base (D1)', async () => {
    const { github, repository, read } = await aReading()
    const tip = github.push(
      repository,
      'main',
      { '.github/rfc-alignment.yml': 'version: 1\n' },
      { by: 'linus' },
    )
    const { config, pullRequest } = await read()
    expect(config).toMatchObject({ kind: 'text', text: 'version: 1\n' })
    expect(pullRequest.baseTip).toBe(tip)
  })

  it('includes every revision of its description', async () => {
    const { github, pull, read } = await aReading()
    github.clock.advance(5)
    github.edit(pull, 'mallory', { body: 'Now with a plan' })
    const { description } = (await read()).pullRequest
    expect(description.text).toBe('Now with a plan')
    expect(description.revisions).toMatchObject([
      { at: '2026-03-02T10:00:00Z', editor: { login: 'linus' } },
      { at: '2026-03-02T10:00:05Z', editor: { login: 'mallory' }, text: 'Now with a plan' },
    ])
  })

  it('includes when it was a draft', async () => {
    const { github, pull, read } = await aReading()
    github.clock.advance(1)
    github.draft(pull, 'linus')
    github.clock.advance(1)
    github.ready(pull, 'linus')
    expect((await read()).draftChanges).toEqual([
      { at: '2026-03-02T10:00:01Z', to: 'draft' },
      { at: '2026-03-02T10:00:02Z', to: 'ready' },
    ])
  })

  it('includes the other pull requests on its head and base', async () => {
    const { github, repository, pull, read } = await aReading()
    github.push(repository, 'other-base', { 'a.txt': 'a' }, { by: 'linus' })
    github.forcePush(repository, 'twin', pull.headOid, { by: 'linus' })
    const twin = github.openPullRequest(repository, { author: 'linus', head: 'twin' })
    github.openPullRequest(repository, { author: 'linus', head: 'billing', base: 'other-base' })
    github.label(twin, 'linus', 'rfc')
    callsTo(github)
    expect((await read()).sameHead).toEqual([{ number: twin.number, labels: ['rfc'] }])
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it.each([
    ['its last commit is not its head', (tip: Bent) => Object.assign(tip.commit, { oid: 'e'.repeat(40) })],
    [
      'they are more than came with it',
      ({ commit: { associatedPullRequests: list } }: Bent) => {
        list.pageInfo.hasNextPage = true
        list.nodes = []
      },
    ],
  ])('makes another call for those with the same head when %s (GH-147)', async (_, how) => {
    const { github, repository, pull, read } = await aReading()
    github.forcePush(repository, 'twin', pull.headOid, { by: 'linus' })
    const twin = github.openPullRequest(repository, { author: 'linus', head: 'twin' })
    bendFacts(github, (facts) => how(facts.tip.nodes[0]))
    callsTo(github)
    expect((await read()).sameHead).toEqual([{ number: twin.number, labels: [] }])
    expect(callsTo(github)).toEqual(['POST /graphql', 'POST /graphql'])
  })

  it('finds pull requests on the same head when that is on the default branch and GitHub names none (GH-147)', async () => {
    const { github, repository } = await aReading()
    github.push(repository, 'release', { 'a.txt': 'a' }, { by: 'linus' })
    const head = github.push(repository, 'main', { 'b.txt': 'b' }, { by: 'linus' })
    const [one, other] = ['up', 'up-again'].map((branch) => {
      github.forcePush(repository, branch, head, { by: 'linus' })
      return github.openPullRequest(repository, { author: 'linus', head: branch, base: 'release' })
    })
    github.label(other!, 'linus', 'rfc')
    const facts = await roomFor(github).readPullRequest(referenceTo(github, repository, one!))
    expect(facts?.sameHead).toEqual([{ number: other!.number, labels: ['rfc'] }])
  })

  it('is inconsistent when labels of a pull request on the same head are missing (V6)', async () => {
    const { github, repository, pull, room, reference } = await aReading()
    github.forcePush(repository, 'twin', pull.headOid, { by: 'linus' })
    const twin = github.openPullRequest(repository, { author: 'linus', head: 'twin' })
    github.label(twin, 'linus', 'rfc')
    bendFacts(github, ({ tip }) => {
      for (const node of tip.nodes[0].commit.associatedPullRequests.nodes) node.labels.nodes = []
    })
    await expect(room.readPullRequest(reference)).rejects.toMatchObject({ name: 'InconsistentRead' })
  })

  it('has its head last among its commits, in whatever order GitHub lists them (F1)', async () => {
    const { github, repository, pull, read } = await aReading()
    const first = pull.headOid
    const second = github.push(repository, 'billing', { 'a.txt': 'a' }, { by: 'linus' })
    bendFacts(github, ({ commits }) => commits.nodes.reverse())
    expect((await read()).commits).toEqual([first, second])
  })

  it('is inconsistent when the tip of its base is missing (V6)', async () => {
    const { github, room, reference } = await aReading()
    bendFacts(github, ({ baseRef }) => {
      baseRef.target = null
    })
    await expect(room.readPullRequest(reference)).rejects.toMatchObject({ name: 'InconsistentRead' })
  })
})

// biome-ignore lint/suspicious/noExplicitAny: an answer is bent on its way
type Bent = any

/** Bends what comes of the pull request itself, on its way. */
function bendFacts(github: LocalGitHub, how: (pullRequest: Bent) => void): () => void {
  return github.onRequest(({ path }) => ({
    alter: ({ status, body }) => {
      const bent = structuredClone(body) as Bent
      const facts = path === '/graphql' ? bent.data?.repository?.pullRequest : undefined
      if (facts) how(facts)
      return { status, body: bent }
    },
  }))
}

describe('comments that were deleted', () => {
  it('are listed with who deleted them, when, and their author, oldest first (C6)', async () => {
    const { github, pull, read } = await aReading()
    const first = github.comment(pull, 'grace', '/commit')
    const second = github.comment(pull, 'ada', '/object')
    github.clock.advance(1)
    github.deleteComment(second, 'mallory')
    github.clock.advance(1)
    github.deleteComment(first, 'grace')
    const { deletions, posts } = await read()
    expect(posts).toEqual([])
    expect(deletions).toMatchObject([
      { at: '2026-03-02T10:00:01Z', by: { login: 'mallory', type: 'User' }, author: { login: 'ada' } },
      { at: '2026-03-02T10:00:02Z', by: { login: 'grace' }, author: { login: 'grace' } },
    ])
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('have no person when GitHub names none (C6)', async () => {
    const { github, pull, read } = await aReading({ quirks: { anonymousDeletions: true } })
    const said = github.comment(pull, 'grace', '/commit')
    github.deleteComment(said, 'mallory')
    github.deleteAccount('grace')
    expect((await read()).deletions).toEqual([{ at: '2026-03-02T10:00:00Z', by: null, author: null }])
  })

  it('are read to the last of 250', async () => {
    const { github, pull, read } = await aReading()
    for (let i = 0; i < 250; i++) github.deleteComment(github.comment(pull, 'grace', `word ${i}`), 'grace')
    expect((await read()).deletions).toHaveLength(250)
    expect(callsTo(github)).toHaveLength(3)
  })
})

describe('changed files', () => {
  it('are read to the last of 250', async () => {
    const { github, repository, read } = await aReading()
    const files = Object.fromEntries(Array.from({ length: 249 }, (_, i) => [`docs/${i}.md`, `${i}`]))
    github.push(repository, 'billing', files, { by: 'linus' })
    const { changes } = await read()
    expect(changes).toMatchObject({ kind: 'complete' })
    expect(changes.kind === 'complete' && changes.files).toHaveLength(250)
    expect(callsTo(github)).toHaveLength(3)
  })

  it('have their old path when renamed, for one more call per head (D2)', async () => {
    const { github, repository, read } = await aReading()
    const text = 'The same words, so that Git sees the move.\n'.repeat(20)
    github.push(repository, 'main', { 'rfcs/old.md': text }, { by: 'linus' })
    github.forcePush(repository, 'billing', { 'rfcs/old.md': null, 'notes/new.md': text }, { by: 'linus' })
    const expected = {
      kind: 'complete',
      files: [{ path: 'notes/new.md', previousPath: 'rfcs/old.md', change: 'renamed' }],
    }
    expect((await read()).changes).toEqual(expected)
    callsTo(github)
    expect((await read()).changes).toEqual(expected)
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('are deleted when they are gone', async () => {
    const { github, repository, read } = await aReading()
    github.push(repository, 'main', { 'rfcs/old.md': 'old' }, { by: 'linus' })
    github.forcePush(repository, 'billing', { 'rfcs/old.md': null }, { by: 'linus' })
    expect((await read()).changes).toMatchObject({ files: [{ path: 'rfcs/old.md', change: 'deleted' }] })
  })
})

describe('an incomplete list of changed files', () => {
  const LISTED = { kind: 'complete' }
  const NOT_LISTED = { kind: 'not listed' }

  it.each([
    ['fewer than are counted', ({ files }: Bent) => files.nodes.pop()],
    ['more than are counted', (facts: Bent) => Object.assign(facts, { changedFiles: 0 })],
  ])('(%s) make the read inconsistent, until four equal answers in a row (D6, V6)', async (_, how) => {
    const { github, read } = await aReading()
    const stop = bendFacts(github, how)
    for (let i = 0; i < 3; i++) await expect(read()).rejects.toMatchObject({ name: 'InconsistentRead' })
    expect((await read()).changes).toEqual(NOT_LISTED)
    stop()
    expect((await read()).changes).toMatchObject(LISTED)
    bendFacts(github, how)
    await expect(read()).rejects.toMatchObject({ name: 'InconsistentRead' })
  })

  it.each([
    ['null', (facts: Bent) => Object.assign(facts, { files: null })],
    ['null, and none are counted', (facts: Bent) => Object.assign(facts, { files: null, changedFiles: 0 })],
    [
      'null, and too many are counted',
      (facts: Bent) => Object.assign(facts, { files: null, changedFiles: 3001 }),
    ],
    ['more than GitHub lists', (facts: Bent) => Object.assign(facts, { changedFiles: 3001 })],
    [
      'with a hole',
      ({ files }: Bent) => {
        files.nodes[0] = null
      },
    ],
  ])('(%s) are read from the trees at once (D6)', async (_, how) => {
    const { github, read } = await aReading()
    bendFacts(github, how)
    expect((await read()).changes).toEqual(NOT_LISTED)
  })

  it('is replaced by a comparison of trees when there are too many for GitHub (GH-18)', async () => {
    const { read } = await aReading({ quirks: { mostFilesCompared: 0 } })
    expect((await read()).changes).toEqual(NOT_LISTED)
  })

  it('is replaced by a comparison of trees when it is empty though the trees differ (GH-5)', async () => {
    const { github, pull, read } = await aReading()
    github.setDiff(pull, 'empty')
    expect((await read()).changes).toEqual(NOT_LISTED)
  })

  it('is accepted when it is empty and the head has the tree of its merge base, for one more call', async () => {
    const { github, repository, read } = await aReading()
    const tip = github.push(repository, 'billing', { 'rfcs/0001-billing.md': null }, { by: 'linus' })
    callsTo(github)
    expect((await read()).changes).toEqual({ kind: 'complete', files: [] })
    expect((await read()).changes).toEqual({ kind: 'complete', files: [] })
    expect(callsTo(github).filter((call) => call.includes('/compare/'))).toEqual([
      expect.stringContaining(`...${tip}?per_page=1&page=2`),
    ])
  })

  it('is replaced by a comparison of trees when it is empty and GitHub returns no tree', async () => {
    const { github, repository, read } = await aReading()
    github.push(repository, 'billing', { 'rfcs/0001-billing.md': null }, { by: 'linus' })
    bendFacts(github, ({ tip }) => {
      tip.nodes[0].commit.tree = null
    })
    expect((await read()).changes).toEqual(NOT_LISTED)
  })
})

describe('posts', () => {
  it('are read to the last of 250 comments, three pages', async () => {
    const { github, pull, read } = await aReading()
    for (let i = 0; i < 250; i++) github.comment(pull, 'grace', `word ${i}`)
    const { posts } = await read()
    expect(posts).toHaveLength(250)
    expect(new Set(posts.map(({ text }) => text)).size).toBe(250)
    expect(callsTo(github)).toHaveLength(3)
  })

  it('have the ids of webhooks, an author and a time', async () => {
    const { github, pull, read } = await aReading()
    github.clock.advance(3)
    const said = github.comment(pull, 'grace', '/commit')
    const { posts } = await read()
    expect(posts).toMatchObject([
      {
        on: 'comment',
        id: String(said.id),
        author: { login: 'grace', type: 'User' },
        at: '2026-03-02T10:00:03Z',
        text: '/commit',
        viaEmail: false,
        review: null,
        revisions: [{ at: '2026-03-02T10:00:03Z', editor: { login: 'grace' }, text: '/commit' }],
      },
    ])
  })

  it('have their editors, oldest first (C5)', async () => {
    const { github, pull, read } = await aReading()
    const said = github.comment(pull, 'grace', 'I wonder')
    github.clock.advance(1)
    github.editComment(said, 'mallory', '/commit')
    github.clock.advance(1)
    github.editComment(said, 'grace', 'I wonder')
    const { posts } = await read()
    expect(posts[0]?.revisions?.map(({ at, editor, text }) => [at, editor?.login, text])).toEqual([
      ['2026-03-02T10:00:00Z', 'grace', 'I wonder'],
      ['2026-03-02T10:00:01Z', 'mallory', '/commit'],
      ['2026-03-02T10:00:02Z', 'grace', 'I wonder'],
    ])
    expect(callsTo(github)).toHaveLength(1)
  })

  it('have no text at a deleted revision', async () => {
    const { github, pull, read } = await aReading()
    const said = github.comment(pull, 'grace', 'I wonder')
    github.editComment(said, 'mallory', '/commit')
    github.editComment(said, 'grace', 'I wonder')
    github.deleteRevision(said, said.revisions[1]!, 'mallory')
    const { posts } = await read()
    expect(posts[0]?.revisions?.map(({ editor, text }) => [editor?.login, text])).toEqual([
      ['grace', 'I wonder'],
      ['mallory', null],
      ['grace', 'I wonder'],
    ])
  })

  it('have no history when it is longer than one page', async () => {
    const { github, pull, read } = await aReading()
    const said = github.comment(pull, 'grace', 'first')
    for (let i = 0; i < 101; i++) github.editComment(said, 'grace', `edit ${i}`)
    expect((await read()).posts[0]?.revisions).toBeNull()
  })

  it('have no author when the account was deleted', async () => {
    const { github, pull, read } = await aReading()
    github.comment(pull, 'mallory', '/commit')
    github.deleteAccount('mallory')
    expect((await read()).posts[0]?.author).toBeNull()
  })

  it('include submitted reviews with their commit, not pending ones', async () => {
    const { github, pull, read } = await aReading()
    github.startReview(pull, 'grace', '/object later')
    github.clock.advance(2)
    github.review(pull, 'ada', 'request changes', '/object too slow')
    const { posts } = await read()
    expect(posts).toMatchObject([
      {
        on: 'review',
        at: '2026-03-02T10:00:02Z',
        text: '/object too slow',
        review: { state: 'changes requested', commit: pull.headOid },
      },
    ])
  })

  it('keep the state that a dismissed review had, and that it was dismissed (C6)', async () => {
    const { github, pull, read } = await aReading()
    const review = github.review(pull, 'ada', 'request changes', 'too slow')
    expect((await read()).posts[0]?.review).toMatchObject({ isDismissed: false })
    github.dismissReview(review, 'linus', 'it is not')
    expect((await read()).posts[0]?.review).toMatchObject({ state: 'changes requested', isDismissed: true })
  })

  it('include line comments; the history of an edited one costs one call, once', async () => {
    const { github, pull, read } = await aReading()
    const review = { comments: [{ path: 'rfcs/0001-billing.md', line: 1, body: '/object here' }] }
    github.review(pull, 'ada', 'comment', '', review)
    const read1 = await read()
    expect(read1.posts).toMatchObject([
      { on: 'review', text: '' },
      { on: 'line', text: '/object here', revisions: [{ text: '/object here' }] },
    ])
    expect(callsTo(github)).toHaveLength(1)
    const [line] = [...github.world.state.posts.values()].filter(({ kind }) => kind === 'line')
    github.clock.advance(1)
    github.editComment(line!, 'mallory', 'never mind')
    const read2 = await read()
    expect(read2.posts[1]?.revisions?.map(({ text }) => text)).toEqual(['/object here', 'never mind'])
    expect(callsTo(github)).toHaveLength(2)
    await read()
    expect(callsTo(github)).toHaveLength(1)
  })

  it('do not include the App’s own, but those of other bots and of people who copy them', async () => {
    const { github, pull, room, reference, read } = await aReading()
    const mark = '<!-- rfc-alignment sticky -->\nWaiting'
    await room.write(reference, { kind: 'create comment', body: mark })
    github.createUser('other-app', { type: 'Bot' })
    github.comment(pull, 'other-app', mark)
    github.comment(pull, 'mallory', mark)
    callsTo(github)
    const { ownComments, posts } = await read()
    expect(ownComments).toMatchObject([{ text: mark }])
    expect(posts.map(({ author }) => author)).toMatchObject([
      { login: 'other-app', type: 'Bot' },
      { login: 'mallory', type: 'User' },
    ])
    // The App's check suite names it already.
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it.each([
    ['by its own name, asked for once', 200, { slug: 'rfc-alignment' }, 1],
    ['by its mark alone where GitHub does not tell the name', 404, {}, 2],
  ])('of the App are recognised %s', async (_, status, body, own) => {
    const { github, pull, room, reference, read } = await aReading()
    const mark = '<!-- rfc-alignment sticky -->\nWaiting'
    await room.write(reference, { kind: 'create comment', body: mark })
    github.createUser('other-app', { type: 'Bot' })
    github.comment(pull, 'other-app', mark)
    github.onRequest(({ path }) => {
      if (path === '/app') return { answer: { status, body } }
      return path === '/graphql' ? { alter: withoutSuites } : undefined
    })
    callsTo(github)
    expect((await read()).ownComments).toHaveLength(own)
    expect(callsTo(github)).toEqual(['POST /graphql', 'GET /app'])
    expect((await read()).ownComments).toHaveLength(own)
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('include the App’s reactions', async () => {
    const { github, pull, room, reference, read } = await aReading()
    const said = github.comment(pull, 'grace', '/commit')
    const review = github.review(pull, 'ada', 'comment', '/align')
    const [{ nodeId = '' } = {}, { nodeId: reviewNode = '' } = {}] = (await read()).posts
    const react = { kind: 'react', reaction: '+1' } as const
    await room.write(reference, { ...react, on: 'comment', id: String(said.id), nodeId })
    await room.write(reference, { ...react, on: 'review', id: String(review.id), nodeId: reviewNode })
    expect((await read()).posts.map(({ reacted }) => reacted)).toEqual([['+1'], ['+1']])
    await room.write(reference, { kind: 'unreact', nodeId, reaction: '+1' })
    expect((await read()).posts.map(({ reacted }) => reacted)).toEqual([[], ['+1']])
  })
})

// biome-ignore lint/suspicious/noExplicitAny: an answer is bent on its way
function withoutSuites({ status, body }: { status: number; body: any }) {
  for (const { commit } of body.data?.repository?.pullRequest?.commits?.nodes ?? [])
    commit.checkSuites.nodes = []
  return { status, body }
}

describe('check runs', () => {
  it('are read with the start that GitHub set (F1), without those of other Apps', async () => {
    const { github, repository, pull, room, reference, read } = await aReading()
    github.clock.advance(7)
    await room.write(reference, { kind: 'create run', commit: pull.headOid, run: RUN })
    const other = github.createApp('other-app')
    github.createCheckRun(repository, other.id, pull.headOid, {
      name: RUN.name,
      externalId: RUN.externalId,
      status: 'completed',
      conclusion: 'success',
    })
    expect((await read()).runs).toMatchObject([
      {
        commit: pull.headOid,
        name: RUN.name,
        externalId: RUN.externalId,
        startedAt: '2026-03-02T10:00:07Z',
        conclusion: 'failure',
      },
    ])
  })

  it('are all read when a commit has more than a page of them', async () => {
    const { github, repository, pull, read } = await aReading()
    for (let i = 0; i < 60; i++) {
      github.createCheckRun(repository, github.app.id, pull.headOid, {
        name: `n${i}`,
        status: 'completed',
        conclusion: 'failure',
      })
    }
    expect((await read()).runs).toHaveLength(60)
    expect(callsTo(github)).toHaveLength(2)
  })

  it('are read for heads that a force-push hid, in the same call', async () => {
    const { github, repository, pull, room, reference, read } = await aReading()
    const first = pull.headOid
    await room.write(reference, { kind: 'create run', commit: first, run: RUN })
    github.clock.advance(1)
    const second = github.push(repository, 'billing', { 'rfcs/0001-billing.md': '# More\n' }, { by: 'linus' })
    await room.write(reference, { kind: 'create run', commit: second, run: RUN })
    github.clock.advance(1)
    const third = github.forcePush(
      repository,
      'billing',
      { 'rfcs/0001-billing.md': '# Anew\n' },
      { by: 'linus' },
    )
    callsTo(github)
    const { forcePushes, runs, commits } = await read()
    expect(callsTo(github)).toEqual(['POST /graphql'])
    expect(commits).toEqual([third])
    expect(forcePushes).toMatchObject([{ at: '2026-03-02T10:00:02Z', before: second, after: third }])
    expect(forcePushes[0]?.lineage.slice(0, 2)).toEqual([second, first])
    expect(new Set(runs.map(({ commit }) => commit))).toEqual(new Set([first, second]))
  })

  it('are read for every commit that a force-push hid, the oldest too (S6)', async () => {
    const { github, repository, pull, room, reference, read } = await aReading()
    await room.write(reference, { kind: 'create run', commit: pull.headOid, run: RUN })
    const first = pull.headOid
    for (let i = 0; i < 40; i++) github.push(repository, 'billing', { 'a.txt': `${i}` }, { by: 'linus' })
    github.forcePush(repository, 'billing', { 'rfcs/0001-billing.md': '# Anew\n' }, { by: 'linus' })
    const { forcePushes, runs } = await read()
    expect(forcePushes[0]?.lineage).toContain(first)
    expect(runs.map(({ commit }) => commit)).toEqual([first])
    callsTo(github)
    await read()
    expect(callsTo(github)).toEqual(['POST /graphql', 'POST /graphql'])
  })

  it('are read for every commit again when the base is another one', async () => {
    const { github, repository, pull, room, reference, read } = await aReading()
    const first = pull.headOid
    await room.write(reference, { kind: 'create run', commit: first, run: RUN })
    for (let i = 0; i < 40; i++) github.push(repository, 'billing', { 'a.txt': `${i}` }, { by: 'linus' })
    github.forcePush(repository, 'develop', pull.headOid, { by: 'linus' })
    github.push(repository, 'billing', { 'a.txt': 'last' }, { by: 'linus' })
    github.forcePush(repository, 'billing', { 'rfcs/0001-billing.md': '# Anew\n' }, { by: 'linus' })
    github.edit(pull, 'linus', { base: 'develop' })
    expect((await read()).forcePushes[0]?.lineage).not.toContain(first)
    github.edit(pull, 'linus', { base: 'main' })
    const { forcePushes, runs } = await read()
    expect(forcePushes[0]?.lineage).toContain(first)
    expect(runs.map(({ commit }) => commit)).toEqual([first])
  })

  it('are read where GitHub does not compare what a force-push hid with the base (S6, GH-179)', async () => {
    const { github, repository, pull, room, reference, read } = await aReading()
    const first = pull.headOid
    await room.write(reference, { kind: 'create run', commit: first, run: RUN })
    for (let i = 0; i < 40; i++) github.push(repository, 'billing', { 'a.txt': `${i}` }, { by: 'linus' })
    const hidden = pull.headOid
    github.forcePush(repository, 'billing', { 'rfcs/0001-billing.md': '# Anew\n' }, { by: 'linus' })
    github.onRequest(({ path }) =>
      path.includes('/compare/') && path.includes(hidden)
        ? { answer: { status: 422, body: { message: 'Server Error: Sorry, there was a problem' } } }
        : undefined,
    )
    const { forcePushes, runs } = await read()
    expect(forcePushes[0]?.lineage).toContain(first)
    expect(runs.map(({ commit }) => commit)).toEqual([first])
  })

  it('are read for every force-push, however many', async () => {
    const { github, repository, read } = await aReading()
    for (let i = 0; i < 7; i++) {
      github.clock.advance(1)
      github.forcePush(repository, 'billing', { 'rfcs/0001-billing.md': `# ${i}\n` }, { by: 'linus' })
    }
    const { forcePushes } = await read()
    expect(forcePushes).toHaveLength(7)
    expect(forcePushes.map(({ at }) => at)).toEqual(forcePushes.map(({ at }) => at).toSorted())
    expect(callsTo(github)).toHaveLength(3)
  })

  it('are missing for a hidden head that GitHub forgot, and for no other', async () => {
    const { github, repository, pull, read } = await aReading()
    const first = pull.headOid
    github.forcePush(repository, 'billing', { 'rfcs/0001-billing.md': '# Anew\n' }, { by: 'linus' })
    github.forgetCommit(repository, first)
    expect((await read()).forcePushes).toMatchObject([{ before: null, lineage: [] }])
  })
})

describe('an incomplete read', () => {
  it('is rejected when the head moves between two pages (V6)', async () => {
    const { github, repository, pull, room, reference } = await aReading()
    for (let i = 0; i < 101; i++) github.comment(pull, 'grace', `word ${i}`)
    let asked = 0
    github.onRequest(({ path }) => {
      if (path === '/graphql' && ++asked === 2) {
        github.push(repository, 'billing', { 'rfcs/0001-billing.md': '# Later\n' }, { by: 'linus' })
      }
    })
    await expect(room.readPullRequest(reference)).rejects.toThrow('its head moved meanwhile')
  })

  it('is rejected when a comment is counted and not listed (V6)', async () => {
    const { github, pull, room, reference } = await aReading()
    github.comment(pull, 'grace', '/object')
    // biome-ignore lint/suspicious/noExplicitAny: an answer is bent on its way
    const lose = ({ status, body }: { status: number; body: any }) => {
      body.data?.repository?.pullRequest?.comments?.nodes.pop()
      return { status, body }
    }
    const stop = github.onRequest(({ path }) => (path === '/graphql' ? { alter: lose } : undefined))
    const why = 'GitHub counts 1 comments and shows 0'
    for (let i = 0; i < 3; i++) await expect(room.readPullRequest(reference)).rejects.toThrow(why)
    // After four equal answers it is GitHub's last word, and the check can say so.
    expect((await room.readPullRequest(reference))?.gaps).toEqual([{ list: 'comments', why }])
    stop()
    expect((await room.readPullRequest(reference))?.gaps).toEqual([])
  })

  it('counts equal answers again after a different one (V6)', async () => {
    const { github, pull, read } = await aReading()
    for (const word of ['one', 'two', 'three']) github.comment(pull, 'grace', word)
    const lose = (left: number) =>
      bendFacts(github, ({ comments }) => {
        comments.nodes.length = left
      })
    for (const left of [0, 0, 0, 1, 1, 1]) {
      const stop = lose(left)
      await expect(read()).rejects.toMatchObject({ name: 'InconsistentRead' })
      stop()
    }
  })

  it.each([
    ['an event of its timeline', 'timeline', ({ timeline }: Bent) => timeline.nodes.push(null)],
    ['one of its labels', 'labels', ({ labels }: Bent) => Object.assign(labels, { totalCount: 7 })],
    ['a commit', 'commits', ({ commits }: Bent) => commits.nodes.push(null)],
    ['its comments', 'comments', (facts: Bent) => Object.assign(facts, { comments: null })],
  ])('is incomplete when %s is missing four times in a row (V6)', async (_, list, how) => {
    const { github, pull, read } = await aReading()
    github.label(pull, 'linus', 'rfc')
    bendFacts(github, how)
    for (let i = 0; i < 3; i++) await expect(read()).rejects.toMatchObject({ name: 'InconsistentRead' })
    expect((await read()).gaps).toMatchObject([{ list }])
  })

  it.each([['hidden'], ['counted'], ['shown']] as const)(
    'is complete while somebody else drafts a review (pending reviews %s, GH-22)',
    async (pendingReviews) => {
      const { github, pull, read } = await aReading({ quirks: { pendingReviews } })
      github.startReview(pull, 'grace', 'Not yet.')
      const facts = await read()
      expect([facts.gaps, facts.posts]).toEqual([[], []])
    },
  )
})
