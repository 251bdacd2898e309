import type { Changes } from '@rfc-alignment/emulator/acts/changes.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { aPullRequest } from '@rfc-alignment/emulator/test/stage.ts'
import { describe, expect, it } from 'vitest'
import { NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import type { ChangesAt } from '../../src/facts/snapshot.ts'
import { bend, callsTo, referenceTo, roomFor } from './stage.ts'

const BASE: Changes = {
  'rfcs/kept.md': '# Kept\n',
  'rfcs/gone.md': '# Gone\n',
  'docs/rfcs/deep/old.md': '# Old\n',
  'docs/guide.md': 'Read the code.',
}
const NEW: Changes = { 'rfcs/new.md': '# New\n' }

/** A pull request of which GitHub lists no files, on a base with RFCs. */
async function anUnlistedChange(changes: Changes, base: Changes = BASE) {
  const { github, repository } = await aPullRequest({ quirks: { mostFilesCompared: 0 } })
  github.push(repository, 'main', base, { by: 'linus' })
  github.push(repository, 'large', changes, { by: 'linus' })
  const pull = github.openPullRequest(repository, { author: 'linus', head: 'large' })
  const room = roomFor(github)
  const reference = referenceTo(github, repository, pull)
  const read = async (): Promise<ChangesAt | undefined> => {
    const facts = await room.readPullRequest(reference)
    expect(facts?.changes).toEqual({ kind: 'not listed' })
    callsTo(github)
    const { head } = facts!.pullRequest
    const { changesAt } = await room.readMore(reference, facts!, { ...NOTHING_NEEDED, changesAt: [head] })
    return changesAt.get(head)
  }
  return { github, repository, pull, read }
}

/** What was changed, one line each. */
function told(changes: ChangesAt | undefined): readonly string[] {
  if (changes?.kind !== 'complete') throw new Error(`the changes are ${changes?.kind}`)
  return changes.files.map(({ path, change }) => `${change} ${path}`).sort()
}

/** Answers every comparison with an error, as GitHub does where a difference is too large for it. */
function refuseToCompare(github: LocalGitHub, status: number) {
  return github.onRequest(({ path }) =>
    path.includes('/compare/') ? { answer: { status, body: { message: 'not available' } } } : undefined,
  )
}

describe('a head whose files GitHub does not list (D6)', () => {
  it('is compared by one recursive listing of each tree, once', async () => {
    const { github, read } = await anUnlistedChange({
      'rfcs/new.md': '# New\n',
      'rfcs/gone.md': null,
      'docs/rfcs/deep/old.md': '# Old, but more\n',
      'docs/guide.md': 'Do not.',
    })
    expect(told(await read())).toEqual([
      'added rfcs/new.md',
      'deleted rfcs/gone.md',
      'modified docs/guide.md',
      'modified docs/rfcs/deep/old.md',
    ])
    expect(callsTo(github).map((call) => call.replace(/[0-9a-f]{40}/g, 'id'))).toEqual([
      'GET /repos/acme/rfcs/compare/id...id?per_page=1&page=2',
      'GET /repos/acme/rfcs/git/trees/id?recursive=1',
      'GET /repos/acme/rfcs/git/trees/id?recursive=1',
    ])
    await read()
    expect(callsTo(github)).toEqual([])
  })

  it('shows a folder that became a link, or a link that became a folder', async () => {
    const { read } = await anUnlistedChange(
      {
        'rfcs/kept.md': null,
        rfcs: { mode: '120000', content: 'docs' },
        'rfc/one.md': '# One\n',
        rfc: null,
      },
      { 'rfcs/kept.md': '# Kept\n', rfc: { mode: '120000', content: 'rfcs' } },
    )
    expect(told(await read())).toEqual([
      'added rfc/one.md',
      'added rfcs',
      'deleted rfc',
      'deleted rfcs/kept.md',
    ])
  })

  it('does not count changes of the base as its own', async () => {
    const { github, repository, pull, read } = await anUnlistedChange(NEW)
    github.push(repository, 'main', { 'rfcs/later.md': '# Later\n' }, { by: 'linus' })
    expect(told(await read())).toEqual(['added rfcs/new.md'])
    github.mergeBaseInto(pull, 'linus')
    expect(told(await read())).toEqual(['added rfcs/new.md'])
  })

  it('is unreadable, with advice to split it, when GitHub truncates a listing', async () => {
    const { github, read } = await anUnlistedChange(NEW)
    github.onRequest(({ path }) => ({
      alter: ({ status, body }) => ({
        status,
        body: path.includes('/git/trees/') ? { ...(body as object), truncated: true } : body,
      }),
    }))
    expect(await read()).toEqual({
      kind: 'unreadable',
      why: expect.stringMatching(/Split this pull request/),
      isGone: false,
    })
  })

  it('fails the read while a tree is missing', async () => {
    const { github, read } = await anUnlistedChange(NEW)
    bend(github, (body) => {
      if ('tree' in body) body.tree = undefined
    })
    await expect(read()).rejects.toMatchObject({ name: 'GitHubFault' })
  })
})

describe('a head that GitHub never compares with its base (D6)', () => {
  it.each([[404], [422]])('is compared with the tip of its base, which it contains (%s)', async (status) => {
    const { github, read } = await anUnlistedChange(NEW)
    refuseToCompare(github, status)
    expect(await read()).toEqual({
      kind: 'complete',
      files: [{ path: 'rfcs/new.md', previousPath: null, change: 'added' }],
    })
  })

  it('is compared with the tip of a base that moved, and says so', async () => {
    const { github, repository, read } = await anUnlistedChange(NEW)
    github.push(repository, 'main', { 'docs/later.md': 'Later.' }, { by: 'linus' })
    refuseToCompare(github, 422)
    const changes = await read()
    expect(changes).toMatchObject({ isAgainstTip: true })
    expect(told(changes)).toEqual(['added rfcs/new.md', 'deleted docs/later.md'])
  })

  it('is compared with the tip of a base with which it has no commit in common, and says so', async () => {
    const { github, repository, pull, read } = await anUnlistedChange(NEW)
    const git = github.world.git(repository)
    const { oid: _, ...commit } = git.mustCommit(pull.headOid)
    github.forcePush(repository, 'large', git.writeCommit({ ...commit, parents: [] }).oid, { by: 'linus' })
    expect(await read()).toMatchObject({ isAgainstTip: true })
  })

  it('is assumed after four server errors in a row, not before', async () => {
    const { github, read } = await anUnlistedChange(NEW)
    refuseToCompare(github, 502)
    for (let i = 0; i < 3; i++) await expect(read()).rejects.toMatchObject({ status: 502 })
    expect(told(await read())).toEqual(['added rfcs/new.md'])
  })
})

describe('an earlier head that changes more files than GitHub compares (D6)', () => {
  it('is compared by its tree, once', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`src/${i}.ts`, `${i}`]))
    const { github, repository } = await aPullRequest()
    github.push(repository, 'large', { ...many, ...NEW }, { by: 'linus' })
    const pull = github.openPullRequest(repository, { author: 'linus', head: 'large' })
    const earlier = pull.headOid
    github.forcePush(repository, 'large', { 'rfcs/small.md': '# Small\n' }, { by: 'linus' })
    const room = roomFor(github)
    const reference = referenceTo(github, repository, pull)
    const facts = await room.readPullRequest(reference)
    const read = async () => {
      const missingInputs = { ...NOTHING_NEEDED, changesAt: [earlier] }
      return (await room.readMore(reference, facts!, missingInputs)).changesAt.get(earlier)
    }
    expect(told(await read())).toHaveLength(301)
    callsTo(github)
    expect(told(await read())).toContain('added rfcs/new.md')
    expect(callsTo(github)).toEqual([])
  })
})
