import { describe, expect, test } from 'vitest'
import { materialOfFrontMatter } from '../../src/rfc/names-in-text.ts'
import { DEFAULTS } from '../../src/config/config.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'

function material(text: string): string {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return [...materialOfFrontMatter(DEFAULTS, parsed), ...parsed.parts.map(({ digest }) => digest)].join()
}

describe('counts (F2)', () => {
  test.each([
    ['the words of a quote', '> one', '> two'],
    ['struck words', '~~one~~', '~~two~~'],
    ['the words of a footnote mark', 'a[^b]\n\n[^b]: x\n\n[^c]: x', 'a[^c]\n\n[^b]: x\n\n[^c]: x'],
    ['how a column stands', '| a |\n|:--|', '| a |\n|--:|'],
    ['what stands behind the language of code', '```js one\na\n```', '```js two\na\n```'],
    ['white space in preformatted HTML', '<pre>\na  b\n</pre>', '<pre>\na b\n</pre>'],
    ['a link without a title and one with', '[a](b)', '[a](b "c")'],
    ['a row with one empty cell', '| a | b |\n|---|---|\n| c | |', '| a | b |\n|---|---|'],
    ['a line break in code', '```\na\nb\n```', '```\na b\n```'],
    ['a box that is ticked', '- [ ] a', '- [x] a'],
    ['a box at all', '- [x] a', '- a'],
    ['a box that is empty', '- [ ] a', '- a'],
    ['the title of an image', '![a](b "c")', '![a](b "d")'],
    ['a title at all', '![a](b)', '![a](b "c")'],
    ['the words of an image', '![a](b)', '![c](b)'],
    ['a rule', 'a\n\n---\n\nb', 'a\n\nb'],
    ['where a heading with a number has other words', '## 1. One\n## 2. Two', '## 1. One\n## 2. Three'],
    ['code in a heading with a number', '## 1. `a`\n## 2. `b`', '## 1. `a`\n## 2. `c`'],
  ])('%s', (_, one, two) => {
    expect(material(one)).not.toBe(material(two))
  })
})

describe('does not count (F2)', () => {
  test.each([
    ['white space in HTML', '<p>a  b</p>', '<p>a b</p>'],
    ['white space around HTML', '  <p>a</p>  ', '<p>a</p>'],
    ['line ends in code', '```\na\rb\n```', '```\na\nb\n```'],
    ['line ends in HTML', '<pre>\ra\r</pre>', '<pre>\na\n</pre>'],
    ['white space around a heading', '##   One   ', '## One'],
    ['white space before a hard break', 'one  \ntwo', 'one\ntwo'],
    ['a paragraph of nothing but a comment', 'one\n\na <!-- b -->', 'one\n\na'],
  ])('%s', (_, one, two) => {
    expect(material(one)).toBe(material(two))
  })
})

describe('a tag parts words as white space does not (S1)', () => {
  test.each<[string, readonly string[]]>([
    ['- @linus told<b>@ada</b>', ['linus', 'ada']],
    ['- <b></b>@ada', ['ada']],
    ['- @ada<b></b>, @linus', ['ada', 'linus']],
    ['- told[Ada](https://github.com/ada)told', ['ada']],
  ])('%s', (text, logins) => {
    const parsed = parseDocument(text)
    if (parsed.kind === 'unreadable') throw new Error(parsed.why)
    const names = parsed.parts.flatMap((part) => part.entries.flatMap((entry) => entry.names))
    expect(names.map((name) => (name.kind === 'person' ? name.login : name.kind))).toEqual(logins)
  })
})

describe('a name that an entity writes stands where its line begins (S1)', () => {
  test('for nobody can tell its sign from the others', () => {
    const parsed = parseDocument('- &#64;ada, @linus')
    if (parsed.kind === 'unreadable') throw new Error(parsed.why)
    const names = parsed.parts.flatMap(({ entries }) => entries.flatMap((entry) => entry.names))
    expect(names.map(({ line, column }) => [line, column])).toEqual([
      [1, 3],
      [1, 3],
    ])
  })
})
