import { describe, expect, it } from 'vitest'
import { CONFIG_PATH } from '../../src/config/config.ts'
import type { TeamFound } from '../../src/facts/snapshot.ts'
import { fileKey } from '../../src/facts/snapshot.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, story, type Story } from './story.ts'

/** Each problem as people read it: whom it is said to, where it points to, and the whole of what is said. */
function told(
  history: Story,
  change: Parameters<Story['judge']>[0] = {},
  /** A commit, which is shown as `1a2b3c4`. */
  commit = 'none',
): readonly string[] {
  const verdict = history.judge(change)
  if (!('problems' in verdict)) throw new Error(`no problems: ${verdict.state}`)
  return verdict.problems.map(({ source, place, message }) => {
    const at = place && [place.path ?? 'the description', place.line, place.column].filter(Boolean).join(':')
    return `${source}${at ? ` at ${at}` : ''}: ${message.replace(commit.slice(0, 7), '1a2b3c4')}`
  })
}

/** A story whose RFC has this text. */
function withText(text: string, options: Parameters<typeof story>[0] = {}): Story {
  const history = story(options)
  history.push({ [FILE]: text })
  return history
}

const config = (...lines: readonly string[]) => ({ config: ['version: 1', ...lines, ''].join('\n') })

/** What one person says, in a story that names these. */
function afterSaying(names: readonly string[], ...said: readonly (readonly [string, string])[]): Story {
  const history = named(names)
  for (const [login, text] of said) history.say(login, text)
  return history
}

describe('S5: too few people', () => {
  it.each<[string, () => Story, readonly string[]]>([
    [
      'nobody is named',
      () => withText('# A\n\n## Problem\n\nLate.\n', config('sections: [{ name: Problem }]')),
      [
        'document: The RFC names nobody; one person at least must. Name them in the Alignment section: `- @login`.',
      ],
    ],
    [
      'nobody is named, and three must commit',
      () =>
        withText(
          '# A\n\n## Problem\n\nLate.\n',
          config('sections: [{ name: Problem }]', 'stakeholders: { minimum: 3 }'),
        ),
      [
        'document: The RFC names nobody; 3 people at least must. Name them in the Alignment section: `- @login`.',
      ],
    ],
    [
      'the author alone is',
      () => named(['author']),
      [
        'document: Besides the author nobody is left to commit; one person at least must. Name them in the Alignment section: `- @login`.',
      ],
    ],
    [
      'one is, and two must commit',
      () => named(['ada'], config('stakeholders: { minimum: 2 }')),
      [
        'document: Besides the author only 1 can still commit; 2 people at least must. Name them in the Alignment section: `- @login`.',
      ],
    ],
    [
      'two are, and two must commit',
      () => named(['ada', 'linus'], config('stakeholders: { minimum: 2 }')),
      [],
    ],
    [
      'a team of two is, and two must commit',
      () => named(['acme/sre'], config('stakeholders: { minimum: 2 }')),
      [],
    ],
    [
      'one of two stepped out, and two must commit',
      () => {
        const history = named(['ada', 'linus'], config('stakeholders: { minimum: 2 }'))
        history.say('ada', '/recuse on leave')
        return history
      },
      [
        'document: Besides the author only 1 can still commit; 2 people at least must. Name them in the Alignment section: `- @login`.',
      ],
    ],
    [
      'one of a team is left, who is named, too',
      () => named(['ada', 'acme/sre'], config('stakeholders: { minimum: 3 }')),
      [
        'document: Besides the author only 2 can still commit; 3 people at least must. Name them in the Alignment section: `- @login`.',
      ],
    ],
    [
      'the only team is released',
      () => afterSaying(['acme/sre'], ['margaret', '/release @acme/sre dissolved']),
      [
        'document: Besides the author nobody is left to commit; one person at least must. Name them in the Alignment section: `- @login`.',
      ],
    ],
    [
      'the only one stepped out',
      () => afterSaying(['ada'], ['ada', '/recuse on leave']),
      [
        'document: Besides the author nobody is left to commit; one person at least must. Name them in the Alignment section: `- @login`.',
      ],
    ],
    [
      'the only name is misspelt',
      () => named(['adda']),
      ['people at rfcs/0001.md:13:3: `@adda` is not on GitHub. Did you mean `@ada`?'],
    ],
    [
      'the section is missing',
      () => withText('# A\n\n## Problem\n\nLate.\n'),
      [
        'document at rfcs/0001.md:5: The Alignment section is missing. Name everybody whose commitment this needs, one a line: `- @login`.',
      ],
    ],
  ])('where %s', (_, history, problems) => {
    expect(told(history())).toEqual(problems)
  })
})

describe('D5 and F6: the pull request', () => {
  it.each<[string, () => Story, readonly string[]]>([
    [
      'is closed',
      () => {
        const history = named(['ada'])
        history.facts.state = 'closed'
        return history
      },
      ['pull request: This pull request is closed. Reopen it to go on; what people said stays.'],
    ],
    [
      'has lost its RFC',
      () => {
        const history = named(['ada'])
        history.push({ [FILE]: null, 'src/a.ts': 'x' })
        return history
      },
      [
        'pull request: The RFC left this pull request, and people who were named in it are still owed a decision. Bring the file or the label back, or open a new pull request.',
      ],
    ],
    [
      'changes an RFC that the base changed since',
      () => {
        const history = withText(rfc(['ada'], 'New.'), { base: { [FILE]: rfc(['ada']) } })
        history.facts.baseNow = { [FILE]: rfc(['ada'], 'Other.') }
        return history
      },
      [
        'pull request: `rfcs/0001.md` changed on main since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.',
      ],
    ],
    [
      'adds an RFC that the base added since',
      () => {
        const history = withText(rfc(['ada'], 'New.'))
        history.facts.baseNow = { [FILE]: rfc(['ada'], 'Other.') }
        return history
      },
      [
        'pull request: `rfcs/0001.md` changed on main since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.',
      ],
    ],
    [
      'deletes an RFC that the base changed since',
      () => {
        const history = story({ base: { [FILE]: rfc(['ada']) } })
        history.push({ [FILE]: null })
        history.facts.baseNow = { [FILE]: rfc(['ada'], 'Other.') }
        return history
      },
      [
        'pull request: `rfcs/0001.md` changed on main since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.',
      ],
    ],
    [
      'changes an RFC while the base changed another file',
      () => {
        const history = withText(rfc(['ada'], 'New.'), { base: { [FILE]: rfc(['ada']) } })
        history.facts.baseNow = { [FILE]: rfc(['ada']), 'src/a.ts': 'x' }
        return history
      },
      [],
    ],
  ])('%s', (_, history, problems) => {
    expect(told(history())).toEqual(problems)
  })

  it('has no common history with its base', () => {
    expect(told(named(['ada']), { mergeBase: null })).toEqual([
      'pull request: GitHub does not tell where this pull request left `main`, so it is not known whether its text changed there. Update the branch; if both have no common history, open the pull request again from `main`.',
    ])
  })

  it('moves an RFC that the base changed since, under its old name or its new one', () => {
    const OLD = 'rfcs/old.md'
    const history = withText(rfc(['ada']), { base: { [OLD]: rfc(['ada']) } })
    const files = [{ path: FILE, previousPath: OLD, change: 'renamed' as const }]
    const moved = { changes: { kind: 'complete' as const, files } }
    const problem = (path: string) =>
      `pull request: \`${path}\` changed on main since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.`
    history.facts.baseNow = { [OLD]: rfc(['ada'], 'Other.') }
    expect(told(history, moved)).toEqual([problem(OLD)])
    history.facts.baseNow = { [OLD]: rfc(['ada']), [FILE]: rfc(['ada'], 'Other.') }
    expect(told(history, moved)).toEqual([problem(FILE)])
  })

  it('changes an RFC that can be read on neither side', () => {
    const history = withText(rfc(['ada'], 'New.'), { base: { [FILE]: rfc(['ada']) } })
    history.facts.baseNow = { [FILE]: rfc(['ada']), 'src/a.ts': 'x' }
    const files = new Map(history.snapshot().files)
    for (const commit of ['parted', 'base']) {
      files.set(fileKey(commit.padEnd(40, '0'), FILE), { kind: 'unreadable', blob: null, why: 'is a link' })
    }
    expect(told(history, { files })[0]).toMatch(/changed on main since this pull request parted from it/)
  })

  it('has no common history with its base, which says nothing where a label makes it an RFC', () => {
    const history = story()
    history.label('rfc', 'on')
    history.describe(rfc(['ada']))
    history.push({ 'src/a.ts': 'x' })
    expect(told(history, { mergeBase: null })).toEqual([])
  })

  it.each<[string, string, 'absent' | 'unread' | 'missing', readonly string[]]>([
    [
      'cannot be read where the two parted',
      'parted',
      'unread',
      [
        'pull request: `rfcs/0001.md` changed on main since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.',
      ],
    ],
    [
      'cannot be read on the base',
      'base',
      'unread',
      [
        'pull request: `rfcs/0001.md` changed on main since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.',
        'document at rfcs/0001.md:1: The version of this RFC on the base branch cannot be read, so nobody knows whom it names: The file is a link. Mend it there first.',
      ],
    ],
    [
      'was not read where the two parted',
      'parted',
      'missing',
      [
        'pull request: `rfcs/0001.md` changed on main since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.',
      ],
    ],
    [
      'is gone from the base',
      'base',
      'absent',
      [
        'pull request: `rfcs/0001.md` changed on main since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.',
      ],
    ],
  ])('changes an RFC that %s', (_, where, how, problems) => {
    const history = withText(rfc(['ada'], 'New.'), { base: { [FILE]: rfc(['ada']) } })
    history.facts.baseNow = { [FILE]: rfc(['ada']), 'src/a.ts': 'x' }
    const files = new Map(history.snapshot().files)
    const key = fileKey(where.padEnd(40, '0'), FILE)
    if (how === 'missing') files.delete(key)
    else
      files.set(
        key,
        how === 'absent' ? { kind: 'absent' } : { kind: 'unreadable', blob: null, why: 'is a link' },
      )
    expect(told(history, { files })).toEqual(problems)
  })
})

describe('T2 and T3: the document', () => {
  it.each<[string, () => Story, readonly string[]]>([
    [
      'an empty file',
      () => withText(''),
      [
        'document at rfcs/0001.md:1: The Problem section is missing. Say who is affected, how often, and what it costs.',
        'document at rfcs/0001.md:1: The Alignment section is missing. Name everybody whose commitment this needs, one a line: `- @login`.',
      ],
    ],
    [
      'no Problem section',
      () => withText(rfc(['ada']).replace('## Problem', '## Facts')),
      [
        'document at rfcs/0001.md:13: The Problem section is missing. Say who is affected, how often, and what it costs.',
      ],
    ],
    [
      'a Problem section of a placeholder',
      () => withText(rfc(['ada']).replace('Invoices are late by a day.', 'TBD')),
      [
        'document at rfcs/0001.md:3: The Problem section holds only a placeholder. Say who is affected, how often, and what it costs.',
      ],
    ],
    [
      'a Problem section of two, one filled',
      () => withText(rfc(['ada']).replace('## Proposal', '## Problem\n\nTBD\n\n## Proposal')),
      [],
    ],
    [
      'an Alignment section that names nobody',
      () => withText(rfc([]).replace('## Alignment\n', '## Alignment\n\nEverybody.\n')),
      [
        'document at rfcs/0001.md:11: The Alignment section names nobody. Name everybody whose commitment this needs, one a line: `- @login`.',
      ],
    ],
    [
      'an Alignment section of a placeholder',
      () => withText(rfc([]).replace('## Alignment\n', '## Alignment\n\nTODO\n')),
      [
        'document at rfcs/0001.md:11: The Alignment section holds only a placeholder. Name everybody whose commitment this needs, one a line: `- @login`.',
      ],
    ],
    [
      'an Alignment section whose only mention is code',
      () => withText(rfc([]).replace('## Alignment\n', '## Alignment\n\n- `@ada`\n')),
      [
        'document at rfcs/0001.md:13: `@ada` stands in code or a quote, where it names nobody. Write the mention as plain text.',
      ],
    ],
    [
      'a section that the configuration asks for',
      () => withText(rfc(['ada']), config('sections: [{ name: Costs }, { name: Risks, required: false }]')),
      [
        'document at rfcs/0001.md:13: The Costs section is missing. Write it, or ask a maintainer to change `sections` in the configuration.',
      ],
    ],
    [
      'white space below the end of the text',
      () => withText('# A\r\n\r\n## Problem\r\n\r\nLate.\r\n\r\n \r\n'),
      [
        'document at rfcs/0001.md:5: The Alignment section is missing. Name everybody whose commitment this needs, one a line: `- @login`.',
      ],
    ],
    [
      'a `title` that is a list',
      () => withText(`---\ntitle: [a]\n---\n${rfc(['ada'])}`),
      ['document at rfcs/0001.md:2:8: `title` is a list; a text was expected. Write `title: "…"`.'],
    ],
  ])('%s', (_, history, problems) => {
    expect(told(history())).toEqual(problems)
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
        'document at rfcs/0001.md:5: The Alignment section is missing. Name everybody whose commitment this needs, one a line: `- @login`.',
      ],
    ],
    [
      'an Alignment section of a placeholder beside such a description',
      rfc([]).replace('## Alignment\n', '## Alignment\n\nTODO\n'),
      '## Alignment\n\n- @ada\n',
      [
        'document at rfcs/0001.md:11: The Alignment section holds only a placeholder. Name everybody whose commitment this needs, one a line: `- @login`.',
      ],
    ],
    ['a placeholder beside such front matter', `---\nstakeholders: ["@ada"]\n---\n${rfc([])}`, '', []],
  ])('T2: no Alignment section, but %s', (_, text, description, problems) => {
    const history = story()
    history.describe(description)
    history.push({ [FILE]: text })
    expect(told(history)).toEqual(problems)
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
        'document at rfcs/0001.md:8: The Alignment section is missing. Name everybody whose commitment this needs, one a line: `- @login`.',
      ],
    ],
    [
      'a key one letter away',
      'reviewers: ada\nstakeholder: linus\ndecide_by: 2026-04-01\nreviewed: yes',
      '',
      [
        'document at rfcs/0001.md:3:1: Nothing reads the key `stakeholder`. Did you mean `stakeholders`?',
        'document at rfcs/0001.md:4:1: Nothing reads the key `decide_by`. Did you mean `decide-by`?',
      ],
    ],
    [
      'a list that is none, unless no key reads it',
      'reviewers: 7\napprovers: ada\nauthors: 7',
      '',
      [
        'document at rfcs/0001.md:2:12: `reviewers` is the number `7`; a list of logins was expected. Write `reviewers: ["@login"]`.',
      ],
    ],
    [
      'a day to look back that is today',
      'approvers: ada\nrevisit: 2026-03-02',
      '',
      [
        'document at rfcs/0001.md:3:10: `revisit` is 2026-03-02, which is not after today. Choose a later day.',
      ],
    ],
    ['a day to look back that is tomorrow', 'approvers: ada\nrevisit: 2026-03-03', '', []],
  ])('T4: %s', (_, yaml, stakeholders, problems) => {
    const text = `---\n${yaml}\n---\n# A\n\n## Problem\n\nLate.\n`
    const options = stakeholders === '' ? {} : config(`stakeholders: { ${stakeholders} }`)
    expect(told(withText(text, options))).toEqual(problems)
  })

  it('front matter that names somebody speaks for no other section', () => {
    expect(told(withText('---\nstakeholders: ["@ada"]\n---\n# A\n'))).toEqual([
      'document at rfcs/0001.md:4: The Problem section is missing. Say who is affected, how often, and what it costs.',
    ])
  })

  it('a section whose words stand below another heading is not empty', () => {
    const text = rfc(['ada']).replace('Invoices are late by a day.', '### Who\n\nEverybody.')
    expect(told(withText(text))).toEqual([])
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
        'document at rfcs/0001.md:13: The Problem section is missing. Say who is affected, how often, and what it costs.',
      ],
    ],
    [
      'an empty Problem section beside an alias',
      '## Problem\n\nTBD\n\n## Background',
      [
        'document at rfcs/0001.md:3: The Problem section holds only a placeholder. Say who is affected, how often, and what it costs.',
      ],
    ],
    ['an empty alias beside another', '## Context\n\nTBD\n\n## Background', []],
  ])('T1, T2: %s', (_, heading, problems) => {
    expect(told(withText(rfc(['ada']).replace('## Problem', heading)))).toEqual(problems)
  })

  it('names in every section that may name people (T2)', () => {
    const text = `${rfc(['ada'])}\n## Reviewers\n\n- @linus\n\n### Required reviewers\n\n- @grace\n`
    expect(
      withText(text)
        .rfc()
        .rows.map(({ person: { login } }) => login),
    ).toEqual(['ada', 'linus', 'grace'])
  })

  it('two Alignment sections, one of a placeholder and one that names nobody', () => {
    const text = `${rfc([])}TODO\n\n## Stakeholders\n\nEverybody.\n`
    expect(told(withText(text))).toEqual([
      'document at rfcs/0001.md:11: The Alignment section names nobody. Name everybody whose commitment this needs, one a line: `- @login`.',
    ])
  })

  it('a description that cannot be parsed speaks for nobody', () => {
    const history = story()
    history.describe(`${'> '.repeat(1000)}a`)
    history.push({ [FILE]: '# A\n\n## Problem\n\nLate.\n' })
    expect(told(history)).toEqual([
      'document at rfcs/0001.md:5: The Alignment section is missing. Name everybody whose commitment this needs, one a line: `- @login`.',
    ])
  })

  it('the description, where a label makes it the document', () => {
    const history = story()
    history.label('rfc', 'on')
    history.describe('## Problem\n\nLate.\n')
    history.push({ 'src/a.ts': 'x' })
    expect(told(history)).toEqual([
      'document at the description:3: The Alignment section is missing. Name everybody whose commitment this needs, one a line: `- @login`.',
    ])
  })

  it('one that is no text (T5)', () => {
    const history = named(['ada'])
    const files = new Map(history.snapshot().files)
    files.set(fileKey(history.facts.commits[0] as string, FILE), {
      kind: 'unreadable',
      blob: 'b',
      why: 'is a symbolic link',
    })
    expect(told(history, { files })).toEqual([
      'document at rfcs/0001.md:1: The file is a symbolic link. An RFC is a text file of its own, in UTF-8, of 1 MiB at most.',
    ])
    files.set(fileKey(history.facts.commits[0] as string, FILE), { kind: 'absent' })
    expect(told(history, { files })).toEqual([
      'document at rfcs/0001.md:1: The file is not there. An RFC is a text file of its own, in UTF-8, of 1 MiB at most.',
    ])
  })

  it('one that was not read', () => {
    const history = named(['ada'])
    const files = new Map(history.snapshot().files)
    files.delete(fileKey(history.facts.commits[0] as string, FILE))
    expect(told(history, { files })).toEqual([
      'document at rfcs/0001.md:1: The file is not there. An RFC is a text file of its own, in UTF-8, of 1 MiB at most.',
    ])
  })

  it('a description that is the document and too hard to read, now or earlier (S6)', () => {
    const history = story()
    history.label('rfc', 'on')
    const head = history.push({ 'src/a.ts': 'x' })
    history.describe(`${'> '.repeat(1000)}a`)
    const HARD = 'This text is too hard to read: it nests more than 64 quotes or lists; make it flatter'
    expect(told(history)).toEqual([`document at the description:1: ${HARD}.`])
    history.describe(rfc(['ada']))
    const next = history.push({ 'src/b.ts': 'x' })
    expect(told(history, {}, head)).toEqual([
      `pull request: What the RFC said at \`1a2b3c4\` cannot be read (${HARD}), so nobody knows whom it named. Say \`/refresh\` to try again, or open a new pull request.`,
    ])
    expect(next).not.toBe(head)
  })

  it('one that is too hard to read', () => {
    expect(told(withText(`${'> '.repeat(1000)}a`))).toEqual([
      'document at rfcs/0001.md:1: This text is too hard to read: it nests more than 64 quotes or lists; make it flatter.',
    ])
  })
})

describe('S3 and S4: names', () => {
  it.each<[string, () => Story, readonly string[]]>([
    [
      'a login that nobody has',
      () => named(['ada', 'somebody']),
      ['people at rfcs/0001.md:14:3: `@somebody` is not on GitHub. Check the spelling.'],
    ],
    [
      'a login that is nearly the author’s',
      () => named(['ada', 'autor']),
      ['people at rfcs/0001.md:14:3: `@autor` is not on GitHub. Did you mean `@author`?'],
    ],
    [
      'a login that is nearly that of somebody who spoke',
      () => afterSaying(['ada', 'grac'], ['grace', 'Fine.']),
      ['people at rfcs/0001.md:14:3: `@grac` is not on GitHub. Did you mean `@grace`?'],
    ],
    [
      'a login two letters away',
      () => named(['ada', 'linus', 'lnu']),
      ['people at rfcs/0001.md:15:3: `@lnu` is not on GitHub. Did you mean `@linus`?'],
    ],
    [
      'a login three letters away',
      () => named(['ada', 'linus', 'linustor']),
      ['people at rfcs/0001.md:15:3: `@linustor` is not on GitHub. Check the spelling.'],
    ],
    [
      'a login in other letters',
      () => named(['ada', 'Linus', 'LINU']),
      ['people at rfcs/0001.md:15:3: `@LINU` is not on GitHub. Did you mean `@linus`?'],
    ],
    [
      'letters of another alphabet',
      () => named(['ada', 'аda']),
      [
        'people at rfcs/0001.md:14:3: `@аda` is no login: it holds `а` (U+0430), which no login on GitHub has; type it anew',
      ],
    ],
    [
      'a quorum for a person',
      () => named(['ada (2)', 'linus']),
      ['people at rfcs/0001.md:13:3: `@ada (2)` is no login: only a team has a quorum; drop the brackets'],
    ],
    [
      'a mention in code',
      () => withText(rfc(['ada']).replace('- @ada', '- @ada\n- `@linus`')),
      [
        'document at rfcs/0001.md:14: `@linus` stands in code or a quote, where it names nobody. Write the mention as plain text.',
      ],
    ],
  ])('%s', (_, history, problems) => {
    expect(told(history())).toEqual(problems)
  })

  it.each<[string, Parameters<Story['people']['set']>[1], readonly string[]]>([
    [
      'a bot',
      { kind: 'found', person: person('ada', 'Bot'), canRead: true },
      [
        'people at rfcs/0001.md:13:3: `@ada` is a bot; a bot cannot commit. Name the person who answers for it.',
      ],
    ],
    [
      'an organisation',
      { kind: 'found', person: person('ada', 'Organization'), canRead: true },
      [
        'people at rfcs/0001.md:13:3: `@ada` is an organisation; an organisation cannot commit. Name the people who must.',
      ],
    ],
    [
      'somebody who cannot read the repository',
      { kind: 'found', person: person('ada'), canRead: false },
      [
        'people at rfcs/0001.md:13:3: `@ada` cannot read this repository, so they could never commit. Give them access, or name somebody else.',
      ],
    ],
  ])('%s', (_, found, problems) => {
    const history = named(['ada', 'linus'])
    history.people.set('ada', found)
    expect(told(history)).toEqual(problems)
  })

  it('somebody else than when the login was seen first', () => {
    const history = named(['ada', 'linus'])
    history.facts.knownLogins.set('ada', 4711)
    expect(told(history)).toEqual([
      'people at rfcs/0001.md:13:3: `@ada` is no longer the account that was named here first. Name that person by their login of today.',
    ])
  })

  const found = (members: readonly string[], isSecret = false): TeamFound => ({
    kind: 'found',
    name: 'acme/SRE',
    isSecret,
    members: members.map((login) => person(login)),
  })
  it.each<[string, string, TeamFound, readonly string[]]>([
    [
      'nobody knows',
      '',
      { kind: 'unknown' },
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` is not a team that this App can see. Check the spelling, or name people.',
      ],
    ],
    [
      'could not be read',
      '',
      { kind: 'unreadable', why: 'could not be read from GitHub.' },
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` could not be read from GitHub. Say `/refresh` to try again, or name people.',
      ],
    ],
    [
      'could not be read, as is said with a full stop within',
      '',
      { kind: 'unreadable', why: 'could not be read from api.github.test' },
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` could not be read from api.github.test. Say `/refresh` to try again, or name people.',
      ],
    ],
    [
      'is secret',
      '',
      found(['linus'], true),
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` is a secret team, so not everybody can see whose commitment counts. Make the team visible, or name people.',
      ],
    ],
    [
      'is empty',
      '',
      found([]),
      ['people at rfcs/0001.md:14:3: `@acme/sre` has no members. Fill it, or name people.'],
    ],
    [
      'is smaller than its quorum',
      ' (3)',
      found(['linus', 'grace']),
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` has 2 members, fewer than `(3)`. Ask for `@acme/SRE (2)` at most.',
      ],
    ],
    [
      'has one member, and two must commit',
      ' (2)',
      found(['linus']),
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` has 1 member, fewer than `(2)`. Ask for `@acme/SRE (1)` at most.',
      ],
    ],
    ['is as large as its quorum', ' (2)', found(['linus', 'grace']), []],
    [
      'is large enough only with the author',
      ' (2)',
      found(['linus', 'author']),
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` has 1 member besides the author, whose word never fills a quorum. Ask for fewer, or name somebody else.',
      ],
    ],
    [
      'is the author alone',
      '',
      found(['author']),
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` has 0 members besides the author, whose word never fills a quorum. Ask for fewer, or name somebody else.',
      ],
    ],
    ['asks all, and one is the author', ' (all)', found(['linus', 'author']), []],
  ])('a team that %s', (_, quorum, team, problems) => {
    const history = named(['ada', `acme/sre${quorum}`])
    const teams = new Map([['acme/sre', team]])
    expect(told(history, { teams })).toEqual(problems)
    // Taken out of the document, it stays required (S6).
    history.push({ [FILE]: rfc(['ada']) })
    expect(told(history, { teams })).toEqual(
      // What GitHub says is no team obliges nobody any more (S4).
      team.kind === 'unknown'
        ? []
        : problems.map(() => expect.stringMatching(/was named here and stays required, and .*\/release/)),
    )
  })

  it('a login that is nearly that of a bot that spoke, or of nobody any more', () => {
    const history = named(['ada', 'build-bo'])
    history.say('build-bot', 'Built.', { author: person('build-bot', 'Bot') })
    history.say('ghost', 'Gone.', { author: null })
    expect(told(history)).toEqual([
      'people at rfcs/0001.md:14:3: `@build-bo` is not on GitHub. Check the spelling.',
    ])
  })

  it('names in an RFC of which GitHub has deleted the author', () => {
    const history = named(['ada', 'somebody', 'acme/sre (2)'])
    const { pullRequest } = history.snapshot()
    expect(told(history, { pullRequest: { ...pullRequest, author: null } })).toEqual([
      'people at rfcs/0001.md:14:3: `@somebody` is not on GitHub. Check the spelling.',
    ])
  })

  it('a login in the RFC is told at its line, wherever the configuration stands', () => {
    expect(told(named(['ada', 'somebody']), { configFrom: 'organisation' })).toEqual([
      'people at rfcs/0001.md:14:3: `@somebody` is not on GitHub. Check the spelling.',
    ])
  })

  it('what stands in the configuration is told at its line there (S2)', () => {
    const always = config('stakeholders:', '  always: ["@somebody", "@acme/ops"]')
    expect(told(named(['ada'], always))).toEqual([
      'config at .github/rfc-alignment.yml:3:13: `@somebody` is not on GitHub. Check the spelling.',
      'config at .github/rfc-alignment.yml:3:26: `@acme/ops` is not a team that this App can see. Check the spelling, or name people.',
    ])
    const history = named(['ada'], always)
    history.push({ [CONFIG_PATH]: 'version: 1\n' })
    expect(told(history)).toEqual([
      'config: On the branch `main`, `.github/rfc-alignment.yml`, line 3, column 13: `@somebody` is not on GitHub. Check the spelling.',
      'config: On the branch `main`, `.github/rfc-alignment.yml`, line 3, column 26: `@acme/ops` is not a team that this App can see. Check the spelling, or name people.',
    ])
  })

  it('too many (S5)', () => {
    const names = Array.from({ length: 200 }, (_, index) => `p${index}`)
    const history = story()
    for (const name of names) history.people.set(name, { kind: 'found', person: person(name), canRead: true })
    history.push({ [FILE]: rfc(names) })
    expect(told(history)).toEqual([])
    history.push({ [FILE]: rfc([...names, 'ada']) })
    expect(told(history)).toEqual([
      'people: The RFC names 201 people; 200 are the most. Name those whose commitment the decision needs.',
    ])
  })
})

describe('S6: what nobody can read any more, and who was named there', () => {
  const unread = (why: string, isGone = false) => ({ kind: 'unreadable', why, isGone }) as const

  it.each<[string, ReturnType<typeof unread>, readonly string[]]>([
    [
      'what it changed could not be read',
      unread('GitHub did not answer'),
      [
        'pull request: What the RFC said at `1a2b3c4` cannot be read (GitHub did not answer), so nobody knows whom it named. Say `/refresh` to try again, or open a new pull request.',
      ],
    ],
    [
      'what it changed could not be read, told with a full stop',
      unread('GitHub did not answer.'),
      [
        'pull request: What the RFC said at `1a2b3c4` cannot be read (GitHub did not answer), so nobody knows whom it named. Say `/refresh` to try again, or open a new pull request.',
      ],
    ],
    [
      'it is still among the commits, whatever GitHub says',
      unread('gone', true),
      [
        'pull request: What the RFC said at `1a2b3c4` cannot be read (gone), so nobody knows whom it named. Say `/refresh` to try again, or open a new pull request.',
      ],
    ],
  ])('an earlier head: %s', (_, lost, problems) => {
    const history = named(['ada'])
    const [first = ''] = history.facts.commits
    history.push({ [FILE]: rfc(['ada'], 'New.') })
    const changesAt = new Map(history.snapshot().changesAt).set(first, lost)
    expect(told(history, { changesAt }, first)).toEqual(problems)
  })

  it('an earlier head whose text is too hard to read', () => {
    const history = withText(`${'> '.repeat(1000)}a`)
    const [first = ''] = history.facts.commits
    history.push({ [FILE]: rfc(['ada']) })
    expect(told(history, {}, first)).toEqual([
      'pull request: What the RFC said at `1a2b3c4` cannot be read (This text is too hard to read: it nests more than 64 quotes or lists; make it flatter), so nobody knows whom it named. Say `/refresh` to try again, or open a new pull request.',
    ])
  })

  it('an earlier head whose file is no text names nobody, and passes', () => {
    const history = withText(rfc(['ada'], 'Old.'))
    const [first = ''] = history.facts.commits
    history.push({ [FILE]: rfc(['ada']) })
    const files = new Map(history.snapshot().files)
    files.set(fileKey(first, FILE), { kind: 'unreadable', blob: 'b', why: 'is a symbolic link' })
    expect(told(history, { files })).toEqual([])
  })

  it('an earlier text of the description, where that names people', () => {
    const history = story()
    history.label('rfc', 'on')
    history.describe(rfc(['ada']))
    history.push({ 'src/a.ts': 'x' })
    history.describe(rfc(['ada'], 'New.'))
    history.facts.description.revisions = null
    expect(told(history)).toEqual([
      'pull request: An earlier text of the description cannot be read any more, so nobody knows whom it named. Open a new pull request.',
    ])
    const other = named(['ada'])
    other.describe('Anything.')
    other.facts.description.revisions = null
    expect(told(other)).toEqual([])
  })

  it.each<[string, Parameters<typeof fileKey>[1], readonly string[]]>([
    [
      'is too hard to read',
      `${'> '.repeat(1000)}a`,
      [
        'document at rfcs/0001.md:1: The version of this RFC on the base branch cannot be read, so nobody knows whom it names: This text is too hard to read: it nests more than 64 quotes or lists; make it flatter. Mend it there first.',
      ],
    ],
    ['is empty', '', []],
  ])('the version on the base, which %s', (_, text, problems) => {
    const history = withText(rfc(['ada']), { base: { [FILE]: text } })
    expect(told(history)).toEqual(problems)
  })

  it('the version on the base, which was not read', () => {
    const history = withText(rfc(['ada'], 'New.'), { base: { [FILE]: rfc(['ada']) } })
    const files = new Map(history.snapshot().files)
    files.delete(fileKey('base'.padEnd(40, '0'), FILE))
    expect(told(history, { files })).toEqual([
      'document at rfcs/0001.md:1: The version of this RFC on the base branch cannot be read, so nobody knows whom it names: The file could not be read. Mend it there first.',
    ])
  })

  it('a team that is gone from the text, and from GitHub since it was noted', () => {
    const history = story()
    history.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    history.roles.set('margaret', 'maintain')
    history.team('gone', ['linus'])
    history.push({ [FILE]: rfc(['ada', 'acme/gone']) })
    history.visit()
    history.push({ [FILE]: rfc(['ada']) })
    history.teams.delete('acme/gone')
    expect(told(history)).toEqual([
      'people: `@acme/gone` was named here and stays required, and is not a team that this App can see. Check the spelling, or name people. A maintainer who is not the author can say `/release @acme/gone why`.',
    ])
    history.say('margaret', '/release @acme/gone dissolved')
    expect(told(history)).toEqual([])
  })

  it('a team whose quorum an earlier head set too high', () => {
    const history = named(['ada', 'acme/sre (3)'])
    history.push({ [FILE]: rfc(['ada', 'acme/sre (2)']) })
    expect(told(history)).toEqual([
      'people: `@acme/sre` was named here and stays required, and has 2 members, fewer than `(3)`. Ask for `@acme/sre (2)` at most. A maintainer who is not the author can say `/release @acme/sre why`.',
    ])
  })
})
