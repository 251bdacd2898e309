import { describe, expect, it } from 'vitest'
import type { Interference } from '@rfc-alignment/emulator/requests.ts'
import type { Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const CANNOT_READ = "failure: Can't read this pull request from GitHub; retrying"
const DOWN: Interference = { answer: { status: 502, body: { message: 'Server Error' } } }

const SOON = { takeAwayAfterMs: 10, sayAfterMs: 300, backoffSeconds: () => 0.05 }
const { stage, scene } = stageForFile({ server: SOON })
/** Here nothing reads GitHub again within the test. */
const limited = stageForFile({ server: SOON })

const github = () => stage().github

function opensUnseen(story: Scene, files: Record<string, string>): void {
  github().clock.advance(60)
  void story.opens('author', files)
}

describe('a check always appears (V1)', () => {
  it.each([
    ['an RFC', { [FILE]: rfc(['ada']) }, /^action_required: Waiting for @ada/],
    ['no RFC', { 'a.ts': '1' }, /^success: Not an RFC/],
  ])('on the head in the event, while every read fails: %s', async (_, files, after) => {
    const story = scene()
    const heal = github().onRequest(({ kind }) => (kind === 'read' ? DOWN : undefined))
    opensUnseen(story, files)
    await expect.poll(() => said(story)).toBe(CANNOT_READ)
    expect(github().mergeBox(story.pull()).allowed).toBe(false)
    heal()
    await stage().settled()
    expect(said(story)).toMatch(after)
  })

  it('while reads never end', async () => {
    const story = scene()
    const released = Promise.withResolvers<void>()
    const stop = github().onRequest(async ({ operation }) => {
      if (operation !== undefined) await released.promise
    })
    opensUnseen(story, { 'a.ts': '1' })
    await expect.poll(() => said(story)).toBe(CANNOT_READ)
    stop()
    released.resolve()
    await stage().settled()
    expect(said(story)).toMatch(/^success: Not an RFC/)
  })

  it('while GitHub does not show the pull request of its webhook', async () => {
    const story = scene()
    github().replica.hold()
    opensUnseen(story, { 'a.ts': '1' })
    await expect.poll(() => said(story)).toBe(CANNOT_READ)
    github().replica.release()
    await stage().settled()
    expect(said(story)).toMatch(/^success: Not an RFC|^failure: Can't read/)
  })

  it('on a pushed head, whatever the check of the earlier one', async () => {
    const story = scene()
    await story.opens('author', { 'a.ts': '1' })
    expect(said(story)).toMatch(/^success: Not an RFC/)
    const before = story.pull().headOid
    const heal = github().onRequest(({ kind }) => (kind === 'read' ? DOWN : undefined))
    github().clock.advance(60)
    github().push(story.repository, 'rfc', { 'a.ts': '2' }, { by: 'author' })
    await expect.poll(() => said(story)).toBe(CANNOT_READ)
    // "Not an RFC" stands on the head it was written for (V6).
    const [run] = github().checkRuns({ repository: story.repository, sha: before })
    expect(run?.conclusion).toBe('success')
    heal()
    await stage().settled()
    expect(said(story)).toMatch(/^success: Not an RFC/)
  })

  it('on the head from REST, when no event has one and nothing is remembered', async () => {
    const story = scene()
    github().clock.advance(60)
    await github().quietly(() => story.opens('author', { 'a.ts': '1' }))
    expect(said(story)).toBe('no check')
    const heal = github().onRequest(({ operation }) => (operation ? DOWN : undefined))
    github().comment(story.pull(), 'eve', 'Hm.')
    await expect.poll(() => said(story)).toBe(CANNOT_READ)
    heal()
    await stage().settled()
    expect(said(story)).toMatch(/^success: Not an RFC/)
  })

  it('and replaces an outdated one after a command', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const heal = github().onRequest(({ operation }) => (operation ? DOWN : undefined))
    github().clock.advance(60)
    github().comment(story.pull(), 'ada', '/commit')
    await expect.poll(() => said(story)).toBe(CANNOT_READ)
    heal()
    await stage().settled()
    expect(said(story)).toMatch(/^success/)
    const runs = [...github().world.state.checkRuns.values()].filter(
      ({ headOid }) => headOid === story.pull().headOid,
    )
    expect(runs).toHaveLength(1)
  })

  it('while the GraphQL quota is used up for an hour', async () => {
    const story = limited.scene()
    const on = limited.stage().github
    const reset = Math.floor(on.clock.now().getTime() / 1000) + 3_700
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }]
    on.onRequest(({ path }) =>
      path === '/graphql' ? { answer: { status: 200, headers, body: { data: null, errors } } } : undefined,
    )
    on.clock.advance(60)
    // It is not answered before the stage closes.
    story.opens('author', { 'a.ts': '1' }).catch(() => {})
    await expect.poll(() => said(story)).toBe(CANNOT_READ)
  })
})

describe('a failed read is retried without limit, and changes nothing else (V6)', () => {
  it('more often than the maximum of other attempts', async () => {
    const story = scene()
    let tries = 0
    const heal = github().onRequest(({ operation }) =>
      operation === 'PullRequest' && ++tries <= 12 ? DOWN : undefined,
    )
    opensUnseen(story, { [FILE]: rfc(['ada']) })
    await expect.poll(() => tries).toBeGreaterThan(12)
    heal()
    await stage().settled()
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })

  it('a success stays while posts have no commands', async () => {
    const story = scene()
    await story.opens('author', { 'a.ts': '1' })
    const written: string[] = []
    const stop = github().onRequest(({ kind, path }) => {
      if (kind === 'write' && path.includes('/check-runs')) written.push(path)
    })
    let tries = 0
    const heal = github().onRequest(({ operation }) => {
      if (operation !== 'PullRequest') return
      tries++
      return DOWN
    })
    github().clock.advance(60)
    github().comment(story.pull(), 'ada', 'Looks good.')
    await expect.poll(() => tries).toBeGreaterThan(6)
    expect(said(story)).toMatch(/^success: Not an RFC/)
    heal()
    await stage().settled()
    stop()
    expect(written).toEqual([])
  })
})
