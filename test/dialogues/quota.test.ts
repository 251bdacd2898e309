import { describe, expect, it } from 'vitest'
import type { LoggedRequest } from '../../src/playground/github/requests.ts'
import { rfc } from '../rfc-text.ts'
import { houseForFile } from './house.ts'
import { said } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'

const operations = (requests: readonly LoggedRequest[]) =>
  requests.flatMap(({ operation }) => operation ?? [])

describe('a quota that runs low (TH-132)', () => {
  const house = houseForFile()

  it('is left to commands: reconciliation waits, and who speaks is heard', async () => {
    const github = house.github()
    const story = house.scene('low')
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    github.world.quirks.tellsLimits = true
    github.world.quirks.quota = { core: 5_000, graphql: 120 }
    let isLeftAlone = false
    for (let tries = 0; tries < 60 && !isLeftAlone; tries++) {
      await story.says('ada', '/commit')
      isLeftAlone = !operations(await house.during(() => house.server().sweep())).includes('Outlines')
    }
    expect(isLeftAlone).toBe(true)
    await story.says('linus', '/object who pays?')
    expect(said(story)).toBe('failure: Objection #1 by @linus is open')
  })
})

describe('an installation whose round costs more than its share of the quota (TH-132)', () => {
  const house = houseForFile()

  it('is passed over until its share has grown', async () => {
    const github = house.github()
    const story = house.scene('dear')
    await story.opens('author', { [FILE]: rfc(['ada']) })
    github.world.quirks.tellsLimits = true
    // Rounds of two points, four times an hour, are more than a quarter of 24.
    github.world.quirks.quota = { core: 5_000, graphql: 24 }
    const sweep = async () => operations(await house.during(() => house.server().sweep()))
    expect(await sweep()).toEqual(['OpenCounts', 'Outlines'])
    expect(await sweep()).toEqual([])
  })
})
