import { describe, expect, it } from 'vitest'
import { type GroupEntry, type GroupFacts, groupOf } from '../../src/domain/group.ts'

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
    ...more,
  }
}

describe('who is merged with a group (V8, F51)', () => {
  it('everybody from the base branch to its commit, failing ones included (F52)', () => {
    expect(groupOf(group())).toEqual({ kind: 'members', numbers: [1, 2, 3] })
    const failing = [entry(1, 'tip', { isUnmergeable: true }), entry(2, 'group 1'), entry(3, 'group 2')]
    expect(groupOf(group({ entries: failing }))).toEqual({ kind: 'members', numbers: [1, 2, 3] })
  })

  it('nobody who stands behind it, nor who was left out of it', () => {
    expect(groupOf(group({ commit: 'group 2' }))).toEqual({ kind: 'members', numbers: [1, 2] })
    expect(groupOf(group({ entries: [entry(1, 'old tip'), entry(3, 'tip')] }))).toEqual({
      kind: 'members',
      numbers: [3],
    })
  })

  it('everybody who shares its commit, should GitHub make one for several (U14)', () => {
    const together = [1, 2, 3].map((number) => entry(number, 'tip', { headCommit: 'group 3' }))
    expect(groupOf(group({ entries: together }))).toEqual({ kind: 'members', numbers: [1, 2, 3] })
  })

  it('nobody any more once the branch stands on it', () => {
    expect(groupOf(group({ baseTip: 'group 3' }))).toEqual({ kind: 'merged' })
  })

  it.each<[string, Partial<GroupFacts>, RegExp]>([
    ['the branch is gone', { baseTip: null }, /branch main is not there/],
    ['GitHub does not know the commit', { runs: null }, /does not show the commit/],
    ['the branch has no queue', { entries: null }, /no merge queue/],
    ['no entry has the commit', { commit: 'other' }, /no entry for this commit/],
    ['it stands too far behind', { commit: 'other', hasMore: true }, /More than 3 pull requests wait/],
    ['the chain ends beside the tip', { baseTip: 'new tip' }, /does not lead/],
    ['an entry between is missing', { entries: [entry(1, 'tip'), entry(3, 'group 2')] }, /does not lead/],
    ['the chain runs in a circle', { entries: [entry(2, 'group 3'), entry(3, 'group 2')] }, /does not lead/],
    ['a commit stands on itself', { entries: [entry(3, 'group 3')] }, /does not lead/],
    [
      'an entry names no pull request',
      { entries: [entry(1, 'tip', { number: null }), entry(2, 'group 1'), entry(3, 'group 2')] },
      /without a pull request/,
    ],
    [
      'one before it has no commit, and may be inside (U14)',
      { entries: [entry(1, 'tip', { headCommit: null }), entry(3, 'tip')] },
      /put together anew/,
    ],
  ])('cannot be said when %s', (_, more, why) => {
    expect(groupOf(group(more))).toMatchObject({ kind: 'unknown', why: expect.stringMatching(why) })
  })
})
