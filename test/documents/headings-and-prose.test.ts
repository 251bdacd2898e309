import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/documents/parse-document.ts'
import { sectionName } from '../../src/documents/section-name.ts'

function parts(text: string) {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed.parts
}

describe('the name of a section goes without its number and its marks, and keeps its words (T1)', () => {
  test.each([
    ['  1. Problem ', 'problem'],
    ['12 Problem', 'problem'],
    ['1.10 problem', 'problem'],
    ['1.10 Problem', 'problem'],
    ['1  Problem', 'problem'],
    ['(iv) Problem', 'problem'],
    ['§2.1: Problem', 'problem'],
    ['Phase 2 problem', 'phase 2 problem'],
    ['What’s the problem', 'whats the problem'],
    ["What's the problem", 'whats the problem'],
    ['Out of the box', 'out of the box'],
    ['Bathe dogs', 'bathe dogs'],
    ['Ⅳ. Problem', 'problem'],
    ['2', '2'],
    ['§', ''],
  ])('%j is %j', (heading, name) => {
    expect(sectionName(heading)).toBe(name)
  })
})

describe('a section is empty without words of its own (T3)', () => {
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
  ])('%s is not', (_, text) => {
    expect(parts(`## Problem\n\n${text}`)[1]?.hasProse).toBe(true)
  })
})
