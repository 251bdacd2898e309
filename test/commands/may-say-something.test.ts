import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/commands.ts'
import { looksLike } from '../../src/commands/confusables.ts'
import { maySaySomething } from '../../src/commands/may-say-something.ts'
import { parsePost } from '../../src/commands/parse-post.ts'

const NOTHING = JSON.stringify(parsePost(''))

/** Whether the parser finds nothing to count or to answer. */
function saysNothing(text: string): boolean {
  const parsed = parsePost(text)
  if (parsed.kind === 'unreadable') return !parsed.mayBlock && !parsed.mayCommand
  return JSON.stringify(parsed) === NOTHING
}

describe('the filter before the parser', () => {
  it.each([
    'Looks good, I will read it on Monday.',
    'See https://example.com/commit/1a2b3c and docs/rfcs/0001.md, and/or 1/2.',
    '@ada what do you think?',
    '> quoted\n\n- a list\n- of things\n\n`code`',
    '# A heading\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    'http://a.test//commit',
  ])('skips a text without a command: %s', (text) => {
    expect(maySaySomething(text)).toBe(false)
    expect(saysNothing(text)).toBe(true)
  })

  it.each([
    '/commit',
    'text\r/object why',
    '- /commit',
    '# /commit',
    '/commit\n-- ',
    '`/commit`',
    '**/commit**',
    '1) /commit',
    '<b>/object</b>',
    '<details>\n\n/object\n\n</details>',
    '\u200b/commit',
    '／commit',
    '∕object',
    '&#47;commit',
    '&#x2F;commit',
    '&sol;object',
    '//commit',
    '@rfc-alignment /commit',
    '@rfc-alignment: commit',
    '@rfc-alignment object to this',
    '/lgtm',
    'LGTM',
    'ＬＧＴＭ',
    '+1',
    '/hold',
    '/approve',
    'x\u2028/withdraw',
  ])('keeps a text that may count or be answered (C2, C4, C9): %s', (text) => {
    expect(maySaySomething(text)).toBe(true)
  })

  it('keeps every text with a character that looks like a slash at the start of a line', () => {
    for (let code = 0; code < 0x2_0000; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const sign = String.fromCodePoint(code)
      if (looksLike(sign).trimStart().startsWith('/'))
        expect([sign, maySaySomething(`${sign}commit`)]).toEqual([sign, true])
    }
  })

  const piece = fc.oneof(
    fc.constantFrom(
      ...Object.keys(COMMANDS).flatMap((word) => [`/${word}`, word, `/${word.toUpperCase()}`]),
      ...[
        '/comit',
        '/оbject',
        '/',
        '//',
        '\\/',
        '／',
        '∕',
        '⁄',
        '╱',
        '&#47;',
        '&#x2f;',
        '&sol;',
        'https://',
        'a/',
      ],
      ...[
        '\n',
        '\n\n',
        '\r',
        '\r\n',
        '\u2028',
        '\u0085',
        '\v',
        ' ',
        '\t',
        '\u200b',
        '\u00ad',
        '\u0301',
        '\u3164',
      ],
      ...[
        '*',
        '**',
        '_',
        '__',
        '~~',
        '`',
        '```',
        '> ',
        '- ',
        '1. ',
        '# ',
        '$$',
        '---',
        '===',
        '|',
        '[',
        '](',
        ')',
      ],
      ...[
        '<details>',
        '</details>',
        '<!--',
        '-->',
        '<b>',
        '</b>',
        '<br>',
        '@ada ',
        '@acme/sre',
        'lgtm',
        '+1',
        'x',
        '7',
        '.',
        ':',
        '½',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  )

  it('never skips a text in which the parser finds something', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('')
        expect(maySaySomething(text) || saysNothing(text)).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })

  it('takes linear time', () => {
    for (const text of [
      '/'.repeat(65_536),
      'a'.repeat(65_536),
      ':/'.repeat(32_768),
      '@'.repeat(65_536),
      '&'.repeat(65_536),
    ])
      expect(typeof maySaySomething(text)).toBe('boolean')
  })
})
