import { expect, test } from 'vitest'
import { ask } from './ask.ts'
import { aPullRequest, client, PLACE } from './stage.ts'

const NUMBER = '{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { number } } }'
const COUNTED = `{ rateLimit { cost remaining used resetAt } ${NUMBER.slice(1)}`

test('every answer reports the quota, one for REST and one for GraphQL (GH-81)', async () => {
  const { github } = await aPullRequest({ quirks: { reportsQuota: true } })
  const octokit = client(github)
  await octokit.repos.get(PLACE)
  const { headers } = await octokit.repos.get(PLACE)
  expect(headers).toMatchObject({
    'x-ratelimit-limit': '5000',
    'x-ratelimit-used': '2',
    'x-ratelimit-remaining': '4998',
    'x-ratelimit-resource': 'core',
    'x-ratelimit-reset': String(Date.parse('2026-03-02T11:00:00Z') / 1000),
  })
  const { data } = await ask(github, COUNTED)
  expect(data.rateLimit).toEqual({ cost: 1, remaining: 4999, used: 1, resetAt: '2026-03-02T11:00:00.000Z' })
  const { data: told } = await octokit.rateLimit.get()
  expect(told.resources).toMatchObject({ core: { used: 2 }, graphql: { used: 1 } })
})

test('without a quota no answer reports one, as on an Enterprise Server (GH-81)', async () => {
  const { github } = await aPullRequest()
  const { headers } = await client(github).repos.get(PLACE)
  expect(Object.keys(headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([])
})

test('a quota that is used up rejects REST with 403, until it is given back after an hour (GH-153, GH-157)', async () => {
  const { github } = await aPullRequest({ quirks: { reportsQuota: true, quota: { core: 1, graphql: 1 } } })
  const octokit = client(github)
  await octokit.repos.get(PLACE)
  await expect(octokit.repos.get(PLACE)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('API rate limit exceeded for installation ID'),
    response: { headers: { 'x-ratelimit-remaining': '0' } },
  })
  expect((await ask(github, NUMBER)).errors).toBeUndefined()
  expect((await ask(github, NUMBER)).errors).toEqual([
    { type: 'RATE_LIMITED', message: expect.stringContaining('API rate limit exceeded') },
  ])
  github.clock.advance(3600)
  expect((await octokit.repos.get(PLACE)).status).toBe(200)
  expect((await ask(github, NUMBER)).errors).toBeUndefined()
})

test.each([
  ['contents alone', false, 201],
  ['check runs as well', true, 403],
])(
  'a secondary limit counts %s, and says when to come back (GH-58, GH-156)',
  async (_, checksAreContent, status) => {
    const { github, pull } = await aPullRequest({ quirks: { mostContentsAMinute: 2, checksAreContent } })
    const octokit = client(github)
    const says = () => octokit.issues.createComment({ ...PLACE, issue_number: 1, body: 'Hello' })
    await says()
    await says()
    await expect(says()).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('secondary rate limit'),
      response: { headers: { 'retry-after': '60' } },
    })
    const run = { ...PLACE, name: 'RFC alignment: main', head_sha: pull.headOid }
    const written = await octokit.checks.create(run).catch((error: { status: number }) => error)
    expect(written.status).toBe(status)
    expect((await octokit.repos.get(PLACE)).status).toBe(200)
    github.clock.advance(61)
    expect((await says()).status).toBe(201)
  },
)

test.each([
  ['a page of HTML', 'html', 'text/html; charset=utf-8'],
  ['an answer of GraphQL’s', 'json', 'application/json; charset=utf-8'],
] as const)(
  'a query that takes longer than ten seconds ends with 502 and %s (GH-40)',
  async (_, timeoutForm, type) => {
    const { github } = await aPullRequest({ quirks: { timesOutAbove: 50, timeoutForm } })
    const comments = (first: number) =>
      `{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) { comments(first: ${first}) { totalCount } } } }`
    expect((await ask(github, comments(50))).errors).toBeUndefined()
    await expect(ask(github, comments(51))).rejects.toMatchObject({
      status: 502,
      response: { headers: { 'content-type': type } },
    })
  },
)

test('an `external_id` that is too long is rejected, or cut in silence, as the quirk has it (GH-51)', async () => {
  const { github, pull } = await aPullRequest({ quirks: { longestExternalId: 4 } })
  const octokit = client(github)
  const run = { ...PLACE, name: 'RFC alignment: main', head_sha: pull.headOid }
  expect((await octokit.checks.create({ ...run, external_id: 'four' })).data.external_id).toBe('four')
  await expect(octokit.checks.create({ ...run, external_id: 'fiver' })).rejects.toMatchObject({ status: 422 })
  github.quirks.cutsExternalId = true
  expect((await octokit.checks.create({ ...run, external_id: 'fiver' })).data.external_id).toBe('five')
})

test('a name of a check that is too long is rejected, as the quirk has it (GH-50)', async () => {
  const { github, pull } = await aPullRequest()
  const octokit = client(github)
  const run = { ...PLACE, name: `RFC alignment: ${'x'.repeat(244)}`, head_sha: pull.headOid }
  expect((await octokit.checks.create(run)).status).toBe(201)
  github.quirks.longestCheckName = 255
  await expect(octokit.checks.create(run)).rejects.toMatchObject({ status: 422 })
})

test('a comparison can be rejected for good, while trees are still given (GH-179)', async () => {
  const { github, pull } = await aPullRequest({ quirks: { rejectsComparisons: true } })
  const octokit = client(github)
  await expect(
    octokit.repos.compareCommitsWithBasehead({ ...PLACE, basehead: `main...${pull.headOid}` }),
  ).rejects.toMatchObject({ status: 422 })
  const { data } = await octokit.git.getTree({ ...PLACE, tree_sha: pull.headOid, recursive: '1' })
  expect(data.tree.map(({ path }) => path)).toContain('rfcs/0001-billing.md')
})

test.each(['summary', 'text'])(
  'a %s is rejected for its characters and for its bytes (GH-142)',
  async (field) => {
    const { github, pull } = await aPullRequest()
    const octokit = client(github)
    const run = { ...PLACE, name: 'RFC alignment: main', head_sha: pull.headOid }
    const written = (text: string) =>
      octokit.checks.create({ ...run, output: { title: 'x', summary: 'x', [field]: text } })
    expect((await written('x'.repeat(65_535))).status).toBe(201)
    await expect(written('x'.repeat(65_536))).rejects.toThrow('Only 65535 characters are allowed')
    await expect(written('ü'.repeat(32_768))).rejects.toThrow(`${field} exceeds a maximum bytesize of 65535`)
  },
)
