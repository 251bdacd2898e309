import { expect, test } from 'vitest'
import { aPullRequest, client } from './stage.ts'

const HERE = { owner: 'acme', repo: 'rfcs' }
const CHECK = 'RFC alignment: main'

async function aProtectedPullRequest(options: Parameters<typeof aPullRequest>[0] = {}) {
  const made = await aPullRequest(options)
  made.github.protect(made.repository, { branch: 'main', check: CHECK, appId: made.github.app.id })
  return { ...made, octokit: client(made.github) }
}

test('without the required check nobody merges, and the rejection names it (GH-133)', async () => {
  const { github, pull } = await aProtectedPullRequest()
  expect(github.merge(pull, 'linus')).toEqual({
    merged: false,
    rejection: `Required status check "${CHECK}" is expected.`,
  })
  expect(github.mergeBox(pull).allowed).toBe(false)
})

test.each(['success', 'neutral', 'skipped'] as const)(
  'a check that ends as %s passes (GH-132)',
  async (conclusion) => {
    const { github, pull, octokit } = await aProtectedPullRequest()
    await octokit.checks.create({ ...HERE, name: CHECK, head_sha: pull.headOid, conclusion })
    expect(github.merge(pull, 'linus')).toMatchObject({ merged: true })
  },
)

test('a green run of another App does not count where the source is expected (GH-136)', async () => {
  const { github, repository, pull } = await aProtectedPullRequest()
  const actions = github.createApp('github-actions', 15368)
  github.createCheckRun(repository, actions.id, pull.headOid, { name: CHECK, conclusion: 'success' })
  github.setStatus(repository, pull.headOid, 'mallory', { context: CHECK, state: 'success' })
  expect(github.mergeBox(pull).why).toContain('is expected')
})

test('where no source is expected, a check and a status of one name must both pass (GH-135)', async () => {
  const { github, repository, pull } = await aPullRequest()
  github.protect(repository, { branch: 'main', check: CHECK })
  github.createCheckRun(repository, github.app.id, pull.headOid, { name: CHECK, conclusion: 'success' })
  expect(github.mergeBox(pull).allowed).toBe(true)
  github.setStatus(repository, pull.headOid, 'mallory', { context: CHECK, state: 'failure' })
  expect(github.mergeBox(pull).why).toContain('is failing')
})

test('a green on an older commit is none on the head', async () => {
  const { github, repository, pull, octokit } = await aProtectedPullRequest()
  await octokit.checks.create({ ...HERE, name: CHECK, head_sha: pull.headOid, conclusion: 'success' })
  github.push(repository, 'billing', { 'b.md': 'b' }, { by: 'linus' })
  expect(github.mergeBox(pull).why).toContain('is expected')
})

test('a completed run that is set in progress keeps its green (GH-138)', async () => {
  const { github, pull, octokit } = await aProtectedPullRequest()
  const { data: run } = await octokit.checks.create({
    ...HERE,
    name: CHECK,
    head_sha: pull.headOid,
    conclusion: 'success',
  })
  const { data } = await octokit.checks.update({
    ...HERE,
    check_run_id: run.id,
    status: 'in_progress',
    output: { title: 'Looking again', summary: 's' },
  })
  expect(data).toMatchObject({
    status: 'completed',
    conclusion: 'success',
    output: { title: 'Looking again' },
  })
  expect(github.mergeBox(pull).allowed).toBe(true)
})

test('one conclusion turns into another, unless GitHub is of the kind that ignores it (GH-138)', async () => {
  const { github, pull, octokit } = await aProtectedPullRequest()
  const { data: run } = await octokit.checks.create({
    ...HERE,
    name: CHECK,
    head_sha: pull.headOid,
    conclusion: 'success',
  })
  github.quirks.ignoreConclusionPatch = true
  await octokit.checks.update({ ...HERE, check_run_id: run.id, conclusion: 'failure' })
  const kept = await octokit.checks.get({ ...HERE, check_run_id: run.id })
  expect(kept.data.conclusion).toBe('success')
  github.quirks.ignoreConclusionPatch = false
  await octokit.checks.update({ ...HERE, check_run_id: run.id, conclusion: 'failure' })
  expect(github.mergeBox(pull).why).toBe(`Required status check "${CHECK}" is failing.`)
})

test('of two runs with one name the newest decides, or any red one, as the quirk has it (GH-139)', async () => {
  const { github, pull, octokit } = await aProtectedPullRequest()
  for (const conclusion of ['failure', 'success'] as const) {
    await octokit.checks.create({ ...HERE, name: CHECK, head_sha: pull.headOid, conclusion })
  }
  expect(github.mergeBox(pull).allowed).toBe(true)
  github.quirks.sameNameRuns = 'any-red'
  expect(github.mergeBox(pull).allowed).toBe(false)
  const list = (filter: 'all' | 'latest') =>
    octokit.checks.listForRef({
      ...HERE,
      ref: pull.headOid,
      filter,
      app_id: github.app.id,
      check_name: CHECK,
    })
  expect((await list('latest')).data.check_runs.map((run) => run.conclusion)).toEqual(['success'])
  expect((await list('all')).data.total_count).toBe(2)
})

test.each([
  ['a summary of 65,536 characters', { output: { title: 't', summary: 'x'.repeat(65_536) } }],
  ['a text of 65,536 characters', { output: { title: 't', summary: 's', text: 'x'.repeat(65_536) } }],
  ['an output without a title', { output: { summary: 's' } }],
  ['51 annotations', { output: { title: 't', summary: 's', annotations: annotations(51) } }],
  ['four actions', { actions: actions(4) }],
  ['a long label', { actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }] }],
  ['a long description', { actions: [{ label: 'l', description: 'x'.repeat(41), identifier: 'i' }] }],
  ['a long identifier', { actions: [{ label: 'l', description: 'd', identifier: 'x'.repeat(21) }] }],
  ['completed without a conclusion', { status: 'completed' }],
  ['a conclusion nobody knows', { conclusion: 'fine' }],
  ['the conclusion only GitHub gives', { conclusion: 'stale' }],
])('%s is refused (GH-142)', async (_, facts) => {
  const { github, pull, octokit } = await aProtectedPullRequest()
  const request = octokit.request('POST /repos/{owner}/{repo}/check-runs', {
    ...HERE,
    name: CHECK,
    head_sha: pull.headOid,
    ...(facts as object),
  })
  await expect(request).rejects.toMatchObject({ status: 422 })
  expect(github.checkRuns(pull)).toEqual([])
})

test('annotations of a later request are added to the earlier ones (GH-142)', async () => {
  const { pull, octokit } = await aProtectedPullRequest()
  const output = (count: number) => ({ title: 't', summary: 's', annotations: annotations(count) })
  const { data: run } = await octokit.checks.create({
    ...HERE,
    name: CHECK,
    head_sha: pull.headOid,
    conclusion: 'failure',
    output: output(50),
  })
  const { data } = await octokit.checks.update({ ...HERE, check_run_id: run.id, output: output(2) })
  expect(data.output.annotations_count).toBe(52)
})

test('a run on a commit that is not there, or of another App, is rejected', async () => {
  const { github, repository, pull, octokit } = await aProtectedPullRequest()
  await expect(
    octokit.checks.create({ ...HERE, name: CHECK, head_sha: '0'.repeat(40), conclusion: 'success' }),
  ).rejects.toMatchObject({ status: 422 })
  const actions = github.createApp('github-actions', 15368)
  const run = github.createCheckRun(repository, actions.id, pull.headOid, {
    name: CHECK,
    conclusion: 'success',
  })
  await expect(
    octokit.checks.update({ ...HERE, check_run_id: run.id, conclusion: 'failure' }),
  ).rejects.toMatchObject({ status: 403 })
})

test('re-running a check leaves the run as it is (GH-146)', async () => {
  const { github, pull, octokit } = await aProtectedPullRequest()
  await octokit.checks.create({ ...HERE, name: CHECK, head_sha: pull.headOid, conclusion: 'success' })
  const [run] = github.checkRuns(pull)
  github.rerequestCheckRun(run!, 'linus')
  expect(github.checkRuns(pull)).toMatchObject([{ status: 'completed', conclusion: 'success' }])
  expect(github.world.state.checkSuites.get(run!.suiteId)).toMatchObject({
    status: 'queued',
    conclusion: null,
  })
})

test('an armed pull request merges at the first green it sees', async () => {
  const { github, pull, octokit } = await aProtectedPullRequest()
  github.autoMerge(pull, 'linus')
  expect(pull.mergedAt).toBeNull()
  await octokit.checks.create({ ...HERE, name: CHECK, head_sha: pull.headOid, conclusion: 'success' })
  expect(pull.mergedAt).not.toBeNull()
})

test('an administrator merges past the rule, a writer does not', async () => {
  const { github, pull } = await aProtectedPullRequest()
  expect(github.merge(pull, 'linus', { bypass: true }).merged).toBe(false)
  expect(github.merge(pull, 'grace').merged).toBe(false)
  expect(github.merge(pull, 'ada', { bypass: true }).merged).toBe(true)
})

function annotations(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    path: 'rfcs/0001-billing.md',
    start_line: index + 1,
    end_line: index + 1,
    annotation_level: 'failure' as const,
    message: 'no',
  }))
}

function actions(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    label: 'l',
    description: 'd',
    identifier: `${index}`,
  }))
}
