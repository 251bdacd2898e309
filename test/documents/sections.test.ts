import { describe, expect, test } from 'vitest'
import type { ParsedDocument } from '../../src/documents/parsed-document.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'
import { sectionName, sectionNames } from '../../src/documents/section-name.ts'

function read(text: string): ParsedDocument {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed
}

describe('the name of a section goes without case, number, punctuation, "the" and emoji (T1)', () => {
  test.each([
    ['Problem', 'problem'],
    ['1. The Problem', 'problem'],
    ['2.1 Problem', 'problem'],
    ['2.1. Problem', 'problem'],
    ['1 Problem', 'problem'],
    ['IV. Problem', 'problem'],
    ['iv) Problem', 'problem'],
    ['A) Problem', 'problem'],
    ['§ 3 Problem', 'problem'],
    ['(2) Problem', 'problem'],
    ['🔥 PROBLEM?! 🔥', 'problem'],
    ['Problem:', 'problem'],
    ['Alignment & buy-in', 'alignment and buy in'],
    ['Alignment and Buy In', 'alignment and buy in'],
    ['Alignment&buy-in', 'alignment and buy in'],
    ['civil. Problem', 'civil problem'],
    ['The', 'the'],
    ['Theory', 'theory'],
    ['Проблема', 'проблема'],
    ['Problem: what hurts', 'problem'],
    ['Problem — what hurts', 'problem'],
    ['Problem – what hurts', 'problem'],
    ['Problem - what hurts', 'problem'],
    ['Problem? Yes', 'problem'],
    ['Problem (required)', 'problem'],
    ['Problem {#problem}', 'problem'],
    ['1: Problem', 'problem'],
    ['2 — Problem', 'problem'],
    ['1️⃣ Problem', 'problem'],
    ['⚠️ Problem', 'problem'],
    [':rocket: Problem', 'problem'],
    ['Sign-off', 'sign off'],
    ['Problem-solving', 'problem solving'],
    ['(optional)', ''],
  ])('%s', (heading, name) => {
    expect(sectionName(heading)).toBe(name)
  })
})

describe('a heading is known by its name and by those it joins (T1)', () => {
  test.each<[string, readonly string[]]>([
    ['Background and Motivation', ['background and motivation', 'background', 'motivation']],
    ['The Problem & the Options', ['problem and the options', 'problem', 'options']],
    ['Context/Problem', ['context problem', 'context', 'problem']],
    ['Problem, goals: all of them', ['problem goals', 'problem', 'goals']],
    ['Command line', ['command line']],
  ])('%s', (heading, names) => {
    expect(sectionNames(heading)).toEqual(names)
  })

  test.each([
    ['## Problem <!-- omit in toc -->', 'problem'],
    ['## Motivation <a name="motivation"></a>', 'motivation'],
    ['## **Problem**', 'problem'],
    ['## <b>Problem</b>', 'problem'],
    ['## [Problem](#problem)', 'problem'],
  ])('%s is called %s', (text, name) => {
    expect(read(text).parts[1]?.heading?.names).toEqual([name])
  })
})

describe('a paragraph of nothing but bold text is a heading where there are no others (T1)', () => {
  const headings = (text: string) => read(text).parts.flatMap(({ heading }) => heading?.text ?? [])

  test.each<[string, readonly string[]]>([
    ['**Problem**\n\nLate.\n\n__Alignment:__\n\n- @ada', ['Problem', 'Alignment:']],
    ['# Billing\n\n**Problem** <!-- what hurts -->\n\nLate.', ['Billing', 'Problem']],
    ['# Billing\n\n**Problem**\nLate.', ['Billing']],
    ['# Billing\n\n**Problem** and more', ['Billing']],
    ['# Billing\n\n**Problem**\n\n## Alignment', ['Billing', 'Alignment']],
    ['## Alignment\n\n**Problem**', ['Alignment']],
    ['- **Problem**', []],
  ])('%j', (text, expected) => {
    expect(headings(text)).toEqual(expected)
  })
})

describe('a document is cut at top-level headings (T1)', () => {
  test('of both styles and every level', () => {
    const { parts } = read('before\n\n# A\n\n## B\nb\n\nC\n---\n\n###### D\n')
    expect(parts.map(({ heading, line }) => [heading?.text, heading?.level, line])).toEqual([
      [undefined, undefined, 1],
      ['A', 1, 3],
      ['B', 2, 5],
      ['C', 2, 8],
      ['D', 6, 11],
    ])
  })

  test('and not at those in quotes, lists, code or HTML', () => {
    expect(read('> # A\n\n- # B\n\n```\n# C\n```\n\n<div>\n# D\n</div>\n').parts).toHaveLength(1)
  })

  test.each([
    ['---\ntitle: From front matter\n---\n# Heading', 'From front matter'],
    ['## Two\n\n# *One* `code`\n', 'One code'],
    ['## Two', null],
    ['', null],
  ])('%j is called %j', (text, title) => {
    expect(read(text).title).toBe(title)
  })
})

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
})

describe('relative targets are kept for the files they lead to (F2)', () => {
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
  ])('%s', (text, links) => {
    expect(read(text).parts[0]?.links).toEqual(links)
  })
})

describe('addresses that may lead to a branch are kept, for what stands there can change (F2)', () => {
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
  ])('%s', (text, movable) => {
    expect(read(text).parts[0]?.movable.map(({ address }) => address)).toEqual(movable)
  })
})

describe('what is beyond the bounds is unreadable', () => {
  test('a text over 1 MiB (T5)', () => {
    expect(parseDocument('ä'.repeat(524_289))).toEqual({
      kind: 'unreadable',
      why: expect.stringContaining('1 MiB'),
    })
  })

  test.each([
    [
      '65 KiB',
      `---\nx: "${'a'.repeat(65_536)}"\n---\n`.replaceAll('a'.repeat(1000), `${'a'.repeat(1000)}\n  `),
      '64 KiB',
    ],
    ['17 aliases', `---\na: &a 1\nb: [${Array(17).fill('*a').join(', ')}]\n---\n`, '16 aliases'],
    ['21 levels', `---\na: ${'['.repeat(21)}${']'.repeat(21)}\n---\n`, '20 levels'],
    ['no keys', '---\njust text\n---\n', 'no keys'],
  ])('front matter of %s is a problem (T4)', (_, text, message) => {
    expect(read(text).problems).toEqual([
      { message: expect.stringContaining(message), line: 2, column: expect.any(Number) },
    ])
  })

  test('and nothing in front matter reaches a prototype', () => {
    read('---\n__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n---\n')
    expect({}).not.toHaveProperty('polluted')
  })
})
