import { createHash } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { openStage } from '../../playground/stage.ts'
import {
  aGitHub,
  APP_ID,
  CLIENT_ID,
  CLIENT_SECRET,
  PRIVATE_KEY,
  SECRET,
} from '@rfc-alignment/emulator/test/stage.ts'

const CALLBACK = 'http://127.0.0.1:4000/sign-in/done'
const VERIFIER = 'a-verifier-of-at-least-forty-three-characters'
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

/** A private repository of an organisation, which mallory may write to, and a public one of grace's. */
async function aGitHubWithPeople() {
  const github = await aGitHub()
  for (const login of ['ada', 'linus', 'grace', 'mallory']) github.createUser(login)
  github.createOrganization('acme', { owners: ['ada'], members: ['linus'] })
  const secret = github.createRepository({
    owner: 'acme',
    name: 'secret',
    private: true,
    collaborators: { mallory: 'write' },
  })
  github.createRepository({ owner: 'grace', name: 'open', install: false })
  github.setCallbackUrl(CALLBACK)
  return { github, secret }
}

function authorizeUrl(github: LocalGitHub, parameters: Record<string, string> = {}): string {
  const query = { client_id: CLIENT_ID, redirect_uri: CALLBACK, state: 'xyz', ...PKCE, ...parameters }
  return `${github.origin}/login/oauth/authorize?${new URLSearchParams(query)}`
}

/** Where a browser is sent to. */
async function sentTo(url: string, init: RequestInit = {}): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  expect(response.status).toBe(302)
  return new URL(response.headers.get('location') ?? '')
}

async function aCode(github: LocalGitHub, who: string, parameters: Record<string, string> = {}) {
  github.signsIn(who)
  return (await sentTo(authorizeUrl(github, parameters))).searchParams.get('code') ?? ''
}

interface Exchanged {
  readonly access_token: string
  readonly refresh_token: string
  readonly error?: string
}

async function exchanged(github: LocalGitHub, parameters: Record<string, string>): Promise<Exchanged> {
  const response = await fetch(`${github.origin}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, ...parameters }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Exchanged
}

async function signedIn(github: LocalGitHub, who: string): Promise<Exchanged> {
  return exchanged(github, { code: await aCode(github, who), code_verifier: VERIFIER })
}

async function rest(github: LocalGitHub, token: string, path: string, init: RequestInit = {}) {
  const response = await fetch(`${github.origin}/api/v3${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function graphql(github: LocalGitHub, token: string, query: string) {
  const response = await fetch(`${github.origin}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `token ${token}` },
    body: JSON.stringify({ query }),
  })
  return { status: response.status, body: (await response.json()) as unknown }
}

/** Takes a token back as the App does. */
function takenBack(github: LocalGitHub, token: string | undefined, as = `${CLIENT_ID}:${CLIENT_SECRET}`) {
  return fetch(`${github.origin}/api/v3/applications/${CLIENT_ID}/token`, {
    method: 'DELETE',
    headers: { authorization: `Basic ${Buffer.from(as).toString('base64')}` },
    body: JSON.stringify({ access_token: token }),
  })
}

const SECRET_QUERY = '{ repository(owner: "acme", name: "secret") { databaseId isPrivate viewerPermission } }'

async function maySeeSecret(github: LocalGitHub, token: string): Promise<boolean> {
  const { status } = await rest(github, token, '/repos/acme/secret')
  const { body } = await graphql(github, token, SECRET_QUERY)
  const { repository } = (body as { data: { repository: unknown } }).data
  expect([200, 404]).toContain(status)
  expect(repository !== null).toBe(status === 200)
  return status === 200
}

describe('sign in with GitHub', () => {
  it('shows who is there; the person who is chosen comes back with a code, which is worth a token', async () => {
    const { github } = await aGitHubWithPeople()
    const page = await fetch(authorizeUrl(github, { login: 'linus', prompt: 'select_account' }))
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await page.text()
    const named = [...html.matchAll(/Continue as @(\w+)/g)].map(([, login]) => login)
    expect(named).toEqual(['linus', 'ada', 'grace', 'mallory'])
    const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(html) ?? []
    const back = await sentTo(`${github.origin}${action.replaceAll('&amp;', '&')}`, {
      method: 'POST',
      body: new URLSearchParams({ as: 'ada' }),
    })
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK)
    expect(back.searchParams.get('state')).toBe('xyz')
    const answer = await exchanged(github, {
      code: back.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
    })
    expect(answer).toEqual({
      access_token: expect.stringMatching(/^ghu_[A-Za-z0-9]{36}$/),
      expires_in: 28800,
      refresh_token: expect.stringMatching(/^ghr_[A-Za-z0-9]{76}$/),
      refresh_token_expires_in: 15897600,
      scope: '',
      token_type: 'bearer',
    })
    const ada = await rest(github, answer.access_token, '/user')
    expect(ada).toMatchObject({
      status: 200,
      body: {
        id: expect.any(Number),
        login: 'ada',
        name: null,
        avatar_url: expect.stringContaining(github.origin),
        html_url: `${github.origin}/ada`,
        type: 'User',
      },
    })
    expect(await graphql(github, answer.access_token, '{ viewer { login databaseId } }')).toEqual({
      status: 200,
      body: { data: { viewer: { login: 'ada', databaseId: ada.body.id } } },
    })
  })

  it('needs no page where it is said who comes, until that is taken back', async () => {
    const { github } = await aGitHubWithPeople()
    github.signsIn('ada')
    expect((await sentTo(authorizeUrl(github))).searchParams.get('code')).toMatch(/./)
    github.signsIn(null)
    expect((await fetch(authorizeUrl(github), { redirect: 'manual' })).status).toBe(200)
  })

  it('says on "Cancel" that access was denied', async () => {
    const { github } = await aGitHubWithPeople()
    const html = await (await fetch(authorizeUrl(github))).text()
    const [, href = ''] = /<a href="([^"]+)">Cancel/.exec(html) ?? []
    const back = new URL(href.replaceAll('&amp;', '&'))
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK)
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'The user has denied your application access.',
      error_uri: expect.stringContaining('#access-denied'),
      state: 'xyz',
    })
  })

  it('has a page without scripts, on which nothing that somebody else wrote is markup', async () => {
    const { github } = await aGitHubWithPeople()
    const nasty = '"><script>alert(1)</script>'
    github.createUser(nasty)
    const page = await fetch(authorizeUrl(github, { state: nasty, login: nasty }))
    const html = await page.text()
    expect(html).not.toContain('<script')
    expect(html).toContain('Continue as @&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("form-action 'self' http://127.0.0.1:4000;")
    expect(policy).not.toContain('unsafe')
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(html) ?? []
    expect(policy).toContain(createHash('sha256').update(style).digest('base64'))
  })

  it('knows no App but the one it has, and nobody who has no account', async () => {
    const { github } = await aGitHubWithPeople()
    const page = await fetch(authorizeUrl(github, { client_id: 'Iv23liSomebodyElse00' }))
    expect(page.status).toBe(404)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const as of ['nobody', 'acme', 'rfc-alignment[bot]']) {
      const chosen = await fetch(authorizeUrl(github), { method: 'POST', body: new URLSearchParams({ as }) })
      expect(chosen.status).toBe(404)
    }
  })

  it('sends nobody to an address that is not registered, but reports to the one that is', async () => {
    const { github } = await aGitHubWithPeople()
    github.signsIn('ada')
    for (const redirect_uri of [
      'https://evil.example/',
      `${CALLBACK}/more`,
      `${CALLBACK}?a=b`,
      'no address',
    ]) {
      const back = await sentTo(authorizeUrl(github, { redirect_uri }))
      expect(`${back.origin}${back.pathname}`).toBe(CALLBACK)
      expect(back.searchParams.get('error')).toBe('redirect_uri_mismatch')
      expect(back.searchParams.get('state')).toBe('xyz')
      expect(back.searchParams.has('code')).toBe(false)
    }
  })

  it('goes to any address of this machine, and no other, until one is registered', async () => {
    const github = await aGitHub()
    github.createUser('ada')
    github.signsIn('ada')
    for (const redirect_uri of ['http://localhost:3000/done', 'http://127.0.0.1/']) {
      const back = await sentTo(authorizeUrl(github, { redirect_uri }))
      expect(`${back.origin}${back.pathname}`).toBe(redirect_uri)
    }
    for (const redirect_uri of ['https://evil.example/', 'javascript:alert(1)', 'ftp://localhost/']) {
      const response = await fetch(authorizeUrl(github, { redirect_uri }), { redirect: 'manual' })
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('redirect_uri_mismatch')
    }
  })

  it.each([
    ['plain', { code_challenge_method: 'plain' }],
    ['of the wrong length', { code_challenge: 'short' }],
    ['of no known method', { code_challenge_method: '' }],
  ])('refuses a challenge that is %s', async (_, parameters) => {
    const { github } = await aGitHubWithPeople()
    github.signsIn('ada')
    const back = await sentTo(authorizeUrl(github, parameters))
    expect(back.searchParams.get('error')).toBe('invalid_request')
    expect(back.searchParams.has('code')).toBe(false)
  })
})

describe('a code', () => {
  it('is good once', async () => {
    const { github } = await aGitHubWithPeople()
    const code = await aCode(github, 'ada')
    expect((await exchanged(github, { code, code_verifier: VERIFIER })).error).toBeUndefined()
    expect(await exchanged(github, { code, code_verifier: VERIFIER })).toEqual({
      error: 'bad_verification_code',
      error_description: 'The code passed is incorrect or expired.',
      error_uri: expect.stringContaining('#bad-verification-code'),
    })
  })

  it('is good for less than ten minutes', async () => {
    const { github } = await aGitHubWithPeople()
    const early = await aCode(github, 'ada')
    github.clock.advance(599)
    expect((await exchanged(github, { code: early, code_verifier: VERIFIER })).error).toBeUndefined()
    const late = await aCode(github, 'ada')
    github.clock.advance(600)
    expect((await exchanged(github, { code: late, code_verifier: VERIFIER })).error).toBe(
      'bad_verification_code',
    )
  })

  it.each([
    ['with a wrong secret', { client_secret: 'f'.repeat(40) }, 'incorrect_client_credentials'],
    ['for another App', { client_id: 'Iv23liSomebodyElse00' }, 'incorrect_client_credentials'],
    ['for another address', { redirect_uri: 'http://127.0.0.1:4000/else' }, 'redirect_uri_mismatch'],
    ['with a wrong verifier', { code_verifier: `${VERIFIER}!` }, 'bad_verification_code'],
    ['with an empty verifier', { code_verifier: '' }, 'bad_verification_code'],
    ['with no code at all', { code: '' }, 'bad_verification_code'],
    ['in a way GitHub does not know', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('is worth nothing %s', async (_, parameters, error) => {
    const { github } = await aGitHubWithPeople()
    const code = await aCode(github, 'ada')
    expect((await exchanged(github, { code, code_verifier: VERIFIER, ...parameters })).error).toBe(error)
  })

  it('needs its verifier when it had a challenge, and none when it had none', async () => {
    const { github } = await aGitHubWithPeople()
    const withChallenge = await aCode(github, 'ada')
    expect((await exchanged(github, { code: withChallenge })).error).toBe('bad_verification_code')
    const bare = { client_id: CLIENT_ID, redirect_uri: CALLBACK }
    const plainly = async () => {
      const back = await sentTo(`${github.origin}/login/oauth/authorize?${new URLSearchParams(bare)}`)
      expect(back.searchParams.has('state')).toBe(false)
      return back.searchParams.get('code') ?? ''
    }
    expect((await exchanged(github, { code: await plainly() })).error).toBeUndefined()
    const stripped = await exchanged(github, { code: await plainly(), code_verifier: VERIFIER })
    expect(stripped.error).toBe('bad_verification_code')
  })

  it('is worth nothing when the person it was for is gone', async () => {
    const { github } = await aGitHubWithPeople()
    const code = await aCode(github, 'grace')
    github.deleteAccount('grace')
    expect((await exchanged(github, { code, code_verifier: VERIFIER })).error).toBe('bad_verification_code')
  })

  it('may be exchanged by a form, and is answered by one where no JSON is asked for', async () => {
    const { github } = await aGitHubWithPeople()
    const code = await aCode(github, 'ada')
    const response = await fetch(`${github.origin}/login/oauth/access_token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        code,
        code_verifier: VERIFIER,
      }),
    })
    expect(response.headers.get('content-type')).toContain('application/x-www-form-urlencoded')
    const answer = new URLSearchParams(await response.text())
    expect(answer.get('token_type')).toBe('bearer')
    expect((await rest(github, answer.get('access_token') ?? '', '/user')).body.login).toBe('ada')
  })
})

describe('a user access token', () => {
  it('sees what is public, and what the person and the App both reach; all else is not there', async () => {
    const { github, secret } = await aGitHubWithPeople()
    const elsewhere = github.createRepository({
      owner: 'ada',
      name: 'diary',
      private: true,
      install: false,
    })
    const query = `{
      secret: repository(owner: "acme", name: "secret") { databaseId isPrivate viewerPermission }
      open: repository(owner: "grace", name: "open") { isPrivate viewerPermission }
      diary: repository(owner: "ada", name: "diary") { databaseId }
      none: repository(owner: "ada", name: "none") { databaseId }
    }`
    const { access_token: ada } = await signedIn(github, 'ada')
    const notFound = (alias: string, name: string) => ({
      type: 'NOT_FOUND',
      path: [alias],
      message: `Could not resolve to a Repository with the name '${name}'.`,
    })
    expect(await graphql(github, ada, query)).toMatchObject({
      status: 200,
      body: {
        data: {
          secret: { databaseId: secret.id, isPrivate: true, viewerPermission: 'ADMIN' },
          open: { isPrivate: false, viewerPermission: 'READ' },
          diary: null,
          none: null,
        },
        errors: [notFound('diary', 'ada/diary'), notFound('none', 'ada/none')],
      },
    })
    expect(await rest(github, ada, '/repos/acme/secret')).toMatchObject({
      status: 200,
      body: { private: true },
    })
    expect((await rest(github, ada, '/repos/ada/diary')).status).toBe(404)
    github.install('ada', { repositories: [elsewhere] })
    expect((await rest(github, ada, '/repos/ada/diary')).status).toBe(200)
  })

  it('shows mallory what mallory may read, until that is taken away', async () => {
    const { github, secret } = await aGitHubWithPeople()
    const { access_token: mallory } = await signedIn(github, 'mallory')
    expect(await maySeeSecret(github, mallory)).toBe(true)
    expect(await graphql(github, mallory, SECRET_QUERY)).toMatchObject({
      body: { data: { repository: { viewerPermission: 'WRITE' } } },
    })
    github.grant(secret, 'mallory', 'none')
    expect(await maySeeSecret(github, mallory)).toBe(false)
    expect((await rest(github, mallory, '/user')).status).toBe(200)
  })

  it('follows a repository to its new name only where the person sees it', async () => {
    const { github, secret } = await aGitHubWithPeople()
    const { access_token: ada } = await signedIn(github, 'ada')
    const { access_token: grace } = await signedIn(github, 'grace')
    github.renameRepository(secret, 'hidden', 'ada')
    expect(await rest(github, ada, '/repos/acme/secret')).toMatchObject({
      status: 200,
      body: { name: 'hidden' },
    })
    expect(await maySeeSecret(github, ada)).toBe(true)
    expect(await maySeeSecret(github, grace)).toBe(false)
  })

  it('shows a member nothing of the organisation after they were removed from it', async () => {
    const { github, secret } = await aGitHubWithPeople()
    github.grantTeam(secret, github.createTeam('acme', 'Core', { members: ['linus'] }), 'maintain')
    const { access_token: linus } = await signedIn(github, 'linus')
    expect(await maySeeSecret(github, linus)).toBe(true)
    github.removeMember('acme', 'linus')
    expect(await maySeeSecret(github, linus)).toBe(false)
  })

  it('shows nothing through an installation that is suspended or gone', async () => {
    const { github } = await aGitHubWithPeople()
    const [installation] = github.world.state.installations.values()
    const { access_token: ada } = await signedIn(github, 'ada')
    github.suspend(installation!, 'ada')
    expect(await maySeeSecret(github, ada)).toBe(false)
    github.unsuspend(installation!, 'ada')
    expect(await maySeeSecret(github, ada)).toBe(true)
    github.uninstall(installation!, 'ada')
    expect(await maySeeSecret(github, ada)).toBe(false)
  })

  it('is rejected for everything else, and does not pretend', async () => {
    const { github } = await aGitHubWithPeople()
    const { access_token: ada } = await signedIn(github, 'ada')
    const refused = { status: 403, body: { message: 'Resource not accessible by integration' } }
    expect(await rest(github, ada, '/repos/acme/secret/pulls')).toMatchObject(refused)
    expect(await rest(github, ada, '/users/linus')).toMatchObject(refused)
    expect(await rest(github, ada, '/installation/repositories')).toMatchObject(refused)
    const comments = '/repos/acme/secret/issues/1/comments'
    expect(await rest(github, ada, comments, { method: 'POST', body: '{"body":"x"}' })).toMatchObject(refused)
    const forbidden = { type: 'FORBIDDEN', message: 'Resource not accessible by integration' }
    expect(await graphql(github, ada, '{ viewer { login } user(login: "linus") { login } }')).toMatchObject({
      body: { data: { viewer: { login: 'ada' }, user: null }, errors: [{ ...forbidden, path: ['user'] }] },
    })
    const mutation = 'mutation { addReaction(input: { subjectId: "x", content: EYES }) { clientMutationId } }'
    expect(await graphql(github, ada, mutation)).toMatchObject({ body: { errors: [forbidden] } })
  })

  it('lasts eight hours by the clock of GitHub, and is nobody’s afterwards', async () => {
    const { github } = await aGitHubWithPeople()
    const { access_token: ada } = await signedIn(github, 'ada')
    github.clock.advance(28_799)
    expect((await rest(github, ada, '/user')).status).toBe(200)
    github.clock.advance(1)
    const bad = { status: 401, body: { message: 'Bad credentials' } }
    expect(await rest(github, ada, '/user')).toMatchObject(bad)
    expect(await graphql(github, ada, SECRET_QUERY)).toMatchObject(bad)
    expect(await rest(github, `ghu_${'x'.repeat(36)}`, '/user')).toMatchObject(bad)
  })

  it('is worth nothing when its person deletes their account', async () => {
    const { github } = await aGitHubWithPeople()
    const { access_token: grace } = await signedIn(github, 'grace')
    github.deleteAccount('grace')
    expect((await rest(github, grace, '/user')).status).toBe(401)
  })

  it('is followed by another for its refresh token, once, and then both are dead', async () => {
    const { github } = await aGitHubWithPeople()
    const first = await signedIn(github, 'ada')
    github.clock.advance(30_000)
    const asked = { grant_type: 'refresh_token', refresh_token: first.refresh_token }
    const second = await exchanged(github, asked)
    expect((await rest(github, second.access_token, '/user')).body.login).toBe('ada')
    expect((await rest(github, first.access_token, '/user')).status).toBe(401)
    expect((await exchanged(github, asked)).error).toBe('bad_refresh_token')
    github.clock.advance(15_897_600)
    const late = { grant_type: 'refresh_token', refresh_token: second.refresh_token }
    expect((await exchanged(github, late)).error).toBe('bad_refresh_token')
  })

  it('dies at once, with its refresh token, when it is refreshed before its time', async () => {
    const { github } = await aGitHubWithPeople()
    const { access_token, refresh_token } = await signedIn(github, 'ada')
    await exchanged(github, { grant_type: 'refresh_token', refresh_token })
    expect((await rest(github, access_token, '/user')).status).toBe(401)
  })

  it('is taken back by the App, one at a time, with its id and secret', async () => {
    const { github } = await aGitHubWithPeople()
    const one = await signedIn(github, 'ada')
    const other = await signedIn(github, 'ada')
    expect((await takenBack(github, one.access_token, `${CLIENT_ID}:wrong`)).status).toBe(401)
    expect((await rest(github, one.access_token, '/user')).status).toBe(200)
    expect((await takenBack(github, one.access_token)).status).toBe(204)
    expect((await rest(github, one.access_token, '/user')).status).toBe(401)
    expect((await rest(github, other.access_token, '/user')).status).toBe(200)
    expect((await takenBack(github, one.access_token)).status).toBe(404)
    expect((await takenBack(github, undefined)).status).toBe(422)
    const asked = { grant_type: 'refresh_token', refresh_token: one.refresh_token }
    expect((await exchanged(github, asked)).error).toBe('bad_refresh_token')
  })

  it('is worth nothing once its person took back what they allowed; codes on their way neither', async () => {
    const { github } = await aGitHubWithPeople()
    const { access_token: ada, refresh_token } = await signedIn(github, 'ada')
    const { access_token: linus } = await signedIn(github, 'linus')
    const code = await aCode(github, 'ada')
    github.revokeUserTokens('ada')
    expect((await rest(github, ada, '/user')).status).toBe(401)
    expect((await rest(github, linus, '/user')).status).toBe(200)
    expect((await exchanged(github, { grant_type: 'refresh_token', refresh_token })).error).toBe(
      'bad_refresh_token',
    )
    expect((await exchanged(github, { code, code_verifier: VERIFIER })).error).toBe('bad_verification_code')
  })
})

it('nobody signs in to an App that was registered without a client id and secret', async () => {
  const app = { id: APP_ID, slug: 'rfc-alignment', privateKey: PRIVATE_KEY, webhookSecret: SECRET }
  const github = await aGitHub({ app })
  github.createUser('ada')
  expect((await fetch(authorizeUrl(github))).status).toBe(404)
  expect((await exchanged(github, { code: 'x' })).error).toBe('incorrect_client_credentials')
  expect((await takenBack(github, 'ghu_x')).status).toBe(401)
})

it('what sign-in does not know is noted', async () => {
  const github = await aGitHub({ strict: false })
  github.createUser('ada')
  await fetch(authorizeUrl(github, { scope: 'repo' }))
  expect((await fetch(`${github.origin}/login/oauth/elsewhere`)).status).toBe(404)
  expect(github.unknownRequests).toEqual([
    'GET /login/oauth/authorize with the parameter "scope"',
    'GET /login/oauth/elsewhere',
  ])
})

it('the server of a stage gets the credentials by which the App signs people in', async () => {
  const stage = await openStage()
  onTestFinished(stage.close)
  const { GITHUB_CLIENT_ID = '', GITHUB_CLIENT_SECRET } = stage.environment
  expect(GITHUB_CLIENT_ID).toMatch(/^Iv23li\w{14}$/)
  expect(GITHUB_CLIENT_SECRET).toMatch(/^[0-9a-f]{40}$/)
  const page = await fetch(authorizeUrl(stage.github, { client_id: GITHUB_CLIENT_ID }))
  expect(await page.text()).toContain('Continue as @ada')
  // A database is opened for it, which takes its time on a busy machine.
})
