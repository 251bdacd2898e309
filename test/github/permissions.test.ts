import { describe, expect, it } from 'vitest'
import { NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import type { Role } from '../../src/facts/snapshot.ts'
import { aReading, bend, callsTo, referenceTo, roomFor } from './stage.ts'

const PERMISSION = 'GET /repos/acme/rfcs/collaborators'

describe('a person’s role on the repository', () => {
  it.each<Role>(['admin', 'maintain', 'write', 'triage', 'read'])('is their role: %s', async (role) => {
    const { github, repository, more } = await aReading()
    github.createUser('margaret')
    github.grant(repository, 'margaret', role)
    expect((await more({ roles: ['margaret'] })).roles.get('margaret')).toBe(role)
  })

  it.each<Role>(['admin', 'maintain', 'write', 'triage', 'read'])(
    'is what a custom role of the organisation allows: %s',
    async (role) => {
      const { github, repository, more } = await aReading()
      github.grant(repository, 'mallory', role, { called: 'Security champion' })
      expect((await more({ roles: ['mallory'] })).roles.get('mallory')).toBe(role)
    },
  )

  it('is never more than what a custom role allows, whatever its name', async () => {
    const { github, repository, more } = await aReading()
    github.grant(repository, 'mallory', 'write', { called: 'maintain' })
    expect((await more({ roles: ['mallory'] })).roles.get('mallory')).toBe('write')
  })

  it('is taken from its name, or from the legacy permission, when GitHub does not say what it allows', async () => {
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

  it('is none for people without access to a private repository, and for unknown logins', async () => {
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

  it('is never cached between reads', async () => {
    const { github, repository, more } = await aReading()
    github.grant(repository, 'mallory', 'maintain')
    expect((await more({ roles: ['mallory'] })).roles.get('mallory')).toBe('maintain')
    github.grant(repository, 'mallory', 'none')
    expect((await more({ roles: ['mallory'] })).roles.get('mallory')).toBe('read')
    expect(callsTo(github)).toEqual(Array(2).fill(`${PERMISSION}/mallory/permission`))
  })

  it('decides by the same call who may read a private repository', async () => {
    const { github, repository, read, room, reference } = await aReading()
    repository.visibility = 'private'
    const facts = await read()
    callsTo(github)
    const missingInputs = { ...NOTHING_NEEDED, roles: ['linus'], people: ['Linus'] }
    const { roles, people } = await room.readMore(reference, facts, missingInputs, true)
    expect([roles.get('linus'), people.get('linus')]).toMatchObject(['write', { canRead: true }])
    expect(callsTo(github)).toEqual([`${PERMISSION}/linus/permission`, 'POST /graphql'])
  })

  it('is asked for at most 250 times in one read', async () => {
    const { github, more } = await aReading()
    const roles = Array.from({ length: 251 }, (_, i) => `somebody-${i}`)
    await expect(more({ roles })).rejects.toThrow('251 roles at once, 250 at most')
    expect(callsTo(github)).toEqual([])
  })
})
