import { describe, expect, it } from 'vitest'
import type { CheckRun, PullRequest } from '@rfc-alignment/emulator/world/state.ts'
import type { Interference, SeenRequest } from '@rfc-alignment/emulator/requests.ts'
import type { Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const WAITING = 'action_required: Waiting for @ada'
const IN_DOUBT = "failure: Can't read this pull request from GitHub; retrying"

const SOON = { takeAwayAfterMs: 20, backoffSeconds: () => 0.05 }
const { stage, scene } = stageForFile({ server: SOON })
/** Here nothing reads GitHub again within the test. */
const limited = stageForFile({ server: SOON })
const hanging = stageForFile({ server: SOON })

const HTML = { 'content-type': 'text/html' }

/** A GitHub whose reads all fail: GraphQL's queries and what REST reads. */
const FAULTS: Readonly<Record<string, Interference>> = {
  'answers 502': { answer: { status: 502, body: { message: 'Server Error' } } },
  'answers with a page': { answer: { status: 200, headers: HTML, body: Buffer.from('<h1>Unicorn!</h1>') } },
  'breaks the connection': { drop: 'before' },
  'answers with errors': {
    answer: {
      status: 200,
      body: { data: null, errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Limits.' }] },
    },
  },
}

function readsFail(fault = FAULTS['answers 502'], on = stage()): () => void {
  return on.github.onRequest(({ kind }) => (kind === 'read' ? fault : undefined))
}

/** An RFC that @ada and @linus committed to, ready to be merged. */
async function committed(on: typeof scene = scene, how: { text?: string; labelled?: boolean } = {}) {
  const { text = rfc(['ada', 'linus']), labelled = false } = how
  const story = on()
  if (labelled) {
    await story.opens('author', { 'a.ts': '1' }, { body: text })
    await story.does(() => stage().github.label(story.pull(), 'author', 'rfc'))
  } else await story.opens('author', { [FILE]: text })
  await story.says('linus', '/commit')
  const commitment = await story.says('ada', '/commit')
  expect(said(story)).toMatch(/^success/)
  return { story, commitment, head: story.pull().headOid }
}

/** Somebody releases @ada while GitHub cannot be read: only a read tells that they may not. */
async function doubted(story: Scene, whileFailing = () => {}) {
  const heal = readsFail()
  whileFailing()
  github().clock.advance(60)
  github().comment(story.pull(), 'eve', '/release @ada she left')
  await expect.poll(() => said(story)).toBe(IN_DOUBT)
  heal()
  await stage().settled()
}

/** The newest run of the check on a commit, as the branch rule sees it. */
function onCommit(story: Scene, sha: string, github = stage().github): CheckRun | undefined {
  return github.checkRuns({ repository: story.repository, sha })[0]
}

const tells = (run: CheckRun | undefined) => (run ? `${run.conclusion}: ${run.title}` : 'no check')

type Act = (story: Scene, pull: PullRequest) => unknown

const { github } = { github: () => stage().github }
const says =
  (who: string, text: string): Act =>
  (_, pull) =>
    github().comment(pull, who, text)

/** What happens, and what follows once GitHub can be read. */
const BLOCKS: readonly (readonly [string, Act, RegExp])[] = [
  ['an objection', says('ada', '/object who pays?'), /^failure: Objection #1 by @ada/],
  ['a problem that is read differently', says('ada', '/misalign it is not late'), /^failure/],
  ['a withdrawal', says('ada', '/withdraw'), /^action_required: Waiting for @ada/],
  ['a near miss of a word that blocks', says('ada', '/objct who pays?'), /^(action_required|failure)/],
  ['one more stakeholder', says('margaret', '/add @grace'), /^action_required: Waiting for @grace/],
  [
    'an objection on a line',
    (_, pull) => github().lineComment(pull, 'ada', { path: FILE, line: 1, body: '/object who pays?' }),
    /^failure: Objection #1 by @ada/,
  ],
  [
    'a review that requests changes',
    (_, pull) => github().review(pull, 'ada', 'request changes', 'Not yet.'),
    /^action_required: Waiting for @ada/,
  ],
  ['a draft', (_, pull) => github().draft(pull, 'author'), /^action_required: Draft/],
]

describe('while GitHub cannot be read, a success in doubt becomes a failure (V6)', () => {
  it.each(BLOCKS)('by %s', async (_, act, after) => {
    const { story, head } = await committed()
    const heal = readsFail()
    github().clock.advance(60)
    act(story, story.pull())
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    expect(github().mergeBox(story.pull()).allowed).toBe(false)
    heal()
    await stage().settled()
    expect(said(story)).toMatch(after)
    expect(story.pull().headOid).toBe(head)
    // The run that stood there says it; it is still the one that announced the head (F1).
    const runs = [...github().world.state.checkRuns.values()].filter(({ headOid }) => headOid === head)
    expect(runs).toHaveLength(1)
  })

  it.each(Object.keys(FAULTS))('when every read %s', async (name) => {
    const { story } = await committed()
    const heal = readsFail(FAULTS[name])
    github().clock.advance(60)
    github().comment(story.pull(), 'ada', '/object who pays?')
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    heal()
    await stage().settled()
    expect(said(story)).toBe('failure: Objection #1 by @ada is open')
  })

  it('and a success again if it was deserved', async () => {
    const { story } = await committed()
    await doubted(story)
    expect(said(story)).toMatch(/^success/)
  })

  it('and nobody has to commit again where GitHub forgets the text of a run (L3, GH-205)', async () => {
    const { story } = await committed()
    Object.assign(github().quirks, { forgetsText: true })
    await doubted(story)
    Object.assign(github().quirks, { forgetsText: false })
    expect(said(story)).toMatch(/^success/)
  })

  it('and nobody has to commit again after a success that did not reach GitHub (L3, V7)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    await story.says('linus', '/commit')
    const isRefused = Promise.withResolvers<void>()
    const stop = github().onRequest(({ kind, body }) => {
      if (kind !== 'write' || (body as { conclusion?: string } | null)?.conclusion !== 'success') return
      isRefused.resolve()
      return { drop: 'before' }
    })
    github().clock.advance(60)
    github().comment(story.pull(), 'ada', '/commit')
    await isRefused.promise
    await doubted(story, stop)
    expect(said(story)).toMatch(/^success/)
  })

  it('by an edit or a deletion of a command (C5, C6)', async () => {
    type Act = (story: Scene, commitment: Awaited<ReturnType<Scene['says']>>) => void
    const acts: readonly (readonly [Act, string])[] = [
      [(_, commitment) => github().editComment(commitment, 'ada', 'Never mind.'), WAITING],
      [(_, commitment) => github().deleteComment(commitment, 'ada'), WAITING],
      // What somebody else deletes stands, once a read shows who it was.
      [
        (_, commitment) => github().deleteComment(commitment, 'margaret'),
        'success: Ready to merge: 2 committed',
      ],
    ]
    for (const [act, after] of acts) {
      const { story, commitment } = await committed()
      const heal = readsFail()
      github().clock.advance(60)
      act(story, commitment)
      await expect.poll(() => said(story)).toBe(IN_DOUBT)
      heal()
      await stage().settled()
      expect(said(story)).toBe(after)
    }
  })

  it('by the dismissal of an approval whose body commits (C7)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const review = await story.does(() => github().review(story.pull(), 'ada', 'approve', '/commit'))
    expect(said(story)).toMatch(/^success/)
    const heal = readsFail()
    github().clock.advance(60)
    github().dismissReview(review, 'margaret', 'not yet')
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    heal()
    await stage().settled()
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })

  it('by a push, on the previous head', async () => {
    const { story, head } = await committed()
    const heal = readsFail()
    github().clock.advance(60)
    github().push(
      story.repository,
      'rfc',
      { [FILE]: rfc(['ada', 'linus'], 'Bill by the hour.') },
      { by: 'author' },
    )
    await expect.poll(() => tells(onCommit(story, head))).toBe(IN_DOUBT)
    heal()
    await stage().settled()
    expect(onCommit(story, head)?.conclusion).toBe('failure')
    expect(said(story)).toBe('action_required: Waiting for @ada and @linus')
  })

  it('by a retarget, under the name of the previous base (V1)', async () => {
    const { story, head } = await committed()
    github().push(story.repository, 'release', { 'b.ts': '1' }, { by: 'author' })
    await stage().settled()
    const heal = readsFail()
    github().clock.advance(60)
    github().edit(story.pull(), 'author', { base: 'release' })
    const left = () =>
      github()
        .checkRuns({ repository: story.repository, sha: head })
        .find(({ name }) => name.endsWith(': main'))
    await expect.poll(() => tells(left())).toBe(IN_DOUBT)
    heal()
    await stage().settled()
    expect(said(story)).toMatch(/^success/)
  })

  it('by closing it (V7)', async () => {
    const { story } = await committed()
    const heal = readsFail()
    github().clock.advance(60)
    github().closePullRequest(story.pull(), 'author')
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    heal()
    await stage().settled()
    expect(said(story)).toMatch(/^failure: This pull request is closed/)
  })

  it('by the label that makes it an RFC, and by another description of one that is described there (D3)', async () => {
    const { story } = await committed(scene, { labelled: true })
    const heal = readsFail()
    github().clock.advance(60)
    github().edit(story.pull(), 'author', { body: rfc(['ada', 'linus'], 'Bill by the hour.') })
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    heal()
    await stage().settled()
    expect(said(story)).toBe('action_required: Waiting for @ada and @linus')

    const plain = scene()
    await plain.opens('author', { 'a.ts': '1' }, { body: rfc(['grace']) })
    expect(said(plain)).toMatch(/^success: Not an RFC/)
    const healAgain = readsFail()
    github().clock.advance(60)
    github().label(plain.pull(), 'author', 'rfc')
    await expect.poll(() => said(plain)).toBe(IN_DOUBT)
    healAgain()
    await stage().settled()
    expect(said(plain)).toBe('action_required: Waiting for @grace')
  })

  it.each([
    // Which pull requests a push concerns is a list of REST's; where that fails, too, it is known what passes.
    ['GraphQL cannot', ({ operation }: SeenRequest) => operation !== undefined],
    ['nothing can', ({ kind }: SeenRequest) => kind === 'read'],
  ])('by a push to the base that changes the RFC, while %s be read (F6)', async (_, fails) => {
    const story = scene({ 'README.md': '# Acme\n', [FILE]: rfc(['ada'], 'Bill by the day.') })
    await story.opens('author', { [FILE]: rfc(['ada']) })
    await story.says('ada', '/commit')
    expect(said(story)).toMatch(/^success/)
    const heal = github().onRequest((request) => (fails(request) ? FAULTS['answers 502'] : undefined))
    github().clock.advance(60)
    github().push(story.repository, 'main', { [FILE]: rfc(['ada'], 'Bill by the week.') }, { by: 'margaret' })
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    heal()
    await stage().settled()
    expect(said(story)).toMatch(/^failure/)
  })

  it('with every success that depends on it: on the same head and in the merge queue (V7, V8)', async () => {
    const { story, head } = await committed()
    github().protect(story.repository, { branch: 'main', check: 'build' })
    github().setStatus(story.repository, head, 'author', { context: 'build', state: 'success' })
    const group = await story.does(() => github().enqueue(story.pull(), 'author'))
    expect(onCommit(story, group)?.conclusion).toBe('success')
    const heal = readsFail()
    github().clock.advance(60)
    github().comment(story.pull(), 'ada', '/object who pays?')
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    await expect.poll(() => tells(onCommit(story, group))).toMatch(/^failure/)
    heal()
    await stage().settled()
    expect(said(story)).toBe('failure: Objection #1 by @ada is open')
  })

  it('on pull requests with the same head, too (V7)', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const twin = await story.does(() => {
      github().forcePush(story.repository, 'twin', story.pull().headOid, { by: 'author' })
      return github().openPullRequest(story.repository, { author: 'author', head: 'twin', title: 'Twin' })
    })
    await story.says('ada', '/commit')
    expect(github().mergeBox(twin).allowed).toBe(true)
    const heal = readsFail()
    github().clock.advance(60)
    github().comment(story.pull(), 'ada', '/object who pays?')
    await expect.poll(() => github().mergeBox(twin).allowed).toBe(false)
    const runs = [...github().world.state.checkRuns.values()].filter(
      ({ headOid }) => headOid === twin.headOid,
    )
    await expect.poll(() => runs.every(({ conclusion }) => conclusion !== 'success')).toBe(true)
    heal()
    await stage().settled()
    expect(github().mergeBox(twin).allowed).toBe(false)
  })

  it('once, without another write while reads fail', async () => {
    const { story } = await committed()
    const heal = github().onRequest(({ operation }) => (operation ? FAULTS['answers 502'] : undefined))
    github().clock.advance(60)
    const before = github().requests.length
    const since = () => github().requests.slice(before)
    github().comment(story.pull(), 'ada', '/object who pays?')
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    github().comment(story.pull(), 'linus', '/object why now?')
    const tries = () => since().filter(({ operation }) => operation === 'PullRequest').length
    const now = tries()
    await expect.poll(() => tries() > now + 4).toBe(true)
    const changes = since().filter(({ kind, path }) => kind === 'write' && path.includes('/check-runs'))
    expect(changes).toHaveLength(1)
    heal()
    await stage().settled()
    expect(said(story)).toMatch(/^failure: Objection/)
  })
})

describe('an event that cannot end a success changes no check while GitHub cannot be read (V6)', () => {
  const NOTHING: readonly (readonly [string, Act])[] = [
    ['a chat line', says('ada', 'Looks good to me, see /etc/hosts and https://example.com/object.')],
    ['a question to the App', says('ada', '/status')],
    ['a commitment', says('ada', '/commit')],
    ['an objection of somebody who is not named', says('eve', '/object who pays?')],
    ['a label', (_, pull) => github().label(pull, 'author', 'bug')],
    ['an approval', (_, pull) => github().review(pull, 'grace', 'approve', 'Fine.')],
  ]

  it.each(NOTHING)('such as %s', async (_, act) => {
    const { story } = await committed()
    const other = await committed()
    await expectsNothing(story, () => act(story, story.pull()), other.story)
  })

  it('on a pull request that is not an RFC: comments, labels, a draft', async () => {
    const story = scene()
    await story.opens('author', { 'a.ts': '1' })
    const other = await committed()
    const acts = () => {
      github().comment(story.pull(), 'ada', '/object who pays?')
      github().label(story.pull(), 'author', 'bug')
      github().clock.advance(1)
      github().draft(story.pull(), 'author')
    }
    await expectsNothing(story, acts, other.story)
    expect(said(story)).toMatch(/^success: Not an RFC/)
  })

  /** What happens later on another pull request is answered, and nothing was written on the first. */
  async function expectsNothing(story: Scene, act: () => unknown, other: Scene): Promise<void> {
    const heal = readsFail()
    github().clock.advance(60)
    const written: unknown[] = []
    const stop = github().onRequest(({ kind, path, body }) => {
      const isCheck = kind === 'write' && path.includes(`/${story.repository.name}/check-runs`)
      if (isCheck) written.push((body as { conclusion: string }).conclusion)
    })
    act()
    await github().idle()
    github().comment(other.pull(), 'ada', '/object who pays?')
    await expect.poll(() => said(other)).toBe(IN_DOUBT)
    expect(said(story)).toMatch(/^success/)
    heal()
    await stage().settled()
    stop()
    // Another text of the same verdict may be written.
    expect(written.filter((conclusion) => conclusion !== 'success')).toEqual([])
  }
})

describe('a read that never ends (V6)', () => {
  it('does not delay a failure', async () => {
    const { story } = await committed(hanging.scene)
    const on = hanging.stage()
    const released = Promise.withResolvers<void>()
    let answered = 0
    const stop = on.github.onRequest(async ({ kind }: SeenRequest) => {
      if (kind !== 'read') return
      await released.promise
      answered++
    })
    on.github.clock.advance(60)
    on.github.comment(story.pull(), 'ada', '/object who pays?')
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    expect(answered).toBe(0)
    stop()
    released.resolve()
    await on.settled()
    expect(said(story)).toBe('failure: Objection #1 by @ada is open')
  })

  it('does not delay failures of many pull requests', async () => {
    const { story } = await committed(hanging.scene)
    const on = hanging.stage()
    const crowd: Scene[] = []
    for (let count = 0; count < 9; count++) {
      const each = hanging.scene()
      await each.opens('author', { 'a.ts': '1' })
      crowd.push(each)
    }
    const released = Promise.withResolvers<void>()
    const stop = on.github.onRequest(async ({ kind }: SeenRequest) => {
      if (kind === 'read') await released.promise
    })
    on.github.clock.advance(60)
    for (const each of crowd) on.github.comment(each.pull(), 'eve', 'Hm.')
    await on.github.idle()
    on.github.comment(story.pull(), 'ada', '/object who pays?')
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    expect(crowd.every((each) => said(each).startsWith('success: Not an RFC'))).toBe(true)
    stop()
    released.resolve()
    await on.settled()
    expect(said(story)).toBe('failure: Objection #1 by @ada is open')
  })
})

describe('a used-up GraphQL quota (V6)', () => {
  it('does not delay a failure, because REST has its own quota', async () => {
    const { story } = await committed(limited.scene)
    const on = limited.stage()
    const reset = Math.floor(on.github.clock.now().getTime() / 1000) + 3_700
    on.github.onRequest(({ path }) =>
      path === '/graphql'
        ? {
            answer: {
              status: 200,
              headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
              body: { data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
            },
          }
        : undefined,
    )
    on.github.clock.advance(60)
    on.github.comment(story.pull(), 'ada', '/object who pays?')
    await expect.poll(() => said(story)).toBe(IN_DOUBT)
    expect(on.github.mergeBox(story.pull()).allowed).toBe(false)
  })
})
