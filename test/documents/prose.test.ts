import { describe, expect, test } from 'vitest'
import type { ParsedDocument } from '../../src/documents/parsed-document.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'

function read(text: string): ParsedDocument {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed
}

function parts(text: string) {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed.parts
}

describe('a section is empty without prose (T3)', () => {
  test.each([
    ['', false],
    ['TBD', false],
    ['- [ ] todo\n- [x] FIXME', false],
    ['N/A', false],
    ['…', false],
    ['...', false],
    ['<!-- tell us what hurts -->', false],
    ['<what hurts>', false],
    ["<what's hurting, and whom?>", false],
    ['**TBD**.', false],
    ['- \n- ', false],
    ['---', false],
    ['TODOs pile up', true],
    ['TBD: the invoices are late', true],
    ['It hurts.', true],
    ['42', true],
    ['痛い', true],
    ['| Who |\n|---|\n| everybody |', true],
    ['```\ncode\n```', true],
    ['<p>It hurts.</p>', true],
  ])('%j has prose: %s', (text, hasProse) => {
    expect(read(`## Problem\n\n${text}\n`).parts[1]?.hasProse).toBe(hasProse)
  })

  test.each([
    ['[x] TBD'],
    ['[X] [ ] FIXME'],
    ['[x]: rollout.md'],
    ['<p></p>'],
    ['<p><!-- what hurts --></p>'],
    ['![](chart.png)'],
    ['[^1]'],
    ['<what hurts?>\n<who pays?>'],
    ['todo, tbd; n/a'],
  ])('%j is empty', (text) => {
    expect(parts(`## Problem\n\n${text}\n\n[^1]: TBD`)[1]?.hasProse).toBe(false)
  })

  test.each([
    ['an image that is described', '![Latency by hour](chart.png)'],
    ['an image by reference', '![Latency by hour][x]\n\n[x]: chart.png'],
    ['a link', '[Latency](chart.md)'],
    ['inline code', '`latency`'],
    ['a footnote', '[^1]\n\n[^1]: Latency'],
    ['words parted by a placeholder', 'to<what hurts?>do'],
    ['words parted by a tag', 'to<br>do'],
    ['words parted by a hard break', 'to  \ndo'],
    ['words in two paragraphs', 'to\n\ndo'],
    ['words in two items', '- to\n- do'],
    ['words in two paragraphs of an item', '- to\n\n  do'],
    ['words in two paragraphs of a quote', '> to\n>\n> do'],
    ['words in two rows', '| to |\n|---|\n| do |'],
    ['words in two cells', '| to | do |\n|---|---|'],
    ['words in two paragraphs of a footnote', '[^1]\n\n[^1]: to\n\n    do'],
    ['a word that holds a placeholder', 'todos'],
    ['a word behind a placeholder', 'TBD x'],
  ])('not empty: %s', (_, text) => {
    expect(parts(`## Problem\n\n${text}`)[1]?.hasProse).toBe(true)
  })
})
