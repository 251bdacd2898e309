import { describe, expect, it } from 'vitest'
import { CONFIG_PATH } from '../../src/config/config.ts'
import type { TeamFound } from '../../src/facts/snapshot.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, story, type Story } from '../rules/story.ts'
import { account, problemMessages, problemsOf } from '../rules/account.ts'
import { withText, config, afterSaying } from '../rules/stories.ts'

describe('S3 and S4: problems with names', () => {
  it.each<[string, () => Story, readonly string[]]>([
    [
      'a login that nobody has',
      () => named(['ada', 'somebody']),
      ["people at rfcs/0001.md:14:3: `@somebody` isn't on GitHub. Check the spelling."],
    ],
    [
      'a login that is nearly the author’s',
      () => named(['ada', 'autor']),
      ["people at rfcs/0001.md:14:3: `@autor` isn't on GitHub. Did you mean `@author`?"],
    ],
    [
      'a login that is nearly that of somebody who spoke',
      () => afterSaying(['ada', 'grac'], ['grace', 'Fine.']),
      ["people at rfcs/0001.md:14:3: `@grac` isn't on GitHub. Did you mean `@grace`?"],
    ],
    [
      'a login two letters away',
      () => named(['ada', 'linus', 'lnu']),
      ["people at rfcs/0001.md:15:3: `@lnu` isn't on GitHub. Did you mean `@linus`?"],
    ],
    [
      'a login three letters away',
      () => named(['ada', 'linus', 'linustor']),
      ["people at rfcs/0001.md:15:3: `@linustor` isn't on GitHub. Check the spelling."],
    ],
    [
      'a login in upper case',
      () => named(['ada', 'Linus', 'LINU']),
      ["people at rfcs/0001.md:15:3: `@LINU` isn't on GitHub. Did you mean `@linus`?"],
    ],
    [
      'letters of another alphabet',
      () => named(['ada', 'аda']),
      [
        "people at rfcs/0001.md:14:3: `@аda` isn't a valid login: it contains `а` (U+0430), which no GitHub login does; retype it",
      ],
    ],
    [
      'a quorum for a person',
      () => named(['ada (2)', 'linus']),
      [
        "people at rfcs/0001.md:13:3: `@ada (2)` isn't a valid login: only a team can have a quorum; remove the brackets",
      ],
    ],
    [
      'a mention in code',
      () => withText(rfc(['ada']).replace('- @ada', '- @ada\n- `@linus`')),
      [
        'document at rfcs/0001.md:14: `@linus` is in code or a quote, so it names nobody. Write the mention as plain text.',
      ],
    ],
  ])('reports %s', (_, history, problems) => {
    expect(problemsOf(history())).toEqual(problems)
  })

  it.each<[string, Parameters<Story['people']['set']>[1], readonly string[]]>([
    [
      'a bot',
      { kind: 'found', person: person('ada', 'Bot'), canRead: true },
      [
        "people at rfcs/0001.md:13:3: `@ada` is a bot, which can't commit. Name the person responsible for it.",
      ],
    ],
    [
      'an organisation',
      { kind: 'found', person: person('ada', 'Organization'), canRead: true },
      [
        "people at rfcs/0001.md:13:3: `@ada` is an organisation, which can't commit. Name people or a team instead.",
      ],
    ],
    [
      'somebody who cannot read the repository',
      { kind: 'found', person: person('ada'), canRead: false },
      [
        "people at rfcs/0001.md:13:3: `@ada` can't read this repository, so they can't commit. Give them access, or name someone else.",
      ],
    ],
  ])('reports %s', (_, found, problems) => {
    const history = named(['ada', 'linus'])
    history.people.set('ada', found)
    expect(problemsOf(history)).toEqual(problems)
  })

  it('a login that belongs to somebody else than at first', () => {
    const history = named(['ada', 'linus'])
    history.facts.knownLogins.set('ada', 4711)
    expect(problemsOf(history)).toEqual([
      "people at rfcs/0001.md:13:3: `@ada` is now a different account than the one first named here. Use that person's current login.",
    ])
  })

  const found = (members: readonly string[], isSecret = false): TeamFound => ({
    kind: 'found',
    id: 71,
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
        "people at rfcs/0001.md:14:3: `@acme/sre` isn't a team that this App can see. Check the spelling, or name people.",
      ],
    ],
    [
      'could not be read',
      '',
      { kind: 'unreadable', why: 'could not be read from GitHub.' },
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` could not be read from GitHub. Comment `/refresh` to retry, or name people.',
      ],
    ],
    [
      'could not be read, as is said with a full stop within',
      '',
      { kind: 'unreadable', why: 'could not be read from api.github.test' },
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` could not be read from api.github.test. Comment `/refresh` to retry, or name people.',
      ],
    ],
    [
      'is secret',
      '',
      found(['linus'], true),
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` is a secret team, so not every reader can see whose commitment counts. Make the team visible, or name people.',
      ],
    ],
    [
      'is empty',
      '',
      found([]),
      ['people at rfcs/0001.md:14:3: `@acme/sre` has no members. Add members, or name people.'],
    ],
    [
      'is smaller than its quorum',
      ' (3)',
      found(['linus', 'grace']),
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` has 2 members, fewer than the `(3)` required. Require `@acme/SRE (2)` at most.',
      ],
    ],
    [
      'has one member, and two must commit',
      ' (2)',
      found(['linus']),
      [
        'people at rfcs/0001.md:14:3: `@acme/sre` has 1 member, fewer than the `(2)` required. Require `@acme/SRE (1)` at most.',
      ],
    ],
    ['is as large as its quorum', ' (2)', found(['linus', 'grace']), []],
    [
      'is large enough only with the author',
      ' (2)',
      found(['linus', 'author']),
      [
        "people at rfcs/0001.md:14:3: `@acme/sre` has 1 member besides the author, whose commitment doesn't count toward a quorum. Require fewer, or name another team or person.",
      ],
    ],
    [
      'is the author alone',
      '',
      found(['author']),
      [
        "people at rfcs/0001.md:14:3: `@acme/sre` has 0 members besides the author, whose commitment doesn't count toward a quorum. Require fewer, or name another team or person.",
      ],
    ],
    ['asks all, and one is the author', ' (all)', found(['linus', 'author']), []],
  ])('a team that %s', (_, quorum, team, problems) => {
    const history = named(['ada', `acme/sre${quorum}`])
    const teams = new Map([['acme/sre', team]])
    expect(problemsOf(history, { teams })).toEqual(problems)
    // Taken out of the document, it stays required (S6).
    history.push({ [FILE]: rfc(['ada']) })
    expect(problemsOf(history, { teams })).toEqual(
      // What GitHub says is no team obliges nobody any more (S4).
      team.kind === 'unknown'
        ? []
        : problems.map(() =>
            expect.stringMatching(/was named earlier and is still required, but .*\/release/),
          ),
    )
  })

  it('a login close to that of a bot or of a deleted account gets no suggestion', () => {
    const history = named(['ada', 'build-bo'])
    history.say('build-bot', 'Built.', { author: person('build-bot', 'Bot') })
    history.say('ghost', 'Gone.', { author: null })
    expect(problemsOf(history)).toEqual([
      "people at rfcs/0001.md:14:3: `@build-bo` isn't on GitHub. Check the spelling.",
    ])
  })

  it("names in an RFC whose author's account was deleted", () => {
    const history = named(['ada', 'somebody', 'acme/sre (2)'])
    const { pullRequest } = history.snapshot()
    expect(problemsOf(history, { pullRequest: { ...pullRequest, author: null } })).toEqual([
      "people at rfcs/0001.md:14:3: `@somebody` isn't on GitHub. Check the spelling.",
    ])
  })

  it('a login in the RFC is reported at its line, wherever the configuration is', () => {
    expect(problemsOf(named(['ada', 'somebody']), { configFrom: 'organisation' })).toEqual([
      "people at rfcs/0001.md:14:3: `@somebody` isn't on GitHub. Check the spelling.",
    ])
  })

  it('a login in the configuration is reported at its line there (S2)', () => {
    const always = config('stakeholders:', '  always: ["@somebody", "@acme/ops"]')
    expect(problemsOf(named(['ada'], always))).toEqual([
      "config at .github/rfc-alignment.yml:3:13: `@somebody` isn't on GitHub. Check the spelling.",
      "config at .github/rfc-alignment.yml:3:26: `@acme/ops` isn't a team that this App can see. Check the spelling, or name people.",
    ])
    const history = named(['ada'], always)
    history.push({ [CONFIG_PATH]: 'version: 1\n' })
    expect(problemsOf(history)).toEqual([
      "config: On the branch `main`, `.github/rfc-alignment.yml`, line 3, column 13: `@somebody` isn't on GitHub. Check the spelling.",
      "config: On the branch `main`, `.github/rfc-alignment.yml`, line 3, column 26: `@acme/ops` isn't a team that this App can see. Check the spelling, or name people.",
    ])
  })

  it('too many (S5)', () => {
    const names = Array.from({ length: 200 }, (_, index) => `p${index}`)
    const history = story()
    for (const name of names) history.people.set(name, { kind: 'found', person: person(name), canRead: true })
    history.push({ [FILE]: rfc(names) })
    expect(problemsOf(history)).toEqual([])
    history.push({ [FILE]: rfc([...names, 'ada']) })
    expect(problemsOf(history)).toEqual([
      'people: The RFC names 201 people; at most 200 are allowed. Name only those whose commitment the decision needs.',
    ])
  })
})

describe('S4: a login that changed owners', () => {
  const OLD = { id: 4711, login: 'torvalds', type: 'User' } as const

  it.each<[string, (told: Story) => void, string]>([
    ['as they wrote here', (told) => void told.say('linus', 'hello', { author: OLD }), 'torvalds'],
    [
      'as we asked them for a review',
      (told) => void told.facts.askedForReview.push({ person: OLD, byAppAt: null }),
      'torvalds',
    ],
    ['by the old name where nobody knows another', () => {}, 'linus'],
  ])('belonged to somebody who is now called %s', (_, act, login) => {
    const told = named(['ada', 'linus'])
    told.facts.knownLogins.set('linus', OLD.id)
    told.say('ghost', 'a thought', { author: null })
    act(told)
    expect(account(told)).toEqual(['needs fixing', '@ada silent', `@${login} silent`])
  })
})

describe('S4: a misspelt login', () => {
  it('is compared with the people of the repository, once, while it is named', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'Nobody-Here', 'acme/sre']) })
    const people = new Map(told.snapshot().people).set('nobody-here', { kind: 'unknown' })
    expect(told.missing({ people }).missingInputs.strangers).toEqual(['nobody-here'])
    expect(told.missing({ people, nearby: [] }).missingInputs.strangers).toEqual([])
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.missing({ people }).missingInputs.strangers).toEqual([])
  })

  it.each([
    ['nobody-here', ['nobody-there', 'somebody'], 'Did you mean `@nobody-there`?'],
    ['nobody-here', ['somebody'], 'Check the spelling.'],
    // Everybody with a short login would be near.
    ['zed', ['red'], 'Did you mean `@red`?'],
    ['zed', ['rex'], 'Check the spelling.'],
  ])('`@%s` among %j: %s', (login, nearby, advice) => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', login]) })
    expect(problemMessages(told, { nearby })).toEqual([`\`@${login}\` isn't on GitHub. ${advice}`])
  })
})

describe('S3, S6: a quorum that the team cannot fill', () => {
  it('is still a problem when the document asks for fewer, and says who can resolve it', () => {
    const told = named(['acme/sre (3)'])
    told.push({ [FILE]: rfc(['acme/sre (2)']) })
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    expect(told.rfc().problems).toMatchObject([
      {
        message: expect.stringMatching(
          /2 members, fewer than the `\(3\)` required.*\/release @acme\/sre <reason>/,
        ),
      },
    ])
  })
})

describe('C4, S4: a login without an account', () => {
  it('is distinguished from one that was not looked up', () => {
    const told = named(['ada'])
    told.say('ada', '/add @Nobody @crowd')
    const people = new Map([
      ['ada', { kind: 'found', person: person('ada'), canRead: true }],
      ['nobody', { kind: 'unknown' }],
    ] as const)
    const verdict = told.judge({ people })
    expect('rejections' in verdict && verdict.rejections.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^`@nobody` isn't on GitHub\..* `@crowd` wasn't looked up/i),
    ])
  })
})
