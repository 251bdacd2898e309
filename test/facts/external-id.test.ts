import { describe, expect, test } from 'vitest'
import { digest, type ExternalId, readExternalId, writeExternalId } from '../../src/facts/external-id.ts'

const ID: ExternalId = { number: 1234, wasRfc: true, kept: [], annotations: '-', shown: 'ab12' }

describe('what the App notes on its own check runs (F1, D5)', () => {
  test.each<[string, ExternalId]>([
    ['of an RFC', ID],
    ['of a pull request that is none', { ...ID, wasRfc: false }],
    ['with one note', { ...ID, kept: ['h12'] }],
    ['with several notes', { ...ID, kept: ['h12', 'd34.5', '*'] }],
    ['with annotations', { ...ID, annotations: '0f1e' }],
  ])('are read as they were written, %s', (_, id) => {
    expect(readExternalId(writeExternalId(id))).toEqual(id)
  })

  test('are one line that a person can read', () => {
    expect(writeExternalId({ ...ID, kept: ['h1', 'h2'] })).toBe(
      'rfc-alignment pr=1234 rfc=1 kept=h1,h2 notes=- shown=ab12',
    )
    expect(writeExternalId({ ...ID, wasRfc: false })).toBe('rfc-alignment pr=1234 rfc=0 notes=- shown=ab12')
  })

  test.each([
    ['', 'nothing'],
    ['build 17', "another App's id"],
    [`x ${writeExternalId(ID)}`, 'something before it'],
    [`${writeExternalId(ID)} x`, 'something after it'],
    ['rfc-alignment pr=1x rfc=1 notes=- shown=a', 'a number that is none'],
    ['rfc-alignment pr=1 rfc=2 notes=- shown=a', 'neither an RFC nor none'],
    ['rfc-alignment pr=1 rfc=1 notes= shown=a', 'no digest of notes'],
  ])('are rejected: %j is %s', (text) => {
    expect(readExternalId(text)).toBeNull()
  })
})

describe('a digest', () => {
  test('is the same for the same value, and short', () => {
    expect(digest({ a: [1, 'b'] })).toBe(digest({ a: [1, 'b'] }))
    expect(digest({ a: [1, 'b'] })).toMatch(/^[0-9a-f]{16}$/)
  })

  test('differs for another value', () => {
    expect(digest(['a', 'b'])).not.toBe(digest(['a,b']))
  })
})
