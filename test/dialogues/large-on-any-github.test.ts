import { afterEach, describe, expect, it } from 'vitest'
import { type Quirks, usualQuirks } from '@rfc-alignment/emulator/world/quirks.ts'
import type { Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const NAMED = ['ada', 'linus']
const FILES = {
  [FILE]: rfc(NAMED),
  ...Object.fromEntries(
    Array.from({ length: 149 }, (_, i) => [`src/part-${i}.ts`, `export const part = ${i}\n`]),
  ),
}

const { stage, scene } = stageForFile()

afterEach(() => {
  Object.assign(stage().github.quirks, usualQuirks())
  stage().github.flag('eve', false)
})

/** An RFC with 150 files and 120 posts, half of them by an account that GitHub flags later; one review is begun. */
async function opensLarge(): Promise<Scene> {
  const { github } = stage()
  const play = scene()
  await play.opens('author', FILES)
  await play.does(() => {
    github.startReview(play.pull(), 'grace', 'Not yet.')
    for (let i = 0; i < 60; i++) {
      github.comment(play.pull(), 'grace', `Thought ${i}.`)
      github.comment(play.pull(), 'eve', `Offer ${i}.`)
    }
  })
  return play
}

describe('an RFC with 150 files and 120 posts gets its checks on a GitHub of any kind (A5, D6, V6)', () => {
  const kinds: readonly [fact: string, quirks: Partial<Quirks>][] = [
    ['as the evidence has it', {}],
    ['that spends ten nodes on a query (GH-40)', { resourceLimit: 10 }],
    ['that times out above 5,000 nodes with a page (GH-40)', { timesOutAbove: 5_000 }],
    ['that times out above 5,000 nodes with an error (GH-40)', { timesOutAbove: 5_000, timeoutForm: 'json' }],
    ['before Enterprise Server 3.12 (GH-32)', { serverVersion: '3.10.0' }],
    ['that hides no field (GH-32)', { hidesWithoutPermission: false }],
    ['that counts begun reviews (GH-22)', { pendingReviews: 'counted' }],
    ['that shows begun reviews (GH-22)', { pendingReviews: 'shown' }],
    ['that computes no diff of so many files (GH-18)', { mostFilesCompared: 100 }],
    ['that refuses comparisons (GH-179)', { rejectsComparisons: true }],
  ]
  it.each(kinds)('%s', async (_, quirks) => {
    Object.assign(stage().github.quirks, quirks)
    const play = await opensLarge()
    expect(said(play)).toBe('action_required: Waiting for @ada and @linus')
    stage().github.flag('eve')
    await play.says('ada', '/commit')
    expect(said(play)).toBe('action_required: Waiting for @linus')
    await play.says('linus', '/object The rollback takes a day.')
    expect(said(play)).toBe('failure: Objection #1 by @linus is open')
    await play.says('linus', '/commit')
    expect(said(play)).toBe('success: Ready to merge: 2 committed')
    await play.pushes('author', { [FILE]: rfc(NAMED, 'Bill hourly.') })
    expect(said(play)).toBe('action_required: Waiting for @ada and @linus')
    expect((await play.triesToMerge('margaret')).merged).toBe(false)
  })
})

describe('when GitHub counts posts that it does not show (GH-21, GH-180)', () => {
  it('a large RFC fails with the numbers, and recovers when they agree (A7, V6)', async () => {
    const { github } = stage()
    github.quirks.countsFlagged = true
    const play = await opensLarge()
    await play.says('ada', '/commit')
    await play.says('linus', '/commit')
    expect(said(play)).toBe('success: Ready to merge: 2 committed')
    github.flag('eve')
    await play.says('grace', '/commit')
    expect(said(play)).toMatch(/^failure: Can't read this pull request/)
    expect(play.check()?.summary).toContain('GitHub counts 124 comments and shows 64')
    expect((await play.triesToMerge('margaret')).merged).toBe(false)
    github.flag('eve', false)
    await play.says('grace', '/refresh')
    expect(said(play)).toBe('success: Ready to merge: 2 committed')
  })
})
