import { describe, expect, it } from 'vitest'
import type { Conclusion, Write } from '../../src/facts/check-run.ts'
import { writeExternalId } from '../../src/facts/external-id.ts'
import type { Run } from '../../src/facts/snapshot.ts'
import { type PassingRun, passingAfter, passingRuns } from '../../src/facts/passing-runs.ts'

const NAME = 'RFC alignment: main'
const idOf = (number: number) =>
  writeExternalId({ number, wasRfc: true, kept: [], annotations: '-', shown: 'x', trace: null })

function passing(id: number | null, commit: string): PassingRun {
  return { id, commit, name: NAME, externalId: idOf(7) }
}

function read(id: number, commit: string, conclusion: Conclusion, externalId = idOf(7)): Run {
  return { id, commit, name: NAME, externalId, conclusion, startedAt: '2026-03-02T10:00:00Z' }
}

function written(conclusion: Conclusion, commit: string, updated?: number): Write {
  const run = { name: NAME, conclusion, title: '', summary: '', annotations: [], externalId: idOf(7) }
  if (updated === undefined) return { kind: 'create run', commit, run }
  return { kind: 'update run', id: updated, commit, run, takesGreenAway: false, sendAnnotations: false }
}

describe('the successes that may have to be taken away (V7)', () => {
  it('include those of this pull request that GitHub shows, on any head', () => {
    const runs = [
      read(1, 'a', 'success'),
      read(2, 'b', 'failure'),
      read(3, 'b', 'success', idOf(8)),
      read(4, 'b', 'success', 'of another App'),
    ]
    expect(passingRuns(runs, 7)).toEqual([passing(1, 'a')])
  })

  it('include remembered ones that GitHub does not show', () => {
    const remembered = [passing(1, 'a'), passing(2, 'b')]
    expect(passingRuns([read(2, 'b', 'failure')], 7, remembered)).toEqual([passing(1, 'a')])
  })

  it('include one with an unknown id, until a run on its commit is visible', () => {
    const remembered = [passing(null, 'a')]
    expect(passingRuns([read(2, 'b', 'failure')], 7, remembered)).toEqual(remembered)
    expect(passingRuns([read(2, 'a', 'failure')], 7, remembered)).toEqual([])
  })
})

describe('the remembered successes after a write (V7)', () => {
  const before = [passing(1, 'a'), passing(2, 'b')]

  it('gain one that was created or updated to success', () => {
    expect(passingAfter(before, written('success', 'c'), 3)).toEqual([...before, passing(3, 'c')])
    expect(passingAfter(before, written('success', 'c', 3), 3)).toEqual([...before, passing(3, 'c')])
    expect(passingAfter(before, written('success', 'c'), null)).toEqual([...before, passing(null, 'c')])
  })

  it('lose one that was updated to failure', () => {
    expect(passingAfter(before, written('failure', 'a', 1), 1)).toEqual([passing(2, 'b')])
  })

  it('lose a run that was replaced by a failing one', () => {
    expect(passingAfter(before, written('failure', 'a', 1), 2)).toEqual([])
  })

  it('keep an earlier one beside a new failing run', () => {
    expect(passingAfter(before, written('failure', 'a'), 3)).toEqual(before)
  })

  it('lose one with an unknown id once its commit has a known run', () => {
    const unknown = [passing(null, 'a'), passing(null, 'b')]
    expect(passingAfter(unknown, written('failure', 'a'), 3)).toEqual([passing(null, 'b')])
  })

  it('are unchanged when something else was written', () => {
    expect(passingAfter(before, { kind: 'create comment', body: '/commit' }, null)).toEqual(before)
  })
})
