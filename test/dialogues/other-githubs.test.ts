import { afterEach, describe, expect, it } from 'vitest'
import { type Quirks, usualQuirks } from '../../src/playground/github/world/quirks.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const RFC = rfc(['ada', 'linus'])

const { stage, scene } = stageForFile()

afterEach(() => {
  Object.assign(stage().github.quirks, usualQuirks())
  stage().github.flag('eve', false)
})

describe('whatever kind of GitHub it is, what is out of sight is in nobody’s way: green when all committed, red on an objection', () => {
  const kinds: readonly [fact: string, quirks: Partial<Quirks>][] = [
    ['ids are numbers beyond 2^31 (GH-13)', { wideIds: 'number' }],
    ['ids beyond 2^31 are null (GH-13)', { wideIds: 'null' }],
    ['quotas are told (GH-81)', { tellsLimits: true }],
    ['who deletes is not told (GH-25)', { anonymousDeletions: true }],
    ['conclusions cannot be changed (GH-45)', { ignoreConclusionPatch: true }],
    ['any red run of a name blocks (GH-46)', { sameNameRuns: 'any-red' }],
    ['comparisons are refused (GH-179)', { refusesComparisons: true }],
    ['begun reviews are shown (GH-22)', { pendingReviews: 'shown' }],
    ['no diff is computed (GH-18)', { mostFilesCompared: 0 }],
    ['external ids hold 128 characters (GH-51)', { longestExternalId: 128 }],
    ['external ids hold 255 characters (GH-51)', { longestExternalId: 255 }],
  ]
  it.each(kinds)('%s', async (_, quirks) => {
    Object.assign(stage().github.quirks, quirks)
    const play = scene()
    await play.opens('author', { [FILE]: RFC })
    const { github } = stage()
    github.startReview(play.pull(), 'grace', 'not yet')
    const lost = await play.says('eve', 'buy my things')
    github.flag('eve')
    await play.says('ada', '/commit')
    expect(said(play)).toBe('action_required: Waiting for @linus')
    await play.says('linus', '/commit')
    expect(said(play)).toMatch(/^success/)
    await play.says('linus', '/object the rollback takes a day')
    expect(said(play)).toMatch(/^failure/)
    expect((await play.triesToMerge('margaret')).merged).toBe(false)
    expect(play.comments()).toContain(lost)
  })
})
