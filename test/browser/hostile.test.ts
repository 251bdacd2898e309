import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPlayground } from '../../playground/playground.ts'
import { openScene } from '../../playground/scene.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { UNHURRIED } from '../dialogues/stages.ts'
import { browserForFile, signIn, type Window } from './window.ts'

/** What people put into texts to have it run in somebody else's browser, or to have that browser ask their own host. */
const CORPUS = [
  '<script>globalThis.ran = 1</script>',
  '<img src=x onerror=globalThis.ran=1>',
  '"><svg onload=globalThis.ran=1>',
  "' onmouseover='globalThis.ran=1' autofocus onfocus='globalThis.ran=1",
  '</title></textarea></style><script>globalThis.ran=1</script>',
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<object data="https://evil.test/x"></object><embed src="https://evil.test/x">',
  '<link rel=stylesheet href=https://evil.test/x.css><style>@import "https://evil.test/y.css"</style>',
  '<meta http-equiv=refresh content="0;url=https://evil.test/">',
  '<base href="https://evil.test/"><form action="https://evil.test/"><button>Sign in</button></form>',
  '[a](javascript:globalThis.ran=1) [b](data:text/html,<script>globalThis.ran=1</script>)',
  '[c](JaVaScRiPt&colon;globalThis.ran=1) <javascript:globalThis.ran=1>',
  '![d](https://evil.test/pixel.png) ![e][e]\n\n[e]: https://evil.test/pixel.png',
  '<math><mtext><table><mglyph><style><img src onerror=globalThis.ran=1>',
  '&lt;img src=x onerror=globalThis.ran=1&gt; &#60;script&#62;globalThis.ran=1&#60;/script&#62;',
  '<!--><img src=x onerror=globalThis.ran=1>--> <![CDATA[<script>globalThis.ran=1</script>]]>',
  '<details open ontoggle=globalThis.ran=1><summary><b></summary>',
  '<sub><img src=https://evil.test/x></sub></sub></details>',
  '\u202e\u2066<script>globalThis.ran=1</script>\u2069 {{globalThis.ran=1}} <%= globalThis.ran=1 %>',
  '`<script>globalThis.ran=1</script>` | a | b |\n|---|---|\n| <img src=x onerror=globalThis.ran=1> | x |',
]
const ONE_LINE = CORPUS.map((text) => text.replaceAll('\n', ' ')).join(' ')
// Every mention in the Alignment section names a stakeholder (S1).
const WITHOUT_MENTIONS = ONE_LINE.replaceAll('@', '')
const { open } = browserForFile()
let stage: Stage

/** A repository where every string that people choose is hostile: title, path, headings, text, reasons, answers. */
beforeAll(async () => {
  const playground = createPlayground()
  stage = await openStage({ server: { ...UNHURRIED, pages: playground.pages } })
  const play = await playground.open(stage)
  for (const isDecided of [false, true]) {
    const story = openScene(stage, isDecided ? 'decided' : 'open')
    const name = isDecided ? 'ada' : 'linus'
    const text = (proposal: string) =>
      `# ${ONE_LINE}\n\n## Problem\n\n${CORPUS.join('\n\n')}\n\n## ${ONE_LINE}\n\n${proposal}\n\n## Alignment\n\n- @${name}\n- @ada: ${WITHOUT_MENTIONS}\n`
    const path = `rfcs/0001-<img src=x onerror=ran=1>"'&.md`
    await story.opens(
      'author',
      { [path]: text('One.') },
      { title: ONE_LINE.slice(0, 250), body: CORPUS.join('\n\n') },
    )
    for (const each of CORPUS) {
      await story.says(name, `/object ${each}`)
      await story.says('author', `/answer ${each}`)
    }
    await story.says(name, `/comit ${ONE_LINE}`)
    if (isDecided) {
      await story.says('ada', `/disagree-commit ${ONE_LINE}`)
      expect(await story.triesToMerge('author')).toMatchObject({ merged: true })
      await stage.settled()
    } else await story.pushes('author', { [path]: text('Two.') })
  }
  for (const each of CORPUS) await play.say('linus', `/object ${each}`)
  await play.push(`# ${ONE_LINE}\n\n${CORPUS.join('\n\n')}\n`)
})
afterAll(async () => {
  await stage.close()
})

/** What a page holds that only a text which was taken for HTML could have brought there. */
const INTRUDERS = `[
  ...document.querySelectorAll('img, iframe, object, embed, base, style, math, meta[http-equiv], form[action^="http"]'),
  ...[...document.querySelectorAll('*')].filter((each) => [...each.attributes].some(({ name }) => /^on/i.test(name))),
  ...[...document.querySelectorAll('script')].filter(({ src }) => src !== location.origin + '/assets/live.js'),
  ...[...document.querySelectorAll('[href]')].filter(({ href }) => !/^https?:/.test(href.baseVal ?? href)),
].map((each) => each.outerHTML)`

async function look({ page, faults, hosts }: Window, path: string) {
  await page.goto(`${stage.server.url}${path}`)
  for (const element of await page.locator('summary').all()) await element.click()
  return {
    path,
    ran: await page.evaluate('globalThis.ran ?? "nothing"'),
    intruders: await page.evaluate(INTRUDERS),
    faults,
    others: [...hosts].filter((host) => ![new URL(stage.server.url).host, stage.github.host].includes(host)),
  }
}

describe('hostile text', () => {
  it.each([
    '/',
    '/?text=%3Cscript%3E&person=%22%3E%3Cimg%20src=x%20onerror=ran=1%3E&owner=%27',
    '/me',
    '/rfcs/acme/open/1',
    '/rfcs/acme/decided/1',
    '/decisions',
    '/decisions?text=%22%3E%3Cscript%3EglobalThis.ran=1%3C/script%3E',
    '/insights',
    '/insights?owner=%22%3E%3Cscript%3EglobalThis.ran=1%3C/script%3E',
    '/sign-in/done?error=%3Cscript%3EglobalThis.ran=1%3C/script%3E',
    '/rfcs/%3Cscript%3E/x/1',
  ])('runs no script and reaches no other host on %s (TH-143, TH-150)', async (path) => {
    const window = await open()
    await signIn(window, stage.server.url, path === '/me' ? 'linus' : 'ada')
    expect(await look(window, path)).toEqual({
      path,
      ran: 'nothing',
      intruders: [],
      faults: [],
      others: [],
    })
  })

  it.each(['/playground', '/playground?as=%3Cscript%3E'])('nor in %s', async (path) => {
    const window = await open()
    const { intruders, ...seen } = await look(window, path)
    expect(seen).toEqual({ path, ran: 'nothing', faults: [], others: [] })
    expect(intruders).toEqual([])
  })

  it('is still there to be read', async () => {
    const window = await open()
    await signIn(window, stage.server.url, 'ada', '/rfcs/acme/open/1')
    expect(await window.page.getByRole('heading', { level: 1 }).innerText()).toContain(CORPUS[0])
  })

  it('stays text in what is taken away', async () => {
    const window = await open()
    await signIn(window, stage.server.url, 'ada')
    await window.page.goto(`${stage.server.url}/decisions.json`)
    expect(await window.page.evaluate('[document.contentType, globalThis.ran ?? "nothing"]')).toEqual([
      'application/json',
      'nothing',
    ])
    await window.page.goto(`${stage.server.url}/decisions.atom`)
    expect(await window.page.evaluate('globalThis.ran ?? "nothing"')).toBe('nothing')
    expect(await window.page.evaluate("document.querySelector('parsererror') === null")).toBe(true)
  })
})
