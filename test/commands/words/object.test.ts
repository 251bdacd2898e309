import { describe, expect, it } from 'vitest'
import { rfc } from '../../rfc-text.ts'
import { FILE, named, story, type Story } from '../../rules/story.ts'
import { repliesOf } from '../../../src/report/replies.ts'
import { account } from '../../rules/account.ts'

const replies = (told: Story) => repliesOf(told.rfc(), told.snapshot()).map(({ body }) => body)

describe('P2 and P5: objections', () => {
  it("are closed as withdrawn by the raiser's /commit, and as dissent by /disagree-commit", () => {
    const told = named()
    told.say('ada', '/object who pays?')
    told.say('linus', '/object too slow')
    told.say('ada', '/commit')
    told.say('linus', '/disagree-commit still too slow')
    expect(told.rfc().objections.map(({ state }) => state)).toEqual(['withdrawn', 'dissent'])
    expect(told.judge().state).toBe('committed')
  })

  it('leave their raiser silent after /heard', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('ada', '/object who pays?')
    told.say('ada', '/heard')
    expect([told.position('ada'), told.rfc().objections[0]?.state]).toEqual(['silent', 'heard'])
  })

  it('are closed by /heard only if linked, when it links one', () => {
    const told = named()
    told.say('ada', '/object one')
    const second = told.say('ada', '/object two')
    told.say('ada', `/heard https://github.test/acme/rfcs/pull/1#issuecomment-${second}`)
    expect(told.rfc().objections.map(({ state }) => state)).toEqual(['open', 'heard'])
  })

  it('cannot be closed by somebody else', () => {
    const told = named()
    told.say('ada', '/object who pays?')
    told.say('author', '/heard')
    told.say('linus', '/heard #1')
    expect(told.rfc().objections[0]?.state).toBe('open')
  })

  it('are listed without blocking when their raiser is not named', () => {
    const told = named()
    told.say('eve', '/object I would not')
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    expect([told.judge().state, told.rfc().objections[0]?.blocks]).toEqual(['committed', false])
  })

  it('block once their raiser becomes a stakeholder', () => {
    const told = named()
    told.say('eve', '/object I would not')
    told.push({ [FILE]: rfc(['ada', 'linus', 'eve']) })
    expect(told.rfc().state).toBe('objection')
  })

  it('still block when the document no longer names their raiser, even in draft', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/object who pays?')
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['not required', 'objection'])
  })

  it('block for good once their raiser was named, even if a draft drops the name', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('grace', '/object who pays?')
    told.push({ [FILE]: rfc(['ada', 'grace']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    told.say('ada', '/commit')
    expect([told.position('grace'), told.rfc().state]).toEqual(['not required', 'objection'])
  })

  it('count without a reason, and are answered with a request for one', () => {
    const told = named()
    told.say('ada', '/object')
    expect(told.rfc().state).toBe('objection')
    expect(told.rejections()[0]).toMatch(/Edit your comment to add a reason/)
  })

  it('are listed as left open when their raiser recuses', () => {
    const told = named()
    told.say('linus', '/object who pays?')
    told.say('linus', '/recuse not my system')
    expect(told.rfc().objections[0]?.state).toBe('left open')
  })
})

describe('an objection', () => {
  it('is announced to the author once, and that reply is resolved when it closes', () => {
    const told = named(['ada'])
    told.say('ada', '/object who pays?')
    expect(replies(told)).toEqual([
      expect.stringMatching(/@author, answer objection #\u20601 with `\/answer #1 <text>`\./),
    ])
    told.say('ada', '/heard')
    expect(replies(told)).toEqual([])
  })

  it('from a draft blocks when the head that named its raiser is gone from GitHub (P5)', () => {
    const told = story({ draft: true })
    const first = told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/object who pays?')
    told.evaluate()
    told.forcePush([told.commit({ [FILE]: rfc(['ada']) })], { announced: true })
    told.evaluate()
    told.draft('ready')
    told.say('ada', '/commit')
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.set(first, { kind: 'unreadable', why: 'gone', isGone: true })
    expect(told.judge({ changesAt }).state).toBe('objection')
  })

  it('keeps its number when an earlier one is deleted, so /heard and /answer still mean the same one', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    const noise = told.say('eve', '/object noise')
    told.say('ada', '/object who pays?\n/object who is on call?')
    told.evaluate()
    told.say('ada', '/heard #2')
    told.say('author', '/answer #3 the platform team is')
    told.remove(noise, 'eve')
    expect(told.rfc().objections).toMatchObject([
      { number: 2, state: 'heard', answers: [] },
      { number: 3, state: 'open', answers: [{ text: 'the platform team is' }] },
    ])
    told.say('linus', '/object and the nights?')
    expect(told.rfc().objections.at(-1)).toMatchObject({ number: 4 })
  })

  it('of the author is not announced to the author', () => {
    const told = named(['ada'])
    told.say('author', '/object I found a flaw')
    expect(replies(told)).toEqual([])
  })
})

describe('P5: the number of an objection', () => {
  it('is not reused when the newest one was deleted', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/object who pays?')
    const second = told.say('ada', '/object who is on call?')
    told.evaluate()
    told.remove(second, 'ada')
    told.say('linus', '/object and the nights?')
    expect(account(told).slice(3)).toEqual([
      '#1 of @ada open: who pays?',
      '#3 of @linus open: and the nights?',
    ])
  })
})

describe('P5: an objection of somebody named by a head that is not announced yet', () => {
  it.each([
    ['by name', ['ada', 'eve']],
    ['as a member of a team', ['ada', 'acme/ops']],
  ])('blocks: %s', (_, names) => {
    const told = named(['ada'])
    told.team('ops', ['mallory', 'eve'])
    told.say('eve', '/object who pays?')
    expect(told.rfc().objections[0]?.blocks).toBe(false)
    told.push({ [FILE]: rfc(names) }, { announced: false })
    expect(told.rfc().objections[0]?.blocks).toBe(true)
  })
})
