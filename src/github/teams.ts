import type { Person, TeamFound } from '../domain/snapshot.ts'
import { ask, documentNamed } from './ask.ts'
import { TornRead } from './faults.ts'
import { nextPage } from './pages.ts'
import { type AccountNode, personOf } from './person.ts'
import type { Connection } from './pull-request-answer.ts'
import type { Reader } from './reader.ts'

/** What GitHub answered about one team. */
export interface TeamAnswer {
  readonly org: string
  readonly slug: string
  /** Null where there is no such organisation or team, or not for us. */
  readonly team: TeamNode | null
  readonly isForbidden: boolean
}

/** A team with the first page of everybody in it, members of the teams inside it included. */
export interface TeamNode {
  readonly combinedSlug: string
  readonly privacy: string
  readonly members: Connection<AccountNode>
}

const DOCUMENT = documentNamed('team-members')
/** Larger teams are not read: their members would cost every visit more calls than all the rest. */
const MOST_MEMBERS = 1000

/**
 * What GitHub says of a team (S3), its members read to the last. Throws `TornRead` when not all come that are counted,
 * or one of them cannot be told from others.
 */
export async function teamFound(reader: Reader, answer: TeamAnswer, what: string): Promise<TeamFound> {
  const { org, team, isForbidden } = answer
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
  return {
    kind: 'found',
    name: team.combinedSlug,
    members: await membersOf(reader, answer, team, what),
    isSecret: team.privacy === 'SECRET',
  }
}

async function membersOf(
  { octokit }: Reader,
  { org, slug }: TeamAnswer,
  { combinedSlug, members: first }: TeamNode,
  what: string,
): Promise<readonly Person[]> {
  const members: Person[] = []
  let page: Connection<AccountNode> | undefined = first
  let from: string | null = null
  for (;;) {
    if (!page?.nodes) throw new TornRead(`could not ${what}: the members of ${combinedSlug} are not whole`)
    members.push(...page.nodes.flatMap((node) => personOf(node) ?? []))
    from = nextPage(page.pageInfo, 'forward', from)
    if (from === null) break
    const { data } = await ask<Answer>(octokit, { text: DOCUMENT, variables: { org, slug, from }, what })
    page = data.organization?.team?.members
  }
  const different = new Set(members.map(({ id }) => id)).size
  if (different !== page.totalCount) {
    throw new TornRead(
      `could not ${what}: ${different} of ${page.totalCount} members of ${combinedSlug} came`,
    )
  }
  return members
}

interface Answer {
  readonly organization: { readonly team: Pick<TeamNode, 'members'> | null } | null
}
