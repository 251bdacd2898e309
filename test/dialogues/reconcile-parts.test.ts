import { nodeId } from '@rfc-alignment/emulator/node-id.ts'
import type { LoggedRequest } from '@rfc-alignment/emulator/requests.ts'
import type { PullRequest, Repository } from '@rfc-alignment/emulator/world/state.ts'
import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { restartableStage } from './restartable-stage.ts'
import { said } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'

const reads = (requests: readonly LoggedRequest[]) => requests.filter(({ kind }) => kind === 'read')
const writes = (requests: readonly LoggedRequest[]) =>
  requests.filter(({ kind, path }) => kind === 'write' && !path.startsWith('/app/hook'))

describe('reconciliation of 120 unchanged pull requests (budgets)', () => {
  const stage = restartableStage()

  it('makes six reads and no write', async () => {
    const github = stage.github()
    const { repository } = stage.scene('many')
    const opens = (branch: string, files: Record<string, string>) => {
      github.push(repository, branch, files, { by: 'author' })
      return github.openPullRequest(repository, { author: 'author', head: branch, title: branch })
    }
    // No webhook reports them, nor what is published: so the first reconciliation does it all, and the second has nothing
    // to do.
    await github.quietly(async () => {
      for (let number = 1; number <= 120; number++) {
        const isRfc = number % 4 === 0
        opens(`b${number}`, isRfc ? { [`rfcs/${number}.md`]: rfc(['ada']) } : { [`src/${number}.ts`]: '1' })
      }
      await stage.during(() => stage.server().reconcile())
    })
    expect(github.pulls(repository).filter((pull) => github.checkRuns(pull).length === 1)).toHaveLength(120)
    stage.counted()
    const requests = await stage.during(() => stage.server().reconcile())
    expect(writes(requests)).toEqual([])
    // The installations, the repositories, how many are open in each, and three pages of fifty.
    expect(reads(requests).map(({ path, operation }) => operation ?? path.split('?')[0])).toEqual([
      '/app/installations',
      '/installation/repositories',
      'OpenCounts',
      'Fingerprints',
      'Fingerprints',
      'Fingerprints',
    ])
    expect(stage.counted()).toMatchObject({ pullRequestsSwept: 120, reconciliationEnqueued: 0 })
    // A start costs no more, but for the list of deliveries.
    await stage.stops()
    const starting = await stage.during(stage.starts)
    expect(writes(starting)).toEqual([])
    expect(reads(starting).filter(({ path }) => !path.startsWith('/app/hook'))).toHaveLength(6)
  })
})

describe('newly accessible repositories', () => {
  const stage = restartableStage()

  /** An organisation the App is not on, with a repository that has an RFC open. */
  function elsewhere(owner: string): { repository: Repository; pull: PullRequest } {
    const github = stage.github()
    if (![...github.world.state.accounts.values()].some(({ login }) => login === owner)) {
      github.createOrganization(owner, { owners: ['margaret'], members: ['author', 'ada'] })
    }
    const name = `rfcs-${github.world.state.repositories.size}`
    const repository = github.createRepository({
      owner,
      name,
      install: false,
      collaborators: { author: 'write', ada: 'write' },
    })
    github.push(repository, 'rfc', { [FILE]: rfc(['ada']) }, { by: 'author' })
    const pull = github.openPullRequest(repository, { author: 'author', head: 'rfc', title: 'An RFC' })
    return { repository, pull }
  }
  const titles = (pull: PullRequest) =>
    stage
      .github()
      .checkRuns(pull)
      .map(({ title }) => title)

  it('get their checks when the App is installed', async () => {
    const { pull } = elsewhere('globex')
    expect(titles(pull)).toEqual([])
    await stage.during(async () => stage.github().install('globex'))
    expect(titles(pull)).toEqual(['Waiting for @ada'])
  })

  it('get their checks when a repository is added, and nothing else is read', async () => {
    const github = stage.github()
    const first = elsewhere('initech')
    const installation = github.install('initech', { repositories: [first.repository] })
    await stage.during(async () => {})
    const { repository, pull } = elsewhere('initech')
    const requests = await stage.during(async () =>
      github.addToInstallation(installation, repository, 'margaret'),
    )
    expect(titles(pull)).toEqual(['Waiting for @ada'])
    // Only the token is asked for again: one made before may not reach the repository (GH-194).
    expect(requests.flatMap(({ path }) => (path.includes('/installation') ? [path] : []))).toEqual([
      expect.stringMatching(/\/access_tokens$/),
    ])
    // The small read shows that it is an RFC, and then the rest is read (A5).
    expect(requests.filter(({ operation }) => operation === 'PullRequest')).toHaveLength(2)
  })

  it('have only differences evaluated after a suspension (GH-113)', async () => {
    const github = stage.github()
    const story = stage.scene('suspended')
    const other = stage.scene('also-suspended')
    await story.opens('author', { [FILE]: rfc(['ada']) })
    await other.opens('author', { [FILE]: rfc(['ada']) })
    const installation = [...github.world.state.installations.values()].find(
      ({ accountId }) => accountId === story.repository.ownerId,
    )!
    await story.does(() => github.suspend(installation, 'margaret'))
    await story.says('ada', '/commit')
    // What is suspended is passed over.
    const meanwhile = await stage.during(() => stage.server().reconcile())
    expect(meanwhile.filter(({ path, status }) => path.endsWith('/access_tokens') && status >= 400)).toEqual(
      [],
    )
    expect(said(story)).toBe('action_required: Waiting for @ada')
    const requests = await stage.during(async () => github.unsuspend(installation, 'margaret'))
    expect(said(story)).toMatch(/^success/)
    expect(requests.filter(({ operation }) => operation === 'PullRequest')).toHaveLength(1)
  })

  it('are compared although the server crashed before', async () => {
    const github = stage.github()
    const { pull } = elsewhere('umbrella')
    let isStopping: Promise<void> | undefined
    const stop = github.onRequest(({ path }) => {
      if (!path.startsWith('/installation/repositories')) return
      isStopping ??= stage.stops()
      return { drop: 'before' }
    })
    await stage.during(async () => github.install('umbrella'))
    await isStopping
    stop()
    expect(titles(pull)).toEqual([])
    await stage.starts()
    expect(titles(pull)).toEqual(['Waiting for @ada'])
  })
})

describe('a repository that cannot be compared', () => {
  const stage = restartableStage()

  it('does not delay the others, and is evaluated in full when GitHub rejects the query', async () => {
    const github = stage.github()
    const broken = stage.scene('broken')
    const sound = stage.scene('sound')
    for (const story of [broken, sound]) {
      await story.opens('author', { [FILE]: rfc(['ada']) })
      github.clock.advance(60)
      github.quietly(() => github.comment(story.pull(), 'ada', '/commit'))
    }
    stage.counted()
    const brokenId = nodeId('R', broken.repository.id)
    let refused = 0
    const stop = github.onRequest(({ operation, body }) => {
      const { variables } = body as { variables: { ids: readonly string[] } }
      if (operation !== 'Fingerprints' || !variables.ids.includes(brokenId)) return
      refused += 1
      const errors = [{ message: "Field 'viewerDidAuthor' doesn't exist on type 'IssueComment'" }]
      return { answer: { status: 200, body: { errors } } }
    })
    await stage.during(() => stage.server().reconcile())
    stop()
    expect(said(sound)).toMatch(/^success/)
    expect(said(broken)).toMatch(/^success/)
    // With the other one and by itself in the round, and by itself at every try after it.
    expect(refused).toBe(6)
    expect(stage.counted()).toMatchObject({ reconciliationDrift: 2 })
  })

  it('is compared once GitHub is up again', async () => {
    const github = stage.github()
    const story = stage.scene('down')
    await story.opens('author', { [FILE]: rfc(['ada']) })
    github.clock.advance(60)
    github.quietly(() => github.comment(story.pull(), 'ada', '/commit'))
    let answers = 0
    const stop = github.onRequest(({ operation }) =>
      operation === 'Fingerprints' && ++answers <= 2
        ? { answer: { status: 502, body: '<html>' } }
        : undefined,
    )
    await stage.during(() => stage.server().reconcile())
    stop()
    expect(said(story)).toMatch(/^success/)
  })
})
