import { expect, test } from 'vitest'
import { ask } from './ask.ts'
import { aPullRequest, client } from './stage.ts'

test('a comment shows who edited it and how it read before (GH-162, GH-163)', async () => {
  const { github, pull } = await aPullRequest()
  const comment = github.comment(pull, 'grace', 'Looks good')
  github.clock.advance(60)
  github.editComment(comment, 'mallory', '/commit')
  const { data, errors } = await ask(
    github,
    `{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { comments(first: 10) { totalCount nodes {
      fullDatabaseId url body author { login __typename } editor { login } createdAt lastEditedAt includesCreatedEdit
      createdViaEmail isMinimized viewerDidAuthor
      userContentEdits(first: 10) { totalCount nodes { editedAt editor { login } diff deletedAt deletedBy { login } } }
    } } } } }`,
  )
  expect(errors).toBeUndefined()
  expect(data.repository.pullRequest.comments.nodes).toEqual([
    {
      fullDatabaseId: String(comment.id),
      url: `${github.origin}/acme/rfcs/pull/1#issuecomment-${comment.id}`,
      body: '/commit',
      author: { login: 'grace', __typename: 'User' },
      editor: { login: 'mallory' },
      createdAt: '2026-03-02T10:00:00Z',
      lastEditedAt: '2026-03-02T10:01:00Z',
      includesCreatedEdit: true,
      createdViaEmail: false,
      isMinimized: false,
      viewerDidAuthor: false,
      userContentEdits: {
        totalCount: 2,
        nodes: [
          {
            editedAt: '2026-03-02T10:01:00Z',
            editor: { login: 'mallory' },
            diff: '/commit',
            deletedAt: null,
            deletedBy: null,
          },
          {
            editedAt: '2026-03-02T10:00:00Z',
            editor: { login: 'grace' },
            diff: 'Looks good',
            deletedAt: null,
            deletedBy: null,
          },
        ],
      },
    },
  ])
})

test('a force-push is in the timeline with both commits, and leaves the old one readable', async () => {
  const { github, repository, pull } = await aPullRequest()
  const before = pull.headOid
  github.clock.advance(5)
  github.forcePush(repository, 'billing', { 'rfcs/0001-billing.md': '# Other\n' }, { by: 'linus' })
  const { data, errors } = await ask(
    github,
    `query($oid: GitObjectID!) { repository(owner: "acme", name: "rfcs") {
      object(oid: $oid) { ... on Commit { file(path: "rfcs/0001-billing.md") { mode object { ... on Blob { text isBinary } } } } }
      pullRequest(number: 1) { headRefOid commits(first: 5) { totalCount nodes { commit { oid } } }
        timelineItems(first: 10, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) { filteredCount nodes {
          __typename ... on HeadRefForcePushedEvent { createdAt actor { login } beforeCommit { oid } afterCommit { oid } } } } } } }`,
    { oid: before },
  )
  expect(errors).toBeUndefined()
  expect(data.repository.object.file).toEqual({
    mode: 33188,
    object: { text: '# Billing\n', isBinary: false },
  })
  expect(data.repository.pullRequest).toMatchObject({
    headRefOid: pull.headOid,
    commits: { totalCount: 1, nodes: [{ commit: { oid: pull.headOid } }] },
    timelineItems: {
      filteredCount: 1,
      nodes: [
        {
          __typename: 'HeadRefForcePushedEvent',
          createdAt: '2026-03-02T10:00:05Z',
          actor: { login: 'linus' },
          beforeCommit: { oid: before },
          afterCommit: { oid: pull.headOid },
        },
      ],
    },
  })
})

test('what a deleted account wrote has no author (GH-164)', async () => {
  const { github, pull } = await aPullRequest()
  github.comment(pull, 'grace', 'Bye')
  github.deleteAccount('grace')
  const query =
    '{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { comments(first: 1) { nodes { author { login } } } } } }'
  const { data } = await ask(github, query)
  expect(data.repository.pullRequest.comments.nodes).toEqual([{ author: null }])
  const { data: rest } = await client(github).issues.listComments({
    owner: 'acme',
    repo: 'rfcs',
    issue_number: 1,
  })
  expect(rest[0]?.user?.login).toBe('ghost')
})

test('pages go on where they ended, also when something before was deleted meanwhile', async () => {
  const { github, pull } = await aPullRequest()
  const made = Array.from({ length: 5 }, (_, index) => github.comment(pull, 'grace', `#${index}`))
  const query = `query($after: String) { repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) {
    comments(first: 2, after: $after) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { body } } } } }`
  const first = (await ask(github, query)).data.repository.pullRequest.comments
  expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } })
  github.deleteComment(made[1]!, 'grace')
  const second = (await ask(github, query, { after: first.pageInfo.endCursor })).data.repository.pullRequest
    .comments
  expect(second.nodes).toEqual([{ body: '#2' }, { body: '#3' }])
})

test('a page without a bound or beyond a hundred is an error, as is a node count beyond 500,000 (GH-154)', async () => {
  const { github } = await aPullRequest()
  const comments = (args: string) =>
    `{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { comments${args} { totalCount } } } }`
  expect((await ask(github, comments(''))).errors?.[0]?.type).toBe('MISSING_PAGINATION_BOUNDARIES')
  expect((await ask(github, comments('(first: 101)'))).errors?.[0]?.message).toContain('limit of 100')
  const many = `{ repository(owner: "acme", name: "rfcs") { pullRequests(first: 100) { nodes { comments(first: 100) {
    nodes { reactions(first: 100) { totalCount } } } } } } }`
  expect((await ask(github, many)).errors?.[0]?.type).toBe('MAX_NODE_LIMIT_EXCEEDED')
})

test('a field that GitHub has and this one has not is an error and noted, never a quiet null', async () => {
  const { github } = await aPullRequest({ strict: false })
  const query = '{ repository(owner: "acme", name: "rfcs") { name forkCount homepageUrl } }'
  const { data, errors } = await ask(github, query)
  expect(data).toEqual({ repository: null })
  expect(errors?.[0]?.message).toContain('no resolver for Repository.forkCount')
  expect(github.unknownRequests).toContain('GraphQL Repository.forkCount')
})

test('a field that GitHub has not is a validation error', async () => {
  const { github } = await aPullRequest()
  const { errors } = await ask(github, '{ viewer { shoeSize } }')
  expect(errors?.[0]?.message).toContain('shoeSize')
})

test('what is not there is null with an error of the type NOT_FOUND, a repository owner null without', async () => {
  const { github } = await aPullRequest()
  const { data, errors } = await ask(
    github,
    '{ user(login: "nobody") { login } repositoryOwner(login: "nobody") { login } }',
  )
  expect(data).toEqual({ user: null, repositoryOwner: null })
  expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['user'] }])
})

test('checks of a commit are found by App and name, with the times GitHub set', async () => {
  const { github, pull } = await aPullRequest()
  const octokit = client(github)
  const { data: run } = await octokit.checks.create({
    owner: 'acme',
    repo: 'rfcs',
    name: 'RFC alignment: main',
    head_sha: pull.headOid,
    external_id: 'one',
    conclusion: 'action_required',
    output: { title: 'Waiting', summary: 's' },
  })
  expect(run).toMatchObject({ status: 'completed', started_at: '2026-03-02T10:00:00Z' })
  const { data, errors } = await ask(
    github,
    `query($app: Int!) { repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { commits(last: 1) { nodes { commit {
      checkSuites(first: 5, filterBy: { appId: $app }) { nodes { app { databaseId slug }
        checkRuns(first: 5, filterBy: { checkType: ALL, checkName: "RFC alignment: main" }) { nodes {
          databaseId externalId conclusion status startedAt title } } } } } } } } } }`,
    { app: github.app.id },
  )
  expect(errors).toBeUndefined()
  expect(data.repository.pullRequest.commits.nodes[0].commit.checkSuites.nodes).toEqual([
    {
      app: { databaseId: github.app.id, slug: 'rfc-alignment' },
      checkRuns: {
        nodes: [
          {
            databaseId: run.id,
            externalId: 'one',
            conclusion: 'ACTION_REQUIRED',
            status: 'COMPLETED',
            startedAt: '2026-03-02T10:00:00Z',
            title: 'Waiting',
          },
        ],
      },
    },
  ])
})

test('a reaction is added and seen to be the App’s own, although its user is nobody', async () => {
  const { github, pull } = await aPullRequest()
  github.comment(pull, 'grace', '/commit')
  const comments = `{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { comments(first: 1) { nodes { id
    reactionGroups { content viewerHasReacted } reactions(first: 5) { nodes { content user { login } } } } } } } }`
  const before = (await ask(github, comments)).data.repository.pullRequest.comments.nodes[0]
  const added = await ask(
    github,
    'mutation($id: ID!) { addReaction(input: { subjectId: $id, content: THUMBS_UP }) { reaction { content } } }',
    { id: before.id },
  )
  expect(added).toEqual({ data: { addReaction: { reaction: { content: 'THUMBS_UP' } } } })
  const after = (await ask(github, comments)).data.repository.pullRequest.comments.nodes[0]
  expect(after.reactionGroups).toContainEqual({ content: 'THUMBS_UP', viewerHasReacted: true })
  expect(after.reactions.nodes).toEqual([{ content: 'THUMBS_UP', user: null }])
})

test('a comment is hidden and shown again by those who may write on pull requests (GH-186)', async () => {
  const { github, pull } = await aPullRequest()
  const said = github.comment(pull, 'grace', 'Looks good')
  const comments = `{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { comments(first: 1) { nodes { id
    isMinimized minimizedReason } } } } }`
  const read = async () => (await ask(github, comments)).data.repository.pullRequest.comments.nodes[0]
  const { id } = await read()
  const hide =
    'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OFF_TOPIC }) { minimizedComment { isMinimized minimizedReason } } }'
  const show =
    'mutation($id: ID!) { unminimizeComment(input: { subjectId: $id }) { unminimizedComment { isMinimized } } }'
  expect(await ask(github, hide, { id })).toEqual({
    data: { minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'off-topic' } } },
  })
  expect(await read()).toMatchObject({ isMinimized: true })
  expect((await ask(github, show, { id })).data.unminimizeComment.unminimizedComment.isMinimized).toBe(false)
  expect(await read()).toMatchObject({ isMinimized: false, minimizedReason: null })
  expect((await ask(github, hide, { id: 'gone' })).errors).toMatchObject([{ type: 'NOT_FOUND' }])
  const bad = hide.replace('OFF_TOPIC', 'BORING')
  expect((await ask(github, bad, { id })).errors).toHaveLength(1)
  for (const installation of github.world.state.installations.values()) {
    const permissions = { ...installation.permissions, pull_requests: 'read' as const }
    Object.assign(installation, { permissions })
  }
  expect((await ask(github, hide, { id })).errors).toMatchObject([
    { type: 'FORBIDDEN', path: ['minimizeComment'], message: 'Resource not accessible by integration' },
  ])
  expect(said.minimized).toBeNull()
})

test('a team’s members include those of the teams inside it', async () => {
  const { github } = await aPullRequest()
  const sre = github.createTeam('acme', 'SRE', { members: ['grace'] })
  github.createTeam('acme', 'On call', { members: ['linus'], parent: sre, secret: true })
  const { data, errors } = await ask(
    github,
    `{ organization(login: "acme") { team(slug: "sre") { name members(first: 10) { totalCount nodes { login databaseId } }
      immediate: members(first: 10, membership: IMMEDIATE) { nodes { login } } } } }`,
  )
  expect(errors).toBeUndefined()
  expect(data.organization.team.members.nodes.map(({ login }: { login: string }) => login).sort()).toEqual([
    'grace',
    'linus',
  ])
  expect(data.organization.team.immediate.nodes).toEqual([{ login: 'grace' }])
})
