import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { account, say } from './account.ts'
import { FILE, named, person, type Story } from './story.ts'

const COUNT = 'version: 1\nreviews: count\n'

/** A review of the text as it stands. */
function review(told: Story, who: string, state: 'approved' | 'changes requested', text = ''): string {
  const commit = told.facts.commits.at(-1) ?? null
  return told.say(who, text, { on: 'review', review: { state, commit, isDismissed: false } })
}

/** ada said something as a member of acme/sre, which our mark proves, and then left the team. */
function memberLeft(text: string): Story {
  const told = named(['linus', 'acme/sre'])
  told.team('sre', ['ada', 'linus'])
  told.say('ada', text)
  told.visit()
  told.team('sre', ['linus'])
  return told
}

describe('P1: a hold ends its writer’s commitment for good', () => {
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

  it('a request for changes leaves how they read the problem alone, a slip that may object does not', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /commit\n/align', 'linus: /commit\n/align')
    review(told, 'ada', 'changes requested')
    told.say('linus', '/objct')
    expect(account(told)).toEqual(['waiting', '@ada silent, aligned', '@linus silent'])
  })
})

describe('C3: /withdraw', () => {
  it('takes back commitment and alignment; objections and another reading of the problem stay (F3)', () => {
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

  it('says nothing of an objection that stands in another comment, made after it', () => {
    const told = named(['ada'])
    const first = told.say('ada', '/withdraw')
    told.say('ada', '/object who pays?')
    told.edit(first, 'ada', '/withdraw what I said of the old text')
    expect([account(told)[0], told.rejections()]).toEqual(['objection', []])
  })

  it('that is refused takes back all the same that its writer shares the problem (C0)', () => {
    const told = memberLeft('/align')
    told.say('ada', '/withdraw')
    expect(told.rejections()).toEqual([expect.stringMatching(/nothing to withdraw from/)])
    told.push({ [FILE]: rfc(['linus', 'ada', 'acme/sre']) })
    expect(account(told)).toEqual(['waiting', '@linus silent', '@ada silent', '@acme/sre waiting, 0 of 1'])
  })

  it('that is refused takes back all the same that its writer stepped out (C0)', () => {
    const told = memberLeft('/recuse not my system')
    told.say('ada', '/withdraw')
    told.push({ [FILE]: rfc(['linus', 'ada', 'acme/sre']) })
    expect(told.position('ada')).toBe('silent')
  })
})

describe('C3: whoever stepped out', () => {
  it.each([
    '/add @grace',
    '/answer #1 the platform budget pays',
    '/refresh',
    '/status',
    '/help',
    '/objct who pays?',
    '/disagree-commit',
    '/heard',
    '/delegate @nobody-there',
    'a thought',
  ])('stays away, whatever of these they say: %s', (text) => {
    const told = named(['author', 'ada'])
    say(told, 'ada: /object who pays?', 'author: /recuse on leave', `author: ${text}`)
    expect(told.position('author')).toBe('recused')
  })

  it.each(['/commit', '/disagree-commit too slow', '/object no', '/align', '/misalign no', '/withdraw'])(
    'is back by %s',
    (text) => {
      const told = named(['ada', 'linus'])
      say(told, 'ada: /recuse on leave', `ada: ${text}`)
      expect(told.position('ada')).not.toBe('recused')
    },
  )

  it('is back by a review that approves, where those count, or requests changes (C7)', () => {
    const told = named(['ada', 'linus'], { config: COUNT })
    say(told, 'ada: /recuse on leave', 'linus: /recuse on leave')
    review(told, 'ada', 'approved')
    review(told, 'linus', 'changes requested')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
  })

  it('stays released, having said what is refused (P5)', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @ada she left', 'ada: /disagree-commit')
    expect(account(told)).toEqual(['waiting', '@ada released', '@linus silent'])
    told.say('ada', '/commit')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
  })
})

describe('C0, C2: words of one comment', () => {
  it.each<[string, string, readonly (string | RegExp)[]]>([
    [
      '/align\n/objct why',
      '@ada silent',
      [/^This comment says both `\/align` and a word that/, /^`\/objct`/],
    ],
    ['/align\n/withdraw', '@ada silent', [/^This comment says both `\/align` and `\/withdraw`/]],
    ['/recuse on leave\n/delegate @grace', '@ada silent', [/^This comment says `\/recuse` and `\/delegate`/]],
    ['/commit\n/commit gladly', '@ada committed', []],
    ['/recuse on leave\n/recuse until May', '@ada recused', []],
    ['/align\n/commit', '@ada committed, aligned', []],
    ['/align\n/object why', '@ada objecting, aligned', []],
    ['/misalign other\n/object why', '@ada objecting, misaligned', []],
  ])('%j', (text, ada, rejections) => {
    const told = named(['ada'])
    told.say('ada', text)
    expect(account(told)[1]).toBe(ada)
    expect(told.rejections()).toEqual(rejections.map((why) => expect.stringMatching(why)))
  })
})

describe('C3: /heard', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => `/object reason ${index + 1}`).join('\n')
  const heard = (told: Story) =>
    told.rfc().objections.flatMap(({ number, state }) => (state === 'heard' ? [number] : []))

  it.each<[string, readonly number[]]>([
    ['/heard thank you, #2', [2]],
    ['/heard #12 and #1', [1, 12]],
    ['/heard see item#2', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    ['/heard #2nd', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ])('closes those it names, else all: %s', (text, closed) => {
    const told = named(['ada'])
    say(told, `ada: ${twelve}`, `ada: ${text}`)
    expect(heard(told)).toEqual(closed)
  })

  it('closes what an edit made another objection only if it is said after that edit (C5)', () => {
    const told = named(['ada'])
    const first = told.say('ada', '/object who pays?')
    told.say('ada', '/heard')
    told.edit(first, 'ada', '/object what of the nights?')
    expect(account(told)).toEqual(['objection', '@ada objecting', '#1 of @ada open: what of the nights?'])
  })
})

describe('C3: /add', () => {
  it('of a team twice asks for the higher quorum, and for all only if somebody said so (S6)', () => {
    const told = named(['grace'])
    told.team('sre', ['ada', 'linus', 'eve'])
    say(told, 'grace: /add @acme/sre (2)', 'author: /add @acme/sre')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre waiting, 0 of 2'])
    told.say('grace', '/add @acme/sre (all)')
    expect(account(told).at(-1)).toBe('@acme/sre waiting, 0 of 3 who are all')
    told.say('author', '/add @acme/sre (2)')
    expect(account(told).at(-1)).toBe('@acme/sre waiting, 0 of 3 who are all')
  })

  it('is accepted without a word, and ends the waiting for its writer (C4, C6)', () => {
    const told = named(['acme/sre'])
    told.remove(told.say('ada', 'a thought'), 'mallory')
    const added = told.say('ada', '/add @grace')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre waiting, 0 of 1'])
    expect(told.rfc().accepted.map(({ id }) => id)).toEqual([added])
    expect(told.rejections()).toEqual([])
  })

  it('of somebody who was released and added before, and both comments gone, is not forgotten', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @linus he left')
    const added = [told.say('ada', '/add @linus he is back'), told.say('author', '/add @linus')]
    told.visit()
    for (const id of added) told.remove(id)
    expect(told.position('linus')).toBe('silent')
  })

  it('of a name that changed hands makes it a problem again, after a release had settled it (S4)', () => {
    const told = named(['ada', 'Linus'])
    told.facts.knownLogins.set('linus', 4711)
    say(told, 'ada: /commit', 'margaret: /release @Linus it is somebody else now')
    expect(told.rfc().problems).toEqual([])
    told.say('ada', '/add @Linus')
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/no longer the account/) }])
  })
})

describe('C3: /release', () => {
  it('of a team takes one that is named in the text or was added, no other', () => {
    const told = named(['grace'])
    say(told, 'grace: /commit', 'grace: /add @acme/sre', 'margaret: /release @acme/ops they are busy')
    expect(told.rejections()).toEqual(['`@acme/ops` is not waited for here, so there is nobody to release.'])
    told.say('margaret', '/release @acme/sre they are busy')
    expect(account(told)).toEqual(['committed', '@grace committed', '@acme/sre released, 0 of 1'])
  })

  it('of a stranger is refused, though somebody who left a team blocks here', () => {
    const told = memberLeft('/object who pays?')
    told.say('margaret', '/release @eve she left')
    expect(told.rejections()).toEqual(['`@eve` is not waited for here, so there is nobody to release.'])
  })
})

describe('C3: /delegate', () => {
  it('to somebody who cannot read the repository is refused, with the reason (S4)', () => {
    const told = named(['ada'])
    told.people.set('grace', { kind: 'found', person: person('grace'), canRead: false })
    told.say('ada', '/delegate @grace')
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rejections()).toEqual([expect.stringMatching(/cannot read this repository/)])
  })
})

describe('S4: a login that changed hands, whose account is no person’s any more', () => {
  it('takes nobody’s place, and is added by nobody', () => {
    const told = named(['ada'])
    told.facts.knownLogins.set('grace', 4711)
    told.say('grace', 'hello', { author: { id: 4711, login: 'hopper', type: 'Organization' } })
    say(told, 'ada: /delegate @grace', 'ada: /add @grace')
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rejections()).toEqual(['Only a person can take one’s place.', 'Nobody has that name.'])
  })
})

describe('TH-52: a pull request whose author is no longer on GitHub', () => {
  it('has statements like any other, and nobody speaks as its author', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /object who pays?', 'ada: /answer #1 the budget', 'eve: /add @grace')
    say(told, 'linus: /delegate @grace', 'margaret: /release @ada she left')
    const { pullRequest } = told.snapshot()
    const verdict = told.judge({ pullRequest: { ...pullRequest, author: null } })
    expect('rows' in verdict && verdict.rows.map(({ person, position }) => [person.login, position])).toEqual(
      [
        ['ada', 'released'],
        ['linus', 'recused'],
        ['grace', 'silent'],
      ],
    )
    expect('rejections' in verdict && verdict.rejections.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^`\/answer` is the author’s written answer/),
      expect.stringMatching(/^`\/add` is for the author/),
    ])
  })
})
