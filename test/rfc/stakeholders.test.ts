import { describe, expect, it } from 'vitest'
import { fileKey } from '../../src/facts/keys.ts'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, type Story, person, story, named } from '../rules/story.ts'
import { account, problemMessages, rejectionsOf } from '../rules/account.ts'

const messages = (told: Story) => told.rfc().problems.map(({ message }) => message)

const ALONE = rfc([]).replace(/## Alignment[\s\S]*/, '')

const HIDDEN = { kind: 'unreadable', why: 'is hidden' } as const

describe('S4: names that can commit', () => {
  it('report a login that is not on GitHub at its line, with a suggestion', () => {
    const told = story()
    told.push({ [FILE]: rfc(['adda', 'linus']).replace('@adda', '@linuss') })
    expect(told.rfc().problems[0]).toEqual({
      source: 'people',
      message: "`@linuss` isn't on GitHub. Did you mean `@linus`?",
      place: { path: FILE, line: 13, column: 3 },
    })
  })

  it.each([
    ['Bot', /a bot, which can't commit/],
    ['Organization', /an organisation, which can't commit/],
  ] as const)('exclude a %s', (type, message) => {
    const told = story()
    told.people.set('ada', { kind: 'found', person: person('ada', type), canRead: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect(messages(told)).toEqual([expect.stringMatching(message)])
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('exclude a person without read access', () => {
    const told = story()
    told.people.set('ada', { kind: 'found', person: person('ada'), canRead: false })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect(messages(told)).toEqual([expect.stringMatching(/can't read this repository/)])
  })

  it('are not reported for a person who has committed', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.people.set('ada', { kind: 'found', person: person('ada'), canRead: false })
    expect([told.rfc().state, messages(told)]).toEqual(['committed', []])
    told.push({ [FILE]: rfc(['ada'], 'Bill at night.') })
    expect(messages(told)).toEqual([expect.stringMatching(/can't read this repository/)])
  })

  it('drop a misspelt name once it is fixed', () => {
    const told = story()
    told.push({ [FILE]: rfc(['adda', 'linus']) })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect([messages(told), told.rfc().rows.length]).toEqual([[], 2])
  })
})

describe('S5: no success without people', () => {
  it('an empty list is a problem', () => {
    const told = story()
    told.push({ [FILE]: rfc([]).replace('## Alignment\n\n', '## Alignment\n\nEverybody.\n') })
    expect(messages(told)).toEqual([expect.stringMatching(/names nobody/)])
  })

  it('one person besides the author must commit', () => {
    const told = story()
    told.push({ [FILE]: rfc(['author']) })
    told.say('author', '/commit')
    expect(messages(told)).toEqual([
      expect.stringMatching(/At least one stakeholder other than the author is required/),
    ])
  })

  it('the author can commit like everybody else', () => {
    const told = story()
    told.push({ [FILE]: rfc(['author', 'ada']) })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.say('author', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('no success when the only other person recused', () => {
    const told = story()
    told.push({ [FILE]: rfc(['author', 'ada']) })
    told.say('author', '/commit')
    told.say('ada', '/recuse on leave')
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('the minimum is that of the configuration', () => {
    const told = story({ config: 'version: 1\nstakeholders:\n  minimum: 2\n' })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect(messages(told)).toEqual([
      expect.stringMatching(/At least 2 stakeholders .*; only 1 can still commit/),
    ])
  })
})

describe('S6: no stakeholder is dropped silently', () => {
  it('requires a person removed from the document after it left draft', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    const second = told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    expect(told.rfc().rows[1]).toMatchObject({ person: { login: 'linus' }, leftInCommit: second })
  })

  it('does not require a person removed while in draft', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    expect(told.position('linus')).toBe('not required')
  })

  it('requires a person removed in a second draft', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.draft('draft')
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    expect(told.position('linus')).toBe('silent')
  })

  it('requires a person named by a head that a force-push hid', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.forcePush([told.commit({ [FILE]: rfc(['ada']) })], { announced: true })
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('requires those whom the base version of a changed RFC names', () => {
    const told = story({ base: { [FILE]: rfc(['grace']) } })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.position('grace')).toBe('silent')
  })

  it('requires those whom a deleted RFC names', () => {
    const told = story({ base: { [FILE]: rfc(['grace']) } })
    told.push({ [FILE]: null })
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('reads both of two heads that were announced in one second', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.wait(-70)
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('requires a person whose review the App requested, whatever their login is now', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'grace']) })
    told.facts.askedForReview = [
      { person: { ...person('grace'), login: 'grace-hopper' }, byAppAt: told.now() },
    ]
    told.people.delete('grace')
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect([told.position('grace-hopper'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('does not require them after they recuse', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('linus', '/recuse moved on')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('S1: places of names', () => {
  it("include the description's Alignment section when the file has none", () => {
    const told = story()
    told.describe('## Alignment\n\n- @ada\n')
    told.push({ [FILE]: rfc([]).split('## Alignment')[0] as string })
    expect([messages(told), told.position('ada')]).toEqual([[], 'silent'])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('S6: text that cannot be read may have named somebody', () => {
  const unreadable = (told: ReturnType<typeof story>, change: Partial<Snapshot>) => told.judge(change).state

  it('fails closed when an earlier head cannot be read, unless its commit is gone from GitHub (V6)', () => {
    const told = story()
    const first = told.push({ [FILE]: rfc(['ada', 'grace']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    const changesAt = (isGone: boolean) =>
      new Map(told.snapshot().changesAt).set(first, {
        kind: 'unreadable',
        why: 'changed too many files',
        isGone,
      })
    expect(unreadable(told, { changesAt: changesAt(false) })).toBe('needs fixing')
    told.facts.commits = told.facts.commits.slice(1)
    expect(told.judge({ changesAt: changesAt(true) }).state).toBe('committed')
  })

  it('fails closed when the base version of a changed RFC cannot be read', () => {
    const told = story({ base: { [FILE]: rfc(['grace']) } })
    told.push({ [FILE]: rfc(['ada'], 'new') })
    told.say('ada', '/commit')
    const { files, pullRequest } = told.snapshot()
    const lost = new Map(files).set(fileKey(pullRequest.baseTip, FILE), {
      kind: 'unreadable',
      blob: 'b1',
      why: 'is not UTF-8 throughout',
    })
    expect(unreadable(told, { files: lost })).toBe('needs fixing')
  })

  it('keeps failing when an RFC that names a team leaves the pull request (D5)', () => {
    const told = story()
    told.team('sre', ['ada'])
    told.push({ [FILE]: rfc(['acme/sre']) })
    told.push({ [FILE]: null, 'docs/x.md': rfc(['acme/sre']) })
    expect(told.judge().state).toBe('needs fixing')
  })

  it('ignores names in a description from before there was an RFC', () => {
    const told = story()
    told.describe('## Stakeholders\n\n- @grace\n')
    told.push({ 'src/a.ts': 'export {}' })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.position('grace')).toBe('not required')
  })
})

describe('S5: at most 200 names', () => {
  it('are reported, and none of them is looked up', () => {
    const told = story()
    told.push({ [FILE]: rfc(Array.from({ length: 201 }, (_, index) => `person-${index}`)) })
    expect(messages(told)).toEqual([expect.stringMatching(/names 201 people; at most 200 are allowed/)])
    expect(told.missing({ people: new Map() }).missingInputs.people).toEqual([])
  })
})

describe('V5, S6: a requested reviewer', () => {
  it('is not required when somebody other than the App requested the review', () => {
    const told = named(['ada'])
    told.facts.askedForReview.push({ person: person('eve'), byAppAt: null })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
  })
})

describe('V6, C4: whether somebody is named, while something cannot be read', () => {
  const outage = { teams: new Map([['acme/ops', HIDDEN]]) }

  it('is not known while a team that was named before cannot be read, though others can', () => {
    const told = named(['linus', 'acme/ops', 'ada'])
    told.say('eve', '/commit')
    expect(rejectionsOf(told, outage)).toEqual([])
    told.team('ops', ['grace'])
    expect(rejectionsOf(told)).toEqual([expect.stringMatching(/^@eve isn't a stakeholder/)])
  })

  it.each([
    ['after they spoke', 60],
    ['in that very second', 0],
  ])('is known where the team was named %s', (_, after) => {
    const told = named(['linus'])
    told.say('eve', '/commit')
    told.push({ [FILE]: rfc(['linus', 'acme/ops']) }, { after })
    expect(rejectionsOf(told, outage)).toEqual([expect.stringMatching(/^@eve isn't a stakeholder/)])
  })
})

describe('S3: a team that was not looked up', () => {
  it('has no members', () => {
    const told = named(['acme/sre'])
    expect(problemMessages(told, { teams: new Map() })).toEqual([
      '`@acme/sre` could not be read from GitHub. Comment `/refresh` to retry, or name people.',
    ])
  })
})

describe('S1: names in the description', () => {
  it('count for a file without an Alignment section', () => {
    const told = story()
    told.describe('## Alignment\n\n- @ada, ask @grace\n- `@linus`\n')
    told.push({ [FILE]: ALONE })
    expect([account(told), told.rfc().problems]).toEqual([
      ['needs fixing', '@ada silent', '@grace silent'],
      [
        {
          source: 'document',
          message: '`@linus` is in code or a quote, so it names nobody. Write the mention as plain text.',
          place: { path: null, line: 4 },
        },
      ],
    ])
  })

  it('may be lost with a hidden revision if one of two files needs them', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']), 'rfcs/0002.md': ALONE })
    told.describe('## Alignment\n\n- @grace\n')
    told.describe('## Alignment\n\n- @ada\n')
    const revisions = told.facts.description.revisions ?? []
    told.facts.description.revisions = revisions.map((revision, index) =>
      index === 1 ? { ...revision, text: null as unknown as string } : revision,
    )
    const LOST =
      "An earlier version of the description can't be read, so the stakeholder list in it is unknown. Open a new pull request."
    expect(problemMessages(told)).toEqual([LOST])
    const files = new Map(told.snapshot().files)
    const head = told.facts.commits.at(-1) ?? ''
    for (const path of [FILE, 'rfcs/0002.md'])
      files.set(fileKey(head, path), { kind: 'unreadable', blob: null, why: 'is binary' })
    expect(problemMessages(told, { files })).not.toContain(LOST)
  })

  it('are not asked for at a head that is gone from GitHub', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  paths:\n    '**/*.ts': ['@linus']\n" })
    const first = told.push({ [FILE]: ALONE })
    told.describe('## Alignment\n\n- @grace\n')
    told.forcePush([told.commit({ [FILE]: rfc(['ada']) })], { announced: true })
    const revisions = told.facts.description.revisions ?? []
    told.facts.description.revisions = revisions.map((revision, index) =>
      index === 0 ? { ...revision, text: null as unknown as string } : revision,
    )
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.set(first, { kind: 'unreadable', why: 'gone', isGone: true })
    told.say('ada', '/commit')
    expect(told.judge({ changesAt }).state).toBe('committed')
  })
})

describe('S2: named by the configuration', () => {
  const ALWAYS = "version: 1\nstakeholders:\n  always: ['@linus']\n"

  it('is required, and their commands count', () => {
    const told = story({ config: ALWAYS })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('is named by globs over the changed files', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  paths:\n    'billing/**': ['@linus']\n" })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().rows.map((row) => row.person.login)).toEqual(['ada'])
    told.push({ 'billing/job.ts': 'export {}' })
    expect(told.rfc().rows.map((row) => row.person.login)).toEqual(['ada', 'linus'])
  })

  it('is dropped by a change of the configuration, and the verdict says so', () => {
    const told = story({ config: ALWAYS })
    told.push({ [FILE]: rfc(['ada']) })
    told.evaluate()
    told.facts.askedForReview.push({ person: person('linus'), byAppAt: told.now() })
    told.config = 'version: 1\n'
    told.say('ada', '/commit')
    expect([told.rfc().letGo, told.rfc().state]).toEqual([['linus'], 'committed'])
  })

  it('is not dropped if the text named them too', () => {
    const told = story({ config: ALWAYS })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.evaluate()
    told.facts.askedForReview.push({ person: person('linus'), byAppAt: told.now() })
    told.push({ [FILE]: rfc(['ada']) })
    told.evaluate()
    told.config = 'version: 1\n'
    told.say('ada', '/commit')
    expect([told.rfc().letGo, told.rfc().state]).toEqual([[], 'waiting'])
  })

  it('does not revive a rejected commitment (C0)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('linus', '/commit')
    told.evaluate()
    told.config = ALWAYS
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('is a problem at its line when the login does not exist', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  always: ['@linuss']\n" })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().problems).toMatchObject([
      { source: 'config', place: { path: '.github/rfc-alignment.yml', line: 3 } },
    ])
  })
})

describe('S6: a change of the configuration that hides the section with a name', () => {
  const OTHER_NAME =
    "version: 1\nsections:\n  - name: Problem\n  - name: Alignment\n    required: false\nstakeholders:\n  always: ['@linus']\n"

  /** Named under "Stakeholders", seen once; then that is no name of the section any more. */
  function renamed(names: readonly string[], how: { readonly draft?: boolean } = {}) {
    const told = story({ config: 'version: 1\n', ...how })
    told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    told.roles.set('margaret', 'maintain')
    told.team('sre', ['ada', 'grace'])
    told.push({ [FILE]: rfc(names).replace('## Alignment', '## Stakeholders') })
    told.evaluate()
    told.config = OTHER_NAME
    told.say('linus', '/commit')
    return told
  }

  it('drops no team, and its members can commit', () => {
    const told = renamed(['acme/sre (2)'])
    expect(told.rfc().state).toBe('waiting')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('drops no team that asks for every member, and a maintainer can release it', () => {
    const told = renamed(['acme/sre (all)'])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.say('margaret', '/release @acme/sre nobody is on call any more')
    expect([told.rfc().state, told.rejections()]).toEqual(['committed', []])
  })

  it('does not drop the author, from whom no review can be requested', () => {
    const told = renamed(['author'])
    expect([told.rfc().state, told.position('author')]).toEqual(['waiting', 'silent'])
    told.say('author', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('drops no team that the App read only once', () => {
    const told = story({ config: 'version: 1\n' })
    told.team('sre', ['ada', 'grace'])
    told.push({ [FILE]: rfc(['acme/sre']).replace('## Alignment', '## Stakeholders') }, { announced: false })
    told.evaluate()
    told.config = OTHER_NAME
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })

  it('does not drop a person whose review was not requested because they had committed in draft', () => {
    const told = story({ config: 'version: 1\n', draft: true })
    told.push({ [FILE]: rfc(['ada']).replace('## Alignment', '## Stakeholders') })
    told.say('ada', '/commit')
    told.draft('ready')
    told.evaluate()
    told.config = OTHER_NAME
    told.push({ [FILE]: rfc([], 'Bill from usage.') })
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rfc().state]).toEqual(['stale', 'waiting'])
  })

  it('does not drop a person whose review somebody else requested', () => {
    const told = story({ config: 'version: 1\n' })
    told.push({ [FILE]: rfc(['ada']).replace('## Alignment', '## Stakeholders') })
    told.facts.askedForReview.push({ person: person('ada'), byAppAt: null })
    told.evaluate()
    told.config = OTHER_NAME
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('drops a person who was named only in draft', () => {
    expect(renamed(['acme/sre', 'author'], { draft: true }).rfc().state).toBe('draft')
    expect(renamed(['acme/sre', 'author'], { draft: true }).rfc().teams).toEqual([])
  })
})

describe('S4: a login that changed owners', () => {
  it('is a problem, and its earlier owner is still required (TH-54)', () => {
    const told = named(['ada', 'linus'])
    told.facts.knownLogins.set('linus', 4711)
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    expect(messages(told)).toEqual([
      expect.stringMatching(/a different account than the one first named here/),
    ])
    expect(told.rfc().rows.map((row) => row.person.id)).toContain(4711)
  })

  it('keeps the commitment of somebody who only renamed themselves (TH-53)', () => {
    const told = named(['ada', 'linus'])
    told.facts.knownLogins.set('linus', person('linus').id)
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    told.people.delete('linus')
    const renamed = { ...person('linus'), login: 'torvalds' }
    told.people.set('torvalds', { kind: 'found', person: renamed, canRead: true })
    told.push({ [FILE]: rfc(['ada', 'torvalds']) })
    expect([messages(told), told.rfc().state]).toEqual([[], 'committed'])
  })
})
