import { expect, test } from 'vitest'
import { ask } from './ask.ts'
import { aPullRequest, client, PLACE, type Payload } from './stage.ts'

const SAID = `{ repository(owner: "acme", name: "rfcs") { pullRequest(number: 1) {
  comments(first: 9) { totalCount nodes { body createdViaEmail } }
  reviews(first: 9) { totalCount nodes { state body } } } } }`

const said = async (github: Parameters<typeof ask>[0]): Promise<Payload> =>
  (await ask(github, SAID)).data.repository.pullRequest

test.each([
  ['out of sight and not counted', 'hidden', { totalCount: 1, nodes: [{ state: 'APPROVED', body: 'Yes' }] }],
  ['out of sight and counted', 'counted', { totalCount: 2, nodes: [{ state: 'APPROVED', body: 'Yes' }] }],
  [
    'shown like any other',
    'shown',
    {
      totalCount: 2,
      nodes: [
        { state: 'APPROVED', body: 'Yes' },
        { state: 'PENDING', body: 'Not yet' },
      ],
    },
  ],
] as const)(
  'a review that somebody else has begun is %s, as the quirk has it (GH-22)',
  async (_, pendingReviews, reviews) => {
    const { github, pull } = await aPullRequest({ quirks: { pendingReviews } })
    github.review(pull, 'grace', 'approve', 'Yes')
    const begun = github.startReview(pull, 'ada', 'Not yet', {
      comments: [{ path: 'rfcs/0001-billing.md', line: 1, body: '/object not like this' }],
    })
    expect((await said(github)).reviews).toEqual(reviews)
    github.submitReview(begun, 'comment')
    expect((await said(github)).reviews.totalCount).toBe(2)
  },
)

test.each([
  [false, 1],
  [true, 2],
])(
  'what a flagged account wrote is in nobody’s sight; counted: %s (GH-21, GH-180)',
  async (countsFlagged, totalCount) => {
    const { github, pull } = await aPullRequest({ quirks: { countsFlagged } })
    github.comment(pull, 'grace', 'Fine')
    const lost = github.comment(pull, 'mallory', '/object never')
    github.flag('mallory')
    expect((await said(github)).comments).toMatchObject({ totalCount, nodes: [{ body: 'Fine' }] })
    const { data } = await client(github).issues.listComments({ ...PLACE, issue_number: 1 })
    expect(data.map(({ body }) => body)).toEqual(['Fine'])
    await expect(client(github).issues.getComment({ ...PLACE, comment_id: lost.id })).rejects.toMatchObject({
      status: 404,
    })
    const { errors } = await ask(github, '{ user(login: "mallory") { login } }')
    expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['user'] }])
    github.flag('mallory', false)
    expect((await said(github)).comments.nodes).toHaveLength(2)
  },
)

test('a post by e-mail says so (GH-163)', async () => {
  const { github, pull } = await aPullRequest()
  github.comment(pull, 'grace', '/commit', { viaEmail: true })
  expect((await said(github)).comments.nodes).toEqual([{ body: '/commit', createdViaEmail: true }])
})

test.each([
  ['a number', 'number', true],
  ['null', 'null', false],
] as const)(
  'an id beyond 2^31 is %s in `databaseId`, as the quirk has it (GH-13)',
  async (_, wideIds, isShown) => {
    const { github, repository, pull } = await aPullRequest({ quirks: { wideIds } })
    const run = github.createCheckRun(repository, github.app.id, pull.headOid, {
      name: 'RFC alignment: main',
      conclusion: 'success',
    })
    const { data, errors } = await ask(github, runs(pull.headOid))
    expect(errors).toBeUndefined()
    expect(data.repository.object.checkSuites.nodes[0].checkRuns.nodes).toEqual([
      { databaseId: isShown ? run.id : null, url: `${github.origin}/acme/rfcs/runs/${run.id}` },
    ])
    expect(run.id).toBeGreaterThan(2 ** 31)
    const { data: rest } = await client(github).checks.get({ ...PLACE, check_run_id: run.id })
    expect(rest.id).toBe(run.id)
  },
)

test('an id beyond 2^31 can be an error, as the quirk has it (GH-13)', async () => {
  const { github, repository, pull } = await aPullRequest({ quirks: { wideIds: 'error' } })
  github.createCheckRun(repository, github.app.id, pull.headOid, { name: 'RFC alignment: main' })
  const { errors } = await ask(github, runs(pull.headOid))
  expect(errors?.[0]?.message).toContain('Integer out of bounds')
})

function runs(oid: string): string {
  return `{ repository(owner: "acme", name: "rfcs") { object(oid: "${oid}") { ... on Commit {
    checkSuites(first: 1) { nodes { checkRuns(first: 1) { nodes { databaseId url } } } } } } } }`
}
