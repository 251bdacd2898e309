import { distance } from 'fastest-levenshtein'
import type { Login, UserId } from '../facts/ids.ts'
import type { Problem } from '../facts/problem.ts'
import { quoted } from '../facts/quoted.ts'
import type { Person } from '../facts/person.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { Named, StakeholderList } from './names-in-text.ts'
import { keyOf, lookUp, type NamedTeam, personOrTeamOf, writtenKey } from './person-or-team.ts'
import { inConfig } from './policy.ts'

/** Names without problems to report: those a maintainer released, and those who committed (S4). */
export interface Settled {
  readonly released: ReadonlySet<string>
  readonly committed: ReadonlySet<UserId>
}

/**
 * Returns the problems of a stakeholder list, each at its line: names that are not on GitHub, cannot commit or cannot
 * read here (S3, S4), and items and rows that name no one (S1). Released names have none.
 */
export function nameProblems(
  snapshot: Snapshot,
  stakeholderList: StakeholderList,
  from: 'document' | 'config',
  { released, committed }: Settled,
): readonly Problem[] {
  const placed = inConfig(snapshot)
  const names = stakeholderList.names.flatMap(({ mention, place }): readonly Problem[] => {
    const personOrTeam = personOrTeamOf(snapshot, mention)
    if (released.has(writtenKey(mention)) || (personOrTeam && released.has(keyOf(personOrTeam)))) return []
    const message = nameProblem(snapshot, stakeholderList, mention, committed)
    if (message === null) return []
    const where = from === 'config' ? placed(mention).where : ''
    return [{ source: from === 'config' ? 'config' : 'people', message: `${where}${message}`, place }]
  })
  const nameless = stakeholderList.nameless.map(
    (entry): Problem => ({
      source: 'document',
      message: namelessMessage(entry),
      place: entry.place,
    }),
  )
  return [...names, ...nameless]
}

function namelessMessage({ words, hidden }: StakeholderList['nameless'][number]): string {
  if (hidden !== null) {
    return `${quoted(hidden)} is in code or a quote, so it names nobody. Write the mention as plain text.`
  }
  const login = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(words)
  const advice = login
    ? `Write \`@${words}\``
    : 'Add the `@login` or `@organisation/team` whose commitment you need'
  return `${quoted(words)} names nobody. ${advice}, or move this line to another section.`
}

/**
 * Returns what is wrong with a team, as the end of a sentence that begins with its name; null when it can commit. A
 * quorum above its number of members is a problem when the team is named; later, fewer members mean all of them (S3).
 */
export function teamProblem(snapshot: Snapshot, { name, found, quorum }: NamedTeam): string | null {
  if (found.kind === 'unknown')
    return "isn't a team that this App can see. Check the spelling, or name people."
  if (found.kind === 'unreadable')
    return `${found.why.replace(/\.$/, '')}. Comment \`/refresh\` to retry, or name people.`
  if (found.isSecret) {
    return 'is a secret team, so not every reader can see whose commitment counts. Make the team visible, or name people.'
  }
  const { id, members } = found
  if (members.length === 0) return 'has no members. Add members, or name people.'
  const others = members.filter((member) => member.id !== snapshot.pullRequest.author?.id).length
  if (quorum <= others || (others > 0 && quorum <= (snapshot.remembered.quorums.get(id) ?? 0))) return null
  if (quorum > members.length) {
    return `has ${counted(members.length)}, fewer than the \`(${quorum})\` required. Require \`@${name} (${members.length})\` at most.`
  }
  return `has ${counted(others)} besides the author, whose commitment doesn't count toward a quorum. Require fewer, or name another team or person.`
}

function counted(members: number): string {
  return members === 1 ? '1 member' : `${members} members`
}

/** Returns the problem of an RFC with too many names (S5). */
export function tooManyNames(count: number, most: number): Problem {
  return {
    source: 'people',
    message: `The RFC names ${count} people; at most ${most} are allowed. Name only those whose commitment the decision needs.`,
    place: null,
  }
}

function nameProblem(
  snapshot: Snapshot,
  stakeholderList: StakeholderList,
  mention: Named['mention'],
  committed: ReadonlySet<UserId>,
): string | null {
  if (mention.kind === 'invalid') return `${quoted(mention.text)} isn't a valid login: ${mention.why}`
  if (mention.kind === 'team') {
    const personOrTeam = personOrTeamOf(snapshot, mention)
    const why = personOrTeam?.kind === 'team' ? teamProblem(snapshot, personOrTeam) : null
    return why === null ? null : `\`@${mention.org}/${mention.slug}\` ${why}`
  }
  const { login } = mention
  const found = lookUp(snapshot, login)
  switch (found.kind) {
    case 'unknown': {
      const near = nearestLogin(snapshot, stakeholderList, login)
      return `\`@${login}\` isn't on GitHub. ${near ? `Did you mean \`@${near}\`?` : 'Check the spelling.'}`
    }
    case 'changed hands':
      return `\`@${login}\` is now a different account than the one first named here. Use that person's current login.`
    case 'found':
      // Who committed and lost access since stays committed.
      return personProblem(login, found.person, found.canRead || committed.has(found.person.id))
  }
}

/** Returns why an account cannot commit; null when it can (S4). */
export function personProblem(login: Login, { type }: Person, canRead: boolean): string | null {
  if (type === 'Organization') {
    return `\`@${login}\` is an organisation, which can't commit. Name people or a team instead.`
  }
  if (type !== 'User')
    return `\`@${login}\` is a bot, which can't commit. Name the person responsible for it.`
  if (canRead) return null
  return `\`@${login}\` can't read this repository, so they can't commit. Give them access, or name someone else.`
}

/** The known login nearest to one that is not on GitHub: people of this pull request, of its teams and of the repository. */
function nearestLogin(snapshot: Snapshot, stakeholderList: StakeholderList, login: Login): string | null {
  const named = stakeholderList.names.flatMap(({ mention }) => personOrTeamOf(snapshot, mention) ?? [])
  const known = new Set(
    [
      snapshot.pullRequest.author?.login,
      ...named.flatMap((personOrTeam) => (personOrTeam.kind === 'person' ? [personOrTeam.person.login] : [])),
      ...snapshot.posts.map(({ author }) => (author?.type === 'User' ? author.login : undefined)),
      ...snapshot.askedForReview.map(({ person }) => person.login),
      ...[...snapshot.teams.values()].flatMap((team) =>
        team.kind === 'found' ? team.members.map((member) => member.login) : [],
      ),
    ].filter((name) => name !== undefined),
  )
  // Of a short login two mistakes leave nothing to know it by among so many.
  const most = Math.min(2, Math.floor(login.length / 2))
  const near = [
    ...[...known].map((name) => ({ name, most: 2 })),
    ...(snapshot.nearby ?? []).map((name) => ({ name, most })),
  ]
    .map((each) => ({ ...each, far: distance(each.name.toLowerCase(), login.toLowerCase()) }))
    .filter(({ far, most }) => far <= most)
  return near.sort((a, b) => a.far - b.far)[0]?.name ?? null
}
