import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { homeFetch } from '../../src/github/home-fetch.ts'

async function aServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a fetch limited to one host', () => {
  it('gives up on a server that does not answer', async () => {
    const home = await aServer(() => {})
    await expect(homeFetch(home, 50)(home)).rejects.toThrow('timeout')
  })

  it('gives up on an answer that does not end', async () => {
    const home = await aServer((_, response) => {
      response.write('{')
    })
    const read = async () => (await homeFetch(home, 50)(home)).text()
    await expect(read()).rejects.toThrow('timeout')
  })

  it('gives up after three redirects', async () => {
    const home = await aServer((_, response) => {
      response.writeHead(301, { location: '/again' }).end()
    })
    await expect(homeFetch(home, 5000)(home)).rejects.toThrow('gave up after 3 redirects')
  })

  it('repeats a write only for redirects that keep the method', async () => {
    const home = await aServer((_, response) => {
      response.writeHead(301, { location: '/elsewhere' }).end()
    })
    await expect(homeFetch(home, 5000)(home, { method: 'POST' })).rejects.toThrow('refused to repeat a POST')
  })

  it('rejects redirects to other hosts', async () => {
    const elsewhere = await aServer((_, response) => {
      response.end('caught')
    })
    const home = await aServer((_, response) => {
      response.writeHead(302, { location: elsewhere }).end()
    })
    await expect(homeFetch(home, 5000)(home)).rejects.toThrow('refused to go')
    await expect(homeFetch(home, 5000)(elsewhere)).rejects.toThrow('refused to go')
  })
})
