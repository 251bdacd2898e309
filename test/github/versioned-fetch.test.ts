import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { pino } from 'pino'
import { createClients } from '../../src/github/clients.ts'
import { APP_ID, PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'

/** A GitHub that knows some versions of its REST API, and the versions it was asked for, call by call. */
async function aGitHubThatKnows(versions: readonly string[]) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const version = versionIn(request)
    asked.push(`${request.method} ${request.url} ${version}`)
    if (version !== undefined && !versions.includes(version)) {
      response.writeHead(400, { 'content-type': 'text/plain' })
      response.end(
        `Bad Request: The version you specified in the "X-GitHub-API-Version" request header, "${version}", is not a supported version. The following versions are currently supported: "${versions.join('", "')}" (most recent).`,
      )
      return
    }
    const isToken = request.url?.endsWith('/access_tokens')
    const body = isToken
      ? { token: 'ghs_1', expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {} }
      : { data: {} }
    response.writeHead(isToken ? 201 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const restUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`
  const clients = createClients({
    restUrl,
    appId: APP_ID,
    privateKey: PRIVATE_KEY,
    log: pino({ level: 'silent' }),
  })
  return { asked, clients }
}

function versionIn({ headers }: IncomingMessage): string | undefined {
  return headers['x-github-api-version'] as string | undefined
}

test('every REST call asks for one version of the API, including tokens; GraphQL calls ask for none', async () => {
  const { asked, clients } = await aGitHubThatKnows(['2022-11-28'])
  await clients.app.request('GET /app')
  await clients.of(7).request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'rfcs' })
  await clients.of(7).graphql('query { viewer { login } }')
  expect(asked).toEqual([
    'GET /api/v3/app 2022-11-28',
    'POST /api/v3/app/installations/7/access_tokens 2022-11-28',
    'GET /api/v3/repos/acme/rfcs 2022-11-28',
    'POST /api/graphql undefined',
  ])
})

test('a server that does not know the version is called without it from then on', async () => {
  const { asked, clients } = await aGitHubThatKnows(['2019-01-01'])
  await clients.app.request('GET /app')
  await clients.app.request('GET /app')
  expect(asked).toEqual([
    'GET /api/v3/app 2022-11-28',
    'GET /api/v3/app undefined',
    'GET /api/v3/app undefined',
  ])
})
