import type { Sandbox } from '../sandbox.ts'
import { Skipped, type Step, verdictOn } from '../step.ts'
import { settled } from './reading.ts'

/** Teams, as the App sees them: a sandbox of a person has none. */
export const people: readonly Step[] = [
  {
    group: 'A',
    belief: 'GH-6',
    believed:
      '`members(membership: ALL)` of a team has the members of its child teams, and `totalCount` counts them',
    async run(sandbox) {
      const { logins } = sandbox
      const parent = await newTeam(sandbox, 'parent', 'closed')
      const child = await newTeam(sandbox, 'child', 'closed', parent.id)
      await join(sandbox, child.slug, logins.mallory)
      const read = async () => {
        const { data } = await sandbox.app.graphql(
          `query($owner: String!, $slug: String!) { organization(login: $owner) { team(slug: $slug) {
            all: members(first: 100, membership: ALL) { totalCount nodes { login } }
            immediate: members(first: 100, membership: IMMEDIATE) { nodes { login } } } } }`,
          { owner: sandbox.owner, slug: parent.slug },
        )
        return data?.organization?.team
      }
      const has = (list: { nodes?: readonly { login: string }[] } | undefined) =>
        list?.nodes?.some(({ login }) => login === logins.mallory) ?? false
      const team = await settled(read, (found) => has(found?.all))
      return verdictOn(
        has(team?.all) && !has(team?.immediate) && team.all.totalCount === team.all.nodes.length,
        `the child's member is ${has(team?.all) ? '' : 'not '}among all and ${has(team?.immediate) ? '' : 'not '}among the immediate ones; totalCount ${team?.all?.totalCount}, ${team?.all?.nodes?.length} come`,
      )
    },
  },
  {
    group: 'A',
    belief: 'GH-190',
    believed: 'A secret team is shown to an App with Members: read, as `SECRET`, with its members',
    async run(sandbox) {
      const secret = await newTeam(sandbox, 'secret', 'secret')
      const read = () =>
        sandbox.app.graphql(
          `query($owner: String!, $slug: String!) { organization(login: $owner) { team(slug: $slug) {
            privacy members(first: 5) { totalCount } } } }`,
          { owner: sandbox.owner, slug: secret.slug },
        )
      const { data, errors } = await settled(read, (answer) => answer.data?.organization?.team)
      const team = data?.organization?.team
      return verdictOn(
        team?.privacy === 'SECRET' && team.members?.totalCount >= 1,
        team
          ? `${team.privacy}, ${team.members?.totalCount} members`
          : `null, ${errors[0]?.type ?? 'no error'}: ${errors[0]?.message ?? ''}`,
      )
    },
  },
]

async function newTeam(sandbox: Sandbox, word: string, privacy: 'closed' | 'secret', parent?: number) {
  const { ada, owner, fresh, later, isOrganization } = sandbox
  if (!isOrganization) throw new Skipped('a person has no teams: use a sandbox of an organization')
  const made = await ada.rest('POST', `/orgs/${owner}/teams`, {
    name: fresh(word).replaceAll('/', '-'),
    privacy,
    ...(parent === undefined ? {} : { parent_team_id: parent }),
  })
  if (made.status === 403 || made.status === 404) {
    throw new Skipped(
      `the first token may not make teams: GitHub answered ${made.status}; it needs Members: write in the organisation`,
    )
  }
  await sandbox.must('make a team', Promise.resolve(made))
  const { slug, id } = made.body
  later(`delete the team ${slug}`, () => ada.rest('DELETE', `/orgs/${owner}/teams/${slug}`))
  return { slug, id } as { readonly slug: string; readonly id: number }
}

async function join({ ada, owner, must }: Sandbox, slug: string, login: string): Promise<void> {
  const path = `/orgs/${owner}/teams/${slug}/memberships/${login}`
  const joined = await must('add to a team', ada.rest('PUT', path))
  if (joined.body.state !== 'active')
    throw new Skipped('the second person is not in the organisation, and was only invited')
}
