import { describe, expect, it } from 'vitest'
import { fileKey } from '../../src/facts/keys.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, story, type Story } from '../rules/story.ts'
import { withText, config } from '../rules/stories.ts'
import { problemsOf } from '../rules/account.ts'

describe('T2 and T3: problems of the document', () => {
  it.each<[string, () => Story, readonly string[]]>([
    [
      'an empty file',
      () => withText(''),
      [
        'document at rfcs/0001.md:1: The Problem section is missing. Describe who is affected, how often, and what it costs.',
        'document at rfcs/0001.md:1: The Alignment section is missing. Name each person or team whose commitment you need on a line of its own: `- @login`.',
      ],
    ],
    [
      'a document without a Problem section',
      () => withText(rfc(['ada']).replace('## Problem', '## Facts')),
      [
        'document at rfcs/0001.md:13: The Problem section is missing. Describe who is affected, how often, and what it costs.',
      ],
    ],
    [
      'a Problem section of a placeholder',
      () => withText(rfc(['ada']).replace('Invoices are late by a day.', 'TBD')),
      [
        'document at rfcs/0001.md:3: The Problem section holds only a placeholder. Describe who is affected, how often, and what it costs.',
      ],
    ],
    [
      'two Problem sections, one of them filled',
      () => withText(rfc(['ada']).replace('## Proposal', '## Problem\n\nTBD\n\n## Proposal')),
      [],
    ],
    [
      'an Alignment section that names nobody',
      () => withText(rfc([]).replace('## Alignment\n', '## Alignment\n\nEverybody.\n')),
      [
        'document at rfcs/0001.md:11: The Alignment section names nobody. Name each person or team whose commitment you need on a line of its own: `- @login`.',
      ],
    ],
    [
      'an Alignment section of a placeholder',
      () => withText(rfc([]).replace('## Alignment\n', '## Alignment\n\nTODO\n')),
      [
        'document at rfcs/0001.md:11: The Alignment section holds only a placeholder. Name each person or team whose commitment you need on a line of its own: `- @login`.',
      ],
    ],
    [
      'an Alignment section whose only mention is code',
      () => withText(rfc([]).replace('## Alignment\n', '## Alignment\n\n- `@ada`\n')),
      [
        'document at rfcs/0001.md:13: `@ada` is in code or a quote, so it names nobody. Write the mention as plain text.',
      ],
    ],
    [
      'a document without a section that the configuration asks for',
      () => withText(rfc(['ada']), config('sections: [{ name: Costs }, { name: Risks, required: false }]')),
      [
        'document at rfcs/0001.md:13: The Costs section is missing. Write this section, or ask a maintainer to change `sections` in the configuration.',
      ],
    ],
    [
      'white space below the end of the text',
      () => withText('# A\r\n\r\n## Problem\r\n\r\nLate.\r\n\r\n \r\n'),
      [
        'document at rfcs/0001.md:5: The Alignment section is missing. Name each person or team whose commitment you need on a line of its own: `- @login`.',
      ],
    ],
    [
      'a `title` that is a list',
      () => withText(`---\ntitle: [a]\n---\n${rfc(['ada'])}`),
      ['document at rfcs/0001.md:2:8: `title` is a list; expected text. Write `title: "…"`.'],
    ],
  ])('lists those of %s', (_, history, problems) => {
    expect(problemsOf(history())).toEqual(problems)
  })

  it.each<[string, string, string, readonly string[]]>([
    [
      'front matter that names somebody',
      '---\nstakeholders: ["@ada"]\n---\n# A\n\n## Problem\n\nLate.\n',
      '',
      [],
    ],
    ['a description that names somebody', '# A\n\n## Problem\n\nLate.\n', '## Alignment\n\n- @ada\n', []],
    [
      'a description that names nobody',
      '# A\n\n## Problem\n\nLate.\n',
      '## Alignment\n\nEverybody.\n',
      [
        'document at rfcs/0001.md:5: The Alignment section is missing. Name each person or team whose commitment you need on a line of its own: `- @login`.',
      ],
    ],
    [
      'an Alignment section of a placeholder beside such a description',
      rfc([]).replace('## Alignment\n', '## Alignment\n\nTODO\n'),
      '## Alignment\n\n- @ada\n',
      [
        'document at rfcs/0001.md:11: The Alignment section holds only a placeholder. Name each person or team whose commitment you need on a line of its own: `- @login`.',
      ],
    ],
    ['a placeholder beside such front matter', `---\nstakeholders: ["@ada"]\n---\n${rfc([])}`, '', []],
  ])('T2: no Alignment section, but %s', (_, text, description, problems) => {
    const history = story()
    history.describe(description)
    history.push({ [FILE]: text })
    expect(problemsOf(history)).toEqual(problems)
  })

  it.each<[string, string, string, readonly string[]]>([
    ['approvers and reviewers name people', 'approvers: ["@ada"]\nreviewers: linus', '', []],
    ['a key in another case', 'Stakeholders: ["@ada"]', '', []],
    ['keys that the configuration names', 'Shepherd-Team: ["@ada"]', 'keys: [shepherd-team]', []],
    [
      'a key that the configuration replaced',
      'approvers: ["@ada"]',
      'keys: [shepherd-team]',
      [
        'document at rfcs/0001.md:8: The Alignment section is missing. Name each person or team whose commitment you need on a line of its own: `- @login`.',
      ],
    ],
    [
      'a key one letter away',
      'reviewers: ada\nstakeholder: linus\ndecide_by: 2026-04-01\nreviewed: yes',
      '',
      [
        'document at rfcs/0001.md:3:1: Unknown key `stakeholder`. Did you mean `stakeholders`?',
        'document at rfcs/0001.md:4:1: Unknown key `decide_by`. Did you mean `decide-by`?',
      ],
    ],
    [
      'a list that is none, unless no key reads it',
      'reviewers: 7\napprovers: ada\nauthors: 7',
      '',
      [
        'document at rfcs/0001.md:2:12: `reviewers` is the number `7`; expected a list of logins. Write `reviewers: ["@login"]`.',
      ],
    ],
    [
      'a day to look back that is today',
      'approvers: ada\nrevisit: 2026-03-02',
      '',
      [
        "document at rfcs/0001.md:3:10: `revisit` is 2026-03-02, which isn't in the future. Use a later date.",
      ],
    ],
    ['a day to look back that is tomorrow', 'approvers: ada\nrevisit: 2026-03-03', '', []],
  ])('T4: %s', (_, yaml, stakeholders, problems) => {
    const text = `---\n${yaml}\n---\n# A\n\n## Problem\n\nLate.\n`
    const options = stakeholders === '' ? {} : config(`stakeholders: { ${stakeholders} }`)
    expect(problemsOf(withText(text, options))).toEqual(problems)
  })

  it('front matter that names people does not replace another section', () => {
    expect(problemsOf(withText('---\nstakeholders: ["@ada"]\n---\n# A\n'))).toEqual([
      'document at rfcs/0001.md:4: The Problem section is missing. Describe who is affected, how often, and what it costs.',
    ])
  })

  it('a section whose text is under a subheading is not empty', () => {
    const text = rfc(['ada']).replace('Invoices are late by a day.', '### Who\n\nEverybody.')
    expect(problemsOf(withText(text))).toEqual([])
  })

  it.each<[string, string, readonly string[]]>([
    ['a heading that joins two known names', '## Background and Motivation', []],
    ['a heading with a comment', '## Problem <!-- omit in toc -->', []],
    ['a heading with an anchor', '## Motivation <a name="motivation"></a>', []],
    ['a heading cut at a colon', '## Why: the printer', []],
    [
      'a heading of another name',
      '## Introduction',
      [
        'document at rfcs/0001.md:13: The Problem section is missing. Describe who is affected, how often, and what it costs.',
      ],
    ],
    [
      'an empty Problem section beside an alias',
      '## Problem\n\nTBD\n\n## Background',
      [
        'document at rfcs/0001.md:3: The Problem section holds only a placeholder. Describe who is affected, how often, and what it costs.',
      ],
    ],
    ['an empty alias beside another', '## Context\n\nTBD\n\n## Background', []],
  ])('T1, T2: %s', (_, heading, problems) => {
    expect(problemsOf(withText(rfc(['ada']).replace('## Problem', heading)))).toEqual(problems)
  })

  it('are read from every section that may name people (T2)', () => {
    const text = `${rfc(['ada'])}\n## Reviewers\n\n- @linus\n\n### Required reviewers\n\n- @grace\n`
    expect(
      withText(text)
        .rfc()
        .rows.map(({ person: { login } }) => login),
    ).toEqual(['ada', 'linus', 'grace'])
  })

  it('two Alignment sections, one of a placeholder and one that names nobody', () => {
    const text = `${rfc([])}TODO\n\n## Stakeholders\n\nEverybody.\n`
    expect(problemsOf(withText(text))).toEqual([
      'document at rfcs/0001.md:11: The Alignment section names nobody. Name each person or team whose commitment you need on a line of its own: `- @login`.',
    ])
  })

  it('a description that cannot be parsed names nobody', () => {
    const history = story()
    history.describe(`${'> '.repeat(1000)}a`)
    history.push({ [FILE]: '# A\n\n## Problem\n\nLate.\n' })
    expect(problemsOf(history)).toEqual([
      'document at rfcs/0001.md:5: The Alignment section is missing. Name each person or team whose commitment you need on a line of its own: `- @login`.',
    ])
  })

  it('are reported for the description when a label makes it the document', () => {
    const history = story()
    history.label('rfc', 'on')
    history.describe('## Problem\n\nLate.\n')
    history.push({ 'src/a.ts': 'x' })
    expect(problemsOf(history)).toEqual([
      'document at the description:3: The Alignment section is missing. Name each person or team whose commitment you need on a line of its own: `- @login`.',
    ])
  })

  it('include a file that is not text (T5)', () => {
    const history = named(['ada'])
    const files = new Map(history.snapshot().files)
    files.set(fileKey(history.facts.commits[0] as string, FILE), {
      kind: 'unreadable',
      blob: 'b',
      why: 'is a symbolic link',
    })
    expect(problemsOf(history, { files })).toEqual([
      'document at rfcs/0001.md:1: The file is a symbolic link. An RFC must be a regular text file in UTF-8 of at most 1 MiB.',
    ])
    files.set(fileKey(history.facts.commits[0] as string, FILE), { kind: 'absent' })
    expect(problemsOf(history, { files })).toEqual([
      "document at rfcs/0001.md:1: The file doesn't exist. An RFC must be a regular text file in UTF-8 of at most 1 MiB.",
    ])
  })

  it('include a file that was not read', () => {
    const history = named(['ada'])
    const files = new Map(history.snapshot().files)
    files.delete(fileKey(history.facts.commits[0] as string, FILE))
    expect(problemsOf(history, { files })).toEqual([
      "document at rfcs/0001.md:1: The file doesn't exist. An RFC must be a regular text file in UTF-8 of at most 1 MiB.",
    ])
  })

  it('include a description that is the document and too complex to parse, now or earlier (S6)', () => {
    const history = story()
    history.label('rfc', 'on')
    const head = history.push({ 'src/a.ts': 'x' })
    history.describe(`${'> '.repeat(1000)}a`)
    const HARD = "This text can't be parsed: it nests more than 64 quotes or lists; nest it less"
    expect(problemsOf(history)).toEqual([`document at the description:1: ${HARD}.`])
    history.describe(rfc(['ada']))
    const next = history.push({ 'src/b.ts': 'x' })
    expect(problemsOf(history, {}, head)).toEqual([
      `pull request: The RFC can't be read at \`1a2b3c4\` (${HARD}), so the stakeholder list at that commit is unknown. Comment \`/refresh\` to retry, or open a new pull request.`,
    ])
    expect(next).not.toBe(head)
  })

  it('include a file that is too complex to parse', () => {
    expect(problemsOf(withText(`${'> '.repeat(1000)}a`))).toEqual([
      "document at rfcs/0001.md:1: This text can't be parsed: it nests more than 64 quotes or lists; nest it less.",
    ])
  })
})
