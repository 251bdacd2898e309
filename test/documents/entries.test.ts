import { expect, test, describe } from 'vitest'
import { parseDocument } from '../../src/documents/parse-document.ts'
import type { PlacedMention } from '../../src/documents/parsed-document.ts'

const ABOVE = '## Alignment\n\n'

/** Who is named in an Alignment section, where and with which role, and the items that name nobody; `!`: material. */
function told(text: string): readonly string[] {
  const parsed = parseDocument(`${ABOVE}${text}`)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed.parts.flatMap(({ entries, nameless }) => [
    ...entries.map(({ line, names, isMaterial }) =>
      [`${line - 2}${isMaterial ? '!' : ''}:`, ...names.map(nameOf)].join(' '),
    ),
    ...nameless.map(
      ({ line, words, hidden }) => `${line - 2}: nobody by ${words}${hidden ? ` (${hidden})` : ''}`,
    ),
  ])
}

function nameOf(name: PlacedMention): string {
  const link = name.link ? `~${name.link.host}` : ''
  const at = `${name.line - 2}:${name.column}${name.role ? `=${name.role}` : ''}`
  if (name.kind === 'person') return `@${name.login}${link} ${at}`
  return name.kind === 'team'
    ? `@${name.org}/${name.slug}(${name.quorum})${link} ${at}`
    : `?${name.text} ${at}`
}

test.each<[string, readonly string[]]>([
  ['- @ada', ['1: @ada 1:3']],
  ['- @ada, @linus and @grace & @rita / @eve', ['1: @ada 1:3 @linus 1:9 @grace 1:20 @rita 1:29 @eve 1:37']],
  ['- @ada — asked by @eve', ['1: @ada 1:3=asked by @eve 1:19=asked by']],
  ['- Ask @ada', ['1: @ada 1:7=Ask']],
  ['- [x] @ada', ['1: @ada 1:7']],
  ['- @ada\n\n  @linus', ['1: @ada 1:3 @linus 3:3']],
  ['- @ada\n  @linus', ['1: @ada 1:3 @linus 2:3']],
  ['- a\n  - @ada\n  - @linus', ['2: @ada 2:5', '3: @linus 3:5']],
  ['- @ada\n\n  ```\n  @linus\n  ```', ['1!: @ada 1:3']],
  ['- ```\n  @ada\n  ```', ['1: nobody by … (@ada)']],
  ['- `@ada`', ['1: nobody by … (@ada)']],
  ['- `@ada` and more', ['1: nobody by and more (@ada)']],
  ['- [@ada](x)', ['1: ?@ada 1:3']],
  ['- [@ada][x]\n\n[x]: y', ['1: ?@ada 1:3']],
  ['- ~~@ada~~', ['1: @ada 1:5']],
  ['- ~~`@ada`~~', ['1: nobody by …… (@ada)']],
  ['- <b>@ada</b>', ['1: @ada 1:6']],
  ['- @ada<br>@linus', ['1: @ada 1:3 @linus 1:11']],
  ['@ada\n@linus', ['1: @ada 1:1', '2: @linus 2:1']],
  ['@ada<br>@linus told', ['1: @ada 1:1', '1: @linus 1:9=told']],
  ['@ada  \n@linus', ['1: @ada 1:1', '2: @linus 2:1']],
  ['Talk to @ada', ['1: @ada 1:9=Talk to']],
  [
    '| who | why |\n|---|---|\n| @ada | pays |\n| | @linus |\n| x | @grace |',
    ['3: @ada 3:3=pays', '4: @linus 4:5', '5: @grace 5:7'],
  ],
  ['| @ada |\n|---|', ['1: @ada 1:3']],
  ['> @ada', []],
  ['- > @ada', ['1: nobody by … (@ada)']],
  ['1. @ada\n2. @linus', ['1: @ada 1:4', '2: @linus 2:4']],
  ['- @ada (2)', ['1: ?@ada (2) 1:3']],
  ['- @acme/sre (2), @acme/all (all)', ['1: @acme/sre(2) 1:3 @acme/all(all) 1:18']],
  ['- @acme/sre (x)', ['1: ?@acme/sre (x) 1:3']],
  ['<div>\n@ada\n</div>', ['2: @ada 2:1']],
  ['- <!-- @ada --> @linus', ['1: @linus 1:17']],
  ['- @ada <!-- @linus -->', ['1: @ada 1:3']],
  ['- ![@ada](x)', ['1: nobody by …']],
  ['- **@ada**, _@linus_', ['1: @ada 1:5 @linus 1:14']],
  ['@ada, @linus: both', ['1: @ada 1:1=both @linus 1:7=both']],
  ['- @ada[^1]\n\n[^1]: @linus', ['1!: @ada 1:3', '3: @linus 3:7']],
  ['- \n', []],
  ['- `@ada` @linus', ['1!: @linus 1:10']],
  ['- [@ada](x), @linus', ['1: ?@ada 1:3 @linus 1:14']],
  ['@ada and\nfriends', ['1: @ada 1:1=friends']],
  ['- @ada\r\n  @linus\r\n- @grace', ['1: @ada 1:3 @linus 2:3', '3: @grace 3:3']],
  ['### @ada', ['1: @ada 1:5']],
  ['- ＠ada', ['1: ?＠ada 1:3']],
  ['- @ada@example.org', ['1!: ?@ada@example.org 1:3']],
  ['- ada@example.org', ['1: nobody by ada@example.org']],
  ['- <@ada>', ['1: @ada 1:4']],
  ['| a | b |\n|---|---|\n| `@ada` | c |', ['3: nobody by c (@ada)']],
  ['- [see](x) `@ada`', ['1: nobody by see (@ada)']],
  ['- Ada Lovelace (@ada), payments\n- @bob', ['1: @ada 1:17=payments', '2: @bob 2:3']],
  [
    '| Name | GitHub | Area |\n|---|---|---|\n| Ada Lovelace | @ada | payments |\n| Bob Metcalfe | @bob | network |',
    ['3: @ada 3:18=payments', '4: @bob 4:18=network'],
  ],
  [
    '- Payments: @ada\n- **Approver:** @cy\n- @bob',
    ['1: @ada 1:13=Payments', '2: @cy 2:17=Approver', '3: @bob 3:3'],
  ],
  ['- @ada; @bob\n- @cy + @dee', ['1: @ada 1:3 @bob 1:9', '2: @cy 2:3 @dee 2:9']],
  ['- @ada, @linus — payments', ['1: @ada 1:3=payments @linus 1:9=payments']],
  [
    '| SRE | @acme/sre (2) |\n|---|---|\n| Ops | @acme/ops | (all) |',
    ['1: @acme/sre(2) 1:9=SRE', '3: @acme/ops(all) 3:9=Ops'],
  ],
  ['needs @ada and @linus.', ['1: @ada 1:7=needs @linus 1:16=needs']],
  ['- [Ada Lovelace](https://github.com/ada) — payments', ['1: @ada~github.com 1:3=payments']],
  ['- [@ada](https://github.com/ada)', ['1: @ada~github.com 1:3']],
  ['- [@ada](https://github.com/bob)', ['1: ?@ada 1:3']],
  ['- [ada](https://github.com/bob)', ['1: ?ada 1:3']],
  ['- https://github.com/ada', ['1: @ada~github.com 1:3']],
  ['- <https://github.com/orgs/acme/teams/sre> (2)', ['1: @acme/sre(2)~github.com 1:3']],
  ['- [SRE](https://github.com/orgs/acme/teams/sre) (all)', ['1: @acme/sre(all)~github.com 1:3']],
  ['- <a href="https://github.com/ada">Ada</a>', ['1: @ada~github.com 1:3=Ada']],
  ['- [docs](https://github.com/acme/sre)', ['1: nobody by docs']],
  ['- ada\n- Payments team\n- @bob', ['3: @bob 3:3', '1: nobody by ada', '2: nobody by Payments team']],
  ['- Owners\n  - ada\n  - @bob', ['3: @bob 3:5', '2: nobody by ada']],
  ['- @ada\n  - owns the ledger', ['1: @ada 1:3']],
  ['- @ada (payments), @bob (network)', ['1: @ada 1:3=payments @bob 1:20=network']],
  ['- Ada Lovelace (@ada) and Bob Metcalfe (@bob), payments', ['1: @ada 1:17=payments @bob 1:41=payments']],
  ['- Payments - Ada Lovelace (@ada)', ['1: @ada 1:28=Payments']],
  ['- @ada — owns 3 services', ['1!: @ada 1:3']],
  ['- @ada — `x`', ['1!: @ada 1:3']],
  ['- Ada <ada@acme.org>', ['1: nobody by Ada ada@acme.org']],
  ['@ada: payments\n@bob: network', ['1: @ada 1:1=payments', '2: @bob 2:1=network']],
  ['<ul><li>@ada payments</li><li>ada</li></ul>', ['1: @ada 1:9=payments', '1: nobody by ada']],
  [
    '<table><tr><th>Who</th></tr><tr><td>@acme/sre (2)</td></tr><tr><td>nobody</td></tr></table>',
    ['1: @acme/sre(2) 1:37', '1: nobody by nobody'],
  ],
  ['<code>@ada</code> and <b>@bob</b>', ['1!: @bob 1:26']],
  ['<div><code>@ada</code> and <b>@bob</b></div>', ['1!: @bob 1:31']],
  ['- [@linus](https://example.org/linus)', ['1: @linus~example.org 1:3']],
  ['- ask [the @ada desk](https://example.org)', ['1!: @ada 1:12']],
  ['- [ ] @ada (payments)', ['1: @ada 1:7=payments']],
  ['- TBD', ['1: nobody by TBD']],
  ['- <name>', []],
  ['| Who |\n|---|\n| TBD |\n| @ada |', ['4: @ada 4:3', '3: nobody by TBD']],
  ['- @ada/@linus', ['1: @ada 1:3 @linus 1:8']],
  ['- cc: @ada, and also "@bob"', ['1: @ada 1:7=cc, also @bob 1:23=cc, also']],
  ["- @ada's team", ["1: @ada 1:3='s team"]],
  ['- https://example.org/@ada', ['1: nobody by https://example.org/@ada']],
  ['- Payments, @ada', ['1: @ada 1:13=Payments']],
  ['- ***@ada***: **payments**', ['1: @ada 1:6=payments']],
])('names people and teams in %j (S1, F2b)', (text, expected) => {
  expect(told(text)).toEqual(expected)
})

describe('an HTML tag separates words (S1)', () => {
  test.each<[string, readonly string[]]>([
    ['- @linus told<b>@ada</b>', ['linus', 'ada']],
    ['- <b></b>@ada', ['ada']],
    ['- @ada<b></b>, @linus', ['ada', 'linus']],
    ['- told[Ada](https://github.com/ada)told', ['ada']],
  ])('finds in %s the names %j', (text, logins) => {
    const parsed = parseDocument(text)
    if (parsed.kind === 'unreadable') throw new Error(parsed.why)
    const names = parsed.parts.flatMap((part) => part.entries.flatMap((entry) => entry.names))
    expect(names.map((name) => (name.kind === 'person' ? name.login : name.kind))).toEqual(logins)
  })
})

describe('a name written with a character entity has the position of its line (S1)', () => {
  test('because the sources of its characters are not known', () => {
    const parsed = parseDocument('- &#64;ada, @linus')
    if (parsed.kind === 'unreadable') throw new Error(parsed.why)
    const names = parsed.parts.flatMap(({ entries }) => entries.flatMap((entry) => entry.names))
    expect(names.map(({ line, column }) => [line, column])).toEqual([
      [1, 3],
      [1, 3],
    ])
  })
})
