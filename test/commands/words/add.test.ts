import { describe, expect, it } from 'vitest'
import { named, person, type Story, FILE } from '../../rules/story.ts'
import { account, say } from '../../rules/account.ts'
import { rfc } from '../../rfc-text.ts'

/** A comment that adds or delegates, which its writer deletes once it was seen. */
function saidAndGone(told: Story, who: string, text: string): void {
  const said = told.say(who, text)
  told.visit()
  told.remove(said, who)
}

describe('/add', () => {
  it('asks for one more, and lets them speak from then on', () => {
    const told = named(['ada'])
    told.say('linus', '/commit')
    told.say('ada', '/add @linus he runs the nightly job')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('counts in the second in which its writer was named, for it holds; a commitment does not (C0)', () => {
    const told = named(['ada'])
    const at = told.facts.runs.at(-1)?.startedAt as string
    const text = '/add @linus\n/commit'
    told.say('ada', text, { at, updatedAt: at, revisions: [{ at, editor: person('ada'), text }] })
    expect([told.position('linus'), told.position('ada')]).toEqual(['silent', 'silent'])
  })

  it('takes several at once, teams among them', () => {
    const told = named(['ada'])
    told.team('sre', ['grace', 'eve'])
    told.say('author', '/add @linus and @acme/sre (2), they are on call')
    expect([told.position('linus'), told.rfc().teams[0]?.needed]).toEqual(['silent', 2])
  })

  it('is not undone by editing it away', () => {
    const told = named(['ada'])
    const added = told.say('ada', '/add @linus')
    told.edit(added, 'ada', 'never mind')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })

  it('is not undone by deleting it, not even in draft', () => {
    const told = named(['ada'])
    told.draft('draft')
    const added = told.say('ada', '/add @linus @acme/sre')
    told.team('sre', ['grace'])
    told.visit()
    told.remove(added)
    told.draft('ready')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().teams.length]).toEqual(['silent', 1])
    expect(told.rfc().state).toBe('waiting')
  })

  it('asks again for somebody who was released, not for who recused (C3)', () => {
    const told = named(['ada', 'linus', 'grace'])
    told.say('linus', '/recuse on leave')
    told.say('margaret', '/release @grace she left the company')
    told.say('ada', '/add @linus @grace')
    expect([told.position('linus'), told.position('grace')]).toEqual(['recused', 'silent'])
  })

  it.each([
    ['eve', '/add @linus', /for the author, for those named/],
    ['ada', '/add', /needs a name/],
    ['ada', '/add linus', /needs a name/],
    ['ada', '/add @nobody-there', /not on GitHub/],
    ['ada', '/add @build-bot', /a bot cannot commit/],
  ])('says what would work when @%s says %s', (who, text, why) => {
    const told = named(['ada'])
    told.people.set('build-bot', { kind: 'found', person: person('build-bot', 'Bot'), canRead: true })
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
    expect(told.rfc().rows).toHaveLength(1)
  })

  it('may be said by a maintainer whom nobody named', () => {
    const told = named(['ada'])
    told.say('margaret', '/add @linus')
    expect(told.position('linus')).toBe('silent')
  })
})

describe('C3: /add', () => {
  it('of a team twice asks for the higher quorum, and for all only if somebody said so (S6)', () => {
    const told = named(['grace'])
    told.team('sre', ['ada', 'linus', 'eve'])
    say(told, 'grace: /add @acme/sre (2)', 'author: /add @acme/sre')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre waiting, 0 of 2'])
    told.say('grace', '/add @acme/sre (all)')
    expect(account(told).at(-1)).toBe('@acme/sre waiting, 0 of 3 who are all')
    told.say('author', '/add @acme/sre (2)')
    expect(account(told).at(-1)).toBe('@acme/sre waiting, 0 of 3 who are all')
  })

  it('is accepted without a word, and ends the waiting for its writer (C4, C6)', () => {
    const told = named(['acme/sre'])
    told.remove(told.say('ada', 'a thought'), 'mallory')
    const added = told.say('ada', '/add @grace')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre waiting, 0 of 1'])
    expect(told.rfc().accepted.map(({ id }) => id)).toEqual([added])
    expect(told.rejections()).toEqual([])
  })

  it('of somebody who was released and added before, and both comments gone, is not forgotten', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @linus he left')
    const added = [told.say('ada', '/add @linus he is back'), told.say('author', '/add @linus')]
    told.visit()
    for (const id of added) told.remove(id)
    expect(told.position('linus')).toBe('silent')
  })

  it('of a name that changed hands makes it a problem again, after a release had settled it (S4)', () => {
    const told = named(['ada', 'Linus'])
    told.facts.knownLogins.set('linus', 4711)
    say(told, 'ada: /commit', 'margaret: /release @Linus it is somebody else now')
    expect(told.rfc().problems).toEqual([])
    told.say('ada', '/add @Linus')
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/no longer the account/) }])
  })
})

describe('C3, C5: /add and /delegate in a comment that its writer edited', () => {
  it('adds each list of names once, when it first stood there', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/add @grace')
    told.say('margaret', '/release @grace she left')
    told.edit(said, 'ada', '/add @grace\n\nplease')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace released'])
    told.edit(said, 'ada', '/add @linus')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace released', '@linus silent'])
  })

  it.each([
    ['/delegate @eve', ['@ada recused, for @eve', '@eve silent', '@grace silent']],
    ['/object @grace knows better', ['@ada objecting', '@grace silent']],
    ['/delegate @grace gladly', ['@ada recused, for @grace', '@grace silent']],
  ])('keeps whom it brought in, when it comes to say %s', (text, people) => {
    const told = named(['ada'])
    const said = told.say('ada', '/delegate @grace')
    told.edit(said, 'ada', text)
    expect(account(told).slice(1, 1 + people.length)).toEqual(people)
  })

  it('counts from when a review was sent, though it was begun before', () => {
    const told = named(['ada'])
    const begun = told.now()
    told.wait(60)
    told.say('grace', '/commit')
    told.say('ada', '/add @grace', {
      on: 'review',
      review: { state: 'commented', commit: told.facts.commits[0] as string, isDismissed: false },
      revisions: [{ at: begun, editor: person('ada'), text: '/add @grace' }],
    })
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent'])
  })
})

describe('C3: those whose /add or /delegate can no longer be read come in when it was said', () => {
  it('one who was delegated to before somebody else was added', () => {
    const told = named(['ada', 'linus'])
    const delegated = told.say('linus', '/delegate @grace')
    told.edit(delegated, 'linus', 'never mind')
    told.say('grace', '/commit')
    saidAndGone(told, 'ada', '/add @eve')
    expect(account(told)).toEqual([
      'waiting',
      '@ada silent',
      '@linus silent',
      '@grace committed',
      '@eve silent',
    ])
  })

  it('one who was added before somebody else was delegated to', () => {
    const told = named(['ada', 'linus'])
    saidAndGone(told, 'ada', '/add @grace')
    told.say('grace', '/commit')
    const delegated = told.say('linus', '/delegate @eve')
    told.edit(delegated, 'linus', 'never mind')
    expect(account(told)).toEqual([
      'waiting',
      '@ada silent',
      '@linus silent',
      '@grace committed',
      '@eve silent',
    ])
  })
})

describe('C3: an /add that GitHub showed late, and that is gone since', () => {
  it('brings its person in when it was said, before somebody whom we noted sooner', () => {
    const told = named(['ada'])
    const late = [told.say('ada', '/add @grace'), told.say('grace', '/commit')]
    const seen = told.say('ada', '/add @eve')
    const all = told.facts.posts
    told.facts.posts = all.filter(({ id }) => id === seen)
    told.visit()
    told.facts.posts = all
    told.visit()
    told.facts.posts = all.filter(({ id }) => id === late[1])
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace committed', '@eve silent'])
  })
})

describe('C3: whoever was brought in by a comment that is gone', () => {
  it('is still asked again, though before it there was a /release', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus on leave')
    const added = told.say('ada', '/add @linus he is back')
    told.visit()
    told.remove(added, 'ada')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.visit()
    expect(told.position('linus')).toBe('silent')
  })

  it('is still asked again as a team that was released before it', () => {
    const told = named(['grace', 'acme/sre'])
    told.say('grace', '/commit')
    told.say('margaret', '/release @acme/sre they are busy')
    const added = told.say('grace', '/add @acme/sre')
    told.visit()
    told.remove(added, 'grace')
    expect(told.rfc().teams[0]?.position).toBe('waiting')
  })

  it('is released by a /release after it', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const added = told.say('ada', '/add @grace')
    told.visit()
    told.remove(added, 'ada')
    told.say('linus', '/commit')
    told.say('margaret', '/release @grace she left')
    expect([told.position('grace'), told.rfc().state]).toEqual(['released', 'committed'])
  })

  it('is not committed by what they said, and was refused, before it (C0)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('linus', '/commit')
    told.edit(said, 'linus', '/commit\n\ngladly')
    told.visit()
    const added = told.say('ada', '/add @linus')
    told.visit()
    told.remove(added, 'ada')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it.each([
    ['grace', '/commit', 'committed'],
    ['grace', '/recuse not mine', 'recused'],
    ['margaret', '/release @grace not hers', 'released'],
  ])('by a /delegate may be answered for: @%s says %s', (who, said, position) => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const delegated = told.say('linus', '/delegate @grace')
    told.edit(delegated, 'linus', 'never mind')
    told.say('linus', '/commit')
    told.say(who, said)
    expect([told.position('grace'), told.rfc().state]).toEqual([position, 'committed'])
  })
})

describe('C3: /add by a maintainer', () => {
  it('whom a later head names is still asked for their role, which they spoke by', () => {
    const told = named(['ada'])
    told.say('margaret', '/add @grace')
    told.push({ [FILE]: rfc(['ada', 'margaret']) })
    expect(told.missing({ roles: new Map() }).missingInputs.roles).toEqual(['margaret'])
  })
})
