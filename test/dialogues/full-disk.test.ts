import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const MEGABYTE = 1024 * 1024
let free = 1_000 * MEGABYTE
const { stage, scene } = stageForFile({
  environment: { PUBLIC_BOARD: 'on' },
  server: { disk: { freeBytes: () => free, lookMs: 0 } },
})

describe('a server whose disk is full', () => {
  it('answers 503 for what it cannot store, and continues once there is space', async () => {
    const { github, server } = stage()
    const play = scene()
    await play.opens('author', { 'rfcs/0001-a.md': rfc(['ada']) })
    const status = async (path: string) =>
      (await fetch(`${server.url}${path}`, { redirect: 'manual' })).status
    free = 0
    await play.says('ada', '/commit')
    expect(github.deliveries.findLast(({ event }) => event === 'issue_comment')?.statusCode).toBe(503)
    expect([await status('/healthz'), await status('/readyz'), await status('/')]).toEqual([200, 503, 200])
    expect(await status('/sign-in')).toBe(503)
    expect(said(play)).toMatch(/^action_required/)
    free = 1_000 * MEGABYTE
    expect([await status('/readyz'), await status('/sign-in')]).toEqual([200, 302])
    expect(await server.redeliver()).toBe('done')
    await stage().settled()
    await stage().settled()
    expect(said(play)).toMatch(/^success/)
  })
})
