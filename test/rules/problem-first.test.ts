import { describe, expect, it } from 'vitest'
import { fileKey, type Snapshot } from '../../src/facts/snapshot.ts'
import { rfc } from '../rfc-text.ts'
import { account, say } from './account.ts'
import { FILE, named, person, type Story, story } from './story.ts'

const FIRST = { config: 'version: 1\nalignment:\n  first: true\n' }

/** Who must still say /align, as a snapshot shows it. */
function stillToAlign(told: Story, change: Partial<Snapshot> = {}): readonly string[] {
  const verdict = told.judge(change)
  return 'stillToAlign' in verdict ? verdict.stillToAlign : []
}

describe('P3: who must share the problem before any commitment counts', () => {
  it('is everybody named in the text and everybody added, but for who stepped out or was released', () => {
    const told = named(['ada', 'linus', 'acme/sre'], FIRST)
    say(told, 'ada: /align', 'ada: /add @grace @eve')
    expect(stillToAlign(told)).toEqual(['@linus', '@grace', '@eve'])
    say(told, 'eve: /recuse on leave', 'margaret: /release @grace she left', 'linus: /align')
    expect(stillToAlign(told)).toEqual([])
    told.say('ada', '/commit')
    expect(account(told)).toEqual([
      'waiting',
      '@ada committed, aligned',
      '@linus silent, aligned',
      '@grace released',
      '@eve recused',
      '@acme/sre committed, 1 of 1',
    ])
  })

  it('is a team until so many of its members do as it asks for, the author not among them (S3)', () => {
    const told = story(FIRST)
    told.team('ops', ['author', 'grace', 'linus'])
    told.push({ [FILE]: rfc(['ada', 'acme/ops (2)']) })
    const after = ['ada: /align', 'author: /align', 'grace: /align', 'linus: /align'].map((line) => {
      say(told, line)
      return stillToAlign(told)
    })
    expect(after).toEqual([['@acme/ops'], ['@acme/ops'], ['@acme/ops'], []])
  })

  it('is a team of which everybody is asked until everybody does who is there, the author too (S3)', () => {
    const told = story(FIRST)
    told.team('ops', ['author', 'grace', 'linus'])
    told.push({ [FILE]: rfc(['ada', 'acme/ops (all)']) })
    const lines = ['ada: /align', 'grace: /align', 'linus: /recuse on leave', 'author: /align']
    const after = lines.map((line) => {
      say(told, line)
      return stillToAlign(told)
    })
    expect(after).toEqual([['@acme/ops'], ['@acme/ops'], ['@acme/ops'], []])
    const { pullRequest } = told.snapshot()
    expect(stillToAlign(told, { pullRequest: { ...pullRequest, author: null } })).toEqual([])
  })

  it('is not a team that was released, nor anybody’s commitment', () => {
    const told = named(['ada', 'acme/sre'], FIRST)
    told.team('sre', ['linus'])
    say(told, 'margaret: /release @acme/sre they are busy', 'ada: /align', 'ada: /commit')
    expect(account(told)).toEqual(['committed', '@ada committed, aligned', '@acme/sre released, 0 of 1'])
  })

  it.each(['acme/sre', 'acme/sre (all)'])('is a team that cannot be read: %s', (team) => {
    const told = named(['ada', team], FIRST)
    say(told, 'ada: /align', 'linus: /align')
    const teams = new Map([['acme/sre', { kind: 'unreadable' as const, why: 'is hidden' }]])
    expect([stillToAlign(told), stillToAlign(told, { teams })]).toEqual([[], ['@acme/sre']])
  })

  it('in a draft is whom its newest head names, outside of draft whom any head named (S6)', () => {
    const told = story({ ...FIRST, draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    say(told, 'ada: /align')
    expect(stillToAlign(told)).toEqual(['@linus'])
    told.push({ [FILE]: rfc(['ada']) })
    expect(stillToAlign(told)).toEqual([])
    const ready = story(FIRST)
    ready.push({ [FILE]: rfc(['ada', 'linus']) })
    ready.push({ [FILE]: rfc(['ada']) })
    say(ready, 'ada: /align')
    expect(stillToAlign(ready)).toEqual(['@linus'])
  })

  it('is whoever said so of a text that cannot be read any more, no more than the one that stands (F3)', () => {
    const told = named(['ada'])
    say(told, 'author: /add @ada', 'ada: /align')
    told.push({ [FILE]: rfc(['ada'], 'Bill from usage.') })
    const files = new Map(told.snapshot().files)
    for (const commit of told.facts.commits)
      files.set(fileKey(commit, FILE), { kind: 'unreadable', blob: 'b1', why: 'is binary' })
    const verdict = told.judge({ files })
    expect('rows' in verdict && verdict.rows.map(({ alignment }) => alignment)).toEqual(['stale'])
  })
})

describe('F1: what a review is about is the commit that GitHub records', () => {
  const review = (commit: string | null) => ({ state: 'commented', commit, isDismissed: false }) as const

  it('and nothing where GitHub records none, or nothing was announced yet', () => {
    const told = named(['ada'])
    told.say('ada', '/commit', { on: 'review', review: review(null) })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rejections()).toEqual([
      expect.stringMatching(/was posted before this App announced the text/),
    ])
    const other = story({ base: { [FILE]: rfc(['ada']) } })
    const commit = other.push({ [FILE]: rfc(['ada'], 'Bill from usage.') }, { announced: false })
    other.say('ada', '/commit', { on: 'review', review: review(commit) })
    other.wait(10)
    other.announce()
    expect(account(other)).toEqual(['waiting', '@ada silent'])
    expect(other.rejections()).toEqual([
      expect.stringMatching(/was posted before this App announced the text/),
    ])
  })
})

describe('C7: an approving review that counted', () => {
  const COUNT = 'version: 1\nreviews: count\n'
  const approved = () => {
    const told = named(['ada'], { config: COUNT })
    const review = { state: 'approved', commit: told.facts.commits[0] ?? null, isDismissed: false } as const
    const id = told.say('ada', '', { on: 'review', review })
    told.visit()
    return { told, id }
  }

  it.each<[string, (told: Story, id: string) => Partial<Snapshot>, string]>([
    ['our mark on it tells so', () => ({}), 'committed'],
    [
      'we remember it, though GitHub shows no mark',
      (told, id) => {
        told.facts.posts = told.facts.posts.map((post) => ({ ...post, reacted: [] }))
        return { remembered: { ...told.snapshot().remembered, acceptedReviews: new Set([id]) } }
      },
      'committed',
    ],
    [
      'and neither, for it may have been given before approvals counted',
      (told) => {
        told.facts.posts = told.facts.posts.map((post) => ({ ...post, reacted: [] }))
        return {}
      },
      'waiting',
    ],
  ])('still does where %s', (_, act, state) => {
    const { told, id } = approved()
    expect(told.judge(act(told, id)).state).toBe(state)
  })
})

describe('P5: the number of an objection', () => {
  it('is given to no other, though the newest was deleted', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/object who pays?')
    const second = told.say('ada', '/object who is on call?')
    told.visit()
    told.remove(second, 'ada')
    told.say('linus', '/object and the nights?')
    expect(account(told).slice(3)).toEqual([
      '#1 of @ada open: who pays?',
      '#3 of @linus open: and the nights?',
    ])
  })
})

describe('C0: what our mark on a remark proves', () => {
  it('is nothing where another mark says that a line was refused', () => {
    const told = named(['ada', 'linus'])
    told.roles.set('margaret', 'read')
    say(told, 'margaret: /status\n/release @linus he left', 'eve: /status\n/commit')
    told.visit()
    expect(told.rejections()).toEqual([
      expect.stringMatching(/^`\/release` takes a maintainer/),
      expect.stringMatching(/^@eve was not named/),
    ])
  })

  it('is nothing where the history of the remark cannot be read', () => {
    const told = named(['ada'])
    told.say('eve', '/add @linus', { revisions: null, reacted: ['+1'] })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    told.say('margaret', '/add @grace', { revisions: null, reacted: ['+1'] })
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent'])
  })

  it('of a maintainer’s several releases, one of them refused, counts none: nobody could tell them apart', () => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @ada she left\n/release @linus he left\n/release @eve who?')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus silent'])
  })
})

describe('C4, S4: a name that was looked up and is nobody’s', () => {
  it('is told from one that was not looked up', () => {
    const told = named(['ada'])
    told.say('ada', '/add @Nobody @crowd')
    const people = new Map([
      ['ada', { kind: 'found', person: person('ada'), canRead: true }],
      ['nobody', { kind: 'unknown' }],
    ] as const)
    const verdict = told.judge({ people })
    expect('rejections' in verdict && verdict.rejections.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^`@nobody` is not on GitHub\..* `@crowd` was not looked up/i),
    ])
  })
})
