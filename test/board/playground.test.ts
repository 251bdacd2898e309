import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlayground } from '../../playground/playground.ts'
import { TOUR } from '../../playground/play-story.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { UNHURRIED } from '../dialogues/stages.ts'

let stage: Stage

beforeAll(async () => {
  const playground = createPlayground()
  stage = await openStage({ server: { ...UNHURRIED, pages: playground.pages } })
  expect((await fetch(`${stage.server.url}/playground`)).status).toBe(503)
  await playground.open(stage)
})

afterAll(async () => {
  await stage.close()
})

const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

async function post(path: string, form: Record<string, string>, origin = new URL(stage.server.url).origin) {
  const response = await fetch(`${stage.server.url}/playground/${path}`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams(form),
  })
  return { status: response.status, text: textOf(await response.text()) }
}

it('the tour leads from an objection to the merge, with the check at each step', async () => {
  await post('reset', { as: 'author' })
  const read: string[] = []
  for (const _ of TOUR) {
    const { text } = await post('next', { as: 'author' })
    read.push(/(?:action_required|failure|success) (.*?) RFC alignment: main/.exec(text)?.[1]?.trim() ?? '?')
    if (read.length === 3) expect(text).toContain('Last attempt to merge: Required status check')
    if (read.length === TOUR.length) expect(text).toContain('Last attempt to merge: merged.')
  }
  expect(read).toEqual([
    'Waiting for @linus, @grace and @barbara',
    'Objection #1 by @linus is open',
    'Objection #1 by @linus is open',
    'Objection #1 by @linus is open',
    'Waiting for @ada, @grace and @barbara',
    'Waiting for @grace and @barbara',
    'Waiting for @barbara',
    'Ready to merge: 4 committed, 1 with dissent',
    'Ready to merge: 4 committed, 1 with dissent',
  ])
})

it("acts as any person: comments, edits another's comment, requests changes, and restarts", async () => {
  await post('reset', { as: 'author' })
  expect((await post('say', { as: 'ada', text: '/commit' })).text).toContain(
    'Waiting for @linus, @grace and @barbara',
  )
  const page = await (await fetch(`${stage.server.url}/playground?as=margaret`)).text()
  const comment = /name="comment" value="(\d+)"/.exec(page)?.[1] ?? ''
  const edited = await post('edit', { as: 'margaret', comment, text: '/commit twice' })
  expect(edited.text).toContain('Waiting for @linus, @grace and @barbara')
  expect(edited.text).toMatch(/edited this comment by @\W*ada/)
  const asked = await post('request-changes', { as: 'linus', text: 'Not like this.' })
  expect(asked.text).toContain('Waiting for @linus, @grace and @barbara')
  expect((await post('reset', { as: 'ada' })).text).not.toContain('/commit twice')
})

it('shows what GitHub rejects, and ignores a form of another site', async () => {
  await post('reset', { as: 'author' })
  const refused = await post('request-changes', { as: 'author', text: 'My own.' })
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('GitHub rejected this: ')])
  expect((await post('say', { as: 'ada', text: '/commit' }, 'https://evil.test')).status).toBe(403)
  expect((await post('edit', { as: 'ada', comment: '1', text: 'x' })).text).toContain(
    'That comment no longer exists.',
  )
})
