import type { LoggedRequest } from '@rfc-alignment/emulator/requests.ts'
import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { restartableStage } from './restartable-stage.ts'
import { said } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'

const operations = (requests: readonly LoggedRequest[]) =>
  requests.flatMap(({ operation }) => operation ?? [])

describe('a quota that runs low (TH-132)', () => {
  const stage = restartableStage()

  it('is reserved for commands: reconciliation waits', async () => {
    const github = stage.github()
    const story = stage.scene('low')
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    github.world.quirks.reportsQuota = true
    github.world.quirks.quota = { core: 5_000, graphql: 120 }
    let isLeftAlone = false
    for (let tries = 0; tries < 60 && !isLeftAlone; tries++) {
      await story.says('ada', '/commit')
      isLeftAlone = !operations(await stage.during(() => stage.server().reconcile())).includes('Fingerprints')
    }
    expect(isLeftAlone).toBe(true)
    await story.says('linus', '/object who pays?')
    expect(said(story)).toBe('failure: Objection #1 by @linus is open')
  })
})

describe('an installation whose reconciliation costs more than its share of the quota (TH-132)', () => {
  const stage = restartableStage()

  it('is skipped until its share has grown', async () => {
    const github = stage.github()
    const story = stage.scene('dear')
    await story.opens('author', { [FILE]: rfc(['ada']) })
    github.world.quirks.reportsQuota = true
    // Rounds of two points, four times an hour, are more than a quarter of 24.
    github.world.quirks.quota = { core: 5_000, graphql: 24 }
    const reconcile = async () => operations(await stage.during(() => stage.server().reconcile()))
    expect(await reconcile()).toEqual(['OpenCounts', 'Fingerprints'])
    expect(await reconcile()).toEqual([])
  })
})

describe('repositories compared in one query', () => {
  const stage = restartableStage()

  it('are split into smaller queries when one takes too long for GitHub (GH-40)', async () => {
    const github = stage.github()
    const stories = ['one', 'two', 'three', 'four'].map((name) => stage.scene(name))
    for (const story of stories) await story.opens('author', { [FILE]: rfc(['ada']) })
    github.clock.advance(60)
    await github.quietly(async () => {
      for (const story of stories) github.comment(story.pull(), 'ada', '/commit')
    })
    const { quirks } = github.world
    const stop = github.onRequest(({ operation }) => {
      quirks.resourceLimit = operation === 'Fingerprints' ? 15 : null
    })
    const reconciled = operations(await stage.during(() => stage.server().reconcile()))
    stop()
    // Once for all, twice for two, and for one each; nothing is left to be compared later.
    expect(reconciled.filter((operation) => operation === 'Fingerprints')).toHaveLength(7)
    expect(reconciled.filter((operation) => operation === 'OpenCounts')).toHaveLength(1)
    expect(stories.map(said)).toEqual(stories.map(() => expect.stringMatching(/^success/)))
  })
})
