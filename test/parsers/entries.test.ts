import { expect, test } from 'vitest'
import { parseDocument } from '../../src/domain/document/parse-document.ts'
import type { Naming } from '../../src/domain/document/parsed.ts'

const ABOVE = '## Alignment\n\n'

/** Each entry of an Alignment section: its line | who is named, and where | who is mentioned later | what is hidden. */
function told(text: string): readonly string[] {
  const parsed = parseDocument(`${ABOVE}${text}`)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed.parts
    .flatMap(({ entries }) => entries)
    .map(({ line, names, later, hidden }) =>
      [
        line - 2,
        names.map((each) => `${nameOf(each)} ${each.line - 2}:${each.column}`).join(' '),
        later.map(nameOf).join(' '),
        hidden ?? '-',
      ].join(' | '),
    )
}

function nameOf(name: Naming): string {
  if (name.kind === 'person') return `@${name.login}`
  return name.kind === 'team' ? `@${name.org}/${name.slug} (${name.quorum})` : `?${name.text}`
}

test.each<[string, readonly string[]]>([
  ['- @ada', ['1 | @ada 1:3 |  | -']],
  [
    '- @ada, @linus and @grace & @rita / @eve',
    ['1 | @ada 1:3 @linus 1:9 @grace 1:20 @rita 1:29 @eve 1:37 |  | -'],
  ],
  ['- @ada — asked by @eve', ['1 | @ada 1:3 | @eve | -']],
  ['- Ask @ada', ['1 |  | @ada | -']],
  ['- [x] @ada', ['1 | @ada 1:7 |  | -']],
  ['- @ada\n\n  @linus', ['1 | @ada 1:3 | @linus | -']],
  ['- @ada\n  @linus', ['1 | @ada 1:3 @linus 2:3 |  | -']],
  ['- a\n  - @ada\n  - @linus', ['2 | @ada 2:5 |  | -', '3 | @linus 3:5 |  | -']],
  ['- @ada\n\n  ```\n  @linus\n  ```', ['1 | @ada 1:3 |  | -']],
  ['- ```\n  @ada\n  ```', ['1 |  |  | @ada']],
  ['- `@ada`', ['1 |  |  | @ada']],
  ['- `@ada` and more', ['1 |  |  | @ada']],
  ['- [@ada](x)', ['1 |  |  | @ada']],
  ['- [@ada][x]\n\n[x]: y', ['1 |  |  | @ada']],
  ['- ~~@ada~~', ['1 | @ada 1:5 |  | -']],
  ['- ~~`@ada`~~', ['1 |  |  | @ada']],
  ['- <b>@ada</b>', ['1 | @ada 1:6 |  | -']],
  ['- @ada<br>@linus', ['1 | @ada 1:3 @linus 1:11 |  | -']],
  ['- @ada<br/>asks @linus', ['1 | @ada 1:3 | @linus | -']],
  ['@ada\n@linus', ['1 | @ada 1:1 |  | -', '2 | @linus 2:1 |  | -']],
  ['@ada<br>@linus told', ['1 | @ada 1:1 |  | -', '1 | @linus 1:9 |  | -']],
  ['@ada  \n@linus', ['1 | @ada 1:1 |  | -', '2 | @linus 2:1 |  | -']],
  ['Talk to @ada', ['1 |  | @ada | -']],
  [
    '| who | why |\n|---|---|\n| @ada | pays |\n| | @linus |\n| x | @grace |',
    ['3 | @ada 3:3 |  | -', '4 | @linus 4:5 |  | -', '5 |  | @grace | -'],
  ],
  ['| @ada |\n|---|', ['1 | @ada 1:3 |  | -']],
  ['> @ada', []],
  ['- > @ada', ['1 |  |  | @ada']],
  ['1. @ada\n2. @linus', ['1 | @ada 1:4 |  | -', '2 | @linus 2:4 |  | -']],
  ['- @ada (2)', ['1 | ?@ada (2) 1:3 |  | -']],
  ['- @acme/sre (2), @acme/all (all)', ['1 | @acme/sre (2) 1:3 @acme/all (all) 1:18 |  | -']],
  ['- @acme/sre (x)', ['1 | ?@acme/sre (x) 1:3 |  | -']],
  ['* @ada\n\n* @linus told @eve', ['1 | @ada 1:3 |  | -', '3 | @linus 3:3 | @eve | -']],
  ['<div>\n@ada\n</div>', ['2 |  |  | @ada']],
  ['- <!-- @ada --> @linus', ['1 |  |  | @linus']],
  ['- @ada <!-- @linus -->', ['1 | @ada 1:3 |  | -']],
  ['- ![@ada](x)', []],
  ['- **@ada**, _@linus_', ['1 | @ada 1:5 @linus 1:14 |  | -']],
  ['@ada, @linus: both', ['1 | @ada 1:1 @linus 1:7 |  | -']],
  ['- @ada[^1]\n\n[^1]: @linus', ['1 | @ada 1:3 |  | -']],
  ['- \n', []],
  ['- `@ada` @linus', ['1 |  | @linus | -']],
  ['- [@ada](x), @linus', ['1 |  | @linus | -']],
  ['@ada and\nfriends', ['1 | @ada 1:1 |  | -']],
  ['- @ada\r\n  @linus\r\n- @grace', ['1 | @ada 1:3 @linus 2:3 |  | -', '3 | @grace 3:3 |  | -']],
  ['### @ada', ['1 | @ada 1:5 |  | -']],
  ['- ＠ada', ['1 | ?＠ada 1:3 |  | -']],
  ['- @ada@example.org', []],
  ['- ada@example.org', []],
  ['- <@ada>', ['1 |  | @ada | -']],
  ['| a | b |\n|---|---|\n| `@ada` | c |', ['3 |  |  | @ada']],
  ['- [see](x) `@ada`', ['1 |  |  | @ada']],
])('who is named by %j (S1)', (text, expected) => {
  expect(told(text)).toEqual(expected)
})
