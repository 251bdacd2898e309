import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/domain/document/parse-document.ts'

/** What counts of a text, as one value; with or without the entries that name people. */
function material(text: string, digest: 'digest' | 'digestWithoutEntries' = 'digest'): string {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return [parsed.frontMatter.digest, ...parsed.parts.map((part) => part[digest])].join()
}

describe('does not count (F2)', () => {
  test.each([
    ['wrapping', 'one two\nthree', 'one\ntwo three'],
    ['a hard break', 'one  \ntwo', 'one two'],
    ['a hard break with a backslash', 'one\\\ntwo', 'one two'],
    ['white space', 'one   two\n\n\n\nthree  ', 'one two\n\nthree'],
    ['a no-break space', 'one\u00A0two', 'one two'],
    ['CRLF', 'one\r\n\r\n```\r\na\r\nb\r\n```\r\n', 'one\n\n```\na\nb\n```\n'],
    ['a byte order mark', '\uFEFFone', 'one'],
    ['emphasis', '*one* **two** ___three___', 'one two three'],
    ['emphasis within a word', 'un*believ*able', 'unbelievable'],
    ['the mark of a list', '* one\n* two', '- one\n- two'],
    ['the mark of an ordered list', '1) one\n2) two', '1. one\n2. two'],
    ['a loose list', '- one\n\n- two', '- one\n- two'],
    ['the number of a heading', '## 1. One', '## One'],
    ['another number of a heading', '### 2.1 One', '### 3.4 One'],
    ['a roman number of a heading', '## IV. One', '## V. One'],
    ['a number before code in a heading', '## 1. `one`', '## 2. `one`'],
    ['the style of a heading', 'One\n===\n\nTwo\n---', '# One\n\n## Two ##'],
    ['an HTML comment', 'one <!-- so it is --> two\n\n<!-- a\n\nb -->\n', 'one two'],
    ['a comment that never ends', 'one\n\n<!-- a\n\nb\n', 'one'],
    ['a comment inside HTML', '<div>one<!-- a --></div>', '<div>one</div>'],
    ['a reference link', '[one][x]\n\n[x]: https://example.org "T"', '[one](https://example.org "T")'],
    ['a reference image', '![one][x]\n\n[x]: a.png', '![one](a.png)'],
    ['angle brackets around an address', '<https://example.org>', 'https://example.org'],
    ['an unused definition', 'one\n\n[x]: https://example.org', 'one'],
    ['an escape', 'one\\* &amp; two', 'one* & two'],
    ['the fence of code', '~~~js\na\n~~~', '```js\na\n```'],
    ['the width of a table', '|a|b|\n|-|-|\n|c|d|', '| a   | b |\n|-----|---|\n| c   | d |'],
    ['white space in front matter', '---\na:   1 # note\n---\none', '---\na: 1\n---\none'],
  ])('%s', (_, one, two) => {
    expect(material(one)).toBe(material(two))
  })
})

describe('counts (F2)', () => {
  test.each([
    ['a word', 'one two', 'one too'],
    ['case', 'one', 'One'],
    ['punctuation', 'one', 'one.'],
    ['a missing space', 'one two', 'onetwo'],
    ['strike-through', 'one', '~~one~~'],
    ['nesting', '- one\n- two', '- one\n  - two'],
    ['a quote', 'one', '> one'],
    ['the level of a heading', '## One', '### One'],
    ['a heading', '**One**', '## One'],
    ['a number in a heading', '## 2.1 million users', '## 9.9 million users'],
    ['a plain number in a heading', '## 3 regions', '## 4 regions'],
    ['a number', 'takes 3 days', 'takes 4 days'],
    ['where a list starts', '1. one', '2. one'],
    ['the kind of a list', '1. one', '- one'],
    ['two lists or one', '- one\n- two', '- one\n\n* two'],
    ['two paragraphs or one', 'one\n\ntwo', 'one\ntwo'],
    ['the target of a link', '[one](a.md)', '[one](b.md)'],
    ['the definition of a link', '[one][x]\n\n[x]: a.md', '[one][x]\n\n[x]: b.md'],
    ['the title of a link', '[one](a.md "a")', '[one](a.md "b")'],
    ['a link', 'one', '[one](a.md)'],
    ['the target of an image', '![one](a.png)', '![one](b.png)'],
    ['what stands for an image', '![one](a.png)', '![two](a.png)'],
    ['a row of a table', '|a|\n|-|\n|b|\n|c|', '|a|\n|-|\n|b|'],
    ['the cells of a table', '|a|b|\n|-|-|\n|c|d|', '|a|b|\n|-|-|\n|cd||'],
    ['a task', '- [ ] one', '- [x] one'],
    ['a task or not', '- [ ] one', '- one'],
    ['a footnote', 'one[^1]\n\n[^1]: two', 'one[^1]\n\n[^1]: three'],
    ['HTML', '<b>one</b>', '<i>one</i>'],
    ['an attribute that holds a comment', '<a title="<!-- a -->">x</a>', '<a title="<!-- b -->">x</a>'],
    ['what follows an abrupt comment', '<!-->one-->', '<!-->two-->'],
    ['white space in code', '```\na  b\n```', '```\na b\n```'],
    ['white space at the end of code', '```\na \n```', '```\na\n```'],
    ['the indentation of code', '```\n\ta\n```', '```\n    a\n```'],
    ['the language of code', '```js\na\n```', '```ts\na\n```'],
    ['white space in inline code', '`a  b`', '`a b`'],
    ['inline code', '`one`', 'one'],
    ['a rule', 'one\n\n***\n\ntwo', 'one\n\ntwo'],
    ['the order', 'one\n\ntwo', 'two\n\none'],
    ['a paragraph that looks like its serialisation', '","two', '", "two'],
    ['a key in front matter', '---\nbudget: 3\n---\none', '---\nbudget: 4\n---\none'],
    ['a quoted number in front matter', '---\nbudget: 3\n---\none', '---\nbudget: "3"\n---\none'],
    ['the title in front matter', '---\ntitle: a\n---\none', '---\ntitle: b\n---\none'],
    ['text before the first heading', 'one\n\n# Two', '# Two'],
  ])('%s', (_, one, two) => {
    expect(material(one)).not.toBe(material(two))
  })
})

describe('entries that name people are left out of the Alignment section (F2, F5)', () => {
  const alignment = (text: string) => material(`## Alignment\n\n${text}`, 'digestWithoutEntries')

  test.each([
    ['one more name', '- @ada — owns it', '- @ada — owns it\n- @linus — pays'],
    ['another reason', '- @ada — owns it', '- @ada — pays'],
    ['a ticked name', '- [ ] @ada', '- [x] @ada'],
    ['the last name goes', 'Text.\n\n- @ada', 'Text.'],
    ['a row', '| Who |\n|---|\n| @ada |', '| Who |\n|---|\n| @ada |\n| @linus |'],
    ['the last row goes', 'Text.\n\n| Who |\n|---|\n| @ada |', 'Text.'],
    ['a line', 'Text\n@ada\nmore', 'Text\nmore'],
    ['a name that is none yet', '- @аda', '- @ada'],
    ['the order', '- @ada\n- @linus', '- @linus\n- @ada'],
  ])('%s', (_, one, two) => {
    expect(alignment(one)).toBe(alignment(two))
  })

  test.each([
    ['text beside them', '- @ada\n\nText.', '- @ada\n\nOther text.'],
    ['an item that names nobody', '- @ada\n- budget: 3', '- @ada\n- budget: 4'],
    ['blocks under a name', '- @ada\n  - budget: 3', '- @ada\n  - budget: 4'],
    ['paragraphs under a name', '- @ada\n\n  budget: 3', '- @ada\n\n  budget: 4'],
    ['a mention that is not first', '- told @ada', '- told @linus'],
  ])('but %s still count', (_, one, two) => {
    expect(alignment(one)).not.toBe(alignment(two))
  })

  test('and elsewhere they count', () => {
    expect(material('- @ada')).not.toBe(material('- @linus'))
  })

  test.each([
    ['stakeholders: ["@ada"]', 'stakeholders: ["@ada", "@linus"]'],
    ['stakeholders: [ada]\ntitle: T', 'title: T'],
  ])('so is the key `stakeholders`: %j like %j', (one, two) => {
    expect(material(`---\n${one}\n---\ntext`)).toBe(material(`---\n${two}\n---\ntext`))
  })

  test('and front matter that holds nothing else is as good as none', () => {
    expect(material('---\nstakeholders: [ada]\n---\ntext')).toBe(material('text'))
  })
})
