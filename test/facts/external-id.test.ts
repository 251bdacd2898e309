import { describe, expect, test } from 'vitest'
import {
  annotationsDigest,
  digest,
  type ExternalId,
  NO_TRACE,
  readExternalId,
  saysTheSame,
  shortDigest,
  type Trace,
  writeExternalId,
} from '../../src/facts/external-id.ts'

const ID: ExternalId = { number: 1234, wasRfc: true, kept: [], annotations: '-', shown: 'ab12', trace: null }

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

/** How the last version without a ledger reads an id. */
const FORMER = /^rfc-alignment pr=(\d+) rfc=([01])(?: kept=(\S+))? notes=(\S+) shown=(\S+)$/

const COPIED: Trace = { length: 5321, digest: shortDigest('a copy') }

describe('L3: the trace of the ledger on a check run', () => {
  test.each<[string, Trace | null]>([
    ['of a copy', COPIED],
    ['of a ledger whose copy the run does not have', { ...COPIED, digest: null }],
    ['of no ledger', NO_TRACE],
    ['that a version without a ledger left out', null],
  ])('is read as it was written, %s', (_, trace) => {
    expect(readExternalId(writeExternalId({ ...ID, trace }))).toEqual({ ...ID, trace })
  })

  test('is no trace on a run of a version before the ledger', () => {
    const former = `rfc-alignment pr=12 rfc=1 kept=h1 notes=${digest(1)} shown=${digest(2)}`
    expect(readExternalId(former)).toMatchObject({ number: 12, wasRfc: true, kept: ['h1'], trace: null })
  })

  test('leaves a version before the ledger all that it knows', () => {
    const id = { ...ID, kept: ['h1', 'h2'], annotations: annotationsDigest([1]), trace: COPIED }
    const [, number, wasRfc, kept, annotations] = FORMER.exec(writeExternalId(id)) ?? []
    expect([number, wasRfc, kept, annotations]).toEqual(['1234', '1', 'h1,h2', id.annotations])
  })

  test('tells that there was a ledger in a form that only a newer version writes', () => {
    const newer = `${writeExternalId({ ...ID, trace: COPIED })}/more`
    expect(readExternalId(newer)).toEqual({ ...ID, trace: { length: 1, digest: null } })
  })

  test('fits into 255 characters with all notes', () => {
    const kept = ['x'.repeat(170)]
    const trace = { ...COPIED, length: 1_000_000 }
    const id = { number: 9_999_999, wasRfc: true, kept, annotations: annotationsDigest([1]), trace }
    expect(writeExternalId({ ...id, shown: shortDigest('x') }).length).toBeLessThanOrEqual(255)
  })

  test('is no news by itself, but that there is one is', () => {
    const [id, longer] = [COPIED, { ...COPIED, length: 9000 }].map((trace) =>
      writeExternalId({ ...ID, trace }),
    )
    expect(saysTheSame(id as string, longer as string)).toBe(true)
    expect(saysTheSame(id as string, writeExternalId(ID))).toBe(false)
    expect(saysTheSame(id as string, writeExternalId({ ...ID, shown: 'cd', trace: COPIED }))).toBe(false)
    expect(saysTheSame('build 17', 'build 18')).toBe(false)
  })

  test('leaves annotations as known whose digest an earlier version wrote in full', () => {
    const former = `rfc-alignment pr=1 rfc=1 notes=${digest(['note'])} shown=${digest(2)}`
    expect(readExternalId(former)?.annotations).toBe(annotationsDigest(['note']))
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
