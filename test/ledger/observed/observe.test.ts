import { describe, expect, it } from 'vitest'
import { withToldDeletions } from '../../../src/facts/told-deletions.ts'
import type { Trigger } from '../../../src/facts/trigger.ts'
import { account, say } from '../../rules/account.ts'
import { deletedLine } from '../../rules/deleted-line.ts'
import { named, person } from '../../rules/story.ts'

describe('C3: whom a comment added, once the comment is gone', () => {
  it('stays required, also when others named them (S2)', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@grace', '@acme/sre']\n" })
    told.evaluate()
    told.facts.askedForReview.push({ person: person('grace'), byAppAt: told.now() })
    told.evaluate()
    const added = told.say('ada', '/add @grace')
    told.evaluate()
    told.remove(added, 'ada')
    told.config = 'version: 1\n'
    say(told, 'ada: /commit')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@grace silent'])
  })

  it('stays required when the pull request was closed meanwhile (§14)', () => {
    const told = named(['ada'])
    told.evaluate()
    told.facts.state = 'closed'
    const added = told.say('ada', '/add @grace')
    told.evaluate()
    told.remove(added, 'ada')
    told.facts.state = 'open'
    told.say('ada', '/commit')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@grace silent'])
  })
})

describe('C6: a deletion by somebody else of a post that was not seen', () => {
  it('that only a webhook tells suspends at later evaluations, until its writer posts again', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /commit', 'linus: /commit')
    told.evaluate()
    deletedLine(told, 'ada')
    told.evaluate()
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus committed'])
    say(told, 'ada: /commit')
    told.evaluate()
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus committed'])
  })

  it('is recorded from the event of that deletion alone', () => {
    const told = named(['ada'])
    const facts = told.snapshot()
    const seen: Trigger = { kind: 'remark', on: 'line', id: '1', state: 'absent', at: '', text: null }
    expect(withToldDeletions(facts, [{ kind: 'look', why: 'somebody asked' }, seen]).deletions).toEqual([])
    const deletion = { author: person('ada'), by: null }
    expect(
      withToldDeletions(facts, [
        { kind: 'look', why: 'x' },
        { ...seen, deletion },
      ]).deletions,
    ).toEqual([{ at: facts.at, ...deletion, isTold: true, post: 'line-1' }])
  })

  it('that GitHub shows no longer still suspends', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.remove(told.say('ada', 'a thought'), 'mallory')
    told.evaluate()
    told.facts.deletions = []
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus silent'])
  })

  it('suspends once for each, also when several are told', () => {
    const told = named(['ada', 'linus'])
    told.remove(told.say('linus', 'one'), 'mallory')
    told.remove(told.say('ada', 'two'), 'mallory')
    told.evaluate()
    say(told, 'ada: /commit')
    told.evaluate()
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
  })
})

describe('C6: a deletion by somebody else of a post that was seen', () => {
  it('changes nothing that is held', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const objection = told.say('linus', '/object who pays?')
    const chat = told.say('ada', 'a thought')
    told.evaluate()
    told.remove(chat, 'mallory')
    told.remove(objection, 'mallory')
    expect(account(told).slice(0, 3)).toEqual(['objection', '@ada committed', '@linus objecting'])
    told.say('linus', '/heard')
    say(told, 'linus: /commit')
    expect(account(told).slice(0, 3)).toEqual(['committed', '@ada committed', '@linus committed'])
  })
})
