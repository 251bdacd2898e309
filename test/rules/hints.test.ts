import { describe, expect, it } from 'vitest'
import { publicationOf } from '../../src/report/publication.ts'
import { account, say } from './account.ts'
import { named, person, type Story } from './story.ts'
import { loginKey } from '../../src/facts/ids.ts'
import type { Post } from '../../src/facts/snapshot.ts'

/** What people are told, and whether what they said counts all the same. */
const told = (story: Story) =>
  story
    .rfc()
    .rejections.map(({ post, why, isAdvice }) => `@${post.author?.login}${isAdvice ? ', hint' : ''}: ${why}`)

const marks = (story: Story) =>
  [...(publicationOf(story.judge(), story.snapshot()).prose?.answers?.reactions ?? [])].map(
    ([, each]) => each,
  )

function approve(story: Story, who: string, text: string): void {
  const commit = story.facts.commits.at(-1) ?? null
  story.say(who, text, { on: 'review', review: { state: 'approved', commit, isDismissed: false } })
}

const approval = (told: Story, state: 'approved' | 'commented' = 'approved'): Partial<Post> => ({
  on: 'review',
  review: { state, commit: told.facts.commits.at(-1) as string, isDismissed: false },
})

describe('C8: notes that mean no', () => {
  it.each(['/commit cancel', '/commit not yet', '/uncommit'])('withdraw a commitment: %s', (text) => {
    const story = named(['ada'])
    say(story, 'ada: /commit', `ada: ${text}`)
    expect(account(story)).toEqual(['waiting', '@ada silent'])
    expect(told(story)).toEqual([
      `@ada, hint: \`${text}\` counts as \`/withdraw\`: your commitment and \`/align\` no longer count.`,
    ])
  })

  it('suspend a commitment when the command is misspelt (C4)', () => {
    const story = named(['ada'])
    say(story, 'ada: /commit', 'ada: /commit not yet convinced')
    expect(account(story)).toEqual(['waiting', '@ada silent'])
    expect(told(story)).toEqual([
      "@ada: Unknown command `/commit not yet convinced`. Did you mean `/withdraw`? Post it in a new comment. Until then, your earlier commitment doesn't count.",
    ])
  })

  it('are not undone by a commitment in the same comment (C0)', () => {
    const story = named(['ada'])
    story.say('ada', '/commit\n/commit no')
    expect(story.position('ada')).toBe('silent')
  })

  it('keep an approving review from committing when reviews count', () => {
    const story = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    approve(story, 'ada', '/commit no')
    expect(story.position('ada')).toBe('silent')
  })
})

describe('C8: a condition', () => {
  it('is rejected with the alternatives, and changes nothing', () => {
    const story = named(['ada', 'linus'])
    say(story, 'ada: /object who pays?', 'linus: /commit')
    say(
      story,
      'ada: /commit if the platform pays',
      'linus: /commit but only this once',
      'eve: /commit if asked',
    )
    expect(account(story)).toEqual([
      'objection',
      '@ada objecting',
      '@linus committed',
      '#1 of @ada open: who pays?',
    ])
    expect(told(story)[0]).toBe(
      "@ada: `/commit if the platform pays` is a condition, so it wasn't counted. Use `/commit` (unconditional), `/disagree-commit <reason>`, or `/object <reason>`.",
    )
    expect(told(story)).toHaveLength(3)
  })

  it.each(['version: 1\n', 'version: 1\nreviews: count\n'])(
    'keeps an approving review from counting: %j',
    (config) => {
      const story = named(['ada'], { config })
      approve(story, 'ada', '/commit if legal agrees')
      expect(story.position('ada')).toBe('silent')
      expect(told(story)).toEqual([expect.stringMatching(/^@ada: `\/commit if legal agrees` is a condition/)])
    },
  )

  it.each([
    ['/align if it is about invoices', /Use `\/align` \(unconditional\) or `\/misalign <reason>`/],
    ['/heard if it gets into the plan', /Your objection stays open/],
  ])('of another command is rejected, too: %s', (text, why) => {
    const story = named(['ada'])
    say(story, 'ada: /object who pays?', `ada: ${text}`)
    expect(account(story).slice(0, 2)).toEqual(['objection', '@ada objecting'])
    expect(told(story).at(-1)).toMatch(why)
  })

  it('of a /disagree-commit is a reason like any other', () => {
    const story = named(['ada'])
    say(story, 'ada: /disagree-commit if it were mine, I would wait')
    expect(story.position('ada')).toBe('dissenting')
  })
})

describe('C9: text that looks like a command', () => {
  it('counts if it blocks: in a list, in code, above a signature, after a mention of the App', () => {
    const story = named(['ada', 'linus'])
    say(
      story,
      'ada: Two things:\n\n1. /object who pays?\n2. /object who is on call?',
      'linus: `/object and the nights?`',
      'linus: /object in May\n-- \nLinus',
      'ada: @rfc-alignment /misalign it is not late',
      'ada: @linus /object what do you think?',
    )
    expect(account(story).slice(3)).toEqual([
      '#1 of @ada open: who pays?',
      '#2 of @ada open: who is on call?',
      '#3 of @linus open: and the nights?',
      '#4 of @linus open: in May',
    ])
    expect([story.rfc().misaligned.length, told(story)]).toEqual([1, []])
  })

  it('gets one line of help and no reaction if it consents', () => {
    const story = named(['ada'])
    say(
      story,
      'ada: - /commit\n- /align',
      'ada: `/commit`',
      'ada: /commit\n===',
      'ada: @rfc-alignment /commit',
    )
    story.say('ada', '@linus /commit please')
    expect(account(story)).toEqual(['waiting', '@ada silent'])
    expect([told(story), marks(story)]).toEqual([
      [
        "@ada, hint: `/commit` in a list doesn't count. Post it on a line of its own, in a new comment.",
        "@ada, hint: `/align` in a list doesn't count. Post it on a line of its own, in a new comment.",
        "@ada, hint: `/commit` in backticks doesn't count. Post it without them, in a new comment.",
        "@ada, hint: `/commit` is a heading because of the line below it, so it doesn't count. Post it without that line, in a new comment.",
        "@ada, hint: `/commit` after a mention doesn't count. Post it at the start of a line, in a new comment.",
      ],
      [],
    ])
  })

  it("is ignored after a mention when the App's name is unknown", () => {
    const story = named(['ada'])
    story.say('ada', '@rfc-alignment /object who pays?')
    const verdict = story.judge({ appSlug: null })
    expect('objections' in verdict && verdict.objections).toEqual([])
  })

  it('is an explanation when a list has both kinds without a reason', () => {
    const story = named(['ada'])
    say(story, 'ada: /commit', 'ada: The commands are\n\n- /commit\n- /object <reason>')
    expect([story.rfc().state, told(story)]).toEqual(['committed', []])
  })

  it('does not count when somebody else edited it in (C5)', () => {
    const story = named(['ada'])
    story.say('ada', '/commit')
    story.edit(story.say('ada', '`/commit`'), 'mallory', '`/commit`!')
    expect(story.rfc().state).toBe('committed')
  })
})

describe('C9: commands of other tools', () => {
  it('are answered once for each stakeholder, and change nothing', () => {
    const story = named(['ada', 'acme/sre'])
    say(story, 'ada: /lgtm', 'ada: /approve', 'linus: +1', 'eve: LGTM', 'linus: /hold')
    expect(account(story)).toEqual(['waiting', '@ada silent', '@acme/sre waiting, 0 of 1'])
    expect([told(story), marks(story)]).toEqual([
      [
        "@ada, hint: `/lgtm` isn't a command here. To commit, comment `/commit`.",
        "@linus, hint: `+1` isn't a command here. To commit, comment `/commit`.",
      ],
      [],
    ])
  })

  it.each([
    ['/hold until May', "`/hold` isn't a command here. To object, comment `/object <reason>`."],
    [
      '/lgtm cancel',
      "`/lgtm cancel` isn't a command here. To withdraw your commitment, comment `/withdraw`.",
    ],
  ])('do not end a commitment when they block elsewhere: %s', (text, why) => {
    const story = named(['ada'])
    say(story, 'ada: /commit', `ada: ${text}`)
    expect([story.rfc().state, told(story)]).toEqual(['committed', [`@ada, hint: ${why}`]])
  })

  it('are not answered again when their writer was answered on another pull request', () => {
    const story = named(['ada', 'linus'])
    story.facts.answeredElsewhere.add(`other tool ${person('ada').id}`)
    say(story, 'ada: /lgtm', 'linus: /lgtm')
    expect(told(story)).toEqual(["@linus, hint: `/lgtm` isn't a command here. To commit, comment `/commit`."])
    approve(story, 'ada', 'fine')
    expect(told(story)).toHaveLength(2)
  })

  it('keep the answer on this pull request, whatever was answered elsewhere later', () => {
    const story = named(['ada'])
    const id = story.say('ada', '/lgtm')
    story.facts.answeredElsewhere.add(`other tool ${person('ada').id}`)
    expect(told(story)).toEqual([])
    const text = `<!-- rfc-alignment reply to=comment-${id} rev=1 -->`
    const own = { id: '1', nodeId: 'IC_1', at: story.now(), editedByOthers: false, isMinimized: false }
    story.facts.ownComments.push({ ...own, text })
    expect(told(story)).toHaveLength(1)
  })
})

describe('C9: the answer to a command of another tool', () => {
  /** The App's reply to a post, as GitHub shows it. */
  const reply = (story: Story, id: string) =>
    story.facts.ownComments.push({
      id: `9${id}`,
      nodeId: 'IC_1',
      text: `<!-- rfc-alignment reply to=comment-${id} rev=1 -->`,
      at: story.now(),
      editedByOthers: false,
      isMinimized: false,
    })

  it('is resolved once its reader took a position, and is not given again (C4)', () => {
    const story = named(['ada', 'linus'])
    const id = story.say('ada', '/lgtm')
    expect(told(story)).toHaveLength(1)
    reply(story, id)
    say(story, 'ada: /align')
    expect(told(story)).toHaveLength(1)
    say(story, 'ada: /commit')
    expect(told(story)).toEqual([])
    say(story, 'ada: /hold')
    expect([told(story), story.rfc().otherWords.size]).toEqual([[], 1])
  })

  it('is given for the first one without a position after it', () => {
    const story = named(['ada', 'linus'])
    say(story, 'ada: /lgtm', 'ada: /commit', 'ada: /hold', 'ada: /veto')
    expect(told(story)).toEqual([
      "@ada, hint: `/hold` isn't a command here. To object, comment `/object <reason>`.",
    ])
  })
})

describe('C9: the status of somebody who used a command of another tool', () => {
  const NOT_COUNTED = "`/lgtm` of [2 Mar 2026](URL) didn't count: to commit, comment `/commit`"
  /** Of the tables in comment and check, the row of somebody. */
  const rows = (story: Story, name: string) => {
    const { prose, check } = publicationOf(story.judge(), story.snapshot())
    return [prose?.sticky, check.summary].map((text) =>
      text
        ?.split('\n')
        .find((line) => line.startsWith('|') && line.includes(name))
        ?.replaceAll(/\(https:[^)]*\)/g, '(URL)'),
    )
  }

  it('says so in comment and check, until they take a position', () => {
    const story = named(['ada', 'linus'])
    say(story, 'ada: /approve', 'ada: /lgtm', 'ada: /align')
    const silent = 'Not committed yet; agrees on the problem'
    expect(rows(story, 'ada')).toEqual([
      expect.stringContaining(`${silent}; ${NOT_COUNTED} |`),
      expect.stringContaining(`${silent}; ${NOT_COUNTED}; named at`),
    ])
    say(story, 'ada: /object who pays?')
    expect(rows(story, 'ada').join()).not.toContain("didn't count")
  })

  it.each([
    ['/hold until May', '`/hold`', 'object, comment `/object <reason>`'],
    ['/lgtm cancel', '`/lgtm cancel`', 'withdraw your commitment, comment `/withdraw`'],
  ])('says so beside a current commitment: %s', (text, written, ours) => {
    const story = named(['ada', 'linus'])
    say(story, 'ada: /commit', `ada: ${text}`, 'linus: /commit', 'linus: /lgtm')
    expect(rows(story, 'ada')[0]).toMatch(/Committed.*didn't count/)
    expect(story.rfc().otherWords.get(person('ada').id)).toMatchObject({
      written: written.replaceAll('`', ''),
      ours,
    })
    // Who has committed need not hear how to.
    expect(rows(story, 'linus')[0]).not.toContain("didn't count")
  })

  it('is that of the team if they are in one', () => {
    const story = named(['ada', 'acme/sre'])
    say(story, 'linus: /lgtm')
    expect(rows(story, 'acme/sre')[0]).toContain(
      "`/lgtm` by @\u2060linus of [2 Mar 2026](URL) didn't count: to commit, comment `/commit`",
    )
  })
})

describe('C7: the first approving review of a pending stakeholder', () => {
  const HINT = "Approving reviews don't count as commitments here. To commit, comment `/commit`."
  const hints = (told: Story) =>
    told.rfc().rejections.map(({ why, isAdvice, post }) => [post.author?.login, post.id, why, isAdvice])

  it('is answered with `/commit`, once', () => {
    const told = named(['ada', 'linus'])
    const first = told.say('ada', '', approval(told))
    told.say('ada', '', approval(told))
    expect(hints(told)).toEqual([['ada', first, HINT, true]])
  })

  it('is answered for a member of a pending team, and not once the team committed', () => {
    const told = named(['grace', 'acme/sre'])
    const review = told.say('linus', '', approval(told))
    expect(hints(told)).toEqual([['linus', review, HINT, true]])
    told.say('ada', '/commit')
    expect(hints(told)).toEqual([])
  })

  it.each<[string, (told: Story) => void]>([
    ['whom nobody named', (told) => told.say('eve', '', approval(told))],
    ['who only commented', (told) => told.say('ada', '', approval(told, 'commented'))],
    [
      'who has committed',
      (told) => {
        told.say('ada', '', approval(told))
        told.say('ada', '/commit')
      },
    ],
    [
      'who recused',
      (told) => {
        told.say('ada', '', approval(told))
        told.say('ada', '/recuse on leave')
      },
    ],
  ])('is not answered for somebody %s', (_, act) => {
    const told = named(['ada', 'linus'])
    act(told)
    expect(hints(told)).toEqual([])
  })

  it('is a commitment when approvals count', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    told.say('ada', '', approval(told))
    expect([hints(told), told.position('ada')]).toEqual([[], 'committed'])
  })
})

describe('C3: a question about the status', () => {
  it('is recorded with its command, for everybody but bots and deleted accounts', () => {
    const told = named(['ada'])
    told.say('eve', '/status\n/help')
    told.say('ada', '/commit\n/refresh')
    told.say('ada', '/status', { author: person('ada', 'Bot') })
    told.say('ada', '/help', { author: null })
    told.say('ada', `${'> '.repeat(1000)}\n\n/help`)
    expect(told.rfc().questions.map(({ post, word }) => [post.author?.login, word])).toEqual([
      ['eve', 'status'],
      ['eve', 'help'],
    ])
  })
})

describe('C4, C7: an approving review when reviews count', () => {
  it('is answered when a stakeholder gives it and it does not count', () => {
    const told = named(['ada', 'linus'], { config: 'version: 1\nreviews: count\n' })
    told.say('ada', '', { on: 'review', review: { state: 'approved', commit: null, isDismissed: false } })
    expect(told.rejections()).toEqual([expect.stringMatching(/Post `\/commit` in a comment/)])
  })
})

describe('C4: the suggestion in a rejection', () => {
  it('is another place for adding more people than are looked up for one person', () => {
    const told = named(['ada'])
    told.say('author', `/add ${Array.from({ length: 41 }, (_, number) => `@crowd-${number}`).join(' ')}`)
    const people = new Map(
      told
        .missing({ people: new Map() })
        .missingInputs.people.map((login) => [loginKey(login), told.people.get('ada')!]),
    )
    const verdict = told.judge({ people })
    expect('rejections' in verdict && verdict.rejections.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^`@crowd-40` wasn't looked up, .*40 names.*Alignment section/),
    ])
  })

  it('is /commit for an approving review with an objection', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    const review = { state: 'approved', commit: told.facts.commits[0] ?? null, isDismissed: false } as const
    told.say('ada', '/object who pays?', { on: 'review', review })
    expect(told.rejections()).toEqual([
      expect.stringMatching(/both `Approve` and `\/object`.*, post `\/commit` in/),
    ])
  })

  it.each([
    ['/commit @linus', '/commit'],
    ['/align @linus', '/align'],
    ['/disagree-commit @linus', '/disagree-commit <reason>'],
  ])('is the command without a name when it was posted for somebody else: %s', (said, usage) => {
    const told = named(['ada', 'linus'])
    told.say('ada', said)
    expect(told.rejections()).toEqual([
      expect.stringContaining(`To speak for yourself, post \`${usage}\` in a new comment`),
    ])
  })
})
