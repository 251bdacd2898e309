import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { httpCall } from '../../src/github/http-call.ts'
import { aServer } from './a-server.ts'

const GET = { method: 'GET', headers: {} }
const call = httpCall(5000)

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

describe('a call', () => {
  it('sends its body whole and returns the answer whole, whatever its status', async () => {
    const home = await aServer(async (request, response) => {
      const { method, headers } = request
      const body = await bodyOf(request)
      response.writeHead(418, { 'X-Told': ['a', 'b'], 'set-cookie': ['c', 'd'] })
      response.end(`${method} ${headers['content-length']} ${headers['x-asked']} ${body}`)
    })
    const sent = { method: 'POST', headers: { 'x-asked': 'yes' }, body: 'ä€😀' }
    const answer = await call(`${home}/here?a=b`, sent)
    expect(answer).toMatchObject({ status: 418, url: `${home}/here?a=b`, text: 'POST 9 yes ä€😀' })
    expect(answer.headers).toMatchObject({ 'x-told': 'a, b', 'set-cookie': 'c, d' })
  })

  it('asks for a compressed answer and unpacks it', async () => {
    const home = await aServer(({ headers }, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync(`asked for ${headers['accept-encoding']}`))
    })
    expect((await call(home, GET)).text).toBe('asked for gzip')
  })

  it.each([204, 205, 304])(
    'returns an answer %i without a body, also where it is called compressed',
    async (status) => {
      const home = await aServer((_, response) => {
        response.writeHead(status, { 'content-encoding': 'gzip' }).end()
      })
      expect(await call(home, GET)).toMatchObject({ status, text: '' })
    },
  )

  it('returns the headers that HEAD asks for', async () => {
    const home = await aServer((_, response) => {
      response.writeHead(200, { 'content-length': '7', 'x-told': 'a' }).end()
    })
    const answer = await call(home, { ...GET, method: 'HEAD' })
    expect(answer).toMatchObject({ status: 200, headers: { 'x-told': 'a' }, text: '' })
  })

  const broken: readonly [string, (response: ServerResponse) => void][] = [
    ['of a known length', (response) => void response.writeHead(200, { 'content-length': '9' })],
    ['in chunks', (response) => void response.writeHead(200)],
  ]
  it.each(broken)('fails where an answer %s breaks off', async (_, begin) => {
    const home = await aServer((_, response) => {
      begin(response)
      response.write('{', () => response.destroy())
    })
    await expect(call(home, GET)).rejects.toThrow('aborted')
  })

  it('fails where a compressed answer is not whole', async () => {
    const home = await aServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync('a text').subarray(0, 20))
    })
    await expect(call(home, GET)).rejects.toThrow('unexpected end of file')
  })

  it('fails with the error of AbortSignal.timeout where the answer takes too long', async () => {
    const home = await aServer((_, response) => {
      response.write('{')
    })
    await expect(httpCall(50)(home, GET)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('says why nobody was reached', async () => {
    await expect(call('http://127.0.0.1:1', GET)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('connections', () => {
  /** A server that closes a connection that is used again, and keeps what it was asked on which connection. */
  async function aServerThatForgets() {
    const asked: string[] = []
    const sockets: Socket[] = []
    const waiting: (() => void)[] = []
    const home = await aServer((request, response) => {
      const { socket, url } = request
      const isUsed = sockets.includes(socket)
      if (!isUsed) sockets.push(socket)
      asked.push(`${url} on ${sockets.indexOf(socket)}`)
      if (isUsed) return void socket.destroy()
      if (url !== '/both') return void response.end('told')
      waiting.push(() => response.end('told'))
      if (waiting.length === 2) for (const answer of waiting) answer()
    })
    return { home, asked }
  }

  it('are kept', async () => {
    const sockets = new Set<Socket>()
    const home = await aServer(({ socket }, response) => {
      sockets.add(socket)
      response.end()
    })
    await call(home, GET)
    await call(home, GET)
    expect(sockets.size).toBe(1)
  })

  const query = (text: string) => ({
    ...GET,
    method: 'POST',
    body: JSON.stringify({ query: text, variables: {} }),
  })
  it.each([
    ['a GET', '/rest', GET],
    ['a HEAD', '/rest', { ...GET, method: 'HEAD' }],
    ['a query', '/api/graphql', query('query Q { viewer { login } }')],
    [
      'a query after comments',
      '/api/graphql',
      query('# What "mutation" \\ is.\n\n# Not this.\nquery Q { a }'),
    ],
  ])('that were closed meanwhile do not fail %s', async (_, path, request) => {
    const { home, asked } = await aServerThatForgets()
    await call(`${home}/first`, GET)
    expect((await call(`${home}${path}`, request)).status).toBe(200)
    expect(asked).toEqual(['/first on 0', `${path} on 0`, `${path} on 1`])
  })

  it.each([
    ['a write', '/rest', { ...GET, method: 'POST', body: '{"body":"x"}' }],
    ['a write with the words of a query', '/rest', query('query Q { a }')],
    ['a PATCH', '/rest', { ...GET, method: 'PATCH', body: '{}' }],
    ['a DELETE', '/rest', { ...GET, method: 'DELETE' }],
    ['a mutation', '/api/graphql', query('mutation M { a }')],
    ['a mutation after a comment', '/api/graphql', query('# Says:\n# query Q { a }\nmutation M { a }')],
  ])('that were closed meanwhile fail %s, which may have been heard', async (_, path, request) => {
    const { home, asked } = await aServerThatForgets()
    await call(`${home}/first`, GET)
    await expect(call(`${home}${path}`, request)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(asked).toEqual(['/first on 0', `${path} on 0`])
  })

  it('are tried twice and no more', async () => {
    const { home, asked } = await aServerThatForgets()
    await Promise.all([call(`${home}/both`, GET), call(`${home}/both`, GET)])
    await expect(call(`${home}/third`, GET)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(asked).toHaveLength(4)
  })

  it('that are new are not tried again', async () => {
    const asked: unknown[] = []
    const home = await aServer(({ url, socket }) => {
      asked.push(url)
      socket.destroy()
    })
    await expect(call(`${home}/a`, GET)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(asked).toEqual(['/a'])
  })

  it('that break within an answer are not tried again', async () => {
    const asked: unknown[] = []
    const home = await aServer(({ url, socket }, response) => {
      asked.push(url)
      if (url === '/a') response.end()
      else response.write('{', () => socket.resetAndDestroy())
    })
    await call(`${home}/a`, GET)
    await expect(call(`${home}/b`, GET)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(asked).toEqual(['/a', '/b'])
  })
})
