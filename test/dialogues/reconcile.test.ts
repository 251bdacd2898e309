import type { LoggedRequest } from '@rfc-alignment/emulator/requests.ts'
import type { IssueComment, PullRequest, Review } from '@rfc-alignment/emulator/world/state.ts'
import { describe, expect, it } from 'vitest'
import type { Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { restartableStage } from './restartable-stage.ts'
import { said } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const stage = restartableStage()
let scenes = 0

/** What one may do to the RFC of a story without the App being told. */
interface Unseen {
  readonly story: Scene
  readonly pull: PullRequest
  readonly commitment: IssueComment
  readonly review: Review
  readonly sticky: IssueComment
}

/** An RFC on which things were said and judged. */
async function judged(): Promise<Unseen> {
  const github = stage.github()
  const story = stage.scene(`reconciled-${++scenes}`)
  await story.does(() => github.push(story.repository, 'next', { 'README.md': '# Next\n' }, { by: 'author' }))
  await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
  const commitment = await story.says('ada', '/commit')
  await story.does(() => github.review(story.pull(), 'linus', 'request changes', 'Not yet.'))
  await story.does(() => github.lineComment(story.pull(), 'eve', { path: FILE, line: 1, body: 'Hm.' }))
  const sticky = story.comments().find(({ authorId }) => authorId === github.app.botId)!
  const review = github.reviews(story.pull()).find(({ state }) => state === 'CHANGES_REQUESTED')!
  return { story, pull: story.pull(), commitment, review, sticky }
}

/** GitHub deletes the oldest runs of a suite that has too many (GH-142). */
function loses(story: Scene): void {
  const run = story.check()!
  const suite = stage.github().world.state.checkSuites.get(run.suiteId)!
  suite.runIds.splice(suite.runIds.indexOf(run.id), 1)
}

/** Reconciliation and the evaluations that follow from it: what it enqueued, and what was asked of GitHub. */
async function reconciliations(): Promise<{
  enqueued: number
  drift: number
  requests: readonly LoggedRequest[]
}> {
  stage.counted()
  const requests = await stage.during(async () => {
    expect(await stage.server().reconcile()).toBe('done')
  })
  const { reconciliationEnqueued: enqueued, reconciliationDrift: drift } = stage.counted()
  return { enqueued, drift, requests }
}

const isWrite = ({ kind }: LoggedRequest) => kind === 'write'

describe('reconciliation finds a change without a webhook (TH-8, TH-9)', () => {
  const acts: readonly [string, (unseen: Unseen) => void, 'drift' | 'no drift'][] = [
    [
      'a push',
      ({ story }) =>
        void stage.github().push(story.repository, 'rfc', { [FILE]: rfc(['grace']) }, { by: 'author' }),
      'drift',
    ],
    ['a comment', ({ pull }) => void stage.github().comment(pull, 'linus', '/object no'), 'drift'],
    [
      'an edit',
      ({ commitment }) => stage.github().editComment(commitment, 'ada', 'I take it back.'),
      'drift',
    ],
    ['a deletion', ({ commitment }) => stage.github().deleteComment(commitment, 'ada'), 'drift'],
    [
      'a review',
      ({ pull }) => void stage.github().review(pull, 'ada', 'request changes', '/object no'),
      'drift',
    ],
    ['an edited review', ({ review }) => stage.github().editReview(review, 'linus', 'Nor later.'), 'drift'],
    ['a dismissal', ({ review }) => stage.github().dismissReview(review, 'margaret', 'Heard.'), 'drift'],
    ['a draft', ({ pull }) => stage.github().draft(pull, 'author'), 'drift'],
    ['a label', ({ pull }) => stage.github().label(pull, 'author', 'big'), 'no drift'],
    [
      'a description',
      ({ pull }) => stage.github().edit(pull, 'author', { body: 'Please read.' }),
      'no drift',
    ],
    ['another base', ({ pull }) => stage.github().edit(pull, 'author', { base: 'next' }), 'drift'],
    [
      'a configuration',
      ({ story }) =>
        void stage
          .github()
          .push(
            story.repository,
            'main',
            { '.github/rfc-alignment.yml': 'version: 2\n' },
            { by: 'margaret' },
          ),
      'drift',
    ],
    [
      'a sticky comment deleted',
      ({ sticky }) => stage.github().deleteComment(sticky, 'margaret'),
      'no drift',
    ],
    [
      'a sticky comment edited',
      ({ sticky }) => stage.github().editComment(sticky, 'margaret', 'x'),
      'no drift',
    ],
    ['a check that is gone', ({ story }) => loses(story), 'drift'],
  ]

  it.each(acts)('%s, whether or not GitHub updates the time of the pull request', async (_, act, drifts) => {
    const unseen = await judged()
    const { pull, story } = unseen
    expect(await reconciliations()).toMatchObject({ enqueued: 0 })
    const { updatedAt } = pull
    stage.github().clock.advance(60)
    stage.github().quietly(() => act(unseen))
    Object.assign(pull, { updatedAt })
    const found = await reconciliations()
    expect(found).toMatchObject({ enqueued: 1, drift: drifts === 'drift' ? 1 : 0 })
    // It is as if GitHub had reported it: another evaluation changes nothing, and reconciliation has nothing left to find.
    const then = said(story)
    stage.github().clock.advance(60)
    expect(await reconciliations()).toMatchObject({ enqueued: 0 })
    const looked = await stage.during(() =>
      story.does(() => stage.github().rerequestCheckRun(story.check()!, 'ada')),
    )
    expect([said(story), looked.filter(isWrite)]).toEqual([then, []])
  })

  it('an edited line comment, by the time of the pull request alone', async () => {
    const { pull } = await judged()
    const line = [...stage.github().world.state.posts.values()].find(
      (post) => post.kind === 'line' && post.pullId === pull.id,
    )!
    stage.github().clock.advance(60)
    stage.github().quietly(() => stage.github().editComment(line as never, 'eve', '/object no'))
    expect(await reconciliations()).toMatchObject({ enqueued: 1, drift: 1 })
    expect(await reconciliations()).toMatchObject({ enqueued: 0 })
  })

  it('a new pull request, and everything after an outage of four days', async () => {
    const story = stage.scene(`reconciled-${++scenes}`)
    const known = await judged()
    await stage.stops()
    await known.story.says('linus', '/object no')
    await story.opens('author', { [FILE]: rfc(['ada']) })
    // GitHub's list of deliveries ends before.
    stage.github().clock.advance(4 * 86_400)
    await stage.starts()
    expect(said(story)).toBe('action_required: Waiting for @ada')
    expect(said(known.story)).toMatch(/^failure: Objection/)
    expect(stage.github().deliveries.some(({ redelivery }) => redelivery)).toBe(false)
  })

  it('a merge group whose check the queue waits for (V8)', async () => {
    const github = stage.github()
    const story = stage.scene(`reconciled-${++scenes}`)
    await story.opens('author', { [FILE]: rfc(['ada']) })
    await story.says('ada', '/commit')
    const sha = await story.does(() => github.quietly(() => github.enqueue(story.pull(), 'author')))
    const runs = () => github.checkRuns({ repository: story.repository, sha })
    expect(runs()).toEqual([])
    await reconciliations()
    expect(runs().map(({ conclusion }) => conclusion)).toEqual(['success'])
  })
})

describe('reconciliation does not evaluate what is unchanged', () => {
  it('a pull request on which only the App has written since', async () => {
    const { story } = await judged()
    await story.says('mallory', '/comit')
    expect(story.replies().length).toBeGreaterThan(0)
    expect(await reconciliations()).toMatchObject({ enqueued: 0 })
  })

  it('a base that moved on without Markdown, compared once (F6)', async () => {
    const { story } = await judged()
    const github = stage.github()
    const isComparing = ({ path }: LoggedRequest) => path.includes('/compare/')
    const pushes = (path: string) =>
      github.quietly(() =>
        github.push(story.repository, 'main', { [path]: String(scenes) }, { by: 'margaret' }),
      )
    pushes('src/billing.ts')
    const first = await reconciliations()
    expect([first.enqueued, first.requests.filter(isComparing).length]).toEqual([0, 1])
    const second = await reconciliations()
    expect([second.enqueued, second.requests.filter(isComparing).length]).toEqual([0, 0])
    pushes('docs/billing.md')
    expect(await reconciliations()).toMatchObject({ enqueued: 1, drift: 0 })
    expect(await reconciliations()).toMatchObject({ enqueued: 0 })
  })

  it('a pull request that GitHub shows as it was before the last evaluation (V6)', async () => {
    const { story } = await judged()
    const github = stage.github()
    await story.says('linus', 'I read it.')
    const { updatedAt } = story.pull()
    const stop = github.onRequest(({ operation }) =>
      operation === 'Fingerprints'
        ? {
            alter: ({ status, body }) => ({
              status,
              body: JSON.parse(JSON.stringify(body).replaceAll(updatedAt, '2026-03-01T00:00:00Z')),
            }),
          }
        : undefined,
    )
    expect(await reconciliations()).toMatchObject({ enqueued: 0 })
    stop()
  })

  it('an RFC within a day, or within an hour while a team is pending', async () => {
    const github = stage.github()
    await judged()
    const payments = github.createTeam('acme', 'Payments', { members: ['grace', 'linus'] })
    const team = stage.scene(`reconciled-${++scenes}`)
    await team.opens('author', { [FILE]: rfc(['acme/payments (1)']) })
    await team.says('grace', '/commit')
    expect(said(team)).toMatch(/^success/)
    // All others, too, were looked at now.
    github.clock.advance(86_400)
    await reconciliations()
    expect(await reconciliations()).toMatchObject({ enqueued: 0 })
    github.clock.advance(3600)
    const hour = await reconciliations()
    expect([hour.enqueued, hour.requests.filter(isWrite)]).toEqual([1, []])
    github.quietly(() => github.leaveTeam(payments, 'grace'))
    github.clock.advance(3600)
    expect(await reconciliations()).toMatchObject({ enqueued: 1, drift: 1 })
    expect(said(team)).toMatch(/^action_required/)
  })
})
