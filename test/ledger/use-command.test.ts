import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { FILE, named, story, type Story } from '../rules/story.ts'
import { account, sayAtOnce, say } from '../rules/account.ts'

/** A comment that adds or delegates, which its writer deletes once it was seen. */
function saidAndGone(told: Story, who: string, text: string): void {
  const said = told.say(who, text)
  told.evaluate()
  told.remove(said, who)
}

/** A review of the text as it stands. */
function review(told: Story, who: string, state: 'approved' | 'changes requested', text = ''): string {
  const commit = told.facts.commits.at(-1) ?? null
  return told.say(who, text, { on: 'review', review: { state, commit, isDismissed: false } })
}

describe('C3: commands of a stakeholder', () => {
  it('commit their writer', () => {
    const told = named()
    told.say('ada', '/commit')
    expect([told.position('ada'), told.position('linus'), told.rfc().state]).toEqual([
      'committed',
      'silent',
      'waiting',
    ])
  })

  it('make the check succeed once every stakeholder committed, dissent included', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('linus', '/disagree-commit the rollback takes a day')
    expect([told.position('linus'), told.judge().state]).toEqual(['dissenting', 'committed'])
  })

  it('do not count a dissent without a reason, and ask for one', () => {
    const told = named()
    told.say('linus', '/disagree-commit')
    expect(told.position('linus')).toBe('silent')
    expect(told.rejections()[0]).toMatch(/needs a reason/)
  })

  it('make their writer silent again by /withdraw (P1)', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('ada', '/withdraw')
    expect(told.position('ada')).toBe('silent')
  })

  it("recuse with a reason, until their writer's next command", () => {
    const told = named()
    told.say('linus', '/recuse not my system any more')
    expect(told.position('linus')).toBe('recused')
    told.say('linus', '/commit')
    expect(told.position('linus')).toBe('committed')
  })

  it('do not recuse without a reason', () => {
    const told = named()
    told.say('linus', '/recuse')
    expect(told.position('linus')).toBe('silent')
  })
})

describe('C0: in doubt a block counts and a consent does not', () => {
  it('rejects a commitment of somebody who is not named, for good', () => {
    const told = named(['ada'])
    told.say('linus', '/commit')
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect(told.position('linus')).toBe('silent')
    expect(told.rejections()[0]).toMatch(/was posted before @linus was named/)
  })

  it('counts a commitment of somebody whom the tip names that is not announced yet, if its text is the same', () => {
    const positionAfter = (proposal?: string) => {
      const told = named(['ada'])
      told.push({ [FILE]: rfc(['ada', 'linus'], proposal) }, { announced: false })
      told.say('linus', '/commit')
      told.announce()
      return told.position('linus')
    }
    expect(positionAfter()).toBe('committed')
    expect(positionAfter('Bill from usage.')).toBe('silent')
  })

  it('counts the objection in a comment that also commits', () => {
    const told = named()
    told.say('ada', '/commit\n\n/object who pays?')
    expect([told.position('ada'), told.rfc().state]).toEqual(['objecting', 'objection'])
    expect(told.rejections()[0]).toMatch(/says both/)
  })

  it('counts neither a recusal nor the command beside it that would undo it (C3)', () => {
    for (const other of ['/align', '/commit', '/disagree-commit it is slow', '/release @ada she left']) {
      const told = story()
      told.roles.set('linus', 'maintain')
      told.push({ [FILE]: rfc(['ada', 'linus', 'grace']) })
      told.say('linus', `/recuse not my system\n${other}`)
      told.say('linus', `${other}\n/delegate @eve`)
      expect([told.position('linus'), told.position('ada'), told.rejections().length], other).toEqual([
        'silent',
        'silent',
        2,
      ])
    }
  })

  it('counts an objection before the recusal of its raiser', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/object who pays?')
    told.say('linus', '/heard\n/recuse not my system any more')
    expect([told.position('linus'), told.rfc().objections[0]?.state]).toEqual(['recused', 'heard'])
  })

  it('counts neither of two commands that contradict each other', () => {
    const told = named()
    told.say('ada', '/commit\n/recuse on leave')
    expect(told.position('ada')).toBe('silent')
  })

  it('counts neither of two that contradict each other in the same second, and says so (C0)', () => {
    const told = named()
    told.say('ada', '/commit')
    told.wait(-60)
    told.say('ada', '/recuse on leave')
    expect(told.position('ada')).toBe('silent')
    expect(told.rejections()).toEqual([
      'You posted `/commit` and `/recuse` in the same second, which contradict each other, so none of them counts. Post one of them in a new comment.',
      'You posted `/recuse` and `/commit` in the same second, which contradict each other, so none of them counts. Post one of them in a new comment.',
    ])
  })

  it('counts the block when a consent is posted in the same second (P1)', () => {
    const told = named()
    told.say('ada', '/commit')
    told.wait(-60)
    told.say('ada', '/withdraw')
    expect(told.position('ada')).toBe('silent')
  })

  it('does not close an objection by a commitment of the same second, and says what to do (C0, P1)', () => {
    const told = named()
    told.say('ada', '/object who pays?')
    told.say('ada', '/commit')
    told.wait(-60)
    told.say('ada', '/withdrw')
    expect(told.rfc().objections).toMatchObject([{ number: 1, state: 'open' }])
    expect(told.rejections()).toContain(
      'You posted this and a word that looks like an objection in the same second. Only the latter counts; once it is resolved, post `/commit` in a new comment.',
    )
    told.say('ada', '/commit')
    expect([told.position('ada'), told.rfc().objections[0]?.state]).toEqual(['committed', 'withdrawn'])
  })

  it('counts /align and /object of the same second (P3)', () => {
    const told = named()
    told.say('ada', '/align')
    told.wait(-60)
    told.say('ada', '/object who pays?')
    expect(told.rfc().rows.find((row) => row.person.login === 'ada')).toMatchObject({
      position: 'objecting',
      alignment: 'aligned',
    })
  })

  it('keeps apart what two people say in one second (P1)', () => {
    const told = named()
    told.say('ada', '/commit')
    told.wait(-60)
    told.say('linus', '/object who pays?')
    expect([told.position('ada'), told.position('linus')]).toEqual(['committed', 'objecting'])
  })

  it('suspends a commitment by a near miss of a command that blocks (C4)', () => {
    const told = named()
    told.say('ada', '/commit')
    told.say('ada', '/objct who pays?')
    expect([told.position('ada'), told.rfc().objections]).toEqual(['silent', []])
  })
})

describe('C4: a near miss of a command that blocks', () => {
  it.each([
    ['/objct who pays?', '/misalgin who pays?'],
    ['/objct who pays?', '/objct who pays for it?'],
  ])('suspends again when an edit makes another of it: %s, then %s', (before, after) => {
    const told = named()
    const post = told.say('ada', before)
    told.say('ada', '/commit')
    expect(told.position('ada')).toBe('committed')
    told.edit(post, 'ada', `hm\n\n${before}`)
    expect(told.position('ada')).toBe('committed')
    told.edit(post, 'ada', after)
    expect(told.position('ada')).toBe('silent')
    told.edit(post, 'ada', 'never mind')
    expect(told.position('ada')).toBe('committed')
  })

  it('suspends again when an edit changes a text that cannot be parsed', () => {
    const told = named()
    const hard = `/object who pays?\n\n${'> '.repeat(2_000)}x`
    const post = told.say('ada', hard)
    told.say('ada', '/commit')
    expect(told.position('ada')).toBe('committed')
    told.edit(post, 'ada', `${hard}y`)
    expect(told.position('ada')).toBe('silent')
  })

  it('closes nothing: its writer still disputes the problem', () => {
    const told = named()
    told.say('ada', '/misalign it is a data problem')
    told.say('ada', '/objct who pays?')
    expect(told.rfc().state).toBe('misalignment')
  })
})

describe('P1: commands of one second', () => {
  it.each([
    ['/object who pays?', '/commit', 'objection', 'objecting'],
    ['/commit', '/object who pays?', 'objection', 'objecting'],
    ['/withdraw', '/commit', 'waiting', 'silent'],
  ])('end with the one that blocks, whichever came first: %s, %s', (first, second, state, position) => {
    const told = named(['ada'])
    told.say('ada', first)
    sayAtOnce(told, 'ada', second)
    expect(account(told).slice(0, 2)).toEqual([state, `@ada ${position}`])
  })

  it('end, when both block, with the later id, however GitHub lists them', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/object who pays?')
    sayAtOnce(told, 'ada', '/object who is on call?')
    const expected = [
      'objection',
      '@ada objecting',
      '@linus silent',
      '#1 of @ada open: who pays?',
      '#2 of @ada open: who is on call?',
    ]
    expect(account(told)).toEqual(expected)
    told.facts.posts.reverse()
    expect(account(told)).toEqual(expected)
  })

  it('do not count for a person added or delegated to in that second (C0)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/add @grace')
    sayAtOnce(told, 'grace', '/commit')
    const thought = told.say('linus', 'let me think')
    told.edit(thought, 'linus', '/delegate @eve')
    sayAtOnce(told, 'eve', '/commit')
    expect(account(told)).toEqual([
      'waiting',
      '@ada silent',
      '@linus recused, for @eve',
      '@grace silent',
      '@eve silent',
    ])
    expect(told.rejections()).toEqual([
      expect.stringMatching(/was posted before @grace was named/),
      expect.stringMatching(/was posted before @eve was named/),
    ])
  })

  it('do not release somebody whom a deleted /add brought in then (C0, C3)', () => {
    const told = named(['ada'])
    saidAndGone(told, 'ada', '/add @grace')
    told.wait(-60)
    sayAtOnce(told, 'margaret', '/release @grace she left')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent'])
  })
})

describe('P1: a block ends its writer’s commitment for good', () => {
  it.each([
    ['/misalign it is a data problem', '/align', '@ada silent, aligned', []],
    ['/withdraw', '/align', '@ada silent, aligned', []],
    ['/object who pays?', '/heard', '@ada silent', ['#1 of @ada heard: who pays?']],
    ['/misalign it is a data problem', '/heard', '@ada silent', []],
    ['/objct who pays?', '/status', '@ada silent', []],
  ])('%s and then %s', (hold, then, ada, objections) => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /commit', 'linus: /commit', `ada: ${hold}`, `ada: ${then}`)
    expect(account(told)).toEqual(['waiting', ada, '@linus committed', ...objections])
  })

  it('a request for changes keeps their alignment, a misspelt /object does not', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /commit\n/align', 'linus: /commit\n/align')
    review(told, 'ada', 'changes requested')
    told.say('linus', '/objct')
    expect(account(told)).toEqual(['waiting', '@ada silent, aligned', '@linus silent'])
  })
})

describe('C0, C2: commands of one comment', () => {
  it.each<[string, string, readonly (string | RegExp)[]]>([
    [
      '/align\n/objct why',
      '@ada silent',
      [/^This comment says both `\/align` and a word that/, /^Unknown command `\/objct`/],
    ],
    ['/align\n/withdraw', '@ada silent', [/^This comment says both `\/align` and `\/withdraw`/]],
    ['/recuse on leave\n/delegate @grace', '@ada silent', [/^This comment says `\/recuse` and `\/delegate`/]],
    ['/commit\n/commit gladly', '@ada committed', []],
    ['/recuse on leave\n/recuse until May', '@ada recused', []],
    ['/align\n/commit', '@ada committed, aligned', []],
    ['/align\n/object why', '@ada objecting, aligned', []],
    ['/misalign other\n/object why', '@ada objecting, misaligned', []],
  ])('reads %j as %s', (text, ada, rejections) => {
    const told = named(['ada'])
    told.say('ada', text)
    expect(account(told)[1]).toBe(ada)
    expect(told.rejections()).toEqual(rejections.map((why) => expect.stringMatching(why)))
  })
})
