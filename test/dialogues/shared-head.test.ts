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

const titles = (...pulls: readonly PullRequest[]) => pulls.map(ownTitle)

const replyTo = (pull: PullRequest) => stage().github.comments(pull).at(-1)?.body ?? ''

describe('pull requests that share a head and a base (V7, TH-100)', () => {
  it('are one decision: the first carries it, and what is posted on the other is answered there', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const first = story.pull()
    const second = await opensTwin(story)
    expect(titles(first, second)).toEqual([
      'action_required: Waiting for @ada',
      'action_required: Carried by #1: Waiting for @ada',
    ])
    const sticky = github.comments(second)[0]?.body
    expect(sticky).toMatch(/^<!-- rfc-alignment sticky -->\n\n\*\*This decision is carried by #\u20601\*\*/)
    expect(sticky).toMatch(/\[#1\]\([^)]+\/pull\/1\) had the same head commit and base branch first/)

    const objection = await story.does(() => github.comment(second, 'ada', '/object who pays?'))
    expect(titles(first, second)).toEqual([
      'action_required: Waiting for @ada',
      'action_required: Carried by #1: Waiting for @ada',
    ])
    expect(objection.reactions.map(({ content }) => content)).toEqual(['confused'])
    expect(replyTo(second)).toMatch(
      /carries this decision, so what is posted here doesn't count\. Post it on/,
    )

    await story.does(() => github.comment(second, 'ada', '/commit'))
    expect([mayMerge(first), mayMerge(second)]).toEqual([false, false])
    await story.does(() => github.comment(first, 'ada', '/commit'))
    expect(titles(first, second)).toEqual([
      'success: Ready to merge: 1 committed',
      'success: Carried by #1: Ready to merge: 1 committed',
    ])
    expect([mayMerge(first), mayMerge(second)]).toEqual([true, true])

    await story.does(() => github.comment(first, 'ada', '/object who pays?'))
    expect(titles(first, second)).toEqual([
      'failure: Objection #1 by @ada is open',
      'failure: Carried by #1: Objection #1 by @ada is open',
    ])
    expect([mayMerge(first), mayMerge(second)]).toEqual([false, false])
  })

  it.each<[string, (story: Scene) => unknown]>([
    ['is closed', (story) => stage().github.closePullRequest(story.pull(), 'author')],
    [
      'gets another head',
      (story) => stage().github.push(story.repository, 'rfc', { 'a.ts': '1' }, { by: 'author' }),
    ],
    ['gets another base', (story) => stage().github.edit(story.pull(), 'author', { base: 'lax' })],
  ])(
    'decide for themselves once the first %s, and what was posted before counts for nothing',
    async (_, leaves) => {
      const story = scene()
      const { github } = stage()
      await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
      github.push(story.repository, 'lax', { 'lax.md': '# Lax' }, { by: 'margaret' })
      const second = await opensTwin(story)
      await story.does(() => github.comment(second, 'linus', '/object who pays?'))
      await story.does(() => github.comment(second, 'ada', '/commit'))
      await story.does(() => github.comment(story.pull(), 'ada', '/commit'))
      await story.does(() => github.comment(story.pull(), 'linus', '/commit'))
      expect(mayMerge(second)).toBe(true)

      await story.does(() => leaves(story))
      expect(ownTitle(second)).toBe('action_required: Waiting for @ada and @linus')
      expect(mayMerge(second)).toBe(false)
      expect(github.comments(second)[0]?.body).not.toMatch(/carried by/)
      expect(replyTo(second)).toMatch(
        /When this was posted, another pull request .* Post it again in a new comment/,
      )

      await story.does(() => github.comment(second, 'ada', '/commit'))
      await story.does(() => github.comment(second, 'linus', '/commit'))
      expect(ownTitle(second)).toBe('success: Ready to merge: 2 committed')
    },
  )

  it('are decided by the first again when it is reopened', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const second = await opensTwin(story)
    await story.does(() => github.closePullRequest(story.pull(), 'author'))
    await story.does(() => github.comment(second, 'ada', '/commit'))
    expect(ownTitle(second)).toBe('success: Ready to merge: 1 committed')
    await story.does(() => github.reopen(story.pull(), 'author'))
    expect(titles(story.pull(), second)).toEqual([
      'action_required: Waiting for @ada',
      'action_required: Carried by #1: Waiting for @ada',
    ])
    await story.does(() => github.closePullRequest(story.pull(), 'author'))
    expect(ownTitle(second)).toBe('success: Ready to merge: 1 committed')
  })

  it('are decided by the one that had the commit first, not by the older one', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada'], 'Bill by the week.') })
    const second = await opensTwin(story)
    await story.does(() => github.push(story.repository, 'twin', { [FILE]: rfc(['ada']) }, { by: 'author' }))
    await story.does(() => github.comment(second, 'ada', '/commit'))
    expect(ownTitle(second)).toBe('success: Ready to merge: 1 committed')
    await story.does(() => github.forcePush(story.repository, 'rfc', second.headOid, { by: 'author' }))
    expect(titles(story.pull(), second)).toEqual([
      'success: Carried by #2: Ready to merge: 1 committed',
      'success: Ready to merge: 1 committed',
    ])
  })

  it('say on the other one where it is decided when asked for the status', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await opensTwin(story)
    await story.does(() => stage().github.comment(twin, 'ada', '/status'))
    expect(replyTo(twin)).toMatch(/\*\*This decision is carried by #\u20601\*\*/)
  })

  it('fail together while the first is no RFC and a label makes the other one an RFC (D3)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { 'a.ts': '1' })
    const twin = await opensTwin(story, 'twin', rfc(['grace']))
    expect(mayMerge(story.pull())).toBe(true)
    await story.does(() => github.label(twin, 'author', 'rfc'))
    expect(titles(story.pull(), twin)).toEqual([
      'failure: #2 has the same commit as #1, and only #2 is an RFC',
      'failure: #2 has the same commit as #1, and only #2 is an RFC',
    ])
    expect(mayMerge(story.pull())).toBe(false)
    expect(story.comments()).toEqual([])
    await story.does(() => github.push(story.repository, 'twin', { 'a.ts': '2' }, { by: 'author' }))
    expect(ownTitle(twin)).toBe('action_required: Waiting for @grace')
    expect(ownTitle(story.pull())).toMatch(/^success: Not an RFC/)
    expect(mayMerge(story.pull())).toBe(true)
  })

  it('are red together while the configuration is broken and one of them carries a label (§13)', async () => {
    const story = scene({ '.github/rfc-alignment.yml': 'version: 2' })
    await story.opens('author', { 'a.ts': '1' })
    const twin = await opensTwin(story)
    await story.does(() => stage().github.label(twin, 'author', 'anything'))
    expect(ownTitle(story.pull())).toBe('failure: #2 has the same commit as #1, and only #2 is an RFC')
    expect(mayMerge(story.pull())).toBe(false)
  })

  it('are not evaluated when there are too many', async () => {
    const story = scene()
    await story.opens('author', { 'a.ts': '1' })
    for (let count = 1; count <= 5; count++) await opensTwin(story, `twin-${count}`)
    expect(ownTitle(story.pull())).toMatch(/^success: Not an RFC/)
    const last = await opensTwin(story, 'twin-6')
    expect(titles(story.pull(), last)).toEqual([
      'failure: 6 other pull requests have the same commit',
      'failure: 6 other pull requests have the same commit',
    ])
  })

  it('lose their success while the other one cannot be read', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await opensTwin(story)
    await story.says('ada', '/commit')
    expect([mayMerge(story.pull()), mayMerge(twin)]).toEqual([true, true])
    const stop = github.onRequest(({ operation, body }) => {
      const { variables } = body as { variables?: { number?: number } }
      if (operation !== 'PullRequest' || variables?.number !== twin.number) return
      return { answer: { status: 500, body: {} } }
    })
    github.clock.advance(60)
    github.comment(story.pull(), 'ada', '/withdraw')
    await expect.poll(() => mayMerge(twin)).toBe(false)
    stop()
    await stage().settled()
    expect(titles(story.pull(), twin)).toEqual([
      'action_required: Waiting for @ada',
      'action_required: Carried by #1: Waiting for @ada',
    ])
  })

  it('keep a failure caused by a stale read, without a newer success (V6)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await opensTwin(story)
    await story.says('ada', '/commit')
    expect(mayMerge(twin)).toBe(true)
    // What the readings of the first show from here on lacks the objection.
    let before: unknown
    const stopLagging = github.onRequest(({ operation, body }) => {
      const { variables } = body as { variables?: { number?: number } }
      if (operation !== 'PullRequest' || variables?.number !== story.pull().number) return
      return {
        alter: ({ status, body: shown }) => {
          before ??= structuredClone(shown)
          return { status, body: before }
        },
      }
    })
    await story.says('eve', 'Interesting.')
    const reddened = asked(({ method, path }) => method !== 'GET' && path.includes('/check-runs'))
    github.clock.advance(60)
    github.comment(story.pull(), 'ada', '/object who pays?')
    await reddened
    const written: unknown[] = []
    const stopWatching = github.onRequest(({ path, body }) => {
      if (path.endsWith(`/check-runs/${ownRun(twin)?.id}`)) written.push(body)
    })
    const answered = asked(({ path }) => path.endsWith(`/check-runs/${ownRun(twin)?.id}`))
    github.comment(twin, 'eve', 'Interesting, too.')
    await answered
    stopLagging()
    await stage().settled()
    stopWatching()
    expect(written[0]).toMatchObject({
      conclusion: 'failure',
      output: { title: "Carried by #1: GitHub doesn't show its current state yet" },
    })
    expect(titles(story.pull(), twin)).toEqual([
      'failure: Objection #1 by @ada is open',
      'failure: Carried by #1: Objection #1 by @ada is open',
    ])
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
