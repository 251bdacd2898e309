import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const { stage, scene } = stageForFile()

/** Resolves when the App has asked for so many readings of a pull request. */
function readings(count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0
    const stop = stage().github.onRequest(({ operation }) => {
      if (operation !== 'PullRequest' || ++seen < count) return
      stop()
      resolve()
    })
  })
}

type Answer = { data?: { repository?: { pullRequest?: Record<string, unknown> } } }

/** A new answer with an old list of comments: another replica may give each list. */
function withOldComments(body: unknown, old: unknown, without = ''): unknown {
  const mixed = structuredClone(body) as Answer
  const [now, before] = [mixed, old as Answer].map(({ data }) => data?.repository?.pullRequest)
  if (now && before) {
    const comments = structuredClone(before.comments) as { totalCount: number; nodes: { url: string }[] }
    comments.nodes = comments.nodes.filter(({ url }) => !url.endsWith(`#issuecomment-${without}`))
    comments.totalCount = comments.nodes.length
    now.comments = comments
  }
  return mixed
}

/** An answer as a replica gives it that has a commit, and not yet what was written on it. */
function withoutRunsOn(commit: string, body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (_, value) =>
    value?.oid === commit && value.checkSuites
      ? { ...value, checkSuites: { ...value.checkSuites, nodes: [] } }
      : value,
  )
}

describe('while GitHub’s answers lag behind its webhooks (V6, GH-112)', () => {
  it('a pull request that is not visible at first still gets its check (D5)', async () => {
    const { repository } = scene()
    const { github } = stage()
    github.push(repository, 'x', { 'a.ts': '1' }, { by: 'author' })
    github.replica.hold()
    const asked = readings(5)
    const pull = github.openPullRequest(repository, { author: 'author', head: 'x', title: 't', body: '' })
    await asked
    github.replica.release()
    await stage().settled()
    expect(github.checkRuns(pull).map(({ title }) => title)).toEqual([expect.stringMatching(/^Not an RFC/)])
  })

  it('a success that GitHub does not show yet is updated by an objection', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    github.clock.advance(60)
    await story.does(() => {
      github.comment(story.pull(), 'ada', '/commit')
      // From here on readings show the commitment, but not the green that follows from it.
      github.replica.hold()
    })
    expect(said(story)).toMatch(/^success/)
    const asked = readings(2)
    github.clock.advance(60)
    github.comment(story.pull(), 'ada', '/object who pays?')
    await asked
    expect(said(story)).not.toMatch(/^success/)
    github.replica.release()
    await stage().settled()
    expect(said(story)).toMatch(/^failure: Objection/)
  })

  it('a head that was replaced does not pass again while a replica goes on to show it (V6)', async () => {
    const story = scene()
    const { github } = stage()
    const first = (body: unknown) => (body as { variables: { facts?: boolean } }).variables.facts
    await story.opens('author', { [FILE]: rfc(['ada'], 'one') })
    await story.says('ada', '/commit')
    let old: unknown
    const stopKeeping = github.onRequest(({ operation, body: asked }) => {
      if (operation !== 'PullRequest' || !first(asked)) return
      return {
        alter: (answer) => {
          old = structuredClone(answer.body)
          return answer
        },
      }
    })
    await story.says('eve', 'Interesting.')
    stopKeeping()
    const { headOid } = story.pull()
    const passes = () =>
      github.checkRuns({ repository: story.repository, sha: headOid }).map(({ conclusion }) => conclusion)
    await story.pushes('author', { [FILE]: rfc(['ada'], 'two') })
    expect(passes()).not.toContain('success')
    // It has comments and check runs as they are now, and the head as it was.
    type Listed = { comments: unknown; commits: { nodes: { commit: { oid: string } }[] } }
    const lagging = (body: unknown): unknown => {
      const mixed = structuredClone(old) as Answer
      const [then, now] = [mixed, body as Answer].map(
        ({ data }) => data?.repository?.pullRequest as Listed | undefined,
      )
      if (then && now?.comments) {
        then.comments = now.comments
        then.commits.nodes = now.commits.nodes.filter(({ commit }) => commit.oid === headOid)
      }
      return mixed
    }
    let shown = 0
    const stop = github.onRequest(({ operation, body: asked }) => {
      if (operation !== 'PullRequest' || !first(asked)) return
      shown += 1
      return { alter: ({ status, body }) => ({ status, body: lagging(body) }) }
    })
    github.clock.advance(60)
    github.comment(story.pull(), 'eve', 'Is it?')
    await expect.poll(() => shown, { timeout: 110_000 }).toBeGreaterThan(4)
    stop()
    await stage().settled()
    expect(passes()).not.toContain('success')
    expect(said(story)).toBe('action_required: Waiting for @ada')
  })

  it('an evaluated objection is not lost to an older list of comments (P5)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada', 'linus']) })
    await story.says('linus', '/commit')
    await story.says('ada', '/commit')
    const wrote: unknown[] = []
    let old: unknown
    const stopKeeping = github.onRequest(({ operation }) => {
      if (operation !== 'PullRequest') return
      return {
        alter: (answer) => {
          old ??= structuredClone(answer.body)
          return answer
        },
      }
    })
    await story.says('eve', 'Interesting.')
    stopKeeping()
    await story.says('eve', 'Or is it?')
    await story.says('ada', '/object who pays?')
    expect(said(story)).toMatch(/^failure: Objection/)
    let stale = 2
    const stop = github.onRequest(({ operation, kind, path, body }) => {
      if (kind === 'write' && path.includes('/check-runs'))
        wrote.push((body as { conclusion?: string }).conclusion)
      if (operation !== 'PullRequest' || stale === 0) return
      stale -= 1
      return { alter: ({ status, body }) => ({ status, body: withOldComments(body, old) }) }
    })
    github.clock.advance(60)
    await story.does(() => github.review(story.pull(), 'eve', 'approve', 'Fine with me.'))
    stop()
    expect([stale, wrote]).toEqual([0, []])
    expect(said(story)).toMatch(/^failure: Objection/)
  })

  it('a commitment edited into an objection does not count again when a comment is deleted (C5)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const chat = await story.says('eve', 'Interesting.')
    const word = await story.says('ada', '/commit')
    let old: unknown
    const stopKeeping = github.onRequest(({ operation }) => {
      if (operation !== 'PullRequest') return
      return {
        alter: (answer) => {
          old = structuredClone(answer.body)
          return answer
        },
      }
    })
    await story.says('linus', 'Let me see.')
    stopKeeping()
    await story.edits('ada', word, '/object who pays?')
    expect(said(story)).toMatch(/^failure: Objection/)
    const wrote: unknown[] = []
    let stale = 1
    const stop = github.onRequest(({ operation, kind, path, body }) => {
      if (kind === 'write' && path.includes('/check-runs'))
        wrote.push((body as { conclusion?: string }).conclusion)
      if (operation !== 'PullRequest' || stale === 0) return
      stale -= 1
      return { alter: ({ status, body }) => ({ status, body: withOldComments(body, old, String(chat.id)) }) }
    })
    await story.deletes('eve', chat)
    stop()
    expect([stale, wrote]).toEqual([0, []])
  })

  it('a comment deleted by its writer does not make the list stale', async () => {
    const story = scene()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const objection = await story.says('ada', '/object who pays?')
    await story.says('ada', '/commit')
    let readings = 0
    const stop = stage().github.onRequest(({ operation }) => {
      if (operation === 'PullRequest') readings += 1
    })
    await story.deletes('ada', objection)
    stop()
    expect([readings, said(story)]).toEqual([1, 'success: Ready to merge: 1 committed'])
  })

  it('an answer older than the evaluated one is discarded', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    let before: unknown
    const stopListening = github.onRequest(({ operation }) => {
      if (operation !== 'PullRequest') return
      return {
        alter: ({ status, body }) => {
          before = structuredClone(body)
          return { status, body }
        },
      }
    })
    await story.says('ada', '/commit')
    await story.says('eve', 'Interesting.')
    stopListening()
    expect(said(story)).toMatch(/^success/)
    await story.says('ada', '/object who pays?')
    let answers = 0
    const stopAnswering = github.onRequest(({ operation }) => {
      if (operation !== 'PullRequest' || ++answers > 2) return
      expect(said(story)).toMatch(/^failure/)
      return { alter: ({ status }) => ({ status, body: before }) }
    })
    await story.does(() => github.rerequestCheckRun(story.check() as never, 'author'))
    stopAnswering()
    expect(answers).toBe(3)
    expect(said(story)).toMatch(/^failure: Objection/)
  })

  it('a commit without the run written on it is discarded as stale (V6, V7)', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { 'src/billing.ts': 'export {}\n' })
    expect(said(story)).toMatch(/^success: Not an RFC/)
    const before = story.pull().headOid
    let answers = 0
    const stopAnswering = github.onRequest(({ operation }) => {
      if (operation !== 'PullRequest' || ++answers > 2) return
      return { alter: ({ status, body }) => ({ status, body: withoutRunsOn(before, body) }) }
    })
    await story.pushes('author', { [FILE]: rfc(['ada']) })
    stopAnswering()
    expect(said(story)).toBe('action_required: Waiting for @ada')
    expect(github.checkRuns({ repository: story.repository, sha: before })).toMatchObject([
      { conclusion: 'failure' },
    ])
  })

  it('a file count that does not match yet is read again, and does not fail an unrelated pull request', async () => {
    const story = scene()
    let readings = 0
    const stop = stage().github.onRequest(({ operation }) => {
      if (operation !== 'PullRequest' || ++readings > 1) return
      return {
        alter: ({ status, body }) => {
          const answer = structuredClone(body) as {
            data: { repository: { pullRequest: { changedFiles: number } } }
          }
          answer.data.repository.pullRequest.changedFiles = 2
          return { status, body: answer }
        },
      }
    })
    await story.opens('author', { 'a.ts': '1' })
    stop()
    expect(said(story)).toMatch(/^success: Not an RFC/)
  })
})

describe('pull requests that share a head (GH-147)', () => {
  it('a command on a closed one does not fail the open one', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { [FILE]: rfc(['ada']) })
    const old = story.pull()
    await story.does(() => github.closePullRequest(old, 'author'))
    const next = await story.does(() =>
      github.openPullRequest(story.repository, { author: 'author', head: 'rfc', title: 't', body: '' }),
    )
    await story.does(() => github.comment(next, 'ada', '/commit'))
    await story.does(() => github.comment(old, 'ada', 'superseded by the other one'))
    expect(github.checkRuns(next).map(({ conclusion }) => conclusion)).toEqual(['success'])
  })

  it('a pull request on the head of a draft RFC does not pass', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { 'a.ts': '1' }, { draft: true, body: rfc(['ada']) })
    await story.does(() => github.label(story.pull(), 'author', 'rfc'))
    github.forcePush(story.repository, 'twin', story.pull().headOid, { by: 'author' })
    await story.does(() =>
      github.openPullRequest(story.repository, { author: 'author', head: 'twin', title: 't', body: '' }),
    )
    github.quietly(() => github.ready(story.pull(), 'author'))
    expect(github.merge(story.pull(), 'author').merged).toBe(false)
  })

  it('an RFC at the base of a stacked pull request does not make that one an RFC', async () => {
    const story = scene()
    const { github } = stage()
    await story.opens('author', { 'a.ts': '1' }, { body: rfc(['ada']) })
    await story.does(() => github.label(story.pull(), 'author', 'rfc'))
    github.forcePush(story.repository, 'stacked', story.pull().headOid, { by: 'author' })
    github.push(story.repository, 'stacked', { 'b.ts': '1' }, { by: 'author' })
    const plain = await story.does(() =>
      github.openPullRequest(story.repository, { author: 'author', head: 'stacked', title: 't', body: '' }),
    )
    github.replica.hold()
    const asked = readings(2)
    github.clock.advance(60)
    github.push(story.repository, 'stacked', { 'c.ts': '1' }, { by: 'author' })
    await asked
    github.replica.release()
    await stage().settled()
    expect(github.checkRuns(plain).map(({ title }) => title)).toEqual([expect.stringMatching(/^Not an RFC/)])
  })
})
