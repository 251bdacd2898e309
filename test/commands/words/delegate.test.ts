import { describe, expect, it } from 'vitest'
import { named, person } from '../../rules/story.ts'
import { account, say } from '../../rules/account.ts'

describe('/delegate', () => {
  it('adds one person and recuses the other', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('linus', '/delegate @grace who runs it now')
    expect([told.position('linus'), told.position('grace')]).toEqual(['recused', 'silent'])
    expect(told.rfc().state).toBe('waiting')
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('keeps the added person when it is edited away, and its writer is required again', () => {
    const told = named(['ada', 'linus'])
    const said = told.say('linus', '/delegate @grace')
    told.edit(said, 'linus', 'never mind')
    expect([told.position('linus'), told.position('grace')]).toEqual(['silent', 'silent'])
  })

  it.each([
    ['linus', '/delegate', /takes one person/],
    ['linus', '/delegate @grace @eve', /takes one person/],
    ['linus', '/delegate @acme/sre', /takes one person/],
    ['linus', '/delegate @author', /^You can't delegate to the author/],
    ['linus', '/delegate @linus', /^You can't delegate to yourself/],
    ['linus', '/delegate @build-bot', /a bot, which can't commit/],
    ['eve', '/delegate @grace', /isn't a stakeholder/],
    ['grace', '/delegate @eve', /as a member of a team/],
  ])('says what to do when @%s posts %s', (who, text, why) => {
    const told = named(['linus', 'acme/sre'])
    told.team('sre', ['grace'])
    told.people.set('build-bot', { kind: 'found', person: person('build-bot', 'Bot'), canRead: true })
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
    expect(told.position('linus')).toBe('silent')
  })
})

describe('C3: /delegate', () => {
  it('to somebody without read access is rejected with the reason (S4)', () => {
    const told = named(['ada'])
    told.people.set('grace', { kind: 'found', person: person('grace'), canRead: false })
    told.say('ada', '/delegate @grace')
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rejections()).toEqual([expect.stringMatching(/can't read this repository/)])
  })
})

describe('S4: a login that changed owners and is not a person’s account any more', () => {
  it('cannot be delegated to or added', () => {
    const told = named(['ada'])
    told.facts.knownLogins.set('grace', 4711)
    told.say('grace', 'hello', { author: { id: 4711, login: 'hopper', type: 'Organization' } })
    say(told, 'ada: /delegate @grace', 'ada: /add @grace')
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rejections()).toEqual([
      '`/delegate` needs the account of a person.',
      'No account has that name.',
    ])
  })
})

describe('C5: /delegate', () => {
  it('keeps the added person when somebody else edits the comment around it', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const said = told.say('linus', '/delegate @grace')
    told.edit(said, 'mallory', '/delegate @grace\n\nthank you')
    told.say('linus', '/commit')
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it.each([
    ['in a wrong place', '/delegate @grace', 'line'],
    ['beside an objection', '/delegate @grace\n/object why me?', 'comment'],
  ] as const)('that was rejected %s adds nobody by being edited away (C0)', (_, text, on) => {
    const told = named(['ada', 'linus'])
    const said = told.say('linus', text, { on })
    told.edit(said, 'linus', 'never mind')
    expect(told.position('grace')).toBe('not required')
  })
})

describe('C5: /delegate that was edited in', () => {
  it('does not count what its person posted before the edit', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const said = told.say('linus', 'let me think')
    told.say('grace', '/commit')
    told.edit(said, 'linus', '/delegate @grace')
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})
