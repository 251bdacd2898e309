import { expect, test } from 'vitest'
import { aPullRequest, client } from './stage.ts'

const HERE = { owner: 'acme', repo: 'rfcs' }

test('the files of a pull request come in pages, with old names and blob ids', async () => {
  const { github, repository, pull } = await aPullRequest()
  github.push(repository, 'main', { 'rfcs/old.md': 'some words\n' }, { by: 'ada' })
  github.mergeBaseInto(pull, 'linus')
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f/${index}.txt`, `${index}`]))
  const moved = { 'rfcs/old.md': null, 'rfcs/new.md': 'some words\n' }
  github.push(repository, 'billing', { ...files, ...moved }, { by: 'linus' })
  const octokit = client(github)
  const first = await octokit.pulls.listFiles({ ...HERE, pull_number: 1 })
  expect(first.data).toHaveLength(30)
  expect(first.headers.link).toContain('rel="next"')
  const all = await octokit.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
    ...HERE,
    pull_number: 1,
  })
  expect(all).toHaveLength(42)
  expect(all.find(({ status }) => status === 'renamed')).toMatchObject({
    filename: 'rfcs/new.md',
    previous_filename: 'rfcs/old.md',
    sha: github.world.git(repository).filesOf(pull.headOid).get('rfcs/new.md')?.oid,
  })
})

test('a comparison is from the merge base, not from the base’s tip', async () => {
  const { github, repository, pull } = await aPullRequest()
  const parted = repository.refs.get('refs/heads/main')
  github.push(repository, 'main', { 'other.md': 'x' }, { by: 'ada' })
  const { data } = await client(github).repos.compareCommitsWithBasehead({
    ...HERE,
    basehead: `main...${pull.headOid}`,
  })
  expect(data).toMatchObject({
    status: 'diverged',
    ahead_by: 1,
    behind_by: 1,
    merge_base_commit: { sha: parted },
  })
  expect(data.files?.map(({ filename }) => filename)).toEqual(['rfcs/0001-billing.md'])
})

test('the base a pull request records does not follow its branch until somebody pushes', async () => {
  const { github, repository, pull } = await aPullRequest()
  const before = pull.baseOid
  const tip = github.push(repository, 'main', { 'other.md': 'x' }, { by: 'ada' })
  expect((await client(github).pulls.get({ ...HERE, pull_number: 1 })).data.base.sha).toBe(before)
  github.push(repository, 'billing', { 'b.md': 'b' }, { by: 'linus' })
  expect(pull.baseOid).toBe(tip)
})

test('contents follow a link to a file and leave out what is large; blobs and trees have it (GH-160)', async () => {
  const { github, repository } = await aPullRequest()
  github.push(
    repository,
    'main',
    {
      'a.md': 'text\n',
      'docs/link.md': { mode: '120000', content: '../a.md' },
      big: 'x'.repeat(1_048_577),
      sub: { mode: '160000', content: '1'.repeat(40) },
    },
    { by: 'ada' },
  )
  const octokit = client(github)
  const get = async (path: string) => (await octokit.repos.getContent({ ...HERE, path })).data
  expect(await get('docs/link.md')).toMatchObject({
    type: 'file',
    content: Buffer.from('text\n').toString('base64'),
  })
  expect(await get('big')).toMatchObject({ encoding: 'none', content: '' })
  expect(await get('sub')).toMatchObject({ type: 'submodule' })
  await expect(get('missing.md')).rejects.toMatchObject({ status: 404 })
  const { data: tree } = await octokit.git.getTree({ ...HERE, tree_sha: 'main', recursive: '1' })
  expect(tree.tree.map(({ path, mode }) => [path, mode])).toEqual([
    ['README.md', '100644'],
    ['a.md', '100644'],
    ['big', '100644'],
    ['docs', '040000'],
    ['docs/link.md', '120000'],
    ['sub', '160000'],
  ])
  const link = tree.tree.find(({ path }) => path === 'docs/link.md')
  const { data: blob } = await octokit.git.getBlob({ ...HERE, file_sha: link!.sha! })
  expect(Buffer.from(blob.content, 'base64').toString()).toBe('../a.md')
})

test('what a person may do is shown as five roles and as four older words', async () => {
  const { github, repository } = await aPullRequest()
  github.grant(repository, 'grace', 'maintain')
  github.createUser('eve')
  const ask = async (username: string) => {
    const { data } = await client(github).repos.getCollaboratorPermissionLevel({ ...HERE, username })
    return [data.permission, data.role_name]
  }
  expect(await ask('ada')).toEqual(['admin', 'admin'])
  expect(await ask('grace')).toEqual(['write', 'maintain'])
  expect(await ask('eve')).toEqual(['read', 'read'])
  await expect(ask('nobody')).rejects.toMatchObject({ status: 404 })
  repository.visibility = 'private'
  expect(await ask('eve')).toEqual(['none', ''])
})

test('one name that GitHub will not ask rejects the whole request for reviews', async () => {
  const { github, pull } = await aPullRequest()
  github.createUser('eve')
  const octokit = client(github)
  const ask = (...reviewers: string[]) =>
    octokit.pulls.requestReviewers({ ...HERE, pull_number: 1, reviewers })
  await expect(ask('grace', 'eve')).rejects.toMatchObject({ status: 422 })
  await expect(ask('grace', 'linus')).rejects.toMatchObject({ status: 422 })
  expect(pull.reviewRequests).toEqual([])
  await ask('grace')
  await ask('grace')
  expect(pull.reviewRequests).toHaveLength(1)
  github.review(pull, 'grace', 'comment', 'read it')
  expect(pull.reviewRequests).toEqual([])
})

test('a reaction that is there already is 200, a new one 201', async () => {
  const { github, pull } = await aPullRequest()
  const comment = github.comment(pull, 'grace', '/commit')
  const react = () =>
    client(github).reactions.createForIssueComment({ ...HERE, comment_id: comment.id, content: '+1' })
  expect((await react()).status).toBe(201)
  expect((await react()).status).toBe(200)
})

test('a review and a line comment are found by their ids, once they are submitted and where they belong', async () => {
  const { github, repository, pull } = await aPullRequest()
  const octokit = client(github)
  const comments = [{ path: 'rfcs/0001-billing.md', line: 1, body: 'here' }]
  const pending = github.startReview(pull, 'grace', 'a thought', { comments })
  const idOf = (kind: string) => [...github.world.state.posts.values()].find((each) => each.kind === kind)!.id
  const review = (pull_number: number) =>
    octokit.pulls.getReview({ ...HERE, pull_number, review_id: pending.id })
  const line = () => octokit.pulls.getReviewComment({ ...HERE, comment_id: idOf('line') })
  await expect(review(1)).rejects.toMatchObject({ status: 404 })
  await expect(line()).rejects.toMatchObject({ status: 404 })
  github.submitReview(pending, 'comment')
  expect((await review(1)).data).toMatchObject({
    id: pending.id,
    body: 'a thought',
    user: { login: 'grace' },
  })
  expect((await line()).data).toMatchObject({ body: 'here', pull_request_review_id: pending.id })
  github.push(repository, 'other', { 'a.txt': 'a' }, { by: 'linus' })
  const other = github.openPullRequest(repository, { author: 'linus', head: 'other' })
  await expect(review(other.number)).rejects.toMatchObject({ status: 404 })
  const missing = { ...HERE, comment_id: pending.id }
  await expect(octokit.pulls.getReviewComment(missing)).rejects.toMatchObject({ status: 404 })
})

test('a commit is found by its whole id, unless GitHub lost it', async () => {
  const { github, repository, pull } = await aPullRequest()
  const get = async (commit_sha: string) => (await client(github).git.getCommit({ ...HERE, commit_sha })).data
  expect(await get(pull.headOid)).toMatchObject({ sha: pull.headOid, author: { name: 'linus' } })
  await expect(get('billing')).rejects.toMatchObject({ status: 404 })
  github.forgetCommit(repository, pull.headOid)
  await expect(get(pull.headOid)).rejects.toMatchObject({ status: 404 })
})

test('the App writes, edits and deletes its comments as its bot', async () => {
  const { github, pull } = await aPullRequest()
  const octokit = client(github)
  const { data: made } = await octokit.issues.createComment({ ...HERE, issue_number: 1, body: 'one' })
  expect(made).toMatchObject({ user: { login: 'rfc-alignment[bot]', type: 'Bot' } })
  await octokit.issues.updateComment({ ...HERE, comment_id: made.id, body: 'two' })
  expect(github.comments(pull)).toMatchObject([{ body: 'two' }])
  await expect(
    octokit.issues.updateComment({ ...HERE, comment_id: made.id, body: 'x'.repeat(65_537) }),
  ).rejects.toMatchObject({ status: 422 })
  await octokit.issues.deleteComment({ ...HERE, comment_id: made.id })
  expect(github.comments(pull)).toEqual([])
})

test('a renamed repository answers at its old address by a redirect', async () => {
  const { github, repository } = await aPullRequest()
  github.renameRepository(repository, 'proposals', 'ada')
  expect((await client(github).pulls.get({ ...HERE, pull_number: 1 })).data.base.repo.full_name).toBe(
    'acme/proposals',
  )
})

test('a pull request from a fork that is gone has no head repository, and still its commit', async () => {
  const { github, repository } = await aPullRequest()
  const copy = github.fork(repository, 'grace')
  github.push(copy, 'idea', { 'rfcs/2.md': '# Two\n' }, { by: 'grace' })
  const pull = github.openPullRequest(repository, { author: 'grace', head: 'idea', from: copy })
  github.deleteRepository(copy)
  const { data } = await client(github).pulls.get({ ...HERE, pull_number: pull.number })
  expect(data.head).toMatchObject({ label: 'grace:idea', repo: null, sha: pull.headOid })
})

test('deleting a base branch moves its pull requests to the default branch (GH-148)', async () => {
  const { github, repository } = await aPullRequest()
  github.push(repository, 'release', { 'r.md': 'r' }, { by: 'linus' })
  github.push(repository, 'fix', { 'f.md': 'f' }, { by: 'linus' })
  const pull = github.openPullRequest(repository, { author: 'linus', head: 'fix', base: 'release' })
  github.deleteBranch(repository, 'release', 'ada')
  expect(pull).toMatchObject({ baseRef: 'main', timeline: [{ type: 'AutomaticBaseChangeSucceededEvent' }] })
})

test('people may not do what GitHub would not let them', async () => {
  const { github, pull } = await aPullRequest()
  const comment = github.comment(pull, 'linus', 'mine')
  expect(() => github.editComment(comment, 'grace', 'not mine')).toThrow('write access')
  expect(() => github.review(pull, 'linus', 'approve')).toThrow('own pull request')
  const review = github.review(pull, 'grace', 'approve')
  expect(() => github.dismissReview(review, 'grace', 'no')).toThrow('needs write')
})

test('a replica held back shows the past, while writes go to the present (GH-112)', async () => {
  const { github, pull } = await aPullRequest()
  const octokit = client(github)
  const count = async () => (await octokit.issues.listComments({ ...HERE, issue_number: 1 })).data.length
  github.replica.hold()
  github.comment(pull, 'grace', '/commit')
  await octokit.issues.createComment({ ...HERE, issue_number: 1, body: 'hello' })
  expect(await count()).toBe(0)
  github.replica.release()
  expect(await count()).toBe(2)
})

test('a hook answers instead, alters an answer, or breaks the connection before or after the effect', async () => {
  const { github, pull } = await aPullRequest()
  const octokit = client(github)
  const say = (body: string) => octokit.issues.createComment({ ...HERE, issue_number: 1, body })
  let stop = github.onRequest(({ kind }) =>
    kind === 'write' ? { answer: { status: 502, body: {} } } : undefined,
  )
  await expect(say('one')).rejects.toMatchObject({ status: 502 })
  stop()
  stop = github.onRequest(({ kind }) => (kind === 'write' ? { drop: 'after' } : undefined))
  await expect(say('two')).rejects.toThrow()
  stop()
  stop = github.onRequest(({ kind }) => (kind === 'write' ? { drop: 'before' } : undefined))
  await expect(say('three')).rejects.toThrow()
  stop()
  github.onRequest(() => ({ alter: ({ status }) => ({ status, body: { altered: true } }) }))
  expect((await octokit.repos.get(HERE)).data).toEqual({ altered: true })
  expect(github.comments(pull).map(({ body }) => body)).toEqual(['two'])
})

test('an action can run just before a request is answered', async () => {
  const { github, pull } = await aPullRequest()
  github.onRequest(({ path }) => {
    if (path.endsWith('/comments')) github.quietly(() => github.comment(pull, 'grace', 'in between'))
  })
  const { data } = await client(github).issues.listComments({ ...HERE, issue_number: 1 })
  expect(data.map(({ body }) => body)).toEqual(['in between'])
})
