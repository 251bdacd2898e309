import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, request as ask, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createClients } from '../../src/github/clients.ts'
import { SettingsError } from '../../src/settings/settings.ts'
import { useProxy } from '../../src/settings/use-proxy.ts'
import { APP_ID, aGitHub, PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'
import { aPrivateAuthority } from './certificates.ts'

const run = promisify(execFile)

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return (server.address() as AddressInfo).port
}

/** A proxy that leads to one port of this machine whatever host it is asked for, and keeps what it was asked for. */
async function aProxyTo(port: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const agent = new Agent()
  // Without TLS a proxy is told the whole address.
  const proxy = createServer(({ method, headers, url = '' }, response) => {
    const { hostname, port: asks, pathname } = new URL(url)
    asked.push(`${hostname}:${asks || 80}`)
    const inner = ask({ agent, port, method, headers, path: pathname }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    inner.end()
  })
  proxy.on('connect', ({ url = '' }, client) => {
    asked.push(url)
    const server = connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
    server.pipe(client).pipe(server)
    for (const socket of [client, server]) socket.on('error', () => client.destroy())
    // What is handed over on CONNECT is no longer the proxy's to close.
    onTestFinished(() => void client.destroy())
  })
  return { url: `http://127.0.0.1:${await listening(proxy)}`, asked }
}

function appAt(restUrl: string) {
  return createClients({ restUrl, appId: APP_ID, privateKey: PRIVATE_KEY, log: pino({ level: 'silent' }) })
    .app
}

describe('HTTPS_PROXY and HTTP_PROXY', () => {
  test('every call to GitHub goes through the proxy, and none to a host of NO_PROXY', async () => {
    const github = await aGitHub()
    const { port } = new URL(github.origin)
    const proxy = await aProxyTo(Number(port))
    const variables = { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }
    onTestFinished(useProxy({ variables, isUsedByNode: false }))

    const { data } = await appAt('http://github.test/api/v3').request('GET /app')
    expect(data?.slug).toBe('rfc-alignment')
    expect(proxy.asked).toEqual(['github.test:80'])

    await appAt(`${github.origin}/api/v3`).request('GET /app')
    expect(proxy.asked).toHaveLength(1)
  })

  test('no token leaves for another host, through a proxy neither', async () => {
    const github = await aGitHub()
    const { port } = new URL(github.origin)
    const proxy = await aProxyTo(Number(port))
    onTestFinished(useProxy({ variables: { HTTP_PROXY: proxy.url }, isUsedByNode: false }))
    github.onRequest(() => ({
      answer: { status: 302, body: {}, headers: { location: 'http://elsewhere.test/' } },
    }))
    const asking = appAt('http://github.test/api/v3').request('GET /app')
    await expect(asking).rejects.toThrow('refused to go from http://github.test to http://elsewhere.test')
    expect(proxy.asked).toEqual(['github.test:80'])
  })

  test('a Node that cannot use the proxy does not go past it', () => {
    const proxy = { variables: { HTTPS_PROXY: 'http://proxy.test:8080' }, isUsedByNode: false }
    expect(() => useProxy(proxy, null)).toThrow(SettingsError)
    expect(() => useProxy(proxy, null)).toThrow(
      /Use Node 24\.14 or newer, or .* 24\.5 .* NODE_USE_ENV_PROXY=1/,
    )
    expect(() => useProxy({ ...proxy, isUsedByNode: true }, null)).not.toThrow()
    // Node 24.0 to 24.4 use it for `fetch` alone.
    expect(() => useProxy({ ...proxy, isUsedByNode: true }, null, new Set())).toThrow(SettingsError)
    expect(() => useProxy(null, null)).not.toThrow()
  })
})

describe('a GitHub whose certificate is from a private CA', () => {
  /** A local GitHub behind TLS, the file of its CA, and what a server started with some environment gets from it. */
  async function aPrivateGitHub() {
    const github = await aGitHub()
    const { ca, cert, key } = aPrivateAuthority()
    const front = createTlsServer({ cert, key }, (request, response) => {
      const { method, headers, url } = request
      const inner = ask(`${github.origin}${url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      })
      request.pipe(inner)
    })
    const port = await listening(front)
    const folder = mkdtempSync(join(tmpdir(), 'private-ca-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'ca.pem')
    writeFileSync(file, ca)
    const answer = async (env: Readonly<Record<string, string>>) => {
      const restUrl = `https://localhost:${port}/api/v3`
      const script = ['test/outbound/ask-github.ts', restUrl, String(APP_ID), PRIVATE_KEY]
      const { stdout } = await run(process.execPath, script, { env: { PATH: process.env.PATH, ...env } })
      return stdout.trim()
    }
    return { file, answer, port }
  }

  test('is refused as long as nobody vouches for it', async () => {
    const { answer } = await aPrivateGitHub()
    expect(await answer({})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })

  test('is reached with NODE_EXTRA_CA_CERTS', async () => {
    const { file, answer } = await aPrivateGitHub()
    expect(await answer({ NODE_EXTRA_CA_CERTS: file })).toBe('rfc-alignment')
  })

  test('is reached through a proxy, which sees no more than where it is', async () => {
    const { file, answer, port } = await aPrivateGitHub()
    const proxy = await aProxyTo(port)
    const env = { NODE_EXTRA_CA_CERTS: file, NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: proxy.url }
    expect(await answer(env)).toBe('rfc-alignment')
    expect(proxy.asked).toEqual([`localhost:${port}`])
  })

  test("is reached with the system's certificates", async () => {
    const { file, answer } = await aPrivateGitHub()
    // OpenSSL's own variable says where the system has them.
    expect(await answer({ NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: file })).toBe('rfc-alignment')
  })
})
