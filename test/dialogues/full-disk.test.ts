import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { CAN_MOUNT, mountSmallDisk } from '../store/small-disk.ts'
import { said, stageForFile } from './stages.ts'

const MEGABYTE = 1024 * 1024

describe.runIf(CAN_MOUNT)('a server whose disk is full', () => {
  const disk = CAN_MOUNT ? mountSmallDisk(32 * MEGABYTE) : null
  // Registered first, because what is registered last runs first.
  afterAll(() => disk?.remove())
  const { stage, scene } = stageForFile({
    environment: { PUBLIC_BOARD: 'on', ...(disk && { DATA_DIR: join(disk.directory, 'data') }) },
  })

  it('answers 503 for what it cannot store, and continues once there is space', async () => {
    const { github, server } = stage()
    const play = scene()
    await play.opens('author', { 'rfcs/0001-a.md': rfc(['ada']) })
    const status = async (path: string) =>
      (await fetch(`${server.url}${path}`, { redirect: 'manual' })).status
    disk?.fill()
    await play.says('ada', '/commit')
    expect(github.deliveries.findLast(({ event }) => event === 'issue_comment')?.statusCode).toBe(503)
    expect([await status('/healthz'), await status('/readyz'), await status('/')]).toEqual([200, 503, 200])
    expect(await status('/sign-in')).toBe(503)
    expect(said(play)).toMatch(/^action_required/)
    disk?.empty()
    expect([await status('/readyz'), await status('/sign-in')]).toEqual([200, 302])
    expect(await server.redeliver()).toBe('done')
    await stage().settled()
    await stage().settled()
    expect(said(play)).toMatch(/^success/)
  })
})
