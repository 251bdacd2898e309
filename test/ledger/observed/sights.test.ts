import { describe, expect, it } from 'vitest'
import { account, say } from '../../rules/account.ts'
import { named, FILE, story, person, type Story } from '../../rules/story.ts'
import type { Snapshot } from '../../../src/facts/snapshot.ts'
import { publicationOf } from '../../../src/report/publication.ts'
import { rfc } from '../../rfc-text.ts'

const TEAM_AWAY: Partial<Snapshot> = {
  teams: new Map([['acme/sre', { kind: 'unreadable', why: 'no answer' }]]),
}

const NAMES_EVE = 'version: 1\nstakeholders: { always: ["@eve"] }\n'

/** A story that names linus and a team of which ada is a member. */
function withTeam(config?: string) {
  const told = story(config === undefined ? {} : { config })
  told.team('sre', ['ada', 'grace'])
  told.push({ [FILE]: rfc(['acme/sre', 'linus']) })
  return told
}

describe('C0: the role of a maintainer', () => {
  it('is the one at first sight, for each release of a comment by itself', () => {
    const told = named(['ada', 'linus', 'grace'])
    told.say('margaret', '/release @ada she left\n/release @linus he left\n/release @eve who?')
    told.evaluate()
    told.roles.set('margaret', 'read')
    expect([account(told), told.rejections()]).toEqual([
      ['waiting', '@ada released', '@linus released', '@grace silent'],
      [expect.stringMatching(/^`@eve` isn't a stakeholder of this RFC/)],
    ])
  })

  it.each([
    ['/add @linus', /^`\/add` was posted before you were a maintainer here/],
    ['/release @ada she left', /^`\/release` was posted before you were a maintainer here/],
  ])('counts for nothing that was posted before: %s', (text, why) => {
    const told = named(['ada'])
    told.say('eve', text)
    told.evaluate()
    told.roles.set('eve', 'maintain')
    expect([account(told), told.rejections()]).toEqual([
      ['waiting', '@ada silent'],
      [expect.stringMatching(why)],
    ])
    told.say('eve', '/add @linus')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus silent'])
  })
})

describe('C0: what counts beside it makes nothing count', () => {
  it.each(['/commit\n/status', '/recuse busy\n/status'])('while a team cannot be read: %j', (text) => {
    const told = named(['acme/sre (all)'])
    told.say('eve', text)
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    told.evaluate(TEAM_AWAY)
    told.evaluate()
    told.team('sre', ['ada', 'linus', 'eve'])
    expect(told.rfc().state).toBe('waiting')
  })

  it('for the approval of somebody who is not named, beside an accepted command', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    const commit = told.facts.commits.at(-1) ?? null
    told.say('eve', '/help', { on: 'review', review: { state: 'approved', commit, isDismissed: false } })
    told.evaluate()
    told.say('ada', '/commit')
    told.say('ada', '/add @eve')
    expect([told.position('eve'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C4, V6: a comment with an accepted command and one that cannot be judged yet', () => {
  it('gets no 👍, which says that all of it was accepted', () => {
    const told = withTeam()
    const id = told.say('ada', '/status\n/commit')
    const marksOf = (change: Partial<Snapshot>) => {
      const { prose } = publicationOf(told.judge(change), { ...told.snapshot(), ...change })
      return [...(prose?.answers?.reactions ?? [])].flatMap(([post, marks]) => (post.id === id ? marks : []))
    }
    expect([marksOf(TEAM_AWAY), marksOf({})]).toEqual([[], ['+1']])
  })
})

describe('C4: a comment with an accepted and a rejected command', () => {
  it('gets both reactions', () => {
    const told = withTeam()
    const id = told.say('linus', '/commit\n/heard')
    const { prose } = publicationOf(told.judge(), told.snapshot())
    const [marks] = [...(prose?.answers?.reactions ?? [])].flatMap(([post, reactions]) =>
      post.id === id ? [reactions] : [],
    )
    expect(marks).toEqual(['+1', 'confused'])
  })

  it('counts for the member of a team at every evaluation (C0)', () => {
    const told = withTeam()
    told.say('ada', '/heard\n\n/commit')
    told.say('linus', '/commit')
    expect([told.rfc().state, told.rejections()]).toEqual([
      'committed',
      [expect.stringMatching(/no open objections/)],
    ])
    told.evaluate()
    expect(told.rfc().state).toBe('committed')
  })

  it('does not commit somebody who joins the team later (C0)', () => {
    const told = withTeam()
    told.say('eve', '/status\n/commit')
    told.evaluate()
    told.team('sre', ['ada', 'grace', 'eve'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })

  it('counts line by line, whatever its writer may say as the member of a team (C0)', () => {
    const told = withTeam()
    told.say('ada', '/heard\n/align\n/commit')
    told.say('linus', '/commit')
    told.evaluate()
    expect([account(told), told.rejections()]).toEqual([
      ['committed', '@linus committed', '@acme/sre committed, 1 of 1'],
      [expect.stringMatching(/^@ada has no open objections/)],
    ])
  })
})

describe('C0: a comment whose commands were all rejected', () => {
  it('does not count later, though one of its commands would be accepted now', () => {
    const told = withTeam('version: 1\n')
    told.say('eve', '/heard\n/commit')
    told.evaluate()
    told.config = NAMES_EVE
    say(told, 'ada: /commit', 'linus: /commit')
    expect([told.position('eve'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C0: a line that was rejected beside others', () => {
  const refusedFirst = (text: string) => {
    const told = story({ config: 'version: 1\n' })
    told.push({ [FILE]: rfc(['ada']) })
    const id = told.say('eve', text)
    told.evaluate()
    return { told, id }
  }
  const onceNamed = (told: ReturnType<typeof story>) => {
    told.config = NAMES_EVE
    told.say('ada', '/commit')
    return [told.position('eve'), told.rfc().state]
  }

  it.each(['/status\n/heard\n/commit', '/align\n/heard\n/commit'])(
    'stays rejected when its writer is named later: %j',
    (text) => {
      const { told } = refusedFirst(text)
      expect(onceNamed(told)).toEqual(['silent', 'waiting'])
      told.evaluate()
      expect(told.position('eve')).toBe('silent')
    },
  )

  it('stays rejected when an accepted line of the same comment would be rejected now', () => {
    const told = story({ config: 'version: 1\n' })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('eve', '/object who pays?')
    told.say('eve', '/commit\n/heard')
    told.evaluate()
    expect(onceNamed(told)).toEqual(['silent', 'waiting'])
  })

  it('stays rejected in a comment that its writer edited before it was rejected again', () => {
    const { told, id } = refusedFirst('/commit')
    told.edit(id, 'eve', '/commit\n\ngladly')
    told.evaluate()
    expect(onceNamed(told)).toEqual(['silent', 'waiting'])
  })

  it('is answered with the reason at every evaluation while it applies (C4)', () => {
    const { told } = refusedFirst('/status\n/commit')
    const before = told.rejections()
    expect(before).toEqual([expect.stringMatching(/^@eve isn't a stakeholder/)])
    told.evaluate()
    expect(told.rejections()).toEqual(before)
  })

  it('counts once an edit fixes it (C5)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['linus']) })
    const id = told.say('linus', '/disagree-commit')
    told.evaluate()
    told.edit(id, 'linus', '/disagree-commit the rollback takes a day')
    expect(told.position('linus')).toBe('dissenting')
    told.evaluate()
    expect(told.position('linus')).toBe('dissenting')
  })
})

describe('P5, C0: a person named only by the base branch', () => {
  const onBase = (names: readonly string[]) => {
    const told = story({ base: { [FILE]: rfc(names) } })
    told.push({ [FILE]: rfc(['ada'], 'Bill from usage.') })
    return told
  }
  /** The base branch is another one, and the pull request was updated to it. */
  const rebased = (told: Story, names: readonly string[]) => {
    told.facts.baseNow = { [FILE]: rfc(names) }
    return told.judge({ mergeBase: told.snapshot().pullRequest.baseTip })
  }

  it('still blocks by an objection when another base does not name them', () => {
    const told = onBase(['ada', 'linus'])
    told.say('linus', '/object who pays?')
    told.evaluate()
    told.say('ada', '/commit')
    expect(rebased(told, ['ada']).state).toBe('objection')
  })

  it('did not post anything that counts before another base named them', () => {
    const told = onBase(['ada'])
    const said = told.say('linus', '/commit')
    told.edit(said, 'linus', '/commit\n\ngladly')
    told.evaluate()
    told.say('ada', '/commit')
    expect(rebased(told, ['ada', 'linus']).state).toBe('waiting')
  })
})

describe('C3: people looked up for comments', () => {
  it('include those one person adds, however many names somebody else posted before', () => {
    const told = named(['ada'])
    told.say('mallory', Array.from({ length: 50 }, (_, number) => `/add @crowd-${number}`).join('\n'))
    told.say('ada', '/add @zoe')
    const { people } = told.missing({ people: new Map() }).missingInputs
    expect([people.includes('zoe'), people.length < 50]).toEqual([true, true])
  })
})

describe('C0: permissions are those at first posting', () => {
  it('so a member who leaves a team and comes back has committed', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/commit')
    told.evaluate()
    told.team('sre', ['linus'])
    expect([told.rejections(), told.rfc().state]).toEqual([[], 'waiting'])
    told.evaluate()
    told.team('sre', ['ada', 'linus'])
    expect([told.rejections(), told.rfc().state]).toEqual([[], 'committed'])
  })
})

describe("C0, V5: the App's review request proves that somebody was named by then", () => {
  it('and nothing about what they posted before', () => {
    const told = story()
    told.push({ [FILE]: rfc(['linus']) })
    const late = told.say('ada', '/commit')
    const shownLater = told.facts.posts.find(({ id }) => id === late)
    told.facts.posts = told.facts.posts.filter(({ id }) => id !== late)
    told.push({ [FILE]: rfc(['linus', 'ada']) })
    told.facts.askedForReview.push({ person: person('ada'), byAppAt: told.now() })
    told.evaluate()
    if (shownLater) told.facts.posts.push(shownLater)
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C0: a /release from before the person was named', () => {
  it('does not release them when they are named later', () => {
    const told = story()
    told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    told.roles.set('margaret', 'maintain')
    told.push({ 'src/a.ts': 'export {}' })
    told.say('margaret', '/release @ada she left')
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C0: a rejected command stays rejected', () => {
  it.each([
    ['/align\n/commit', [/^`\/align` was posted before @ada/, /^`\/commit` was posted before @ada/]],
    ['/heard\n/commit', [/^@ada has no open objections/, /^`\/commit` was posted before @ada/]],
  ])('from before the configuration named its writer (S2): %j', (text, why) => {
    const told = named(['linus'], { config: 'version: 1\n' })
    told.say('ada', text)
    told.evaluate()
    told.config = 'version: 1\nstakeholders: { always: ["@ada"] }\n'
    expect(account(told)).toEqual(['waiting', '@linus silent', '@ada silent'])
    expect(told.rejections()).toEqual(why.map((each) => expect.stringMatching(each)))
  })

  it('unlike a block in the same comment: an /add counts once its person is on GitHub', () => {
    const told = named(['ada'])
    told.say('author', '/add @zed\n/commit')
    told.evaluate()
    told.people.set('zed', { kind: 'found', person: person('zed'), canRead: true })
    expect(account(told)).toEqual(['waiting', '@ada silent', '@zed silent'])
    expect(told.rejections()).toEqual([expect.stringMatching(/^@author isn't a stakeholder/)])
  })
})

describe('C0, S3: commands that depend on the current members of a team', () => {
  it('count for a team that was added in a comment, beside a rejected one too', () => {
    const told = named(['grace'])
    say(told, 'grace: /add @acme/sre', 'ada: /align\n/heard\n/commit', 'eve: /commit')
    expect(told.rejections()).toEqual([
      expect.stringMatching(/^@ada has no open objections/),
      expect.stringMatching(/^@eve isn't a stakeholder/),
    ])
    told.say('ada', '/delegate @eve')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre committed, 1 of 1'])
    expect(told.rejections().at(-1)).toMatch(/^You are named as a member of a team/)
  })

  it('count beside a rejected one when their writer is also named as a person', () => {
    const told = named(['ada', 'linus'])
    say(told, 'linus: /add @acme/sre', 'ada: /align\n/heard\n/commit')
    expect(account(told)).toEqual([
      'waiting',
      '@ada committed, aligned',
      '@linus silent',
      '@acme/sre committed, 1 of 1',
    ])
    expect(told.rejections()).toEqual([expect.stringMatching(/^@ada has no open objections/)])
  })

  it('are rejected for people who are not named, although others were added', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    say(told, 'ada: /add @grace', 'eve: /commit')
    expect(told.rejections()).toEqual([expect.stringMatching(/^@eve isn't a stakeholder/)])
  })
})

describe('TH-52: a pull request whose author is no longer on GitHub', () => {
  it("counts commands as usual, and none as its author's", () => {
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
      expect.stringMatching(/^Only the author can use `\/answer`/),
      expect.stringMatching(/^Only the author, a stakeholder or a maintainer can use `\/add`/),
    ])
  })
})
