import { expect, it } from 'vitest'
import { healthPages } from '../../src/board/health.ts'

it('fails /healthz only when a restart is needed, and /readyz otherwise', async () => {
  const pages = (isReady: boolean, isBroken: boolean) => {
    const app = healthPages(
      async () => isReady,
      () => isBroken,
    )
    return async (path: string) => (await app.request(path)).status
  }
  const broken = pages(false, true)
  expect([await broken('/healthz'), await broken('/readyz')]).toEqual([503, 503])
  const waiting = pages(false, false)
  expect([await waiting('/healthz'), await waiting('/readyz')]).toEqual([200, 503])
  const fine = pages(true, false)
  expect([await fine('/healthz'), await fine('/readyz')]).toEqual([200, 200])
})
