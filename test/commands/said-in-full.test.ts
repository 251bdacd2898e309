import { describe, expect, test } from 'vitest'
import { parsePost } from '../../src/commands/parse-post.ts'
import type { Said } from '../../src/commands/model/parsed-post.ts'
import type { Mention } from '../../src/documents/markdown/mention.ts'

function said(text: string): readonly Said[] {
  const parsed = parsePost(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed.said
}

/** What was taken for a near miss, spelled as a reply would. */
const written = (text: string) => said(text).map((each) => `${each.kind}: ${each.written}`)

describe('C4: a near miss is told with what stands before it', () => {
  test.each<[string, readonly string[]]>([
    ['**/commit**', ['near miss: **/commit**']],
    ['*/commit* gladly', ['near miss: */commit*']],
    ['***/commit***', ['near miss: ***/commit***']],
    ['_/commit_', ['near miss: _/commit_']],
    ['*well\n/object\nso*', ['near miss: * … /object']],
    ['\\/object', ['near miss: \\/object']],
    ['&#47;commit', ['near miss: &#47;commit']],
    ['&#x2F;commit', ['near miss: &#x2F;commit']],
    ['&#x002f;commit', ['near miss: &#x002f;commit']],
    ['&#047;commit', ['near miss: &#047;commit']],
    ['&sol;commit', ['near miss: &sol;commit']],
    ['well\u2028/commit', ['near miss: ⟨U+2028⟩/commit']],
    ['well\v/commit', ['near miss: ⟨U+000B⟩/commit']],
    ['well\f/commit', ['near miss: ⟨U+000C⟩/commit']],
    ['well\u0085/commit', ['near miss: ⟨U+0085⟩/commit']],
    ['well\r/commit', ['near miss: ⟨U+000D⟩/commit']],
    ['well\r/object\r/commit', ['near miss: ⟨U+000D⟩/object', 'near miss: ⟨U+000D⟩/commit']],
    ['/object too late\n---\nada', ['command: /object']],
    ['well\n/object too late\n===', ['command: /object']],
    ['/objct too late\n---\nada', ['near miss: /objct']],
    ['<details>\n\n/object', ['near miss: <details> … /object']],
    ['<div><b>\n\n/object', ['near miss: <div> … /object']],
    ['an Option<a>\n/object', ['near miss: <a> … /object']],
    ['<!-- well\n\n/object', []],
    ['<div title="\n\n/object', ['near miss: < … /object']],
    ['<div><!--\n\n/object', ['near miss: <div> … /object']],
    ['$$\n/object\n$$', ['near miss: $$ … /object']],
    ['  $$  \n/object\n$$\n/align', ['near miss: $$ … /object', 'command: /align']],
    ['\t/commit', []],
    ['  \t /commit', []],
    ['well\n  \t /commit', ['command: /commit']],
    ['* /commit*', []],
    ['__ /commit', []],
  ])('%j', (text, words) => {
    expect(written(text)).toEqual(words)
  })
})

describe('C2: what stands in HTML that closes says nothing, and after it everything does', () => {
  test.each<[string, readonly string[]]>([
    ['<details>\n\n/object\n\n</details>', []],
    ['<details>\n\n/object\n\n</details>\n\n/align', ['command: /align']],
    [
      '<details>\n\n<details>\n\n/object\n\n</details>\n\n/misalign\n\n</details>\n\n/align',
      ['command: /align'],
    ],
    ['<blockquote>\n\n/object\n\n</BlockQuote>', []],
    ['<center>\n\n/object\n\n</center>', []],
    ['<h6>\n\n/object\n\n</h6>', []],
    ['<strike>\n\n/object\n\n</strike>', []],
    ['well <sub>\n\n/object', ['command: /object']],
    ['well <ruby>\n\n/object', ['command: /object']],
    ['well <ins>\n/object\n</ins> so', []],
    ['well <kbd>\n/object', ['near miss: <kbd> … /object']],
    ['> <details>\n\n/object', ['command: /object']],
    ['- <b>\n\n/object', ['command: /object']],
    ['# <b>\n\n/object', ['command: /object']],
    ['| <b> |\n|---|\n\n/object', ['command: /object']],
    ['<div title="a > b">\n\n/object\n\n</div>', []],
    ["<div title='a > b'>\n\n/object\n\n</div>", []],
    ['<div title="a \' > b">\n\n/object\n\n</div>', []],
    ['<div title="\n\n">\n\n/object', ['near miss: < … /object']],
    ['<div><!-- a --></div>\n\n/object', ['command: /object']],
    ['<div><!--\n\n/object\n\n--></div>\n\n/align', ['near miss: <div> … /object']],
    ['<div title="\n\n<p>x</p>\n\n/object', ['command: /object']],
    ['<p><!--\n\n<p>a</p>\n\n/object', ['near miss: <!-- … /object']],
    ['<p><!--\n\n<p>--></p>\n\n/object', ['command: /object']],
    ['<p><!--\n\n<p>--><details></p>\n\n/object', ['near miss: <details> … /object']],
    ['<div title="> </div>">\n\n/object', ['near miss: <div> … /object']],
    ["<div title='> </div>'>\n\n/object", ['near miss: <div> … /object']],
    ['<div title="\' > </div>">\n\n/object', ['near miss: <div> … /object']],
    ['<div title="a">\n\n</div>\n\n/object', ['command: /object']],
    ['<details>\n\n# <b>\n\n/object\n\n</details>', []],
    ['<details>\n\n- </details>\n\n/object', ['command: /object']],
    ['<p><!--\n\n/object\n\n<p>--></p>', []],
    ['- /object', ['command: /object']],
    ['> /object', []],
    ['# /object', []],
    ['<p>a < b</p>\n\n/object', ['command: /object']],
    ['</details>\n\n/object', ['command: /object']],
    ['<unknown>\n\n/object', ['command: /object']],
    ['<br>\n/object', []],
    ['<br>\n\n/object', ['command: /object']],
  ])('%j', (text, words) => {
    expect(written(text)).toEqual(words)
  })
})

/** The names right after a word, and what is said behind them. */
function names(text: string): string {
  const [command] = said(text)
  if (command?.kind !== 'command') return 'no command'
  return `${command.names.map(spell).join(' ')} | ${command.afterNames}`
}

function spell(mention: Mention): string {
  if (mention.kind === 'person') return mention.login
  return mention.kind === 'team' ? `${mention.org}/${mention.slug}(${mention.quorum})` : `?${mention.text}`
}

describe('C3: the names right after a word, and what is said behind them', () => {
  test.each<[string, string]>([
    ['/add @ada', 'ada | '],
    ['/add @ada, @linus and @acme/sre (2): they run it', 'ada linus acme/sre(2) | they run it'],
    ['/release @ada — has left', 'ada | has left'],
    ['/release @ada (left)', 'ada | (left)'],
    ['/release @ada.\n\nShe left.', 'ada | She left.'],
    ['/release, @ada has left', 'ada | has left'],
    ['/delegate: @linus', 'linus | '],
    ['/add them: @ada', ' | them: @ada'],
    ['/add', ' | '],
    ['/add `@ada`', ' | `@ada`'],
    ['/add @ada, `@linus`', 'ada | `@linus`'],
    ['/add @ada [@linus](x)', 'ada | [@linus](x)'],
    ['/add **@ada** runs it', ' | **@ada** runs it'],
    ['/add @ada\n/object late', 'ada | '],
    ['/release @ada <!-- left -->', 'ada | '],
    ['/add @аda', '?@аda | '],
  ])('%j', (text, told) => {
    expect(names(text)).toBe(told)
  })

  test('and those of a second command are its own', () => {
    expect(said('/release @ada left\n/release @linus gone')).toMatchObject([
      { names: [{ login: 'ada' }], afterNames: 'left', mentions: ['ada'] },
      { names: [{ login: 'linus' }], afterNames: 'gone', mentions: ['linus'] },
    ])
  })
})

describe('C2: the reason', () => {
  test.each<[string, string]>([
    ['/object: — late', '— late'],
    ['/object ... late, again', 'late, again'],
    ['/object late.', 'late.'],
    [`/object ${'a'.repeat(2000)}`, 'a'.repeat(2000)],
    [`/object ${'a'.repeat(2001)}`, 'a'.repeat(2000)],
    [`/object ${'a'.repeat(1998)}🐌`, `${'a'.repeat(1998)}🐌`],
    [`/object 🐌${'a'.repeat(2000)}`, `🐌${'a'.repeat(1998)}`],
  ])('%#', (text, reason) => {
    expect(said(text)).toMatchObject([{ kind: 'command', word: 'object', reason }])
  })
})

describe('C2: a commitment that says only names speaks for others', () => {
  test.each<[string, boolean]>([
    ['/commit __@bob__', true],
    ['/commit @bob and for @eve', true],
    ['/commit @bob @eve', true],
    ['/commit [@bob][x]\n\n[x]: a.md', false],
    ['/commit @bob android', false],
    ['/commit @bob, gladly', false],
    ['/commit\n@bob', true],
  ])('%j: %s', (text, onlyMentions) => {
    expect(said(text)).toMatchObject([{ onlyMentions }])
  })
})

describe('C0: the bounds of what is read', () => {
  test('200 commands are read, and not one more', () => {
    expect(said('/help\n'.repeat(200))).toHaveLength(200)
    expect(parsePost('/help\n'.repeat(201))).toEqual({
      kind: 'unreadable',
      why: 'This text is too hard to read: it holds more than 200 commands.',
      mayBlock: false,
      mayCommand: true,
    })
  })

  test('70,000 characters are read, and not one more', () => {
    expect(said(`${'a\n'.repeat(34_996)}/commit\n`)).toHaveLength(1)
    expect(parsePost(`${'a\n'.repeat(34_996)}/commit\nb`)).toMatchObject({
      why: 'This text is too hard to read: it is longer than GitHub allows.',
    })
  })

  test('a comment has no front matter', () => {
    expect(written('---\n/object\n---')).toEqual(['command: /object'])
  })
})
