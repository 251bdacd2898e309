import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../src/ledger/append.ts'
import { effectivePart } from '../../src/ledger/effective.ts'
import { fold } from '../../src/ledger/fold.ts'
import { ADA, command, consentsIn, edit, ledgerOf, LINUS, post, removal, tip } from './told.ts'

function postsIn(ledger: Ledger): readonly string[] {
  return effectivePart(ledger).entries.flatMap((entry) => (entry.kind === 'post' ? [entry.post] : []))
}

const COMMIT = post(5, ADA, ['commit'])

describe('L3: what still has an effect', () => {
  it('is the newest commitment, and no thought, refused command or older commitment', () => {
    const again = post(7, ADA, ['commit'])
    const others = [post(6, LINUS, []), post(8, LINUS, ['heard'])]
    expect(postsIn(ledgerOf(COMMIT, again, ...others))).toEqual([again.post])
  })

  it('is every objection and what closed it, for the record (R1)', () => {
    const object = post(5, LINUS, ['object'])
    const heard = post(6, LINUS, ['heard'])
    expect(postsIn(ledgerOf(object, heard))).toEqual([object.post, heard.post])
  })

  it('is a `/withdraw` of somebody whose commitment stands in a post that is kept', () => {
    const both = post(5, ADA, ['commit', command('add', { names: [{ kind: 'person', person: LINUS }] })])
    const withdraw = post(6, ADA, ['withdraw'])
    expect(postsIn(ledgerOf(both, withdraw))).toEqual([both.post, withdraw.post])
  })

  it('is every post with a command while it is unknown who deleted one that consents', () => {
    const all = [COMMIT, removal(9, COMMIT, null), post(6, ADA, ['withdraw']), post(7, LINUS, ['commit'])]
    expect(postsIn(ledgerOf(...all, post(8, LINUS, [])))).toEqual([
      COMMIT.post,
      `comment-6${ADA}`,
      `comment-7${LINUS}`,
    ])
  })

  it('is a deleted thought that the timeline’s deletion may have been about, so that nobody is suspended (C6)', () => {
    const thought = post(6, ADA, [])
    const event = { ...removal(9, thought, LINUS), post: null }
    const ledger = ledgerOf(COMMIT, thought, removal(10, thought, null), event)
    expect(postsIn(ledger)).toEqual([COMMIT.post, thought.post])
    expect(consentsIn(fold(effectivePart(ledger)))).toEqual([`${ADA} committed a`])
  })

  it('keeps all revisions of a post', () => {
    const thought = post(5, ADA, [])
    const kinds = effectivePart(ledgerOf(thought, edit(6, thought, ['commit']))).entries.map(
      ({ kind }) => kind,
    )
    expect(kinds).toContain('post')
    expect(kinds).toContain('edit')
  })

  it('is the first and the last of many sightings of one tip, and one before a push that hides a commit', () => {
    const shown = [3, 4, 5, 6].map((at) => tip(at, 'a', { how: 'shown' }))
    const times = (ledger: Ledger) =>
      effectivePart(ledger).entries.flatMap(({ kind, at }) =>
        kind === 'tip' ? [Number(at.slice(-3, -1))] : [],
      )
    expect(times(ledgerOf(...shown))).toEqual([1, 6])
    expect(times(ledgerOf(...shown, tip(7, 'a')))).toEqual([1, 6, 7])
  })
})
