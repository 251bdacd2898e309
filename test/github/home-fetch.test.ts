import { describe, expect, it } from 'vitest'
import { homeFetch } from '../../src/github/home-fetch.ts'
import { aServer } from './a-server.ts'

const GET = { method: 'GET', headers: {} }

describe('a fetch limited to one host', () => {
  it('gives up on a server that does not answer', async () => {
    const home = await aServer(() => {})
    await expect(homeFetch(home, 50)(home, GET)).rejects.toThrow('timeout')
  })

  it('gives up on an answer that does not end', async () => {
    const home = await aServer((_, response) => {
      response.write('{')
    })
    await expect(homeFetch(home, 50)(home, GET)).rejects.toThrow('timeout')
  })

  it('gives up after three redirects', async () => {
    const home = await aServer((_, response) => {
      response.writeHead(301, { location: '/again' }).end()
    })
    await expect(homeFetch(home, 5000)(home, GET)).rejects.toThrow('gave up after 3 redirects')
  })

  it('repeats a write only for redirects that keep the method', async () => {
    const home = await aServer((_, response) => {
      response.writeHead(301, { location: '/elsewhere' }).end()
    })
    await expect(homeFetch(home, 5000)(home, { ...GET, method: 'POST' })).rejects.toThrow(
      'refused to repeat a POST',
    )
  })

  it('follows redirects on that host with the token, and says where the answer came from', async () => {
    const home = await aServer(({ url, headers }, response) => {
      if (url === '/old') response.writeHead(301, { location: '/new' }).end()
      else response.end(headers.authorization)
    })
    const request = { method: 'GET', headers: { authorization: 'token x' } }
    const answer = await homeFetch(home, 5000)(`${home}/old`, request)
    expect(answer).toMatchObject({ status: 200, url: `${home}/new`, text: 'token x' })
  })

  it('rejects redirects to other hosts', async () => {
    const elsewhere = await aServer((_, response) => {
      response.end('caught')
    })
    const home = await aServer((_, response) => {
      response.writeHead(302, { location: elsewhere }).end()
    })
    await expect(homeFetch(home, 5000)(home, GET)).rejects.toThrow('refused to go')
    await expect(homeFetch(home, 5000)(elsewhere, GET)).rejects.toThrow('refused to go')
  })
})
