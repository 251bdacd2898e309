import { createHmac, randomUUID } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import { openScene } from '../../playground/scene.ts'
import { stageForFile } from '../dialogues/stages.ts'
import { rfc } from '../rfc-text.ts'
import { openBrowser } from './browser.ts'

const FILE = 'rfcs/0001-billing.md'

describe('access that was revoked (TH-147)', () => {
  const { stage } = stageForFile({ server: { readableMs: 0 } })

  it('ends on every page at the next check with GitHub', async () => {
    const { github, server } = stage()
    github.removeMember('acme', 'mallory')
    const story = openScene(stage(), 'plans')
    story.repository.visibility = 'private'
    await story.opens('author', { [FILE]: rfc(['ada']) }, { title: 'Sell the shed' })
    const mallory = openBrowser(server.url)
    await mallory.signIn(github, 'mallory')
    expect((await mallory.go('/rfcs/acme/plans/1')).status).toBe(200)
    github.grant(story.repository, 'mallory', 'none')
    expect((await mallory.go('/rfcs/acme/plans/1')).status).toBe(404)
    for (const path of ['/', '/decisions.json', '/insights'])
      expect((await mallory.go(path)).page).not.toContain('Sell the shed')
  })

  it('ends the stream of a page whose visitor signed out', async () => {
    const { github, server } = stage()
    const ada = openBrowser(server.url)
    await ada.signIn(github, 'ada')
    github.revokeUserTokens('ada')
    expect((await ada.go('/changes')).status).toBe(204)
  })
})

describe('a public board (PUBLIC_BOARD)', () => {
  const { stage } = stageForFile({ environment: { PUBLIC_BOARD: 'on' } })

  it('shows RFCs of public repositories to all visitors, and no others', async () => {
    const { server } = stage()
    const open = openScene(stage(), 'open-plans')
    await open.opens('author', { [FILE]: rfc(['ada']) }, { title: 'Paint the shed' })
    const secret = openScene(stage(), 'secret-plans')
    secret.repository.visibility = 'private'
    await secret.opens('author', { [FILE]: rfc(['ada']) }, { title: 'Sell the shed' })
    const anybody = openBrowser(server.url)
    for (const path of ['/', '/?text=shed', '/decisions', '/insights', '/decisions.json']) {
      const { status, page } = await anybody.go(path)
      expect([path, status, page]).toEqual([path, 200, expect.not.stringMatching(/Sell|secret-plans/)])
    }
    expect((await anybody.go('/')).page).toContain('1 RFC<')
    expect((await anybody.go('/rfcs/acme/open-plans/1')).page).toContain('Paint the shed')
    expect((await anybody.go('/rfcs/acme/secret-plans/1')).status).toBe(404)
    expect((await anybody.go('/me')).page).toContain('Sign in</a> to see what needs your response')
  })

  it('hides them when the repository becomes private', async () => {
    const { server } = stage()
    const story = openScene(stage(), 'once-open')
    await story.opens('author', { [FILE]: rfc(['ada']) }, { title: 'Burn the shed' })
    const anybody = openBrowser(server.url)
    expect((await anybody.go('/')).page).toContain('Burn the shed')
    story.repository.visibility = 'private'
    await story.says('ada', 'Now it is secret.')
    expect((await anybody.go('/')).page).not.toContain('Burn the shed')
  })
})

describe('a server without credentials for sign-in', () => {
  const { stage } = stageForFile({ environment: { GITHUB_CLIENT_ID: '', GITHUB_CLIENT_SECRET: '' } })

  it('says on every page how to turn the board on, and shows nothing', async () => {
    const story = openScene(stage(), 'plans')
    await story.opens('author', { [FILE]: rfc(['ada']) }, { title: 'Paint the shed' })
    for (const path of ['/', '/me', '/decisions', '/insights', '/rfcs/acme/plans/1', '/sign-in']) {
      const { status, page } = await openBrowser(stage().server.url).go(path)
      expect([path, status, page]).toEqual([path, 401, expect.stringContaining('GITHUB_CLIENT_ID')])
      expect(page).not.toContain('Paint the shed')
    }
  })
})

describe('URLs in a delivery (TH-151)', () => {
  const { stage } = stageForFile()

  it('are never fetched: every request goes to the configured GitHub', async () => {
    const { github } = stage()
    const asked: string[] = []
    // The local GitHub runs in the same process, and delivers to the App.
    const app = new URL(stage().server.webhookUrl)
    const hear = (message: unknown) =>
      void asked.push((message as { request: ClientRequest }).request.getHeader('host') as string)
    subscribe('http.client.request.start', hear)
    try {
      const story = openScene(stage(), 'plans')
      await story.opens(
        'author',
        { [FILE]: rfc(['ada']) },
        { title: 'http://169.254.169.254/', body: '![x](http://169.254.169.254/)' },
      )
      await story.says('ada', '/object see http://169.254.169.254/latest/meta-data')
      // Signed as GitHub signs, with every address in it another one.
      const sent = github.deliveries.findLast(({ event }) => event === 'issue_comment')
      const body = (sent?.body ?? '').replaceAll(/https?:\/\/[^"\s/]+/g, 'http://169.254.169.254')
      expect(body).toContain('"comments_url":"http://169.254.169.254')
      const secret = stage().environment.WEBHOOK_SECRET as string
      const { status } = await fetch(stage().server.webhookUrl, {
        method: 'POST',
        body,
        headers: {
          ...sent?.headers,
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
        },
      })
      expect(status).toBe(202)
      await stage().settled()
      expect(new Set(asked)).toEqual(new Set([github.host, app.host]))
    } finally {
      unsubscribe('http.client.request.start', hear)
    }
  })
})
