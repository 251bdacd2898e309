import { type CommitSha, loginKey } from '../facts/ids.ts'
import type { PullRequestReference } from '../facts/reference.ts'
import type { MissingInputs } from '../facts/inputs.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import type { EntryOrFolderFragment } from './answers.generated.ts'
import type { Caches, Prefetch } from './caches.ts'
import { type Document, withFragments } from './documents.ts'
import type { GraphQLProblem } from './faults.ts'
import { type Lookups, type MoreAnswer, personField, personIn, teamField, teamIn } from './more-query.ts'

/** What a read returned of it. */
export interface PrefetchedAnswer {
  readonly people: MoreAnswer['people']
  readonly teams: MoreAnswer['teams']
  /** Those returned, by path. */
  readonly files: ReadonlyMap<string, EntryOrFolderFragment | null>
}

const NOTHING: Prefetch = { people: [], teams: [], paths: [] }
/** The most that is asked for in advance. */
const MOST: Readonly<Record<keyof Prefetch, number>> = { people: 50, teams: 10, paths: 5 }

/** Returns what the last evaluation of a pull request needed. */
export function prefetchFor({ prefetch }: Caches, reference: PullRequestReference): Prefetch {
  return prefetch.get(keyOf(reference)) ?? NOTHING
}

/** Remembers what an evaluation needed, of files only those at `head`. */
export function rememberPrefetch(
  caches: Caches,
  reference: PullRequestReference,
  missingInputs: MissingInputs,
  head: CommitSha,
): void {
  const known = prefetchFor(caches, reference)
  const paths = missingInputs.files.flatMap(({ commit, path }) => (commit === head ? [path] : []))
  const teams = new Map(
    [...known.teams, ...missingInputs.teams].map((team) => [`${team.org}/${team.slug}`, team]),
  )
  caches.prefetch.set(keyOf(reference), {
    people: newest(MOST.people, [...known.people, ...missingInputs.people.map(loginKey)]),
    teams: [...teams.values()].slice(-MOST.teams),
    paths: newest(MOST.paths, [...known.paths, ...paths]),
  })
}

function newest<Name>(most: number, names: readonly Name[]): readonly Name[] {
  return [...new Set(names)].slice(-most)
}

/** Returns `pull-request.graphql` with the fields that were needed last time, at the marked places. */
export function withPrefetch<Answer, Variables>(
  { text }: Document<Answer, Variables>,
  { people, teams, paths }: Prefetch,
): Document<Answer, Variables> {
  const variables = [
    ...people.map((_, i) => `$login${i}: String!`),
    ...teams.flatMap((_, i) => [`$org${i}: String!`, `$slug${i}: String!`]),
    ...paths.map((_, i) => `$path${i}: String!`),
  ].join(', ')
  const fields = [...people.map((_, i) => personField(i)), ...teams.map((_, i) => teamField(i))].join('')
  const files = paths.map((_, i) => `document${i}: file(path: $path${i}) { ...EntryOrFolder }`).join('\n')
  const complete = text
    .replace('# prefetch variables', variables)
    .replace('# prefetch names', fields)
    .replace('# prefetch files', files)
  return { text: withFragments(complete) }
}

/** Returns the variables of those fields. */
export function prefetchVariables({ people, teams, paths }: Prefetch): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...people.map((login, i) => [`login${i}`, login]),
    ...teams.flatMap(({ org, slug }, i) => [
      [`org${i}`, org],
      [`slug${i}`, slug],
    ]),
    ...paths.map((path, i) => [`path${i}`, path]),
  ])
}

/** The files of a commit, by the number of each. */
type Documents = Readonly<Record<`document${number}`, EntryOrFolderFragment | null>>

/** Returns what an answer holds of those fields. `tip` is the commit with the files; null when it is not the head. */
export function prefetchedIn(
  { people, teams, paths }: Prefetch,
  data: Lookups,
  tip: Documents | null,
  answers: readonly GraphQLProblem[],
): PrefetchedAnswer {
  return {
    people: people.map((login, i) => personIn(data, i, login)),
    teams: teams.map((team, i) => teamIn(data, i, team, answers)),
    files: new Map(
      paths.flatMap((path, i) => {
        const entry = tip?.[`document${i}`]
        return entry === undefined ? [] : [[path, entry] as const]
      }),
    ),
  }
}

const CAME = new WeakMap<PullRequestFacts, PrefetchedAnswer>()

/** Attaches to facts what was read with them in advance. */
export function keepPrefetched(facts: PullRequestFacts, answer: PrefetchedAnswer): void {
  CAME.set(facts, answer)
}

/** Returns what was read with facts in advance; null when nothing was. */
export function prefetchedWith(facts: PullRequestFacts): PrefetchedAnswer | null {
  return CAME.get(facts) ?? null
}

function keyOf({ repositoryId, number }: PullRequestReference): string {
  return `${repositoryId}#${number}`
}
