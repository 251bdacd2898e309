import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium } from '../../scripts/chromium.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What has not come by then does not come; so a test says what it waited for. */
const PATIENCE_MS = 60_000

/** A window of a real browser, and what went on in it that nobody should see. */
export interface Window {
  readonly page: Page
  /** Everything that went wrong on its pages: errors, broken rules of the content policy, dialogs. */
  readonly faults: readonly string[]
  /** Hosts that were asked for anything. */
  readonly hosts: ReadonlySet<string>
}

/** A browser for a file of tests; each window is a person of their own, with cookies of their own. */
export function browserForFile() {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
  })
  return {
    open: async (options: BrowserContextOptions = {}): Promise<Window> => {
      if (!browser) throw new Error('the browser is not open yet')
      const context = await browser.newContext(options)
      context.setDefaultTimeout(PATIENCE_MS)
      const page = await context.newPage()
      const faults: string[] = []
      const hosts = new Set<string>()
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => {
        const isAnswer = message.text().startsWith('Failed to load resource: the server responded')
        if (message.type() === 'error' && !isAnswer) faults.push(message.text())
      })
      page.on('dialog', async (dialog) => {
        faults.push(`dialog: ${dialog.message()}`)
        await dialog.dismiss()
      })
      page.on('request', (request) => hosts.add(new URL(request.url()).host))
      return { page, faults, hosts }
    },
  }
}

/** Signs somebody in at GitHub, by its own page, on the way to one of ours. */
export async function signIn({ page }: Window, server: string, login: string, next = '/'): Promise<void> {
  await page.goto(`${server}${next}`)
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await page.getByText(`@${login}`, { exact: false }).first().click()
  await page.waitForURL((url) => url.origin === server)
}

/** What axe has against a page, a sentence each. Scripts are put into the page past its content policy. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const found = await page.evaluate<
    readonly { readonly id: string; readonly help: string; readonly nodes: readonly { html: string }[] }[]
  >('axe.run().then(({ violations }) => violations)')
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Whether anything stands wider than the window. */
export async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
}
