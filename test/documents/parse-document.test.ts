import { describe, expect, test } from 'vitest'
import type { ParsedDocument } from '../../src/documents/parsed-document.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { tellDocument } from './tell-document.ts'
import fc from 'fast-check'
import { hostileMarkdown } from '../hostile-markdown.ts'

function read(text: string): ParsedDocument {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed
}

const folder = new URL('../../fixtures/documents/', import.meta.url)

describe('a paragraph of only bold text is a heading when there are no others (T1)', () => {
  const headings = (text: string) => read(text).parts.flatMap(({ heading }) => heading?.text ?? [])

  test.each<[string, readonly string[]]>([
    ['**Problem**\n\nLate.\n\n__Alignment:__\n\n- @ada', ['Problem', 'Alignment:']],
    ['# Billing\n\n**Problem** <!-- what hurts -->\n\nLate.', ['Billing', 'Problem']],
    ['# Billing\n\n**Problem**\nLate.', ['Billing']],
    ['# Billing\n\n**Problem** and more', ['Billing']],
    ['# Billing\n\n**Problem**\n\n## Alignment', ['Billing', 'Alignment']],
    ['## Alignment\n\n**Problem**', ['Alignment']],
    ['- **Problem**', []],
  ])('finds in %j the headings %j', (text, expected) => {
    expect(headings(text)).toEqual(expected)
  })
})

describe('a document is split at top-level headings (T1)', () => {
  test('of both styles and every level', () => {
    const { parts } = read('before\n\n# A\n\n## B\nb\n\nC\n---\n\n###### D\n')
    expect(parts.map(({ heading, line }) => [heading?.text, heading?.level, line])).toEqual([
      [undefined, undefined, 1],
      ['A', 1, 3],
      ['B', 2, 5],
      ['C', 2, 8],
      ['D', 6, 11],
    ])
  })

  test('and not at those in quotes, lists, code or HTML', () => {
    expect(read('> # A\n\n- # B\n\n```\n# C\n```\n\n<div>\n# D\n</div>\n').parts).toHaveLength(1)
  })

  test.each([
    ['---\ntitle: From front matter\n---\n# Heading', 'From front matter'],
    ['## Two\n\n# *One* `code`\n', 'One code'],
    ['## Two', null],
    ['', null],
  ])('%j is called %j', (text, title) => {
    expect(read(text).title).toBe(title)
  })
})

describe('text beyond a limit is unreadable', () => {
  test('a text over 1 MiB (T5)', () => {
    expect(parseDocument('ä'.repeat(524_289))).toEqual({
      kind: 'unreadable',
      why: expect.stringContaining('1 MiB'),
    })
  })

  test.each([
    [
      '65 KiB',
      `---\nx: "${'a'.repeat(65_536)}"\n---\n`.replaceAll('a'.repeat(1000), `${'a'.repeat(1000)}\n  `),
      '64 KiB',
    ],
    ['17 aliases', `---\na: &a 1\nb: [${Array(17).fill('*a').join(', ')}]\n---\n`, '16 aliases'],
    ['21 levels', `---\na: ${'['.repeat(21)}${']'.repeat(21)}\n---\n`, '20 levels'],
    ['no keys', '---\njust text\n---\n', 'no keys'],
  ])('front matter of %s is a problem (T4)', (_, text, message) => {
    expect(read(text).problems).toEqual([
      { message: expect.stringContaining(message), line: 2, column: expect.any(Number) },
    ])
  })

  test('front matter cannot change a prototype', () => {
    read('---\n__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n---\n')
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('the fixture documents (S1, S3, S4, T4, T5)', () => {
  test.each(readdirSync(folder))('%s', (name) => {
    const parsed = parseDocument(readFileSync(new URL(`${name}/rfc.md`, folder), 'utf8'))
    if (parsed.kind === 'unreadable') throw new Error(parsed.why)
    expect(tellDocument(parsed)).toBe(readFileSync(new URL(`${name}/expected.txt`, folder), 'utf8'))
  })
})

describe('the RFCs of the demo', () => {
  test.each([
    ['0001-billing-from-events.md', 'Bill from events, not from the nightly job', ['ada', 'linus', 'grace']],
    ['0002-one-name-for-a-customer.md', 'One name for a customer', ['ada', 'grace', 'margaret', 'edsger']],
  ])('%s names its stakeholders and has no problem', (file, title, logins) => {
    const text = readFileSync(new URL(`../../fixtures/rfcs/${file}`, import.meta.url), 'utf8')
    const parsed = parseDocument(text)
    if (parsed.kind === 'unreadable') throw new Error(parsed.why)
    const names = parsed.parts.flatMap(({ entries }) => entries.flatMap((entry) => entry.names))
    expect(parsed.problems).toEqual([])
    expect(parsed.title).toBe(title)
    expect(names.map((mention) => mention.kind === 'person' && mention.login)).toEqual(logins)
  })
})

describe('for any document', () => {
  test('the parser does not throw, and digests depend on the text alone', () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        expect(parseDocument(text)).toEqual(parseDocument(text))
      }),
      { numRuns: 300 },
    )
  })

  test('CRLF instead of LF changes no digest (F2, T5)', () => {
    fc.assert(
      fc.property(
        hostileMarkdown.map((text) => text.replaceAll('\r', '')),
        (text) => {
          const digests = (source: string) => {
            const parsed = parseDocument(source)
            return parsed.kind === 'document' ? parsed.parts.map(({ digest }) => digest) : []
          }
          expect(digests(text.replaceAll('\n', '\r\n'))).toEqual(digests(text))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('every name has its actual position', () => {
    fc.assert(
      fc.property(
        hostileMarkdown.map((text) => text.replace(/[\r\u2028&\\]/g, '')),
        (text) => {
          const parsed = parseDocument(text)
          if (parsed.kind === 'unreadable') return
          const lines = text.split('\n')
          for (const { names } of parsed.parts.flatMap(({ entries }) => entries)) {
            for (const { line, column } of names) {
              expect(lines[line - 1]?.slice(column - 1)).toMatch(/^[@＠﹫]/)
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
