import { expect, test } from 'vitest'
import type { LocalGitHub } from '../local-github.ts'
import { ask } from './ask.ts'
import { aPullRequest } from './stage.ts'

const FILE = `{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { baseRef { target { ... on Commit {
  file(path: ".github/rfc-alignment.yml") { mode } } } } } } }`
const QUEUE = `query Ask($branch: String!) { repository(owner: "acme", name: "rfcs") { mergeQueue(branch: $branch) { id }
  pullRequest(number: 1) { ...Place } } } fragment Place on PullRequest { number mergeQueueEntry { position } }
  fragment Entries on MergeQueueEntryConnection { totalCount }`
const FILES =
  '{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { changedFiles files(first: 9) { nodes { path } } } } }'

function uninstall(github: LocalGitHub): void {
  for (const installation of github.world.state.installations.values()) github.uninstall(installation, 'ada')
}

test('a file that is not there is null and an error at that field (GH-1)', async () => {
  const { github } = await aPullRequest()
  const { data, errors } = await ask(github, FILE)
  expect(data.repository.pullRequest.baseRef.target).toEqual({ file: null })
  expect(errors).toEqual([
    {
      type: 'NOT_FOUND',
      path: ['repository', 'pullRequest', 'baseRef', 'target', 'file'],
      locations: expect.anything(),
      message: "Could not resolve file for path '.github/rfc-alignment.yml'.",
    },
  ])
})

test.each([
  ['an installation without the permission', { permissions: { pull_requests: 'read', contents: 'read' } }],
  ['an Enterprise Server before 3.12', { quirks: { serverVersion: '3.10.2' } }],
] as const)('the merge queue is not in the schema for %s (GH-32, GH-37)', async (_, hidden) => {
  const { github } = await aPullRequest('quirks' in hidden ? hidden : {})
  if ('permissions' in hidden) {
    uninstall(github)
    github.install('acme', hidden)
  }
  const { data, errors } = await ask(github, QUEUE, { branch: 'main' })
  expect(data).toBeUndefined()
  expect(errors).toEqual([
    {
      path: ['query Ask', 'repository', 'mergeQueue'],
      extensions: { code: 'undefinedField', typeName: 'Repository', fieldName: 'mergeQueue' },
      locations: [{ line: 1, column: 73 }],
      message: "Field 'mergeQueue' doesn't exist on type 'Repository'",
    },
    {
      path: ['fragment Place', 'mergeQueueEntry'],
      extensions: { code: 'undefinedField', typeName: 'PullRequest', fieldName: 'mergeQueueEntry' },
      locations: [{ line: 2, column: 82 }],
      message: "Field 'mergeQueueEntry' doesn't exist on type 'PullRequest'",
    },
    {
      path: ['fragment Entries'],
      extensions: { code: 'undefinedType', typeName: 'MergeQueueEntryConnection' },
      locations: [{ line: 3, column: 3 }],
      message: "No such type MergeQueueEntryConnection, so it can't be a fragment condition",
    },
    {
      path: ['query Ask'],
      extensions: { code: 'variableNotUsed', variableName: 'branch' },
      locations: [{ line: 1, column: 11 }],
      message: 'Variable $branch is declared by Ask but not used',
    },
  ])
  const asked = await ask(github, '{ __type(name: "PullRequest") { fields { name } } }')
  const names = asked.data.__type.fields.map(({ name }: { name: string }) => name)
  expect(names).toContain('number')
  expect(names).not.toContain('mergeQueueEntry')
})

test('with the switch off, an installation without the permission sees the fields, and null while nothing waits (GH-32)', async () => {
  const { github } = await aPullRequest({ quirks: { hidesWithoutPermission: false } })
  uninstall(github)
  github.install('acme', { permissions: { pull_requests: 'read', contents: 'read' } })
  const { data, errors } = await ask(
    github,
    '{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { mergeQueueEntry { position } } } }',
  )
  expect(errors).toBeUndefined()
  expect(data.repository.pullRequest).toEqual({ mergeQueueEntry: null })
})

test('a field that no GitHub has is reported in GitHub’s words (GH-37)', async () => {
  const { github } = await aPullRequest()
  const { data, errors } = await ask(github, '{ viewer { shoeSize } }')
  expect(data).toBeUndefined()
  expect(errors?.[0]).toMatchObject({
    path: ['query', 'viewer', 'shoeSize'],
    extensions: { code: 'undefinedField', typeName: 'User', fieldName: 'shoeSize' },
  })
  expect(errors?.[0]).not.toHaveProperty('type')
})

test.each([
  ['null and a count of none where no diff was computed', 'missing', null],
  ['an empty list where the diff is not computed yet', 'empty', { nodes: [] }],
] as const)('the changed files are %s (GH-5, GH-18)', async (_, diff, files) => {
  const { github, pull } = await aPullRequest()
  github.setDiff(pull, diff)
  const { data, errors } = await ask(github, FILES)
  expect(errors).toBeUndefined()
  expect(data.repository.pullRequest).toEqual({ changedFiles: 0, files })
  github.setDiff(pull, 'computed')
  const after = await ask(github, FILES)
  expect(after.data.repository.pullRequest.changedFiles).toBe(1)
})

test('no diff is computed of more files than GitHub compares (GH-18)', async () => {
  const { github, repository } = await aPullRequest({ quirks: { mostFilesCompared: 1 } })
  const files = { 'rfcs/0001-billing.md': '# Billing\n', 'rfcs/0002-more.md': '# More\n' }
  github.push(repository, 'billing', files, { by: 'linus' })
  const { data } = await ask(github, FILES)
  expect(data.repository.pullRequest).toEqual({ changedFiles: 0, files: null })
})

test('a query that takes too much is answered in part (GH-40)', async () => {
  const { github, pull } = await aPullRequest()
  for (const text of ['one', 'two', 'three']) github.comment(pull, 'grace', text)
  const query = `{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { number
    files(first: 9) { nodes { path } } comments(first: 9) { totalCount nodes { body } } } } }`
  expect((await ask(github, query)).errors).toBeUndefined()
  github.quirks.resourceLimit = 3
  const { data, errors } = await ask(github, query)
  expect(data.repository.pullRequest).toEqual({
    number: 1,
    files: { nodes: [{ path: 'rfcs/0001-billing.md' }] },
    comments: { totalCount: 3, nodes: null },
  })
  expect(errors).toMatchObject([
    {
      type: 'RESOURCE_LIMITS_EXCEEDED',
      path: ['repository', 'pullRequest', 'comments', 'nodes'],
      message: 'Resource limits for this query exceeded.',
    },
  ])
})
