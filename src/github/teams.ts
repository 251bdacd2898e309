import type { UserId } from '../facts/ids.ts'
import type { Person } from '../facts/person.ts'
import type { TeamFound } from '../facts/snapshot.ts'
import type { TeamFragment, TeamMembersFragment } from './answers.generated.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import { InconsistentRead } from './faults.ts'
import { isLastWord, isWhole } from './last-word.ts'
import { nextPage } from './pages.ts'
import { personOf } from './person.ts'
import type { Reader } from './reader.ts'

/** GitHub's answer about one team. */
export interface TeamAnswer {
  readonly org: string
  readonly slug: string
  /** Null when the organization or team does not exist, or this installation cannot see it. */
  readonly team: TeamFragment | null
  readonly isForbidden: boolean
}

const DOCUMENT = documentNamed('team-members')
/** Larger teams are not read: their members would cost every evaluation more calls than everything else. */
const MOST_MEMBERS = 1000

/**
 * Returns a team with all its members (S3). Throws `InconsistentRead` when fewer members are listed than counted, or one has
 * no id; after four equal answers the team is unreadable.
 */
export async function teamFound(reader: Reader, answer: TeamAnswer, what: string): Promise<TeamFound> {
  const { org, slug, team, isForbidden } = answer
  if (isForbidden) {
    const why = `cannot be read, because this App may not read the members of ${org}; its owners can allow that`
    return { kind: 'unreadable', why }
  }
  if (!team) return { kind: 'unknown' }
  const count = team.members.totalCount ?? 0
  if (count > MOST_MEMBERS) {
    const why = `has ${count} members, and at most ${MOST_MEMBERS} are read; a smaller team can be named`
    return { kind: 'unreadable', why }
  }
  const about = `members of ${org}/${slug}`
  const { members, counted } = await membersOf(reader, answer, team, what)
  if (members === null || members.length !== counted) {
    const shown = members?.length ?? 'none'
    // Suspended or hidden accounts may be counted and never listed.
    if (!isLastWord(reader.caches, about, `${shown} of ${counted}`)) {
      throw new InconsistentRead(
        `could not ${what}: ${shown} of ${counted} members of ${team.combinedSlug} came`,
      )
    }
    const why = `cannot be read whole: GitHub counts ${counted} members and shows ${shown}; name people, or another team`
    return { kind: 'unreadable', why }
  }
  isWhole(reader.caches, about)
  if (team.databaseId === null) {
    throw new InconsistentRead(`could not ${what}: ${team.combinedSlug} came without its id`)
  }
  return {
    kind: 'found',
    id: team.databaseId,
    name: team.combinedSlug,
    members,
    isSecret: team.privacy === 'SECRET',
  }
}

async function membersOf(
  { octokit }: Reader,
  { org, slug }: TeamAnswer,
  { members: first }: TeamFragment,
  what: string,
): Promise<{ readonly members: readonly Person[] | null; readonly counted: number | null }> {
  const members = new Map<UserId, Person>()
  let page: TeamMembersFragment | undefined = first
  let from: string | null = null
  for (;;) {
    if (!page?.nodes) return { members: null, counted: first.totalCount ?? null }
    for (const person of page.nodes.map(personOf)) if (person) members.set(person.id, person)
    from = nextPage(page.pageInfo, 'forward', from)
    if (from === null) break
    const { data } = await ask(octokit, { document: DOCUMENT, variables: { org, slug, from }, what })
    page = data.organization?.team?.members
  }
  return { members: [...members.values()], counted: page.totalCount ?? null }
}
