import { describe, expect, it } from 'vitest'
import { NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import { aReading, bend, callsTo, roomFor } from './stage.ts'

const SRE = { org: 'acme', slug: 'sre' }

describe('a team (S3)', () => {
  it('is found with all members, those of child teams once each', async () => {
    const { github, more } = await aReading()
    const sre = github.createTeam('acme', 'SRE', { members: ['linus'] })
    const night = github.createTeam('acme', 'Night shift', { parent: sre, members: ['grace', 'linus'] })
    github.createTeam('acme', 'Sunday night', { parent: night, members: ['ada'] })
    const { teams } = await more({ teams: [SRE] })
    expect(teams.get('acme/sre')).toMatchObject({ kind: 'found', name: 'acme/sre', isSecret: false })
    expect(membersOf(teams)).toEqual(['ada', 'grace', 'linus'])
  })

  it('may be secret, and empty', async () => {
    const { github, more } = await aReading()
    const { id } = github.createTeam('acme', 'SRE', { secret: true })
    const { teams } = await more({ teams: [SRE] })
    expect(teams.get('acme/sre')).toEqual({
      kind: 'found',
      id,
      name: 'acme/sre',
      members: [],
      isSecret: true,
    })
  })

  it('is named as GitHub spells it, whatever case was asked for', async () => {
    const { github, more } = await aReading()
    github.createTeam('acme', 'SRE', { members: ['linus'] })
    const { teams } = await more({ teams: [{ org: 'ACME', slug: 'SRE' }] })
    expect(teams.get('acme/sre')).toMatchObject({ kind: 'found', name: 'acme/sre' })
  })

  it('is never cached: a member who left is gone', async () => {
    const { github, more } = await aReading()
    const sre = github.createTeam('acme', 'SRE', { members: ['linus', 'grace'] })
    expect(membersOf((await more({ teams: [SRE] })).teams)).toEqual(['grace', 'linus'])
    github.leaveTeam(sre, 'linus')
    expect(membersOf((await more({ teams: [SRE] })).teams)).toEqual(['grace'])
  })

  it.each([
    ['no team has that slug', SRE],
    ['no organisation has that login', { org: 'nobody', slug: 'sre' }],
    ['a person has it', { org: 'ada', slug: 'sre' }],
  ])('is unknown when %s, and the others are found', async (_, unknown) => {
    const { github, more } = await aReading()
    github.createTeam('acme', 'Owners', { members: ['ada'] })
    const { teams } = await more({ teams: [unknown, { org: 'acme', slug: 'owners' }] })
    expect([...teams.values()]).toMatchObject([{ kind: 'unknown' }, { kind: 'found' }])
  })

  it('is unreadable when it belongs to another organization', async () => {
    const { github, more } = await aReading()
    github.createOrganization('initech')
    github.createTeam('initech', 'SRE', { members: ['grace'] })
    const { teams, people } = await more({ teams: [{ org: 'initech', slug: 'sre' }], people: ['ada'] })
    expect(teams.get('initech/sre')).toEqual(notForUs('initech'))
    expect(people.get('ada')).toMatchObject({ kind: 'found' })
  })

  it('is unreadable when the App may not read members', async () => {
    const { github, facts, reference } = await aReading()
    github.createTeam('acme', 'SRE', { members: ['grace'] })
    const [installation] = github.world.state.installations.values()
    const { members: _, ...permissions } = installation!.permissions
    github.world.state.installations.set(installation!.id, { ...installation!, permissions })
    const { teams } = await roomFor(github).readMore(reference, facts, { ...NOTHING_NEEDED, teams: [SRE] })
    expect(teams.get('acme/sre')).toEqual(notForUs('acme'))
  })

  function notForUs(owner: string) {
    const why = `cannot be read, because this App may not read the members of ${owner}; its owners can allow that`
    return { kind: 'unreadable', why }
  }
})

describe('a large team', () => {
  async function aTeamOf(count: number) {
    const world = await aReading()
    const members = Array.from({ length: count }, (_, i) => `member-${i}`)
    for (const login of members) world.github.createUser(login)
    world.github.createTeam('acme', 'SRE', { members })
    return world
  }

  it('is read to the last of 250 members, one page per call', async () => {
    const { github, more } = await aTeamOf(250)
    expect(new Set(membersOf((await more({ teams: [SRE] })).teams)).size).toBe(250)
    expect(callsTo(github)).toEqual(['POST /graphql', 'POST /graphql', 'POST /graphql'])
  })

  it('is unreadable with more than a thousand members', async () => {
    const { github, more } = await aTeamOf(1001)
    const { teams } = await more({ teams: [SRE] })
    expect(teams.get('acme/sre')).toEqual({
      kind: 'unreadable',
      why: 'has 1001 members, and at most 1000 are read; a smaller team can be named',
    })
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it.each([
    ['does not come whole', (members: Bent) => members.nodes.pop()],
    ['names somebody twice', (members: Bent) => members.nodes.fill(members.nodes[0])],
    ['names nobody', (members: Bent) => members.nodes.fill(null)],
    ['does not come at all', (members: Bent) => Object.assign(members, { nodes: null })],
  ])('of which a page %s makes the read inconsistent (V6)', async (_, how) => {
    const { github, more } = await aTeamOf(150)
    bend(github, ({ data }) => {
      const team = data?.organization?.team
      if (team) how(team.members)
    })
    for (let i = 0; i < 3; i++) {
      await expect(more({ teams: [SRE] })).rejects.toMatchObject({ name: 'InconsistentRead' })
    }
    // GitHub's last word: who is in it is not known (S3).
    const [team] = (await more({ teams: [SRE] })).teams.values()
    expect(team).toMatchObject({
      kind: 'unreadable',
      why: expect.stringMatching(/^cannot be read whole: GitHub counts 150 members and shows (\d+|none);/),
    })
  })

  it('fails the read when its pages do not continue', async () => {
    const { github, more } = await aTeamOf(150)
    bend(github, ({ data }) => {
      const team = data?.organization?.team
      if (team) team.members.pageInfo.hasNextPage = true
      if (team) team.members.pageInfo.endCursor = null
    })
    await expect(more({ teams: [SRE] })).rejects.toMatchObject({ name: 'GitHubFault' })
  })
})

describe('many teams', () => {
  it('are read with files and people in one call, so that a comment costs two reads (budgets)', async () => {
    const { github, facts, read, more } = await aReading()
    github.createTeam('acme', 'SRE', { members: ['linus'] })
    await read()
    await more({
      teams: [SRE],
      people: ['ada'],
      files: [{ commit: facts.pullRequest.head, path: 'rfcs/0001-billing.md' }],
    })
    expect(callsTo(github)).toEqual(['POST /graphql', 'POST /graphql'])
  })

  it('are looked up at most 250 at once', async () => {
    const { github, more } = await aReading()
    const teams = Array.from({ length: 251 }, (_, i) => ({ org: 'acme', slug: `team-${i}` }))
    await expect(more({ teams })).rejects.toThrow('251 teams at once, 250 at most')
    expect(callsTo(github)).toEqual([])
  })
})

// biome-ignore lint/suspicious/noExplicitAny: an answer is bent on its way
type Bent = any

/** The logins in the one team of an answer, sorted. */
function membersOf(teams: Awaited<ReturnType<Awaited<ReturnType<typeof aReading>>['more']>>['teams']) {
  const [team] = teams.values()
  if (team?.kind !== 'found') throw new Error(`the team is ${team?.kind}`)
  return team.members.map(({ login }) => login).sort()
}
