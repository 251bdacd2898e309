import { describe, expect, test } from 'vitest'
import type { PullRequestFacts } from '../../src/facts/snapshot.ts'
import type { Trigger } from '../../src/facts/trigger.ts'
import { triggersNotVisible } from '../../src/rfc/not-visible-yet.ts'
import { story } from '../rules/story.ts'

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

const post = (changes: Partial<PostTold> = {}): PostTold => ({
  kind: 'remark',
  on: 'comment',
  id: '7',
  state: 'present',
  at: NOW,
  text: '/commit',
  ...changes,
})

const state = (changes: Partial<StateTold> = {}): StateTold => ({
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

describe('V6: each remark is looked for by itself', () => {
  test('so that a newer one does not stand for an older one that is missing', () => {
    const missing = post({ id: '6', at: EARLIER })
    expect(triggersNotVisible(facts(), [missing, post()], 'all')).toEqual([missing])
  })

  test('and a review is not shown by a comment of the same number', () => {
    const review = post({ on: 'review' })
    expect(triggersNotVisible(facts(), [review, post()], 'all')).toEqual([review])
  })

  test('a copy that was edited since shows it, whatever it says by now', () => {
    expect(triggersNotVisible(facts(), [post({ at: EARLIER, text: '/object' })], 'all')).toEqual([])
  })

  test('of several states of one remark the newest is asked for, in whatever order they came', () => {
    const [older, newest] = [post({ text: 'older' }), post({ at: LATER, text: 'newest' })]
    expect(triggersNotVisible(facts(), [newest, older], 'all')).toEqual([newest])
    expect(triggersNotVisible(facts(), [older, newest], 'all')).toEqual([newest])
  })

  test('and patience that is spent is no reason to believe an answer that shows none of them', () => {
    const edits = [post({ text: 'A' }), post({ text: 'B' })]
    expect(triggersNotVisible(facts(), edits, 'any')).toEqual(edits)
  })
})

describe('V6: a pull request must look as the newest event told', () => {
  test('and does here', () => {
    expect(triggersNotVisible(facts(), [state()], 'all')).toEqual([])
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
    const told = state(change)
    expect(triggersNotVisible(facts(), [told], 'all')).toEqual([told])
  })

  test('labels that only run together to the same letters are others', () => {
    const told = state({ labels: ['a', 'bc'] })
    expect(triggersNotVisible(facts({ labels: ['ab', 'c'] }), [told], 'all')).toEqual([told])
  })

  test.each<[string, Partial<StateTold>]>([
    ['nothing of drafts', { draft: null }],
    ['nothing of labels', { labels: null }],
    ['nothing of the description', { body: null }],
  ])('an event that tells %s asks nothing of it', (_, change) => {
    expect(triggersNotVisible(facts({ isDraft: true }), [state({ draft: true, ...change })], 'all')).toEqual(
      [],
    )
  })

  test.each<[string, Partial<StateTold>]>([
    ['the order of labels', { labels: ['billing', 'rfc'] }],
    ['the order of other labels', { labels: ['rfc', 'billing'] }],
    ['line ends of the web', { body: 'one\r\ntwo' }],
    ['line ends of old machines', { body: 'one\rtwo' }],
    ['white space around a text', { body: '\n one\ntwo \n' }],
  ])('%s makes no difference', (_, change) => {
    expect(triggersNotVisible(facts(), [state(change)], 'all')).toEqual([])
    expect(triggersNotVisible(facts({ labels: ['billing', 'rfc'] }), [state(change)], 'all')).toEqual([])
  })

  test('a closed pull request shows that it was closed, and not that it is open', () => {
    const merged = facts({ state: 'merged' })
    expect(triggersNotVisible(merged, [state({ state: 'closed' })], 'all')).toEqual([])
    expect(triggersNotVisible(merged, [state()], 'all')).toEqual([state()])
  })

  test('an event without a time is never older than an answer', () => {
    const told = state({ at: '', head: 'b2' })
    expect(triggersNotVisible(facts(), [told], 'all')).toEqual([told])
  })

  test('of several events only the newest is asked for', () => {
    const [older, newest] = [state({ head: 'b2' }), state({ head: 'c3', at: LATER })]
    expect(triggersNotVisible(facts(), [newest, older], 'all')).toEqual([newest])
    expect(triggersNotVisible(facts({ head: 'c3' }), [newest, older], 'all')).toEqual([])
  })
})
