import type { CommitSha, LoginKey } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import type { MissingInputs } from '../facts/inputs.ts'
import type {
  AccountFragment,
  EntryOrFolderFragment,
  MoreQuery,
  MoreQueryVariables,
} from './answers.generated.ts'
import { ask } from './ask.ts'
import type { Prefetch } from './caches.ts'
import { type Document, withFragments } from './documents.ts'
import { GitHubFault, type GraphQLProblem } from './faults.ts'
import type { Reader } from './reader.ts'
import type { TeamAnswer } from './teams.ts'

export interface MoreAnswer {
  /** `object` is null where the commit is not there. */
  readonly files: readonly {
    readonly commit: CommitSha
    readonly path: string
    readonly object: { readonly file?: EntryOrFolderFragment | null } | null
  }[]
  /** `account` is null where no person has that login. */
  readonly people: readonly { readonly login: LoginKey; readonly account: AccountFragment | null }[]
  readonly teams: readonly TeamAnswer[]
}

/** Bounds one answer: a file may be as large as a mebibyte. */
const MOST_AT_ONCE = 50

/** Asks for files, people and teams, all in one query while they are not many. No call for nothing. */
export async function askMore(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  { files, people, teams }: Pick<MissingInputs, 'files' | 'teams'> & Pick<Prefetch, 'people'>,
  what: string,
): Promise<readonly MoreAnswer[]> {
  const answers: MoreAnswer[] = []
  const most = Math.max(files.length, people.length, teams.length)
  for (let start = 0; start < most; start += MOST_AT_ONCE) {
    const someFiles = files.slice(start, start + MOST_AT_ONCE)
    const someLogins = people.slice(start, start + MOST_AT_ONCE)
    const someTeams = teams.slice(start, start + MOST_AT_ONCE)
    const { data, answers: said } = await ask(octokit, {
      document: moreQuery(someFiles.length, someLogins.length, someTeams.length),
      variables: {
        ...(someFiles.length > 0 && { owner, repo }),
        ...Object.fromEntries(
          someFiles.flatMap(({ commit, path }, i) => [
            [`commit${i}`, commit],
            [`path${i}`, path],
          ]),
        ),
        ...Object.fromEntries(someLogins.map((login, i) => [`login${i}`, login])),
        ...Object.fromEntries(
          someTeams.flatMap(({ org, slug }, i) => [
            [`org${i}`, org],
            [`slug${i}`, slug],
          ]),
        ),
      },
      what,
      mayBeNull: ['object', 'file', 'user', 'organization', 'team'],
    })
    if (someFiles.length > 0 && !data.repository) {
      throw new GitHubFault(`could not ${what}: the repository is not there`, 200)
    }
    answers.push({
      files: someFiles.map((file, i) => ({
        ...file,
        object: data.repository?.[`file${i}`] ?? null,
      })),
      people: someLogins.map((login, i) => personIn(data, i, login)),
      teams: someTeams.map((team, i) => teamIn(data, i, team, said)),
    })
  }
  return answers
}

/** The answers for people and teams, by number. */
export type Lookups = Pick<MoreQuery, `person${number}` | `team${number}`>

/** Returns the answer for a login. */
export function personIn(data: Lookups, i: number, login: LoginKey): MoreAnswer['people'][number] {
  return { login, account: data[`person${i}`] ?? null }
}

/** Returns the answer for a team. */
export function teamIn(
  data: Lookups,
  i: number,
  team: MissingInputs['teams'][number],
  answers: readonly GraphQLProblem[],
): TeamAnswer {
  return {
    ...team,
    team: data[`team${i}`]?.team ?? null,
    isForbidden: answers.some(({ type, path }) => type === 'FORBIDDEN' && path?.[0] === `team${i}`),
  }
}

/** Returns the query for so many of each. Only numbers go into its text; names are variables. */
export function moreQuery(
  files: number,
  people: number,
  teams: number,
): Document<MoreQuery, Partial<MoreQueryVariables>> {
  const variables = [
    files > 0 ? '$owner: String!, $repo: String!, ' : '',
    each(files, (i) => `$commit${i}: GitObjectID!, $path${i}: String!, `),
    each(people, (i) => `$login${i}: String!, `),
    each(teams, (i) => `$org${i}: String!, $slug${i}: String!, `),
  ].join('')
  const repository = `\n  repository(owner: $owner, name: $repo) {${each(files, fileField)}\n  }`
  const fields = [files > 0 ? repository : '', each(people, personField), each(teams, teamField)].join('')
  return { text: withFragments(`query More(${variables}) {${fields}\n}\n`) }
}

function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('')
}

function fileField(i: number): string {
  return `
    file${i}: object(oid: $commit${i}) {
      ... on Commit {
        file(path: $path${i}) { ...EntryOrFolder }
      }
    }`
}

export function personField(i: number): string {
  return `\n  person${i}: user(login: $login${i}) { ...Account }`
}

export function teamField(i: number): string {
  return `
  team${i}: organization(login: $org${i}) {
    team(slug: $slug${i}) {
      ...Team
    }
  }`
}
