import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { sign } from '../webhooks/signature.ts'
import { APP_ID, aPullRequest, aReceiver, client, names, SECRET } from './stage.ts'

test('a body is signed as GitHub documents it (GH-109)', () => {
  expect(sign("It's a Secret to Everybody", 'Hello, World!')).toBe(
    'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  )
})

test('a comment reaches the App signed, with the headers and the body GitHub sends', async () => {
  const { github, repository, pull } = await aPullRequest()
  const received = await aReceiver(github)
  const comment = github.comment(pull, 'grace', '/commit')
  await github.idle()
  const [{ headers, body, payload }] = received as [(typeof received)[number]]
  expect(headers['x-hub-signature-256']).toBe(
    `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  )
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-github-event': 'issue_comment',
    'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'x-github-hook-installation-target-id': String(APP_ID),
    'x-github-hook-installation-target-type': 'integration',
  })
  expect(payload).toMatchObject({
    action: 'created',
    issue: {
      number: 1,
      pull_request: { url: expect.stringContaining('/pulls/1') },
      user: { login: 'linus' },
    },
    comment: {
      id: comment.id,
      body: '/commit',
      user: { login: 'grace', type: 'User' },
      created_at: '2026-03-02T10:00:00Z',
    },
    repository: { id: repository.id, full_name: 'acme/rfcs', private: false, default_branch: 'main' },
    organization: { login: 'acme' },
    sender: { login: 'grace', type: 'User' },
    installation: { id: expect.any(Number) },
  })
})

test('every act sends what GitHub sends for it', async () => {
  const { github, repository, pull } = await aPullRequest()
  const received = await aReceiver(github)
  const acts: [() => void, string[]][] = [
    [
      () => github.push(repository, 'billing', { 'a.md': 'a' }, { by: 'linus' }),
      ['push', 'check_suite.requested', 'pull_request.synchronize'],
    ],
    [() => github.edit(pull, 'linus', { title: 'T', body: 'B' }), ['pull_request.edited']],
    [() => github.draft(pull, 'linus'), ['pull_request.converted_to_draft']],
    [() => github.ready(pull, 'linus'), ['pull_request.ready_for_review']],
    [() => github.label(pull, 'mallory', 'rfc'), ['pull_request.labeled']],
    [() => github.unlabel(pull, 'mallory', 'rfc'), ['pull_request.unlabeled']],
    [() => github.review(pull, 'grace', 'request changes', 'no'), ['pull_request_review.submitted']],
    [() => github.editReview(github.reviews(pull)[0]!, 'grace', 'No'), ['pull_request_review.edited']],
    [
      () => github.dismissReview(github.reviews(pull)[0]!, 'mallory', 'why not'),
      ['pull_request_review.dismissed'],
    ],
    [
      () => github.lineComment(pull, 'grace', { path: 'a.md', line: 1, body: 'hm' }),
      ['pull_request_review.submitted', 'pull_request_review_comment.created'],
    ],
    [() => github.comment(pull, 'grace', 'one'), ['issue_comment.created']],
    [() => github.editComment(github.comments(pull)[0]!, 'mallory', 'two'), ['issue_comment.edited']],
    [() => github.deleteComment(github.comments(pull)[0]!, 'mallory'), ['issue_comment.deleted']],
    [() => github.closePullRequest(pull, 'linus'), ['pull_request.closed']],
    [() => github.reopen(pull, 'linus'), ['pull_request.reopened']],
    [() => github.merge(pull, 'linus'), ['push', 'check_suite.requested', 'pull_request.closed']],
  ]
  for (const [act, expected] of acts) {
    received.length = 0
    act()
    await github.idle()
    expect(names(received)).toEqual(expected)
  }
  expect(received.at(-1)?.payload.pull_request).toMatchObject({ merged: true, state: 'closed' })
})

test('an edit says what was there before, and who did it', async () => {
  const { github, pull } = await aPullRequest()
  const comment = github.comment(pull, 'grace', 'before')
  const received = await aReceiver(github)
  github.editComment(comment, 'mallory', 'after')
  await github.idle()
  expect(received[0]?.payload).toMatchObject({
    changes: { body: { from: 'before' } },
    comment: { body: 'after', user: { login: 'grace' } },
    sender: { login: 'mallory' },
  })
})

test('what is done quietly sends nothing', async () => {
  const { github, pull } = await aPullRequest()
  const received = await aReceiver(github)
  github.quietly(() => github.comment(pull, 'grace', 'psst'))
  await github.idle()
  expect(received).toEqual([])
})

test('a failed delivery is not sent again by itself; asked for, it comes with the same id (GH-102, GH-106)', async () => {
  const { github, pull } = await aPullRequest()
  const answer = { status: 503 }
  const received = await aReceiver(github, answer)
  github.comment(pull, 'grace', '/commit')
  await github.idle()
  const app = client(github, 'app')
  const failed = (await app.request('GET /app/hook/deliveries')).data
  expect(failed).toMatchObject([
    { status: 'Invalid HTTP Response: 503', status_code: 503, event: 'issue_comment' },
  ])
  answer.status = 202
  await app.request('POST /app/hook/deliveries/{delivery_id}/attempts', {
    delivery_id: Number(failed[0]!.id),
  })
  await github.idle()
  expect(received).toHaveLength(2)
  expect(received[1]?.headers['x-github-delivery']).toBe(received[0]?.headers['x-github-delivery'])
  const after = (await app.request('GET /app/hook/deliveries')).data
  expect(after.map(({ status, redelivery }) => [status, redelivery])).toEqual([
    ['OK', true],
    ['Invalid HTTP Response: 503', false],
  ])
})

test('an App that is down is a failed delivery, not an error', async () => {
  const { github, pull } = await aPullRequest()
  github.deliverTo('http://127.0.0.1:1/')
  github.comment(pull, 'grace', 'anybody there?')
  await github.idle()
  expect(github.deliveries.at(-1)).toMatchObject({ status: 'failed to connect to host', statusCode: 502 })
})

test('the list of deliveries is read by cursor, newest first, and needs the JWT (GH-104)', async () => {
  const { github, pull } = await aPullRequest()
  await aReceiver(github)
  for (const body of ['1', '2', '3']) github.comment(pull, 'grace', body)
  await github.idle()
  const app = client(github, 'app')
  const first = await app.request('GET /app/hook/deliveries', { per_page: 2 })
  expect(first.data).toHaveLength(2)
  const cursor = /cursor=([^&>]+)/.exec(first.headers.link ?? '')?.[1]
  const second = await app.request('GET /app/hook/deliveries', { per_page: 2, cursor: cursor! })
  expect(second.data).toHaveLength(1)
  expect(second.headers.link).toBeUndefined()
  // Octokit would choose the JWT by itself, so the other token is sent by hand.
  const { token } = (await client(github).auth({ type: 'installation' })) as { token: string }
  const refused = await fetch(`${github.origin}/api/v3/app/hook/deliveries`, {
    headers: { authorization: `token ${token}` },
  })
  expect(refused.status).toBe(401)
})

test('a hook can lose or hold a delivery', async () => {
  const { github, pull } = await aPullRequest()
  const received = await aReceiver(github)
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  github.onDelivery(({ body }) => (body.includes('lost') ? 'lose' : body.includes('late') ? held : undefined))
  github.comment(pull, 'grace', 'lost')
  github.comment(pull, 'grace', 'late')
  github.comment(pull, 'grace', 'soon')
  const last = github.onDelivery(() => {})
  last()
  while (received.length === 0) await new Promise((resolve) => setImmediate(resolve))
  letGo()
  await github.idle()
  expect(received.map(({ payload }) => payload.comment.body)).toEqual(['soon', 'late'])
})

test('a delivery can fail in every way GitHub knows, and in one that it does not', async () => {
  const { github, pull } = await aPullRequest()
  const received = await aReceiver(github)
  const mishaps = ['lose', 'time out', 'unacknowledged', { status: 503 }, 'never made'] as const
  for (const mishap of mishaps) {
    const restore = github.onDelivery(() => mishap)
    github.comment(pull, 'grace', JSON.stringify(mishap))
    await github.idle()
    restore()
  }
  // Only where the answer was lost did it arrive.
  expect(received.map(({ payload }) => payload.comment.body)).toEqual(['"unacknowledged"'])
  const list = (await client(github, 'app').request('GET /app/hook/deliveries')).data
  expect(list.map(({ status, status_code: code }) => [status, code])).toEqual([
    ['Invalid HTTP Response: 503', 503],
    ['timed out', 504],
    ['timed out', 504],
    ['failed to connect to host', 502],
  ])
})

test('ids of deliveries can be as wide as GitHub’s', async () => {
  const { github, pull } = await aPullRequest({ quirks: { wideDeliveryIds: true } })
  const received = await aReceiver(github)
  github.comment(pull, 'grace', 'once')
  await github.idle()
  const app = client(github, 'app')
  const { data } = await app.request('GET /app/hook/deliveries', {
    request: { parseSuccessResponseBody: false },
  })
  const text = await new Response(data as unknown as ReadableStream).text()
  const id = /"id":(\d{18})/.exec(text)?.[1]
  await app.request({ method: 'POST', url: `/app/hook/deliveries/${id}/attempts` })
  await github.idle()
  expect(received).toHaveLength(2)
})
