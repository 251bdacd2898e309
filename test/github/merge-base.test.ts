import { describe, expect, it } from 'vitest'
import { NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { Repository } from '@rfc-alignment/emulator/world/state.ts'
import { aReading, callsTo, roomFor } from './stage.ts'

const NEEDED = { ...NOTHING_NEEDED, mergeBase: true }

describe('the merge base of the head (F6)', () => {
  it('is the common ancestor, read once', async () => {
    const { github, repository, facts, room, reference, more } = await aReading()
    const left = facts.pullRequest.baseTip
    expect((await more({ mergeBase: true })).mergeBase).toBe(left)
    const tip = github.push(repository, 'main', { 'rfcs/other.md': '# Other\n' }, { by: 'linus' })
    const later = await room.readPullRequest(reference)
    expect(later?.pullRequest.baseTip).toBe(tip)
    callsTo(github)
    expect((await room.readMore(reference, later!, NEEDED)).mergeBase).toBe(left)
    expect(callsTo(github)).toEqual([
      `GET /repos/acme/rfcs/compare/${tip}...${facts.pullRequest.head}?per_page=1&page=2`,
    ])
    expect((await room.readMore(reference, later!, NEEDED)).mergeBase).toBe(left)
    expect(callsTo(github)).toEqual([])
  })

  it('is not read when it is not needed', async () => {
    const { more } = await aReading()
    expect(await more({ people: ['ada'] })).not.toHaveProperty('mergeBase')
  })

  it('is null only when GitHub says that there is none', async () => {
    const { github, repository, pull, read, room, reference } = await aReading()
    github.forcePush(repository, 'billing', withoutParents(github, repository, pull.headOid), { by: 'linus' })
    const facts = await read()
    callsTo(github)
    expect((await room.readMore(reference, facts, NEEDED)).mergeBase).toBeNull()
    expect(callsTo(github)).toHaveLength(1)
    expect((await room.readMore(reference, facts, NEEDED)).mergeBase).toBeNull()
    expect(callsTo(github)).toEqual([])
  })

  it.each([
    ['the head', 'head'],
    ['the base', 'baseTip'],
  ] as const)('is unknown when %s does not exist', async (_, end) => {
    const { github, repository, facts, more } = await aReading()
    github.forgetCommit(repository, facts.pullRequest[end])
    await expect(more({ mergeBase: true })).rejects.toMatchObject({ name: 'GitHubFault', status: 404 })
  })

  it('is the tip of the base when the head contains it and GitHub rejects the comparison (D6)', async () => {
    const { github, facts, more } = await aReading()
    github.onRequest(({ path }) =>
      path.includes('/compare/') ? { answer: { status: 422, body: { message: 'x' } } } : undefined,
    )
    expect((await more({ mergeBase: true })).mergeBase).toBe(facts.pullRequest.baseTip)
  })

  it('is unknown when GitHub rejects the comparison with a base that moved (D6)', async () => {
    const { github, repository, read, room, reference } = await aReading()
    github.push(repository, 'main', { 'rfcs/other.md': '# Other\n' }, { by: 'linus' })
    github.onRequest(({ path }) =>
      path.includes('/compare/') ? { answer: { status: 422, body: { message: 'x' } } } : undefined,
    )
    expect((await room.readMore(reference, await read(), NEEDED)).mergeBase).toBeNull()
  })

  it('is unknown when GitHub cannot compare', async () => {
    const { github, more } = await aReading()
    github.onRequest(() => ({ answer: { status: 500, body: { message: 'Server Error' } } }))
    await expect(more({ mergeBase: true })).rejects.toMatchObject({ name: 'GitHubFault', status: 500 })
  })

  it('is cached for a head whose changes were compared', async () => {
    const { github, repository, pull, reference } = await aReading()
    const [first, base] = [pull.headOid, repository.refs.get('refs/heads/main')]
    github.push(repository, 'billing', { 'a.txt': 'a' }, { by: 'linus' })
    const room = roomFor(github)
    const later = await room.readPullRequest(reference)
    await room.readMore(reference, later!, { ...NOTHING_NEEDED, changesAt: [first] })
    github.forcePush(repository, 'billing', first, { by: 'linus' })
    const back = await room.readPullRequest(reference)
    callsTo(github)
    expect((await room.readMore(reference, back!, NEEDED)).mergeBase).toBe(base)
    expect(callsTo(github)).toEqual([])
  })
})

/** The same commit without a past. */
function withoutParents(github: LocalGitHub, repository: Repository, commit: string): string {
  const git = github.world.git(repository)
  const { oid: _, ...content } = git.mustCommit(commit)
  return git.writeCommit({ ...content, parents: [] }).oid
}
