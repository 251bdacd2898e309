import { describe, expect, it } from 'vitest'
import { digest } from '../../../src/facts/external-id.ts'
import { revisionKey } from '../../../src/facts/keys.ts'
import type { Post } from '../../../src/facts/snapshot.ts'
import { account, say } from '../../rules/account.ts'
import { named } from '../../rules/story.ts'

const REFUSED = /^`\/\w+` was refused when it was posted, so it doesn't count\. Post `\/\w+` again/

/** What the reaction of a version without a ledger tells of a comment, at the first evaluation with one. */
describe("C0: the App's reactions, of a version without a ledger", () => {
  it('prove nothing when the history of the post cannot be read', () => {
    const told = named(['ada'])
    told.say('eve', '/add @linus', { revisions: null, reacted: ['+1'] })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    told.say('margaret', '/add @grace', { revisions: null, reacted: ['+1'] })
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent'])
  })

  it('prove the role of a maintainer when all of the comment was accepted, and not otherwise', () => {
    const told = named(['ada', 'linus', 'grace'])
    told.roles.set('margaret', 'read')
    told.say('margaret', '/release @linus he left', { reacted: ['+1'] })
    told.say('margaret', '/status\n/release @ada she left', { reacted: ['+1', 'confused'] })
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus released', '@grace silent'])
  })

  it('prove that a command was refused, which stays so and is said, at later evaluations too', () => {
    const told = named(['acme/sre', 'linus'])
    told.team('sre', ['eve'])
    told.say('eve', '/commit', { reacted: ['confused'] })
    const expected = [
      ['waiting', '@linus silent', '@acme/sre waiting, 0 of 1'],
      [expect.stringMatching(REFUSED)],
    ]
    expect([account(told), told.rejections()]).toEqual(expected)
    told.evaluate()
    expect([account(told), told.rejections()]).toEqual(expected)
    say(told, 'eve: /commit')
    expect(account(told)).toEqual(['waiting', '@linus silent', '@acme/sre committed, 1 of 1'])
  })

  it('are not enough where it is forgotten which line was refused, unless the text names the writer', () => {
    const told = named(['acme/sre', 'linus'])
    told.team('sre', ['ada'])
    told.say('ada', '/align\n/heard\n/commit', { reacted: ['+1', 'confused'] })
    told.say('linus', '/heard\n/commit', { reacted: ['+1', 'confused'] })
    expect(account(told)).toEqual(['waiting', '@linus committed', '@acme/sre waiting, 0 of 1'])
    expect(told.rejections()).toEqual([
      expect.stringMatching(REFUSED),
      expect.stringMatching(REFUSED),
      expect.stringMatching(REFUSED),
      expect.stringMatching(/^@linus has no open objections/),
    ])
  })

  it('are read line by line where it is remembered which was refused', () => {
    const told = named(['acme/sre'])
    told.team('sre', ['ada'])
    told.say('ada', '/heard\n/commit', { reacted: ['+1', 'confused'] })
    const [post] = told.facts.posts
    told.facts.rejectedLines = new Map([[revisionKey(post as Post), [digest('heard ')]]])
    expect([account(told), told.rejections()]).toEqual([
      ['committed', '@acme/sre committed, 1 of 1'],
      [expect.stringMatching(REFUSED)],
    ])
  })
})

describe('the notes of a version without a ledger', () => {
  it('tell of an objection that its raiser blocks by, whom nothing names any more (P5)', () => {
    const told = named(['linus'])
    const objection = told.say('ada', '/object who pays?')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.announce(undefined, { kept: [`o${BigInt(objection).toString(36)}`] })
    expect(told.rfc().state).toBe('objection')
  })

  it('fail the check for good where they did not fit', () => {
    const told = named(['ada'])
    told.announce(undefined, { kept: ['*'] })
    told.say('ada', '/commit')
    told.evaluate()
    expect(told.rfc().problems.map(({ message }) => message)).toEqual([
      'This pull request has too much history to evaluate safely. Open a new pull request.',
    ])
  })
})
