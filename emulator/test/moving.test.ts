import { expect, test } from 'vitest'
import type { LocalGitHub } from '../local-github.ts'
import type { Repository } from '../world/state.ts'
import { ask } from './ask.ts'
import { aPullRequest, aReceiver, client, names, PLACE } from './stage.ts'

const NAME = '{ repository(owner: "acme", name: "rfcs") { nameWithOwner pullRequest(number: 1) { number } } }'

test('a repository that changes who may see it says so in the event of that direction (GH-181)', async () => {
  const { github, repository } = await aPullRequest()
  const received = await aReceiver(github)
  github.setVisibility(repository, 'private', 'ada')
  github.setVisibility(repository, 'internal', 'ada')
  github.setVisibility(repository, 'public', 'ada')
  await github.idle()
  expect(names(received)).toEqual(['repository.privatized', 'repository.publicized'])
  expect(received.map(({ payload }) => payload.repository.private)).toEqual([true, false])
})

test.each([
  [
    'renamed',
    (github: LocalGitHub, repository: Repository) => github.renameRepository(repository, 'proposals', 'ada'),
  ],
  [
    'given away',
    (github: LocalGitHub, repository: Repository) => github.transferRepository(repository, 'grace', 'ada'),
  ],
  ['that of an owner who was renamed', (github: LocalGitHub) => github.renameUser('acme', 'acme-corp')],
])(
  'the old address of a repository that was %s leads to it: 301 to read, 307 to write (GH-69)',
  async (_, moves) => {
    const { github, repository } = await aPullRequest()
    const octokit = client(github)
    const { token } = (await octokit.auth({ type: 'installation' })) as { token: string }
    moves(github, repository)
    const to = (method: string) =>
      fetch(`${github.origin}/api/v3/repos/acme/rfcs/issues/1/comments`, {
        method,
        redirect: 'manual',
        headers: { authorization: `token ${token}` },
        ...(method === 'POST' ? { body: JSON.stringify({ body: 'Hello' }) } : {}),
      })
    const location = `${github.origin}/api/v3/repositories/${repository.id}/issues/1/comments`
    for (const [method, status] of [
      ['GET', 301],
      ['POST', 307],
    ] as const) {
      const answer = await to(method)
      expect([answer.status, answer.headers.get('location')]).toEqual([status, location])
    }
    const { data } = await ask(github, NAME)
    expect(data.repository.pullRequest).toEqual({ number: 1 })
  },
)

test('a repository with an old name takes its address away from the one that had it (GH-69)', async () => {
  const { github, repository } = await aPullRequest()
  github.renameRepository(repository, 'proposals', 'ada')
  const other = github.createRepository({ owner: 'acme', name: 'rfcs' })
  const { data } = await client(github).repos.get(PLACE)
  expect(data.id).toBe(other.id)
})

test('a transfer is reported to an App that is installed on the new owner, and to no other (GH-182)', async () => {
  const { github, repository } = await aPullRequest()
  const received = await aReceiver(github)
  github.transferRepository(repository, 'grace', 'ada')
  await github.idle()
  expect(names(received)).toEqual([])
  github.install('ada')
  github.transferRepository(repository, 'ada', 'grace')
  await github.idle()
  expect(names(received)).toEqual(['installation.created', 'repository.transferred'])
  expect(received[1]?.payload).toMatchObject({
    changes: { owner: { from: { user: { login: 'grace' } } } },
    repository: { full_name: 'ada/rfcs' },
  })
})

test('a repository that is deleted says so, and is nowhere any more', async () => {
  const { github, repository } = await aPullRequest()
  const received = await aReceiver(github)
  github.deleteRepository(repository, 'ada')
  await github.idle()
  expect(names(received)).toEqual(['repository.deleted'])
  await expect(client(github).repos.get(PLACE)).rejects.toMatchObject({ status: 404 })
  expect((await ask(github, NAME)).errors).toMatchObject([{ type: 'NOT_FOUND', path: ['repository'] }])
})

test('an installation on chosen repositories is notified of one that goes (GH-182)', async () => {
  const { github, repository } = await aPullRequest()
  for (const each of github.world.state.installations.values()) github.uninstall(each, 'ada')
  github.install('acme', { repositories: [repository] })
  const received = await aReceiver(github)
  github.deleteRepository(repository, 'ada')
  await github.idle()
  expect(names(received)).toEqual(['repository.deleted', 'installation_repositories.removed'])
  expect(received[1]?.payload.repositories_removed).toMatchObject([{ full_name: 'acme/rfcs' }])
})

test('an installation that is gone has no token and gets no events (GH-113)', async () => {
  const { github, pull } = await aPullRequest()
  const octokit = client(github)
  const { token } = (await octokit.auth({ type: 'installation' })) as { token: string }
  const received = await aReceiver(github)
  for (const each of github.world.state.installations.values()) github.uninstall(each, 'ada')
  github.comment(pull, 'grace', 'Anybody there?')
  await github.idle()
  expect(names(received)).toEqual(['installation.deleted'])
  const answer = await fetch(`${github.origin}/api/v3/repos/acme/rfcs`, {
    headers: { authorization: `token ${token}` },
  })
  expect(answer.status).toBe(401)
})
