import type { LoggedRequest } from '@rfc-alignment/emulator/requests.ts'
import type { Delivery } from '@rfc-alignment/emulator/webhooks/deliveries.ts'
import { describe, expect, it } from 'vitest'
import type { Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { restartableStage } from './restartable-stage.ts'
import { said } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const stage = restartableStage()
let scenes = 0

/** An RFC that waits for one person. */
async function waiting(): Promise<Scene> {
  const story = stage.scene(`recovered-${++scenes}`)
  await story.opens('author', { [FILE]: rfc(['ada']) })
  expect(said(story)).toBe('action_required: Waiting for @ada')
  // What went before is no news to the rounds.
  await stage.server().redeliver()
  stage.counted()
  return story
}

const isAsking = ({ method, path }: LoggedRequest) => method === 'POST' && path.endsWith('/attempts')
const isWrite = ({ kind, path }: LoggedRequest) => kind === 'write' && !path.startsWith('/app/hook')
const isEvaluation = ({ operation }: LoggedRequest) => operation === 'PullRequest'

describe('a failed delivery', () => {
  it('while the server was down is requested again at start, with a 64-bit id (TH-1, GH-102)', async () => {
    const story = await waiting()
    const { deliveries, quirks } = stage.github()
    quirks.wideDeliveryIds = true
    await stage.stops()
    await story.says('ada', '/commit')
    const lost = deliveries.at(-1)
    expect(lost).toMatchObject({ event: 'issue_comment', status: 'failed to connect to host' })
    const asked = await stage.during(stage.starts)
    expect(asked.filter(isAsking)).toHaveLength(1)
    expect(deliveries.filter(({ guid, redelivery }) => redelivery && guid === lost?.guid)).toMatchObject([
      { statusCode: 202 },
    ])
    expect(said(story)).toMatch(/^success/)
    await stage.server().redeliver()
    expect(stage.counted()).toMatchObject({ deliveriesAskedFor: 1, deliveriesRecovered: 1 })
    quirks.wideDeliveryIds = false
  })

  it.each([
    ['connects to nobody', 'lose'],
    ['is answered by nobody in time', 'time out'],
    ['is answered with 503', { status: 503 }],
  ] as const)('because it %s is requested again in the next run', async (_, mishap) => {
    const story = await waiting()
    const restore = stage.github().onDelivery(({ event }) => (event === 'issue_comment' ? mishap : undefined))
    await story.says('ada', '/commit')
    restore()
    expect(said(story)).toBe('action_required: Waiting for @ada')
    await stage.during(() => stage.server().redeliver())
    expect(said(story)).toMatch(/^success/)
    await stage.server().redeliver()
    expect(stage.counted()).toMatchObject({
      deliveriesAskedFor: 1,
      deliveriesRecovered: 1,
      reconciliationEnqueued: 0,
    })
  })

  it('is requested again once per run, and not forever', async () => {
    const story = await waiting()
    const restore = stage.github().onDelivery(({ event }) => (event === 'issue_comment' ? 'lose' : undefined))
    await story.says('ada', '/commit')
    const askedFor: number[] = []
    for (let round = 1; round <= 12; round++) {
      const requests = await stage.during(() => stage.server().redeliver())
      askedFor.push(requests.filter(isAsking).length)
    }
    restore()
    expect(askedFor).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0])
    expect(stage.counted()).toMatchObject({ deliveriesAskedFor: 10, deliveriesGivenUp: 1 })
    // Reconciliation finds what it reported all the same.
    await stage.during(() => stage.server().reconcile())
    expect(said(story)).toMatch(/^success/)
    expect(stage.counted()).toMatchObject({ reconciliationEnqueued: 1, reconciliationDrift: 1 })
  })

  it('that GitHub forgot is not requested any more (GH-103)', async () => {
    const story = await waiting()
    const { onDelivery, onRequest } = stage.github()
    const restore = onDelivery(({ event }) => (event === 'issue_comment' ? 'lose' : undefined))
    await story.says('ada', '/commit')
    const forget = onRequest(({ path }) =>
      path.endsWith('/attempts') ? { answer: { status: 404, body: { message: 'Not Found' } } } : undefined,
    )
    const first = await stage.during(() => stage.server().redeliver())
    expect(first.filter(isAsking)).toHaveLength(1)
    const second = await stage.during(() => stage.server().redeliver())
    expect(second.filter(isAsking)).toEqual([])
    forget()
    restore()
  })

  it('is requested once more when GitHub failed to redeliver', async () => {
    const story = await waiting()
    const { onDelivery, onRequest } = stage.github()
    const restore = onDelivery(({ event }) => (event === 'issue_comment' ? 'lose' : undefined))
    await story.says('ada', '/commit')
    restore()
    const stop = onRequest(({ path }) =>
      path.endsWith('/attempts') ? { answer: { status: 502 } } : undefined,
    )
    expect(await stage.server().redeliver()).toBe('done')
    stop()
    expect(said(story)).toBe('action_required: Waiting for @ada')
    await stage.during(() => stage.server().redeliver())
    expect(said(story)).toMatch(/^success/)
  })

  it('is found when the list could not be read in the run before', async () => {
    const story = await waiting()
    const { onDelivery, onRequest } = stage.github()
    const restore = onDelivery(({ event }) => (event === 'issue_comment' ? 'lose' : undefined))
    await story.says('ada', '/commit')
    restore()
    const stop = onRequest(({ path }) => (path.startsWith('/app/hook') ? { drop: 'after' } : undefined))
    expect(await stage.server().redeliver()).toBe('failed')
    stop()
    expect(await stage.server().redeliver()).toBe('done')
    await stage.during(async () => {})
    expect(said(story)).toMatch(/^success/)
  })
})

describe('a redelivery', () => {
  it('causes the writes of one evaluation (TH-10)', async () => {
    const story = await waiting()
    const { onDelivery, deliveries, redeliver } = stage.github()
    const restore = onDelivery(({ event }) => (event === 'issue_comment' ? 'lose' : undefined))
    await story.says('ada', '/commit')
    restore()
    const guid = String(deliveries.at(-1)?.guid)
    const once = await stage.during(() => stage.server().redeliver())
    expect(once.filter(isEvaluation)).toHaveLength(1)
    expect(once.filter(isWrite).length).toBeGreaterThan(0)
    const twice = await stage.during(() => Promise.all([redeliver(guid), redeliver(guid)]))
    expect(twice).toEqual([])
    expect(deliveries.filter((each) => each.guid === guid).map(({ statusCode }) => statusCode)).toEqual([
      502, 202, 202, 202,
    ])
  })

  it('is not requested if it was stored and only the response was lost (TH-2)', async () => {
    const story = await waiting()
    const from = stage.github().deliveries.length
    const repair = stage
      .github()
      .onDelivery(({ event }) => (event === 'issue_comment' ? 'unacknowledged' : undefined))
    await story.says('ada', '/commit')
    repair()
    const unacknowledged = stage
      .github()
      .deliveries.slice(from)
      .filter(({ event, status }) => event === 'issue_comment' && status === 'timed out')
    const [hers, ...own] = unacknowledged.map(({ id }) => `/app/hook/deliveries/${id}/attempts`)
    expect(hers).toBeDefined()
    expect(said(story)).toMatch(/^success/)
    const requests = await stage.during(() => stage.server().redeliver())
    // Of the App's own comments nothing is stored: they are asked for once, which does no harm.
    expect(requests.filter(isAsking).map(({ path }) => path)).toEqual(own)
    expect((await stage.during(() => stage.server().redeliver())).filter(isAsking)).toEqual([])
  })

  it('is processed again when its processing had failed (TH-11)', async () => {
    const story = await waiting()
    const { onRequest, deliveries, redeliver, rerequestCheckSuite, world } = stage.github()
    const stop = onRequest(({ operation }) =>
      operation === 'PullRequestsWithHead' ? { answer: { status: 500 } } : undefined,
    )
    const suite = world.state.checkSuites.get(Number(story.check()?.suiteId))
    const failed = await stage.during(() => story.does(() => rerequestCheckSuite(suite as never, 'author')))
    stop()
    expect(failed.filter(isEvaluation)).toEqual([])
    const { guid } = deliveries.findLast(
      ({ event, action }) => event === 'check_suite' && action === 'rerequested',
    )!
    const again = await stage.during(() => redeliver(guid))
    expect(again.filter(isEvaluation)).toHaveLength(1)
  })
})

describe('the list of deliveries', () => {
  it('is read since the last run, with an overlap of some minutes', async () => {
    const story = await waiting()
    const { clock, deliveries } = stage.github()
    clock.advance(3600)
    await story.says('eve', 'later')
    // A page and a half more of the same hour, that nobody has to work on.
    const more = Array.from({ length: 150 }, (_, index) => ({
      ...deliveries.at(-1)!,
      id: index + 1,
      guid: `delivered-${index}`,
    }))
    const place = deliveries.length - 1
    ;(deliveries as Delivery[]).splice(place, 0, ...more)
    const pages = async () =>
      (await stage.during(() => stage.server().redeliver())).filter(({ path }) =>
        path.startsWith('/app/hook'),
      )
    expect((await pages()).length).toBeGreaterThanOrEqual(2)
    clock.advance(3600)
    await story.says('eve', 'later still')
    // The last round ended in the middle of that hour, for all it knows.
    expect((await pages()).length).toBeGreaterThanOrEqual(2)
    expect(await pages()).toHaveLength(1)
    ;(deliveries as Delivery[]).splice(place, more.length)
  })

  it('ends when its cursor does not advance', async () => {
    await waiting()
    const { onRequest, host } = stage.github()
    let reads = 0
    const stop = onRequest(({ path }) => {
      if (!path.startsWith('/app/hook')) return
      reads += 1
      const link = `<http://${host}/api/v3/app/hook/deliveries?cursor=v1_1>; rel="next"`
      const row = { id: 1, guid: 'x', delivered_at: '2126-01-01T00:00:00Z', status_code: 200, event: 'push' }
      return { answer: { status: 200, body: [row], headers: { link } } }
    })
    expect(await stage.server().redeliver()).toBe('failed')
    stop()
    expect(reads).toBe(2)
  })
})
