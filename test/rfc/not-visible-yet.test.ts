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

describe('V6: a snapshot must show what the visit was rung for', () => {
  it('shows a comment that is there as it was told, and not one that is missing', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    expect(unseen(pull, [post(id, pull)])).toBe(0)
    expect(unseen(pull, [post('999', pull)])).toBe(1)
  })

  it('does not take an older copy of an edited comment for the new one', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    pull.wait(60)
    expect(unseen(pull, [post(id, pull, { text: 'never mind' })])).toBe(1)
  })

  it('shows a dismissal only where the review is dismissed (C7)', () => {
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

  it('compares no text that the webhook did not tell, but asks for the comment of that time', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    expect(unseen(pull, [post(id, pull, { text: null })])).toBe(0)
    expect(unseen(pull, [post(id, pull, { text: '' })])).toBe(1)
    pull.wait(60)
    expect(unseen(pull, [post(id, pull, { text: null })])).toBe(1)
  })

  it('does not take the same words for the same revision when an edit and its undoing are still to come', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    pull.wait(60)
    expect(unseen(pull, [post(id, pull, { text: '/commit' })])).toBe(1)
  })

  it('waits until a deleted comment is gone, whatever order the deliveries came in', () => {
    const pull = told()
    const id = pull.say('ada', '/commit')
    const [created, deleted] = [post(id, pull), post(id, pull, { state: 'absent' })]
    expect([unseen(pull, [created, deleted]), unseen(pull, [deleted, created])]).toEqual([1, 1])
    pull.remove(id)
    expect(unseen(pull, [deleted, created])).toBe(0)
  })

  it('waits for the head of the newest event, and takes a newer snapshot for shown', () => {
    const pull = told()
    expect(unseen(pull, [state(pull, { head: 'other' })])).toBe(1)
    const told1 = state(pull, { head: 'other' })
    pull.wait(1)
    expect(unseen(pull, [told1])).toBe(0)
  })

  it('is not confused by line ends', () => {
    const pull = told()
    pull.describe('one\ntwo')
    expect(unseen(pull, [state(pull, { body: 'one\r\ntwo\r\n' })])).toBe(0)
  })

  it('needs every event of one second, and after a few tries any of them', () => {
    const pull = told()
    const events = [state(pull), state(pull, { labels: ['rfc'] })]
    expect([unseen(pull, events), unseen(pull, events, 'any')]).toEqual([1, 0])
  })

  it('asks for no proof where somebody only wants it looked at again', () => {
    expect(unseen(told(), [{ kind: 'look', why: 'a check was asked for again' }])).toBe(0)
  })

  it('lets one of two edits of the same second do after a few tries, whatever order they came in', () => {
    const pull = told()
    const id = pull.say('ada', 'B')
    const edits = [post(id, pull, { text: 'B' }), post(id, pull, { text: 'A' })]
    expect([unseen(pull, edits), unseen(pull, edits, 'any')]).toEqual([1, 0])
  })
})

describe('V6: each remark is looked for by itself', () => {
  test('so that a newer one does not stand for an older one that is missing', () => {
    const missing = postTrigger({ id: '6', at: EARLIER })
    expect(triggersNotVisible(facts(), [missing, postTrigger()], 'all')).toEqual([missing])
  })

  test('and a review is not shown by a comment of the same number', () => {
    const review = postTrigger({ on: 'review' })
    expect(triggersNotVisible(facts(), [review, postTrigger()], 'all')).toEqual([review])
  })

  test('a copy that was edited since shows it, whatever it says by now', () => {
    expect(triggersNotVisible(facts(), [postTrigger({ at: EARLIER, text: '/object' })], 'all')).toEqual([])
  })

  test('of several states of one remark the newest is asked for, in whatever order they came', () => {
    const [older, newest] = [postTrigger({ text: 'older' }), postTrigger({ at: LATER, text: 'newest' })]
    expect(triggersNotVisible(facts(), [newest, older], 'all')).toEqual([newest])
    expect(triggersNotVisible(facts(), [older, newest], 'all')).toEqual([newest])
  })

  test('and patience that is spent is no reason to believe an answer that shows none of them', () => {
    const edits = [postTrigger({ text: 'A' }), postTrigger({ text: 'B' })]
    expect(triggersNotVisible(facts(), edits, 'any')).toEqual(edits)
  })
})

describe('V6: a pull request must look as the newest event told', () => {
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
  ])('%s is not shown', (_, change) => {
    const told = stateTrigger(change)
    expect(triggersNotVisible(facts(), [told], 'all')).toEqual([told])
  })

  test('labels that only run together to the same letters are others', () => {
    const told = stateTrigger({ labels: ['a', 'bc'] })
    expect(triggersNotVisible(facts({ labels: ['ab', 'c'] }), [told], 'all')).toEqual([told])
  })

  test.each<[string, Partial<StateTold>]>([
    ['nothing of drafts', { draft: null }],
    ['nothing of labels', { labels: null }],
    ['nothing of the description', { body: null }],
  ])('an event that tells %s asks nothing of it', (_, change) => {
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
  ])('%s makes no difference', (_, change) => {
    expect(triggersNotVisible(facts(), [stateTrigger(change)], 'all')).toEqual([])
    expect(triggersNotVisible(facts({ labels: ['billing', 'rfc'] }), [stateTrigger(change)], 'all')).toEqual(
      [],
    )
  })

  test('a closed pull request shows that it was closed, and not that it is open', () => {
    const merged = facts({ state: 'merged' })
    expect(triggersNotVisible(merged, [stateTrigger({ state: 'closed' })], 'all')).toEqual([])
    expect(triggersNotVisible(merged, [stateTrigger()], 'all')).toEqual([stateTrigger()])
  })

  test('an event without a time is never older than an answer', () => {
    const told = stateTrigger({ at: '', head: 'b2' })
    expect(triggersNotVisible(facts(), [told], 'all')).toEqual([told])
  })

  test('of several events only the newest is asked for', () => {
    const [older, newest] = [stateTrigger({ head: 'b2' }), stateTrigger({ head: 'c3', at: LATER })]
    expect(triggersNotVisible(facts(), [newest, older], 'all')).toEqual([newest])
    expect(triggersNotVisible(facts({ head: 'c3' }), [newest, older], 'all')).toEqual([])
  })
})

describe('V6, S3: who joined or left a team must be seen', () => {
  test('and is, where the team reads so', () => {
    expect(unseenMemberships(membership('ada', 'present'), membership('linus', 'absent'))).toEqual([])
  })

  test('and is not, where it does not read so yet', () => {
    const [joined, left] = [membership('linus', 'present'), membership('ada', 'absent')]
    expect(unseenMemberships(joined, left)).toEqual([joined, left])
  })

  test('of several events about one person in one team the newest told decides', () => {
    expect(unseenMemberships(membership('ada', 'absent'), membership('ada', 'present'))).toEqual([])
    expect(unseenMemberships(membership('ada', 'present'), membership('ada', 'absent'))).toEqual([
      membership('ada', 'absent'),
    ])
  })

  test('a team that this pull request does not ask for, or that cannot be found, says nothing', () => {
    expect(unseenMemberships(membership('ada', 'absent', 'acme/other'))).toEqual([])
    const pull = story()
    expect(
      membershipsNotVisible({ ...pull.snapshot(), teams: new Map() }, [membership('ada', 'absent')]),
    ).toEqual([])
  })
})

describe('V6: who is in a team', () => {
  it('is not told by what happened to a remark', () => {
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
