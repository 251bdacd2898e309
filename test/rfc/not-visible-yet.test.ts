import { describe, expect, it } from 'vitest'
import type { Trigger } from '../../src/facts/trigger.ts'
import { triggersNotVisible } from '../../src/rfc/not-visible-yet.ts'
import { rfc } from '../rfc-text.ts'
import { story } from '../rules/story.ts'

const FILE = 'rfcs/0001.md'

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
