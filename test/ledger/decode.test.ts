import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decode } from '../../src/ledger/decode.ts'
import { shortDigest, type Trace } from '../../src/facts/external-id.ts'
import { encode } from '../../src/ledger/encode.ts'
import { ADA, ledgerOf, post, SRE } from './told.ts'

const LEDGER = ledgerOf(post(5, ADA, ['commit']))

function copy(): { readonly text: string; readonly trace: Trace } {
  const { text, trace } = encode(LEDGER, new Set([SRE]))
  if (text === null) throw new Error('the copy is too large')
  return { text, trace }
}

/** A copy that its run vouches for, with other content. */
function packed(content: unknown, version = 1) {
  const text = `<!-- rfc-alignment ledger=${version} ${gzipSync(JSON.stringify(content)).toString('base64')} -->`
  return decode(text, { length: LEDGER.length, digest: shortDigest(text) })
}

/** The content of a copy, to be changed. */
function content(change: object) {
  return { length: LEDGER.length, judgedUntil: '2026-03-02T00:00:05Z', commits: [], columns: {}, ...change }
}

const HEADER = [[0], [0], ['read'], [1], [1], ['new'], [0], [[]]]

describe('L3: reading a copy', () => {
  it('finds it at the end of the text, below whatever people see', () => {
    const { text, trace } = copy()
    const other = copy().text.replace('ledger=1', 'ledger=9')
    expect(decode(`## History\n${other}\n${text}\n`, trace).kind).toBe('ledger')
    expect(decode(`${text}\n${other}`, trace).kind).toBe('newer')
  })

  it('is standard base64 in one HTML comment that nothing in it can end', () => {
    expect(copy().text).toMatch(/^<!-- rfc-alignment ledger=1 [A-Za-z0-9+/]+={0,2} -->$/)
  })

  it('tells of none where there is none', () => {
    expect(decode('## History', copy().trace).kind).toBe('none')
  })

  it('rejects a copy that its run does not vouch for', () => {
    const { text, trace } = copy()
    expect(decode(text, { ...trace, digest: '0' }).kind).toBe('unreadable')
    expect(decode(text, { ...trace, digest: null }).kind).toBe('unreadable')
    expect(decode(text, { ...trace, length: trace.length + 1 }).kind).toBe('unreadable')
  })

  it('tells of a newer version without reading it (L4)', () => {
    expect(packed({}, 2).kind).toBe('newer')
    expect(packed({}, 0).kind).toBe('unreadable')
  })

  it('reads the least that can be a copy', () => {
    expect(packed(content({ columns: { header: HEADER } })).kind).toBe('ledger')
  })

  it.each([
    ['no JSON object', 7],
    ['another length', content({ length: 1, columns: { header: HEADER } })],
    ['more than it should have', content({ more: 1, columns: { header: HEADER } })],
    ['no header', content({})],
    ['no time until which posts were judged', content({ judgedUntil: null, columns: { header: HEADER } })],
    ['a kind of entry that is not known', content({ columns: { header: HEADER, vote: [[0]] } })],
    ['a column too few', content({ columns: { header: HEADER.slice(1) } })],
    ['columns of different lengths', content({ columns: { header: [...HEADER.slice(0, 7), []] } })],
    [
      'a commit that is not listed',
      content({ columns: { header: HEADER, head: [[0], [0], ['read'], [1], [7]] } }),
    ],
    [
      'words of people',
      content({ columns: { header: HEADER, base: [[0], [0], ['read'], ['feature/fire-ada']] } }),
    ],
    ['a time that is none', content({ columns: { header: [[1e300], ...HEADER.slice(1)] } })],
  ])('rejects a copy with %s', (_, written) => {
    expect(packed(written).kind).toBe('unreadable')
  })

  it('rejects what is not packed, is cut, or unpacks without end', () => {
    const read = (base64: string) => {
      const text = `<!-- rfc-alignment ledger=1 ${base64} -->`
      return decode(text, { length: LEDGER.length, digest: shortDigest(text) }).kind
    }
    expect(read('AAAA')).toBe('unreadable')
    expect(read(copy().text.slice(28, 128))).toBe('unreadable')
    expect(read(gzipSync(Buffer.alloc(20_000_000)).toString('base64'))).toBe('unreadable')
  })
})
