import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { answerHealth, type Health } from '../../src/server/health.ts'

/** Serves the health endpoints; everything else is answered with 404. */
async function served(health: Health): Promise<(path: string, method?: string) => Promise<Response>> {
  const server = createServer((request, response) => {
    if (answerHealth(health, request, response) === null) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return (path, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method })
}

test.each([
  ['broken', { ready: false, broken: true }, [503, 503]],
  ['waiting for the database', { ready: false, broken: false }, [200, 503]],
  ['fine', { ready: true, broken: false }, [200, 200]],
] as const)(
  'fails /healthz only when a restart is needed, and /readyz otherwise: %s',
  async (_, is, expected) => {
    const ask = await served({ isReady: async () => is.ready, isBroken: () => is.broken })
    expect([(await ask('/healthz')).status, (await ask('/readyz')).status]).toEqual(expected)
  },
)

test('answers probes in one word that no cache keeps, and nobody else', async () => {
  const ask = await served({ isReady: async () => true, isBroken: () => false })
  const answer = await ask('/readyz?from=probe')
  expect(await answer.text()).toBe('ready\n')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect((await ask('/readyz', 'HEAD')).status).toBe(200)
  const others = [
    await ask('/readyz', 'POST'),
    await ask('/readyz/'),
    await ask('/readyz?%zz'),
    await ask('/constructor'),
    await ask('/'),
  ]
  expect(others.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
})
