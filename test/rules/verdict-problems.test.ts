import { describe, expect, it } from 'vitest'
import { fileKey } from '../../src/facts/keys.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, story, type Story } from './story.ts'
import { withText, config, afterSaying } from './stories.ts'
import { problemsOf } from './account.ts'

describe('S5: too few people', () => {
  it.each<[string, () => Story, readonly string[]]>([
    [
      'nobody is named',
      () => withText('# A\n\n## Problem\n\nLate.\n', config('sections: [{ name: Problem }]')),
      [
        'document: The RFC names nobody; at least one stakeholder other than the author is required. Name people in the Alignment section: `- @login`.',
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
        'document: The RFC names nobody; at least 3 stakeholders other than the author are required. Name people in the Alignment section: `- @login`.',
      ],
    ],
    [
      'the author alone is',
      () => named(['author']),
      [
        'document: At least one stakeholder other than the author is required. Name people in the Alignment section: `- @login`.',
      ],
    ],
    [
      'one is, and two must commit',
      () => named(['ada'], config('stakeholders: { minimum: 2 }')),
      [
        'document: At least 2 stakeholders other than the author are required; only 1 can still commit. Name people in the Alignment section: `- @login`.',
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
      'one of two recused, and two must commit',
      () => {
        const history = named(['ada', 'linus'], config('stakeholders: { minimum: 2 }'))
        history.say('ada', '/recuse on leave')
        return history
      },
      [
        'document: At least 2 stakeholders other than the author are required; only 1 can still commit. Name people in the Alignment section: `- @login`.',
      ],
    ],
    [
      'one of a team is left, who is named, too',
      () => named(['ada', 'acme/sre'], config('stakeholders: { minimum: 3 }')),
      [
        'document: At least 3 stakeholders other than the author are required; only 2 can still commit. Name people in the Alignment section: `- @login`.',
      ],
    ],
    [
      'the only team is released',
      () => afterSaying(['acme/sre'], ['margaret', '/release @acme/sre dissolved']),
      [
        'document: At least one stakeholder other than the author is required. Name people in the Alignment section: `- @login`.',
      ],
    ],
    [
      'the only one recused',
      () => afterSaying(['ada'], ['ada', '/recuse on leave']),
      [
        'document: At least one stakeholder other than the author is required. Name people in the Alignment section: `- @login`.',
      ],
    ],
    [
      'the only name is misspelt',
      () => named(['adda']),
      ["people at rfcs/0001.md:13:3: `@adda` isn't on GitHub. Did you mean `@ada`?"],
    ],
    [
      'the section is missing',
      () => withText('# A\n\n## Problem\n\nLate.\n'),
      [
        'document at rfcs/0001.md:5: The Alignment section is missing. Name each person or team whose commitment you need on a line of its own: `- @login`.',
      ],
    ],
  ])('when %s', (_, history, problems) => {
    expect(problemsOf(history())).toEqual(problems)
  })
})

describe('D5 and F6: problems of the pull request', () => {
  it.each<[string, () => Story, readonly string[]]>([
    [
      'is closed',
      () => {
        const history = named(['ada'])
        history.facts.state = 'closed'
        return history
      },
      ['pull request: This pull request is closed. Reopen it to continue; responses are kept.'],
    ],
    [
      'has lost its RFC',
      () => {
        const history = named(['ada'])
        history.push({ [FILE]: null, 'src/a.ts': 'x' })
        return history
      },
      [
        'pull request: The RFC was removed from this pull request, but its stakeholders are still required. Restore the file or label, or open a new pull request.',
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
        "pull request: `rfcs/0001.md` changed on `main`. Update this branch; if that changes the RFC's text, stakeholders must commit again.",
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
        "pull request: `rfcs/0001.md` changed on `main`. Update this branch; if that changes the RFC's text, stakeholders must commit again.",
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
        "pull request: `rfcs/0001.md` changed on `main`. Update this branch; if that changes the RFC's text, stakeholders must commit again.",
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
  ])('lists those of one that %s', (_, history, problems) => {
    expect(problemsOf(history())).toEqual(problems)
  })

  it('has no common history with its base', () => {
    expect(problemsOf(named(['ada']), { mergeBase: null })).toEqual([
      "pull request: GitHub doesn't report where this pull request left `main`, so changes to the RFC there can't be ruled out. Update the branch, or open the pull request again from `main` if they share no history.",
    ])
  })

  it('moves an RFC that the base changed meanwhile, under its old or new name', () => {
    const OLD = 'rfcs/old.md'
    const history = withText(rfc(['ada']), { base: { [OLD]: rfc(['ada']) } })
    const files = [{ path: FILE, previousPath: OLD, change: 'renamed' as const }]
    const moved = { changes: { kind: 'complete' as const, files } }
    const problem = (path: string) =>
      `pull request: \`${path}\` changed on \`main\`. Update this branch; if that changes the RFC's text, stakeholders must commit again.`
    history.facts.baseNow = { [OLD]: rfc(['ada'], 'Other.') }
    expect(problemsOf(history, moved)).toEqual([problem(OLD)])
    history.facts.baseNow = { [OLD]: rfc(['ada']), [FILE]: rfc(['ada'], 'Other.') }
    expect(problemsOf(history, moved)).toEqual([problem(FILE)])
  })

  it('changes an RFC that can be read on neither side', () => {
    const history = withText(rfc(['ada'], 'New.'), { base: { [FILE]: rfc(['ada']) } })
    history.facts.baseNow = { [FILE]: rfc(['ada']), 'src/a.ts': 'x' }
    const files = new Map(history.snapshot().files)
    for (const commit of ['parted', 'base']) {
      files.set(fileKey(commit.padEnd(40, '0'), FILE), { kind: 'unreadable', blob: null, why: 'is a link' })
    }
    expect(problemsOf(history, { files })[0]).toMatch(/changed on `main`\. Update this branch/)
  })

  it('has no common history with its base, which is no problem when a label makes it an RFC', () => {
    const history = story()
    history.label('rfc', 'on')
    history.describe(rfc(['ada']))
    history.push({ 'src/a.ts': 'x' })
    expect(problemsOf(history, { mergeBase: null })).toEqual([])
  })

  it.each<[string, string, 'absent' | 'unread' | 'missing', readonly string[]]>([
    [
      'cannot be read where the two parted',
      'parted',
      'unread',
      [
        "pull request: `rfcs/0001.md` changed on `main`. Update this branch; if that changes the RFC's text, stakeholders must commit again.",
      ],
    ],
    [
      'cannot be read on the base',
      'base',
      'unread',
      [
        "pull request: `rfcs/0001.md` changed on `main`. Update this branch; if that changes the RFC's text, stakeholders must commit again.",
        "document at rfcs/0001.md:1: The RFC can't be read on the base branch (The file is a link), so the stakeholder list there is unknown. Fix the file on the base branch first.",
      ],
    ],
    [
      'was not read where the two parted',
      'parted',
      'missing',
      [
        "pull request: `rfcs/0001.md` changed on `main`. Update this branch; if that changes the RFC's text, stakeholders must commit again.",
      ],
    ],
    [
      'is gone from the base',
      'base',
      'absent',
      [
        "pull request: `rfcs/0001.md` changed on `main`. Update this branch; if that changes the RFC's text, stakeholders must commit again.",
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
    expect(problemsOf(history, { files })).toEqual(problems)
  })
})

describe('S5: the minimum of people besides the author', () => {
  const TWO = 'version: 1\nstakeholders:\n  minimum: 2\n'

  it('counts members of teams, each person once, and not the author', () => {
    const told = story({ config: TWO })
    told.team('sre', ['ada', 'linus', 'author'])
    told.push({ [FILE]: rfc(['author', 'ada', 'acme/sre (all)']) })
    told.say('author', '/commit')
    told.say('ada', '/commit')
    expect(told.rfc().others).toEqual({ committed: 1, needed: 2 })
    told.say('linus', '/disagree-commit too slow')
    expect(told.rfc().others).toEqual({ committed: 2, needed: 2 })
    expect(told.rfc().state).toBe('committed')
  })

  it('is required though everybody named has committed', () => {
    const told = named(['ada', 'acme/sre'], { config: TWO })
    told.say('ada', '/commit')
    expect([told.rfc().teams[0]?.position, told.rfc().others.committed]).toEqual(['committed', 1])
    expect(told.rfc().state).toBe('waiting')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('does not count members of a released team', () => {
    const told = named(['author', 'grace', 'acme/sre'], { config: TWO })
    told.say('ada', '/commit')
    told.say('grace', '/commit')
    expect(told.rfc().others.committed).toBe(2)
    told.say('margaret', '/release @acme/sre dissolved')
    expect(told.rfc().others.committed).toBe(1)
  })
})
