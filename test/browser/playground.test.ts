import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPlayground } from '../../playground/playground.ts'
import { TOUR } from '../../playground/play-story.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { UNHURRIED } from '../dialogues/stages.ts'
import { browserForFile, isTooWide, violations, type Window } from './window.ts'

const { open } = browserForFile()
let stage: Stage

beforeAll(async () => {
  const playground = createPlayground()
  stage = await openStage({ server: { ...UNHURRIED, pages: playground.pages } })
  await playground.open(stage)
})
afterAll(async () => {
  await stage.close()
})

const check = ({ page }: Window) => page.getByRole('region', { name: 'The check' }).getByRole('status')

/** A window on a story that begins anew. */
async function play(how: Parameters<typeof open>[0] = {}): Promise<Window> {
  const window = await open(how)
  await window.page.goto(`${stage.server.url}/playground`)
  await window.page.getByRole('button', { name: 'Start over' }).click()
  await check(window).getByText('Waiting for @ada, @linus, @grace and @barbara').waitFor()
  return window
}

describe('the playground', () => {
  it('leads from an objection to the merge by one button, without leaving the page', async () => {
    const window = await play()
    const { page } = window
    await page.evaluate('globalThis.isStillHere = true')
    const next = page.getByRole('region', { name: 'Tour' }).getByRole('button')
    for (const [index] of TOUR.entries()) {
      await page.getByText(`${index + 1} of ${TOUR.length}.`).waitFor()
      await next.click()
    }
    await page.getByText('The tour is complete.').waitFor()
    expect(await check(window).innerText()).toContain('Ready to merge: 4 committed, 1 with dissent')
    expect(await page.getByRole('region', { name: 'The check' }).innerText()).toContain(
      'Last attempt to merge: merged.',
    )
    expect(await page.evaluate('globalThis.isStillHere')).toBe(true)
    expect([window.faults, [...window.hosts]]).toEqual([[], [new URL(stage.server.url).host]])
  })

  it('lets somebody who read nothing object as one and be rejected as another', async () => {
    const window = await play()
    const { page } = window
    await page.getByRole('link', { name: '@linus' }).click()
    await page.getByLabel('Comment').fill('/object who pays for the second zone?')
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    await check(window).getByText('Objection #1 by @linus is open').waitFor()
    await expect.poll(() => page.getByLabel('Comment').inputValue()).toBe('')
    await page.getByRole('link', { name: '@author' }).click()
    await page.getByRole('button', { name: 'Merge as @author' }).click()
    await page.getByText('Last attempt to merge: Required status check').waitFor()
    await page.getByRole('button', { name: 'Request changes' }).click()
    await page.getByRole('alert').getByText('GitHub rejected this: ').waitFor()
  })

  it('shows in one window what happens in another, and takes nothing out of anybody’s hands', async () => {
    const [one, other] = [await play(), await open()]
    await other.page.goto(`${stage.server.url}/playground?as=linus`)
    await other.page.getByLabel('Comment').pressSequentially('/object who')
    await one.page.getByRole('region', { name: 'Tour' }).getByRole('button').click()
    await check(other).getByText('Waiting for @linus, @grace and @barbara').waitFor()
    await other.page.getByLabel('Comment').pressSequentially(' pays?')
    expect(await other.page.getByLabel('Comment').inputValue()).toBe('/object who pays?')
    await other.page.getByRole('button', { name: 'Comment', exact: true }).click()
    await check(one).getByText('Objection #1 by @linus is open').waitFor()
  })

  it('works without JavaScript', async () => {
    const window = await play({ javaScriptEnabled: false })
    await window.page.getByRole('region', { name: 'Tour' }).getByRole('button').click()
    await check(window).getByText('Waiting for @linus, @grace and @barbara').waitFor()
  })

  it.each([
    ['a desk, in the light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
    ['a phone, in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ] as const)('reads well on %s', async (_, how) => {
    const { page } = await play(how)
    for (const summary of await page.locator('summary').all()) await summary.click()
    expect([await violations(page), await isTooWide(page)]).toEqual([[], false])
  })
})
