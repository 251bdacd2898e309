import { describe, expect, it } from 'vitest'
import { readTrigger } from '../../src/facts/stored-trigger.ts'

const told = { change: 'edited', author: 1, by: 1, before: null, review: null }
const remark = { kind: 'remark', on: 'comment', id: '5', state: 'present', at: '', text: '', told }

describe('a stored trigger', () => {
  it('is read as it was stored by a version that recorded no evidence', () => {
    const moved = { kind: 'pull-request', at: '', head: 'a', base: 'main', draft: null, state: 'open' }
    const older = [
      remark,
      { kind: 'membership', team: 'acme/sre', personId: 1, state: 'absent' },
      { ...moved, labels: null, body: null },
    ]
    expect(older.map((trigger) => readTrigger(JSON.stringify(trigger)))).toEqual(older)
  })

  it('is read without what only a newer version knows, so that older servers answer it', () => {
    const newer = { ...remark, later: 1, told: { ...told, later: { much: true } } }
    expect(readTrigger(JSON.stringify(newer))).toEqual(remark)
  })

  it('is unreadable when its evidence has another shape: then no snapshot is known to show it (V6)', () => {
    const odd = { ...remark, told: { ...told, evidence: { written: 7 } } }
    expect(readTrigger(JSON.stringify(odd))).toMatchObject({ kind: 'unreadable' })
  })
})
