import { describe, expect, it } from 'vitest'
import { named } from '../../rules/story.ts'
import { say } from '../../rules/account.ts'

describe('P2: a disputed problem', () => {
  it('is ended by /commit in the status, too, when alignment comes first', () => {
    const told = named(['acme/sre', 'grace'], { config: 'version: 1\nalignment:\n  first: true\n' })
    told.say('linus', '/align')
    told.say('grace', '/align')
    told.say('ada', '/misalign it is not late')
    told.say('ada', '/commit')
    expect(told.rfc().teams[0]?.committed).toMatchObject([{ person: { login: 'ada' }, alignment: 'unsaid' }])
  })
})

describe('P5: a command that closes an objection ends a /misalign of the same person', () => {
  it.each(['/heard', '/heard #1', '/commit', '/recuse on leave'])('such as %s', (text) => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /object who pays?', 'ada: /misalign it is not late', `ada: ${text}`)
    expect(told.rfc().misaligned).toEqual([])
  })
})
