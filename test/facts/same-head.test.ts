import { describe, expect, it } from 'vitest'
import type { Conclusion } from '../../src/facts/check-run.ts'
import { writeExternalId } from '../../src/facts/external-id.ts'
import { isHeldByGroup, isWorse, sharesCheck } from '../../src/facts/same-head.ts'
import { named } from '../rules/story.ts'

describe('V7: of a verdict and what else makes a shared check fail the worst counts', () => {
  const ORDER: readonly Conclusion[] = ['success', 'action_required', 'failure']

  it('a failure before waiting, and waiting before a success (V1)', () => {
    const worse = ORDER.map((one) => ORDER.filter((other) => isWorse(one, other)))
    expect(worse).toEqual([[], ['success'], ['success', 'action_required']])
  })

  it('shared with an open one with the same head and base (GH-147)', () => {
    const facts = named(['ada']).snapshot()
    const other = (change: Partial<typeof facts.pullRequest>) =>
      sharesCheck(facts, { ...facts, pullRequest: { ...facts.pullRequest, number: 2, ...change } })
    expect(other({})).toBe(true)
    expect(other({ state: 'closed' })).toBe(false)
    expect(other({ state: 'merged' })).toBe(false)
    expect(other({ head: 'another' })).toBe(false)
    expect(other({ baseName: 'release' })).toBe(false)
  })
})

describe('GH-147: a pull request opened from a commit of a merge group', () => {
  const NAME = 'RFC alignment: main'

  interface Told {
    readonly of: number
    readonly conclusion: string | null
    readonly id?: number
    readonly name?: string
    readonly at?: string
  }

  /** Whether the check of a merge group on the head holds it, given these runs of pull requests and groups. */
  function holdsLease(runs: readonly Told[]) {
    const told = named(['ada'])
    const head = told.snapshot().pullRequest.head
    const made = runs.map(({ of, conclusion, id = 1, name = NAME, at = head }) => ({
      id,
      commit: at,
      name,
      conclusion,
      startedAt: told.now(),
      externalId: writeExternalId({
        number: of,
        wasRfc: true,
        kept: [],
        annotations: '-',
        shown: 'x',
        trace: null,
      }),
    }))
    return isHeldByGroup({ ...told.snapshot(), runs: made }, NAME)
  }

  it.each<[string, readonly Told[], boolean]>([
    ['is held while the group fails', [{ of: 0, conclusion: 'failure' }], true],
    ['is held while nobody knows how the group ends', [{ of: 0, conclusion: null }], true],
    ['is free where the group passes', [{ of: 0, conclusion: 'success' }], false],
    ['is free without a group', [{ of: 1, conclusion: 'failure' }], false],
    ['is free without any run', [], false],
    [
      'is free where the group’s check is for another branch',
      [{ of: 0, conclusion: 'failure', name: 'RFC alignment: release' }],
      false,
    ],
    ['is free where it is on another commit', [{ of: 0, conclusion: 'failure', at: 'other' }], false],
    [
      'goes by the newest of several, in whatever order they come',
      [
        { of: 0, conclusion: 'success', id: 3 },
        { of: 0, conclusion: 'failure', id: 2 },
      ],
      false,
    ],
    [
      'is held again by a newer failure',
      [
        { of: 0, conclusion: 'failure', id: 3 },
        { of: 0, conclusion: 'success', id: 2 },
      ],
      true,
    ],
  ])('%s', (_, runs, isOne) => {
    expect(holdsLease(runs)).toBe(isOne)
  })

  it('is not affected by a run of another App', () => {
    const facts = named(['ada']).snapshot()
    const runs = facts.runs.map((run) => ({ ...run, externalId: 'another', conclusion: 'failure' }))
    expect(isHeldByGroup({ ...facts, runs }, NAME)).toBe(false)
  })
})
