import { describe, expect, test } from 'vitest'
import { DEFAULTS } from '../../src/config/config.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'
import type { Part } from '../../src/documents/parsed-document.ts'
import { materialOfFrontMatter, materialOfPeople } from '../../src/rfc/names-in-text.ts'

/** What counts of a text, as one value; `of people`: as sections that name people. */
function material(text: string, of: 'text' | 'people' = 'text'): string {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  const digests = (part: Part) => (of === 'text' ? [part.digest] : materialOfPeople(part, 'github.com'))
  return [...materialOfFrontMatter(DEFAULTS, parsed), ...parsed.parts.flatMap(digests)].join()
}

/** Front matter whose last key stands for a value over another alias. */
function aliases(value: string): string {
  return `---\nstakeholders: [&a ${value}]\nb: &b [*a, *a]\nc: *b\n---\n`
}

describe('not material (F2)', () => {
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
    ['the style of a heading', 'One\n===\n\nTwo\n---', '# One\n\n## Two ##'],
    ['an HTML comment', 'one <!-- so it is --> two\n\n<!-- a\n\nb -->\n', 'one two'],
    ['a comment inside HTML', '<div>one<!-- a --></div>', '<div>one</div>'],
    ['a comment beside quotes', '<p align="center"><!-- a -->one</p>', '<p align="center">one</p>'],
    ['a comment that underlines', '<!-- a\n-----\nb -- c -->\n\none', 'one'],
    ['a reference link', '[one][x]\n\n[x]: https://example.org "T"', '[one](https://example.org "T")'],
    ['a reference image', '![one][x]\n\n[x]: a.png', '![one](a.png)'],
    ['angle brackets around an address', '<https://example.org>', 'https://example.org'],
    ['an unused definition', 'one\n\n[x]: https://example.org', 'one'],
    ['an escape', 'one\\* &amp; two', 'one* & two'],
    ['an entity in an address', '[one](&#97;.md)', '[one](a.md)'],
    ['white space around an address', '[one](<a.md >)', '[one](a.md)'],
    ['an entity in an address of HTML', '<img src="&#97;.png">', '<img src="a.png">'],
    ['white space around an address of HTML', 'x <img src=" a.png\n">', 'x <img src="a.png">'],
    ['the quotes around an address of HTML', "<img src='a.png'>", '<img src=a.png>'],
    ['white space between amounts', 'from $5  to $6', 'from $5 to $6'],
    ['white space between escaped signs', '\\$a  b\\$', '\\$a b\\$'],
    ['white space after code with signs', '`$a$`  and `$b$`', '`$a$` and `$b$`'],
    ['white space beside math', 'so  $a$  it', 'so $a$ it'],
    ['the mark of a list with math', '* $a\n  b$', '- $a\n  b$'],
    ['CRLF in math', '$a\r\nb$', '$a\nb$'],
    ['the fence of code', '~~~js\na\n~~~', '```js\na\n```'],
    ['the width of a table', '|a|b|\n|-|-|\n|c|d|', '| a   | b |\n|-----|---|\n| c   | d |'],
    ['white space in front matter', '---\na:   1 # note\n---\none', '---\na: 1\n---\none'],
    ['white space in HTML', '<p>a  b</p>', '<p>a b</p>'],
    ['white space around HTML', '  <p>a</p>  ', '<p>a</p>'],
    ['line ends in code', '```\na\rb\n```', '```\na\nb\n```'],
    ['line ends in HTML', '<pre>\ra\r</pre>', '<pre>\na\n</pre>'],
    ['white space around a heading', '##   One   ', '## One'],
    ['white space before a hard break', 'one  \ntwo', 'one\ntwo'],
    ['a paragraph of nothing but a comment', 'one\n\na <!-- b -->', 'one\n\na'],
  ])('ignores %s', (_, one, two) => {
    expect(material(one)).toBe(material(two))
  })
})

describe('material (F2)', () => {
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
    ['the number of a heading', '## 1. One', '## One'],
    ['another number of a heading', '### 2.1. One', '### 3.4. One'],
    ['the number of a section', '## § 2 One', '## § 3 One'],
    ['a number that goes on counting', '## 1 A\n\n### 1.1 B\n\n### 1.2 C', '## 1 A\n\n### B\n\n### C'],
    ['a roman number that goes on counting', '## I. A\n\n## II. B', '## I. A\n\n## B'],
    ['a number before code in a heading', '## 1. `one`', '## 2. `one`'],
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
    ['the address of an image in HTML', '<img src="a.png">', '<img src="b.png">'],
    [
      'white space in the text of HTML that looks like an address',
      '<p>x src="a" y</p>',
      '<p>x src=" a" y</p>',
    ],
    ['what stands for an image', '![one](a.png)', '![two](a.png)'],
    ['a row of a table', '|a|\n|-|\n|b|\n|c|', '|a|\n|-|\n|b|'],
    ['the cells of a table', '|a|b|\n|-|-|\n|c|d|', '|a|b|\n|-|-|\n|cd||'],
    ['a task', '- [ ] one', '- [x] one'],
    ['a task or not', '- [ ] one', '- one'],
    ['a footnote', 'one[^1]\n\n[^1]: two', 'one[^1]\n\n[^1]: three'],
    ['HTML', '<b>one</b>', '<i>one</i>'],
    ['an attribute that holds a comment', '<a title="<!-- a -->">x</a>', '<a title="<!-- b -->">x</a>'],
    ['what follows an abrupt comment', '<!-->one-->', '<!-->two-->'],
    ['what only looks commented', '<p title="> <!-- ">one<!-- --></p>', '<p title="> <!-- ">two<!-- --></p>'],
    ['what single quotes hide', "<p title='> <!--'>one</p>", "<p title='> <!--'>two</p>"],
    ['what an attribute without quotes hides', '<a href=x><!--y>one</a>', '<a href=x><!--y>two</a>'],
    ['a comment in an attribute', '<a href="?x>1&<!--y-->">one</a>', '<a href="?x>1&<!--z-->">one</a>'],
    ['what follows a processing instruction', '<?php <!-- ?>one', '<?php <!-- ?>two'],
    ['what follows a declaration', '<!X <!-- >one', '<!X <!-- >two'],
    ['what follows a character section', '<![CDATA[ <!-- ]]>one', '<![CDATA[ <!-- ]]>two'],
    ['what follows a title', '<title><!--</title>one', '<title><!--</title>two'],
    ['what follows a comment ended in a bang', '<div><!-- --!>one --></div>', '<div><!-- --!>two --></div>'],
    ['a comment that never ends', 'one\n\n<!-- a', 'one\n\n<!-- b'],
    ['a comment that GitHub may show', 'one <!-- a -- b -->', 'one <!-- a -- c -->'],
    ['an entity that a comment parts', '<p>&l<!-- -->t;</p>', '<p>&lt;</p>'],
    [
      'a comment in a quote that HTML before it left open',
      '<div title="\n\n<!-- "> one -->',
      '<div title="\n\n<!-- "> two -->',
    ],
    ['an initial', '## A. Smith decides', '## B. Smith decides'],
    ['an initial like a roman number', '## I. Newton decides', '## V. Newton decides'],
    ['a word like a roman number', '## civil. Law', '## Law'],
    ['an option', '## A) One', '## B) One'],
    ['a roman number out of order', '## IV. One', '## VI. One'],
    ['an amount at the beginning of a heading', '## 2.5 Million pay', '## 9.5 Million pay'],
    ['white space in math', 'so $a  b$ it is', 'so $a b$ it is'],
    ['emphasis marks in math', 'so $a*b*c$', 'so $abc$'],
    ['a line break in math', '$a\\nb$', '$a\nb$'],
    ['white space in a block of math', '$$\na  b\n$$', '$$\na b\n$$'],
    ['a line that underlines in math', '$$\na  b\n=\nc\n$$', '$$\na b\n=\nc\n$$'],
    ['a list in math', '$$\na\n- b  c\n$$', '$$\na\n- b c\n$$'],
    ['white space in math that a blank line cuts', '$$\na  b\n\nc\n$$', '$$\na b\n\nc\n$$'],
    ['math in emphasis', '**$a  b$**', '**$a b$**'],
    ['math in a heading', '## $a  b$', '## $a b$'],
    ['math in a cell', '| $a  b$ |\n|---|', '| $a b$ |\n|---|'],
    ['math in HTML', '<p>$a  b$</p>', '<p>$a b$</p>'],
    ['math behind an amount', 'pays $5, $a  b$', 'pays $5, $a b$'],
    ['a command in math', '$\\alpha  b$', '$\\alpha b$'],
    ['math between backticks', 'so $`a  b`$', 'so $`a b`$'],
    ['a block of math by its fence', '```math\na  b\n```', '```math\na b\n```'],
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
    [
      'what an alias stands for',
      '---\nstakeholders: [&x "@ada", "@linus"]\nowner: *x\n---\none',
      '---\nstakeholders: ["@ada", &x "@linus"]\nowner: *x\n---\none',
    ],
    ['what aliases of aliases stand for', aliases('one'), aliases('two')],
    ['text before the first heading', 'one\n\n# Two', '# Two'],
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
  ])('takes %s into account', (_, one, two) => {
    expect(material(one)).not.toBe(material(two))
  })
})

describe('entries that name people are left out of the Alignment section (F2, F5)', () => {
  const alignment = (text: string) => material(`## Alignment\n\n${text}`, 'people')

  test.each([
    ['one more name', '- @ada — owns it', '- @ada — owns it\n- @linus — pays'],
    ['another reason', '- @ada — owns it', '- @ada — pays'],
    ['a ticked name', '- [ ] @ada', '- [x] @ada'],
    ['the last name goes', 'Text.\n\n- @ada', 'Text.'],
    ['a row', '| Who |\n|---|\n| @ada |', '| Who |\n|---|\n| @ada |\n| @linus |'],
    ['the last row goes', '| Who |\n|---|\n| @ada |', '| Who |\n|---|'],
    ['the only row of a table without titles', 'Text.\n\n| | |\n|---|---|\n| @ada | pays |', 'Text.'],
    ['names in place of titles', 'Text.\n\n| @ada | pays |\n|---|---|\n| @linus | owns |', 'Text.'],
    ['a heading that an item holds', '- # @ada', '- # @linus'],
    ['lines cut by HTML', '@ada<br>@linus', '@ada<br>@grace'],
    ['a mention that is not first', '- told @ada', '- told @linus'],
    ['names in HTML', '<p>@ada</p>', '<p>@linus</p>'],
    ['names in prose, however it is wrapped', 'we need\n@ada here', 'we\nneed @linus here'],
    ['names that links stand for', '- [Ada](https://github.com/ada)', '- [Bob](https://github.com/bob)'],
    ['a footnote that names', '- @ada\n\n[^1]: @linus', '- @ada\n\n[^1]: @grace'],
    ['a name that is none yet', '- @аda', '- @ada'],
    ['the order', '- @ada\n- @linus', '- @linus\n- @ada'],
  ])('ignores %s', (_, one, two) => {
    expect(alignment(one)).toBe(alignment(two))
  })

  test.each([
    ['text beside them', '- @ada\n\nText.', '- @ada\n\nOther text.'],
    ['an item that names nobody', '- @ada\n- budget: 3', '- @ada\n- budget: 4'],
    ['blocks under a name', '- @ada\n  - budget: 3', '- @ada\n  - budget: 4'],
    ['paragraphs under a name', '- @ada\n\n  budget: 3', '- @ada\n\n  budget: 4'],
    [
      'the titles of a table',
      '| Who | agrees to pay 1 |\n|---|---|\n| @ada | x |',
      '| Who | agrees to pay 9 |\n|---|---|\n| @ada | x |',
    ],
    ['a table of titles alone', '- @ada\n\n| We pay 1 |\n|---|', '- @ada\n\n| We pay 9 |\n|---|'],
    ['rows without names', '| @ada |\n|---|\n| budget: 3 |', '| @ada |\n|---|\n| budget: 4 |'],
    ['what HTML puts on the line of a name', '@ada<br>budget: 3', '@ada<br>budget: 4'],
    ['a number beside a name', '- @ada — pays 3', '- @ada — pays 4'],
    ['code beside a name', '- @ada — `x`', '- @ada — `y`'],
    ['a link beside a name', '- @ada, see [a](a.md)', '- @ada, see [a](b.md)'],
    ['a link to another host', '- @ada, [x](https://a.example/x)', '- @ada, [x](https://b.example/x)'],
    ['over 60 characters', `- @ada ${'so '.repeat(20)}a`, `- @ada ${'so '.repeat(20)}b`],
    ['code under a name', '- @ada\n\n  ```\n  a\n  ```', '- @ada\n\n  ```\n  b\n  ```'],
    ['a quote under a name', '- @ada\n\n  > a', '- @ada\n\n  > b'],
    ['a struck role', '- @ada — ~~signs~~', '- @ada — signs'],
  ])('but %s are material', (_, one, two) => {
    expect(alignment(one)).not.toBe(alignment(two))
  })

  test('and they are material in other sections', () => {
    expect(material('- @ada')).not.toBe(material('- @linus'))
  })

  test.each([
    ['stakeholders: ["@ada"]', 'stakeholders: ["@ada", "@linus"]'],
    ['stakeholders: [ada]\ntitle: T', 'title: T'],
  ])('and so is the key `stakeholders`: %j like %j', (one, two) => {
    expect(material(`---\n${one}\n---\ntext`)).toBe(material(`---\n${two}\n---\ntext`))
  })

  test('and front matter with nothing else equals no front matter', () => {
    expect(material('---\nstakeholders: [ada]\n---\ntext')).toBe(material('text'))
  })
})
