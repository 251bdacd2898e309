import { describe, expect, it } from 'vitest'
import { account, problemMessages, say } from './account.ts'
import { config } from './stories.ts'
import { FILE, named, person, type Story, story } from './story.ts'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import { rfc } from '../rfc-text.ts'

const OUTAGE: Partial<Snapshot> = {
  teams: new Map([['acme/sre', { kind: 'unreadable', why: 'no answer' }]]),
}

const stateDuring = (told: Story, change: Partial<Snapshot>) => told.judge(change).state

describe('C3, V6: a team that a command adds', () => {
  it('is required although it could not be read when it was added, also once the comment is gone', () => {
    const told = named(['linus'])
    told.evaluate()
    const added = told.say('linus', '/add @acme/sre\n/commit')
    told.team('sre', ['ada', 'grace'])
    expect(stateDuring(told, OUTAGE)).toBe('needs fixing')
    told.evaluate(OUTAGE)
    expect(account(told)).toEqual(['waiting', '@linus committed', '@acme/sre waiting, 0 of 1'])
    told.evaluate()
    told.remove(added, 'linus')
    expect(account(told)).toEqual(['waiting', '@linus silent', '@acme/sre waiting, 0 of 1'])
  })

  it('stays required while it cannot be read, with its comment and without', () => {
    const told = named(['linus'])
    const added = told.say('linus', '/add @acme/sre')
    say(told, 'linus: /commit', 'ada: /commit')
    told.evaluate()
    expect([told.rfc().state, stateDuring(told, OUTAGE)]).toEqual(['committed', 'needs fixing'])
    told.remove(added, 'linus')
    expect([told.rfc().state, problemMessages(told, OUTAGE)]).toEqual([
      'committed',
      [
        '`@acme/sre` was named earlier and is still required, but no answer. Comment `/refresh` to retry, or name people. Alternatively, a maintainer other than the author comments `/release @acme/sre <reason>`.',
      ],
    ])
  })

  it('has members whose rights are asked again once it can be read (C0)', () => {
    const told = named(['linus'])
    told.team('sre', ['ada', 'grace'])
    say(told, 'linus: /add @acme/sre\n/commit', 'ada: /commit')
    told.evaluate(OUTAGE)
    expect(account(told)).toEqual(['committed', '@linus committed', '@acme/sre committed, 1 of 1'])
  })

  it('stays required by its name when its comment is gone, and by its id when that is forgotten', () => {
    const told = named(['grace'])
    const added = told.say('grace', '/add @acme/sre')
    told.say('grace', '/commit')
    told.evaluate()
    told.remove(added, 'grace')
    told.teams.delete('acme/sre')
    expect(problemMessages(told)).toEqual([
      "`@acme/sre` was named earlier and is still required, but isn't a team that this App can see. Check the spelling, or name people. Alternatively, a maintainer other than the author comments `/release @acme/sre <reason>`.",
    ])
    told.forget()
    expect(problemMessages(told)).toEqual([
      'A team was named earlier that its name no longer finds. Name it, or comment `/add @org/team`, with its name as it is now.',
    ])
    told.team('sre', ['ada', 'linus'])
    told.say('grace', '/add @acme/sre')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('obliges nobody when GitHub says that there is no such team (S4)', () => {
    const told = named(['linus'])
    say(told, 'linus: /add @acme/gone', 'linus: /commit')
    expect([account(told), told.rejections()]).toEqual([
      ['committed', '@linus committed'],
      [expect.stringMatching(/`@acme\/gone` isn't a team that this App can see/)],
    ])
  })

  it('is released while it cannot be read, unless it was added again since', () => {
    const told = named(['linus'])
    told.team('sre', ['ada', 'grace'])
    say(told, 'linus: /add @acme/sre', 'margaret: /release @acme/sre they left', 'linus: /commit')
    told.evaluate()
    expect([told.rfc().state, stateDuring(told, OUTAGE)]).toEqual(['committed', 'committed'])
    told.say('linus', '/add @acme/sre')
    told.evaluate()
    expect([told.rfc().state, stateDuring(told, OUTAGE)]).toEqual(['waiting', 'needs fixing'])
  })
})

describe('C3: somebody whom a command adds', () => {
  it.each([
    ['once they are on GitHub', null],
    ['once they can read the repository', { kind: 'found', person: person('zed'), canRead: false }],
  ] as const)('is required %s, also after the comment is gone', (_, before) => {
    const told = named(['ada'])
    if (before) told.people.set('zed', before)
    const added = told.say('author', '/add @zed')
    told.say('ada', '/commit')
    told.evaluate()
    expect([account(told), told.rejections()]).toEqual([
      ['committed', '@ada committed'],
      [expect.stringMatching(/^`@zed` (isn't on GitHub|can't read this repository)/)],
    ])
    told.people.set('zed', { kind: 'found', person: person('zed'), canRead: true })
    told.evaluate()
    const required = ['waiting', '@ada committed', '@zed silent']
    expect([account(told), told.rejections()]).toEqual([required, []])
    told.remove(added, 'author')
    expect(account(told)).toEqual(required)
  })
})

describe('C3, C0: the release of a team that cannot be read, now or ever', () => {
  it('counts, and so does what members of other teams say', () => {
    const told = story()
    told.team('sre', ['ada'])
    told.team('crowd', ['eve'])
    told.roles.set('margaret', 'maintain')
    told.push({ [FILE]: rfc(['acme/sre', 'acme/crowd']) })
    const crowd = { kind: 'unreadable', why: 'has 2000 members' } as const
    const change = { teams: new Map([...told.snapshot().teams]).set('acme/crowd', crowd) }
    told.say('ada', '/commit')
    told.evaluate(change)
    told.say('margaret', '/release @acme/crowd it has too many members')
    const verdict = told.judge(change)
    expect('rows' in verdict && [verdict.state, verdict.rejections, problemMessages(told, change)]).toEqual([
      'committed',
      [],
      [],
    ])
    told.evaluate(change)
    expect(stateDuring(told, change)).toBe('committed')
  })
})

describe('C3, C0: the release by somebody of a team of deciders', () => {
  it('is asked again while that team cannot be read', () => {
    const told = named(['ada', 'linus'], config('stakeholders: { deciders: ["@acme/leads"] }'))
    told.team('leads', ['grace'])
    say(told, 'grace: /release @linus he left', 'eve: /release @ada she left', 'ada: /commit')
    told.evaluate({ teams: new Map([['acme/leads', { kind: 'unreadable', why: 'no answer' }]]) })
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus released'])
  })
})

describe('C6: a release whose comment somebody else deleted', () => {
  it('stays in force, of a team too', () => {
    const told = story()
    told.team('sre', ['ada'])
    told.roles.set('margaret', 'maintain')
    told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    told.push({ [FILE]: rfc(['linus', 'acme/sre']) })
    const released = told.say('margaret', '/release @acme/sre they left')
    told.say('linus', '/commit')
    told.evaluate()
    told.remove(released, 'mallory')
    const removal = { post: `comment-${released}`, by: person('mallory'), author: person('margaret') }
    told.facts.deletions = [{ at: told.now(), ...removal } as (typeof told.facts.deletions)[number]]
    expect([account(told), told.rfc().releases.map(({ name }) => name)]).toEqual([
      ['committed', '@linus committed', '@acme/sre released, 0 of 1'],
      ['@acme/sre'],
    ])
  })
})

describe('P5: an objection whose post somebody else deleted', () => {
  it('goes on to block, though only a draft named its raiser then', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    const objection = told.say('linus', '/object who pays?')
    told.evaluate()
    told.push({ [FILE]: rfc(['ada']) })
    told.remove(objection, 'margaret')
    expect(account(told)).toEqual(['objection', '@ada silent', '#1 of @linus open: '])
  })
})

describe('C3: a name in the configuration that is no account', () => {
  it('is released by a maintainer', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@nobody-there']\n" })
    expect(told.rfc().state).toBe('needs fixing')
    told.say('margaret', '/release @nobody-there there is none')
    expect(told.rfc().state).toBe('waiting')
  })
})
