import { distance } from 'fastest-levenshtein'
import type { Config } from './config.ts'
import { baseRoster, type Named, type Roster, rosterOf } from './naming.ts'
import type { Problem } from './problem.ts'
import { quoted } from './quoted.ts'
import { fileKey, type Person, type PersonFound, type Snapshot } from './snapshot.ts'
import { documentOf, type Texts } from './texts.ts'
import { baseFiles, currentVersion, rfcAt, type Version, versionsOf } from './versions.ts'

/** A person whose commitment is required (S1, S6). */
export interface Stakeholder {
  readonly person: Person
  /** Null while the document names them; else the head at which it stopped, or null-ish text for the base version. */
  readonly leftAt: string | null
}

/** Who is required, since when each is named, and what is wrong with the names. */
export interface Stakeholders {
  readonly required: readonly Stakeholder[]
  /** Whether somebody was named at a head announced before a time, or by the base version (C0). */
  readonly wasNamedAt: (personId: number, time: string) => boolean
  readonly mentioned: readonly string[]
  readonly problems: readonly Problem[]
}

/** The most names one RFC may have (S5). */
export const MOST_NAMES = 200

/**
 * Everybody who is required: whoever the document names now, was named at a head since the pull request first left
 * draft, or is named by the base version of a touched RFC file (S6). Names that cannot commit are problems (S4).
 */
export function stakeholdersOf(snapshot: Snapshot, config: Config, texts: Texts): Stakeholders {
  const now = rosterAt(snapshot, config, texts, currentVersion(snapshot))
  const base = baseRoster(snapshot, config, texts)
  const versions = versionsOf(snapshot)
  const rosters = versions.map((version) => rosterAt(snapshot, config, texts, version))
  const kept = keptVersions(versions, firstLeftDraft(snapshot)).map((index) => ({
    roster: rosters[index] as Roster,
    index,
  }))
  const required = new Map<number, Stakeholder>()
  for (const person of people(snapshot, now)) required.set(person.id, { person, leftAt: null })
  for (const person of people(snapshot, base)) {
    if (!required.has(person.id)) required.set(person.id, { person, leftAt: snapshot.pullRequest.head })
  }
  for (const { roster } of kept) {
    for (const person of people(snapshot, roster)) {
      if (!required.has(person.id)) {
        required.set(person.id, { person, leftAt: leftAt(snapshot, versions, rosters, person.id) })
      }
    }
  }
  // GitHub keeps whom we asked for a review, by id: a name that changed hands or was renamed drops nobody.
  for (const { person, byApp } of snapshot.askedForReview) {
    if (byApp && person.type === 'User' && !required.has(person.id)) {
      required.set(person.id, { person, leftAt: leftAt(snapshot, versions, rosters, person.id) })
    }
  }
  const names = new Set(
    [base, now, ...rosters].flatMap((roster) =>
      roster.names.map(({ naming }) => (naming.kind === 'person' ? naming.login.toLowerCase() : '')),
    ),
  )
  const named = [base, ...rosters].map((roster) => new Set(people(snapshot, roster).map(({ id }) => id)))
  const since = ['', ...versions.map((version) => version.since)]
  return {
    required: [...required.values()],
    wasNamedAt: (id, time) => named.some((ids, index) => (since[index] as string) < time && ids.has(id)),
    mentioned: [
      ...new Set(now.mentioned.flatMap(({ naming }) => (naming.kind === 'person' ? [naming.login] : []))),
    ],
    problems:
      names.size > MOST_NAMES
        ? [tooMany(names.size)]
        : [
            ...nameProblems(snapshot, now),
            ...lostTeams(now, [base, ...kept.map(({ roster }) => roster)]),
            ...unreadVersions(
              snapshot,
              config,
              texts,
              kept.map(({ index }) => versions[index] as Version),
            ),
            ...unreadBases(snapshot, config, texts),
          ],
  }
}

/** When the pull request first left draft; null while it never did (S6). */
function firstLeftDraft({ pullRequest, draftChanges }: Snapshot): string | null {
  const first = draftChanges[0]
  if (!first) return pullRequest.isDraft ? null : pullRequest.createdAt
  return first.to === 'ready' ? first.at : pullRequest.createdAt
}

function rosterAt(snapshot: Snapshot, config: Config, texts: Texts, version: Version): Roster {
  return rosterOf(config, texts, rfcAt(snapshot, config, texts, version), version.description)
}

/** The versions that stood at or after the moment of leaving draft. */
function keptVersions(versions: readonly Version[], left: string | null): readonly number[] {
  if (left === null) return []
  return versions.flatMap((_, index) => {
    const until = versions[index + 1]?.since
    return until === undefined || until >= left ? [index] : []
  })
}

/** The first head that no longer names somebody. */
function leftAt(
  snapshot: Snapshot,
  versions: readonly Version[],
  rosters: readonly Roster[],
  id: number,
): string | null {
  const last = rosters.findLastIndex((roster) => people(snapshot, roster).some((person) => person.id === id))
  return versions.slice(last + 1).find(({ commit }) => commit !== null)?.commit ?? snapshot.pullRequest.head
}

function people(snapshot: Snapshot, roster: Roster): readonly Person[] {
  return roster.names.flatMap(({ naming }) => {
    if (naming.kind !== 'person') return []
    const found = snapshot.people.get(naming.login.toLowerCase())
    return found?.kind === 'found' && found.person.type === 'User' ? [found.person] : []
  })
}

function nameProblems(snapshot: Snapshot, roster: Roster): readonly Problem[] {
  const names = roster.names.map((name): Problem | null => nameProblem(snapshot, roster, name))
  const hidden = roster.hidden.map(
    ({ text, place }): Problem => ({
      source: 'document',
      message: `${quoted(text)} stands in code, a link, a quote or HTML, where it names nobody. Write the mention as plain text in a list.`,
      place,
    }),
  )
  return [...names.filter((problem) => problem !== null), ...hidden]
}

function nameProblem(snapshot: Snapshot, roster: Roster, { naming, place }: Named): Problem | null {
  const problem = (message: string): Problem => ({ source: 'people', message, place })
  if (naming.kind === 'invalid') return problem(`${quoted(naming.text)} is no login: ${naming.why}`)
  if (naming.kind === 'team') {
    return problem(
      `\`@${naming.org}/${naming.slug}\` is a team; teams are not yet supported. Name the people who must commit.`,
    )
  }
  const found = snapshot.people.get(naming.login.toLowerCase())
  if (!found || found.kind === 'unknown') {
    const near = nearestLogin(snapshot, roster, naming.login)
    return problem(
      `\`@${naming.login}\` is not on GitHub. ${near ? `Did you mean \`@${near}\`?` : 'Check the spelling.'}`,
    )
  }
  return personProblem(naming.login, found, problem)
}

function personProblem(
  login: string,
  { person, canRead }: Extract<PersonFound, { kind: 'found' }>,
  problem: (message: string) => Problem,
): Problem | null {
  if (person.type === 'Organization') {
    return problem(
      `\`@${login}\` is an organisation; an organisation cannot commit. Name the people who must.`,
    )
  }
  if (person.type !== 'User') {
    return problem(`\`@${login}\` is a bot; a bot cannot commit. Name the person who answers for it.`)
  }
  if (!canRead) {
    return problem(
      `\`@${login}\` cannot read this repository, so they could never commit. Give them access, or name somebody else.`,
    )
  }
  return null
}

/** The known login nearest to one that is not on GitHub: other people of this pull request. */
function nearestLogin(snapshot: Snapshot, roster: Roster, login: string): string | null {
  const known = new Set(
    [
      snapshot.pullRequest.author?.login,
      ...people(snapshot, roster).map((person) => person.login),
      ...snapshot.remarks.map(({ author }) => (author?.type === 'User' ? author.login : undefined)),
    ].filter((name) => name !== undefined),
  )
  const near = [...known]
    .map((name) => ({ name, far: distance(name.toLowerCase(), login.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0]
  return near && near.far <= 2 ? near.name : null
}

/** Teams that were named and are gone: nobody is dropped in silence, and a team cannot recuse itself (S6). */
function lostTeams(now: Roster, before: readonly Roster[]): readonly Problem[] {
  const teams = (roster: Roster) =>
    roster.names.flatMap(({ naming }) =>
      naming.kind === 'team' ? [`@${naming.org}/${naming.slug}`.toLowerCase()] : [],
    )
  const present = new Set(teams(now))
  return [...new Set(before.flatMap(teams))]
    .filter((team) => !present.has(team))
    .map((team) => ({
      source: 'people',
      message: `\`${team}\` was named here and stays required, but teams are not yet supported. Open a new pull request that names people.`,
      place: null,
    }))
}

/** Earlier texts that nobody can read any more may have named somebody (S6); a commit that is gone is passed over (V6). */
function unreadVersions(
  snapshot: Snapshot,
  config: Config,
  texts: Texts,
  versions: readonly Version[],
): readonly Problem[] {
  const unread = versions.flatMap((version) => {
    const { commit } = version
    if (commit === null || commit === snapshot.pullRequest.head) return []
    const rfc = rfcAt(snapshot, config, texts, version)
    // What is still among the commits is not gone, whatever GitHub said of it a moment ago.
    const isGone = rfc.kind === 'unreadable' && rfc.isGone && !snapshot.commits.includes(commit)
    if (rfc.kind === 'unreadable') return isGone ? [] : [[commit, rfc.why] as const]
    return rfc.documents.flatMap((document) =>
      document.kind === 'unreadable' && document.by === 'reading' ? [[commit, document.why] as const] : [],
    )
  })
  return [...new Map(unread)].map(([commit, why]) => ({
    source: 'pull request',
    message: `What the RFC said at \`${commit.slice(0, 7)}\` cannot be read (${why.replace(/\.$/, '')}), so nobody knows whom it named. Say \`/refresh\` to try again, or open a new pull request.`,
    place: null,
  }))
}

/** A base version that cannot be read may name somebody, too (S6). */
function unreadBases(snapshot: Snapshot, config: Config, texts: Texts): readonly Problem[] {
  return baseFiles(snapshot, config).flatMap(({ commit, path }): readonly Problem[] => {
    const file = snapshot.files.get(fileKey(commit, path))
    if (file?.kind === 'absent') return []
    const parsed = file?.kind === 'text' ? documentOf(texts, file.text) : null
    if (parsed?.kind === 'document') return []
    const why = parsed?.why ?? `The file ${file?.kind === 'unreadable' ? file.why : 'could not be read'}`
    return [
      {
        source: 'document',
        message: `The version of this RFC on the base branch cannot be read, so nobody knows whom it names: ${why.replace(/\.$/, '')}. Mend it there first.`,
        place: { path, line: 1 },
      },
    ]
  })
}

function tooMany(count: number): Problem {
  return {
    source: 'people',
    message: `The RFC names ${count} people; ${MOST_NAMES} are the most. Name those whose commitment the decision needs.`,
    place: null,
  }
}
