import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import { type Entry, identityOf as id } from '../../src/ledger/entry.ts'
import { fold } from '../../src/ledger/fold.ts'
import { newState } from '../../src/ledger/state.ts'
import { type Change, stepsOf } from '../../src/ledger/steps.ts'
import { arrived } from './drawn-entries.ts'
import { ADA, command, edit, EVE, head, ledgerOf, LINUS, person, post, removal, sight, text } from './told.ts'

function told(change: Change): string {
  switch (change.kind) {
    case 'position':
      return `position of ${change.person}`
    case 'objection':
      return `#${change.after.number} ${change.before?.state ?? 'none'} → ${change.after.state}`
    case 'added':
      return `added ${JSON.stringify(change.added.name)}`
    default:
      return `${change.kind} ${change.name}`
  }
}

function steps(...entries: readonly Entry[]) {
  const all = stepsOf(ledgerOf(...entries)).steps
  return all.map(({ event, entry, why, changes }) => [event.kind, id(entry), why, changes.map(told)])
}

describe('L5: the steps of the fold', () => {
  it('tell of each command the post it follows from and what it changed', () => {
    const [commit, object, heard] = [
      post(5, ADA, ['commit']),
      post(6, ADA, ['object']),
      post(7, ADA, ['heard']),
    ]
    expect(steps(commit, object, heard)).toEqual([
      ['used', id(commit), null, [`position of ${ADA}`]],
      ['used', id(object), null, [`position of ${ADA}`, '#1 none → open']],
      ['used', id(heard), null, ['#1 open → heard']],
    ])
  })

  it('tell why a command does not count, and that it changed nothing', () => {
    const commit = post(5, EVE, ['commit'])
    expect(steps(commit)).toEqual([['used', id(commit), 'not a stakeholder', []]])
  })

  it('tell of what was taken back the edit or removal that did it', () => {
    const object = post(5, ADA, ['object'])
    const without = edit(8, object, [])
    expect(steps(object, without)[1]).toEqual(['taken back', id(without), null, ['#1 open → withdrawn']])
    const gone = removal(9, object, ADA)
    expect(steps(object, gone)[1]).toEqual(['taken back', id(gone), null, ['#1 open → withdrawn']])
  })

  it('tell of what was taken back an edit of which two payloads name different people, neither the author', () => {
    const commit = post(5, ADA, ['commit'])
    const [one, other] = [EVE, LINUS].map((by) => edit(8, commit, [], { by, text: 'f' })) as [Entry, Entry]
    expect(steps(commit, one, other).at(-1)).toEqual(['taken back', id(other), null, [`position of ${ADA}`]])
  })

  it('tell of a suspension the removal of a post that was never seen (C6)', () => {
    const commit = post(5, ADA, ['commit'])
    const unseen = removal(6, { post: 'comment-1', author: ADA }, EVE)
    expect(steps(commit, unseen)[1]).toEqual(['suspended', id(unseen), null, [`position of ${ADA}`]])
  })

  it('tell of a release that ends the head that names the person again (C3)', () => {
    const release = post(5, EVE, [command('release', { names: [person(LINUS)] })], {
      firstSight: sight(5, { isMaintainer: true }),
    })
    const again = head(9, 'c')
    const texts = [text('b', [person(ADA)]), head(7, 'b'), text('c', [person(ADA), person(LINUS)]), again]
    expect(steps(release, ...texts)).toEqual([
      ['used', id(release), null, [`released person ${LINUS}`]],
      ['named again', id(again), null, [`release ended person ${LINUS}`]],
    ])
  })

  it('come, all together, to the outcome of the fold', () => {
    fc.assert(
      fc.property(arrived, (entries) => {
        const ledger = append(NO_LEDGER, entries)
        const { folded, steps } = stepsOf(ledger)
        expect(folded).toEqual(fold(ledger))
        const state = newState()
        for (const change of steps.flatMap(({ changes }) => changes)) apply(state, change, folded)
        expect(state.added).toEqual(folded.added)
        expect(state.released).toEqual(folded.released)
        for (const [by, position] of state.positions) expect(folded.positions.get(by)).toEqual(position)
        const ends = state.objections.map((objection) => [objection.number, objection.post, objection.state])
        expect(ends).toEqual(folded.objections.map(({ number, post, state }) => [number, post, state]))
      }),
      { numRuns: 1500 },
    )
  })
})

function apply(
  state: ReturnType<typeof newState>,
  change: Change,
  { released }: ReturnType<typeof fold>,
): void {
  switch (change.kind) {
    case 'position':
      state.positions.set(change.person, change.after)
      break
    case 'objection': {
      const { before, after } = change
      if (before === null) state.objections.push(after)
      else state.objections[state.objections.indexOf(before)] = after
      break
    }
    case 'added':
      state.added.push(change.added)
      break
    case 'released':
      state.released.set(change.name, released.get(change.name)!)
      break
    case 'release ended':
      state.released.delete(change.name)
  }
}
