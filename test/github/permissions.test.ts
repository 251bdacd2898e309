import { describe, expect, it } from 'vitest'
import { NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import type { Role } from '../../src/facts/snapshot.ts'
import { aReading, bend, callsTo, referenceTo, roomFor } from './stage.ts'

const PERMISSION = 'GET /repos/acme/rfcs/collaborators'

describe('what somebody may do on the repository', () => {
  it.each<Role>(['admin', 'maintain', 'write', 'triage', 'read'])('is their role: %s', async (role) => {
    const { github, repository, more } = await aReading()
    github.createUser('margaret')
    github.grant(repository, 'margaret', role)
    expect((await more({ roles: ['margaret'] })).roles.get('margaret')).toBe(role)
  })

  it.each<Role>(['admin', 'maintain', 'write', 'triage', 'read'])(
    'is what a role of the organisation’s own allows: %s',
    async (role) => {
      const { github, repository, more } = await aReading()
      github.grant(repository, 'mallory', role, { called: 'Security champion' })
      expect((await more({ roles: ['mallory'] })).roles.get('mallory')).toBe(role)
    },
  )

  it('is no more for what a role is called', async () => {
    const { github, repository, more } = await aReading()
    github.grant(repository, 'mallory', 'write', { called: 'maintain' })
    expect((await more({ roles: ['mallory'] })).roles.get('mallory')).toBe('write')
  })

  it('is the role by its name, or by the older word, where GitHub does not tell what it allows', async () => {
    const { github, repository, more } = await aReading()
    github.grant(repository, 'mallory', 'maintain')
    github.grant(repository, 'grace', 'write', { called: 'Security champion' })
    bend(github, ({ user }) => {
      if (user) delete user.permissions
    })
    const { roles } = await more({ roles: ['mallory', 'grace'] })
    expect([...roles]).toEqual([
      ['mallory', 'maintain'],
      ['grace', 'write'],
    ])
  })

  it('is nothing for a stranger to a private repository, and for a login that nobody has', async () => {
    const { github } = await aReading()
    const repository = github.createRepository({ owner: 'acme', name: 'secret', private: true })
    github.push(repository, 'x', { 'rfcs/1.md': '# 1\n' }, { by: 'ada' })
    const pull = github.openPullRequest(repository, { author: 'ada', head: 'x' })
    const room = roomFor(github)
    const reference = referenceTo(github, repository, pull)
    const facts = await room.readPullRequest(reference)
    const { roles } = await room.readMore(reference, facts!, {
      ...NOTHING_NEEDED,
      roles: ['mallory', 'nobody'],
    })
    expect([...roles.values()]).toEqual(['none', 'none'])
  })

  it('is asked for anew each time', async () => {
    const { github, repository, more } = await aReading()
    github.grant(repository, 'mallory', 'maintain')
    expect((await more({ roles: ['mallory'] })).roles.get('mallory')).toBe('maintain')
    github.grant(repository, 'mallory', 'none')
    expect((await more({ roles: ['mallory'] })).roles.get('mallory')).toBe('read')
    expect(callsTo(github)).toEqual(Array(2).fill(`${PERMISSION}/mallory/permission`))
  })

  it('tells who may read a private repository by the same call', async () => {
    const { github, repository, read, room, reference } = await aReading()
    repository.visibility = 'private'
    const facts = await read()
    callsTo(github)
    const missingInputs = { ...NOTHING_NEEDED, roles: ['linus'], people: ['Linus'] }
    const { roles, people } = await room.readMore(reference, facts, missingInputs, true)
    expect([roles.get('linus'), people.get('linus')]).toMatchObject(['write', { canRead: true }])
    expect(callsTo(github)).toEqual([`${PERMISSION}/linus/permission`, 'POST /graphql'])
  })

  it('is never asked for by the thousand', async () => {
    const { github, more } = await aReading()
    const roles = Array.from({ length: 251 }, (_, i) => `somebody-${i}`)
    await expect(more({ roles })).rejects.toThrow('251 roles at once, 250 at most')
    expect(callsTo(github)).toEqual([])
  })
})
