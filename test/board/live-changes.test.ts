import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { Changes } from '../../src/board/live-changes.ts'

const opened: Changes[] = []
afterEach(() => {
  for (const changes of opened.splice(0)) changes.close()
})

/** A page that is open: what it was made with, what it would be now, and what it hears. */
function openPage(changes = new Changes()) {
  opened.push(changes)
  let stamp: string | null = '1'
  const app = new Hono().get('/changes', (context) => changes.stream(context, async () => stamp))
  return {
    changes,
    becomesElsewhere: (now: string) => {
      stamp = now
    },
    becomes: (now: string | null) => {
      stamp = now
      changes.announce()
    },
    listen: async (since = '1', headers: Record<string, string> = {}) => {
      const response = await app.request(`/changes?since=${since}`, { headers })
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      return { status: response.status, headers: response.headers, next: async () => await reader?.read() }
    },
  }
}

const CHANGED = (stamp: string) => `event: changed\ndata: changed\nid: ${stamp}\n\n`

describe('an open page', () => {
  it('receives changes between its rendering and its connection at once', async () => {
    const { next, headers } = await openPage().listen('0')
    expect(await next()).toEqual({ done: false, value: CHANGED('1') })
    expect([headers.get('content-type'), headers.get('x-accel-buffering')]).toEqual([
      'text/event-stream',
      'no',
    ])
  })

  it('receives each change that its visitor may see, and no other', async () => {
    const page = openPage()
    const { next } = await page.listen()
    page.changes.announce()
    page.changes.announce()
    page.becomes('2')
    expect(await next()).toEqual({ done: false, value: CHANGED('2') })
    page.becomes('3')
    expect(await next()).toEqual({ done: false, value: CHANGED('3') })
  })

  it('resumes after the last change it received', async () => {
    const page = openPage()
    page.becomes('2')
    const { next } = await page.listen('1', { 'last-event-id': '2' })
    page.becomes('3')
    expect(await next()).toEqual({ done: false, value: CHANGED('3') })
  })

  it('is notified once more when its visitor loses access', async () => {
    const page = openPage()
    const { next } = await page.listen()
    page.becomes(null)
    expect(await next()).toEqual({ done: false, value: CHANGED('') })
    expect(await next()).toMatchObject({ done: true })
  })

  it('is closed by a server that stops, without a reconnect', async () => {
    const page = openPage()
    const { next } = await page.listen()
    page.changes.close()
    expect(await next()).toMatchObject({ done: true })
    expect((await page.listen()).status).toBe(204)
  })

  it('receives changes made by another server', async () => {
    let seen = 'a'
    const page = openPage(new Changes({ look: async () => seen, everyMs: 1 }))
    const { next } = await page.listen('0')
    await next()
    page.becomesElsewhere('2')
    seen = 'b'
    expect(await next()).toEqual({ done: false, value: CHANGED('2') })
  })

  it('reconnects later when the database does not answer', async () => {
    const page = openPage(
      new Changes({
        look: async () => {
          throw new Error('the database is away')
        },
      }),
    )
    expect(await (await page.listen()).next()).toMatchObject({ done: true })
  })
})
