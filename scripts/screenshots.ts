import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { createPlayground } from '../playground/playground.ts'
import { openScene } from '../playground/scene.ts'
import { openStage } from '../playground/stage.ts'
import { launchChromium } from './chromium.ts'

/** Takes the screenshots for the documentation from the playground and the board. */
const FOLDER = new URL('../docs/images/', import.meta.url)
const FILE = 'rfcs/0001-plan.md'
const DAYS = 86_400

const playground = createPlayground()
const stage = await openStage({ server: { pages: playground.pages } })
const { github, server } = stage
// The board shows relative times such as "3 days ago", so the story starts in the past.
github.clock.advance((Date.now() - Date.parse(github.clock.iso())) / 1000 - 9 * DAYS)

const rfc = (names: readonly string[], proposal: string, day?: string) =>
  `${day ? `---\ndecide-by: ${day}\n---\n` : ''}# Plan\n\n## Problem\n\nPages wait for a nightly job.\n\n## Proposal\n\n${proposal}\n\n## Alignment\n\n${names.map((name) => `- @${name}`).join('\n')}\n`

async function tell(name: string, title: string, names: readonly string[], day?: string) {
  const scene = openScene(stage, name)
  await scene.opens('author', { [FILE]: rfc(names, 'As said.', day) }, { title })
  return scene
}
const inDays = (days: number) => new Date(Date.now() + days * DAYS * 1000).toISOString().slice(0, 10)

const cache = await tell('platform', 'One cache for all regions', ['ada', 'linus', 'grace'], inDays(5))
await cache.says('ada', '/commit')
await cache.says('linus', '/object who empties it when a region is cut off?')
github.clock.advance(2 * DAYS)
const keys = await tell('security', 'Rotate signing keys each quarter', ['ada', 'margaret'])
await keys.says('margaret', '/commit')
await keys.pushes('author', { [FILE]: rfc(['ada', 'margaret'], 'Each month.') })
github.clock.advance(2 * DAYS)
const queue = await tell('platform-2', 'Retire the nightly queue', ['ada', 'grace'])
await queue.says('ada', '/commit')
await queue.says('grace', '/disagree-commit I would have waited for the audit, and I will carry this out')
github.clock.advance(2 * DAYS)
await tell('mobile', 'Drop the oldest two phones', ['linus', 'grace'], inDays(12))
await cache.says('author', '/answer #1 each region empties its own part within a minute')
github.clock.advance(2 * DAYS)

const play = await playground.open(stage)
// Up to the objection and the blocked merge.
for (let step = 0; step < 3; step++) await play.nextStep()

await mkdir(FOLDER, { recursive: true })
const browser = await launchChromium()
const open = async (colorScheme: 'light' | 'dark') => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, colorScheme })
  return await context.newPage()
}
const take = async (page: Page, path: string, name: string) => {
  await page.goto(`${server.url}${path}`)
  await page.screenshot({ path: new URL(name, FOLDER).pathname })
  console.log(name)
}

for (const scheme of ['light', 'dark'] as const) {
  const page = await open(scheme)
  await take(page, '/playground?as=linus', `playground-${scheme}.png`)
  github.signsIn('ada')
  await page.goto(`${server.url}/sign-in`)
  await take(page, '/', `board-${scheme}.png`)
  await take(page, '/rfcs/acme/platform/1', `rfc-${scheme}.png`)
}
await browser.close()
await stage.close()
