import type { Changes } from '@rfc-alignment/emulator/acts/changes.ts'
import { aPullRequest } from '@rfc-alignment/emulator/test/stage.ts'
import { describe, expect, it } from 'vitest'
import { NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import { fileKey } from '../../src/facts/keys.ts'
import { aReading, bend, callsTo, referenceTo, roomFor } from './stage.ts'

describe('missing inputs', () => {
  it('are read in one call for files and people together, without files that are cached', async () => {
    const { github, facts, more } = await aReading()
    const { head } = facts.pullRequest
    const missingInputs = {
      files: [{ commit: head, path: 'rfcs/0001-billing.md' }],
      people: ['ada', 'linus'],
    }
    const first = await more(missingInputs)
    expect(callsTo(github)).toEqual(['POST /graphql'])
    expect(first.files.get(fileKey(head, 'rfcs/0001-billing.md'))).toMatchObject({
      kind: 'text',
      text: '# Billing\n',
    })
    expect([...first.people.keys()]).toEqual(['ada', 'linus'])
    expect(await more(missingInputs)).toEqual(first)
    expect(callsTo(github)).toEqual(['POST /graphql'])
    await more({ files: missingInputs.files })
    expect(callsTo(github)).toEqual([])
  })

  it('are read without a call when nothing is missing', async () => {
    const { github, more } = await aReading()
    await more({})
    expect(callsTo(github)).toEqual([])
  })

  it('are read in several calls when there are many', async () => {
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

  it.each(cases)('%s is returned as such', async (_, content, expected) => {
    const { github, repository, more } = await aReading()
    const commit = github.push(repository, 'billing', { 'rfcs/x.md': content }, { by: 'linus' })
    const { files } = await more({ files: [{ commit, path: 'rfcs/x.md' }] })
    expect(files.get(fileKey(commit, 'rfcs/x.md'))).toMatchObject(expected)
  })

  it('is absent when it does not exist; a folder is no file', async () => {
    const { facts, more } = await aReading()
    const commit = facts.pullRequest.head
    const { files } = await more({ files: ['none.md', 'rfcs'].map((path) => ({ commit, path })) })
    expect([...files.values()]).toMatchObject([
      { kind: 'absent' },
      { kind: 'unreadable', why: 'is a folder' },
    ])
  })

  it('lists the files of a folder, cached by its tree (D4, GH-185)', async () => {
    const { github, facts, more } = await aReading()
    const { head } = facts.pullRequest
    const missingInputs = { files: [{ commit: head, path: 'rfcs' }] }
    expect((await more(missingInputs)).files.get(fileKey(head, 'rfcs'))).toMatchObject({
      kind: 'unreadable',
      blob: expect.stringMatching(/^[0-9a-f]{40}$/),
      entries: ['0001-billing.md'],
    })
    callsTo(github)
    await more(missingInputs)
    expect(callsTo(github)).toEqual([])
  })

  it('is read again when the entries of a folder are missing (V6)', async () => {
    const { github, facts, more } = await aReading()
    bend(github, ({ data }) => {
      if (data?.repository?.file0) data.repository.file0.file.object = null
    })
    await expect(more({ files: [{ commit: facts.pullRequest.head, path: 'rfcs' }] })).rejects.toThrow(
      /rfcs did not come/,
    )
  })

  it.each(['head', 'baseTip'] as const)(
    'of the %s that is missing makes the read inconsistent (V6)',
    async (end) => {
      const { github, repository, facts, more } = await aReading()
      const commit = facts.pullRequest[end]
      github.forgetCommit(repository, commit)
      const asked = more({ files: [{ commit, path: 'rfcs/x.md' }] })
      await expect(asked).rejects.toMatchObject({ name: 'InconsistentRead' })
    },
  )

  it('makes the read inconsistent when the head’s tree names it and GitHub does not return it (V6)', async () => {
    const { github, facts, more } = await aReading()
    bend(github, ({ data }) => {
      data.repository.file0.file.object = null
    })
    const asked = more({ files: [{ commit: facts.pullRequest.head, path: 'rfcs/0001-billing.md' }] })
    await expect(asked).rejects.toMatchObject({ name: 'InconsistentRead' })
  })

  it('is unreadable, never absent, when its commit is lost', async () => {
    const { more } = await aReading()
    const commit = 'd'.repeat(40)
    const { files } = await more({ files: [{ commit, path: 'rfcs/x.md' }] })
    expect(files.get(fileKey(commit, 'rfcs/x.md'))).toMatchObject({ kind: 'unreadable' })
  })
})

describe('changes of an earlier head', () => {
  it('costs no call when that head was read before', async () => {
    const { github, repository, pull, room, reference } = await aReading()
    const first = pull.headOid
    github.push(repository, 'billing', { 'rfcs/0002-more.md': '# More\n' }, { by: 'linus' })
    const facts = await room.readPullRequest(reference)
    callsTo(github)
    const { changesAt } = await room.readMore(reference, facts!, { ...NOTHING_NEEDED, changesAt: [first] })
    expect(changesAt.get(first)).toMatchObject({ files: [{ path: 'rfcs/0001-billing.md', change: 'added' }] })
    expect(callsTo(github)).toEqual([])
  })

  it('is compared with the base once when it was not read before', async () => {
    const { github, repository, pull, reference } = await aReading()
    const first = pull.headOid
    github.push(repository, 'billing', { 'rfcs/0002-more.md': '# More\n' }, { by: 'linus' })
    const room = roomFor(github)
    const facts = await room.readPullRequest(reference)
    callsTo(github)
    const missingInputs = { ...NOTHING_NEEDED, changesAt: [first] }
    const { changesAt } = await room.readMore(reference, facts!, missingInputs)
    expect(changesAt.get(first)).toMatchObject({ files: [{ path: 'rfcs/0001-billing.md', change: 'added' }] })
    expect(callsTo(github)).toHaveLength(1)
    await room.readMore(reference, facts!, missingInputs)
    expect(callsTo(github)).toEqual([])
  })

  it('are unreadable when GitHub lost it', async () => {
    const { more } = await aReading()
    const commit = 'd'.repeat(40)
    const { changesAt } = await more({ changesAt: [commit] })
    expect(changesAt.get(commit)).toEqual({
      kind: 'unreadable',
      why: 'its commit is no longer on GitHub',
      isGone: true,
    })
  })

  it('are not gone when it has no common history with the base (V6)', async () => {
    const { github, repository, facts, more } = await aReading()
    const git = github.world.git(repository)
    const { oid: _, ...commit } = git.mustCommit(facts.pullRequest.head)
    const lonely = git.writeCommit({ ...commit, parents: [] }).oid
    const { changesAt } = await more({ changesAt: [lonely] })
    expect(changesAt.get(lonely)).toMatchObject({ kind: 'unreadable', isGone: false })
  })

  it('make the read inconsistent when the tip of the base is missing (V6)', async () => {
    const { github, repository, facts, more } = await aReading()
    const earlier = github.push(repository, 'billing', { a: 'a' }, { by: 'linus' })
    github.forgetCommit(repository, facts.pullRequest.baseTip)
    await expect(more({ changesAt: [earlier] })).rejects.toMatchObject({ name: 'InconsistentRead' })
  })
})

describe('changes of an earlier head in more than 300 files', () => {
  async function aLargeHead() {
    const world = await aPullRequest()
    const { github, repository } = world
    const files = (count: number, text: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`docs/${i}.txt`, `${text} ${i}`]))
    github.push(repository, 'main', { 'rfcs/old.md': '# Old\n', 'run.sh': 'x' }, { by: 'linus' })
    const large = github.forcePush(
      repository,
      'billing',
      {
        ...files(350, 'new'),
        'rfcs/old.md': null,
        'rfcs/new.md': '# Quite another\n',
        'run.sh': { mode: '100755', content: 'x' },
      },
      { by: 'linus' },
    )
    // Later work on the base is no change of the pull request's.
    github.push(repository, 'main', { 'rfcs/later.md': '# Later\n' }, { by: 'linus' })
    github.forcePush(repository, 'billing', { 'a.txt': 'a' }, { by: 'linus' })
    const room = roomFor(github)
    const reference = referenceTo(github, repository, world.pull)
    const facts = await room.readPullRequest(reference)
    callsTo(github)
    const read = async () => {
      const { changesAt } = await room.readMore(reference, facts!, { ...NOTHING_NEEDED, changesAt: [large] })
      return changesAt.get(large)
    }
    return { github, read }
  }

  it('are read from the trees of both ends, once (D2)', async () => {
    const { github, read } = await aLargeHead()
    const changes = await read()
    if (changes?.kind !== 'complete') throw new Error('they are not complete')
    expect(changes.files).toHaveLength(353)
    expect(changes.files.filter(({ path }) => !path.startsWith('docs/'))).toEqual([
      { path: 'rfcs/new.md', previousPath: null, change: 'added' },
      { path: 'run.sh', previousPath: null, change: 'modified' },
      { path: 'rfcs/old.md', previousPath: null, change: 'deleted' },
    ])
    expect(callsTo(github)).toHaveLength(3)
    expect(await read()).toEqual(changes)
    expect(callsTo(github)).toEqual([])
  })

  it('are unreadable, and not gone, when GitHub truncates a tree', async () => {
    const { github, read } = await aLargeHead()
    bend(github, (body) => {
      if ('truncated' in body) body.truncated = true
    })
    expect(await read()).toMatchObject({ kind: 'unreadable', isGone: false })
  })
})

describe('people (S4)', () => {
  it('are found in any case, and unknown when the login does not exist', async () => {
    const { more } = await aReading()
    const { people } = await more({ people: ['ADA', 'nobody'] })
    expect(people.get('ada')).toMatchObject({
      kind: 'found',
      person: { login: 'ada', type: 'User' },
      canRead: true,
    })
    expect(people.get('nobody')).toEqual({ kind: 'unknown' })
  })

  it('are looked up at most 250 at once', async () => {
    const { github, more } = await aReading()
    const people = Array.from({ length: 251 }, (_, i) => `somebody-${i}`)
    await expect(more({ people })).rejects.toThrow('251 people at once, 250 at most')
    expect(callsTo(github)).toEqual([])
  })

  it('unknown to GraphQL are looked up one by one, at most twenty; the rest are unknown', async () => {
    const { github, more } = await aReading()
    const people = Array.from({ length: 25 }, (_, i) => `robot-${i}`)
    for (const login of people) github.createUser(login, { type: 'Bot' })
    const bots = async () =>
      [...(await more({ people })).people.values()].filter(({ kind }) => kind === 'found').length
    expect(await bots()).toBe(20)
    expect(callsTo(github)).toHaveLength(1 + 20)
    // What is known by now leaves room for the others.
    expect(await bots()).toBe(25)
    expect(callsTo(github)).toHaveLength(1 + 5)
  })

  it('are distinguished from bots and organisations', async () => {
    const { github, more } = await aReading()
    github.createUser('robot[bot]', { type: 'Bot' })
    const { people } = await more({ people: ['robot[bot]', 'acme'] })
    expect(people.get('robot[bot]')).toMatchObject({ kind: 'found', person: { type: 'Bot' } })
    expect(people.get('acme')).toMatchObject({ kind: 'found', person: { type: 'Organization' } })
  })

  it('without read access to a private repository are marked', async () => {
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
    const missingInputs = { ...NOTHING_NEEDED, people: ['linus', 'stranger'] }
    const { people } = await room.readMore(reference, facts!, missingInputs)
    expect(people.get('linus')).toMatchObject({ canRead: true })
    expect(people.get('stranger')).toMatchObject({ canRead: false })
    callsTo(github)
    await room.readMore(reference, facts!, { ...NOTHING_NEEDED, people: ['linus'] })
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('are looked up again for read access when a success depends on it', async () => {
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
      const { people } = await room.readMore(
        reference,
        facts!,
        { ...NOTHING_NEEDED, people: ['guest'] },
        confirm,
      )
      const guest = people.get('guest')
      return guest?.kind === 'found' && guest.canRead
    }
    expect(await canGuestRead(false)).toBe(true)
    github.grant(repository, 'guest', 'none')
    expect([await canGuestRead(false), await canGuestRead(true)]).toEqual([true, false])
  })
})
