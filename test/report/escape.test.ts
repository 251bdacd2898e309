import { describe, expect, it } from 'vitest'
import { code, cut, naming, quietly, words } from '../../src/report/escape.ts'

/** What GitHub would act on in rendered text: mentions, references, addresses. */
const ACTS = /@[\w-]|#\d|gh-\d|:\/\/|www\./i

describe('user text is shown and notifies nobody (V3)', () => {
  it.each([
    ['a mention', '@acme/everyone look'],
    ['a closing keyword', 'fixes #1, closes acme/rfcs#2 and GH-3'],
    ['an address', 'see https://evil.test/pixel and www.evil.test'],
    ['an image', '![x](https://evil.test/x.png)'],
    ['HTML', '<img src="https://evil.test/x.png"><script>alert(1)</script>'],
    ['a comment that would hide the rest', '<!-- all is well'],
    ['a link', '[click](javascript:alert(1))'],
    ['a table break', 'a | b\n| c |'],
    ['code that would not close', '`@ada'],
    ['direction marks', 'abc\u202E@ada\u2066'],
  ])('shows %s without effect', (_, text) => {
    const shown = words(text)
    expect(shown).not.toMatch(ACTS)
    expect(shown).not.toMatch(/(?<!\\)[<[\]|`]/)
    expect(shown).not.toMatch(/[\n\u202E\u2066]/)
  })

  it('keeps what people wrote readable', () => {
    expect(words('The rollback takes a day; *really*.')).toBe('The rollback takes a day; \\*really\\*.')
  })

  it('cuts on whole characters', () => {
    expect(cut('a👍🏽bcd', 3)).toBe('a👍…')
    expect(words('x'.repeat(1000)).length).toBe(300)
  })

  it('replaces lone surrogates', () => {
    expect(words('a\uD800b')).toBe('a�b')
  })

  it('cannot close its code span', () => {
    expect(code('`</code>`|x')).toBe('`ˋ</code>ˋ¦x`')
  })

  it("keeps the App's own Markdown", () => {
    expect(quietly('`/commit` by @eve is *not* for #1')).toBe('`/commit` by @\u2060eve is *not* for #\u20601')
    expect(naming('ada')).toBe('@\u2060ada')
  })

  it('keeps our placeholders, and lets nothing else begin a tag', () => {
    expect(quietly('Comment `/object <reason>`')).toBe('Comment `/object <reason>`')
    expect(quietly('<img src=x> <reason x> </reason>')).toBe('‹img src=x> ‹reason x> ‹/reason>')
  })
})
