import { describe, expect, it } from 'vitest'
import type { Changes } from '@rfc-alignment/emulator/acts/changes.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { Repository } from '@rfc-alignment/emulator/world/state.ts'
import { aReading, bend, callsTo, referenceTo, roomFor } from './stage.ts'

const PATH = '.github/rfc-alignment.yml'
const SHARED = 'version: 1\nstakeholders:\n  minimum: 2\n'
const INSTALLATION = 'GET /repos/acme/.github/installation'
const ORGANISATION = ['repository', 'owner', 'organisation']

/** A pull request whose owner has a `.github` repository with these files. */
async function withShared(
  files: Changes = { [PATH]: SHARED },
  visibility: Repository['visibility'] = 'public',
) {
  const world = await aReading()
  const shared = world.github.createRepository({ owner: 'acme', name: '.github', visibility, files })
  return { ...world, shared }
}

/** Takes the App away from every repository but this one. */
function installOnlyOn(github: LocalGitHub, repository: Repository): void {
  const [installation] = github.world.state.installations.values()
  const repositoryIds = new Set([repository.id])
  github.world.state.installations.set(installation!.id, { ...installation!, repositoryIds })
}

describe('the configuration (D1)', () => {
  it('is read from the owner’s .github repository when the base has none', async () => {
    const { github, read } = await withShared()
    expect(await read()).toMatchObject({
      config: { kind: 'text', text: SHARED },
      configFrom: 'organisation',
    })
    expect(callsTo(github)).toEqual(['POST /graphql', INSTALLATION])
    await read()
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('is read from the base when it has one, without a further call', async () => {
    const { github, repository, read } = await withShared()
    github.push(repository, 'main', { [PATH]: 'version: 1\n' }, { by: 'linus' })
    expect(await read()).toMatchObject({ config: { text: 'version: 1\n' }, configFrom: 'base' })
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it.each<[string, Changes[string], string]>([
    ['a symbolic link', { mode: '120000', content: 'x' }, 'in the repository .github is a symbolic link'],
    ['bytes', Buffer.from([0, 1, 2, 0]), 'in the repository .github is not text'],
    ['too large', 'x'.repeat(1_048_577), 'in the repository .github is larger than 1 MiB'],
  ])('is unreadable, never absent, when the shared one is %s', async (_, content, why) => {
    const { read } = await withShared({ [PATH]: content })
    expect(await read()).toMatchObject({ config: { kind: 'unreadable', why }, configFrom: 'organisation' })
  })

  it('is not replaced by the shared one when the one on the base is unreadable', async () => {
    const { github, repository, read } = await withShared()
    github.push(repository, 'main', { [PATH]: { mode: '120000', content: 'x' } }, { by: 'linus' })
    expect(await read()).toMatchObject({ config: { kind: 'unreadable' }, configFrom: 'base' })
  })

  it('is absent when the .github repository has none either, without a further call', async () => {
    const { github, read } = await withShared({ 'profile/README.md': 'Acme' })
    expect(await read()).toMatchObject({ config: { kind: 'absent' }, configFrom: 'base' })
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('is absent when nothing was ever pushed to the .github repository', async () => {
    const { shared, read } = await withShared()
    shared.refs.clear()
    expect(await read()).toMatchObject({ config: { kind: 'absent' }, configFrom: 'base' })
  })

  it('is not read from a public .github repository that the App is not installed on', async () => {
    const { github, repository, read } = await withShared()
    installOnlyOn(github, repository)
    expect(await read()).toMatchObject({ config: { kind: 'absent' }, configFrom: 'base' })
    expect(callsTo(github)).toEqual(['POST /graphql', INSTALLATION])
    await read()
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('is not read from a .github repository of another installation', async () => {
    const { github, read } = await withShared()
    github.onRequest(({ path }) =>
      path.endsWith('/installation') ? { answer: { status: 200, body: { id: 1 } } } : undefined,
    )
    expect(await read()).toMatchObject({ config: { kind: 'absent' }, configFrom: 'base' })
  })

  it('is absent when the App is not installed on the private .github repository', async () => {
    const { github, repository, read } = await withShared(undefined, 'private')
    installOnlyOn(github, repository)
    expect(await read()).toMatchObject({ config: { kind: 'absent' }, configFrom: 'base' })
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('fails the read while GitHub does not say whether the App is installed there', async () => {
    const { github, read } = await withShared()
    github.onRequest(({ path }) =>
      path.endsWith('/installation')
        ? { answer: { status: 500, body: { message: 'Server Error' } } }
        : undefined,
    )
    await expect(read()).rejects.toMatchObject({ name: 'GitHubFault', status: 500 })
  })

  it('is not read from a repository that was renamed from .github', async () => {
    const { github, shared, read } = await withShared()
    github.renameRepository(shared, 'community', 'ada')
    expect(await read()).toMatchObject({ config: { kind: 'absent' }, configFrom: 'base' })
  })

  it('is read from the owner’s current name when the evaluation has an older one', async () => {
    const { github, repository, read } = await withShared()
    github.world.state.formerNames.set('acme/rfcs', repository.id)
    github.renameUser('acme', 'acme-corp')
    expect(await read()).toMatchObject({ config: { text: SHARED }, configFrom: 'organisation' })
  })

  it('is read from the base alone for a pull request to the .github repository itself', async () => {
    const { github, shared } = await withShared()
    github.push(shared, 'old', { [PATH]: null }, { by: 'ada' })
    github.push(shared, 'x', { 'rfcs/1.md': '# 1\n' }, { by: 'ada' })
    const pull = github.openPullRequest(shared, { author: 'ada', head: 'x', base: 'old' })
    const facts = await roomFor(github).readPullRequest(referenceTo(github, shared, pull))
    expect(facts).toMatchObject({ config: { kind: 'absent' }, configFrom: 'base' })
  })

  it.each([
    ['a null alone', (_: Bent) => {}],
    [
      'a null and an error',
      (body: Bent) => {
        body.errors = [
          { type: 'NOT_FOUND', path: ORGANISATION, message: 'Could not resolve to a Repository' },
        ]
      },
    ],
  ])('is absent when GitHub answers %s for a .github repository', async (_, how) => {
    const { github, read } = await withShared()
    bend(github, (body) => {
      body.data.repository.owner.organisation = null
      how(body)
    })
    expect(await read()).toMatchObject({ config: { kind: 'absent' }, configFrom: 'base' })
  })

  it.each([
    ['it is forbidden', 'FORBIDDEN', ORGANISATION],
    ['nothing is found further in', 'NOT_FOUND', [...ORGANISATION, 'defaultBranchRef']],
  ])('is unknown when GitHub answers that %s', async (_, type, path) => {
    const { github, read } = await withShared()
    bend(github, (body) => {
      body.data.repository.owner.organisation = null
      body.errors = [{ type, path, message: 'no' }]
    })
    await expect(read()).rejects.toMatchObject({ name: 'GraphQLErrors' })
  })

  it.each([
    ['the tip', (branch: Bent) => Object.assign(branch, { target: null })],
    ['its text', (branch: Bent) => Object.assign(branch.target.file, { object: null })],
  ])('makes the read inconsistent when %s of the .github repository is missing (V6)', async (_, how) => {
    const { github, read } = await withShared()
    bend(github, (body) => how(body.data.repository.owner.organisation.defaultBranchRef))
    await expect(read()).rejects.toMatchObject({ name: 'InconsistentRead' })
  })
})

// biome-ignore lint/suspicious/noExplicitAny: an answer is bent on its way
type Bent = any
