import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Octokit } from '@octokit/rest'
import { expect, it, test } from 'vitest'
import { httpCall } from '../../src/github/http-call.ts'
import { octokitFetch } from '../../src/github/octokit-fetch.ts'
import { aServer } from './a-server.ts'

const LOG = { debug() {}, info() {}, warn() {}, error() {} }
const OURS = { fetch: octokitFetch(httpCall(5000)), parseSuccessResponseBody: false }

type Answer = (response: ServerResponse) => void

/** What Octokit makes of an answer with Node's `fetch`, and with ours. */
async function bothWays(answer: Answer, method = 'GET') {
  const baseUrl = await aServer((_, response) => answer(response))
  const outcome = (request: object) => {
    const client = new Octokit({ baseUrl, log: LOG, request })
    return client.request({ method, url: '/here', ...(method === 'POST' && { body: 'x' }) }).then(told, told)
  }
  return { byFetch: await outcome({}), byOurs: await outcome(OURS) }
}

function told(outcome: unknown) {
  const { name, message, status, response } = outcome as Error & { status: number; response: unknown }
  const { data, url, headers } = (response ?? outcome) as { data: unknown; url: string; headers: object }
  const { date, connection, 'keep-alive': kept, ...others } = headers as Record<string, unknown>
  return { name, message, status, data, url, headers: others }
}

const json = { 'content-type': 'application/json; charset=utf-8', 'X-Told': ['a', 'b'] }
const answers: readonly [string, Answer, method?: string][] = [
  ['an object', (response) => response.writeHead(200, json).end('{"a":[1,"ä"]}')],
  ['a list', (response) => response.writeHead(200, { ...json, link: '<x>; rel="next"' }).end('[]')],
  ['SCIM', (response) => response.writeHead(200, { 'content-type': 'application/scim+json' }).end('{}')],
  ['half an object', (response) => response.writeHead(200, json).end('{"a":')],
  ['nothing', (response) => response.writeHead(200, json).end()],
  ['null', (response) => response.writeHead(200, json).end('null')],
  ['a page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')],
  ['a text without a type', (response) => response.writeHead(200).end('{}')],
  [
    'a file',
    (response) =>
      response.writeHead(200, { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' }).end('{}'),
  ],
  ['what was created', (response) => response.writeHead(201, json).end('{"id":1}'), 'POST'],
  ['that nothing is there', (response) => response.writeHead(204).end(), 'POST'],
  ['that it was reset', (response) => response.writeHead(205).end(), 'POST'],
  ['headers', (response) => response.writeHead(200, json).end(), 'HEAD'],
  ['an error to HEAD', (response) => response.writeHead(404, json).end(), 'HEAD'],
  ['that nothing changed', (response) => response.writeHead(304, { etag: '"x"' }).end()],
  [
    'an error with details',
    (response) =>
      response.writeHead(422, json).end('{"message":"No","errors":[{"code":"x"}],"documentation_url":"y"}'),
    'POST',
  ],
  ['an error without words', (response) => response.writeHead(500, json).end('{}')],
  ['half an error', (response) => response.writeHead(403, json).end('{"mess')],
  ["a proxy's error", (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<p>')],
  ['an error without a type', (response) => response.writeHead(503).end('no')],
  [
    'an error in bytes',
    (response) => response.writeHead(500, { 'content-type': 'application/octet-stream' }).end('no'),
  ],
]

it.each(answers)('Octokit makes of %s what it makes of it with fetch', async (_, answer, method) => {
  const { byFetch, byOurs } = await bothWays(answer, method)
  expect(byOurs).toEqual(byFetch)
})

test('nobody who answers is the same error, with the reason', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  for (const request of [{}, OURS]) {
    const client = new Octokit({ baseUrl: `http://127.0.0.1:${port}`, log: LOG, request })
    const error = await client.request('GET /').catch((thrown: unknown) => thrown)
    const message = `connect ECONNREFUSED 127.0.0.1:${port}`
    expect(error).toMatchObject({ name: 'HttpError', status: 500, message })
    expect(error).toHaveProperty('response', undefined)
  }
})

test('an id that is wider than a number keeps its digits', async () => {
  const { byOurs } = await bothWays((response) =>
    response.writeHead(200, json).end('[{"id":9007199254740993}]'),
  )
  expect(byOurs.data).toEqual([{ id: '9007199254740993' }])
})
