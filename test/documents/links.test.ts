import { describe, expect, test } from 'vitest'
import type { ParsedDocument } from '../../src/documents/parsed-document.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'

function read(text: string): ParsedDocument {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed
}

describe('relative links are collected (F2)', () => {
  test.each([
    ['[a](./a.md#part) ![b](img/b%20c.png?raw=1)', ['./a.md', 'img/b c.png']],
    ['[a][x]\n\n[x]: ../x.md', ['../x.md']],
    ['[a](https://example.org/a) [b](#part) [c](//example.org) [d](mailto:a@b.c)', []],
    ['<img src="a.png"> <a href=\'b.md\'>b</a>', ['a.png', 'b.md']],
    ['[a](100%.md)', ['100%.md']],
    ['[a](<b.md >) [c](&#100;.md) ![e](<img\\e.png>)', ['b.md', 'd.md', 'img/e.png']],
    ['<video poster="a.png"></video>', ['a.png']],
    ['<p>one</p><!-- <img src="a.png"> -->', []],
    ['<p title="> <!-- "><img src="a.png"><!-- --></p>', ['a.png']],
  ])('finds in %j the links %j', (text, links) => {
    expect(read(text).parts[0]?.links).toEqual(links)
  })
})

describe('links that may lead to a branch are collected, because their target can change (F2)', () => {
  test.each([
    [
      '[a](https://github.test/acme/rfcs/blob/main/plan.md)',
      ['https://github.test/acme/rfcs/blob/main/plan.md'],
    ],
    [
      '<img src="https://github.test/acme/rfcs/raw/main/a.png?x">',
      ['https://github.test/acme/rfcs/raw/main/a.png?x'],
    ],
    ['![a](//raw.github.test/acme/rfcs/main/a.png)', ['//raw.github.test/acme/rfcs/main/a.png']],
    ['<https://github.test/acme/rfcs/pull/1>', []],
    ['[a](https://github.test/search?q=/blob/)', []],
    ['[a](raw/plan.md)', []],
  ])('finds in %j the links %j', (text, movable) => {
    expect(read(text).parts[0]?.movable.map(({ address }) => address)).toEqual(movable)
  })
})
