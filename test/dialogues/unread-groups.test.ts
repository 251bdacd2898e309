import { describe, expect, it, onTestFinished } from 'vitest'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { Interference, SeenRequest } from '@rfc-alignment/emulator/requests.ts'
import { CHECK, type Scene } from '../../playground/scene.ts'
import type { Stage } from '../../playground/stage.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001.md'
const PATIENT = { timeout: 20_000, interval: 5 }
const CANNOT_READ = "failure: Can't read this merge group from GitHub; retrying"
const READY = 'success: Ready to merge (#1)'
const DOWN: Interference = { answer: { status: 502, body: { message: 'Server Error' } } }

const SOON = { takeAwayAfterMs: 10, sayAfterMs: 300, backoffSeconds: () => 0.05 }
const usual = stageForFile({ server: SOON })
/** Here nothing reads GitHub again within the test. */
const limited = stageForFile({ server: SOON })

/**
 * An RFC that is committed to, about to be queued behind another pull request whose group waits for a build: what stands
 * first in a queue and fails leaves it at once.
 */
async function committed({ stage, scene }: typeof usual): Promise<Scene> {
  const story = scene()
  const { github } = stage()
  await story.opens('author', { [FILE]: rfc(['ada']) })
  await story.says('ada', '/commit')
  const other = await story.does(() => {
    github.push(story.repository, 'other', { 'a.ts': '1' }, { by: 'author' })
    return github.openPullRequest(story.repository, { author: 'author', head: 'other', title: 'Other' })
  })
  github.protect(story.repository, { branch: 'main', check: 'build' })
  for (const { headOid } of [story.pull(), other])
    github.setStatus(story.repository, headOid, 'author', { context: 'build', state: 'success' })
  await story.does(() => github.enqueue(other, 'author'))
  github.clock.advance(60)
  return story
}

/** Lets GitHub answer otherwise, until the function it returns is called or the test ends. */
function answers({ github }: Stage, interfere: Parameters<Stage['github']['onRequest']>[0]): () => void {
  const heal = github.onRequest(interfere)
  onTestFinished(heal)
  return heal
}

/** What the check on a group's commit says, in one line. */
function saidOn({ github }: Stage, story: Scene, sha: string): string {
  const run = github.checkRuns({ repository: story.repository, sha }).find(({ name }) => name === CHECK)
  return run ? `${run.conclusion}: ${run.title}` : 'no check'
}

/** Every conclusion that was written on a commit, in order. */
function conclusionsOn({ github }: Stage, sha: string): readonly (string | null)[] {
  return [...github.world.state.checkRuns.values()]
    .filter(({ headOid }) => headOid === sha)
    .map(({ conclusion }) => conclusion)
}

/** A GitHub that answers only what a test lets it. */
const READS_FAIL: Readonly<Record<string, (request: SeenRequest) => Interference | undefined>> = {
  'every read answers 502': ({ kind }) => (kind === 'read' ? DOWN : undefined),
  'every query is too much for GitHub': ({ operation, kind }) => {
    const errors = [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' }]
    return operation && kind === 'read'
      ? { answer: { status: 200, body: { data: null, errors } } }
      : undefined
  },
  'every connection breaks': ({ kind }) => (kind === 'read' ? { drop: 'before' } : undefined),
  'only the group cannot be read': ({ operation }) => (operation === 'Group' ? DOWN : undefined),
  'only the pull request in it cannot be read': ({ operation }) =>
    operation === 'PullRequest' ? DOWN : undefined,
}

describe('a merge group that cannot be read still gets its check (V8)', () => {
  it.each(Object.entries(READS_FAIL))('while %s, and recovers', async (_, fault) => {
    const { stage } = usual
    const story = await committed(usual)
    const heal = answers(stage(), fault)
    const group = stage().github.enqueue(story.pull(), 'author')
    await expect.poll(() => saidOn(stage(), story, group), PATIENT).toBe(CANNOT_READ)
    expect(conclusionsOn(stage(), group)).toEqual(['failure'])
    heal()
    await stage().settled()
    expect(saidOn(stage(), story, group)).toBe(READY)
    expect(conclusionsOn(stage(), group)).toEqual(['failure', 'success'])
  })

  it('while reads never end', async () => {
    const { stage } = usual
    const story = await committed(usual)
    const released = Promise.withResolvers<void>()
    const stop = answers(stage(), async ({ kind, operation }) => {
      if (kind === 'read' && operation) await released.promise
    })
    const group = stage().github.enqueue(story.pull(), 'author')
    await expect.poll(() => saidOn(stage(), story, group), PATIENT).toBe(CANNOT_READ)
    stop()
    released.resolve()
    await stage().settled()
    expect(saidOn(stage(), story, group)).toBe(READY)
  })

  it('while the quota of GraphQL is used up for an hour', async () => {
    const { stage } = limited
    const story = await committed(limited)
    const { github } = stage()
    const reset = Math.floor(github.clock.now().getTime() / 1000) + 3_700
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }]
    github.onRequest(({ path }) =>
      path === '/graphql' ? { answer: { status: 200, headers, body: { data: null, errors } } } : undefined,
    )
    const group = github.enqueue(story.pull(), 'author')
    await expect.poll(() => saidOn(stage(), story, group), PATIENT).toBe(CANNOT_READ)
  })

  it('and is retried beyond the maximum of other attempts, with one notice', async () => {
    const { stage } = usual
    const story = await committed(usual)
    let tries = 0
    const heal = answers(stage(), ({ operation }) => {
      if (operation !== 'Group') return undefined
      tries++
      return DOWN
    })
    const group = stage().github.enqueue(story.pull(), 'author')
    await expect.poll(() => saidOn(stage(), story, group), PATIENT).toBe(CANNOT_READ)
    const before = tries
    await expect.poll(() => tries, PATIENT).toBeGreaterThan(before + 10)
    expect(conclusionsOn(stage(), group)).toEqual(['failure'])
    heal()
    await stage().settled()
    expect(saidOn(stage(), story, group)).toBe(READY)
  })

  it('unless the repository is gone', async () => {
    const { stage } = usual
    const story = await committed(usual)
    const { github } = stage()
    const heal = answers(stage(), ({ operation }) => (operation === 'Group' ? DOWN : undefined))
    const tried = usual.asked(({ operation }) => operation === 'Group', 2)
    github.enqueue(story.pull(), 'author')
    await tried
    github.deleteRepository(story.repository, 'margaret')
    heal()
    await stage().settled()
  })
})

/** What GitHub shows an installation that did not accept the permission to read merge queues. */
function hidesQueues(github: LocalGitHub) {
  const [installation] = github.world.state.installations.values()
  if (!installation) throw new Error('the App is installed')
  const { merge_queues: _, ...permissions } = installation.permissions
  github.acceptPermissions(installation, 'margaret', permissions)
  return () => github.acceptPermissions(installation, 'margaret')
}

describe('a merge queue that GitHub hides from the installation (V8, GH-32)', () => {
  it('fails its groups with what to do, until the permission is accepted', async () => {
    const { stage } = usual
    const story = await committed(usual)
    const { github } = stage()
    const accept = await story.does(() => hidesQueues(github))
    const group = await story.does(() => github.enqueue(story.pull(), 'author'))
    expect(saidOn(stage(), story, group)).toBe("failure: Can't evaluate this merge group")
    const [run] = github.checkRuns({ repository: story.repository, sha: group })
    expect(run?.summary).toContain('accept the permission "Merge queues: read"')
    await story.does(accept)
    expect(saidOn(stage(), story, group)).toBe(READY)
  })

  it('fails an RFC whose branch has a queue, and evaluates it again at the event', async () => {
    const { stage } = usual
    const story = usual.scene()
    const { github } = stage()
    const path = `/repos/acme/${story.repository.name}/rules/branches/main?per_page=100`
    const stop = answers(stage(), (asked) =>
      asked.path === path ? { answer: { status: 200, body: [{ type: 'merge_queue' }] } } : undefined,
    )
    const accept = await story.does(() => hidesQueues(github))
    await story.opens('author', { [FILE]: rfc(['ada']) })
    expect(said(story)).toMatch(/^failure/)
    expect(story.check()?.summary).toContain('accept the permission "Merge queues: read"')
    await story.does(accept)
    stop()
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })
})
