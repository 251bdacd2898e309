import { describe, expect, it } from 'vitest'
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
      '<details><summary>Not counted (1)</summary>\n\n- <script>alert(1)</script>\n\n</details>',
      '<sub>Read at `abc`</sub>',
      '[here](javascript:alert(1)) <iframe src="https://evil.test">',
    ])
    expect(html).toContain('<strong>committed</strong>')
    expect(html).toContain('<details><summary>Not counted (1)</summary>')
    expect(html).toContain('<div class="small"><p>Read at <code>abc</code></p></div>')
    expect(html).not.toMatch(/<img|<script|<iframe|javascript:/)
  })
})
