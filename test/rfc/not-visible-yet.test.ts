import { describe, expect, it, test } from 'vitest'
import type { Trigger, MembershipTrigger } from '../../src/facts/trigger.ts'
import { triggersNotVisible, membershipsNotVisible } from '../../src/rfc/not-visible-yet.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, story, person } from '../rules/story.ts'
import type { PullRequestFacts } from '../../src/facts/snapshot.ts'

function told() {
  const pull = story()
  pull.push({ [FILE]: rfc(['ada']) })
  return pull
}

function state(
  pull: ReturnType<typeof story>,
  changes: Partial<Extract<Trigger, { kind: 'pull-request' }>> = {},
): Trigger {
  const { pullRequest } = pull.snapshot()
  return {
    kind: 'pull-request',
    at: pullRequest.updatedAt,
    head: pullRequest.head,
    base: 'main',
    draft: false,
    state: 'open',
    labels: [],
    body: '',
    ...changes,
  }
}

const post = (
  id: string,
  pull: ReturnType<typeof story>,
  changes: Partial<Extract<Trigger, { kind: 'remark' }>> = {},
): Trigger => ({
  kind: 'remark',
  on: 'comment',
  id,
  state: 'present',
  at: pull.now(),
  text: '/commit',
  ...changes,
})

const unseen = (
  pull: ReturnType<typeof story>,
  triggers: readonly Trigger[],
  patience: 'all' | 'any' = 'all',
) => triggersNotVisible(pull.snapshot(), triggers, patience).length

type PostTold = Extract<Trigger, { kind: 'remark' }>

type StateTold = Extract<Trigger, { kind: 'pull-request' }>

const EARLIER = '2026-03-02T10:00:00Z'

const NOW = '2026-03-02T11:00:00Z'

const LATER = '2026-03-02T12:00:00Z'

/** A pull request as GitHub answers at eleven o'clock, with a comment and a review of the same number. */
function facts(changes: Partial<PullRequestFacts['pullRequest']> = {}): PullRequestFacts {
  const pull = story()
  pull.say('ada', '/commit', { id: '7', updatedAt: NOW })
  const { pullRequest, ...rest } = pull.snapshot()
  return {
    ...rest,
    pullRequest: {
      ...pullRequest,
      updatedAt: NOW,
      head: 'a1',
      labels: ['rfc', 'billing'],
      description: { ...pullRequest.description, text: 'one\ntwo' },
      ...changes,
    },
  }
}

const postTrigger = (changes: Partial<PostTold> = {}): PostTold => ({
  kind: 'remark',
  on: 'comment',
  id: '7',
  state: 'present',
  at: NOW,
  text: '/commit',
  ...changes,
})

const stateTrigger = (changes: Partial<StateTold> = {}): StateTold => ({
  kind: 'pull-request',
  at: NOW,
  head: 'a1',
  base: 'main',
  draft: false,
  state: 'open',
  labels: ['rfc', 'billing'],
  body: 'one\ntwo',
  ...changes,
})

const membership = (login: string, state: 'present' | 'absent', team = 'acme/sre'): MembershipTrigger => ({
  kind: 'membership',
  team,
  personId: person(login).id,
  state,
})

/** Who of the events is not shown, where the team has one member, @ada. */
function unseenMemberships(...triggers: readonly MembershipTrigger[]) {
  const pull = story()
  pull.team('sre', ['ada'])
  return membershipsNotVisible(pull.snapshot(), [{ kind: 'look', why: 'somebody asked' }, ...triggers])
}

describe('V6: a snapshot must show the event that its evaluation was enqueued for', () => {
  it('accepts a comment with the reported text, and misses one that is absent', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    expect(unseen(pull, [post(id, pull)])).toBe(0)
    expect(unseen(pull, [post('999', pull)])).toBe(1)
  })

  it('misses the edit when the comment has its older text', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    pull.wait(60)
    expect(unseen(pull, [post(id, pull, { text: 'never mind' })])).toBe(1)
  })

  it('accepts a dismissal only if the review is dismissed (C7)', () => {
    const pull = told()
    const review = { state: 'approved', commit: pull.facts.commits[0] ?? null, isDismissed: false } as const
    const id = pull.say('ada', '/commit', { on: 'review', review })
    const dismissal = post(id, pull, { on: 'review', isDismissed: true })
    expect(unseen(pull, [dismissal])).toBe(1)
    pull.facts.posts = pull.facts.posts.map((each) => ({
      ...each,
      review: { ...review, isDismissed: true },
    }))
    expect(unseen(pull, [dismissal])).toBe(0)
  })

  it('compares the time when the webhook has no text', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    expect(unseen(pull, [post(id, pull, { text: null })])).toBe(0)
    expect(unseen(pull, [post(id, pull, { text: '' })])).toBe(1)
    pull.wait(60)
    expect(unseen(pull, [post(id, pull, { text: null })])).toBe(1)
  })

  it('does not accept the same text when an edit and its revert are still pending', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    pull.wait(60)
    expect(unseen(pull, [post(id, pull, { text: '/commit' })])).toBe(1)
  })

  it('misses a deletion until the comment is gone, in any order of deliveries', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    const [created, deleted] = [post(id, pull), post(id, pull, { state: 'absent' })]
    expect([unseen(pull, [created, deleted]), unseen(pull, [deleted, created])]).toEqual([1, 1])
    pull.remove(id)
    expect(unseen(pull, [deleted, created])).toBe(0)
  })

  it('requires the head of the newest event, and accepts a newer snapshot', () => {
    const pull = told()
    expect(unseen(pull, [state(pull, { head: 'other' })])).toBe(1)
    const told1 = state(pull, { head: 'other' })
    pull.wait(1)
    expect(unseen(pull, [told1])).toBe(0)
  })

  it('ignores line endings', () => {
    const pull = told()
    pull.describe('one\ntwo')
    expect(unseen(pull, [state(pull, { body: 'one\r\ntwo\r\n' })])).toBe(0)
  })

  it('never shows a stored event that this version cannot read', () => {
    expect(unseen(told(), [{ kind: 'unreadable', why: 'a newer version stored it' }])).toBe(1)
  })

  it('requires every event of one second, and after a few attempts any of them', () => {
    const pull = told()
    const events = [state(pull), state(pull, { labels: ['rfc'] })]
    expect([unseen(pull, events), unseen(pull, events, 'any')]).toEqual([1, 0])
  })

  it('requires nothing for a re-evaluation that somebody asked for', () => {
    expect(unseen(told(), [{ kind: 'look', why: 'a check was asked for again' }])).toBe(0)
  })

  it('accepts one of two edits of the same second after a few attempts, in any order', () => {
    const pull = told()
    const id = pull.say('ada', 'B')
    const edits = [post(id, pull, { text: 'B' }), post(id, pull, { text: 'A' })]
    expect([unseen(pull, edits), unseen(pull, edits, 'any')]).toEqual([1, 0])
  })
})

describe('V6: each post is checked separately', () => {
  test('so a newer one does not replace a missing older one', () => {
    const missing = postTrigger({ id: '6', at: EARLIER })
    expect(triggersNotVisible(facts(), [missing, postTrigger()], 'all')).toEqual([missing])
  })

  test('so a comment does not replace a review with the same id', () => {
    const review = postTrigger({ on: 'review' })
    expect(triggersNotVisible(facts(), [review, postTrigger()], 'all')).toEqual([review])
  })

  test('and a copy that was edited later is accepted, whatever its text', () => {
    expect(triggersNotVisible(facts(), [postTrigger({ at: EARLIER, text: '/object' })], 'all')).toEqual([])
  })

  test('and of several states of one post the newest is required, in any order', () => {
    const [older, newest] = [postTrigger({ text: 'older' }), postTrigger({ at: LATER, text: 'newest' })]
    expect(triggersNotVisible(facts(), [newest, older], 'all')).toEqual([newest])
    expect(triggersNotVisible(facts(), [older, newest], 'all')).toEqual([newest])
  })

  test('and after the last attempt an answer with none of them is still rejected', () => {
    const edits = [postTrigger({ text: 'A' }), postTrigger({ text: 'B' })]
    expect(triggersNotVisible(facts(), edits, 'any')).toEqual(edits)
  })
})

describe('V6: a pull request must match the newest event', () => {
  test('and does here', () => {
    expect(triggersNotVisible(facts(), [stateTrigger()], 'all')).toEqual([])
  })

  test.each<[string, Partial<StateTold>]>([
    ['another head', { head: 'b2' }],
    ['another base (V1)', { base: 'release' }],
    ['a draft', { draft: true }],
    ['a closed pull request', { state: 'closed' }],
    ['another description', { body: 'one\nthree' }],
    ['another label', { labels: ['rfc', 'payments'] }],
    ['one label more', { labels: ['rfc', 'billing', 'payments'] }],
    ['no label', { labels: [] }],
  ])('%s is missed', (_, change) => {
    const told = stateTrigger(change)
    expect(triggersNotVisible(facts(), [told], 'all')).toEqual([told])
  })

  test('labels that only join to the same letters differ', () => {
    const told = stateTrigger({ labels: ['a', 'bc'] })
    expect(triggersNotVisible(facts({ labels: ['ab', 'c'] }), [told], 'all')).toEqual([told])
  })

  test.each<[string, Partial<StateTold>]>([
    ['nothing of drafts', { draft: null }],
    ['nothing of labels', { labels: null }],
    ['nothing of the description', { body: null }],
  ])('an event without %s does not compare it', (_, change) => {
    expect(
      triggersNotVisible(facts({ isDraft: true }), [stateTrigger({ draft: true, ...change })], 'all'),
    ).toEqual([])
  })

  test.each<[string, Partial<StateTold>]>([
    ['the order of labels', { labels: ['billing', 'rfc'] }],
    ['the order of other labels', { labels: ['rfc', 'billing'] }],
    ['line ends of the web', { body: 'one\r\ntwo' }],
    ['line ends of old machines', { body: 'one\rtwo' }],
    ['white space around a text', { body: '\n one\ntwo \n' }],
  ])('%s is accepted', (_, change) => {
    expect(triggersNotVisible(facts(), [stateTrigger(change)], 'all')).toEqual([])
    expect(triggersNotVisible(facts({ labels: ['billing', 'rfc'] }), [stateTrigger(change)], 'all')).toEqual(
      [],
    )
  })

  test('a closed pull request matches its closing, and not its reopening', () => {
    const merged = facts({ state: 'merged' })
    expect(triggersNotVisible(merged, [stateTrigger({ state: 'closed' })], 'all')).toEqual([])
    expect(triggersNotVisible(merged, [stateTrigger()], 'all')).toEqual([stateTrigger()])
  })

  test('an event without a time is never older than the snapshot', () => {
    const told = stateTrigger({ at: '', head: 'b2' })
    expect(triggersNotVisible(facts(), [told], 'all')).toEqual([told])
  })

  test('only the newest of several events is required', () => {
    const [older, newest] = [stateTrigger({ head: 'b2' }), stateTrigger({ head: 'c3', at: LATER })]
    expect(triggersNotVisible(facts(), [newest, older], 'all')).toEqual([newest])
    expect(triggersNotVisible(facts({ head: 'c3' }), [newest, older], 'all')).toEqual([])
  })
})

describe('V6, S3: a change of a team must be visible', () => {
  test('and is when the team has that member', () => {
    expect(unseenMemberships(membership('ada', 'present'), membership('linus', 'absent'))).toEqual([])
  })

  test('and is not while the team lacks the change', () => {
    const [joined, left] = [membership('linus', 'present'), membership('ada', 'absent')]
    expect(unseenMemberships(joined, left)).toEqual([joined, left])
  })

  test('the newest of several events about one person in one team decides', () => {
    expect(unseenMemberships(membership('ada', 'absent'), membership('ada', 'present'))).toEqual([])
    expect(unseenMemberships(membership('ada', 'present'), membership('ada', 'absent'))).toEqual([
      membership('ada', 'absent'),
    ])
  })

  test('a team that this pull request does not use, or that does not exist, is ignored', () => {
    expect(unseenMemberships(membership('ada', 'absent', 'acme/other'))).toEqual([])
    const pull = story()
    expect(
      membershipsNotVisible({ ...pull.snapshot(), teams: new Map() }, [membership('ada', 'absent')]),
    ).toEqual([])
  })
})

describe('V6: team membership', () => {
  it('is not checked for an event about a post', () => {
    const told = story()
    told.team('sre', ['ada'])
    const seen = { on: 'line', id: '1', state: 'absent', at: '', text: null } as const
    const left = {
      kind: 'membership',
      team: 'acme/sre',
      personId: person('ada').id,
      state: 'absent',
    } as const
    expect(membershipsNotVisible(told.snapshot(), [left, { kind: 'remark', ...seen }])).toEqual([left])
  })
})
