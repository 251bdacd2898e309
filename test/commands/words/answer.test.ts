import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../src/report/check-details.ts'
import { stickyOf } from '../../../src/report/comment.ts'
import { named, type Story } from '../../rules/story.ts'

const details = (told: Story) =>
  factsOf(told.rfc(), 'https://github.test/acme/rfcs').join('\n\n').replaceAll('\u2060', '')
const comment = (told: Story) =>
  stickyOf(told.rfc(), {
    repositoryUrl: 'https://github.test/acme/rfcs',
    number: 1,
    boardUrl: null,
  }).replaceAll('\u2060', '')

describe('/answer', () => {
  it('is shown beside the objection, and changes no verdict', () => {
    const told = named(['ada'])
    told.say('ada', '/object who pays?')
    told.say('author', '/answer #1 the platform budget, see Rollout')
    expect(told.rfc().state).toBe('objection')
    expect(details(told)).toMatch(/#1\].*who pays\?.*answered by the author: \*the platform budget/)
    expect(comment(told)).toMatch(/#1\].*\[answered\]\(.*\) by the author/)
  })

  it('lists unanswered objections first', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/object who pays?')
    told.say('linus', '/object who is on call?')
    told.say('author', '/answer #1 the platform budget')
    for (const text of [details(told), comment(told).replace(/\|.*\|/g, '')])
      expect(text.indexOf('[#2]')).toBeLessThan(text.indexOf('[#1]'))
  })

  it.each([
    ['ada', '/answer #1 nobody', /^Only the author can use/],
    ['author', '/answer', /needs the number of an objection \(#1\)/],
    ['author', '/answer #7 nobody', /an objection \(#1\)/],
    ['author', '/answer #1', /needs your answer/],
  ])('says what to do when @%s posts %s', (who, text, why) => {
    const told = named(['ada'])
    told.say('ada', '/object who pays?')
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
  })
})
