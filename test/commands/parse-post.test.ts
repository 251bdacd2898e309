import { describe, expect, test } from 'vitest'
import { parsePost } from '../../src/commands/parse-post.ts'
import { tellPost } from './tell-post.ts'
import type { Said } from '../../src/commands/model/parsed-post.ts'
import type { Mention } from '../../src/documents/markdown/mention.ts'
import fc from 'fast-check'
import { hostileMarkdown } from '../hostile-markdown.ts'

function said(text: string): readonly Said[] {
  const parsed = parsePost(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed.said
}

/** What was taken for a near miss, spelled as a reply would. */
const written = (text: string) => said(text).map((each) => `${each.kind}: ${each.written}`)

function statementsIn(text: string): readonly unknown[] {
  const parsed = parsePost(text)
  return parsed.kind === 'post' ? parsed.said : []
}

describe('a line of a top-level paragraph is a command (C2, TH-48)', () => {
  test.each<[string, string, readonly string[]]>([
    ['alone', '/commit', ['commit']],
    ['with spaces around it', '  /commit  ', ['commit']],
    ['after a byte order mark', '\uFEFF/commit', ['commit']],
    ['with CRLF', 'yes\r\n/commit\r\n', ['commit']],
    ['in any case', '/CoMMit', ['commit']],
    ['with an underscore', '/disagree_commit it is late', ['disagree-commit: it is late']],
    ['under its other name', '/Disagree-And_Commit it is late', ['disagree-commit: it is late']],
    ['before a full stop', '/commit.', ['commit']],
    ['before a comma', '/commit, gladly', ['commit: gladly']],
    ['before a semicolon', '/commit; gladly', ['commit: gladly']],
    ['before a colon', '/object: too late', ['object: too late']],
    ['before an exclamation mark', '/commit!', ['commit']],
    ['before a tab', '/commit\tgladly', ['commit: gladly']],
    ['in the middle of a paragraph', 'well\n/commit\nso be it', ['commit: so be it']],
    ['after a hard break', 'well  \n/commit', ['commit']],
    ['after a list that has ended', '- well\n\n/commit', ['commit']],
    ['after a quote that has ended', '> well\n\n/commit', ['commit']],
    ['after closed HTML', '<details>\n\nwell\n\n</details>\n\n/commit', ['commit']],
    ['after something that only looks like HTML', 'a Vec<String>\n/commit', ['commit']],
    ['after a comment', '<!-- well -->\n\n/commit', ['commit']],
    ['of each kind', '/align\n/object no\n/help', ['align', 'object: no', 'help']],
    ['of a later rule', '/answer #1 yes\n/add @ada', ['answer: #1 yes', 'add: @ada']],
  ])('%s', (_, text, said) => {
    expect(tellPost(text)).toEqual(said)
  })
})

describe('text elsewhere is not a command (C2, TH-43–TH-46, TH-59)', () => {
  test.each([
    ['in a quote', '> /commit\n\nthanks'],
    ['in a quote inside a quote', '> > /commit'],
    ['in the lazy continuation of a quote', '> well\n/commit'],
    ['in the lazy continuation of a list', '- well\n/commit'],
    ['in a fence', '```\n/commit\n```'],
    ['in a fence with a language', '```text\n/commit\n```'],
    ['in a fence of tildes', '~~~\n/commit\n~~~'],
    ['in a fence that never ends', '```\n/commit'],
    ['in a fence of tildes that never ends', '~~~\nwell\n\n/commit'],
    ['in a fence within a longer fence', '````\n```\n/commit\n```\n/commit\n````'],
    ['after a fence that a shorter one does not end', '````\nwell\n```\n/commit'],
    ['after a fence of the other kind', '```\nwell\n~~~\n/commit'],
    ['in indented code', 'well\n\n    /commit'],
    ['in code indented by a tab', '\t/commit'],
    ['in inline code', '`/commit`'],
    ['in inline code over lines', 'well `so\n/commit\n` well'],
    ['in an HTML comment', '<!-- /commit -->'],
    ['in an HTML comment over lines', '<!--\n/commit\n-->'],
    ['in an HTML comment that never ends', '<!--\n\n/commit'],
    ['in `<details>`', '<details>\n\n/commit\n\n</details>'],
    ['in `<details>` right after its summary', '<details><summary>x</summary>\n\n/commit\n</details>'],
    ['in `<DETAILS open>`', '<DETAILS open>\n\n/commit\n\n</DETAILS>'],
    ['in `<details>` that never ends', '<details>\n\n/commit'],
    ['in `<details>` that begins in a line', 'well <details>\n\n/commit\n\n</details>'],
    ['in `<details>` that only a table closes', '<details>\n\n| a |\n|---|\n| </details> |\n\n/commit'],
    ['in `<div>`', '<div>\n\n/commit\n\n</div>'],
    ['in `<div>` that never ends', '<div>\n\n/commit'],
    ['in `<blockquote>`', '<blockquote>\n\n/commit\n\n</blockquote>'],
    ['in `<pre>`', '<pre>\n\n/commit\n\n</pre>'],
    ['in `<pre>` that an end tag of another kind cuts', '<pre>\n</style>\n\n/commit\n\n</pre>'],
    ['in an attribute that never ends', '<div title="\n\n/commit\n\n">'],
    ['in a comment inside HTML', '<div><!--\n\n/commit\n\n--></div>'],
    ['in `<span>` over lines', '<span>\n/commit\n</span>'],
    ['in `<script>`', '<script>\n\n/commit\n\n</script>'],
    ['in a list', '- /commit'],
    ['in an ordered list', '1. /commit'],
    ['in a task', '- [ ] /commit'],
    ['in a paragraph of a list', '- well\n\n  /commit'],
    ['in a table', '| a |\n|---|\n| /commit |'],
    ['in a line that continues a table', '| a |\n|---|\n/commit'],
    ['in a link', '[/commit](https://example.org)'],
    ['in a link over lines', '[well\n/commit\n](https://example.org)'],
    ['in a reference link', '[/commit]\n\n[/commit]: a.md'],
    ['in the target of a definition', '[x]:\n/commit'],
    ['in the text for an image', '![well\n/commit](a.png)'],
    ['in a footnote', 'well[^1]\n\n[^1]: /commit'],
    ['in a paragraph of a footnote', 'well[^1]\n\n[^1]: so\n\n    /commit'],
    ['in a heading', '# /commit'],
    ['in a heading by underlining', '/commit\n---'],
    ['in struck text', '~~/commit~~'],
    ['in a formula', '$$\n/commit\n$$'],
    ['after a word', 'I say /commit'],
    ['after a bracket', '(/commit)'],
    ['in a longer word', '/commit-foo'],
    ['in a path', '/commit/path'],
    ['in the name of a file', '/commit.sh'],
  ])('%s', (_, text) => {
    expect(tellPost(text)).toEqual([])
  })
})

describe('text that a person would take for a command is a near miss (C4, TH-47)', () => {
  test.each<[string, string, string]>([
    ['a slip', '/comit', 'commit'],
    ['two slips in a longer word', '/disagre-comit late', 'disagree-commit'],
    ['letters that changed places', '/ocmmit', 'commit'],
    ['letters that changed places in a short word', '/hlep', 'help'],
    ['a slip in a word that blocks', '/objct', 'object'],
    ['another ending', '/objections', 'object'],
    ['a longer word that begins with one that blocks', '/object-strongly', 'object'],
    ['a past tense', '/aligned', 'align'],
    ['half of a command', '/disagree with all of it', 'disagree-commit'],
    ['no hyphen', '/disagreecommit late', 'disagree-commit'],
    ['a Cyrillic letter', '/соmmit', 'commit'],
    ['a Cyrillic letter in a word that blocks', '/оbject', 'object'],
    ['a Greek letter', '/cοmmit', 'commit'],
    ['the Kelvin sign or the like', '/ali\u0261n', 'align'],
    ['full-width letters', '/ｃｏｍｍｉｔ', 'commit'],
    ['a full-width slash', '／commit', 'commit'],
    ['a division slash', '∕object', 'object'],
    ['bold letters of mathematics', '/𝐨𝐛𝐣𝐞𝐜𝐭', 'object'],
    ['a no-break space before it', '\u00A0/commit', 'commit'],
    ['a no-break space after it', '/commit\u00A0gladly', 'commit'],
    ['an invisible character before it', '\u200B/commit', 'commit'],
    ['an invisible character within it', '/com\u200Bmit', 'commit'],
    ['an invisible character after it', '/object\u200B', 'object'],
    ['a mark that turns the direction', '/\u202Ecommit', 'commit'],
    ['a line separator', 'well\u2028/commit', 'commit'],
    ['a lone carriage return', 'well\r/commit', 'commit'],
    ['lone carriage returns around it', 'well\r\r/object\r', 'object'],
    ['a question mark', '/commit?', 'commit'],
    ['a dash', '/object—too late', 'object'],
    ['a mention without a space', '/commit@ada', 'commit'],
    ['a space after the slash', '/ object', 'object'],
    ['bold type', '**/commit**', 'commit'],
    ['bold type with words after it', '**/object** too late', 'object'],
    ['emphasis over lines', '*well\n/object\nso*', 'object'],
    ['an escaped slash', '\\/object', 'object'],
    ['a slash as an entity', '&#47;commit', 'commit'],
    ['a slip over a line of dashes', '/objct too late\n---\nada', 'object'],
    ['an objection after HTML that never ends', '<details>\n\n/object', 'object'],
    ['an objection after what only looks like HTML', 'an Option<a>\n/object', 'object'],
  ])('with %s', (_, text, meant) => {
    expect(tellPost(text)).toEqual([`near ${meant}`])
  })

  test('invisible characters are spelled out in the answer', () => {
    const parsed = parsePost('/\u200Bсommit')
    expect(parsed).toMatchObject({ said: [{ written: '/⟨U+200B⟩с⟨U+0441⟩ommit' }] })
  })

  test.each([
    '/etc/hosts',
    '/api/v1',
    '/usr',
    '/tmp',
    '/lgtm',
    '/approve',
    '/assign @ada',
    '/cc @ada',
    '/app',
    '/and so on',
    '/hello',
    '/home',
    '/ and so on',
    '/',
    '//',
    '// object',
    '/constructor',
    '/__proto__',
    '/toString',
    '/1234',
    `/${'commit'.repeat(40)}`,
  ])('%s is ignored', (text) => {
    expect(tellPost(text)).toEqual([])
  })
})

describe('the reason is the text up to the next command (C2)', () => {
  test.each<[string, string, readonly string[]]>([
    ['over lines', '/object it\nis late\n\nand more', ['object: it\nis late\n\nand more']],
    ['with code and quotes', '/object see\n\n> /commit\n\n`x`', ['object: see\n\n> /commit\n\n`x`']],
    ['ends before the next command', '/object late\n\n/align yes', ['object: late', 'align: yes']],
    ['ends before a near miss', '/object late\n/comit', ['object: late', 'near commit']],
    ['an HTML comment is none', '/disagree-commit <!-- why -->', ['disagree-commit']],
    ['an invisible character is none', '/disagree-commit \u200B', ['disagree-commit']],
    ['a filler letter is none', '/disagree-commit \u3164', ['disagree-commit']],
    ['punctuation is none', '/disagree-commit ...', ['disagree-commit']],
    ['a picture is one', '/disagree-commit 🐌', ['disagree-commit: 🐌']],
    ['a word in another script is one', '/disagree-commit поздно', ['disagree-commit: поздно']],
  ])('%s', (_, text, said) => {
    expect(tellPost(text)).toEqual(said)
  })

  test('is cut at 2,000 characters, never within one', () => {
    const parsed = parsePost(`/object ${'a'.repeat(1_999)}🐌b`)
    expect(parsed).toMatchObject({ said: [{ reason: 'a'.repeat(1_999) }] })
  })

  test('a command has its line in the comment', () => {
    expect(parsePost('\r\nwell\r\n\r\n/object\r\n/align')).toMatchObject({
      said: [{ line: 4 }, { line: 5 }],
    })
  })
})

describe('a commitment that mentions people (C2, TH-56)', () => {
  test.each<[string, readonly string[], boolean]>([
    ['/commit @bob', ['bob'], true],
    ['/commit @Bob, @acme/SRE and @eve.', ['bob', 'acme/sre', 'eve'], true],
    ['/commit for @bob', ['bob'], true],
    ['/commit on behalf of **@bob**', ['bob'], true],
    ['/commit _@bob_', ['bob'], true],
    ['/commit @bob_acme', ['bob_acme'], true],
    ['/commit @bоb', [], true],
    ['/commit @bob <!-- gladly -->', ['bob'], true],
    ['/commit thanks @bob', ['bob'], false],
    ['/commit see `@bob`', [], false],
    ['/commit see [@bob](x)', [], false],
    ['/commit\n\n> @bob', [], false],
    ['/commit bob@example.org', [], false],
    ['/commit', [], false],
  ])('finds in %j the mentions %j, and nothing else: %s', (text, mentions, onlyMentions) => {
    expect(parsePost(text)).toMatchObject({ said: [{ kind: 'command', mentions, onlyMentions }] })
  })

  test('each command has its own mentions', () => {
    expect(parsePost('@eve\n\n/add @ada\n/object @linus is right')).toMatchObject({
      said: [{ mentions: ['ada'] }, { mentions: ['linus'] }],
    })
  })
})

describe('a comment too complex to parse may say what one of its lines seems to say (C0)', () => {
  const hard = '['.repeat(2_000)

  test.each<[string, boolean, boolean]>([
    ['well', false, false],
    ['/commit', false, true],
    ['/object', true, true],
    ['  **/objct**', true, true],
    ['/etc/hosts', false, false],
    ['I say /object', false, false],
  ])('says of %j that it may block: %s, and may be a command: %s', (line, mayBlock, mayCommand) => {
    expect(parsePost(`${hard}\n${line}`)).toEqual({
      kind: 'unreadable',
      why: expect.stringContaining('brackets'),
      mayBlock,
      mayCommand,
    })
  })

  test('more than 200 commands or 70,000 characters are not parsed', () => {
    expect(parsePost('/object\n'.repeat(201))).toMatchObject({ kind: 'unreadable', mayBlock: true })
    expect(parsePost(`${'a\n'.repeat(35_001)}/commit`)).toMatchObject({
      kind: 'unreadable',
      mayBlock: false,
      mayCommand: true,
    })
  })
})

describe('C4: a near miss is reported with the text before it', () => {
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
  ])('reads %j as %j', (text, words) => {
    expect(written(text)).toEqual(words)
  })
})

describe('C2: text inside closed HTML is not a command, and text after it is', () => {
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
  ])('reads %j as %j', (text, words) => {
    expect(written(text)).toEqual(words)
  })
})

describe('C3: mentions right after a command and the text behind them', () => {
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
  ])('reads %j as %j', (text, told) => {
    expect(names(text)).toBe(told)
  })

  test('belong to their own command', () => {
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
  ])('leaves out punctuation before it and stops at 2,000 characters (row %#)', (text, reason) => {
    expect(said(text)).toMatchObject([{ kind: 'command', word: 'object', reason }])
  })
})

describe('C2: a commitment with nothing but mentions is in the name of others', () => {
  test.each<[string, boolean]>([
    ['/commit __@bob__', true],
    ['/commit @bob and for @eve', true],
    ['/commit @bob @eve', true],
    ['/commit [@bob][x]\n\n[x]: a.md', false],
    ['/commit @bob android', false],
    ['/commit @bob, gladly', false],
    ['/commit\n@bob', true],
  ])('takes %j for one: %s', (text, onlyMentions) => {
    expect(said(text)).toMatchObject([{ onlyMentions }])
  })
})

describe('C0: limits of what is parsed', () => {
  test('200 commands are parsed, and no more', () => {
    expect(said('/help\n'.repeat(200))).toHaveLength(200)
    expect(parsePost('/help\n'.repeat(201))).toEqual({
      kind: 'unreadable',
      why: "This text can't be parsed: it has more than 200 commands.",
      mayBlock: false,
      mayCommand: true,
    })
  })

  test('70,000 characters are parsed, and no more', () => {
    expect(said(`${'a\n'.repeat(34_996)}/commit\n`)).toHaveLength(1)
    expect(parsePost(`${'a\n'.repeat(34_996)}/commit\nb`)).toMatchObject({
      why: "This text can't be parsed: it is longer than GitHub allows.",
    })
  })

  test('a comment has no front matter', () => {
    expect(written('---\n/object\n---')).toEqual(['command: /object'])
  })
})

describe('for any comment', () => {
  test('the parser does not throw', () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => void parsePost(text)),
      { numRuns: 400 },
    )
  })

  test('its quotation holds no command (C2)', () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        expect(statementsIn(text.replace(/^/gm, '> ').replace(/\r(?!\n)/g, '\r> '))).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('it holds no command inside a code fence (C2)', () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map(({ length }) => length + 1)))
        expect(statementsIn(`${fence}\n${text}\n${fence}`)).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('a command in a paragraph before it is found', () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        expect(statementsIn(`/object why\n\n${text}`)[0]).toMatchObject({
          kind: 'command',
          word: 'object',
          line: 1,
        })
      }),
      { numRuns: 400 },
    )
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
