import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import type { Scene } from '../../playground/scene.ts'
import { said, stageForFile } from './stages.ts'

// Histories that were played against the server by webhooks alone, and ended in a wrong green or a wrong word.

const FILE = 'rfcs/0001-billing.md'
const { stage, scene } = stageForFile()

async function released(): Promise<Scene> {
  const story = scene()
  await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
  await story.says('margaret', '/release @ada she is on leave')
  return story
}

/** GitHub tells the App nothing of it. */
async function untold(story: Scene, act: () => void): Promise<void> {
  await story.does(() => stage().github.quietly(act))
}

describe('a released person blocks, and somebody else deletes their post (C3, C6)', () => {
  it.each([
    ['/object who pays?', 'failure: Objection #1 by @ada is open'],
    ['/misalign it is not late', 'failure: @ada disputes the problem'],
    ['/withdraw', 'action_required: Waiting for @ada'],
  ])('which changes nothing of it, in a comment: %s', async (text, blocked) => {
    const story = await released()
    const comment = await story.says('ada', text)
    await story.deletes('mallory', comment)
    await story.says('linus', '/commit')
    expect(said(story)).toBe(blocked)
    await story.says('author', '/refresh')
    expect(said(story)).toBe(blocked)
    await story.says('margaret', '/release @ada she is on leave')
    expect(said(story)).toMatch(/^success/)
  })

  it('in a comment whose webhook was lost', async () => {
    const story = await released()
    const { github } = stage()
    await untold(story, () => void github.comment(story.pull(), 'ada', '/object who pays?'))
    const comment = story.comments().at(-1)!
    await story.deletes('mallory', comment)
    await story.says('linus', '/commit')
    expect(said(story)).toBe('failure: Objection #1 by @ada is open')
  })

  it('on a line', async () => {
    const story = await released()
    const { github } = stage()
    const where = { path: FILE, line: 1, body: '/object who pays?' }
    const comment = await story.does(() => github.lineComment(story.pull(), 'ada', where))
    expect(said(story)).toMatch(/^failure: Objection #1/)
    await story.does(() => github.deleteComment(comment, 'mallory'))
    await story.says('linus', '/commit')
    expect(said(story)).toBe('failure: Objection #1 by @ada is open')
  })
})

describe('an approval whose body commits is dismissed (C7)', () => {
  it.each(['version: 1\n', 'version: 1\nreviews: count\n'])(
    'and the check is no success any more: %j',
    async (config) => {
      const story = scene({ 'README.md': '# Acme\n', '.github/rfc-alignment.yml': config })
      const { github } = stage()
      await story.opens('author', { [FILE]: rfc(['ada']) })
      const review = await story.does(() => github.review(story.pull(), 'ada', 'approve', '/commit'))
      expect(said(story)).toMatch(/^success/)
      await story.does(() => github.dismissReview(review, 'margaret', 'not yet'))
      expect(said(story)).toBe('action_required: Waiting for @ada')
      await story.says('author', '/refresh')
      expect(said(story)).toBe('action_required: Waiting for @ada')
      expect(story.replies().join('\n')).toMatch(/This review was dismissed/)
    },
  )
})

describe('a rejected /add stays rejected (C0)', () => {
  it('when its writer becomes a maintainer', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    await story.says('grace', '/add @linus')
    await story.says('ada', '/commit')
    expect(said(story)).toMatch(/^success/)
    await story.does(() => stage().github.grant(story.repository, 'grace', 'maintain'))
    await story.says('author', '/refresh')
    expect(said(story)).toMatch(/^success/)
    await story.says('grace', '/add @linus')
    expect(said(story)).toBe('action_required: Waiting for @linus')
  })
})

describe('a /commit before the first announcement (F1)', () => {
  it('is answered with a request to commit again', async () => {
    const story = scene()
    const { github } = stage()
    await story.does(() => {
      github.push(story.repository, 'early', { [FILE]: rfc(['ada']) }, { by: 'author' })
      const pull = github.openPullRequest(story.repository, { author: 'author', head: 'early', base: 'main' })
      github.comment(pull, 'ada', '/commit')
    })
    const pull = [...github.world.state.pulls.values()].at(-1)!
    const replies = github.comments(pull).map(({ body }) => body)
    expect(replies.join('\n')).toMatch(/was posted before this App's first check of the text/)
    expect(github.checkRuns(pull).at(-1)?.conclusion).toBe('action_required')
  })
})
