import { describe, expect, it } from 'vitest'
import { fileKey, type Needs } from '../../src/domain/snapshot.ts'
import type { Changes } from '../../src/playground/github/acts/changes.ts'
import { aPullRequest } from '../playground/stage.ts'
import { callsTo, referenceTo, roomFor } from './stage.ts'

const NOTHING: Needs = { changesAt: [], files: [], people: [] }

async function aReading(options: Parameters<typeof aPullRequest>[0] = {}) {
  const world = await aPullRequest(options)
  const room = roomFor(world.github)
  const reference = referenceTo(world.github, world.repository, world.pull)
  const facts = await room.readPullRequest(reference)
  if (!facts) throw new Error('there is no such pull request')
  callsTo(world.github)
  const more = (needs: Partial<Needs>) => room.readMore(reference, facts, { ...NOTHING, ...needs })
  return { ...world, room, reference, facts, more }
}

describe('what else is needed', () => {
  it('comes in one call for files and people together; files that are known are not asked for again', async () => {
    const { github, facts, more } = await aReading()
    const { head } = facts.pullRequest
    const needs = { files: [{ commit: head, path: 'rfcs/0001-billing.md' }], people: ['ada', 'linus'] }
    const first = await more(needs)
    expect(callsTo(github)).toEqual(['POST /graphql'])
    expect(first.files.get(fileKey(head, 'rfcs/0001-billing.md'))).toMatchObject({
      kind: 'text',
      text: '# Billing\n',
    })
    expect([...first.people.keys()]).toEqual(['ada', 'linus'])
    expect(await more(needs)).toEqual(first)
    expect(callsTo(github)).toEqual(['POST /graphql'])
    await more({ files: needs.files })
    expect(callsTo(github)).toEqual([])
  })

  it('is nothing where nothing is needed, without a call', async () => {
    const { github, more } = await aReading()
    await more({})
    expect(callsTo(github)).toEqual([])
  })

  it('comes in several calls when it is much', async () => {
    const { github, facts, more } = await aReading()
    const files = Array.from({ length: 120 }, (_, i) => ({
      commit: facts.pullRequest.head,
      path: `no/${i}.md`,
    }))
    expect((await more({ files })).files.size).toBe(120)
    expect(callsTo(github)).toHaveLength(3)
  })
})

describe('a file (T5)', () => {
  const cases: readonly [string, Changes[string], object][] = [
    ['of words', 'words\n', { kind: 'text', text: 'words\n' }],
    ['that may be run', { mode: '100755', content: 'words' }, { kind: 'text', text: 'words' }],
    ['with nothing in it', '', { kind: 'text', text: '' }],
    ['that is a symbolic link', { mode: '120000', content: 'other.md' }, unreadable('is a symbolic link')],
    ['that is a submodule', { mode: '160000', content: 'a'.repeat(40) }, unreadable('is a submodule')],
    ['of bytes', Buffer.from([0, 1, 2, 0]), unreadable('is not text')],
    ['that is not UTF-8', Buffer.from('caf\xe9 au lait', 'latin1'), unreadable('is not UTF-8 throughout')],
    ['in Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\n', { kind: 'unreadable' }],
    [
      'longer than what GraphQL shows',
      'word '.repeat(200_000),
      { kind: 'text', text: 'word '.repeat(200_000) },
    ],
    ['with a byte order mark', Buffer.from('\uFEFFwords — more'), { kind: 'text' }],
    ['of more than 1 MiB', 'x'.repeat(1_048_577), unreadable('is larger than 1 MiB')],
  ]

  function unreadable(why: string) {
    return { kind: 'unreadable', why }
  }

  it.each(cases)('%s is told as what it is', async (_, content, expected) => {
    const { github, repository, more } = await aReading()
    const commit = github.push(repository, 'billing', { 'rfcs/x.md': content }, { by: 'linus' })
    const { files } = await more({ files: [{ commit, path: 'rfcs/x.md' }] })
    expect(files.get(fileKey(commit, 'rfcs/x.md'))).toMatchObject(expected)
  })

  it('that is not there is absent; a folder is none', async () => {
    const { facts, more } = await aReading()
    const commit = facts.pullRequest.head
    const { files } = await more({ files: ['none.md', 'rfcs'].map((path) => ({ commit, path })) })
    expect([...files.values()]).toMatchObject([
      { kind: 'absent' },
      { kind: 'unreadable', why: 'is a folder' },
    ])
  })

  it('of a commit that is lost is unreadable, never absent', async () => {
    const { more } = await aReading()
    const commit = 'd'.repeat(40)
    const { files } = await more({ files: [{ commit, path: 'rfcs/x.md' }] })
    expect(files.get(fileKey(commit, 'rfcs/x.md'))).toMatchObject({ kind: 'unreadable' })
  })
})

describe('what an earlier head changed', () => {
  it('costs nothing when that head was seen', async () => {
    const { github, repository, pull, room, reference } = await aReading()
    const first = pull.headOid
    github.push(repository, 'billing', { 'rfcs/0002-more.md': '# More\n' }, { by: 'linus' })
    const facts = await room.readPullRequest(reference)
    callsTo(github)
    const { changesAt } = await room.readMore(reference, facts!, { ...NOTHING, changesAt: [first] })
    expect(changesAt.get(first)).toMatchObject({ files: [{ path: 'rfcs/0001-billing.md', change: 'added' }] })
    expect(callsTo(github)).toEqual([])
  })

  it('is compared with the base once when it was not seen', async () => {
    const { github, repository, pull, reference } = await aReading()
    const first = pull.headOid
    github.push(repository, 'billing', { 'rfcs/0002-more.md': '# More\n' }, { by: 'linus' })
    const room = roomFor(github)
    const facts = await room.readPullRequest(reference)
    callsTo(github)
    const needs = { ...NOTHING, changesAt: [first] }
    const { changesAt } = await room.readMore(reference, facts!, needs)
    expect(changesAt.get(first)).toMatchObject({ files: [{ path: 'rfcs/0001-billing.md', change: 'added' }] })
    expect(callsTo(github)).toHaveLength(1)
    await room.readMore(reference, facts!, needs)
    expect(callsTo(github)).toEqual([])
  })

  it('is unreadable when GitHub lost it', async () => {
    const { more } = await aReading()
    const commit = 'd'.repeat(40)
    const { changesAt } = await more({ changesAt: [commit] })
    expect(changesAt.get(commit)).toEqual({ kind: 'unreadable', why: 'its commit is no longer on GitHub' })
  })
})

describe('people (S4)', () => {
  it('are found whatever the case, and unknown when nobody has that login', async () => {
    const { more } = await aReading()
    const { people } = await more({ people: ['ADA', 'nobody'] })
    expect(people.get('ada')).toMatchObject({
      kind: 'found',
      person: { login: 'ada', type: 'User' },
      canRead: true,
    })
    expect(people.get('nobody')).toEqual({ kind: 'unknown' })
  })

  it('are told from bots and organisations', async () => {
    const { github, more } = await aReading()
    github.createUser('robot[bot]', { type: 'Bot' })
    const { people } = await more({ people: ['robot[bot]', 'acme'] })
    expect(people.get('robot[bot]')).toMatchObject({ kind: 'found', person: { type: 'Bot' } })
    expect(people.get('acme')).toMatchObject({ kind: 'found', person: { type: 'Organization' } })
  })

  it('who cannot read a private repository are told so', async () => {
    const { github } = await aReading()
    github.createUser('stranger')
    const repository = github.createRepository({
      owner: 'acme',
      name: 'secret',
      private: true,
      collaborators: { linus: 'write' },
    })
    github.push(repository, 'x', { 'rfcs/1.md': '# 1\n' }, { by: 'linus' })
    const pull = github.openPullRequest(repository, { author: 'linus', head: 'x' })
    const room = roomFor(github)
    const reference = referenceTo(github, repository, pull)
    const facts = await room.readPullRequest(reference)
    expect(facts?.repository.isPrivate).toBe(true)
    const needs = { ...NOTHING, people: ['linus', 'stranger'] }
    const { people } = await room.readMore(reference, facts!, needs)
    expect(people.get('linus')).toMatchObject({ canRead: true })
    expect(people.get('stranger')).toMatchObject({ canRead: false })
    callsTo(github)
    await room.readMore(reference, facts!, { ...NOTHING, people: ['linus'] })
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('asks again who may read a private repository when a green would rest on it', async () => {
    const { github } = await aReading()
    const repository = github.createRepository({
      owner: 'acme',
      name: 'secret',
      private: true,
      collaborators: { linus: 'write' },
    })
    github.createUser('guest')
    github.grant(repository, 'guest', 'read')
    github.push(repository, 'x', { 'rfcs/1.md': '# 1\n' }, { by: 'linus' })
    const pull = github.openPullRequest(repository, { author: 'linus', head: 'x' })
    const room = roomFor(github)
    const reference = referenceTo(github, repository, pull)
    const facts = await room.readPullRequest(reference)
    const canGuestRead = async (confirm: boolean) => {
      const { people } = await room.readMore(reference, facts!, { ...NOTHING, people: ['guest'] }, confirm)
      const guest = people.get('guest')
      return guest?.kind === 'found' && guest.canRead
    }
    expect(await canGuestRead(false)).toBe(true)
    github.grant(repository, 'guest', 'none')
    expect([await canGuestRead(false), await canGuestRead(true)]).toEqual([true, false])
  })
})
