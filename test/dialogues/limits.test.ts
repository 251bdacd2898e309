import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const { stage, scene } = stageForFile()

describe('a rate limit of GitHub (TH-132, TH-133)', () => {
  it('on a comment does not delay the check; the comment is written later, once', async () => {
    const story = scene()
    const { github } = stage()
    const saidThen: string[] = []
    const stop = github.onRequest(({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/comments')) return
      stop()
      saidThen.push(said(story))
      return {
        answer: {
          status: 403,
          headers: { 'retry-after': '1' },
          body: { message: 'You have exceeded a secondary rate limit' },
        },
      }
    })
    await story.opens('author', { [FILE]: rfc(['ada']) })
    expect(saidThen).toEqual(['action_required: Waiting for @ada'])
    expect(story.comments()).toHaveLength(1)
    expect(github.checkRuns(story.pull())).toHaveLength(1)
  })

  it('stops every call on that account until the time GitHub named, and loses no event', async () => {
    const [first, second] = [scene(), scene()]
    const { github } = stage()
    let refusedAt: number | null = null
    let nextAt: number | null = null
    const refused = Promise.withResolvers<void>()
    const stop = github.onRequest(({ operation }) => {
      if (refusedAt !== null) {
        nextAt ??= performance.now()
        return
      }
      if (operation !== 'PullRequest') return
      refusedAt = performance.now()
      refused.resolve()
      return { answer: { status: 429, headers: { 'retry-after': '2' }, body: { message: 'slow down' } } }
    })
    const opening = first.opens('author', { [FILE]: rfc(['ada']) })
    await refused.promise
    await second.opens('author', { [FILE]: rfc(['linus']) })
    await opening
    stop()
    expect(github.deliveries.every(({ statusCode }) => statusCode === 202)).toBe(true)
    expect([said(first), said(second)]).toEqual([
      'action_required: Waiting for @ada',
      'action_required: Waiting for @linus',
    ])
    expect((nextAt ?? 0) - (refusedAt ?? 0)).toBeGreaterThan(1_900)
  })
})
