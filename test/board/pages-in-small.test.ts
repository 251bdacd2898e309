import { describe, expect, it } from 'vitest'
import { createSeal } from '../../src/board/seal.ts'
import { decisionsAtom, decisionsCsv } from '../../src/board/decisions.ts'
import { factsHtml, span } from '../../src/board/html-words.ts'

describe('times in words', () => {
  it.each([
    [0, 'less than a minute'],
    [60, 'a minute'],
    [119, 'a minute'],
    [120, '2 minutes'],
    [3600, 'an hour'],
    [3 * 86_400, '3 days'],
    [8 * 86_400, 'a week'],
    [70 * 86_400, '2 months'],
    [800 * 86_400, '2 years'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(span(new Date(0), new Date(seconds * 1000))).toBe(text)
  })

  it('a clock that is behind shows no negative time', () => {
    expect(span(new Date(5000), new Date(0))).toBe('less than a minute')
  })
})

describe('facts of the check as HTML (TH-150)', () => {
  it('keep tables, folds and small print, and show any other HTML as text', () => {
    const html = factsHtml([
      '| Who | Position |\n|---|---|\n| <img src=x onerror=alert(1)> | **committed** |',
      '<details><summary>What did not count (1)</summary>\n\n- <script>alert(1)</script>\n\n</details>',
      '<sub>Read at `abc`</sub>',
      '[here](javascript:alert(1)) <iframe src="https://evil.test">',
    ])
    expect(html).toContain('<strong>committed</strong>')
    expect(html).toContain('<details><summary>What did not count (1)</summary>')
    expect(html).toContain('<div class="small"><p>Read at <code>abc</code></p></div>')
    expect(html).not.toMatch(/<img|<script|<iframe|javascript:/)
  })
})

describe('what is exported', () => {
  const decision = {
    title: '</title><script>alert(1)</script>\u0000',
    url: 'https://github.test/acme/rfcs/pull/1',
    record: 'https://here.test/rfcs/acme/rfcs/1',
    repository: 'acme/rfcs',
    number: 1,
    author: 'ada',
    outcome: 'decided' as const,
    outcomeTitle: 'Decided: 1 committed, 1 with dissent',
    mergedAt: '2026-03-02T10:00:00.000Z',
    mergedBy: 'margaret',
    check: 'Ready to merge: 1 committed, 1 with dissent',
    committed: ['ada'],
    dissents: [{ by: 'grace', reason: '@SUM(A1)\r\n"why"' }],
    objections: [],
  }

  it('is XML that a feed reader takes, whatever people write', () => {
    const feed = decisionsAtom([decision], 'https://here.test/decisions.atom')
    expect(feed).toContain('<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>')
    expect(feed).not.toContain('\u0000')
  })

  it('starts no formula in a spreadsheet, and keeps quotes and line ends in their cell', () => {
    const csv = decisionsCsv([{ ...decision, title: '@SUM(A1)', committed: [] }])
    expect(csv.split('\r\n')[1]).toMatch(/^'@SUM\(A1\),/)
    expect(csv).toContain('"grace: @SUM(A1)\r\n""why"""')
  })
})

describe('the seal of tokens', () => {
  it('opens with its own secret only, and nothing that was touched', () => {
    const seal = createSeal('secret')
    const sealed = seal.seal('ghu_token')
    expect(sealed).not.toContain('ghu')
    expect(seal.open(sealed)).toBe('ghu_token')
    expect(createSeal('another').open(sealed)).toBeNull()
    const other = sealed.startsWith('A') ? 'B' : 'A'
    expect(seal.open(other + sealed.slice(1))).toBeNull()
    expect(seal.open('')).toBeNull()
  })
})
