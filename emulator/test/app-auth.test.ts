import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { aGitHub, APP_ID, aPullRequest, client, PRIVATE_KEY } from './stage.ts'

function jwt(claims: object, key: string | KeyObject = PRIVATE_KEY): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const data = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  return `${data}.${createSign('RSA-SHA256').update(data).sign(key, 'base64url')}`
}

async function askedWith(origin: string, token: string, path = '/app') {
  const response = await fetch(`${origin}/api/v3${path}`, { headers: { authorization: `Bearer ${token}` } })
  return { status: response.status, message: ((await response.json()) as { message?: string }).message }
}

test("a JWT is checked: its key, its times and the App's id", async () => {
  const { origin } = await aGitHub()
  const now = Math.floor(Date.now() / 1000)
  const good = { iat: now - 30, exp: now + 300, iss: APP_ID }
  expect(await askedWith(origin, jwt(good))).toMatchObject({ status: 200 })
  const { privateKey: stranger } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  expect(await askedWith(origin, jwt(good, stranger))).toMatchObject({ status: 401 })
  expect((await askedWith(origin, jwt({ ...good, iat: now + 60 }))).message).toContain("'Issued at' claim")
  expect((await askedWith(origin, jwt({ ...good, exp: now - 1 }))).message).toContain(
    "'Expiration time' claim",
  )
  expect((await askedWith(origin, jwt({ ...good, exp: now + 700 }))).message).toContain(
    'too far in the future',
  )
  expect(await askedWith(origin, jwt({ ...good, iss: 1 }))).toMatchObject({ status: 401 })
})

test('an installation token is minted by JWT, used, and rejected for what it was not given', async () => {
  const { github, pull } = await aPullRequest()
  const app = client(github, 'app')
  const [installation] = (await app.request('GET /app/installations')).data
  const { data } = await app.request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: installation!.id,
    repositories: ['rfcs'],
    permissions: { pull_requests: 'read' },
  })
  expect(data.token.length).toBeGreaterThan(40)
  expect(await askedWith(github.origin, data.token, '/repos/acme/rfcs/pulls/1')).toMatchObject({
    status: 200,
  })
  const response = await fetch(`${github.origin}/api/v3/repos/acme/rfcs/check-runs`, {
    method: 'POST',
    headers: { authorization: `token ${data.token}` },
    body: JSON.stringify({ name: 'x', head_sha: pull.headOid }),
  })
  expect(response.status).toBe(403)
  expect(await askedWith(github.origin, data.token)).toMatchObject({ status: 401 })
  expect(await askedWith(github.origin, 'ghs_nonsense', '/repos/acme/rfcs')).toMatchObject({ status: 401 })
})

test('a suspended installation is rejected (GH-113)', async () => {
  const { github } = await aPullRequest()
  const [installation] = github.world.state.installations.values()
  const octokit = client(github)
  await octokit.repos.get({ owner: 'acme', repo: 'rfcs' })
  github.suspend(installation!, 'ada')
  await expect(octokit.repos.get({ owner: 'acme', repo: 'rfcs' })).rejects.toMatchObject({ status: 403 })
})

test('a private repository without the App is as good as none', async () => {
  const { github } = await aPullRequest()
  github.createRepository({ owner: 'grace', name: 'secret', private: true, install: false })
  await expect(client(github).repos.get({ owner: 'grace', repo: 'secret' })).rejects.toMatchObject({
    status: 404,
  })
})

test('every answer carries the time of GitHub, not of this machine', async () => {
  const { github } = await aPullRequest()
  github.clock.advance(90)
  const { headers } = await client(github).repos.get({ owner: 'acme', repo: 'rfcs' })
  expect(new Date(headers.date!).toISOString()).toBe('2026-03-02T10:01:30.000Z')
  expect(headers['x-github-request-id']).toMatch(/./)
})

test('an endpoint this GitHub does not know is 404, and is noted; so is a parameter', async () => {
  const { github } = await aPullRequest({ strict: false })
  const octokit = client(github)
  await expect(octokit.request('GET /repos/acme/rfcs/traffic/views')).rejects.toMatchObject({ status: 404 })
  await octokit.request('GET /repos/acme/rfcs/pulls?milestone=1')
  expect(github.unknownRequests).toEqual([
    'GET /repos/acme/rfcs/traffic/views',
    'GET /repos/:owner/:repo/pulls with the parameter "milestone"',
  ])
})

test('the log counts reads, writes and tokens apart', async () => {
  const { github } = await aPullRequest()
  const octokit = client(github)
  await octokit.graphql('query Who { viewer { login } }')
  await octokit.issues.createComment({ owner: 'acme', repo: 'rfcs', issue_number: 1, body: 'hello' })
  expect(github.requests.map(({ kind, path, operation, status }) => [kind, path, operation, status])).toEqual(
    [
      ['token', expect.stringContaining('/access_tokens'), undefined, 201],
      ['read', '/graphql', 'Who', 200],
      ['write', '/repos/acme/rfcs/issues/1/comments', undefined, 201],
    ],
  )
})
