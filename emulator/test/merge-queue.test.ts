import { expect, test } from 'vitest'
import type { PullRequest } from '../world/state.ts'
import { aGitHub, aReceiver, names } from './stage.ts'

/** A repository whose branch asks for one check, and open pull requests that have it. */
async function aQueue(files: readonly Record<string, string>[]) {
  const github = await aGitHub()
  for (const login of ['ada', 'linus']) github.createUser(login)
  github.createOrganization('acme', { owners: ['ada'], members: ['linus'] })
  const repository = github.createRepository({
    owner: 'acme',
    name: 'rfcs',
    files: { 'README.md': '# Acme\n' },
    collaborators: { linus: 'write' },
  })
  github.protect(repository, { branch: 'main', check: 'ci' })
  const pulls = files.map((changes, index) => {
    github.push(repository, `branch-${index}`, changes, { by: 'linus' })
    return github.openPullRequest(repository, { author: 'linus', head: `branch-${index}` })
  })
  const check = (oid: string, state: 'success' | 'failure') =>
    github.setStatus(repository, oid, 'linus', { context: 'ci', state })
  for (const pull of pulls) check(pull.headOid, 'success')
  const tip = () => repository.refs.get('refs/heads/main')
  const group = (pull: PullRequest | undefined) => pull?.queued?.headOid ?? ''
  return { github, repository, pulls, check, tip, group }
}

test('only what its branch would merge gets into the queue', async () => {
  const { github, pulls, check } = await aQueue([{ a: '1' }])
  check(pulls[0]!.headOid, 'failure')
  expect(() => github.enqueue(pulls[0]!, 'linus')).toThrow(/cannot be enqueued.*"ci" is failing/)
})

test('each entry has a group of its own that stands on the one before it (GH-151)', async () => {
  const { github, repository, pulls, tip } = await aQueue([{ a: '1' }, { b: '1' }])
  const [first, second] = pulls.map((pull) => github.enqueue(pull, 'linus'))
  expect(pulls.map(({ queued }) => queued?.baseOid)).toEqual([tip(), first])
  expect(github.file(repository, second!, 'a')).toBe('1')
  expect(pulls[1]?.queued?.ref).toBe(`refs/heads/gh-readonly-queue/main/pr-2-${first}`)
})

test('what passes is merged in its order, and GitHub reports it (GH-150)', async () => {
  const { github, pulls, check, tip, group } = await aQueue([{ a: '1' }, { b: '1' }])
  for (const pull of pulls) github.enqueue(pull, 'linus')
  const [first, second] = pulls.map(group)
  const received = await aReceiver(github)
  check(second!, 'success')
  expect(pulls.map(({ mergedAt }) => mergedAt)).toEqual([null, null])
  check(first!, 'success')
  expect([tip(), ...pulls.map(({ mergeCommitOid }) => mergeCommitOid)]).toEqual([second, first, second])
  await github.idle()
  expect(names(received).filter((name) => name.startsWith('merge_group'))).toEqual([
    'merge_group.destroyed',
    'merge_group.destroyed',
  ])
  expect(received.at(-1)?.payload.reason).toBe('merged')
})

test('what fails first leaves the queue, and those behind it are grouped anew', async () => {
  const { github, pulls, check, tip, group } = await aQueue([{ a: '1' }, { b: '1' }])
  for (const pull of pulls) github.enqueue(pull, 'linus')
  const before = group(pulls[1])
  const received = await aReceiver(github)
  check(group(pulls[0]), 'failure')
  expect([pulls[0]?.queued, pulls[1]?.queued?.baseOid]).toEqual([null, tip()])
  expect(group(pulls[1])).not.toBe(before)
  await github.idle()
  const told = received.filter(({ headers }) => headers['x-github-event'] === 'merge_group')
  expect(told.map(({ payload }) => [payload.action, payload.reason, payload.merge_group.head_sha])).toEqual([
    ['destroyed', 'dequeued', expect.any(String)],
    ['destroyed', 'invalidated', before],
    ['checks_requested', undefined, group(pulls[1])],
  ])
})

test('with HEADGREEN a failing one rides along with a passing one behind it (GH-152)', async () => {
  const { github, repository, pulls, check, group } = await aQueue([{ a: '1' }, { b: '1' }])
  github.setMergingStrategy(repository, 'main', 'HEADGREEN')
  for (const pull of pulls) github.enqueue(pull, 'linus')
  check(group(pulls[0]), 'failure')
  expect(pulls[0]?.mergedAt).toBeNull()
  check(group(pulls[1]), 'success')
  expect(pulls.map(({ mergedAt }) => mergedAt === null)).toEqual([false, false])
})

test('a push, a conflict and a moved base take out, or make new groups', async () => {
  const { github, repository, pulls, tip } = await aQueue([{ a: '1' }, { a: '2' }, { b: '1' }])
  github.enqueue(pulls[0]!, 'linus')
  expect(() => github.enqueue(pulls[1]!, 'linus')).toThrow(/no group of #2/)
  github.enqueue(pulls[2]!, 'linus')
  github.push(repository, 'main', { c: '1' }, { by: 'ada' })
  expect(pulls[0]?.queued?.baseOid).toBe(tip())
  expect(pulls[2]?.queued?.baseOid).toBe(pulls[0]?.queued?.headOid)
  github.push(repository, 'branch-0', { a: '3' }, { by: 'linus' })
  expect(pulls.map(({ queued }) => queued === null)).toEqual([true, true, false])
  expect(pulls[2]?.queued?.baseOid).toBe(tip())
})
