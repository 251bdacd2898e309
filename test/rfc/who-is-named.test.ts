import { describe, expect, it } from 'vitest'
import { keptIn } from '../../src/facts/kept-notes.ts'
import { fileKey, type Snapshot } from '../../src/facts/snapshot.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { rfc } from '../rfc-text.ts'
import { account } from '../rules/account.ts'
import { FILE, named, person, type Story, story } from '../rules/story.ts'

const messages = (told: Story, change: Partial<Snapshot> = {}) => {
  const verdict = told.judge(change)
  return 'problems' in verdict ? verdict.problems.map(({ message }) => message) : []
}
const rejections = (told: Story, change: Partial<Snapshot> = {}) => {
  const verdict = told.judge(change)
  return 'rejections' in verdict ? verdict.rejections.map(({ why }) => why) : []
}
const left = (told: Story) => [
  ...told.rfc().rows.map(({ person, leftAt }) => [person.login, leftAt]),
  ...told.rfc().teams.map(({ team }) => [team.name, team.leftAt]),
]
const ALONE = rfc([]).replace(/## Alignment[\s\S]*/, '')
const HIDDEN = { kind: 'unreadable', why: 'is hidden' } as const

describe('S6: since when somebody is no longer in the document', () => {
  it('is the first head after the last that named them, announced after a force-push too', () => {
    const told = named(['ada', 'linus'])
    const [second, third] = [rfc(['ada']), rfc(['ada'], 'Bill from usage.')].map((text) =>
      told.commit({ [FILE]: text }),
    ) as [string, string]
    told.forcePush([second])
    told.wait(60)
    told.announce()
    told.facts.commits.push(third)
    told.wait(60)
    told.announce()
    expect(left(told)).toEqual([
      ['ada', null],
      ['linus', second],
    ])
  })

  it('is not told of whom the configuration named for a file that is gone', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  paths:\n    'billing/**': ['@linus']\n" })
    told.push({ [FILE]: rfc(['ada']), 'billing/job.ts': 'export {}' })
    told.push({ 'billing/job.ts': null })
    expect(left(told)).toEqual([
      ['ada', null],
      ['linus', null],
    ])
  })

  it('is not told of whom only our review request or our note still names', () => {
    const told = story({ config: 'version: 1\n' })
    told.team('sre', ['ada'])
    told.push({ [FILE]: rfc(['author', 'acme/sre']).replace('## Alignment', '## Stakeholders') })
    told.visit()
    told.facts.askedForReview.push({ person: person('grace'), byAppAt: told.now() })
    told.config =
      "version: 1\nsections: [{ name: Problem }, { name: Alignment, required: false }]\nstakeholders: { always: ['@linus'] }\n"
    expect(left(told)).toEqual([
      ['linus', null],
      ['grace', null],
      ['author', null],
      ['acme/sre', null],
    ])
  })
})

describe('V5, S6: who was asked for a review', () => {
  it('by somebody else than this App is required by nothing', () => {
    const told = named(['ada'])
    told.facts.askedForReview.push({ person: person('eve'), byAppAt: null })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
  })
})

describe('V6, C4: who is a stranger, while something cannot be read', () => {
  const outage = { teams: new Map([['acme/ops', HIDDEN]]) }

  it('is not known while a team that was named before cannot be read, though others can', () => {
    const told = named(['linus', 'acme/ops', 'ada'])
    told.say('eve', '/commit')
    expect(rejections(told, outage)).toEqual([])
    told.team('ops', ['grace'])
    expect(rejections(told)).toEqual([expect.stringMatching(/^@eve was not named/)])
  })

  it.each([
    ['after they spoke', 0],
    ['in that very second', -70],
  ])('is known where the team was named %s', (_, seconds) => {
    const told = named(['linus'])
    told.say('eve', '/commit')
    told.wait(seconds)
    told.push({ [FILE]: rfc(['linus', 'acme/ops']) })
    expect(rejections(told, outage)).toEqual([expect.stringMatching(/^@eve was not named/)])
  })
})

describe('C3: /release, where our notes name somebody', () => {
  it('takes those, and no stranger', () => {
    const told = story({ config: 'version: 1\n' })
    told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    told.roles.set('margaret', 'maintain')
    told.team('sre', ['ada'])
    told.push({ [FILE]: rfc(['acme/sre']).replace('## Alignment', '## Stakeholders') })
    told.visit()
    told.config =
      "version: 1\nsections: [{ name: Problem }, { name: Alignment, required: false }]\nstakeholders: { always: ['@linus'] }\n"
    told.say('margaret', '/release @acme/db they are busy')
    told.say('margaret', '/release @acme/sre they are busy')
    expect(told.rejections()).toEqual(['`@acme/db` is not waited for here, so there is nobody to release.'])
    expect(account(told)).toEqual(['waiting', '@linus silent', '@acme/sre released, 0 of 1'])
  })
})

describe('S2: a change of the configuration', () => {
  const always = (...names: readonly string[]) =>
    `version: 1\nstakeholders:\n  always: [${names.map((name) => `'@${name}'`).join(', ')}]\n`

  it('lets go whom it no longer names, people and teams, each by itself, and stays so', () => {
    const told = story({ config: always('acme/sre', 'acme/ops', 'linus', 'grace') })
    told.team('sre', ['ada'])
    told.team('ops', ['ada'])
    told.push({ [FILE]: rfc(['ada']) })
    told.visit()
    told.config = always('acme/ops', 'grace')
    expect(told.rfc().letGo).toEqual(['acme/sre', 'linus'])
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent', '@acme/ops waiting, 0 of 1'])
    told.visit()
    expect(told.rfc().letGo).toEqual(['acme/sre', 'linus'])
    const { byConfig } = keptIn({ ...told.snapshot(), runs: told.facts.runs.slice(-1) })
    expect(byConfig.map((name) => (name.kind === 'team' ? name.team : name.login))).toEqual([
      'acme/ops',
      'grace',
      'acme/sre',
      'linus',
    ])
    const { kept } = told.rfc().evaluated
    expect(kept).toEqual([...new Set(kept)])
  })
})

describe('S4: a login that changed hands', () => {
  const OLD = { id: 4711, login: 'torvalds', type: 'User' } as const

  it.each<[string, (told: Story) => void, string]>([
    ['as they wrote here', (told) => void told.say('linus', 'hello', { author: OLD }), 'torvalds'],
    [
      'as we asked them for a review',
      (told) => void told.facts.askedForReview.push({ person: OLD, byAppAt: null }),
      'torvalds',
    ],
    ['by the old name where nobody knows another', () => {}, 'linus'],
  ])('stood for somebody who is called %s', (_, act, login) => {
    const told = named(['ada', 'linus'])
    told.facts.knownLogins.set('linus', OLD.id)
    told.say('ghost', 'a thought', { author: null })
    act(told)
    expect(account(told)).toEqual(['needs fixing', '@ada silent', `@${login} silent`])
  })
})

describe('S3: a team that was not looked up', () => {
  it('is not believed to have members', () => {
    const told = named(['acme/sre'])
    expect(messages(told, { teams: new Map() })).toEqual([
      '`@acme/sre` could not be read from GitHub. Say `/refresh` to try again, or name people.',
    ])
  })
})

describe('S4: /release of a name that is none', () => {
  it.each([
    ['@аcme/sre', '@аcme/sre'],
    ['@аcme/sre', '@АCME/SRE'],
    ['@acme/sre (0)', '@acme/sre (0)'],
    ['@acme/sre (half)', '@acme/sre (0)'],
    ['@acme/sre(half)', '@acme/sre (0)'],
    ['@acme/sre (half)', '@acme/sre(half)'],
    ['@ada_', '@Ada_'],
  ])('settles the problem with %s, when it is written %s', (written, released) => {
    const told = named(['linus'])
    told.push({ [FILE]: rfc(['linus']).replace('- @linus', `- @linus\n- ${written}`) })
    told.say('linus', '/commit')
    expect(messages(told)).toHaveLength(1)
    told.say('margaret', `/release ${released} it is a slip`)
    expect([messages(told), rejections(told)]).toEqual([[], []])
  })

  it('settles no other', () => {
    const told = named(['linus'])
    told.push({ [FILE]: rfc(['linus']).replace('- @linus', '- @linus\n- @аcme/sre\n- @аda') })
    told.say('margaret', '/release @аda it is a slip')
    expect(messages(told)).toEqual([expect.stringMatching(/^`@аcme\/sre`/)])
  })
})

describe('S1: names in the description', () => {
  it('speak for a file without an Alignment section, with what names nobody there', () => {
    const told = story()
    told.describe('## Alignment\n\n- @ada, ask @grace\n- `@linus`\n')
    told.push({ [FILE]: ALONE })
    expect([account(told), told.rfc().problems]).toEqual([
      ['needs fixing', '@ada silent', '@grace silent'],
      [
        {
          source: 'document',
          message:
            '`@linus` stands in code or a quote, where it names nobody. Write the mention as plain text.',
          place: { path: null, line: 4 },
        },
      ],
    ])
  })

  it('may be lost with a revision that GitHub does not show, if one of two files needs them', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']), 'rfcs/0002.md': ALONE })
    told.describe('## Alignment\n\n- @grace\n')
    told.describe('## Alignment\n\n- @ada\n')
    const revisions = told.facts.description.revisions ?? []
    told.facts.description.revisions = revisions.map((revision, index) =>
      index === 1 ? { ...revision, text: null as unknown as string } : revision,
    )
    const LOST =
      'An earlier text of the description cannot be read any more, so nobody knows whom it named. Open a new pull request.'
    expect(messages(told)).toEqual([LOST])
    const files = new Map(told.snapshot().files)
    const head = told.facts.commits.at(-1) ?? ''
    for (const path of [FILE, 'rfcs/0002.md'])
      files.set(fileKey(head, path), { kind: 'unreadable', blob: null, why: 'is binary' })
    expect(messages(told, { files })).not.toContain(LOST)
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

describe('V6: a text that nobody could read', () => {
  it('names nobody and fails, with what is to be done', () => {
    const told = named(['ada'])
    const verdict = evaluate(told.snapshot(), { ...told.texts(), document: new Map() })
    expect('problems' in verdict && verdict.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^It could not be read/),
    ])
  })
})

describe('V6, S6: an earlier text that cannot be read', () => {
  it('blocks though a force-push hid it, unless GitHub says that it is gone', () => {
    const told = story()
    const first = told.push({ [FILE]: rfc(['ada']) })
    told.forcePush([told.commit({ [FILE]: rfc(['ada']) })], { announced: true })
    told.say('ada', '/commit')
    const changesAt = (isGone: boolean) =>
      new Map(told.snapshot().changesAt).set(first, {
        kind: 'unreadable',
        why: 'GitHub took over 1.5 seconds.',
        isGone,
      })
    expect(messages(told, { changesAt: changesAt(true) })).toEqual([])
    expect(messages(told, { changesAt: changesAt(false) })).toEqual([
      `What the RFC said at \`${first.slice(0, 7)}\` cannot be read (GitHub took over 1.5 seconds), so nobody knows whom it named. Say \`/refresh\` to try again, or open a new pull request.`,
    ])
  })

  it('blocks on the base branch, too', () => {
    const told = story({ base: { [FILE]: rfc(['grace']) } })
    told.push({ [FILE]: rfc(['ada']) })
    const { files, pullRequest } = told.snapshot()
    const lost = new Map(files).set(fileKey(pullRequest.baseTip, FILE), {
      kind: 'unreadable',
      blob: 'b1',
      why: 'has over 1.5 MiB.',
    })
    expect(messages(told, { files: lost })[0]).toBe(
      'The version of this RFC on the base branch cannot be read, so nobody knows whom it names: The file has over 1.5 MiB. Mend it there first.',
    )
  })
})

describe('S4: a misspelt login', () => {
  it('is looked for among the people of the repository, once, while it is named', () => {
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
    expect(messages(told, { nearby })).toEqual([`\`@${login}\` is not on GitHub. ${advice}`])
  })
})
