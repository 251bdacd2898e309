import { describe, expect, it } from 'vitest'
import { type ChangesAt, NOTHING_NEEDED } from '../../src/domain/snapshot.ts'
import type { Changes } from '../../src/playground/github/acts/changes.ts'
import { aPullRequest } from '../playground/stage.ts'
import { bend, callsTo, referenceTo, roomFor } from './stage.ts'

const MANY = Object.fromEntries(Array.from({ length: 3001 }, (_, i) => [`src/${i}.ts`, `${i}`]))
const BASE: Changes = {
  'rfcs/kept.md': '# Kept\n',
  'rfcs/gone.md': '# Gone\n',
  'docs/rfcs/deep/old.md': '# Old\n',
  'docs/guide.md': 'Read the code.',
}

/** A pull request that changes 3,001 files and then some, on a base with RFCs. */
async function aLargeChange(changes: Changes, base: Changes = BASE) {
  const { github, repository } = await aPullRequest()
  github.push(repository, 'main', base, { by: 'linus' })
  github.push(repository, 'large', { ...MANY, ...changes }, { by: 'linus' })
  const pull = github.openPullRequest(repository, { author: 'linus', head: 'large' })
  const room = roomFor(github)
  const reference = referenceTo(github, repository, pull)
  const read = async (folders: readonly string[]): Promise<ChangesAt | undefined> => {
    const facts = await room.readPullRequest(reference)
    expect(facts?.changes).toMatchObject({ kind: 'too many' })
    callsTo(github)
    const { head } = facts!.pullRequest
    const { changesAt } = await room.readMore(reference, facts!, {
      ...NOTHING_NEEDED,
      changesAt: [head],
      folders,
    })
    return changesAt.get(head)
  }
  return { github, repository, pull, read }
}

/** What was changed, one line each. */
function told(changes: ChangesAt | undefined): readonly string[] {
  if (changes?.kind !== 'complete') throw new Error(`the changes are ${changes?.kind}`)
  return changes.files.map(({ path, change }) => `${change} ${path}`).sort()
}

describe('a head that changes more files than GitHub lists (D6)', () => {
  it('is compared within the folders that are asked for, and nowhere else', async () => {
    const { read } = await aLargeChange({
      'rfcs/new.md': '# New\n',
      'rfcs/gone.md': null,
      'docs/rfcs/deep/old.md': '# Old, but more\n',
      'docs/guide.md': 'Do not.',
    })
    const changes = await read(['rfcs', 'docs/rfcs'])
    expect(changes).toMatchObject({ within: ['rfcs', 'docs/rfcs'] })
    expect(told(changes)).toEqual([
      'added rfcs/new.md',
      'deleted rfcs/gone.md',
      'modified docs/rfcs/deep/old.md',
    ])
  })

  it('reads no tree of a folder that has the same id on both sides, and nothing twice', async () => {
    const { github, read } = await aLargeChange({ 'rfcs/new.md': '# New\n' })
    await read(['rfcs', 'docs/rfcs', 'docs/rfc', 'none'])
    // The merge base; two roots; `docs`, the same on both sides; `rfcs` at each.
    expect(callsTo(github).map((call) => call.replace(/[0-9a-f]{40}/g, 'id'))).toEqual([
      'GET /repos/acme/rfcs/compare/id...id?per_page=1&page=2',
      'GET /repos/acme/rfcs/git/trees/id',
      'GET /repos/acme/rfcs/git/trees/id',
      'GET /repos/acme/rfcs/git/trees/id',
      'GET /repos/acme/rfcs/git/trees/id?recursive=1',
      'GET /repos/acme/rfcs/git/trees/id?recursive=1',
    ])
    await read(['rfcs', 'docs/rfcs', 'docs/rfc', 'none'])
    expect(callsTo(github)).toEqual([])
    expect(told(await read(['docs/rfcs']))).toEqual([])
  })

  it('changes nothing where the folders are not there', async () => {
    const { read } = await aLargeChange({})
    expect(await read(['design/rfcs'])).toEqual({ kind: 'complete', files: [], within: ['design/rfcs'] })
  })

  it('has its folders matched whatever their case, on either side (D2)', async () => {
    const { read } = await aLargeChange(
      { 'RFCs/one.md': '# One\n', 'Docs/RFCS/two.md': '# Two\n', 'docs/Rfcs/old.md': null },
      { 'docs/Rfcs/old.md': '# Old\n' },
    )
    expect(told(await read(['rfcs', 'docs/rfcs']))).toEqual([
      'added Docs/RFCS/two.md',
      'added RFCs/one.md',
      'deleted docs/Rfcs/old.md',
    ])
  })

  it('shows a folder that became a link, or a link that became a folder', async () => {
    const { read } = await aLargeChange(
      {
        'rfcs/kept.md': null,
        rfcs: { mode: '120000', content: 'docs' },
        'rfc/one.md': '# One\n',
        rfc: null,
      },
      { 'rfcs/kept.md': '# Kept\n', rfc: { mode: '120000', content: 'rfcs' } },
    )
    expect(told(await read(['rfcs', 'rfc']))).toEqual([
      'added rfc/one.md',
      'added rfcs',
      'deleted rfc',
      'deleted rfcs/kept.md',
    ])
  })

  it('takes what the base did meanwhile for no change of its own, until it merges it', async () => {
    const { github, repository, pull, read } = await aLargeChange({ 'rfcs/new.md': '# New\n' })
    github.push(repository, 'main', { 'rfcs/later.md': '# Later\n' }, { by: 'linus' })
    expect(told(await read(['rfcs']))).toEqual(['added rfcs/new.md'])
    github.mergeBaseInto(pull, 'linus')
    expect(told(await read(['rfcs']))).toEqual(['added rfcs/new.md'])
  })

  it.each([[['rfcs', '']], [[]], [['./']]])(
    'is compared by its whole trees where the folders are %j',
    async (folders) => {
      const { github, read } = await aLargeChange({ 'rfcs/new.md': '# New\n' })
      const changes = await read(folders)
      expect(changes).not.toHaveProperty('within')
      expect(told(changes)).toHaveLength(3002)
      expect(callsTo(github)).toHaveLength(3)
    },
  )

  it.each([
    ['level', (path: string) => !path.endsWith('recursive=1')],
    ['folder', (path: string) => path.endsWith('recursive=1')],
  ])('is unreadable, and not gone, where GitHub cuts a %s', async (_, isCut) => {
    const { github, read } = await aLargeChange({ 'rfcs/new.md': '# New\n' })
    github.onRequest(({ path }) => ({
      alter: ({ status, body }) => ({
        status,
        body: path.includes('/git/trees/') && isCut(path) ? { ...(body as object), truncated: true } : body,
      }),
    }))
    expect(await read(['rfcs', 'docs/rfcs'])).toEqual({
      kind: 'unreadable',
      why: 'GitHub does not show all files under rfcs, docs/rfcs',
      isGone: false,
    })
  })

  it('is unreadable where it has no commit in common with the base', async () => {
    const { github, repository, pull, read } = await aLargeChange({})
    const git = github.world.git(repository)
    const { oid: _, ...commit } = git.mustCommit(pull.headOid)
    github.forcePush(repository, 'large', git.writeCommit({ ...commit, parents: [] }).oid, { by: 'linus' })
    expect(await read(['rfcs'])).toMatchObject({ kind: 'unreadable', isGone: false })
  })

  it('is not known while a tree does not come', async () => {
    const { github, read } = await aLargeChange({ 'rfcs/new.md': '# New\n' })
    bend(github, (body) => {
      if ('tree' in body) body.tree = undefined
    })
    await expect(read(['rfcs'])).rejects.toMatchObject({ name: 'GitHubFault' })
  })
})

describe('an earlier head that changes more files than GitHub compares (D6)', () => {
  it('is compared within the folders that are asked for, kept for each choice of them', async () => {
    const { github, repository, pull } = await aLargeChange({ 'rfcs/new.md': '# New\n', 'docs/x.md': 'x' })
    const earlier = pull.headOid
    github.forcePush(repository, 'large', { 'rfcs/small.md': '# Small\n' }, { by: 'linus' })
    const room = roomFor(github)
    const reference = referenceTo(github, repository, pull)
    const facts = await room.readPullRequest(reference)
    const read = async (folders: readonly string[]) => {
      callsTo(github)
      const needs = { ...NOTHING_NEEDED, changesAt: [earlier], folders }
      return (await room.readMore(reference, facts!, needs)).changesAt.get(earlier)
    }
    expect(told(await read(['rfcs']))).toEqual(['added rfcs/new.md'])
    expect(told(await read(['docs']))).toEqual(['added docs/x.md'])
    expect(told(await read(['rfcs']))).toEqual(['added rfcs/new.md'])
    expect(callsTo(github)).toEqual([])
  })
})
