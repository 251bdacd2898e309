import { describe, expect, it } from 'vitest'
import { type GroupEntry, type GroupFacts, groupOf } from '../../src/facts/merge-group.ts'

/** An entry whose commit is named after its pull request. */
function entry(number: number, below: string, more: Partial<GroupEntry> = {}): GroupEntry {
  return { number, headCommit: `group ${number}`, baseCommit: below, isUnmergeable: false, ...more }
}

/** The group of the last of three in a queue onto `main`. */
function group(more: Partial<GroupFacts> = {}): GroupFacts {
  return {
    at: '2026-03-02T10:00:00Z',
    repositoryUrl: 'https://github.test/acme/rfcs',
    baseName: 'main',
    baseTip: 'tip',
    commit: 'group 3',
    runs: [],
    entries: [entry(1, 'tip'), entry(2, 'group 1'), entry(3, 'group 2')],
    hasMore: false,
    isQueueHidden: false,
    ...more,
  }
}

describe('pull requests of a merge group (V8, GH-151)', () => {
  it('are all from the base branch to its commit, failing ones included (GH-152)', () => {
    expect(groupOf(group())).toEqual({ kind: 'members', numbers: [1, 2, 3] })
    const failing = [entry(1, 'tip', { isUnmergeable: true }), entry(2, 'group 1'), entry(3, 'group 2')]
    expect(groupOf(group({ entries: failing }))).toEqual({ kind: 'members', numbers: [1, 2, 3] })
  })

  it('exclude those behind it and those left out of it', () => {
    expect(groupOf(group({ commit: 'group 2' }))).toEqual({ kind: 'members', numbers: [1, 2] })
    expect(groupOf(group({ entries: [entry(1, 'old tip'), entry(3, 'tip')] }))).toEqual({
      kind: 'members',
      numbers: [3],
    })
  })

  it('include all that share its commit (GH-151)', () => {
    const together = [1, 2, 3].map((number) => entry(number, 'tip', { headCommit: 'group 3' }))
    expect(groupOf(group({ entries: together }))).toEqual({ kind: 'members', numbers: [1, 2, 3] })
  })

  it('are none once the branch is at its commit', () => {
    expect(groupOf(group({ baseTip: 'group 3' }))).toEqual({ kind: 'merged' })
  })

  it('are listed once, however many entries name them', () => {
    const twice = [entry(1, 'tip'), entry(1, 'group 1', { headCommit: 'group 3' })]
    expect(groupOf(group({ entries: twice }))).toEqual({ kind: 'members', numbers: [1] })
  })

  it('include those that share a commit in the middle of the queue (GH-151)', () => {
    const entries = [entry(1, 'tip', { headCommit: 'group 2' }), entry(2, 'tip'), entry(3, 'group 2')]
    expect(groupOf(group({ entries }))).toEqual({ kind: 'members', numbers: [1, 2, 3] })
  })

  it('include those on a commit that one of its entries does not report', () => {
    const entries = [
      entry(1, 'tip', { headCommit: 'group 3', baseCommit: null }),
      entry(2, 'group 3', { headCommit: 'group 3' }),
      entry(3, 'tip'),
    ]
    expect(groupOf(group({ entries }))).toEqual({ kind: 'members', numbers: [1, 2, 3] })
  })

  it('exclude one whose commit GitHub could not create, and one behind it that has none yet', () => {
    const failed = entry(1, 'tip', { headCommit: null, isUnmergeable: true })
    expect(groupOf(group({ entries: [failed, entry(3, 'tip')] }))).toEqual({ kind: 'members', numbers: [3] })
    const later = entry(4, 'group 3', { headCommit: null })
    expect(groupOf(group({ entries: [entry(3, 'tip'), later] }))).toEqual({ kind: 'members', numbers: [3] })
  })

  const ASTRAY = "The merge queue's entries don't lead from this commit back to the tip of main."
  it.each<[string, Partial<GroupFacts>, string]>([
    ['the branch is gone', { baseTip: null }, "The branch main doesn't exist."],
    [
      'GitHub does not know the commit',
      { runs: null },
      "GitHub doesn't show the commit of this merge group.",
    ],
    ['the branch has no queue', { entries: null }, 'The branch main has no merge queue.'],
    ['no entry has the commit', { commit: 'other' }, 'The merge queue has no entry for this commit.'],
    [
      'it stands too far behind',
      { commit: 'other', hasMore: true },
      'The merge queue has more than 3 pull requests, and this one is not among the first.',
    ],
    ['the chain ends beside the tip', { baseTip: 'new tip' }, ASTRAY],
    ['an entry between is missing', { entries: [entry(1, 'tip'), entry(3, 'group 2')] }, ASTRAY],
    ['the chain runs in a circle', { entries: [entry(2, 'group 3'), entry(3, 'group 2')] }, ASTRAY],
    ['a commit stands on itself', { entries: [entry(3, 'group 3')] }, ASTRAY],
    ['a commit stands on nothing', { entries: [entry(3, '', { baseCommit: null })] }, ASTRAY],
    [
      'an entry names no pull request',
      { entries: [entry(1, 'tip', { number: null }), entry(2, 'group 1'), entry(3, 'group 2')] },
      'The merge queue has an entry without a pull request.',
    ],
    [
      'one before it has no commit, and may be inside (GH-151)',
      { entries: [entry(1, 'tip', { headCommit: null }), entry(3, 'tip')] },
      'GitHub is rebuilding the merge queue.',
    ],
  ])('are unknown when %s', (_, more, why) => {
    expect(groupOf(group(more))).toEqual({ kind: 'unknown', why })
  })
})
