import { describe, expect, it } from 'vitest'
import type { CheckRun, PullRequest } from '@rfc-alignment/emulator/world/state.ts'
import type { Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'

/** A short wait between attempts: what a test delays arrives before the last of them. */
const { stage, scene, asked } = stageForFile({ server: { backoffSeconds: () => 0.1 } })

/** Opens one pull request more from the commit the scene's own has. */
function opensTwin(story: Scene, branch = 'twin', body = ''): Promise<PullRequest> {
  const { github } = stage()
  return story.does(() => {
    github.forcePush(story.repository, branch, story.pull().headOid, { by: 'author' })
    return github.openPullRequest(story.repository, { author: 'author', head: branch, title: 'Twin', body })
  })
}

/** The newest run that a pull request has of its own. */
function ownRun({ number, headOid }: PullRequest): CheckRun | undefined {
  return [...stage().github.world.state.checkRuns.values()].findLast(
    (run) => run.headOid === headOid && run.externalId.includes(` pr=${number} `),
  )
}

function ownTitle(pull: PullRequest): string {
  const run = ownRun(pull)
  return `${run?.conclusion}: ${run?.title}`
}

const mayMerge = (pull: PullRequest) => stage().github.mergeBox(pull).allowed

describe('pull requests that share a head and a base (V7, TH-100)', () => {
  it.each(['the first', 'the second'] as const)(
    'pass only together, in any order of commitments: %s',
    async (which) => {
      const story = scene()
      const { github } = stage()
      await story.opens('author', { [FILE]: rfc(['ada']) })
      const first = story.pull()
      const second = await opensTwin(story)
      const [early, late] = which === 'the first' ? [first, second] : [second, first]
      await story.does(() => github.comment(early, 'ada', '/commit'))
      expect(ownTitle(early)).toBe(`action_required: #${late.number} has the same commit: Waiting for @ada`)
      expect(ownTitle(late)).toBe('action_required: Waiting for @ada')
      expect([mayMerge(first), mayMerge(second)]).toEqual([false, false])

      await story.does(() => github.comment(late, 'ada', '/commit'))
      expect([first, second].map(ownTitle)).toEqual([
        'success: Ready to merge: 1 committed',
        'success: Ready to merge: 1 committed',
      ])
      expect([mayMerge(first), mayMerge(second)]).toEqual([true, true])

      await story.does(() => github.comment(early, 'ada', '/object who pays?'))
      expect(ownTitle(early)).toBe('failure: Objection #1 by @ada is open')
      expect(ownTitle(late)).toBe(
        `failure: #${early.number} has the same commit: Objection #1 by @ada is open`,
      )
      expect([mayMerge(first), mayMerge(second)]).toEqual([false, false])
    },
  )

  it('name each other in summary and comment, in one sentence each', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await opensTwin(story)
    await story.says('ada', '/commit')
    const sentence =
      /\[#2\]\([^)]+\/pull\/2\) has the same head commit and base branch.*Waiting for @\u2060ada/
    expect(ownRun(story.pull())?.summary).toMatch(sentence)
    expect(story.sticky()).toMatch(sentence)
    expect(story.sticky()).toMatch(/^<!-- rfc-alignment sticky -->\n\n\*\*Ready to merge: 1 committed\*\*/)
    expect(twin.number).toBe(2)
  })

  it('pass alone when the other one is closed', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await opensTwin(story)
    await story.says('ada', '/commit')
    expect(mayMerge(story.pull())).toBe(false)
    await story.does(() => stage().github.closePullRequest(twin, 'author'))
    expect(said(story)).toBe('success: Ready to merge: 1 committed')
    expect(story.sticky()).not.toMatch(/same commit/)
  })

  it('fail together when a label makes one of them an RFC (D3)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { 'a.ts': '1' })
    const twin = await opensTwin(story, 'twin', rfc(['grace']))
    expect(mayMerge(story.pull())).toBe(true)
    await story.does(() => github.label(twin, 'author', 'rfc'))
    expect(ownTitle(story.pull())).toBe('action_required: #2 has the same commit: Waiting for @grace')
    expect(mayMerge(story.pull())).toBe(false)
    expect(story.comments()).toEqual([])
    await story.does(() => github.comment(twin, 'grace', '/commit'))
    expect(ownTitle(story.pull())).toMatch(/^success: Not an RFC/)
    expect(mayMerge(story.pull())).toBe(true)
  })

  it('are red together while the configuration is broken and one of them carries a label (§13)', async () => {
    const story = scene({ '.github/rfc-alignment.yml': 'version: 2' })
    await story.opens('author', { 'a.ts': '1' })
    const twin = await opensTwin(story)
    await story.does(() => stage().github.label(twin, 'author', 'anything'))
    expect(ownTitle(story.pull())).toMatch(/^failure: #2 has the same commit/)
    expect(mayMerge(story.pull())).toBe(false)
  })

  it('are not evaluated when there are too many', async () => {
    const story = scene()
    await story.opens('author', { 'a.ts': '1' })
    for (let count = 1; count <= 5; count++) await opensTwin(story, `twin-${count}`)
    expect(ownTitle(story.pull())).toMatch(/^success: Not an RFC/)
    await opensTwin(story, 'twin-6')
    expect(ownTitle(story.pull())).toBe('failure: 6 other pull requests have the same commit')
  })

  it('lose a success at the first attempt when one cannot be read, until it can', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await opensTwin(story)
    await story.says('ada', '/commit')
    await story.does(() => github.comment(twin, 'ada', '/commit'))
    expect(mayMerge(story.pull())).toBe(true)
    const seen: string[] = []
    const stop = github.onRequest(({ operation, body }) => {
      if (operation !== 'PullRequest') return
      const { variables } = body as { variables: { number: number } }
      seen.push(`${variables.number} ${mayMerge(story.pull()) ? 'green' : 'red'}`)
      return variables.number === twin.number ? { answer: { status: 500, body: {} } } : undefined
    })
    github.clock.advance(60)
    const tries = asked(({ operation }) => operation === 'PullRequest', 6)
    github.comment(story.pull(), 'ada', '/withdraw')
    await tries
    expect(seen.slice(0, 4)).toEqual(['1 green', '2 green', '1 red', '2 red'])
    expect(mayMerge(twin)).toBe(false)
    stop()
    await stage().settled()
    expect(ownTitle(story.pull())).toBe('action_required: Waiting for @ada')
    expect(mayMerge(twin)).toBe(false)
  })

  it('keep a failure caused by a stale read, without a newer success (V6)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await opensTwin(story)
    await story.says('ada', '/commit')
    await story.does(() => github.comment(twin, 'ada', '/commit'))
    expect(mayMerge(story.pull())).toBe(true)
    // What the twin's readings show from here on lacks the objection.
    let before: unknown
    const stopLagging = github.onRequest(({ operation, body }) => {
      const { variables } = body as { variables?: { number?: number } }
      if (operation !== 'PullRequest' || variables?.number !== twin.number) return
      return {
        alter: ({ status, body: shown }) => {
          before ??= structuredClone(shown)
          return { status, body: before }
        },
      }
    })
    await story.does(() => github.comment(twin, 'eve', 'Interesting.'))
    const reddened = asked(({ method, path }) => method !== 'GET' && path.includes('/check-runs'))
    github.clock.advance(60)
    github.comment(twin, 'ada', '/object who pays?')
    await reddened
    const written: unknown[] = []
    const stopWatching = github.onRequest(({ path, body }) => {
      if (path.endsWith(`/check-runs/${ownRun(story.pull())?.id}`)) written.push(body)
    })
    const answered = asked(({ path }) => path.endsWith(`/check-runs/${ownRun(story.pull())?.id}`))
    github.comment(story.pull(), 'eve', 'Interesting, too.')
    await answered
    stopLagging()
    await stage().settled()
    stopWatching()
    expect(written[0]).toMatchObject({
      conclusion: 'failure',
      output: { title: "#2 has the same commit: GitHub doesn't show its current state yet" },
    })
    expect(ownTitle(twin)).toBe('failure: Objection #1 by @ada is open')
    expect(ownTitle(story.pull())).toBe('failure: #2 has the same commit: Objection #1 by @ada is open')
  })

  it('pass alone while GitHub still lists the other one (V6)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { 'a.ts': '1' })
    github.push(story.repository, 'lax', { 'lax.md': '# Lax' }, { by: 'margaret' })
    const twin = await opensTwin(story)
    expect(mayMerge(twin)).toBe(true)
    // The first answer about each is from before the other one left, and before it was reddened.
    const late = new Map<unknown, unknown>()
    let isLagging = false
    const stop = github.onRequest(({ operation, body }) => {
      const number = (body as { variables?: { number?: number } }).variables?.number
      if (operation !== 'PullRequest') return
      return {
        alter: ({ status, body: shown }) => {
          const before = late.get(number)
          late.set(number, isLagging ? undefined : structuredClone(shown))
          return { status, body: before ?? shown }
        },
      }
    })
    for (const pull of [story.pull(), twin]) await story.does(() => github.comment(pull, 'eve', 'Hm.'))
    isLagging = true
    await story.does(() => github.edit(story.pull(), 'author', { base: 'lax' }))
    stop()
    expect(said(story)).toMatch(/^success: Not an RFC/)
    expect(ownTitle(twin)).toMatch(/^success: Not an RFC/)
    expect(mayMerge(twin)).toBe(true)
  })

  it('do not make a merge group of the same commit pass', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { 'a.ts': '1' }, { body: rfc(['ada']) })
    await story.does(() => github.label(story.pull(), 'author', 'rfc'))
    await story.says('ada', '/commit')
    const group = await story.does(() => {
      github.quietly(() => github.comment(story.pull(), 'ada', '/withdraw'))
      github.setMergingStrategy(story.repository, 'main', 'HEADGREEN')
      github.protect(story.repository, { branch: 'main', check: 'build' })
      github.setStatus(story.repository, story.pull().headOid, 'author', {
        context: 'build',
        state: 'success',
      })
      return github.enqueue(story.pull(), 'author')
    })
    const onGroup = () => github.checkRuns({ repository: story.repository, sha: group })
    expect(onGroup().map(({ title }) => title)).toEqual(['#1: Waiting for @ada'])
    const thief = await story.does(() => {
      github.forcePush(story.repository, 'thief', group, { by: 'mallory' })
      return github.openPullRequest(story.repository, { author: 'mallory', head: 'thief', title: 'Nothing' })
    })
    expect(ownTitle(thief)).toMatch(/^failure: This commit's check in the merge queue doesn't pass/)
    expect(onGroup().map(({ conclusion }) => conclusion)).toEqual(['failure'])
  })
})

describe('a closed pull request (V7)', () => {
  it.each([
    ['an RFC', { [FILE]: rfc(['ada']) }, /^failure: This pull request is closed/],
    ['no RFC', { 'a.ts': '1' }, /^success: Not an RFC/],
  ])('that failed by a stale read is not evaluated forever: %s', async (_, files, title) => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', files)
    await story.says('ada', '/commit')
    expect(said(story)).toMatch(/^success/)
    github.replica.hold()
    github.clock.advance(60)
    const reddened = asked(({ method, path }) => method === 'GET' && path.includes('/check-runs/'))
    github.closePullRequest(story.pull(), 'author')
    await reddened
    expect(said(story)).toMatch(/^failure: Can't read .* retrying/)
    github.replica.release()
    await stage().settled()
    expect(said(story)).toMatch(title)
  })
})
