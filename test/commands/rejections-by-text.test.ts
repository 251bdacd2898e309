import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { FILE, named, story, type Story } from '../rules/story.ts'
import { account, say } from '../rules/account.ts'
import { repliesOf } from '../../src/report/replies.ts'
import { evaluate } from '../../src/rules/evaluate.ts'

const replies = (told: Story) => repliesOf(told.rfc(), told.snapshot()).map(({ body }) => body)

const COUNT = 'version: 1\nreviews: count\n'

const TOO_HARD = '['.repeat(2000)

function approve(told: Story, who: string, text: string): string {
  const commit = told.facts.commits.at(-1) ?? null
  return told.say(who, text, { on: 'review', review: { state: 'approved', commit, isDismissed: false } })
}

/** A review of the text as it stands. */
function review(
  told: Story,
  who: string,
  state: 'approved' | 'changes requested' | 'dismissed',
  text: string,
): string {
  const commit = told.facts.commits.at(-1) ?? null
  return told.say(who, text, { on: 'review', review: { state, commit, isDismissed: state === 'dismissed' } })
}

function dismiss(told: Story, id: string, as?: 'dismissed'): void {
  told.wait(60)
  told.facts.posts = told.facts.posts.map((post) =>
    post.id === id && post.review
      ? { ...post, review: { ...post.review, isDismissed: true, ...(as && { state: as }) } }
      : post,
  )
}

describe('C1: where things are said', () => {
  it.each([{ on: 'line' as const }, { viaEmail: true }])(
    'rejects a command that consents in a line comment or an email (%o)',
    (how) => {
      const told = named()
      told.say('ada', '/commit', how)
      expect(told.position('ada')).toBe('silent')
      expect(told.rejections()[0]).toMatch(/This command can't be used/)
    },
  )

  it('counts a command that blocks in a line comment', () => {
    const told = named()
    told.say('ada', '/object who pays?', { on: 'line' })
    expect(told.rfc().state).toBe('objection')
  })

  it('reads the body of a review as said about the commit GitHub records (F1)', () => {
    const told = story()
    const first = told.push({ [FILE]: rfc(['ada'], 'one') })
    told.push({ [FILE]: rfc(['ada'], 'two') })
    told.say('ada', '/commit', {
      on: 'review',
      review: { state: 'commented', commit: first, isDismissed: false },
    })
    expect(told.position('ada')).toBe('stale')
  })

  it('never reads the description for commands', () => {
    const told = named()
    told.describe('/commit')
    expect(told.rfc().rows.map(({ position }) => position)).toEqual(['silent', 'silent'])
  })
})

describe('C2: a commitment in the name of somebody else', () => {
  it('is rejected when it only mentions somebody else', () => {
    const told = named()
    told.say('ada', '/commit @linus')
    expect([told.position('ada'), told.position('linus')]).toEqual(['silent', 'silent'])
    expect(told.rejections()[0]).toMatch(/speaks for someone else/)
  })
})

describe('C7: reviews without a command', () => {
  it.each(['approved', 'commented'] as const)('do not commit their writer: %s', (state) => {
    const told = named()
    told.say('ada', '', {
      on: 'review',
      review: { state, commit: told.facts.commits[0] as string, isDismissed: false },
    })
    expect(told.position('ada')).toBe('silent')
  })

  it.each(['changes requested', 'dismissed'] as const)('suspend an earlier commitment: %s', (state) => {
    const told = named()
    told.say('ada', '/commit')
    told.say('ada', '', {
      on: 'review',
      review: { state, commit: told.facts.commits[0] as string, isDismissed: false },
    })
    expect(told.position('ada')).toBe('silent')
  })
})

describe('C0: a review that requests changes', () => {
  it('consents to nothing, alignment included, as its writer is told', () => {
    const told = named(['ada'])
    const commit = told.facts.commits[0] ?? null
    told.say('ada', '/align', {
      on: 'review',
      review: { state: 'changes requested', commit, isDismissed: false },
    })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rejections()).toEqual([expect.stringMatching(/^This review requests changes and says/)])
  })
})

describe('user text that is quoted in a rejection', () => {
  it('cannot close its code span', () => {
    const told = named()
    told.say('ada', '/comit`[here](//evil.test)`')
    for (const rejection of told.rejections()) expect(rejection.split('`').length % 2).toBe(1)
  })
})

describe('F1: a review is about the commit that GitHub records', () => {
  const review = (commit: string | null) => ({ state: 'commented', commit, isDismissed: false }) as const

  it('and about none when GitHub shows none, or no head was announced', () => {
    const told = named(['ada'])
    told.say('ada', '/commit', { on: 'review', review: review(null) })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rejections()).toEqual([
      "GitHub doesn't show which commit this review is about, so `/commit` in it doesn't count. Post `/commit` again in a new comment.",
    ])
    const other = story({ base: { [FILE]: rfc(['ada']) } })
    const commit = other.push({ [FILE]: rfc(['ada'], 'Bill from usage.') }, { announced: false })
    other.say('ada', '/commit', { on: 'review', review: review(commit) })
    other.wait(10)
    other.announce()
    expect(account(other)).toEqual(['waiting', '@ada silent'])
    expect(other.rejections()).toEqual([
      expect.stringMatching(/was posted before this App's first check of the text/),
    ])
  })
})

describe('C7: an approving review when approvals count', () => {
  const COUNT = 'version: 1\nreviews: count\n'
  const approved = () => {
    const told = named(['ada'], { config: COUNT })
    const review = { state: 'approved', commit: told.facts.commits[0] ?? null, isDismissed: false } as const
    return { told, id: told.say('ada', '', { on: 'review', review }) }
  }

  it('stays a commitment once it is recorded, though approvals count no more', () => {
    const { told } = approved()
    told.evaluate()
    told.facts.posts = told.facts.posts.map((post) => ({ ...post, reacted: [] }))
    told.config = undefined
    expect(told.rfc().state).toBe('committed')
  })

  it.each([
    ['was not accepted, for approvals may not have counted then', [], 'waiting', [/didn't count when/]],
    ['was accepted', ['+1'], 'committed', []],
  ] as const)(
    'that a version without a ledger saw counts as its reaction tells: it %s',
    (_, reacted, state, why) => {
      const { told, id } = approved()
      told.wait(10)
      told.announce()
      for (const reaction of reacted) told.react(id, reaction)
      expect([told.rfc().state, told.rejections()]).toEqual([
        state,
        why.map((text) => expect.stringMatching(text)),
      ])
      told.evaluate()
      expect(told.rfc().state).toBe(state)
    },
  )
})

describe('C7: an approving review', () => {
  const approve = (told: Story, how: { isDismissed?: boolean; text?: string } = {}) =>
    told.say('ada', how.text ?? '', {
      on: 'review',
      review: {
        state: 'approved',
        commit: told.facts.commits.at(-1) as string,
        isDismissed: how.isDismissed ?? false,
      },
    })
  const COUNT = 'version: 1\nreviews: count\n'

  it('is not a commitment, and the first one is answered with `/commit`', () => {
    const told = named(['ada'])
    approve(told)
    approve(told)
    expect(told.rfc().state).toBe('waiting')
    expect(replies(told)).toEqual([expect.stringMatching(/To commit, comment `\/commit`/)])
    told.say('ada', '/commit')
    expect(replies(told)).toEqual([])
  })

  it('commits to the commit GitHub records when the configuration counts reviews', () => {
    const told = story({ config: COUNT })
    told.push({ [FILE]: rfc(['ada']) })
    approve(told)
    told.evaluate()
    expect(told.rfc().state).toBe('committed')
    told.push({ [FILE]: rfc(['ada'], 'Bill from something else.') })
    expect(told.position('ada')).toBe('stale')
  })

  it.each([
    [{ isDismissed: true }, 'silent'],
    [{ text: '/object who pays?' }, 'objecting'],
    [{ text: '/objct who pays?' }, 'silent'],
  ] as const)('does not count when its body says %j', (how, position) => {
    const told = story({ config: COUNT })
    told.push({ [FILE]: rfc(['ada']) })
    approve(told, how)
    expect(told.position('ada')).toBe(position)
  })

  it.each(['hint', 'count'] as const)(
    'does not start to count later when it was given under %s',
    (before) => {
      const told = story({ config: `version: 1\nreviews: ${before}\n` })
      told.push({ [FILE]: rfc(before === 'hint' ? ['ada'] : ['linus']) })
      approve(told)
      told.evaluate()
      told.config = 'version: 1\nreviews: count\nstakeholders: { always: ["@ada"] }\n'
      expect(told.position('ada')).toBe('silent')
      approve(told)
      expect(told.position('ada')).toBe('committed')
    },
  )

  it('is ignored when its writer is not named', () => {
    const told = story({ config: COUNT })
    told.push({ [FILE]: rfc(['linus']) })
    approve(told)
    expect(told.rejections()).toEqual([])
  })
})

describe('C7: an approving review whose body also commits', () => {
  it.each<[string, string, readonly RegExp[]]>([
    ['/commit gladly', 'committed', []],
    ['/disagree-commit too slow', 'dissenting', []],
    ['/commit @linus', 'silent', [/speaks for someone else/]],
    ['/disagree-commit', 'silent', [/needs a reason/]],
    ['/align', 'committed, aligned', []],
  ])('counts as its body says: %s', (text, ada, rejections) => {
    const told = named(['ada'], { config: COUNT })
    approve(told, 'ada', text)
    expect(account(told)[1]).toBe(`@ada ${ada}`)
    expect(told.rejections()).toEqual(rejections.map((why) => expect.stringMatching(why)))
  })
})

describe('C0, C4: a comment that is too complex to parse', () => {
  it('ends the consent of its writer if one of its lines may block, and closes no objection', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /commit', `ada: ${TOO_HARD}\n/object no`)
    say(told, 'linus: /recuse on leave', `linus: ${TOO_HARD}\n/object no`)
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus recused'])
  })

  it('ends nothing if none of its lines may block', () => {
    const told = named(['ada'])
    say(told, 'ada: /commit', `ada: ${TOO_HARD}\n/heard`)
    expect(account(told)).toEqual(['committed', '@ada committed'])
  })

  it('is treated the same when it could not be parsed at all, and its writer is notified (V6)', () => {
    const told = named(['ada'])
    say(told, 'ada: /commit', 'ada: a thought')
    const texts = told.texts()
    const post = new Map([...texts.post].filter(([text]) => text !== 'a thought'))
    const verdict = evaluate(told.snapshot(), { ...texts, post })
    expect(
      'rows' in verdict && [verdict.rows[0]?.position, verdict.rejections.map(({ why }) => why)],
    ).toEqual(['silent', ["It couldn't be read. Post your commands in a new comment, one per line."]])
  })
})

describe('C7: a dismissed review', () => {
  it.each(['version: 1\n', 'version: 1\nreviews: count\n'])(
    'consents to nothing once dismissed, its body included: %j',
    (config) => {
      const told = named(['ada', 'linus'], { config })
      told.say('linus', '/commit')
      const approved = review(told, 'ada', 'approved', '/commit')
      told.evaluate()
      expect(told.rfc().state).toBe('committed')
      dismiss(told, approved)
      expect(account(told)).toEqual(['waiting', '@ada silent', '@linus committed'])
      expect(told.rejections()).toEqual([
        "This review was dismissed, so `/commit` in it doesn't count. Post it in a new comment.",
      ])
      told.say('ada', '/commit')
      expect(told.rfc().state).toBe('committed')
    },
  )

  it('still blocks by an objection in its body, and keeps the stakeholders it added', () => {
    const told = named(['ada'])
    dismiss(told, review(told, 'ada', 'approved', '/object who pays?\n/add @grace'))
    dismiss(told, review(told, 'ada', 'approved', '/delegate @linus'))
    expect(account(told)).toEqual([
      'objection',
      '@ada objecting',
      '@grace silent',
      '@linus silent',
      '#1 of @ada open: who pays?',
    ])
  })

  it.each([undefined, 'dismissed'] as const)(
    'does not restore the commitment that its request for changes ended (P1)',
    (shown) => {
      const told = named(['ada'])
      told.say('ada', '/commit')
      const asked = review(told, 'ada', 'changes requested', '/commit')
      expect(told.position('ada')).toBe('silent')
      dismiss(told, asked, shown)
      expect(told.position('ada')).toBe('silent')
      told.say('ada', '/commit')
      expect(told.rfc().state).toBe('committed')
    },
  )
})

describe('C0: an approving review whose body recuses', () => {
  it.each([
    ['/recuse not my system', 'not required'],
    ['/delegate @grace', 'not required'],
  ])('consents to nothing when approvals count: %s', (text, grace) => {
    const told = named(['ada', 'linus'], { config: 'version: 1\nreviews: count\n' })
    const review = { state: 'approved', commit: told.facts.commits[0] ?? null, isDismissed: false } as const
    told.say('ada', text, { on: 'review', review })
    expect([told.position('ada'), told.position('grace')]).toEqual(['silent', grace])
    expect(told.rejections()).toEqual([
      expect.stringMatching(/`Approve` and `\/(?:recuse|delegate)`, which contradict/),
    ])
  })
})

describe('F1: a head that is announced in the second of the opening', () => {
  it('is judged with the description as opened', () => {
    const told = story()
    told.push({ [FILE]: rfc([]).replace(/## Alignment[\s\S]*/, '') })
    const { createdAt } = told.snapshot().pullRequest
    told.facts.runs = told.facts.runs.map((run) => ({ ...run, startedAt: createdAt }))
    expect(told.rfc().problems.map(({ message }) => message)).not.toContainEqual(
      expect.stringMatching(/description cannot be read/),
    )
  })
})
