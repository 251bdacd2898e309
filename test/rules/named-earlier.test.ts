import { describe, expect, it } from 'vitest'
import { fileKey } from '../../src/facts/keys.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { rfc } from '../rfc-text.ts'
import { account, problemMessages } from './account.ts'
import { FILE, named, person, type Story, story } from './story.ts'

const left = (told: Story) => [
  ...told.rfc().rows.map(({ person, leftInCommit }) => [person.login, leftInCommit]),
  ...told.rfc().teams.map(({ team }) => [team.name, team.leftInCommit]),
]

/** Everybody who is required, and where they stand. */
const asked = (told: Story) => account(told).filter((line) => line.startsWith('@'))

describe('S6: a name that is gone again within ten minutes', () => {
  const ADA = { [FILE]: rfc(['ada']) }
  const WITH_LINUS = { [FILE]: rfc(['ada', 'linus']) }

  it.each([
    ['was never named', 600, ['@ada silent']],
    ['stays required a second later', 601, ['@ada silent', '@linus silent']],
  ])('%s', (_, after, expected) => {
    const told = story()
    told.push(ADA)
    told.push(WITH_LINUS, { announced: false })
    told.push(ADA, { after })
    expect(asked(told)).toEqual(expected)
  })

  it('stays required where somebody but the author used a command meanwhile', () => {
    const named = (who: string, text: string) => {
      const told = story()
      told.push(ADA)
      told.push(WITH_LINUS)
      told.say(who, text)
      told.push(ADA, { after: 60 })
      return asked(told)
    }
    expect(named('eve', '/object who pays?')).toEqual(['@ada silent', '@linus silent'])
    expect(named('ada', '/commit')).toEqual(['@ada committed', '@linus silent'])
    expect(named('author', '/object who pays?')).toEqual(['@ada silent'])
    expect(named('eve', 'Looks good. /status')).toEqual(['@ada silent'])
    expect(named('eve', '/comit')).toEqual(['@ada silent'])
  })

  it('is judged by each stretch of tips that held it', () => {
    const told = story()
    told.push(ADA)
    for (const _ of ['once', 'and again']) {
      told.push(WITH_LINUS, { after: 60 })
      told.push(ADA, { after: 60 })
    }
    expect(asked(told)).toEqual(['@ada silent'])
  })

  it('stays required with its lower quorum: the higher one was the mistake', () => {
    const told = story()
    told.team('sre', ['linus', 'grace'])
    told.push({ [FILE]: rfc(['ada', 'acme/sre']) })
    told.push({ [FILE]: rfc(['ada', 'acme/sre (2)']) })
    told.push({ [FILE]: rfc(['ada', 'acme/sre']) }, { after: 60 })
    expect(asked(told)).toEqual(['@ada silent', '@acme/sre waiting, 0 of 1'])
  })
})

describe('S6: whom a tip names while the pull request is ready', () => {
  it('stays required although the tip was never announced', () => {
    const told = named(['ada'])
    told.push({ [FILE]: rfc(['ada', 'linus']) }, { announced: false })
    told.push({ [FILE]: rfc(['ada']) })
    expect(asked(told)).toEqual(['@ada silent', '@linus silent'])
    told.say('linus', '/commit')
    expect(asked(told)).toEqual(['@ada silent', '@linus committed'])
  })

  it('is not required where it was a draft all that time, also a later one', () => {
    const told = named(['ada'])
    told.draft('draft')
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    expect(asked(told)).toEqual(['@ada silent'])
  })

  it('is required where the draft left in the second in which the name went', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.push({ [FILE]: rfc(['ada']) }, { announced: false })
    told.facts.isDraft = false
    told.facts.draftChanges.push({ at: told.now(), to: 'ready' })
    expect(asked(told)).toEqual(['@ada silent', '@linus silent'])
  })

  it('stays required by its account when the login changed hands and the commit is gone (S4)', () => {
    const told = named(['ada', 'linus'])
    const [first = ''] = told.facts.commits
    told.evaluate()
    told.push({ [FILE]: rfc(['ada']) })
    told.evaluate()
    const changesAt = new Map(told.snapshot().changesAt).set(first, {
      kind: 'unreadable',
      why: 'gone',
      isGone: true,
    })
    told.facts.commits = told.facts.commits.slice(1)
    told.say('ada', '/commit')
    expect(told.judge({ changesAt })).toMatchObject({ state: 'waiting' })
  })
})

describe('S6: whom the base version of a touched file names', () => {
  it('stays required when the base names them no more', () => {
    const told = story({ base: { [FILE]: rfc(['ada', 'linus']) } })
    told.push({ [FILE]: rfc(['ada'], 'Bill from usage.') })
    told.evaluate()
    const { files, pullRequest } = told.snapshot()
    const moved = new Map(files).set(fileKey(pullRequest.baseTip, FILE), {
      kind: 'text',
      blob: 'b1',
      text: rfc(['ada']),
    })
    const verdict = told.judge({ files: moved })
    expect('rows' in verdict && verdict.rows.map(({ person }) => person.login)).toEqual(['ada', 'linus'])
  })
})

describe('S6: when the document stopped naming somebody', () => {
  it('is the first head after the last that named them, also after a force-push', () => {
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

  it('is not known for a person the configuration named for a removed file', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  paths:\n    'billing/**': ['@linus']\n" })
    told.push({ [FILE]: rfc(['ada']), 'billing/job.ts': 'export {}' })
    told.push({ 'billing/job.ts': null })
    expect(left(told)).toEqual([
      ['ada', null],
      ['linus', null],
    ])
  })

  it('is the present head for a person whom only a note or a review request of a former version names', () => {
    const told = story({ config: 'version: 1\n' })
    told.team('sre', ['ada'])
    told.push({ [FILE]: rfc(['author', 'acme/sre']).replace('## Alignment', '## Stakeholders') })
    told.evaluate()
    told.facts.askedForReview.push({ person: person('grace'), byAppAt: told.now() })
    told.config =
      "version: 1\nsections: [{ name: Problem }, { name: Alignment, required: false }]\nstakeholders: { always: ['@linus'] }\n"
    expect(left(told)).toEqual([
      ['linus', null],
      ['author', told.facts.commits[0]],
      ['acme/sre', told.facts.commits[0]],
    ])
  })
})

describe('S2: a change of the configuration', () => {
  const always = (...names: readonly string[]) =>
    `version: 1\nstakeholders:\n  always: [${names.map((name) => `'@${name}'`).join(', ')}]\n`

  it('releases people and teams it no longer names, for good', () => {
    const told = story({ config: always('acme/sre', 'acme/ops', 'linus', 'grace') })
    told.team('sre', ['ada'])
    told.team('ops', ['ada'])
    told.push({ [FILE]: rfc(['ada']) })
    told.evaluate()
    told.config = always('acme/ops', 'grace')
    expect(told.rfc().letGo).toEqual(['acme/sre', 'linus'])
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent', '@acme/ops waiting, 0 of 1'])
    told.evaluate()
    expect(told.rfc().letGo).toEqual(['acme/sre', 'linus'])
    const { configured } = told.rfc()
    expect(configured.map((name) => (name.kind === 'team' ? name.team : name.login))).toEqual([
      'acme/ops',
      'grace',
      'acme/sre',
      'linus',
    ])
  })
})

describe('V6: a text that could not be read', () => {
  it('names nobody and fails with what to do', () => {
    const told = named(['ada'])
    const verdict = evaluate(told.snapshot(), { ...told.texts(), document: new Map() })
    expect('problems' in verdict && verdict.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^It could not be read/),
    ])
  })
})

describe('V6, S6: an earlier text that cannot be read', () => {
  it('blocks though a force-push hid it, unless GitHub reports it as gone', () => {
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
    expect(problemMessages(told, { changesAt: changesAt(true) })).toEqual([])
    expect(problemMessages(told, { changesAt: changesAt(false) })).toEqual([
      `The RFC can't be read at \`${first.slice(0, 7)}\` (GitHub took over 1.5 seconds), so the stakeholder list at that commit is unknown. Comment \`/refresh\` to retry, or open a new pull request.`,
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
    expect(problemMessages(told, { files: lost })[0]).toBe(
      "The RFC can't be read on the base branch (The file has over 1.5 MiB), so the stakeholder list there is unknown. Fix the file on the base branch first.",
    )
  })
})

describe("S6: an edit that was removed from the description's history", () => {
  const forget = (told: Story, index: number) => {
    const revisions = told.facts.description.revisions ?? []
    const gone = { ...revisions[index], text: null } as unknown as (typeof revisions)[number]
    told.facts.description.revisions = revisions.with(index, gone)
  }

  it('may have named somebody when the description is the document', () => {
    const told = story()
    told.team('sre', ['ada'])
    told.push({ 'src/a.ts': 'export {}' })
    told.describe(rfc(['acme/sre']))
    told.label('rfc', 'on')
    told.announce()
    told.describe(rfc(['linus']))
    forget(told, 1)
    told.say('linus', '/commit')
    expect(told.rfc().problems).toMatchObject([
      { message: expect.stringMatching(/stakeholder list in it is unknown/) },
    ])
  })

  it('may have named somebody only when a file has no Alignment section otherwise', () => {
    const alone = rfc([]).replace(/## Alignment[\s\S]*/, '')
    const told = story()
    told.describe('## Alignment\n\n- @grace\n')
    told.push({ [FILE]: alone })
    told.describe('## Alignment\n\n- @linus\n')
    forget(told, 1)
    told.say('linus', '/commit')
    expect(told.rfc().problems).toMatchObject([
      { message: expect.stringMatching(/stakeholder list in it is unknown/) },
    ])
    const other = named(['linus'])
    other.describe('one')
    other.describe('two')
    forget(other, 1)
    other.say('linus', '/commit')
    expect(other.rfc().state).toBe('committed')
  })
})

describe('S2: a person dropped by a change of the configuration', () => {
  it('stays dropped at the next evaluation, though the App requested their review', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@grace']\n" })
    told.evaluate()
    told.facts.askedForReview.push({ person: person('grace'), byAppAt: told.now() })
    told.evaluate()
    told.config = 'version: 1\n'
    told.say('ada', '/commit')
    told.evaluate()
    told.evaluate()
    expect([told.position('grace'), told.rfc().letGo, told.rfc().state]).toEqual([
      'not required',
      ['grace'],
      'committed',
    ])
  })
})

describe('S2: those dropped by a change of the configuration, in the verdict', () => {
  it('are people by login and teams by name, without those added in a comment', () => {
    const told = named(['ada'], {
      config: "version: 1\nstakeholders:\n  always: ['@linus', '@grace', '@acme/sre', '@acme/ops']\n",
    })
    told.team('ops', ['eve'])
    told.evaluate()
    told.config = 'version: 1\n'
    expect(told.rfc().letGo).toEqual(['linus', 'grace', 'acme/sre', 'acme/ops'])
    told.say('ada', '/add @grace @acme/ops')
    expect(told.rfc().letGo).toEqual(['linus', 'acme/sre'])
  })
})
