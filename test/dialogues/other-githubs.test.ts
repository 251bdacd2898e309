import { afterEach, describe, expect, it } from 'vitest'
import { type Quirks, usualQuirks } from '@rfc-alignment/emulator/world/quirks.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const RFC = rfc(['ada', 'linus'])

const { stage, scene } = stageForFile()

afterEach(() => {
  Object.assign(stage().github.quirks, usualQuirks())
  stage().github.flag('eve', false)
})

describe('on every kind of GitHub, hidden data does not block: success when all committed, failure on an objection', () => {
  const kinds: readonly [fact: string, quirks: Partial<Quirks>][] = [
    ['ids are numbers beyond 2^31 (GH-13)', { wideIds: 'number' }],
    ['ids beyond 2^31 are null (GH-13)', { wideIds: 'null' }],
    ['quotas are reported (GH-81)', { reportsQuota: true }],
    ['deletions do not name their actor (GH-25)', { anonymousDeletions: true }],
    ['conclusions cannot be changed (GH-45)', { ignoreConclusionPatch: true }],
    ['any red run of a name blocks (GH-46)', { sameNameRuns: 'any-red' }],
    ['comparisons are refused (GH-179)', { rejectsComparisons: true }],
    ['it is an Enterprise Server before 3.12 (GH-32)', { serverVersion: '3.10.0' }],
    ['no field is hidden (GH-32)', { hidesWithoutPermission: false }],
    ['only another version of the API is offered (GH-177)', { apiVersions: ['2026-03-10'] }],
    ['begun reviews are shown (GH-22)', { pendingReviews: 'shown' }],
    ['begun reviews are counted (GH-22)', { pendingReviews: 'counted' }],
    ['no diff is computed (GH-18)', { mostFilesCompared: 0 }],
    ['external ids hold 128 characters (GH-51)', { longestExternalId: 128 }],
    ['external ids hold 255 characters (GH-51)', { longestExternalId: 255 }],
    ['external ids are cut at 128 characters (GH-51)', { longestExternalId: 128, cutsExternalId: true }],
    ['ids beyond 2^31 are errors (GH-13)', { wideIds: 'error' }],
    ['names of checks hold 30 characters (GH-50)', { longestCheckName: 30 }],
    [
      'few contents a minute are allowed, checks among them (GH-58)',
      { mostContentsAMinute: 20, checksAreContent: true },
    ],
    ['ids of deliveries are wide (GH-76)', { wideDeliveryIds: true }],
  ]
  it.each(kinds)('where %s', async (_, quirks) => {
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
