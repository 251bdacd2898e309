import { describe, expect, test } from 'vitest'
import { materialOfFrontMatter } from '../../src/rfc/names-in-text.ts'
import { DEFAULTS } from '../../src/config/config.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'
import type { ParsedDocument } from '../../src/documents/parsed-document.ts'
import { tellDocument } from './tell-document.ts'

function read(yaml: string): ParsedDocument {
  const parsed = parseDocument(`---\n${yaml}\n---\n# Billing\n`)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed
}

/** What front matter was understood to say, and what is wrong with it, line by line. */
const told = (yaml: string) => tellDocument(read(yaml)).split('\n').filter(Boolean)

/** Front matter of so many bytes. */
function sized(bytes: number): string {
  const text = `a: |\n${`  ${'x'.repeat(997)}\n`.repeat(60)}`
  return `${text}${`  ${'x'.repeat(997)}\n`.repeat(Math.floor((bytes - text.length) / 1000))}  ${'x'.repeat(((bytes - text.length) % 1000) - 2)}`
}

describe('T4: a known key with a wrong type is a problem at its line', () => {
  test.each<[string, readonly string[]]>([
    ['title: Bill from events', []],
    ['title: "7"', []],
    ['title: 7', ['2:8 problem: `title` is the number `7`; expected text. Write `title: "…"`.']],
    ['title: 1.5', ['2:8 problem: `title` is the number `1.5`; expected text. Write `title: "…"`.']],
    ['title: yes', []],
    [
      'title: true',
      ['2:8 problem: `title` is `true`, which YAML reads as a boolean; expected text. Write `title: "…"`.'],
    ],
    ['title: null', ['2:8 problem: `title` is empty; expected text. Write `title: "…"`.']],
    ['title:', ['2:7 problem: `title` is empty; expected text. Write `title: "…"`.']],
    ['title: [a]', ['2:8 problem: `title` is a list; expected text. Write `title: "…"`.']],
    ['title: { a: b }', ['2:8 problem: `title` is a mapping; expected text. Write `title: "…"`.']],
    ['title: !!str 7', []],
    ['title: !x a', ['2:11 problem: `title` is tagged `!x`; expected text. Write `title: "…"`.']],
    ['title: &a b', []],
    ['a: &a b\ntitle: *a', ['3:8 problem: `title` is something else; expected text. Write `title: "…"`.']],
    [
      'stakeholders:',
      ['2:14 problem: `stakeholders` is empty; expected a list of logins. Write `stakeholders: ["@login"]`.'],
    ],
    [
      'stakeholders: 7',
      [
        '2:15 problem: `stakeholders` is the number `7`; expected a list of logins. Write `stakeholders: ["@login"]`.',
      ],
    ],
    [
      'stakeholders: true',
      [
        '2:15 problem: `stakeholders` is `true`, which YAML reads as a boolean; expected a list of logins. Write `stakeholders: ["@login"]`.',
      ],
    ],
    [
      'stakeholders: { ada: yes }',
      [
        '2:15 problem: `stakeholders` is a mapping; expected a list of logins. Write `stakeholders: ["@login"]`.',
      ],
    ],
    ['stakeholders: []', []],
    [
      'stakeholders: ["@ada", 7, ~, true, [linus], { grace: 1 }, !x eve]',
      [
        '2:17 names @ada',
        '2:24 problem: This entry of `stakeholders` is the number `7`; expected a login. Write `"@login"` in quotes.',
        '2:27 problem: This entry of `stakeholders` is empty; expected a login. Write `"@login"` in quotes.',
        '2:30 problem: This entry of `stakeholders` is `true`, which YAML reads as a boolean; expected a login. Write `"@login"` in quotes.',
        '2:36 problem: This entry of `stakeholders` is a list; expected a login. Write `"@login"` in quotes.',
        '2:45 problem: This entry of `stakeholders` is a mapping; expected a login. Write `"@login"` in quotes.',
        '2:62 problem: This entry of `stakeholders` is tagged `!x`; expected a login. Write `"@login"` in quotes.',
      ],
    ],
    [
      'stakeholders:\n  - "@ada"\n  -\n  - 0x10',
      [
        '3:6 names @ada',
        '4:4 problem: This entry of `stakeholders` is empty; expected a login. Write `"@login"` in quotes.',
        '5:5 problem: This entry of `stakeholders` is the number `0x10`; expected a login. Write `"@login"` in quotes.',
      ],
    ],
    ['owner: 7\nUnknown: ~', []],
    ['Title: 7', ['2:8 problem: `title` is the number `7`; expected text. Write `title: "…"`.']],
    ['decider: [a]', ['2:10 problem: `decider` is a list; expected one login. Write `decider: "@login"`.']],
    [
      'decider: "@ada, @linus"',
      ['2:10 problem: `decider` is `@ada, @linus`; expected one login. Write `decider: "@login"`.'],
    ],
    [
      'decider: "@acme/sre"',
      ['2:10 problem: `decider` is `@acme/sre`; expected one login. Write `decider: "@login"`.'],
    ],
    ['decider: TBD', []],
    ['Decide-By: 2026-03-31\nREVISIT: 2026-09-30\ntrial: true\ndecider: grace', []],
    [
      'decide-by: 2026-02-30',
      ['2:12 problem: `decide-by` is `2026-02-30`; expected a valid date. Write `decide-by: YYYY-MM-DD`.'],
    ],
    [
      'decide-by: soon',
      ['2:12 problem: `decide-by` is `soon`; expected a valid date. Write `decide-by: YYYY-MM-DD`.'],
    ],
    ['revisit:', ['2:9 problem: `revisit` is empty; expected a valid date. Write `revisit: YYYY-MM-DD`.']],
    [
      'revisit: 2026',
      ['2:10 problem: `revisit` is the number `2026`; expected a valid date. Write `revisit: YYYY-MM-DD`.'],
    ],
    ['trial: false', []],
    ['trial: true', ['2:1 problem: `trial: true` requires a date to look back. Add `revisit: YYYY-MM-DD`.']],
    ['trial: maybe', ['2:8 problem: `trial` is `maybe`; expected `true` or `false`.']],
    ['? [stakeholders]\n: 7', []],
  ])('checks %j', (yaml, problems) => {
    expect(told(yaml)).toEqual(problems)
  })
})

describe('T4: people named by the other keys, with any separators', () => {
  test.each<[string, readonly string[]]>([
    ['Stakeholders: ["@ada"]', ['2:17 names @ada']],
    ['approvers:\n  - "@ada"\nreviewers: linus', ['3:6 names @ada', '4:12 names @linus']],
    ['authors: ["@ada"]', []],
    ['approvers: "@ada and @linus"', ['2:13 names @ada', '2:22 names @linus']],
    ['approvers: "@ada; @linus + grace"', ['2:13 names @ada', '2:19 names @linus', '2:28 names @grace']],
    ['approvers: ["@ada, for what it costs"]', ['2:14 names @ada']],
    ['approvers: ["Grace Hopper (@grace)"]', ['2:28 names @grace']],
    ['approvers: ["grace (accounting)"]', ['2:14 names @grace']],
    [
      'approvers: ["@acme/sre (2) @acme/core (all)"]',
      ['2:14 names @acme/sre (2)', '2:28 names @acme/core (all)'],
    ],
    ['approvers: [none, N/A, tbd, "-"]', []],
    [
      'approvers: ["Grace Hopper"]',
      [
        '2:14 names nobody by Grace Hopper: expected one `@login` or `@organisation/team`, with `(2)` or `(all)` after a team',
      ],
    ],
    [
      'approvers: ["grace@example.org"]',
      [
        '2:14 names nobody by grace@example.org: expected `@login` or `@organisation/team`, and a space or a comma after it',
      ],
    ],
    [
      'reviewers: 7',
      [
        '2:12 problem: `reviewers` is the number `7`; expected a list of logins. Write `reviewers: ["@login"]`.',
      ],
    ],
  ])('finds those of %j', (yaml, names) => {
    expect(told(yaml)).toEqual(names)
  })
})

describe('S1: people named by `stakeholders`', () => {
  test.each<[string, readonly string[]]>([
    ['stakeholders: ada', ['2:15 names @ada']],
    [
      'stakeholders: "@ada, linus,@acme/sre (2) , "',
      ['2:16 names @ada', '2:22 names @linus', '2:28 names @acme/sre (2)'],
    ],
    [
      'stakeholders: ["@ada", "@acme/sre (all)", linus]',
      ['2:17 names @ada', '2:25 names @acme/sre (all)', '2:43 names @linus'],
    ],
    ['stakeholders:\n  - "@ada"\n  - linus # the other', ['3:6 names @ada', '4:5 names @linus']],
    ['stakeholders: ", ,"', []],
    [
      'stakeholders: ""',
      [
        '2:15 names nobody by : expected one `@login` or `@organisation/team`, with `(2)` or `(all)` after a team',
      ],
    ],
    [
      'stakeholders: "  "',
      [
        '2:15 names nobody by : expected one `@login` or `@organisation/team`, with `(2)` or `(all)` after a team',
      ],
    ],
    ['stakeholders: "@ada @linus"', ['2:16 names @ada', '2:21 names @linus']],
    ['stakeholders: ["ada, ada", ada]', ['2:17 names @ada', '2:22 names @ada', '2:28 names @ada']],
    ['stakeholders: "\\x61da"', ['2:15 names @ada']],
    ['who: &who "@ada"\nstakeholders: [*who, *who]', ['3:16 names @ada', '3:22 names @ada']],
    ['who: &who ["@ada", linus]\nstakeholders: *who', ['2:13 names @ada', '2:20 names @linus']],
    [
      'stakeholders: *nobody',
      ['2:15 problem: `stakeholders` is empty; expected a list of logins. Write `stakeholders: ["@login"]`.'],
    ],
    ['a: &a "@ada"\nb: &b [*a]\nstakeholders: *b', ['3:8 names @ada']],
    ['stakeholders: !!seq ["@ada"]', ['2:23 names @ada']],
    ['stakeholders: |\n  ada\n', ['3:3 names @ada']],
    ['stakeholders: >-\n  ada,\n  linus\n', ['3:3 names @ada', '4:3 names @linus']],
    [
      'stakeholders: ada\nstakeholders: linus',
      [
        '2:15 names @ada',
        '3:1 problem: Duplicate key `stakeholders`. Keep one of them.',
        '3:15 names @linus',
      ],
    ],
  ])('finds those of %j', (yaml, names) => {
    expect(told(yaml)).toEqual(names)
  })
})

describe('T4: invalid YAML, or YAML beyond a limit', () => {
  const list = (count: number, item = '*a') => `a: &a x\nb: [${Array(count).fill(item).join(', ')}]`
  const deep = (levels: number) => `a: ${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`
  test.each<[string, string, readonly string[]]>([
    [
      'a list of its own',
      '- a',
      ['2:1 problem: The front matter has no keys; expected `key: value`, such as `title: …`.'],
    ],
    [
      'a text',
      'only words',
      ['2:1 problem: The front matter has no keys; expected `key: value`, such as `title: …`.'],
    ],
    [
      'a number',
      '7',
      ['2:1 problem: The front matter has no keys; expected `key: value`, such as `title: …`.'],
    ],
    ['nothing', '', []],
    ['a comment', '# later', []],
    ['null', 'null', []],
    [
      'an unquoted mention',
      'stakeholders: @ada',
      ['2:15 problem: `@ada` needs quotes in YAML. Write `"@ada"`.', '2:15 names @ada'],
    ],
    [
      'an unquoted mention in a list',
      'stakeholders: [@ada, @linus]',
      [
        '2:16 problem: `@ada` needs quotes in YAML. Write `"@ada"`.',
        '2:16 names @ada',
        '2:22 problem: `@linus` needs quotes in YAML. Write `"@linus"`.',
        '2:22 names @linus',
      ],
    ],
    [
      'a tab',
      'a:\n\tb: c',
      ['3:1 problem: This line is indented with a tab, but YAML requires spaces. Replace the tab.'],
    ],
    ['a key twice', 'a: 1\na: 2', ['3:1 problem: Duplicate key `a`. Keep one of them.']],
    ['a quote that never ends', 'a: "b', ['3:1 problem: This is not valid YAML: Missing closing "quote.']],
    [
      'a bracket that never ends',
      'a: [b',
      [
        '3:1 problem: This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
      ],
    ],
    ['16 aliases', list(16), []],
    [
      '17 aliases',
      list(17),
      ['2:1 problem: The front matter has more than 16 aliases. Replace aliases with their values.'],
    ],
    ['20 levels', deep(20), []],
    ['21 levels', deep(21), ['2:1 problem: The front matter nests deeper than 20 levels. Flatten it.']],
    [
      '21 levels of keys',
      `${Array.from({ length: 21 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')} b`,
      ['2:1 problem: The front matter nests deeper than 20 levels. Flatten it.'],
    ],
    [
      '20 levels of keys',
      `${Array.from({ length: 20 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')} b`,
      [],
    ],
    [
      '21 levels of lines',
      `a:\n ${'- '.repeat(21)}b`,
      ['2:1 problem: The front matter nests deeper than 20 levels. Flatten it.'],
    ],
    ['64 KiB, its last line end included', sized(64 * 1024 - 1), []],
    [
      'a byte more',
      sized(64 * 1024),
      ['2:1 problem: The front matter is larger than 64 KiB. Move text into the document.'],
    ],
  ])('lists the problems of %s', (_, yaml, problems) => {
    expect(told(yaml)).toEqual(problems)
  })

  test('reports at most twenty problems', () => {
    const problems = told(Array.from({ length: 30 }, () => 'a: 1').join('\n'))
    expect([problems.length, problems[0], problems.at(-1)]).toEqual([
      20,
      '3:1 problem: Duplicate key `a`. Keep one of them.',
      '22:1 problem: Duplicate key `a`. Keep one of them.',
    ])
  })
})

describe('F2: front matter is material, except the people it names (F5)', () => {
  const digest = (yaml: string) => materialOfFrontMatter(DEFAULTS, read(yaml)).join()

  test.each<[string, string, string]>([
    ['its names', 'stakeholders: ada', 'stakeholders: [linus]'],
    ['names that come first', 'stakeholders: ada\na: 1', 'a: 1'],
    ['names alone', 'stakeholders: ada', ''],
    ['names under another case', 'Stakeholders: ada', ''],
    ['approvers and reviewers', 'approvers: ada\nreviewers: [linus]', ''],
    ['by when and by whom a decision is asked for', 'decide-by: 2026-03-31\ndecider: ada', ''],
    ['when it is looked back at', 'revisit: 2026-09-30', 'revisit: 2026-12-31'],
    ['nothing', '# later', ''],
    ['null', '~', ''],
    ['comments and white space', 'a:   1 # one\n\nb: [1,2]', 'a: 1\nb:\n  - 1\n  - 2'],
    ['quotes around a text', 'a: b', 'a: "b"'],
    ['line ends', 'a: |\r\n  b\r\nc: 1', 'a: |\n  b\nc: 1'],
    ['line ends of what is no map', '- a\r\n- b', '- a\n- b'],
  ])('not material: %s', (_, one, two) => {
    expect(digest(one)).toBe(digest(two))
  })

  test.each<[string, string, string]>([
    ['a value', 'a: 1', 'a: 2'],
    ['that it is a trial', 'trial: true\nrevisit: 2026-09-30', 'trial: false\nrevisit: 2026-09-30'],
    ['a key', 'a: 1', 'b: 1'],
    ['the order of keys', 'a: 1\nb: 2', 'b: 2\na: 1'],
    ['a number and a text', 'a: 1', 'a: "1"'],
    ['how a number is written', 'a: 1.0', 'a: 1'],
    ['a list and keys', 'a: [b]', 'a: { b: }'],
    ['a tag', 'a: b', 'a: !x b'],
    ['the tag of a list', 'a: [b]', 'a: !x [b]'],
    ['an anchor', 'a: b', 'a: &x b'],
    ['the anchor of a list', 'a: [b]', 'a: &x [b]'],
    ['the anchor of a number', 'a: 1', 'a: &x 1'],
    ['the tag of a number', 'a: 1', 'a: !x 1'],
    ['which alias', 'a: &x 1\nb: &y 1\nc: *x', 'a: &x 1\nb: &y 1\nc: *y'],
    ['what an alias stands for', 'stakeholders: &x [ada]\nc: *x', 'stakeholders: &x [linus]\nc: *x'],
    ['what a list of its own says', '- a', '- b'],
    ['a list of its own and nothing', '- a', ''],
    ['what broken YAML says', 'a: [b', 'a: [c'],
    ['broken YAML with names', 'a: 1\na: 2\nstakeholders: ada', 'a: 1\na: 2\nstakeholders: linus'],
    ['what is beyond the bounds', sized(70_000), sized(70_001)],
    ['an anchor inside of what it stands for', 'a: &a [*a]', 'a: &a [[*a]]'],
  ])('material: %s', (_, one, two) => {
    expect(digest(one)).not.toBe(digest(two))
  })
})
