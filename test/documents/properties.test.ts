import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePost } from '../../src/commands/parse-post.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'

/** Comments as people, tools and adversaries write them, put together from what matters to Markdown. */
const body = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '/commit',
          '/object why',
          '/align',
          '/comit',
          '/оbject',
          '@ada',
          '@acme/sre (2)',
          'well',
          '\n',
          '\n\n',
          '\r\n',
          '\r',
        ],
        ...[
          '> ',
          '- ',
          '1. ',
          '    ',
          '\t',
          '```',
          '~~~',
          '`',
          '**',
          '_',
          '~~',
          '<!--',
          '-->',
          '<details>',
          '</details>',
          '<b>',
        ],
        ...[
          '|',
          '|---|\n',
          '[',
          '](x)',
          '![',
          '[^1]',
          '[^1]: ',
          '# ',
          '---\n',
          '===\n',
          '\\',
          '&#47;',
          '\u2028',
          '\u200B',
          '\u00A0',
          '$$',
        ],
      ),
      fc.string({ maxLength: 5, unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))

function said(text: string): readonly unknown[] {
  const parsed = parsePost(text)
  return parsed.kind === 'post' ? parsed.said : []
}

describe('whatever a comment says', () => {
  test('parsing it ends without a throw', () => {
    fc.assert(
      fc.property(body, (text) => void parsePost(text)),
      { numRuns: 400 },
    )
  })

  test('quoting it says nothing (C2)', () => {
    fc.assert(
      fc.property(body, (text) => {
        expect(said(text.replace(/^/gm, '> ').replace(/\r(?!\n)/g, '\r> '))).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('a fence around it says nothing (C2)', () => {
    fc.assert(
      fc.property(body, (text) => {
        const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map(({ length }) => length + 1)))
        expect(said(`${fence}\n${text}\n${fence}`)).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('a command in a paragraph of its own before it is heard', () => {
    fc.assert(
      fc.property(body, (text) => {
        expect(said(`/object why\n\n${text}`)[0]).toMatchObject({ kind: 'command', word: 'object', line: 1 })
      }),
      { numRuns: 400 },
    )
  })
})

describe('whatever a document says', () => {
  test('parsing it ends without a throw, and its digests follow from its text alone', () => {
    fc.assert(
      fc.property(body, (text) => {
        expect(parseDocument(text)).toEqual(parseDocument(text))
      }),
      { numRuns: 300 },
    )
  })

  test('CRLF in place of LF changes nothing that counts (F2, T5)', () => {
    fc.assert(
      fc.property(
        body.map((text) => text.replaceAll('\r', '')),
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

  test('every name stands where it is said to stand', () => {
    fc.assert(
      fc.property(
        body.map((text) => text.replace(/[\r\u2028&\\]/g, '')),
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

test('whatever a configuration says, reading it ends without a throw', () => {
  const yaml = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'version',
          ': ',
          '1',
          '\n',
          '  ',
          '- ',
          'rfcs',
          'stakeholders:\n  ',
          'paths',
          'always',
          'version: 1\n',
          '__proto__',
          'a/**',
          "'@ada'",
          '[',
          ']',
          '{',
          '}',
          '*a',
          '&a ',
          '!!',
          '"',
          "'",
          '|',
          '? ',
          '<<',
          '#',
          '---',
          '@',
        ),
        fc.string({ maxLength: 3, unit: 'binary' }),
      ),
      { maxLength: 25 },
    )
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(yaml, (text) => {
      const { config, problems } = readConfig(text)
      expect(config === null).toBe(problems.length > 0)
      for (const { line, column } of problems) {
        expect(line).toBeGreaterThan(0)
        expect(column).toBeGreaterThan(0)
      }
    }),
    { numRuns: 500 },
  )
})
