import { describe, expect, it } from 'vitest'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { Interference, SeenRequest } from '@rfc-alignment/emulator/requests.ts'
import type { Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const HTML = { 'content-type': 'text/html; charset=utf-8' }
const PAGE = Buffer.from('<html><h1>Unicorn!</h1></html>')

/** What a faulty GitHub does in place of answering; nothing where the fault cannot befall such a request. */
type Fault = (request: SeenRequest) => Interference | Promise<Interference> | undefined

const FAULTS: Readonly<Record<string, Fault>> = {
  'answers 500': () => ({ answer: { status: 500, body: { message: 'Server Error' } } }),
  'answers 502 with a page': () => ({ answer: { status: 502, headers: HTML, body: PAGE } }),
  'answers 200 with a page': () => ({ answer: { status: 200, headers: HTML, body: PAGE } }),
  'answers 200 with nothing': () => ({ answer: { status: 200, body: Buffer.alloc(0) } }),
  'answers 403, as where a permission is missing': ({ kind }) =>
    // Of a token that is a suspended installation, which is another story.
    kind === 'token'
      ? undefined
      : { answer: { status: 403, body: { message: 'Resource not accessible by integration' } } },
  'breaks the connection before it did anything': () => ({ drop: 'before' }),
  'breaks the connection after it did what was asked': () => ({ drop: 'after' }),
  'does what was asked and breaks off in the middle of the answer': () => ({
    alter: ({ status, body }) => {
      const whole = JSON.stringify(body ?? {})
      return { status, body: Buffer.from(whole.slice(0, whole.length / 2)) }
    },
  }),
  'answers with errors beside the data': ({ operation }) =>
    operation === undefined
      ? undefined
      : {
          alter: ({ status, body }) => ({
            status,
            body: {
              ...(body as object),
              errors: [{ message: 'Something went wrong', path: ['repository'] }],
            },
          }),
        },
  'answers null for what it was asked': ({ operation }) =>
    operation === undefined ? undefined : { answer: { status: 200, body: { data: null } } },
  'leaves out one of many': ({ operation, kind }) =>
    operation === undefined || kind === 'write'
      ? undefined
      : { alter: ({ status, body }) => ({ status, body: withoutOne(structuredClone(body)) }) },
}

const AT_ONCE = 6

const shared = stageForFile()
const hasty = stageForFile({ server: { gitHubTimeoutMs: 1_000 } })

describe('when GitHub', () => {
  const everything = new Set<string>()

  for (const [name, fault] of Object.entries(FAULTS)) {
    it(`${name} once for every kind of call: no green is wrong, nothing is lost, nothing is there twice (TH-29, TH-30, TH-127–TH-130)`, async () => {
      const { met } = await plays(fault)
      for (const call of met) everything.add(call)
      expect(met.size).toBeGreaterThan(1)
    })
  }

  it('keeps a connection open without an answer, for each kind of call, the check is still right (TH-127)', async () => {
    const { met } = await plays(() => new Promise(() => {}), hasty)
    expect(met.size).toBeGreaterThan(8)
    // Each call that hangs takes its second.
  })

  it('fails, the calls covered include all that an evaluation of an RFC makes', () => {
    expect([...everything]).toEqual(
      expect.arrayContaining([
        'GET /check-runs/…',
        'GET /compare/…...…',
        'More',
        'PATCH /check-runs/…',
        'PATCH /issues/comments/…',
        'POST /app/installations/…/access_tokens',
        'POST /check-runs',
        'POST /issues/comments/…/reactions',
        'POST /issues/…/comments',
        'POST /pulls/…/requested_reviewers',
        'PullRequest',
      ]),
    )
  })
})

/** An RFC from its opening to a green after a new text; each kind of call meets the fault once. */
async function plays(fault: Fault, on = shared): Promise<{ met: ReadonlySet<string> }> {
  const scene = on.scene({ 'README.md': '# Acme\n', [FILE]: rfc(['ada', 'linus']) })
  const { github } = on.stage()
  const met = new Set<string>()
  const metNow = new Set<string>()
  const wrong: string[] = []
  let mayBeGreen = false
  const stops = [
    github.onRequest((request) => {
      const call = callOf(request)
      // After eight failures in a row the App gives up and says so.
      if (met.has(call) || metNow.size === AT_ONCE) return
      const interference = fault(request)
      if (!interference) return
      met.add(call)
      metNow.add(call)
      return interference
    }),
    github.onRequest(({ path, body }) => {
      const { conclusion } = (body ?? {}) as { conclusion?: string }
      if (path.includes('/check-runs') && conclusion === 'success' && !mayBeGreen) wrong.push(path)
    }),
  ]

  async function act<Result>(does: () => Promise<Result>, expected: RegExp): Promise<Result> {
    metNow.clear()
    mayBeGreen = expected.source.startsWith('^success')
    const result = await does()
    expect(said(scene)).toMatch(expected)
    return result
  }

  await act(
    () => scene.opens('author', { [FILE]: rfc(['ada', 'linus'], 'From events.') }),
    /^action_required: Waiting for @ada and @linus$/,
  )
  await act(() => scene.says('ada', '/commit'), /^action_required: Waiting for @linus$/)
  const committed = await act(() => scene.says('linus', '/commit'), /^success/)
  await act(() => scene.says('ada', '/object who pays?'), /^failure: .*@ada/)
  await act(() => scene.says('ada', '/commit'), /^success/)
  await act(() => scene.says('grace', '/comit'), /^success/)
  // A token that GitHub does not take any more makes the App ask for a new one.
  github.revokeTokens()
  await act(() => scene.deletes('linus', committed), /^action_required: Waiting for @linus$/)
  await act(() => scene.says('linus', '/commit'), /^success/)
  await act(
    () => scene.pushes('author', { [FILE]: rfc(['ada', 'linus', 'grace'], 'From events, at once.') }),
    /^action_required/,
  )
  await act(() => scene.says('ada', '/commit'), /^action_required: Waiting for @linus and @grace$/)
  await act(() => scene.says('grace', '/commit'), /^action_required: Waiting for @linus$/)
  await act(() => scene.says('linus', '/disagree-commit I would have waited'), /^success/)
  for (const stop of stops) stop()
  expect(wrong).toEqual([])
  expectOnlyOnce(scene, github)
  return { met }
}

/** One sticky comment, one reply to each comment that was rejected, one run on the head. */
function expectOnlyOnce(scene: Scene, { app, world }: LocalGitHub): void {
  const { headOid } = scene.pull()
  const runs = [...world.state.checkRuns.values()].filter(
    (run) => run.headOid === headOid && run.appId === app.id,
  )
  expect(runs.map(({ conclusion }) => conclusion)).toEqual(['success'])
  expect(scene.comments().filter(({ body }) => body.startsWith('<!-- rfc-alignment sticky'))).toHaveLength(1)
  const replies = scene.replies().map((text) => text.split('\n')[0])
  expect(replies).toEqual([...new Set(replies)])
}

/** What kind of call it is: numbers, names and commits do not matter. */
function callOf({ operation, method, path }: SeenRequest): string {
  if (operation !== undefined) return operation
  const plain = path
    .split('?')[0]
    ?.replace(/^\/repos\/[^/]+\/[^/]+/, '')
    .replaceAll(/[0-9a-f]{40}|\d+/g, '…')
  return `${method} ${plain}`
}

/** The answer with null for the first of the first list that holds anything. */
function withoutOne(answer: unknown): unknown {
  const lists: unknown[][] = []
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, child] of Object.entries(value)) {
      if (key === 'nodes' && Array.isArray(child) && child.length > 0) lists.push(child)
      visit(child)
    }
  }
  visit(answer)
  const [first] = lists
  if (first) first[0] = null
  return answer
}
