import { describe, expect, it } from 'vitest'
import { rfc } from '../../rfc-text.ts'
import { account, say } from '../../rules/account.ts'
import { FILE, named } from '../../rules/story.ts'
import { memberLeft } from '../../rules/stories.ts'

describe('C3: /withdraw', () => {
  it('withdraws commitment and alignment; objections and a disputed problem stay (F3)', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /object who pays?', 'ada: /misalign other', 'ada: /withdraw')
    say(told, 'linus: /align', 'linus: /commit', 'linus: /withdraw')
    expect(account(told)).toEqual([
      'objection',
      '@ada objecting, misaligned',
      '@linus silent',
      '#1 of @ada open: who pays?',
    ])
    expect(told.rejections()).toEqual([])
  })

  it('does not mention an objection posted after it', () => {
    const told = named(['ada'])
    const first = told.say('ada', '/withdraw')
    told.say('ada', '/object who pays?')
    told.edit(first, 'ada', '/withdraw what I said of the old text')
    expect([account(told)[0], told.rejections()]).toEqual(['objection', []])
  })

  it('still withdraws alignment when it is rejected (C0)', () => {
    const told = memberLeft('/align')
    told.say('ada', '/withdraw')
    expect(told.rejections()).toEqual([expect.stringMatching(/nothing to withdraw/)])
    told.push({ [FILE]: rfc(['linus', 'ada', 'acme/sre']) })
    expect(account(told)).toEqual(['waiting', '@linus silent', '@ada silent', '@acme/sre waiting, 0 of 1'])
  })

  it('still withdraws a recusal when it is rejected (C0)', () => {
    const told = memberLeft('/recuse not my system')
    told.say('ada', '/withdraw')
    told.push({ [FILE]: rfc(['linus', 'ada', 'acme/sre']) })
    expect(told.position('ada')).toBe('silent')
  })
})

describe('C5: /withdraw', () => {
  it('closes nothing posted after it, however it is edited', () => {
    const told = named(['acme/sre'])
    const said = told.say('ada', '/withdraw')
    told.say('ada', '/object who pays?')
    told.say('ada', '/misalign it is not late')
    told.say('linus', '/commit')
    told.edit(said, 'ada', '/withdraw what I said of the old text')
    expect([told.rfc().state, told.rfc().misaligned.length]).toEqual(['objection', 1])
  })

  it('leaves open the objection of its own comment (C3)', () => {
    const told = named(['acme/sre'])
    told.say('linus', '/commit')
    told.say('ada', '/object who pays?\n/withdraw')
    expect([told.rfc().state, told.rejections()]).toEqual(['objection', []])
  })

  it('does not end a disputed problem when it is rejected', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/misalign it is not late')
    told.evaluate()
    told.team('sre', ['linus'])
    told.say('linus', '/commit')
    told.say('ada', '/withdraw')
    expect([told.rejections().length, told.rfc().state]).toEqual([1, 'misalignment'])
  })
})
