import { describe, expect, it } from 'vitest'
import type { Quirks } from '@rfc-alignment/emulator/world/quirks.ts'
import { GROUPS } from '../../conformance/step.ts'
import { running } from '../../conformance/steps/running.ts'
import { STEPS } from '../../conformance/suite.ts'
import { madeOn } from './local.ts'

/** Steps that need the App's own server; `running.test.ts` makes them. */
const NEEDS_SERVER = running.map(({ believed }) => believed)

describe('the local GitHub does what is believed of the real one', () => {
  it.each(Object.entries(GROUPS))('%s. %s', async (group) => {
    const steps = STEPS.filter((step) => step.group === group)
    expect(steps.length).toBeGreaterThan(0)
    const { recordings, left } = await madeOn(steps)
    const others = recordings
      .filter(({ believed }) => !NEEDS_SERVER.includes(believed))
      .filter(({ verdict }) => verdict !== 'confirmed')
      .map(({ belief, seen, verdict }) => `${belief} ${verdict}: ${seen}`)
    expect(others).toEqual([])
    expect(left).toEqual([])
  })
})

describe('a GitHub of another kind refutes', () => {
  const kinds: readonly [belief: string, quirks: Partial<Quirks>][] = [
    ['GH-13', { wideIds: 'error' }],
    ['GH-18', { mostFilesCompared: 100_000 }],
    ['GH-22', { pendingReviews: 'counted' }],
    ['GH-25', { anonymousDeletions: true }],
    ['GH-45', { ignoreConclusionPatch: true }],
    ['GH-50', { longestCheckName: 100 }],
    ['GH-51', { longestExternalId: 128 }],
    ['GH-51', { longestExternalId: 128, cutsExternalId: true }],
    ['GH-58', { mostContentsAMinute: 20, checksAreContent: true }],
    ['GH-61', { rejectsComparisons: true }],
    ['GH-32', { serverVersion: '3.10.0' }],
    ['GH-150', { oddGroupRefs: true }],
  ]
  it.each(kinds)('%s, with %j', async (belief, quirks) => {
    const steps = STEPS.filter((step) => step.belief === belief)
    const { recordings } = await madeOn(steps, { quirks })
    expect(recordings.map(({ verdict }) => verdict)).not.toContain('confirmed')
  })
})

describe('the steps', () => {
  it('are of beliefs that docs/github-facts.md has, each said once', () => {
    const said = STEPS.map(({ belief, believed }) => `${belief} ${believed}`)
    expect(new Set(said).size).toBe(said.length)
  })
})
