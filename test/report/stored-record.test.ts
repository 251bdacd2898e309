import { expect, test } from 'vitest'
import { parseRecord, unreadableRecord } from '../../src/report/stored-record.ts'
import { RECORD } from '../store/record.ts'

const person = {
  id: 1,
  login: 'ada',
  position: 'committed',
  alignment: 'aligned',
  isAuthor: false,
  isPending: false,
  at: '2026-03-02T10:00:00Z',
  url: 'https://github.test/1',
  reason: '',
}
const objection = {
  number: 1,
  by: { id: 1, login: 'ada' },
  at: '2026-03-02T10:00:00Z',
  reason: 'why?',
  state: 'open',
  url: 'https://github.test/2',
}

test('reads a record as it was written, with what a newer version added', () => {
  const newer = { ...RECORD, standing: '1 committed', merge: null, added: { later: 1 } }
  expect(parseRecord(JSON.stringify(newer))).toEqual(newer)
})

test('reads records of older rules, which lack fields', () => {
  const { decideBy, facts, heads, sharing, ...older } = RECORD
  const text = JSON.stringify({ ...older, people: [person], objections: [objection] })
  expect(parseRecord(text)).toEqual({
    ...RECORD,
    sharing: { of: 0, share: 0 },
    people: [{ ...person, commit: null, changed: [] }],
    objections: [{ ...objection, blocks: true, answers: [] }],
  })
})

test.each([
  ['what is no JSON', '{"title":'],
  ['what is no record', 'null'],
  ['a state of another version', JSON.stringify({ ...RECORD, state: 'parked' })],
  [
    'a position of another version',
    JSON.stringify({ ...RECORD, people: [{ ...person, position: 'asleep' }] }),
  ],
])('does not read %s', (_, text) => {
  expect(parseRecord(text)).toBeNull()
})

test('says that the details are missing, and keeps the address where it can be read', () => {
  const { title, state, openedAt, judgedAt, decideBy, url } = RECORD
  const columns = { title, state, openedAt, judgedAt, decideBy }
  const shown = unreadableRecord(JSON.stringify({ url, people: 1 }), columns)
  expect(shown).toMatchObject({
    ...columns,
    url,
    people: [],
    headline: expect.stringContaining("can't read"),
  })
  expect(parseRecord(JSON.stringify(shown))).toEqual(shown)
  expect(unreadableRecord('{', columns).url).toBe('')
})
