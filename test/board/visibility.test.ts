import type { Repository } from '@rfc-alignment/emulator/world/state.ts'
import { describe, expect, it } from 'vitest'
import { openScene, type Scene } from '../../playground/scene.ts'
import { stageForFile } from '../dialogues/stages.ts'
import { rfc } from '../rfc-text.ts'
import { openBrowser } from './browser.ts'

const PAGES = [
  '/',
  '/?state=all',
  '/decisions',
  '/decisions.csv',
  '/decisions.json',
  '/decisions.atom',
  '/insights',
]

describe('the public board (§14)', () => {
  const { stage } = stageForFile({ environment: { PUBLIC_BOARD: 'on' } })

  /** A repository with one RFC that is open, and one that was merged. */
  const plans = async (name: string): Promise<Scene> => {
    const story = openScene(stage(), name)
    const { github } = stage()
    await story.opens('author', { 'rfcs/0001-open.md': rfc(['ada']) }, { title: `Open ${name}` })
    const pull = await story.does(() => {
      github.push(story.repository, 'done', { 'rfcs/0002-done.md': rfc(['ada']) }, { by: 'author' })
      return github.openPullRequest(story.repository, {
        author: 'author',
        head: 'done',
        base: 'main',
        title: `Done ${name}`,
        body: '',
      })
    })
    await story.does(() => github.comment(pull, 'ada', '/commit'))
    expect(await story.does(() => github.merge(pull, 'margaret'))).toMatchObject({ merged: true })
    return story
  }
  const everything = async (path = '') => {
    const anybody = openBrowser(stage().server.url)
    const pages: string[] = []
    for (const each of path ? [path] : PAGES) pages.push((await anybody.go(each)).page)
    return pages.join('\n')
  }
  const shows = async (name: string) => {
    const all = await everything()
    const numbers = [1, 2].map(
      async (number) => (await openBrowser(stage().server.url).go(`/rfcs/acme/${name}/${number}`)).status,
    )
    return {
      open: all.includes(`Open ${name}`),
      done: all.includes(`Done ${name}`),
      pages: await Promise.all(numbers),
    }
  }
  const SHOWN = { open: true, done: true, pages: [200, 200] }
  const HIDDEN = { open: false, done: false, pages: [404, 404] }

  const acts: readonly (readonly [string, (repository: Repository) => void])[] = [
    ['becomes private', (repository) => stage().github.setVisibility(repository, 'private')],
    ['becomes internal', (repository) => stage().github.setVisibility(repository, 'internal')],
    ['is deleted', (repository) => stage().github.deleteRepository(repository)],
    [
      'goes where the App is not installed',
      (repository) => stage().github.transferRepository(repository, 'eve', 'margaret'),
    ],
  ]
  it.each(acts)('hides a repository that %s from every page and export', async (what, act) => {
    const name = what.replaceAll(' ', '-')
    const story = await plans(name)
    expect(await shows(name)).toEqual(SHOWN)
    await story.does(() => act(story.repository))
    // Nothing tells of a transfer where the App is on all repositories of the old owner (GH-182).
    if (what.startsWith('goes')) await stage().server.reconcile()
    expect(await shows(name)).toEqual(HIDDEN)
  })

  it.each(acts)(
    'hides a repository that %s at reconciliation when the webhook is lost',
    async (what, act) => {
      const name = `lost-${what.replaceAll(' ', '-')}`
      const story = await plans(name)
      stage().github.quietly(() => act(story.repository))
      expect(await shows(name)).toEqual(SHOWN)
      await stage().server.reconcile()
      expect(await shows(name)).toEqual(HIDDEN)
    },
  )

  it('shows a repository that becomes public again, with its merged RFCs', async () => {
    const story = await plans('back')
    const { github } = stage()
    await story.does(() => github.setVisibility(story.repository, 'private'))
    expect(await shows('back')).toEqual(HIDDEN)
    await story.does(() => github.setVisibility(story.repository, 'public'))
    await stage().server.idle()
    expect(await shows('back')).toEqual(SHOWN)
  })

  it('ignores a redelivered event that says it is public after it became private', async () => {
    const story = await plans('late')
    const { github } = stage()
    await story.does(() => github.setVisibility(story.repository, 'private'))
    const stop = github.onDelivery(({ action }) => (action === 'publicized' ? 'lose' : undefined))
    await story.does(() => github.setVisibility(story.repository, 'public'))
    stop()
    await story.does(() => github.setVisibility(story.repository, 'private'))
    const lost = github.deliveries.findLast(({ action }) => action === 'publicized')
    await github.redeliver(lost?.guid ?? '')
    await stage().settled()
    expect(await shows('late')).toEqual(HIDDEN)
  })

  it('shows a renamed repository under its new name at once', async () => {
    const story = await plans('old-name')
    await story.does(() => stage().github.renameRepository(story.repository, 'new-name', 'margaret'))
    const browser = openBrowser(stage().server.url)
    for (const number of [1, 2]) {
      expect((await browser.go(`/rfcs/acme/new-name/${number}`)).status).toBe(200)
      expect((await browser.go(`/rfcs/acme/old-name/${number}`)).status).toBe(404)
    }
    expect(await everything('/decisions.csv')).toContain('acme/new-name')
  })
})

describe('the board of an account without the App (§14)', () => {
  const { stage } = stageForFile({ environment: { PUBLIC_BOARD: 'on' } })

  it('shows nothing while suspended or uninstalled, and all after the suspension', async () => {
    const story = openScene(stage(), 'plans')
    const { github, server } = stage()
    await story.opens('author', { 'rfcs/0001-open.md': rfc(['ada']) }, { title: 'Paint the shed' })
    const board = async () => (await openBrowser(server.url).go('/')).page
    const [installation] = [...github.world.state.installations.values()]
    if (!installation) throw new Error('the App is not installed')
    expect(await board()).toContain('Paint the shed')
    await story.does(() => github.suspend(installation, 'margaret'))
    expect(await board()).not.toContain('Paint the shed')
    await story.does(() => github.unsuspend(installation, 'margaret'))
    await server.idle()
    expect(await board()).toContain('Paint the shed')
    github.quietly(() => github.uninstall(installation, 'margaret'))
    expect(await board()).toContain('Paint the shed')
    await server.reconcile()
    expect(await board()).not.toContain('Paint the shed')
  })
})
