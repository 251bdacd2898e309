import { describe, expect, it } from 'vitest'
import { publicationOf } from '../../src/report/publication.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, type Story, story, named } from './story.ts'

const messages = (told: Story) => told.rfc().problems.map(({ message }) => message)

/** A story whose RFC names one team, of which ada and linus are members. */
function withTeam(entry = '@acme/sre', members: readonly string[] = ['ada', 'linus']) {
  const told = story()
  told.team('sre', members)
  told.push({ [FILE]: rfc([entry.slice(1)]) })
  return told
}

/** Where the pull request stands after each thing said. */
function states(told: Story, ...said: readonly (readonly [string, string])[]) {
  return said.map(([login, text]) => {
    told.say(login, text)
    return told.rfc().state
  })
}

describe('V6: while a team cannot be read', () => {
  const outage = { teams: new Map([['acme/sre', { kind: 'unreadable' as const, why: 'is hidden' }]]) }
  const rejectionsIn = (verdict: ReturnType<Story['judge']>) =>
    'rejections' in verdict ? verdict.rejections.map(({ why }) => why) : []

  it('nobody is rejected as not named, and commands count once it can be read (C0, C4)', () => {
    const told = withTeam()
    told.say('ada', '/commit')
    told.say('eve', '/commit')
    const verdict = told.judge(outage)
    expect([verdict.state, rejectionsIn(verdict)]).toEqual(['needs fixing', []])
    expect(told.rfc().state).toBe('committed')
    expect(told.rejections()).toEqual([expect.stringMatching(/^@eve isn't a stakeholder/)])
  })

  it('an earlier rejection stays when its writer joined the team meanwhile (C0)', () => {
    const told = withTeam()
    told.say('eve', '/commit')
    told.evaluate()
    told.evaluate(outage)
    told.team('sre', ['ada', 'eve'])
    expect([told.rfc().state, told.rejections()]).toEqual([
      'waiting',
      [expect.stringMatching(/was posted before @eve was named/)],
    ])
  })

  it('a comment that was accepted in part stays so', () => {
    const told = withTeam()
    told.say('ada', '/heard\n/commit')
    told.evaluate()
    told.evaluate(outage)
    expect(told.rfc().state).toBe('committed')
    told.evaluate()
    expect(told.rfc().state).toBe('committed')
  })

  it('a command that is rejected for another reason is rejected at once', () => {
    const told = withTeam()
    told.say('ada', '/disagree-commit')
    told.say('ada', '/answer #1 the platform budget pays')
    expect(rejectionsIn(told.judge(outage))).toEqual([
      expect.stringMatching(/^`\/disagree-commit` needs a reason/),
      expect.stringMatching(/^Only the author can use `\/answer`/),
    ])
  })

  it('a team that was added in a comment is required like one in the text', () => {
    const told = story()
    told.push({ [FILE]: rfc(['linus']) })
    told.say('linus', '/add @acme/sre\n/commit')
    told.say('ada', '/commit')
    expect(rejectionsIn(told.judge(outage))).toEqual([])
  })

  it('nobody is rejected as not named while an earlier text cannot be read', () => {
    const told = story()
    const first = told.push({ [FILE]: rfc(['linus', 'ada']) })
    told.push({ [FILE]: rfc(['linus']) })
    told.say('ada', '/commit')
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.set(first, { kind: 'unreadable', why: 'no answer', isGone: false })
    expect(rejectionsIn(told.judge({ changesAt }))).toEqual([])
  })
})

describe('S3: a team', () => {
  it('needs one commitment from its members', () => {
    const told = withTeam()
    expect(told.rfc().state).toBe('waiting')
    told.say('linus', '/commit')
    expect([told.rfc().state, told.rfc().teams[0]?.position]).toEqual(['committed', 'committed'])
  })

  it('needs as many as its quorum says', () => {
    const told = withTeam('@acme/sre (2)')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('needs every member when all are asked, except recused ones', () => {
    const told = withTeam('@acme/sre (all)', ['ada', 'linus', 'author'])
    const said = states(told, ['ada', '/commit'], ['linus', '/recuse on leave'], ['author', '/commit'])
    expect(said).toEqual(['waiting', 'waiting', 'committed'])
  })

  it('is not filled by the author or by a recused member', () => {
    const told = withTeam('@acme/sre (2)', ['ada', 'linus', 'grace', 'author'])
    const said = states(told, ['author', '/commit'], ['ada', '/commit'], ['linus', '/recuse on leave'])
    expect(said).toEqual(['waiting', 'waiting', 'waiting'])
  })

  it('needs all remaining members when fewer than its quorum remain', () => {
    const told = withTeam('@acme/sre (2)', ['ada', 'linus', 'author'])
    const said = states(told, ['author', '/commit'], ['linus', '/recuse on leave'], ['ada', '/commit'])
    expect(said).toEqual(['waiting', 'waiting', 'committed'])
    expect(told.rfc().teams[0]).toMatchObject({ needed: 1 })
  })

  it.each(['@acme/sre', '@acme/sre (2)', '@acme/sre (all)'])(
    'without remaining members is released, until one of them returns: %s',
    (entry) => {
      const told = story()
      told.team('sre', ['ada', 'linus'])
      told.push({ [FILE]: rfc(['grace', entry.slice(1)]) })
      const said = states(
        told,
        ['grace', '/commit'],
        ['ada', '/recuse on leave'],
        ['linus', '/recuse on leave'],
      )
      expect(said).toEqual(['waiting', 'waiting', 'committed'])
      expect(told.rfc().teams[0]).toMatchObject({ position: 'released', released: null, committed: [] })
      expect(publicationOf(told.judge(), told.snapshot()).check).toMatchObject({
        title: 'Ready to merge: 1 committed, 1 released',
        summary: expect.stringMatching(/Not required: every member recused or was released/),
      })
      expect(states(told, ['ada', '/withdraw'])).toEqual(['waiting'])
    },
  )

  it('alone without remaining members leaves too few people (S5)', () => {
    const told = withTeam()
    expect(states(told, ['ada', '/recuse on leave'], ['linus', '/recuse on leave'])).toEqual([
      'waiting',
      'needs fixing',
    ])
  })

  it.each([
    ['the text', {}],
    ['the configuration', { config: 'version: 1\nstakeholders:\n  always: ["@acme/sre (2)"]\n' }],
  ] as const)('that had enough members when %s named it needs all that remain later', (where, options) => {
    const told = story(options)
    told.team('sre', ['ada', 'linus', 'author'])
    told.push({ [FILE]: rfc(where === 'the text' ? ['acme/sre (2)'] : ['ada']) })
    told.evaluate()
    told.team('sre', ['ada', 'author'])
    expect([messages(told), told.rfc().state]).toEqual([[], 'waiting'])
    told.evaluate()
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.team('sre', ['author'])
    expect(messages(told)).toContainEqual(expect.stringMatching(/fewer than the `\(2\)` required/))
  })

  it('that was added with enough members needs all that remain later', () => {
    const told = story()
    told.team('sre', ['ada', 'linus'])
    told.push({ [FILE]: rfc(['grace']) })
    told.say('grace', '/add @acme/sre (2)\n/commit')
    told.evaluate()
    told.team('sre', ['ada'])
    expect(states(told, ['ada', '/commit'])).toEqual(['committed'])
  })

  it('that never had enough members is a problem; one that had them, also in a draft, needs all that remain', () => {
    const told = withTeam('@acme/sre (3)', ['ada', 'linus'])
    told.evaluate()
    told.team('sre', ['ada'])
    expect(told.rfc().state).toBe('needs fixing')
    const draft = story({ draft: true })
    draft.team('sre', ['ada', 'linus'])
    draft.push({ [FILE]: rfc(['acme/sre (2)']) })
    draft.evaluate()
    draft.team('sre', ['ada'])
    draft.draft('ready')
    expect(draft.rfc().state).toBe('waiting')
  })

  it('with a raised quorum it never had the members for is a problem again', () => {
    const told = withTeam('@acme/sre (2)', ['ada', 'linus'])
    told.evaluate()
    told.push({ [FILE]: rfc(['acme/sre (3)']) })
    expect(messages(told)).toEqual([expect.stringMatching(/fewer than the `\(3\)` required/)])
  })

  it('counts one person for themselves and for every team they are in', () => {
    const told = story()
    told.team('sre', ['ada'])
    told.team('payments', ['ada', 'linus'])
    told.push({ [FILE]: rfc(['ada', 'acme/sre', 'acme/payments']) })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('no longer counts a member who left, and is pending again', () => {
    const told = withTeam()
    told.say('linus', '/commit')
    told.team('sre', ['ada'])
    expect([told.rfc().state, told.rfc().teams[0]?.committed]).toEqual(['waiting', []])
  })

  it('does not revive a rejected command when its writer joins later (C0)', () => {
    const told = withTeam()
    told.say('eve', '/commit')
    told.evaluate()
    told.team('sre', ['ada', 'eve'])
    expect(told.rfc().state).toBe('waiting')
    expect(told.rejections()).toEqual([expect.stringMatching(/was posted before @eve was named/)])
    told.say('eve', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it.each([
    ['is not one that can be seen', '@acme/gone', undefined, /`@acme\/gone` isn't a team/],
    ['is empty', '@acme/sre', [], /has no members/],
    ['asks for more than it has', '@acme/sre (3)', ['ada', 'linus'], /fewer than the `\(3\)` required/],
    ['has only the author', '@acme/sre', ['author'], /0 members besides the author/],
  ] as const)('that %s is a problem at its line', (_, entry, members, message) => {
    const told = members ? withTeam(entry, members) : withTeam(entry)
    expect(messages(told)).toContainEqual(expect.stringMatching(message))
    expect(told.rfc().problems[0]?.place).toMatchObject({ path: FILE })
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('that is secret is a problem, because not everybody sees its members', () => {
    const told = withTeam()
    told.team('sre', ['ada'], { isSecret: true })
    told.say('ada', '/commit')
    expect(messages(told)).toEqual([expect.stringMatching(/secret team/)])
  })

  it('that cannot be read fails closed', () => {
    const told = withTeam()
    told.say('ada', '/commit')
    const verdict = told.judge({ teams: new Map([['acme/sre', { kind: 'unreadable', why: 'is hidden' }]]) })
    expect(verdict).toMatchObject({ state: 'needs fixing', problems: [{ source: 'people' }] })
  })
})

describe('S6: a team', () => {
  it('needs the highest quorum that was ever named', () => {
    const told = withTeam('@acme/sre (2)')
    told.push({ [FILE]: rfc(['acme/sre']) })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('that was removed again is still required', () => {
    const told = withTeam()
    told.push({ [FILE]: rfc(['grace']) })
    told.say('grace', '/commit')
    expect(told.rfc().teams[0]).toMatchObject({
      position: 'waiting',
      team: { leftInCommit: told.facts.commits[1] },
    })
    expect(told.rfc().state).toBe('waiting')
  })

  it('that was renamed since it was removed is required until a maintainer releases it (TH-91)', () => {
    const told = story()
    told.team('gone', ['ada'])
    told.push({ [FILE]: rfc(['grace', 'acme/gone']) })
    told.evaluate()
    told.push({ [FILE]: rfc(['grace']) })
    told.teams.delete('acme/gone')
    told.say('grace', '/commit')
    expect(messages(told)).toEqual([expect.stringMatching(/\/release @acme\/gone <reason>/)])
    told.roles.set('linus', 'maintain')
    told.say('linus', '/release @acme/gone the team is no more')
    expect([messages(told), told.rfc().state]).toEqual([[], 'committed'])
  })
})

describe('S4: a name that GitHub says is no team', () => {
  it('requires nobody once it is removed from the text', () => {
    const told = story()
    told.push({ [FILE]: rfc(['grace', 'acme/grwoth']) })
    told.evaluate()
    told.say('grace', '/commit')
    expect(messages(told)).toEqual([expect.stringMatching(/^`@acme\/grwoth` isn't a team/)])
    told.push({ [FILE]: rfc(['grace']) })
    expect([messages(told), told.rfc().state]).toEqual([[], 'committed'])
  })

  it('requires nobody at base or in the configuration either', () => {
    const told = story({ base: { [FILE]: rfc(['acme/gone']) } })
    told.push({ [FILE]: rfc(['grace']) })
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('P5: a block of a team member', () => {
  it('blocks like that of a named person', () => {
    const told = withTeam()
    told.say('ada', '/object who pays?')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('objection')
  })

  it.each([
    ['/object who pays?', 'objection'],
    ['/misalign the invoices are not late', 'misalignment'],
  ] as const)('outlives their membership: %s', (said, state) => {
    const told = withTeam()
    told.say('ada', said)
    told.evaluate()
    told.team('sre', ['linus'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe(state)
    told.say('ada', '/withdraw')
    expect(told.rejections()).toEqual([expect.stringMatching(/nothing to withdraw/)])
  })

  it('is listed and does not block if its raiser never was a member', () => {
    const told = withTeam()
    told.say('eve', '/object who pays?')
    told.evaluate()
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C6: somebody deletes a comment of a member', () => {
  it('unseen: who is then asked by name as long as they are a member', () => {
    const told = withTeam()
    const chat = told.say('ada', 'I am not so sure about this')
    told.say('linus', '/commit')
    told.remove(chat, 'mallory')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.evaluate()
    told.team('sre', ['linus'])
    expect([told.position('ada'), told.rfc().state]).toEqual(['not required', 'committed'])
  })

  it('whose next accepted command ends that; other text does not', () => {
    const told = withTeam()
    const chat = told.say('ada', 'I am not so sure about this')
    told.say('linus', '/commit')
    told.remove(chat, 'mallory')
    told.say('ada', '/status')
    told.say('ada', 'well')
    expect(told.rfc().state).toBe('waiting')
    told.say('ada', '/recuse not mine')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('S3: the status of a team', () => {
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
      'that asks all needs one less where one recused',
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

  it.each(['acme/gone', 'acme/gone (all)'])('names nobody while the team cannot be read: %s', (entry) => {
    const told = named(['ada', entry])
    told.say('ada', '/commit')
    expect(told.rfc().teams[0]).toMatchObject({ position: 'waiting', committed: [], pending: [] })
  })

  it('says that it was released, and why', () => {
    const told = named(['grace', 'acme/sre'])
    told.say('margaret', '/release @acme/sre dissolved')
    expect(told.rfc().teams[0]).toMatchObject({ position: 'released', released: { reason: 'dissolved' } })
  })
})

describe('the status of each stakeholder', () => {
  it('has their position, since when and why', () => {
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
      misaligned: null,
      recused: null,
      released: null,
      leftInCommit: null,
      addedBy: null,
      silencedSince: null,
      isAuthor: false,
    })
    expect(linus).toMatchObject({
      position: 'silent',
      alignment: 'misaligned',
      misaligned: { because: 'it is a data problem' },
      commitment: null,
      freshness: null,
    })
    expect(grace).toMatchObject({ position: 'recused', recused: { at: recusedAt, reason: 'on leave' } })
    expect(eve).toMatchObject({ position: 'released', released: { name: '@eve', reason: 'she left' } })
    expect(author).toMatchObject({ position: 'silent', alignment: 'unsaid', isAuthor: true })
    expect(mallory).toMatchObject({ position: 'silent', addedBy: 'ada', leftInCommit: null })
  })

  it('has stale alignment once the problem changed, apart from the commitment (F3)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/align')
    told.push({ [FILE]: rfc(['ada', 'linus'], 'Other.') })
    expect(told.rfc().rows[0]?.alignment).toBe('aligned')
    told.push({ [FILE]: rfc(['ada', 'linus']).replace('by a day', 'by a week') })
    expect(told.rfc().rows[0]?.alignment).toBe('stale')
  })

  it('says since when and why somebody must post again (C6)', () => {
    const told = named(['ada', 'linus'])
    const text = told.say('ada', 'a thought')
    told.say('ada', '/object who pays?')
    told.remove(text, 'mallory')
    expect(told.rfc().rows[0]).toMatchObject({ position: 'objecting', silencedSince: told.now() })
    expect(told.rfc().rows[1]).toMatchObject({ silencedSince: null })
  })

  it('includes those who must post again though only their team is named (C6)', () => {
    const told = named(['grace', 'acme/sre'])
    told.remove(told.say('ada', 'a thought'), 'mallory')
    expect(told.rfc().rows.map(({ person, leftInCommit }) => [person.login, leftInCommit])).toEqual([
      ['grace', null],
      ['ada', null],
    ])
  })

  it('says since which head the document no longer names them', () => {
    const told = named(['ada', 'linus', 'grace'])
    const second = told.push({ [FILE]: rfc(['grace']) })
    told.say('grace', '/add @ada')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    expect(told.rfc().rows.map(({ person, leftInCommit }) => [person.login, leftInCommit])).toEqual([
      ['grace', null],
      ['ada', second],
      ['linus', second],
    ])
  })

  it('treats the author as unknown when the account was deleted', () => {
    const told = named(['ada', 'author'])
    told.say('ada', '/commit')
    const { pullRequest } = told.snapshot()
    const verdict = told.judge({ pullRequest: { ...pullRequest, author: null } })
    expect('rows' in verdict && verdict.rows.map(({ isAuthor }) => isAuthor)).toEqual([false, false])
    expect(verdict.state).toBe('waiting')
  })

  it('appears once with the highest requirement when a named person is also added (S6)', () => {
    const told = named(['ada', 'acme/sre (2)'])
    told.say('author', '/add @ada @acme/sre @linus')
    expect(told.rfc().rows.map(({ person, addedBy }) => [person.login, addedBy])).toEqual([
      ['ada', 'author'],
      ['linus', 'author'],
    ])
    expect(told.rfc().teams.map(({ team, needed }) => [team.team, needed, team.leftInCommit])).toEqual([
      ['acme/sre', 2, null],
    ])
    told.say('author', '/add @acme/sre (all)')
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().teams[0]?.team).toMatchObject({
      all: true,
      quorum: 2,
      leftInCommit: told.facts.commits[1],
    })
  })
})
