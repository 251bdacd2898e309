import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { openScene, type Scene } from '../../playground/scene.ts'
import { stageForFile } from '../dialogues/stages.ts'
import { rfc } from '../rfc-text.ts'
import { browserForFile, isTooWide, signIn, violations } from './window.ts'

const FILE = 'rfcs/0001-billing.md'
const { stage } = stageForFile({ server: { changesEveryMs: 20 } })
const { open } = browserForFile()
const server = () => stage().server.url
let billing: Scene

beforeAll(async () => {
  const { github } = stage()
  github.removeMember('acme', 'mallory')
  const secret = openScene(stage(), 'secret-plans')
  secret.repository.visibility = 'private'
  github.grant(secret.repository, 'mallory', 'none')
  await secret.opens('author', { [FILE]: rfc(['linus']) }, { title: 'Sell the bicycle shed' })
  billing = openScene(stage(), 'billing')
  await billing.opens('author', { [FILE]: rfc(['ada', 'grace']) }, { title: 'Bill from events' })
  await billing.says('ada', '/object who pays for the second zone?')
  const moving = openScene(stage(), 'moving')
  await moving.opens('author', { [FILE]: rfc(['ada']) }, { title: 'Move house' })
  await moving.says('ada', '/commit')
  await moving.pushes('author', { [FILE]: rfc(['ada'], 'Move by the minute.') })
  const decided = openScene(stage(), 'decided')
  await decided.opens('author', { [FILE]: rfc(['ada', 'grace']) }, { title: 'Rent a shed' })
  await decided.says('ada', '/commit')
  await decided.says('grace', '/disagree-commit the rollback takes a day')
  await decided.triesToMerge('author')
  await stage().settled()
})

describe('signing in with GitHub', () => {
  it('leads back to the page that was asked for, and out again', async () => {
    const ada = await open()
    await signIn(ada, server(), 'ada', '/decisions?text=rollback')
    expect(ada.page.url()).toBe(`${server()}/decisions?text=rollback`)
    expect(await ada.page.getByRole('status').innerText()).toBe('1 merged RFC')
    await ada.page.getByRole('button', { name: 'Sign out' }).click()
    await ada.page.getByRole('main').getByRole('link', { name: 'Sign in with GitHub' }).waitFor()
    expect(await ada.page.content()).not.toContain('Rent a shed')
  })

  it("says that sign-in didn't complete to a visitor who declines", async () => {
    const { page } = await open()
    await page.goto(`${server()}/`)
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Cancel' }).click()
    expect(await page.getByRole('main').innerText()).toContain("Sign-in didn't complete.")
  })
})

describe('the board, as somebody who leads', () => {
  it('is narrowed by its form, and the address says to what', async () => {
    const lead = await open()
    await signIn(lead, server(), 'margaret')
    const { page } = lead
    expect(await page.getByRole('status').innerText()).toBe('3 RFCs')
    await page.getByRole('combobox', { name: 'State', exact: true }).selectOption('objection')
    await page.getByRole('combobox', { name: 'Repository' }).selectOption('acme/billing')
    await page.getByLabel('Person').fill('@ada')
    await page.getByRole('button', { name: 'Show' }).click()
    expect(await page.getByRole('status').innerText()).toBe('1 RFC')
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({
      state: 'objection',
      repository: 'acme/billing',
      person: '@ada',
    })
    await page.getByRole('link', { name: 'Bill from events' }).click()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Bill from events')
    await page.goBack()
    await page.getByLabel('Text').fill('zebra')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('link', { name: 'Show all open RFCs' }).click()
    expect(await page.getByRole('status').innerText()).toBe('3 RFCs')
    expect(lead.faults).toEqual([])
  })

  it('works by the keyboard alone, and without JavaScript', async () => {
    const lead = await open({ javaScriptEnabled: false })
    await signIn(lead, server(), 'margaret')
    const { page } = lead
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').innerText()).toBe('Skip to content')
    await page.getByLabel('Text').focus()
    await page.keyboard.type('bicycle')
    await page.keyboard.press('Enter')
    await page.waitForURL(/text=bicycle/)
    expect(await page.getByRole('status').innerText()).toBe('1 RFC')
  })
})

describe('for me, as a stakeholder', () => {
  it('leads to the comment box of what waits for the visitor, and says what changed after their commitment', async () => {
    const ada = await open()
    await signIn(ada, server(), 'ada', '/me')
    const main = ada.page.getByRole('main')
    expect(await main.innerText()).toMatch(/Move house\s+Commit again: Proposal changed\./)
    const linus = await open()
    await signIn(linus, server(), 'linus', '/me')
    const say = linus.page.getByRole('link', { name: /Comment \/commit/ })
    expect(await say.getAttribute('href')).toMatch(/\/acme\/secret-plans\/pull\/1#issue-comment-box$/)
    const author = await open()
    await signIn(author, server(), 'author', '/me')
    expect(await author.page.getByRole('main').innerText()).toContain('who pays for the second zone?')
  })
})

describe('one RFC', () => {
  it('shows who stands where, and a picture of what happened that reads as a list, too', async () => {
    const ada = await open()
    await signIn(ada, server(), 'ada', '/rfcs/acme/billing/1')
    const main = ada.page.getByRole('main')
    expect(await main.getByRole('table').innerText()).toContain('Objects (#\u20601)')
    expect(await main.getByRole('img').getAttribute('aria-labelledby')).toBe('timeline-title')
    await main.getByText('Timeline as text').click()
    expect(await main.innerText()).toContain('objection #1 by @ada: open')
  })

  it('is kept up to date while it is open, and what was unfolded stays so', async () => {
    const ada = await open()
    await signIn(ada, server(), 'ada', '/rfcs/acme/billing/1')
    const { page } = ada
    await page.evaluate(
      "globalThis.isStillHere = true; document.querySelector('details')?.setAttribute('open', '')",
    )
    await billing.says('ada', '/heard')
    const words = page.getByRole('main').locator('details', { hasText: 'Timeline as text' })
    await words.getByText('objection #1 by @ada: heard').waitFor()
    expect(await page.evaluate('globalThis.isStillHere')).toBe(true)
    await billing.says('ada', '/object who pays for the second zone, then?')
    await words.getByText('objection #2 by @ada: open').waitFor()
    expect(ada.faults).toEqual([])
  })
})

describe('decisions', () => {
  it('are searched in full and taken away as CSV and JSON', async () => {
    const ada = await open({ acceptDownloads: true })
    await signIn(ada, server(), 'ada', '/decisions')
    const { page } = ada
    await page.getByLabel('Text').fill('"takes a day"')
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await page.locator('blockquote').innerText()).toBe(
      '@grace committed with dissent: the rollback takes a day',
    )
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('decisions.csv')
    expect(await readFile(await file.path(), 'utf8')).toContain('Rent a shed')
    await page.getByRole('link', { name: 'JSON' }).click()
    expect(await page.locator('body').innerText()).toContain('the rollback takes a day')
  })
})

describe('who may not read a repository', () => {
  it.each(['signed out', 'a stranger'])('sees nothing of it on any page: %s', async (who) => {
    const window = await open()
    if (who === 'a stranger') await signIn(window, server(), 'mallory')
    for (const path of [
      '/',
      '/me',
      '/rfcs/acme/secret-plans/1',
      '/decisions',
      '/insights',
      '/?text=bicycle',
    ]) {
      await window.page.goto(`${server()}${path}`)
      const shown = (await window.page.content()).replaceAll(/(?:value|href)="[^"]*"/g, '')
      expect([path, shown]).toEqual([path, expect.not.stringMatching(/bicycle|secret-plans/)])
    }
  })

  it('is not notified when it changes, only when something changes that they may read', async () => {
    const { github } = stage()
    const secret = openScene(stage(), 'more-secret-plans')
    secret.repository.visibility = 'private'
    github.grant(secret.repository, 'mallory', 'none')
    await secret.opens('author', { [FILE]: rfc(['linus']) }, { title: 'Sell the roof' })
    const seen = openScene(stage(), 'open-plans')
    await seen.opens('author', { [FILE]: rfc(['linus']) }, { title: 'Paint the roof' })
    const mallory = await open()
    await signIn(mallory, server(), 'mallory')
    await mallory.page.getByText('Paint the roof').waitFor()
    const asked: string[] = []
    mallory.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await secret.says('linus', '/commit')
    await seen.says('linus', '/object who holds the ladder?')
    await mallory.page.getByText('Objection #1 by @linus is open').waitFor()
    expect(asked).toEqual(['/'])
  })
})

describe('every page', () => {
  const PAGES = ['/', '/me', '/rfcs/acme/billing/1', '/decisions', '/insights', '/rfcs/acme/no-such/1']
  it.each([
    ['a desk, in the light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
    ['a phone, in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ] as const)('reads well on %s: nothing axe complains of, nothing wider than the window', async (_, how) => {
    const ada = await open(how)
    await signIn(ada, server(), 'ada')
    for (const path of PAGES) {
      await ada.page.goto(`${server()}${path}`)
      expect([path, await violations(ada.page), await isTooWide(ada.page)]).toEqual([path, [], false])
    }
    const out = await open(how)
    await out.page.goto(server())
    expect([await violations(out.page), await isTooWide(out.page)]).toEqual([[], false])
  })
})
