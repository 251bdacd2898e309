import { beforeAll, describe, expect, it } from 'vitest'
import { costOf as costAt } from './cost-of.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const CODE = { 'src/a.ts': 'export {}\n' }
const NOT_AN_RFC = /^success: Not an RFC/
const { stage, scene } = stageForFile()

// What a server reads once when it starts is no event's.
beforeAll(async () => {
  await scene().opens('author', CODE)
})

/** What an act cost. A push to a branch is an event of its own: which pull requests go into it is asked once. */
const costOf = (act: () => Promise<unknown>) =>
  costAt(stage().github, act, ({ path }) => !path.includes('/pulls?state=open&per_page=100&base='))

describe('an event on a pull request that is no RFC costs one read, one point, and one write per head (A5)', () => {
  const ONCE = { reads: 1, points: 1, writes: 1 }
  const AGAIN = { reads: 1, points: 1, writes: 0 }

  it.each<[string, (story: ReturnType<typeof scene>) => Promise<unknown>, typeof ONCE]>([
    ['a comment', (story) => story.says('eve', 'I have read it.'), AGAIN],
    ['a command', (story) => story.says('ada', '/commit'), AGAIN],
    ['a push', (story) => story.pushes('author', { 'src/b.ts': 'export {}\n' }), ONCE],
    ['a force-push', (story) => story.forcePushes('author', { 'src/c.ts': 'export {}\n' }), ONCE],
    ['a label', (story) => story.does(() => stage().github.label(story.pull(), 'ada', 'bug')), AGAIN],
    [
      'the second force-push',
      async (story) => {
        await story.forcePushes('author', { 'src/c.ts': 'export {}\n' })
        return costOf(() => story.forcePushes('author', { 'src/d.ts': 'export {}\n' }))
      },
      { reads: 2, points: 2, writes: 2 },
    ],
    [
      'a comment after it became ready',
      async (story) => {
        await story.does(() => stage().github.draft(story.pull(), 'author'))
        await story.does(() => stage().github.ready(story.pull(), 'author'))
        return story.says('eve', 'Thanks.')
      },
      { reads: 3, points: 3, writes: 0 },
    ],
  ])('counts the calls for %s', async (_, act, cost) => {
    const story = scene()
    expect(await costOf(() => story.opens('author', CODE))).toEqual(ONCE)
    expect(said(story)).toMatch(NOT_AN_RFC)
    expect(await costOf(() => act(story))).toEqual(cost)
    expect(said(story)).toMatch(NOT_AN_RFC)
  })
})

describe('a former RFC is never treated as never having been one (D5)', () => {
  it('when its file moved away by a push', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    stage().github.clock.advance(900)
    await story.pushes('author', { [FILE]: null, ...CODE })
    expect(said(story)).toMatch(/^failure: The RFC was removed/)
    await story.says('eve', 'Well.')
    expect(said(story)).toMatch(/^failure: The RFC was removed/)
  })

  it('when its file moved away by several force-pushes', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    stage().github.clock.advance(900)
    for (const name of ['one', 'two', 'three']) {
      await story.forcePushes('author', { [`src/${name}.ts`]: 'export {}\n' })
      expect(said(story)).toMatch(/^failure: The RFC was removed/)
    }
  })

  it('when its label was removed, unlike one that was an RFC only in draft', async () => {
    const labelled = scene()
    await labelled.opens('author', CODE, { body: rfc(['ada']) })
    await labelled.does(() => stage().github.label(labelled.pull(), 'author', 'rfc'))
    expect(said(labelled)).toBe('action_required: Waiting for @ada')
    stage().github.clock.advance(900)
    await labelled.does(() => stage().github.unlabel(labelled.pull(), 'author', 'rfc'))
    expect(said(labelled)).toMatch(/^failure: The RFC was removed/)
    const draft = scene()
    await draft.opens('author', { [FILE]: rfc(['ada']) }, { draft: true })
    await draft.pushes('author', { [FILE]: null, ...CODE })
    expect(said(draft)).toMatch(NOT_AN_RFC)
  })
})

describe('an event on an RFC costs few reads and points (A5)', () => {
  it('one read for a comment, two for a push', async () => {
    const story = scene()
    const names = ['ada', 'linus', 'acme/payers']
    await story.does(() => stage().github.createTeam('acme', 'payers', { members: ['grace', 'margaret'] }))
    const opened = await costOf(() => story.opens('author', { [FILE]: rfc(names) }))
    const comment = await costOf(() => story.says('eve', 'I have read it.'))
    const commitment = await costOf(() => story.says('ada', '/commit'))
    const objection = await costOf(() => story.says('linus', '/object who pays?'))
    const push = await costOf(() => story.pushes('author', { [FILE]: rfc(names, 'Hourly.') }))
    expect({ opened, comment, commitment, objection, push }).toMatchObject({
      opened: { reads: 5, points: 4 },
      comment: { reads: 1, points: 1, writes: 0 },
      commitment: { reads: 1, points: 1 },
      objection: { reads: 1, points: 1 },
      push: { reads: 2, points: 1 },
    })
    expect(said(story)).toMatch(/^failure: Objection #1 by @linus/)
  })

  it('also with many posts, commits and edits', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    await story.does(() => {
      for (let i = 0; i < 60; i++) github.comment(story.pull(), 'grace', `Thought ${i}.`)
      for (let i = 0; i < 20; i++) {
        github.push(story.repository, 'rfc', { 'notes.txt': `${i}` }, { by: 'author' })
      }
    })
    await story.says('eve', 'Long.')
    expect(await costOf(() => story.says('ada', '/commit'))).toMatchObject({ reads: 1, points: 2 })
  })
})
