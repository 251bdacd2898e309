import { account } from './account.ts'
import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { FILE, story, named, person, type Story } from './story.ts'
import { CONFIG_PATH } from '../../src/config/config.ts'
import { fileKey } from '../../src/facts/keys.ts'
import { evaluate } from '../../src/rules/evaluate.ts'

describe('D2, D3 and D5: which pull requests', () => {
  it('succeeds for a pull request that changes no RFC', () => {
    const told = story()
    told.push({ 'src/a.ts': 'export {}' })
    expect(told.judge().state).toBe('not an RFC')
  })

  it('uses the description as the document when a label makes an RFC (D3)', () => {
    const told = story()
    told.facts.labels = ['RFC']
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })

  it('makes commitments stale when the description that is the document is edited', () => {
    const told = story()
    told.facts.labels = ['rfc']
    told.describe(rfc(['ada'], 'one'))
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    told.describe(rfc(['ada'], 'two'))
    expect([told.judge().state, told.position('ada')]).toEqual(['waiting', 'stale'])
  })

  it('keeps a pull request an RFC when the file moves away, until nobody is required (D5)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.push({ [FILE]: null, 'src/a.ts': 'export {}' })
    expect(told.rfc().problems[0]?.message).toMatch(/The RFC was removed from this pull request/)
    told.say('ada', '/recuse nothing is left to decide')
    expect(told.judge().state).toBe('not an RFC')
  })

  it('requires the stakeholders of every RFC in the pull request (D4)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']), 'docs/rfcs/2.md': rfc(['linus']) })
    told.say('ada', '/commit')
    expect(told.rfc().rows.map(({ person }) => person.login)).toEqual(
      ['linus', 'ada'].toSorted((a, b) => (told.rfc().rows[0]?.person.login === a ? -1 : a < b ? -1 : 1)),
    )
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('T2, T3 and T5: the document', () => {
  it('reports a missing section at the end of the file', () => {
    const told = story()
    told.push({ [FILE]: '# Billing\n\n## Problem\n\nLate.\n' })
    expect(told.rfc().problems[0]).toMatchObject({
      message: expect.stringMatching(/^The Alignment section is missing/),
      place: { path: FILE, line: 5 },
    })
  })

  it('treats a section with only a placeholder as empty', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']).replace('Invoices are late by a day.', 'TBD') })
    expect(told.rfc().problems[0]).toMatchObject({
      message: expect.stringMatching(/^The Problem section holds only a placeholder/),
      place: { path: FILE, line: 3 },
    })
  })
})

describe('F2, F4 and F5: the text a commitment was made on', () => {
  it('makes a commitment stale when the text changes, and says which section', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada'], 'one') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'two') })
    expect(told.rfc().rows[0]).toMatchObject({
      position: 'stale',
      freshness: { kind: 'stale', sections: ['Proposal'] },
    })
  })

  it('makes it current again when the old text is restored (F4)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada'], 'one') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'two') })
    told.push({ [FILE]: rfc(['ada'], 'one') })
    expect(told.position('ada')).toBe('committed')
  })

  it('makes nobody stale when the list of names, the file name or other files change (F5)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.push({ [FILE]: null, 'rfcs/0002.md': rfc(['ada', 'linus']), 'src/a.ts': 'export {}' })
    expect(told.position('ada')).toBe('committed')
  })

  it('compares only the sections the configuration names', () => {
    const told = story({ config: 'version: 1\nfreshness:\n  sections: [Problem]\n' })
    told.push({ [FILE]: rfc(['ada'], 'one') })
    told.say('ada', '/commit')
    told.push({ [FILE]: rfc(['ada'], 'two') })
    expect(told.position('ada')).toBe('committed')
  })

  it('counts a linked file of the same pull request by its content', () => {
    const told = story()
    const text = rfc(['ada'], 'See [the schema](schema.sql).')
    told.push({ [FILE]: text, 'rfcs/schema.sql': 'one' })
    told.say('ada', '/commit')
    told.push({ 'rfcs/schema.sql': 'two' })
    expect(told.position('ada')).toBe('stale')
  })
})

describe('V1: the first state that applies', () => {
  it('waits in draft even when everybody has committed', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('draft')
  })

  it('puts document problems before objections, and objections before disputed problems', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('ada', '/misalign other')
    expect(told.rfc().state).toBe('misalignment')
    told.say('linus', '/object no')
    expect(told.rfc().state).toBe('objection')
    told.push({ [FILE]: rfc(['ada', 'linus', 'nobody-here']) })
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('fails what might be an RFC while the configuration is broken, and passes the rest (§13)', () => {
    const told = story({ config: 'version: 1\nrfcs:\n  pathes: [x]\n' })
    told.push({ 'src/a.ts': 'export {}' })
    expect(told.judge().state).toBe('not an RFC')
    told.push({ 'notes/a.md': 'text' })
    expect(told.rfc().problems[0]).toMatchObject({
      source: 'config',
      message: expect.stringMatching(/Did you mean `paths`/),
      place: { line: 3, column: 3 },
    })
  })

  it('is closed while the pull request is closed', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.facts.state = 'closed'
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('gives the same verdict for the same snapshot', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect(JSON.stringify(told.judge())).toBe(JSON.stringify(told.judge()))
  })
})

describe('D2: what makes a file an RFC', () => {
  it('is not being a copy of an RFC', () => {
    const told = story()
    told.push({ 'notes/x.md': 'text' })
    const files = [{ path: 'notes/x.md', previousPath: 'rfcs/1.md', change: 'copied' as const }]
    expect(told.judge({ changes: { kind: 'complete', files } }).state).toBe('not an RFC')
  })
})

describe('D3: a description with more edits than GitHub shows', () => {
  it('counts with its current text since its last edit', () => {
    const told = story()
    told.describe(rfc(['ada']))
    told.label('rfc', 'on')
    told.push({ 'src/a.ts': 'export {}' })
    told.facts.description.revisions = null
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })
})

describe('D3: several labels', () => {
  it('each make the description the document', () => {
    const told = story({ config: 'version: 1\nrfcs: { labels: [RFC, Design] }\n' })
    told.label('design', 'on')
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })
})

describe('D3: since when the description is the document', () => {
  it('is since the label was added: earlier commitments are required again', () => {
    const told = story()
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'export {}' })
    told.say('ada', '/commit')
    told.label('rfc', 'on')
    expect([told.position('ada'), told.rejections()]).toEqual([
      'silent',
      [expect.stringMatching(/was posted before @ada was named/)],
    ])
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })

  it('is since the revision that names somebody: what they said before stays refused (C0)', () => {
    const told = story()
    told.label('rfc', 'on')
    told.describe(rfc(['linus']))
    told.push({ 'src/a.ts': 'export {}' })
    told.evaluate()
    told.say('ada', '/commit')
    told.evaluate()
    told.describe(rfc(['linus', 'ada']))
    told.evaluate()
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rejections()]).toEqual([
      'silent',
      [expect.stringMatching(/was posted before @ada was named/)],
    ])
    told.say('ada', '/commit')
    expect(told.judge().state).toBe('committed')
  })

  it('ends the release of somebody whom a later revision names again (C3)', () => {
    const told = story()
    told.label('rfc', 'on')
    told.describe(rfc(['linus', 'ada']))
    told.push({ 'src/a.ts': 'export {}' })
    told.roles.set('margaret', 'maintain')
    told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    told.say('margaret', '/release @ada she left')
    told.describe(rfc(['linus']))
    told.say('linus', '/commit')
    told.evaluate()
    expect([told.position('ada'), told.judge().state]).toEqual(['released', 'committed'])
    told.describe(rfc(['linus', 'ada']))
    expect([told.position('ada'), told.judge().state]).toEqual(['silent', 'waiting'])
  })

  it('keeps its stakeholders when the label is removed (D5, S6)', () => {
    const told = story()
    told.describe(rfc(['ada']))
    told.label('rfc', 'on')
    told.push({ 'src/a.ts': 'export {}' })
    told.label('rfc', 'off')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'needs fixing'])
  })
})

describe('§13: while the configuration is broken', () => {
  it('no command is counted or rejected, and the RFC fails', () => {
    const told = named(['ada'], { config: 'version: 2\n' })
    told.say('ada', '/commit')
    told.say('eve', '/comit')
    const { evaluated, problems, ...verdict } = told.rfc()
    expect(verdict).toEqual({
      state: 'needs fixing',
      isDraft: false,
      isCounted: false,
      notices: [],
      rows: [],
      teams: [],
      mentions: new Map(),
      objections: [],
      misaligned: [],
      sharing: { of: 0, share: 0, differ: 0, committed: 0 },
      problemFirst: { unproposed: [], options: 0, questions: [] },
      stillToAlign: [],
      releases: [],
      letGo: [],
      configured: [],
      refusedReviewers: [],
      notCounted: [],
      others: { committed: 0, needed: 1 },
      accepted: [],
      rejections: [],
      otherWords: new Map(),
      undecided: new Set(),
      decideBy: null,
      deciders: [],
      questions: [],
    })
    expect(problems).toEqual([
      {
        source: 'config',
        message: '`version` is `2`; expected `version: 1`.',
        place: { path: '.github/rfc-alignment.yml', line: 1, column: 10 },
      },
    ])
    expect(evaluated).toMatchObject({ configBlob: 'c0ffee', configFrom: 'base', documentDigest: null })
  })

  it.each<[string, Parameters<Story['judge']>[0], string]>([
    [
      'is no text',
      { config: { kind: 'unreadable', blob: 'b', why: 'is a symbolic link' } },
      'The configuration is a symbolic link. Replace it with a regular text file in UTF-8.',
    ],
    [
      'cannot be seen',
      { config: { kind: 'unreadable', blob: null, why: 'could not be read from GitHub' } },
      'The configuration could not be read from GitHub.',
    ],
  ])('it says what to do when it %s', (_, change, message) => {
    const verdict = named(['ada']).judge(change)
    expect('problems' in verdict && verdict.problems).toEqual([
      { source: 'config', message, place: { path: '.github/rfc-alignment.yml', line: 1 } },
    ])
  })

  it.each<[string, Parameters<Story['judge']>[0], readonly string[]]>([
    [
      'in the organisation’s repository, with its line',
      {
        configFrom: 'organisation',
        config: { kind: 'unreadable', blob: null, why: 'could not be read from GitHub' },
      },
      [
        'In `acme/.github`, `.github/rfc-alignment.yml`, line 1: The configuration could not be read from GitHub.',
      ],
    ],
    [
      'on the base branch, with its line, where the pull request changes it',
      {
        config: { kind: 'text', blob: 'b', text: 'version: 2' },
        changes: {
          kind: 'complete',
          files: [{ path: CONFIG_PATH, previousPath: null, change: 'modified' }],
        },
      },
      [
        'On the branch `main`, `.github/rfc-alignment.yml`, line 1, column 10: `version` is `2`; expected `version: 1`.',
      ],
    ],
  ])('it names its location %s (D1)', (_, change, messages) => {
    const verdict = named(['ada']).judge(change)
    const problems = 'problems' in verdict ? verdict.problems : []
    // What the pull request makes of it has its place (V9).
    expect(problems.filter(({ place }) => place === null).map(({ message }) => message)).toEqual(messages)
  })

  it('it counts as broken when it took too long to parse or was not read', () => {
    const told = named(['ada'], { config: 'version: 1\n' })
    told.say('ada', '/commit')
    const why = "This text can't be parsed: it took longer than 10 seconds."
    const judged = ([['version: 1\n', { kind: 'unreadable', why }]] as const).map(([text, read]) =>
      evaluate(told.snapshot(), { ...told.texts(), config: new Map([[text, read]]) }),
    )
    judged.push(evaluate(told.snapshot(), { ...told.texts(), config: new Map() }))
    expect(judged.map((verdict) => 'problems' in verdict && verdict.problems[0]?.message)).toEqual([
      why,
      'The configuration could not be read.',
    ])
    expect(judged.map(({ state }) => state)).toEqual(['needs fixing', 'needs fixing'])
  })

  it('what changes Markdown, has a label, was one, or cannot be read is treated as an RFC; the rest passes', () => {
    const state = (
      change: (told: Story) => void,
      files: Record<string, string | null> = { 'src/a.ts': 'x' },
    ) => {
      const told = story({ config: 'version: 2\n', base: { 'docs/a.md': 'one' } })
      told.push(files)
      change(told)
      return told.judge().state
    }
    const nothing = () => {}
    expect(state(nothing)).toBe('not an RFC')
    expect(state(nothing, { 'src/a.md.ts': 'x', 'src/md': 'x' })).toBe('not an RFC')
    expect(state(nothing, { 'README.MD': 'x' })).toBe('needs fixing')
    expect(state(nothing, { 'a.markdown': 'x' })).toBe('needs fixing')
    expect(state(nothing, { 'a.mdx': 'x' })).toBe('needs fixing')
    expect(state(nothing, { 'docs/a.md': null })).toBe('needs fixing')
    expect(state((told) => told.label('anything', 'on'))).toBe('needs fixing')
    expect(state((told) => told.announce(undefined, { wasRfc: true }))).toBe('needs fixing')
  })

  it.each([
    [
      'a Markdown file was renamed away',
      { path: 'a.txt', previousPath: 'a.md', change: 'renamed' },
      'needs fixing',
    ],
    ['another one was', { path: 'a.txt', previousPath: 'b.txt', change: 'renamed' }, 'not an RFC'],
  ] as const)('a pull request is treated as an RFC when %s', (_, file, state) => {
    const told = story({ config: 'version: 2\n' })
    told.push({ 'a.txt': 'x' })
    expect(told.judge({ changes: { kind: 'complete', files: [file] } }).state).toBe(state)
  })

  it('a pull request is treated as an RFC when its changes are unknown', () => {
    const told = story({ config: 'version: 2\n' })
    told.push({ 'a.txt': 'x' })
    expect(told.judge({ changes: { kind: 'not listed' } }).state).toBe('needs fixing')
  })
})

describe('V1: a pull request that cannot be evaluated', () => {
  it('says why, even when everybody committed', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const changes = { kind: 'unreadable', why: 'GitHub did not answer', isGone: false } as const
    expect(told.judge({ changes })).toMatchObject({
      state: 'could not evaluate',
      why: "Couldn't read all files of this pull request: GitHub did not answer.",
    })
  })

  it.each([
    ['comments', 'could not evaluate', 'not an RFC'],
    ['merge queue', 'could not evaluate', 'not an RFC'],
    ['labels', 'could not evaluate', 'could not evaluate'],
    ['timeline', 'could not evaluate', 'could not evaluate'],
  ] as const)(
    'is an RFC whose %s GitHub never shows in full: %s; another pull request: %s (V6, D5)',
    (list, ofRfc, ofOther) => {
      const gaps = [{ list, why: 'GitHub counts 4 and shows 3' }]
      const told = named(['ada'])
      told.say('ada', '/commit')
      expect(told.judge({ gaps })).toMatchObject({
        state: ofRfc,
        why: "Couldn't read all of this pull request: GitHub counts 4 and shows 3.",
      })
      const other = story()
      other.push({ 'src/a.ts': 'export {}' })
      expect(other.judge({ gaps }).state).toBe(ofOther)
    },
  )

  it('is one whose files GitHub does not list, until the trees were compared (D6)', () => {
    const told = named(['ada'])
    const changes = { kind: 'not listed' } as const
    const { changesAt, pullRequest } = told.snapshot()
    const others = new Map([...changesAt].filter(([commit]) => commit !== pullRequest.head))
    expect(told.judge({ changes, changesAt: others })).toMatchObject({
      state: 'could not evaluate',
      why: "Couldn't read all files of this pull request: its changes could not be read.",
    })
    expect(told.judge({ changes }).state).toBe('waiting')
  })

  it.each([
    ['fails where RFC files differ', FILE, 'could not evaluate'],
    ['is none where others do', 'src/a.ts', 'not an RFC'],
  ] as const)('compared with the tip of its base, %s (D6)', (_, path, state) => {
    const told = story()
    const head = told.push({ [path]: 'x' })
    const files = [{ path, previousPath: null, change: 'modified' }] as const
    const changesAt = new Map([[head, { kind: 'complete', files, isAgainstTip: true } as const]])
    const verdict = told.judge({ changes: { kind: 'not listed' }, changesAt })
    expect(verdict.state).toBe(state)
    if (verdict.state === 'could not evaluate') expect(verdict.why).toMatch(/Update the branch, or split/)
  })
})

describe('V3: the evaluated versions', () => {
  it('are part of the verdict: head, base, configuration and document', () => {
    const told = named(['ada'], { config: 'version: 1\n' })
    expect(told.rfc().evaluated).toEqual({
      head: told.facts.commits[0],
      baseName: 'main',
      baseTip: 'base'.padEnd(40, '0'),
      configBlob: 'c0ffee',
      configFrom: 'base',
      configChange: null,
      documentDigest: expect.stringMatching(/^[0-9a-f]{16}$/),
      wasRfc: true,
      kept: [],
      observed: expect.objectContaining({ folded: expect.anything() }),
    })
  })

  it('have another digest for another text, and the same for another list of names (F2)', () => {
    const told = named(['ada'])
    const digests = [rfc(['ada', 'linus']), rfc(['ada'], 'Other.'), rfc(['ada'])].map((text) => {
      told.push({ [FILE]: text })
      return told.rfc().evaluated.documentDigest
    })
    expect(new Set(digests).size).toBe(2)
    expect(digests[0]).toBe(digests[2])
  })

  it('have no digest for a text that is missing or cannot be read', () => {
    const told = named(['ada'])
    const files = new Map(told.snapshot().files)
    files.set(fileKey(told.snapshot().pullRequest.head, FILE), {
      kind: 'unreadable',
      blob: 'b',
      why: 'is a link',
    })
    expect(told.judge({ files }).evaluated.documentDigest).toBeNull()
    const other = story()
    other.push({ 'src/a.ts': 'x' })
    expect(other.judge().evaluated).toMatchObject({ documentDigest: null, configBlob: null, wasRfc: false })
  })

  it('are recorded as an RFC from the moment it leaves draft (D5)', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().evaluated.wasRfc).toBe(false)
    told.draft('ready')
    expect(told.rfc().evaluated.wasRfc).toBe(true)
    told.announce()
    told.draft('draft')
    expect(told.rfc().evaluated.wasRfc).toBe(true)
  })

  it('are recorded for their own pull request only', () => {
    const told = story()
    told.push({ 'src/a.ts': 'x' })
    told.announce(undefined, { wasRfc: true })
    const runs = told.facts.runs.map((run) => ({
      ...run,
      externalId: run.externalId.replace('pr=1', 'pr=2'),
    }))
    expect([told.judge().evaluated.wasRfc, told.judge({ runs }).evaluated.wasRfc]).toEqual([true, false])
  })
})

describe('other parts of a verdict', () => {
  it('list rejected review requests and those who still have to align (V5, P3)', () => {
    const told = story({ config: 'version: 1\nalignment:\n  first: true\n' })
    told.team('sre', ['grace'])
    told.push({ [FILE]: rfc(['ada', 'linus', 'acme/sre']) })
    told.say('linus', '/align')
    const verdict = told.judge({ remembered: { ...told.snapshot().remembered, refusedReviewers: ['ada'] } })
    expect(verdict).toMatchObject({
      refusedReviewers: ['ada'],
      stillToAlign: ['@ada', '@acme/sre'],
    })
  })

  it('list those who dispute the problem, though the document no longer names them (P3, P5)', () => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/misalign other')
    told.say('eve', '/misalign other')
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().misaligned.map(({ login }) => login)).toEqual(['linus'])
  })

  it('mark a draft in every state (V1)', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/object no')
    expect([told.rfc().state, told.rfc().isDraft]).toEqual(['objection', true])
    told.draft('ready')
    expect([told.rfc().state, told.rfc().isDraft]).toEqual(['objection', false])
  })
})

describe('D5: an RFC that left the pull request', () => {
  it('stays required while one of its names is a problem, or it names a team (S6)', () => {
    const leaving = (names: readonly string[]) => {
      const told = named(names)
      told.push({ [FILE]: null, 'src/a.ts': 'x' })
      return told
    }
    const team = leaving(['acme/sre'])
    expect(team.judge().state).toBe('needs fixing')
    team.say('margaret', '/release @acme/sre dissolved')
    expect(team.judge().state).toBe('not an RFC')
  })

  it('is none at once when the configuration no longer covers it, and one again when it does', () => {
    const told = named(['ada'])
    told.evaluate()
    told.config = 'version: 1\nrfcs:\n  paths: ["other/**"]\n'
    expect(told.judge().state).toBe('not an RFC')
    told.push({ [FILE]: null, 'src/a.ts': 'x' })
    expect(told.judge().state).toBe('not an RFC')
    told.config = undefined
    expect(account(told)).toEqual(['needs fixing', '@ada silent'])
  })

  it.each([
    ['never was one if it was gone within ten minutes', 599, 'no match'],
    ['was one that nobody relied on if it was there for ten minutes', 600, 'left'],
  ])('%s', (_, after, kind) => {
    const told = story()
    told.push({ 'src/a.ts': 'x' })
    told.push({ [FILE]: rfc(['ada']) }, { announced: false })
    told.evaluate()
    told.push({ [FILE]: null }, { after })
    expect(told.judge()).toMatchObject({ state: 'not an RFC', because: { kind } })
  })

  it('was one if somebody used a command on it meanwhile', () => {
    const told = story()
    told.push({ 'src/a.ts': 'x' })
    told.push({ [FILE]: rfc(['ada']) })
    told.evaluate()
    told.say('eve', '/object who pays?')
    told.push({ [FILE]: null }, { after: 60 })
    expect(account(told)).toEqual(['needs fixing', '@ada silent', '#1 of @eve open: who pays?'])
  })

  it('stays required until everybody it named recused', () => {
    const told = named(['ada', 'linus'])
    told.push({ [FILE]: null, 'src/a.ts': 'x' })
    told.say('ada', '/recuse nothing is left to decide')
    expect(told.judge().state).toBe('needs fixing')
    told.say('linus', '/recuse nothing is left to decide')
    expect(told.judge().state).toBe('not an RFC')
  })

  it('stays required while the configuration names a login that is not on GitHub (S4)', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@somebody']\n" })
    told.say('ada', '/recuse on leave')
    told.push({ [FILE]: null, 'src/a.ts': 'x' })
    expect(told.judge().state).toBe('needs fixing')
    told.config = 'version: 1\n'
    expect(told.judge().state).toBe('not an RFC')
  })

  it('passes when an earlier head is gone from GitHub and everybody known to be named recused', () => {
    const told = named(['ada'])
    const first = told.facts.commits[0] as string
    told.evaluate()
    told.say('ada', '/add @linus\n/recuse on leave')
    told.forcePush([told.commit({ 'src/a.ts': 'x' })], { announced: true })
    told.evaluate()
    told.say('linus', '/recuse on leave')
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.set(first, { kind: 'unreadable', why: 'gone', isGone: true })
    expect(told.judge({ changesAt }).state).toBe('not an RFC')
  })
})

describe('S2: a pull request that is no RFC', () => {
  it('does not require those the configuration always names', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  always: ['@linus']\n" })
    told.push({ 'src/a.ts': 'x' })
    expect(told.judge().state).toBe('not an RFC')
    told.push({ [FILE]: rfc(['ada']) })
    expect([told.rfc().state, told.rfc().isCounted]).toEqual(['waiting', true])
  })
})

describe('D5: what was an RFC when it left draft', () => {
  it('stays one when it was moved away before the first evaluation', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.evaluate()
    told.draft('ready')
    told.push({ [FILE]: null, 'docs/0001.md': rfc(['ada']) })
    expect(told.judge().state).not.toBe('not an RFC')
  })
})

describe('F2: an image in an RFC', () => {
  it.each([
    '<img src=../assets/flow.svg>',
    '<video src="../assets/flow.svg"></video>',
    '<picture><source srcset="../assets/flow.svg 2x"></picture>',
    '<picture><source srcset="b.svg, ../assets/flow.svg 2x"></picture>',
  ])('counts by its content: %s', (html) => {
    const told = story({ base: { 'assets/flow.svg': '<svg/>' } })
    told.push({ [FILE]: rfc(['ada'], `See ${html}`), 'assets/flow.svg': 'one' })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.push({ 'assets/flow.svg': 'two' })
    expect(told.rfc().state).toBe('waiting')
  })

  it('counts as removed when it is deleted', () => {
    const told = story({ base: { 'assets/flow.svg': '<svg/>' } })
    told.push({ [FILE]: rfc(['ada'], 'See ![flow](../assets/flow.svg)') })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.push({ 'assets/flow.svg': null })
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('D5: an RFC that cannot be seen any more', () => {
  const labelled = () => {
    const told = story({ config: 'version: 1\n' })
    told.team('sre', ['ada', 'linus'])
    told.push({ 'src/a.ts': 'export {}' })
    told.describe(rfc(['acme/sre']))
    told.label('rfc', 'on')
    told.announce()
    return told
  }

  it.each([
    ['is left in the history', (told: Story) => told.facts.labelChanges],
    ['took its history along', () => []],
  ])('still fails when its label was deleted from the repository and %s', (_, left) => {
    const told = labelled()
    told.facts.labels = []
    told.facts.labelChanges = left(told)
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/The RFC was removed/) }])
  })

  it.each(['/object who pays?', '/misalign it is not late'])(
    'still fails while a member of a released team blocks: %s (P5)',
    (said) => {
      const told = named(['acme/sre'])
      told.say('ada', said)
      told.say('margaret', '/release @acme/sre they are busy')
      told.push({ [FILE]: null, 'docs/0001.md': rfc(['acme/sre']) })
      expect(told.judge().state).toBe('needs fixing')
      told.say('margaret', '/release @ada she is away')
      expect(told.judge().state).toBe('not an RFC')
    },
  )
})

describe('D5, S6: a head for which it was unknown whether it was an RFC', () => {
  const BROKEN = 'version: 1\nnonsense: 1\n'
  /** Pushes, and announces as the App does: with what it noted. */
  const pushed = (told: ReturnType<typeof story>, files: Record<string, string | null>) => {
    told.push(files, { announced: false })
    const { wasRfc, kept } = told.judge().evaluated
    told.announce(undefined, { wasRfc, kept })
  }

  it('was one if the fixed configuration says so, and its stakeholders are required', () => {
    const told = story({ config: BROKEN })
    pushed(told, { [FILE]: rfc(['ada', 'linus']) })
    pushed(told, { [FILE]: null, 'docs/0001.md': rfc(['ada']) })
    told.config = 'version: 1\n'
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/The RFC was removed/) }])
    expect(told.rfc().rows.map(({ person }) => person.login)).toEqual(['ada', 'linus'])
  })

  it('was none if the configuration says so, and its changes are read', () => {
    const told = story({ config: BROKEN })
    pushed(told, { 'docs/guide.md': 'Hello' })
    pushed(told, { 'docs/guide.md': 'Hello, reader' })
    told.config = 'version: 1\n'
    expect(told.judge().state).toBe('not an RFC')
    expect(told.missing({ changesAt: new Map() }).missingInputs.changesAt).toEqual([told.facts.commits[0]])
  })

  it('names nobody for good while it is a draft', () => {
    const told = story({ config: BROKEN, draft: true })
    pushed(told, { [FILE]: rfc(['ada', 'linus']) })
    pushed(told, { [FILE]: null, 'docs/0001.md': rfc(['ada']) })
    told.config = 'version: 1\n'
    told.draft('ready')
    expect(told.judge().state).toBe('not an RFC')
  })

  it('may have been one while what it changed cannot be read', () => {
    const told = story({ config: BROKEN })
    pushed(told, { [FILE]: rfc(['ada']) })
    pushed(told, { [FILE]: null, 'docs/0001.md': rfc(['ada']) })
    told.config = 'version: 1\n'
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.set(told.facts.commits[0] ?? '', { kind: 'unreadable', why: 'no answer', isGone: false })
    expect(told.judge({ changesAt }).state).toBe('needs fixing')
  })
})
