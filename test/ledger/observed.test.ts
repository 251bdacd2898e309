import { expect, it } from 'vitest'
import type { Post } from '../../src/facts/snapshot.ts'
import type { Ledger } from '../../src/ledger/append.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { named, person } from '../rules/story.ts'

it('C1, GH-202: consent that a read finds to have come by e-mail does not count, although a payload told it', () => {
  const told = named(['ada'])
  told.say('ada', '/commit')
  const observe = (change: Partial<Post>, ledger: Ledger | null = null) => {
    const snapshot = told.snapshot()
    const posts = snapshot.posts.map((post) => ({ ...post, ...change }))
    const recorded = ledger ? ([{ how: 'whole', ledger, secret: '' }] as const) : []
    const verdict = evaluate({ ...snapshot, posts }, told.texts(snapshot), ...recorded)
    const observed = 'evaluated' in verdict ? verdict.evaluated.observed : null
    if (!observed) throw new Error('nothing was observed')
    return observed
  }
  const commitmentIn = ({ folded }: ReturnType<typeof observe>) =>
    folded.positions.get(person('ada').id)?.commitment ?? null
  const first = observe({ viaEmail: false })
  expect(commitmentIn(first)).not.toBeNull()
  expect(commitmentIn(observe({ viaEmail: true }, first.ledger))).toBeNull()
  expect(observe({ viaEmail: false }, first.ledger).news.filter(({ kind }) => kind === 'post')).toEqual([])
})
