import { describe, expect, it } from 'vitest'
import { CONFIG_PATH } from '../../src/config/config.ts'
import { fileKey, type Post } from '../../src/facts/snapshot.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, type Story, story } from './story.ts'

const approval = (told: Story, state: 'approved' | 'commented' = 'approved'): Partial<Post> => ({
  on: 'review',
  review: { state, commit: told.facts.commits.at(-1) as string, isDismissed: false },
})

describe('§10: while the configuration is broken', () => {
  it('nobody is counted, nothing is refused, and the RFC fails', () => {
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
      stillToAlign: [],
      releases: [],
      letGo: [],
      refusedReviewers: [],
      notCounted: [],
      others: { committed: 0, needed: 1 },
      accepted: [],
      rejections: [],
      otherWords: new Map(),
      undecided: new Set(),
      voided: new Set(),
      ended: new Map(),
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
      'The configuration is a symbolic link. Make it a text file of its own, in UTF-8.',
    ],
    [
      'cannot be seen',
      { config: { kind: 'unreadable', blob: null, why: 'could not be read from GitHub' } },
      'The configuration could not be read from GitHub.',
    ],
  ])('which it is when it %s, its reader is told what to do', (_, change, message) => {
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
  ])('where it stands is said %s (D1)', (_, change, messages) => {
    const verdict = named(['ada']).judge(change)
    const problems = 'problems' in verdict ? verdict.problems : []
    // What the pull request makes of it has its place (V9).
    expect(problems.filter(({ place }) => place === null).map(({ message }) => message)).toEqual(messages)
  })

  it('nobody takes one for good that took too long to read, or was not read at all', () => {
    const told = named(['ada'], { config: 'version: 1\n' })
    told.say('ada', '/commit')
    const why = 'This text is too hard to read: it took longer than 10 seconds.'
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

  it('counts for an RFC whatever changes Markdown, has a label, was one, or cannot be seen; the rest passes', () => {
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
  ] as const)('counts for one where %s', (_, file, state) => {
    const told = story({ config: 'version: 2\n' })
    told.push({ 'a.txt': 'x' })
    expect(told.judge({ changes: { kind: 'complete', files: [file] } }).state).toBe(state)
  })

  it('counts for one where nobody can tell what changes', () => {
    const told = story({ config: 'version: 2\n' })
    told.push({ 'a.txt': 'x' })
    expect(told.judge({ changes: { kind: 'not listed' } }).state).toBe('needs fixing')
  })
})

describe('V1: what cannot be evaluated', () => {
  it('says why, whoever committed', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const changes = { kind: 'unreadable', why: 'GitHub did not answer', isGone: false } as const
    expect(told.judge({ changes })).toMatchObject({
      state: 'could not evaluate',
      why: 'The files of this pull request could not be read whole: GitHub did not answer.',
    })
  })

  it.each([
    ['comments', 'could not evaluate', 'not an RFC'],
    ['merge queue', 'could not evaluate', 'not an RFC'],
    ['labels', 'could not evaluate', 'could not evaluate'],
    ['timeline', 'could not evaluate', 'could not evaluate'],
  ] as const)(
    'is an RFC of which GitHub never shows all %s: %s; of another pull request: %s (V6, D5)',
    (list, ofRfc, ofOther) => {
      const gaps = [{ list, why: 'GitHub counts 4 and shows 3' }]
      const told = named(['ada'])
      told.say('ada', '/commit')
      expect(told.judge({ gaps })).toMatchObject({
        state: ofRfc,
        why: 'GitHub does not show this pull request whole: GitHub counts 4 and shows 3.',
      })
      const other = story()
      other.push({ 'src/a.ts': 'export {}' })
      expect(other.judge({ gaps }).state).toBe(ofOther)
    },
  )

  it('is what GitHub does not list, until the whole trees were compared (D6)', () => {
    const told = named(['ada'])
    const changes = { kind: 'not listed' } as const
    const { changesAt, pullRequest } = told.snapshot()
    const others = new Map([...changesAt].filter(([commit]) => commit !== pullRequest.head))
    expect(told.judge({ changes, changesAt: others })).toMatchObject({
      state: 'could not evaluate',
      why: 'The files of this pull request could not be read whole: its changes could not be read.',
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

describe('V3: what was evaluated', () => {
  it('is said with the verdict: head, base, configuration and document', () => {
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
    })
  })

  it('has another digest for another text, the same for another list of names (F2)', () => {
    const told = named(['ada'])
    const digests = [rfc(['ada', 'linus']), rfc(['ada'], 'Other.'), rfc(['ada'])].map((text) => {
      told.push({ [FILE]: text })
      return told.rfc().evaluated.documentDigest
    })
    expect(new Set(digests).size).toBe(2)
    expect(digests[0]).toBe(digests[2])
  })

  it('has none for a text that cannot be read, nor where there is none', () => {
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

  it('remembers an RFC from the moment it leaves draft (D5)', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().evaluated.wasRfc).toBe(false)
    told.draft('ready')
    expect(told.rfc().evaluated.wasRfc).toBe(true)
    told.announce()
    told.draft('draft')
    expect(told.rfc().evaluated.wasRfc).toBe(true)
  })

  it('is remembered for its own pull request only', () => {
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

describe('S5: how many besides the author must have committed', () => {
  const TWO = 'version: 1\nstakeholders:\n  minimum: 2\n'

  it('members of teams count, each person once, and the author does not', () => {
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

  it('the green waits for them, though everybody named has committed', () => {
    const told = named(['ada', 'acme/sre'], { config: TWO })
    told.say('ada', '/commit')
    expect([told.rfc().teams[0]?.position, told.rfc().others.committed]).toEqual(['committed', 1])
    expect(told.rfc().state).toBe('waiting')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('of a team that was released nobody counts', () => {
    const told = named(['author', 'grace', 'acme/sre'], { config: TWO })
    told.say('ada', '/commit')
    told.say('grace', '/commit')
    expect(told.rfc().others.committed).toBe(2)
    told.say('margaret', '/release @acme/sre dissolved')
    expect(told.rfc().others.committed).toBe(1)
  })
})

describe('P3: how many share the problem', () => {
  it('counts whoever is asked, people and teams, and how many committed', () => {
    const told = named(['ada', 'grace', 'eve', 'acme/sre'])
    told.team('ops', ['mallory'])
    told.push({ [FILE]: rfc(['ada', 'grace', 'eve', 'acme/sre', 'acme/ops']) })
    expect(told.rfc().sharing).toEqual({ of: 5, share: 0, differ: 0, committed: 0 })
    told.say('grace', '/align')
    told.say('ada', '/commit')
    told.say('eve', '/recuse on leave')
    expect(told.rfc().sharing).toEqual({ of: 4, share: 1, differ: 0, committed: 2 })
    told.say('margaret', '/release @acme/ops dissolved')
    expect(told.rfc().sharing).toEqual({ of: 3, share: 1, differ: 0, committed: 2 })
    told.say('margaret', '/release @grace left the company')
    expect(told.rfc().sharing).toEqual({ of: 2, share: 0, differ: 0, committed: 2 })
  })

  it('a team shares it by as many as it needs, the author not among them', () => {
    const shares = (entry: string, ...aligned: readonly string[]) => {
      const told = story()
      told.team('sre', ['ada', 'linus', 'author'])
      told.push({ [FILE]: rfc(['grace', entry]) })
      for (const login of aligned) told.say(login, '/align')
      return told.rfc().teams[0]?.sharesProblem
    }
    expect([shares('acme/sre'), shares('acme/sre', 'author'), shares('acme/sre', 'ada')]).toEqual([
      false,
      false,
      true,
    ])
    expect([shares('acme/sre (2)', 'ada'), shares('acme/sre (2)', 'ada', 'linus')]).toEqual([false, true])
    expect([
      shares('acme/sre (all)', 'ada', 'linus'),
      shares('acme/sre (all)', 'ada', 'linus', 'author'),
    ]).toEqual([false, true])
  })
})

describe('S3: a team’s row', () => {
  /** Who committed for it, who could still, and how many it needs. */
  function team(entry: string, ...said: readonly (readonly [string, string])[]) {
    const told = story()
    told.team('sre', ['ada', 'linus', 'author'])
    told.push({ [FILE]: rfc(['grace', entry]) })
    for (const [login, text] of said) told.say(login, text)
    const row = told.rfc().teams[0]
    const logins = (rows: readonly { person: { login: string } }[] = []) =>
      rows.map((each) => each.person.login)
    return [row?.position, row?.needed, logins(row?.committed), logins(row?.pending)]
  }

  it.each<[string, ReturnType<typeof team>, () => ReturnType<typeof team>]>([
    ['waits for any of its members', ['waiting', 1, [], ['ada', 'linus']], () => team('acme/sre')],
    ['counts no author', ['waiting', 1, [], ['ada', 'linus']], () => team('acme/sre', ['author', '/commit'])],
    [
      'names who committed for it, and who still could',
      ['waiting', 2, ['ada'], ['linus']],
      () => team('acme/sre (2)', ['ada', '/commit'], ['author', '/commit']),
    ],
    [
      'that asks all waits for the author, too',
      ['waiting', 3, ['ada', 'linus'], ['author']],
      () => team('acme/sre (all)', ['ada', '/commit'], ['linus', '/commit']),
    ],
    [
      'that asks all needs one less where one steps out',
      ['committed', 2, ['ada', 'author'], []],
      () => team('acme/sre (all)', ['ada', '/commit'], ['linus', '/recuse on leave'], ['author', '/commit']),
    ],
    [
      'is not filled by somebody who objects',
      ['waiting', 1, [], ['ada', 'linus']],
      () => team('acme/sre', ['ada', '/object who pays?']),
    ],
  ])('%s', (_, expected, row) => {
    expect(row()).toEqual(expected)
  })

  it.each(['acme/gone', 'acme/gone (all)'])(
    'waits for nobody in particular while nobody can see the team: %s',
    (entry) => {
      const told = named(['ada', entry])
      told.say('ada', '/commit')
      expect(told.rfc().teams[0]).toMatchObject({ position: 'waiting', committed: [], pending: [] })
    },
  )

  it('says that it was released, and why', () => {
    const told = named(['grace', 'acme/sre'])
    told.say('margaret', '/release @acme/sre dissolved')
    expect(told.rfc().teams[0]).toMatchObject({ position: 'released', released: { reason: 'dissolved' } })
  })
})

describe('what is known of each stakeholder', () => {
  it('is their position, since when and why', () => {
    const told = named(['ada', 'linus', 'grace', 'eve', 'author'])
    const head = told.facts.commits[0]
    told.say('ada', '/commit gladly')
    const committedAt = told.now()
    told.say('linus', '/misalign it is a data problem')
    told.say('grace', '/recuse on leave')
    const recusedAt = told.now()
    told.say('margaret', '/release @eve she left')
    told.say('ada', '/add @mallory')
    const [ada, linus, grace, eve, author, mallory] = told.rfc().rows
    expect(ada).toMatchObject({
      position: 'committed',
      alignment: 'unsaid',
      commitment: { kind: 'committed', at: committedAt, reason: 'gladly', version: { commit: head } },
      freshness: { kind: 'fresh' },
      misalignedBecause: '',
      recused: null,
      released: null,
      leftAt: null,
      addedBy: null,
      silencedSince: null,
      isAuthor: false,
    })
    expect(linus).toMatchObject({
      position: 'silent',
      alignment: 'misaligned',
      misalignedBecause: 'it is a data problem',
      commitment: null,
      freshness: null,
    })
    expect(grace).toMatchObject({ position: 'recused', recused: { at: recusedAt, reason: 'on leave' } })
    expect(eve).toMatchObject({ position: 'released', released: { name: '@eve', reason: 'she left' } })
    expect(author).toMatchObject({ position: 'silent', alignment: 'unsaid', isAuthor: true })
    expect(mallory).toMatchObject({ position: 'silent', addedBy: 'ada', leftAt: null })
  })

  it('is stale alignment once the problem changed, apart from the commitment (F3)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/align')
    told.push({ [FILE]: rfc(['ada', 'linus'], 'Other.') })
    expect(told.rfc().rows[0]?.alignment).toBe('aligned')
    told.push({ [FILE]: rfc(['ada', 'linus']).replace('by a day', 'by a week') })
    expect(told.rfc().rows[0]?.alignment).toBe('stale')
  })

  it('is since when somebody must speak again, and for what (C6)', () => {
    const told = named(['ada', 'linus'])
    const text = told.say('ada', 'a thought')
    told.say('ada', '/object who pays?')
    told.remove(text, 'mallory')
    expect(told.rfc().rows[0]).toMatchObject({ position: 'objecting', silencedSince: told.now() })
    expect(told.rfc().rows[1]).toMatchObject({ silencedSince: null })
  })

  it('is who must speak again though only their team is named (C6)', () => {
    const told = named(['grace', 'acme/sre'])
    told.remove(told.say('ada', 'a thought'), 'mallory')
    expect(told.rfc().rows.map(({ person, leftAt }) => [person.login, leftAt])).toEqual([
      ['grace', null],
      ['ada', null],
    ])
  })

  it('is since which head the document names them no longer, whoever adds them, or deletes what they wrote', () => {
    const told = named(['ada', 'linus', 'grace'])
    const second = told.push({ [FILE]: rfc(['grace']) })
    told.say('grace', '/add @ada')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    expect(told.rfc().rows.map(({ person, leftAt }) => [person.login, leftAt])).toEqual([
      ['grace', null],
      ['ada', second],
      ['linus', second],
    ])
  })

  it('is that nobody is the author where GitHub has deleted that account', () => {
    const told = named(['ada', 'author'])
    told.say('ada', '/commit')
    const { pullRequest } = told.snapshot()
    const verdict = told.judge({ pullRequest: { ...pullRequest, author: null } })
    expect('rows' in verdict && verdict.rows.map(({ isAuthor }) => isAuthor)).toEqual([false, false])
    expect(verdict.state).toBe('waiting')
  })

  it('is asked once, whoever adds whom the document names, and as much as was asked most (S6)', () => {
    const told = named(['ada', 'acme/sre (2)'])
    told.say('author', '/add @ada @acme/sre @linus')
    expect(told.rfc().rows.map(({ person, addedBy }) => [person.login, addedBy])).toEqual([
      ['ada', 'author'],
      ['linus', 'author'],
    ])
    expect(told.rfc().teams.map(({ team, needed }) => [team.team, needed, team.leftAt])).toEqual([
      ['acme/sre', 2, null],
    ])
    told.say('author', '/add @acme/sre (all)')
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().teams[0]?.team).toMatchObject({ all: true, quorum: 2, leftAt: told.facts.commits[1] })
  })
})

describe('C7: the first approving review of somebody we wait for', () => {
  const HINT = "Approving reviews don't count as commitments here. To commit, comment `/commit`."
  const hints = (told: Story) =>
    told.rfc().rejections.map(({ why, isAdvice, post }) => [post.author?.login, post.id, why, isAdvice])

  it('is answered with the command, once', () => {
    const told = named(['ada', 'linus'])
    const first = told.say('ada', '', approval(told))
    told.say('ada', '', approval(told))
    expect(hints(told)).toEqual([['ada', first, HINT, true]])
  })

  it('is answered to a member of a team that waits, and to nobody once it does not', () => {
    const told = named(['grace', 'acme/sre'])
    const review = told.say('linus', '', approval(told))
    expect(hints(told)).toEqual([['linus', review, HINT, true]])
    told.say('ada', '/commit')
    expect(hints(told)).toEqual([])
  })

  it.each<[string, (told: Story) => void]>([
    ['whom nobody named', (told) => told.say('eve', '', approval(told))],
    ['who only commented', (told) => told.say('ada', '', approval(told, 'commented'))],
    [
      'who has committed',
      (told) => {
        told.say('ada', '', approval(told))
        told.say('ada', '/commit')
      },
    ],
    [
      'who stepped out',
      (told) => {
        told.say('ada', '', approval(told))
        told.say('ada', '/recuse on leave')
      },
    ],
  ])('is not, to somebody %s', (_, act) => {
    const told = named(['ada', 'linus'])
    act(told)
    expect(hints(told)).toEqual([])
  })

  it('is a commitment where approvals count', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    told.say('ada', '', approval(told))
    expect([hints(told), told.position('ada')]).toEqual([[], 'committed'])
  })
})

describe('C3: who asks where it stands', () => {
  it('is noted with the word: everybody may, but bots and deleted accounts', () => {
    const told = named(['ada'])
    told.say('eve', '/status\n/help')
    told.say('ada', '/commit\n/refresh')
    told.say('ada', '/status', { author: person('ada', 'Bot') })
    told.say('ada', '/help', { author: null })
    told.say('ada', `${'> '.repeat(1000)}\n\n/help`)
    expect(told.rfc().questions.map(({ post, word }) => [post.author?.login, word])).toEqual([
      ['eve', 'status'],
      ['eve', 'help'],
    ])
  })
})

describe('V3: what was not counted, and why', () => {
  const REFUSED = '@eve was not named in this RFC when this was said, so there is nothing to commit to.'

  it.each<[string, (told: Story) => void, readonly (readonly string[])[]]>([
    [
      'a command before its writer’s comment was edited by another',
      (told) => {
        told.say('ada', '/commit')
        told.edit(told.say('ada', '/object who pays?'), 'mallory', 'nothing')
      },
      [
        [
          'ada',
          '/commit',
          'A comment by @ada was edited by @mallory later, so what was let go of before does not count; it counts again when @ada says it again.',
        ],
        [
          'ada',
          '',
          'This comment by @ada was edited by @mallory, so it does not count, and neither does what @ada let go of before. It counts again when @ada says it in a new comment.',
        ],
      ],
    ],
    [
      'a command before its writer’s comment was deleted by another',
      (told) => {
        told.say('ada', '/align')
        told.remove(told.say('ada', 'a thought'), 'mallory')
      },
      [
        [
          'ada',
          '/align',
          'A comment by @ada was deleted by @mallory later, so what was let go of before does not count; it counts again when @ada says it again.',
        ],
      ],
    ],
    [
      'a command before a comment was deleted, nobody knows whose or by whom',
      (told) => {
        told.say('ada', '/commit')
        told.facts.deletions.push({ at: told.now(), by: null, author: null })
      },
      [
        [
          'ada',
          '/commit',
          'A comment, GitHub does not say whose, was deleted by somebody GitHub does not name later, so what was let go of before does not count; it counts again when @ada says it again.',
        ],
      ],
    ],
    [
      'what was refused',
      (told) => told.say('eve', '/commit'),
      [
        [
          'eve',
          '',
          `${REFUSED} The author or any stakeholder can say \`/add @eve\`; then say it again in a new comment.`,
        ],
      ],
    ],
    ['but no advice on what does count', (told) => told.say('ada', '/object'), []],
  ])('%s', (_, act, expected) => {
    const told = named(['ada', 'linus'])
    act(told)
    expect(told.rfc().notCounted.map(({ who, what, why }) => [who, what, why])).toEqual(expected)
    const urls = new Set(told.facts.posts.map(({ url }) => url))
    for (const { url } of told.rfc().notCounted) expect(urls).toContain(url)
  })

  it('an approving review, where those count', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    told.say('ada', '', approval(told))
    told.remove(told.say('ada', 'a thought'), 'mallory')
    expect(told.rfc().notCounted.map(({ who, what }) => [who, what])).toEqual([['ada', 'a review']])
  })
})

describe('S2: whom a change of the configuration let go', () => {
  it('are people by login and teams by name, and nobody who is asked again in a comment', () => {
    const told = named(['ada'], {
      config: "version: 1\nstakeholders:\n  always: ['@linus', '@grace', '@acme/sre', '@acme/ops']\n",
    })
    told.team('ops', ['eve'])
    told.visit()
    told.config = 'version: 1\n'
    expect(told.rfc().letGo).toEqual(['linus', 'grace', 'acme/sre', 'acme/ops'])
    told.say('ada', '/add @grace @acme/ops')
    expect(told.rfc().letGo).toEqual(['linus', 'acme/sre'])
  })
})

describe('what else a verdict says', () => {
  it('is whom GitHub would not ask, and who still has to align (V5, P3)', () => {
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

  it('is who reads the problem differently, though the document no longer names them (P3, P5)', () => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/misalign other')
    told.say('eve', '/misalign other')
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().misaligned.map(({ login }) => login)).toEqual(['linus'])
  })

  it('is that a draft is one, whatever state it is in (V1)', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/object no')
    expect([told.rfc().state, told.rfc().isDraft]).toEqual(['objection', true])
    told.draft('ready')
    expect([told.rfc().state, told.rfc().isDraft]).toEqual(['objection', false])
  })
})

describe('P5: an objection of somebody whom a head names that is not announced yet', () => {
  it.each([
    ['by name', ['ada', 'eve']],
    ['as a member of a team', ['ada', 'acme/ops']],
  ])('blocks: %s', (_, names) => {
    const told = named(['ada'])
    told.team('ops', ['mallory', 'eve'])
    told.say('eve', '/object who pays?')
    expect(told.rfc().objections[0]?.blocks).toBe(false)
    told.push({ [FILE]: rfc(names) }, { announced: false })
    expect(told.rfc().objections[0]?.blocks).toBe(true)
  })
})

describe('what GitHub would forget is noted on our own runs', () => {
  const kept = (told: Story) => told.rfc().evaluated.kept

  it('a deletion that GitHub shows no longer: its writer is still waited for (C6)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.remove(told.say('ada', 'a thought'), 'mallory')
    expect(kept(told)).toContainEqual(expect.stringMatching(/^s\d+\.ada\./))
    told.visit()
    told.facts.deletions = []
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  const objections = (told: Story) => kept(told).filter((token) => token.startsWith('o'))

  it('an objection of a member, who may leave the team; not of somebody whom a head outside draft names (P5)', () => {
    const told = named(['grace', 'acme/sre'])
    told.say('grace', '/object who pays?')
    told.say('grace', '/misalign other')
    expect(objections(told)).toEqual([])
    told.say('ada', '/misalign other')
    expect(objections(told)).toEqual([expect.stringMatching(/^o/)])
    told.say('linus', '/object who pays?')
    expect(objections(told)).toHaveLength(2)
  })

  it('nor of somebody who was added, for that is noted itself (C3)', () => {
    const told = named(['ada'])
    told.say('ada', '/add @eve')
    told.say('eve', '/object who pays?')
    expect(kept(told)).toEqual([expect.stringMatching(/^a\d+\.eve\./)])
  })

  it('but of somebody whom only a draft names, whose heads may go', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/object who pays?')
    expect(objections(told)).toHaveLength(1)
  })
})

describe('what GitHub would forget and this App cannot note', () => {
  const crowd = Array.from({ length: 12 }, (_, index) => `somebody-with-a-name-${index}`)
  const crowded = () => {
    const told = named(['ada'])
    for (const login of crowd) told.people.set(login, { kind: 'found', person: person(login), canRead: true })
    return told
  }
  const messages = (told: Story) => told.rfc().problems.map(({ source, message }) => `${source}: ${message}`)

  it('is told while the comments are there (C3)', () => {
    const told = crowded()
    told.say('ada', `/add ${crowd.map((login) => `@${login}`).join(' ')}`)
    expect(messages(told)).toEqual([
      'pull request: More people were added in comments than this App can note down on GitHub. Name them in the Alignment section.',
    ])
    expect(told.rfc().rows).toHaveLength(13)
    told.push({ [FILE]: rfc(['ada', ...crowd]) })
    expect(messages(told)).toEqual([])
  })

  it('and fails for good where what must be noted is more than fits (C6)', () => {
    const told = crowded()
    told.push({ [FILE]: rfc(['ada', ...crowd]) })
    for (const login of crowd) told.remove(told.say(login, 'a thought'), 'mallory')
    told.visit()
    expect(messages(told)).toEqual([
      'pull request: More was added, held and deleted here than this App can note down on GitHub, so nobody can tell who is owed what. Open a new pull request.',
    ])
  })
})

describe('D5: an RFC that left', () => {
  it('stays owed while any name of it is a problem, or a team stands in it (S6)', () => {
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

  it('stays owed where the configuration no longer knows it, for nobody can tell whom it named', () => {
    const told = named(['ada'])
    told.visit()
    told.say('ada', '/recuse on leave')
    expect(told.rfc().state).toBe('needs fixing')
    told.config = 'version: 1\nrfcs:\n  paths: ["other/**"]\n'
    expect(told.judge().state).toBe('needs fixing')
    told.config = undefined
    told.push({ [FILE]: null, 'src/a.ts': 'x' })
    expect(told.judge().state).toBe('not an RFC')
  })

  it('stays owed until everybody it named stepped out', () => {
    const told = named(['ada', 'linus'])
    told.push({ [FILE]: null, 'src/a.ts': 'x' })
    told.say('ada', '/recuse nothing is left to decide')
    expect(told.judge().state).toBe('needs fixing')
    told.say('linus', '/recuse nothing is left to decide')
    expect(told.judge().state).toBe('not an RFC')
  })

  it('stays owed while the configuration names somebody whom GitHub does not know (S4)', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@somebody']\n" })
    told.say('ada', '/recuse on leave')
    told.push({ [FILE]: null, 'src/a.ts': 'x' })
    expect(told.judge().state).toBe('needs fixing')
    told.config = 'version: 1\n'
    expect(told.judge().state).toBe('not an RFC')
  })

  it('stays owed where nobody can tell whom it named, also while a force-push is not announced', () => {
    const told = named(['ada'])
    told.visit()
    told.say('ada', '/recuse on leave')
    told.config = 'version: 1\nrfcs:\n  paths: ["other/**"]\n'
    told.forcePush([told.commit({ [FILE]: rfc(['ada']) })])
    expect(told.judge().state).toBe('needs fixing')
  })

  it('is let go where an earlier head is gone from GitHub, and everybody it is known to have named stepped out', () => {
    const told = named(['ada'])
    const first = told.facts.commits[0] as string
    told.visit()
    told.say('ada', '/add @linus\n/recuse on leave')
    told.forcePush([told.commit({ 'src/a.ts': 'x' })], { announced: true })
    told.visit()
    told.say('linus', '/recuse on leave')
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.set(first, { kind: 'unreadable', why: 'gone', isGone: true })
    expect(told.judge({ changesAt }).state).toBe('not an RFC')
  })
})

describe('S2: a pull request that is no RFC', () => {
  it('waits for nobody, whom the configuration always names', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  always: ['@linus']\n" })
    told.push({ 'src/a.ts': 'x' })
    expect(told.judge().state).toBe('not an RFC')
    told.push({ [FILE]: rfc(['ada']) })
    expect([told.rfc().state, told.rfc().isCounted]).toEqual(['waiting', true])
  })
})
