import { describe, expect, it } from 'vitest'
import type { Timestamp } from '../../../src/facts/ids.ts'
import { named, person, type Story, FILE } from '../../rules/story.ts'
import { account, problemMessages, say } from '../../rules/account.ts'
import { rfc } from '../../rfc-text.ts'

/** A comment that adds or delegates, which its writer deletes once it was seen. */
function saidAndGone(told: Story, who: string, text: string): void {
  const said = told.say(who, text)
  told.evaluate()
  told.remove(said, who)
}

describe('/add', () => {
  it('adds a stakeholder, whose commands count from then on', () => {
    const told = named(['ada'])
    told.say('linus', '/commit')
    told.say('ada', '/add @linus he runs the nightly job')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('counts in the same second in which its writer was named, unlike a commitment (C0)', () => {
    const told = named(['ada'])
    const at = told.facts.runs.at(-1)?.startedAt as Timestamp
    const text = '/add @linus\n/commit'
    told.say('ada', text, { at, updatedAt: at, revisions: [{ at, editor: person('ada'), text }] })
    expect([told.position('linus'), told.position('ada')]).toEqual(['silent', 'silent'])
  })

  it('adds several people and teams at once', () => {
    const told = named(['ada'])
    told.team('sre', ['grace', 'eve'])
    told.say('author', '/add @linus and @acme/sre (2), they are on call')
    expect([told.position('linus'), told.rfc().teams[0]?.needed]).toEqual(['silent', 2])
  })

  it('is not undone when its writer edits it away', () => {
    const told = named(['ada'])
    const added = told.say('ada', '/add @linus')
    told.edit(added, 'ada', 'never mind')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })

  it('is not undone when its writer deletes it, not even in draft', () => {
    const told = named(['ada'])
    told.draft('draft')
    const added = told.say('ada', '/add @linus @acme/sre')
    told.team('sre', ['grace'])
    told.evaluate()
    told.remove(added)
    told.draft('ready')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().teams.length]).toEqual(['silent', 1])
    expect(told.rfc().state).toBe('waiting')
  })

  it('ends a release, but not a recusal (C3)', () => {
    const told = named(['ada', 'linus', 'grace'])
    told.say('linus', '/recuse on leave')
    told.say('margaret', '/release @grace she left the company')
    told.say('ada', '/add @linus @grace')
    expect([told.position('linus'), told.position('grace')]).toEqual(['recused', 'silent'])
  })

  it.each([
    ['eve', '/add @linus', /^Only the author, a stakeholder/],
    ['ada', '/add', /needs a name/],
    ['ada', '/add linus', /needs a name/],
    ['ada', '/add @nobody-there', /isn't on GitHub/],
    ['ada', '/add @build-bot', /a bot, which can't commit/],
  ])('says what to do when @%s posts %s', (who, text, why) => {
    const told = named(['ada'])
    told.people.set('build-bot', { kind: 'found', person: person('build-bot', 'Bot'), canRead: true })
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
    expect(told.rfc().rows).toHaveLength(1)
  })

  it('is accepted from a maintainer who is not a stakeholder', () => {
    const told = named(['ada'])
    told.say('margaret', '/add @linus')
    expect(told.position('linus')).toBe('silent')
  })
})

describe('C3: /add', () => {
  it('of a team twice requires the higher quorum, and all members only if that was asked for (S6)', () => {
    const told = named(['grace'])
    told.team('sre', ['ada', 'linus', 'eve'])
    say(told, 'grace: /add @acme/sre (2)', 'author: /add @acme/sre')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre waiting, 0 of 2'])
    told.say('grace', '/add @acme/sre (all)')
    expect(account(told).at(-1)).toBe('@acme/sre waiting, 0 of 3 who are all')
    told.say('author', '/add @acme/sre (2)')
    expect(account(told).at(-1)).toBe('@acme/sre waiting, 0 of 3 who are all')
  })

  it('gets a reaction and no reply, and ends the wait for its writer (C4, C6)', () => {
    const told = named(['acme/sre'])
    told.remove(told.say('ada', 'a thought'), 'mallory')
    const added = told.say('ada', '/add @grace')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre waiting, 0 of 1'])
    expect(told.rfc().accepted.map(({ id }) => id)).toEqual([added])
    expect(told.rejections()).toEqual([])
  })

  it('of somebody who was added and released before is kept when both comments are deleted', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @linus he left')
    const added = [told.say('ada', '/add @linus he is back'), told.say('author', '/add @linus')]
    told.evaluate()
    for (const id of added) told.remove(id)
    expect(told.position('linus')).toBe('silent')
  })

  it('of a login that changed owners makes it a problem again after a release resolved it (S4)', () => {
    const told = named(['ada', 'Linus'])
    told.facts.knownLogins.set('linus', 4711)
    say(told, 'ada: /commit', 'margaret: /release @Linus it is somebody else now')
    expect(told.rfc().problems).toEqual([])
    told.say('ada', '/add @Linus')
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/now a different account/) }])
  })
})

describe('S6: a team that was added and that GitHub does not show', () => {
  it('stays required, by the name it was added under, until it is released', () => {
    const told = named(['grace'])
    told.team('sre', ['ada'])
    say(told, 'grace: /add @acme/sre', 'grace: /commit')
    told.evaluate()
    told.teams.delete('acme/sre')
    expect(account(told)).toEqual(['needs fixing', '@grace committed', '@acme/sre waiting, 0 of 0'])
    expect(problemMessages(told)).toEqual([
      expect.stringMatching(/^`@acme\/sre` was named earlier and is still required/),
    ])
    told.say('margaret', '/release @acme/sre the team was dissolved')
    expect(account(told)).toEqual(['committed', '@grace committed', '@acme/sre released, 0 of 0'])
    expect(told.rejections()).toEqual([expect.stringMatching(/^`@acme\/sre` isn't a team/)])
  })

  it('stays required when the comment is gone, too', () => {
    const told = named(['grace'])
    told.team('sre', ['ada'])
    const added = told.say('grace', '/add @acme/sre')
    told.say('grace', '/commit')
    told.evaluate()
    told.teams.delete('acme/sre')
    told.remove(added, 'grace')
    expect(problemMessages(told)).toEqual([expect.stringMatching(/is still required, but isn't a team/)])
  })

  it('is waited for when it cannot be read as it is added, and known once it can (C0)', () => {
    const told = named(['grace'])
    const away = { teams: new Map([['acme/sre', { kind: 'unreadable' as const, why: 'no answer' }]]) }
    told.evaluate()
    say(told, 'grace: /add @acme/sre', 'grace: /commit')
    told.evaluate(away)
    expect(problemMessages(told, away)).toEqual([
      expect.stringMatching(/^`@acme\/sre` was named earlier and is still required, but no answer/),
    ])
    told.team('sre', ['ada'])
    told.evaluate()
    expect(account(told)).toEqual(['waiting', '@grace committed', '@acme/sre waiting, 0 of 1'])
  })
})

describe('C3, C5: /add and /delegate in a comment that its writer edited', () => {
  it('adds each list of names once, as of when it first appeared', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/add @grace')
    told.say('margaret', '/release @grace she left')
    told.edit(said, 'ada', '/add @grace\n\nplease')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace released'])
    told.edit(said, 'ada', '/add @linus')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace released', '@linus silent'])
  })

  it.each([
    ['/delegate @eve', ['@ada recused, for @eve', '@grace silent', '@eve silent']],
    ['/object @grace knows better', ['@ada objecting', '@grace silent']],
    ['/delegate @grace gladly', ['@ada recused, for @grace', '@grace silent']],
  ])('keeps the person it added when it is edited to %s', (text, people) => {
    const told = named(['ada'])
    const said = told.say('ada', '/delegate @grace')
    told.edit(said, 'ada', text)
    expect(account(told).slice(1, 1 + people.length)).toEqual(people)
  })

  it('counts as of the submission of a review, not as of its draft', () => {
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

describe('C3: an /add or /delegate that was deleted counts as of when it was posted', () => {
  it('a /delegate before an /add of somebody else', () => {
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

  it('an /add before a /delegate to somebody else', () => {
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

describe('C3: an /add that GitHub showed late and that was deleted since', () => {
  it('counts as of when it was posted, before one that was recorded sooner', () => {
    const told = named(['ada'])
    const late = [told.say('ada', '/add @grace'), told.say('grace', '/commit')]
    const seen = told.say('ada', '/add @eve')
    const all = told.facts.posts
    told.facts.posts = all.filter(({ id }) => id === seen)
    told.evaluate()
    told.facts.posts = all
    told.evaluate()
    told.facts.posts = all.filter(({ id }) => id === late[1])
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace committed', '@eve silent'])
  })
})

describe('C3: a stakeholder who was added by a deleted comment', () => {
  it('is still required when a /release came before it', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus on leave')
    const added = told.say('ada', '/add @linus he is back')
    told.evaluate()
    told.remove(added, 'ada')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.evaluate()
    expect(told.position('linus')).toBe('silent')
  })

  it('is still required when it is a team that was released before it', () => {
    const told = named(['grace', 'acme/sre'])
    told.say('grace', '/commit')
    told.say('margaret', '/release @acme/sre they are busy')
    const added = told.say('grace', '/add @acme/sre')
    told.evaluate()
    told.remove(added, 'grace')
    expect(told.rfc().teams[0]?.position).toBe('waiting')
  })

  it('is released by a /release after it', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const added = told.say('ada', '/add @grace')
    told.evaluate()
    told.remove(added, 'ada')
    told.say('linus', '/commit')
    told.say('margaret', '/release @grace she left')
    expect([told.position('grace'), told.rfc().state]).toEqual(['released', 'committed'])
  })

  it('is not committed by a commitment that was rejected before it (C0)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('linus', '/commit')
    told.edit(said, 'linus', '/commit\n\ngladly')
    told.evaluate()
    const added = told.say('ada', '/add @linus')
    told.evaluate()
    told.remove(added, 'ada')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it.each([
    ['grace', '/commit', 'committed'],
    ['grace', '/recuse not mine', 'recused'],
    ['margaret', '/release @grace not hers', 'released'],
  ])('by /delegate can be released: @%s posts %s', (who, said, position) => {
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
  it('still looks up the role it needed after a head names the maintainer', () => {
    const told = named(['ada'])
    told.say('margaret', '/add @grace')
    told.push({ [FILE]: rfc(['ada', 'margaret']) })
    expect(told.missing({ roles: new Map() }).missingInputs.roles).toEqual(['margaret'])
  })
})
