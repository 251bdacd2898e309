import { describe, expect, it, onTestFinished } from 'vitest'
import type { PullRequest } from '@rfc-alignment/emulator/world/state.ts'
import { CHECK, type Scene } from '../../playground/scene.ts'
import { rfc } from '../rfc-text.ts'
import { stageForFile } from './stages.ts'

/**
 * A moment between attempts, so what a test holds back arrives before the last one. A success in doubt is taken away
 * within a second, as in production.
 */
const { stage, scene, asked } = stageForFile({
  server: { backoffSeconds: () => 0.1, takeAwayAfterMs: 1_000 },
})

/** Opens one pull request more in the repository of a scene, from a branch of its own. */
async function opensMore(story: Scene, branch: string, files: Record<string, string>): Promise<PullRequest> {
  const { github } = stage()
  return story.does(() => {
    github.push(story.repository, branch, files, { by: 'author' })
    return github.openPullRequest(story.repository, {
      author: 'author',
      head: branch,
      title: `The ${branch}`,
    })
  })
}

/** The queue waits for another check, too: so it merges only when a test lets it. */
function waitsForBuild(story: Scene, ...pulls: readonly PullRequest[]): void {
  const { github } = stage()
  github.protect(story.repository, { branch: 'main', check: 'build' })
  for (const { headOid } of pulls) builds(story, headOid)
}

function builds(story: Scene, oid: string): void {
  stage().github.setStatus(story.repository, oid, 'author', { context: 'build', state: 'success' })
}

/** An RFC of one stakeholder, committed to and open; the scene's own. */
async function committedRfc(): Promise<{ story: Scene; first: PullRequest }> {
  const story = scene()
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada']) })
  await story.says('ada', '/commit')
  return { story, first: story.pull() }
}

/** Two RFCs, both committed to, in a queue that waits for the build. */
async function twoCommitted() {
  const { story, first } = await committedRfc()
  const second = await opensMore(story, 'second', { 'rfcs/0002.md': rfc(['grace']) })
  await story.does(() => stage().github.comment(second, 'grace', '/commit'))
  waitsForBuild(story, first, second)
  return { story, first, second }
}

function enqueues(...pulls: readonly PullRequest[]): readonly string[] {
  return pulls.map((pull) => stage().github.enqueue(pull, 'author'))
}

/** What the check on a group's commit says, in one line. */
function saidOn(story: Scene, sha: string | undefined): string {
  const run = stage()
    .github.checkRuns({ repository: story.repository, sha: sha ?? '' })
    .find(({ name }) => name === CHECK)
  return run ? `${run.conclusion}: ${run.title}` : 'no check'
}

const isMerged = ({ mergedAt }: PullRequest) => mergedAt !== null

describe('a merge queue (V8)', () => {
  it('merges an RFC that all stakeholders committed to (TH-118)', async () => {
    const { story, first } = await committedRfc()
    const [group] = await story.does(() => enqueues(first))
    expect(saidOn(story, group)).toBe('success: Ready to merge (#1)')
    expect(isMerged(first)).toBe(true)
  })

  it('evaluates every pull request in the group, and names them (TH-118)', async () => {
    const { story, first, second } = await twoCommitted()
    const third = await opensMore(story, 'plain', { 'src/a.ts': 'export {}' })
    builds(story, third.headOid)
    const groups = await story.does(() => enqueues(first, second, third))
    expect(groups.map((group) => saidOn(story, group))).toEqual([
      'success: Ready to merge (#1)',
      'success: Ready to merge (#1 and #2)',
      'success: Ready to merge (#1 and #2)',
    ])
    const [run] = stage().github.checkRuns({ repository: story.repository, sha: groups[2] ?? '' })
    expect(run?.externalId).toMatch(/ pr=0 /)
    expect(run?.summary).toMatch(/#1\].*An RFC.*Ready to merge.*#2\].*The second.*#3\].*Not an RFC/s)
    await story.does(() => {
      for (const group of groups) builds(story, group)
    })
    expect([first, second, third].map(isMerged)).toEqual([true, true, true])
  })

  it('passes unrelated pull requests (D5)', async () => {
    const story = scene()
    await story.opens('author', { 'src/a.ts': 'export {}' })
    const [group] = await story.does(() => enqueues(story.pull()))
    expect(saidOn(story, group)).toBe('success: No RFC (#1)')
    expect(isMerged(story.pull())).toBe(true)
  })

  it('passes an RFC whose description is the document (D3)', async () => {
    const story = scene()
    await story.opens('author', { 'src/a.ts': 'export {}' }, { body: rfc(['ada']) })
    await story.does(() => stage().github.label(story.pull(), 'author', 'rfc'))
    await story.says('ada', '/commit')
    const [group] = await story.does(() => enqueues(story.pull()))
    expect(saidOn(story, group)).toBe('success: Ready to merge (#1)')
  })

  it('fails an RFC whose stakeholder withdrew before the check (TH-119)', async () => {
    const { story, first } = await committedRfc()
    const [group] = await story.does(() => {
      const groups = enqueues(first)
      stage().github.clock.advance(1)
      stage().github.comment(first, 'ada', '/withdraw')
      return groups
    })
    expect(saidOn(story, group)).toBe('failure: #1: Waiting for @ada')
    expect([first.queued, first.mergedAt]).toEqual([null, null])
  })

  it('updates the success of a group and of those behind it when somebody withdraws', async () => {
    const { story, first, second } = await twoCommitted()
    const third = await opensMore(story, 'plain', { 'src/a.ts': 'export {}' })
    builds(story, third.headOid)
    stage().github.setMergingStrategy(story.repository, 'main', 'HEADGREEN')
    const groups = await story.does(() => enqueues(first, second, third))
    const ids = groups.map((sha) => stage().github.checkRuns({ repository: story.repository, sha })[0]?.id)
    const before = stage().github.requests.length
    await story.does(() => stage().github.comment(second, 'grace', '/withdraw'))
    expect(groups.map((group) => saidOn(story, group))).toEqual([
      'success: Ready to merge (#1)',
      'failure: #2: Waiting for @grace',
      'failure: #2: Waiting for @grace',
    ])
    expect(
      groups.map((sha) => stage().github.checkRuns({ repository: story.repository, sha })[0]?.id),
    ).toEqual(ids)
    const written = stage()
      .github.requests.slice(before)
      .filter(({ method, path }) => method === 'PATCH' && path.endsWith(`/check-runs/${ids[0]}`))
    expect(written).toEqual([])

    // Looked at again, and nothing changed: nothing is written.
    const then = stage().github.requests.length
    await story.does(() => stage().github.comment(second, 'eve', 'What a pity.'))
    const since = stage().github.requests.slice(then)
    expect(since.filter(({ operation }) => operation === 'Group').length).toBe(2)
    expect(since.filter(({ kind }) => kind === 'write')).toEqual([])
  })

  it('fails a group with an RFC that is not committed to, though only the last must pass (TH-120, GH-152)', async () => {
    const { story, first } = await committedRfc()
    const second = await opensMore(story, 'second', { 'rfcs/0002.md': rfc(['grace']) })
    await story.does(() => stage().github.comment(second, 'grace', '/commit'))
    stage().github.setMergingStrategy(story.repository, 'main', 'HEADGREEN')
    // No webhook of the withdrawal arrives: the check of the first is green all the time.
    const groups = await story.does(() => {
      stage().github.quietly(() => stage().github.comment(first, 'ada', '/withdraw'))
      return enqueues(first, second)
    })
    expect(saidOn(story, groups[1])).toBe('failure: #1: Waiting for @ada')
    expect(isMerged(first)).toBe(false)
  })

  it('fails when another pull request of the group changes the same RFC', async () => {
    const lines = Array.from({ length: 9 }, (_, index) => `Sentence ${index}.`).join('\n\n')
    const story = scene({ 'rfcs/0001.md': rfc(['ada'], lines) })
    await story.opens('author', { 'rfcs/0001.md': rfc(['ada'], lines.replace('0.', '0, fixed.')) })
    await story.says('ada', '/commit')
    const other = await opensMore(story, 'other', {
      'rfcs/0001.md': rfc(['ada'], lines.replace('8.', '8, fixed.')),
    })
    await story.does(() => stage().github.comment(other, 'ada', '/commit'))
    waitsForBuild(story, story.pull(), other)
    const groups = await story.does(() => enqueues(story.pull(), other))
    expect(saidOn(story, groups[0])).toBe('success: Ready to merge (#1)')
    expect(saidOn(story, groups[1])).toMatch(
      /^failure: #1: rfcs\/0001\.md in this group isn't the text that was committed to/,
    )
  })
})

describe('a merge group that failed, and whose pull request recovered (V8)', () => {
  it('passes by a new run once an objection is closed', async () => {
    const { story, first, second } = await twoCommitted()
    const { github } = stage()
    const groups = await story.does(() => enqueues(first, second))
    await story.does(() => github.comment(second, 'grace', '/object who pays?'))
    expect(saidOn(story, groups[1])).toBe('failure: #2: Objection #1 by @grace is open')
    const before = github.checkRuns({ repository: story.repository, sha: groups[1] ?? '' })[0]
    await story.does(() => github.comment(second, 'grace', '/commit'))
    expect(saidOn(story, groups[1])).toMatch(/^success/)
    expect(github.checkRuns({ repository: story.repository, sha: groups[1] ?? '' })[0]?.id).not.toBe(
      before?.id,
    )
    await story.does(() => builds(story, groups[0] ?? ''))
    await story.does(() => builds(story, groups[1] ?? ''))
    expect([first, second].map(isMerged)).toEqual([true, true])
  })

  it('passes once GitHub can be read again and nothing blocks', async () => {
    const { story, first, second } = await twoCommitted()
    const { github } = stage()
    const groups = await story.does(() => enqueues(first, second))
    const heal = github.onRequest(({ kind }) =>
      kind === 'read' ? { answer: { status: 502, body: {} } } : undefined,
    )
    github.clock.advance(60)
    // Whether somebody may release is not known without a read.
    github.comment(second, 'eve', '/release @grace she left')
    onTestFinished(heal)
    await expect.poll(() => saidOn(story, groups[1])).toMatch(/^failure/)
    expect(saidOn(story, groups[0])).toMatch(/^success/)
    heal()
    await stage().settled()
    expect(saidOn(story, groups[1])).toMatch(/^success/)
  })
})

describe('a merge group that cannot be resolved fails, and says why (TH-121)', () => {
  it("has a ref that is not a merge queue's", async () => {
    const { story, first } = await twoCommitted()
    stage().github.quirks.oddGroupRefs = true
    const [group] = await story.does(() => enqueues(first))
    stage().github.quirks.oddGroupRefs = false
    expect(saidOn(story, group)).toBe("failure: Can't evaluate this merge group")
  })

  it('left the queue before its evaluation', async () => {
    const { story, first } = await twoCommitted()
    const [group] = await story.does(() => {
      const groups = enqueues(first)
      stage().github.dequeue(first, 'author')
      return groups
    })
    expect(saidOn(story, group)).toBe("failure: Can't evaluate this merge group")
    const [run] = stage().github.checkRuns({ repository: story.repository, sha: group ?? '' })
    expect(run?.summary).toMatch(/has no merge queue/)
  })

  it('contains a pull request that GitHub does not show', async () => {
    const { story, first } = await twoCommitted()
    const stop = stage().github.onRequest(({ operation }) =>
      operation === 'PullRequest'
        ? {
            alter: ({ status, body }) => {
              const answer = structuredClone(body) as { data: { repository: { pullRequest: unknown } } }
              answer.data.repository.pullRequest = null
              return { status, body: answer }
            },
          }
        : undefined,
    )
    const [group] = await story.does(() => enqueues(first))
    stop()
    expect(saidOn(story, group)).toBe("failure: #1: GitHub doesn't have it")
  })

  it('is evaluated after an outage that ended in time (TH-122)', async () => {
    const { story, first } = await twoCommitted()
    let refused = 0
    const stop = stage().github.onRequest(({ operation }) => {
      if (operation !== 'Group' || ++refused > 5) return
      return { answer: { status: 502, body: {} } }
    })
    const [group] = await story.does(() => enqueues(first))
    stop()
    expect(saidOn(story, group)).toBe('success: Ready to merge (#1)')
  })
})

describe('while GitHub’s answers lag behind its merge queue (V6, GH-112)', () => {
  it('nothing is written on a group that is not listed yet', async () => {
    const { story, first } = await twoCommitted()
    const { github } = stage()
    github.replica.hold()
    github.clock.advance(60)
    const tries = asked(({ operation }) => operation === 'Group', 3)
    const [group] = enqueues(first)
    await tries
    expect(saidOn(story, group)).toBe('no check')
    github.replica.release()
    await stage().settled()
    expect(saidOn(story, group)).toBe('success: Ready to merge (#1)')
  })

  it('a group loses its success once one of its pull requests is in doubt', async () => {
    const { story, first } = await twoCommitted()
    const { github } = stage()
    const [group] = await story.does(() => enqueues(first))
    expect(saidOn(story, group)).toMatch(/^success/)
    const [run] = github.checkRuns({ repository: story.repository, sha: group ?? '' })
    const reddened = asked(({ path }) => path.endsWith(`/check-runs/${run?.id}`), 2)
    github.replica.hold()
    github.clock.advance(60)
    github.comment(first, 'ada', '/withdraw')
    await reddened
    expect(saidOn(story, group)).toMatch(/^failure/)
    github.replica.release()
    await stage().settled()
    expect([first.queued, first.mergedAt]).toEqual([null, null])
  })
})
