import type { RepositoryReference } from '../domain/reference.ts'
import type { Needs } from '../domain/snapshot.ts'
import { ask, type GraphQLProblem } from './ask.ts'
import { GitHubFault } from './faults.ts'
import type { EntryNode } from './file-at.ts'
import type { AccountNode } from './person.ts'
import type { Reader } from './reader.ts'

export interface MoreAnswer {
  /** `object` is null where the commit is not there. */
  readonly files: readonly {
    readonly commit: string
    readonly path: string
    readonly object: { readonly file?: EntryNode | null } | null
  }[]
  /** `account` is null where no person has that login. */
  readonly people: readonly { readonly login: string; readonly account: AccountNode | null }[]
}

/** Bounds one answer: a file may be as large as a mebibyte. */
const MOST_AT_ONCE = 50

/** Asks for files and people, all in one query while they are not many. No call for nothing. */
export async function askMore(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  files: Needs['files'],
  logins: readonly string[],
  what: string,
): Promise<readonly MoreAnswer[]> {
  const answers: MoreAnswer[] = []
  for (let start = 0; start < Math.max(files.length, logins.length); start += MOST_AT_ONCE) {
    const someFiles = files.slice(start, start + MOST_AT_ONCE)
    const someLogins = logins.slice(start, start + MOST_AT_ONCE)
    const { data } = await ask<Answer>(octokit, {
      text: moreQuery(someFiles.length, someLogins.length),
      variables: {
        ...(someFiles.length > 0 && { owner, repo }),
        ...Object.fromEntries(
          someFiles.flatMap(({ commit, path }, i) => [
            [`commit${i}`, commit],
            [`path${i}`, path],
          ]),
        ),
        ...Object.fromEntries(someLogins.map((login, i) => [`login${i}`, login])),
      },
      what,
      isAnswer: saysUnknownLogin,
    })
    if (someFiles.length > 0 && !data.repository) {
      throw new GitHubFault(`could not ${what}: the repository is not there`, 200)
    }
    answers.push({
      files: someFiles.map((file, i) => ({
        ...file,
        object: (data.repository?.[`file${i}`] ?? null) as MoreAnswer['files'][number]['object'],
      })),
      people: someLogins.map((login, i) => ({
        login,
        account: (data[`person${i}`] ?? null) as AccountNode | null,
      })),
    })
  }
  return answers
}

/** The text of the query for so many files and people. Only numbers go into it; names are variables. */
export function moreQuery(files: number, people: number): string {
  const each = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('')
  const variables = [
    files > 0 ? '$owner: String!, $repo: String!, ' : '',
    each(files, (i) => `$commit${i}: GitObjectID!, $path${i}: String!, `),
    each(people, (i) => `$login${i}: String!, `),
  ].join('')
  const fileFields = each(
    files,
    (i) => `
    file${i}: object(oid: $commit${i}) {
      ... on Commit {
        file(path: $path${i}) {
          mode
          type
          object { ... on Blob { oid byteSize isBinary isTruncated text } }
        }
      }
    }`,
  )
  const repository = files > 0 ? `\n  repository(owner: $owner, name: $repo) {${fileFields}\n  }` : ''
  const peopleFields = each(
    people,
    (i) => `\n  person${i}: user(login: $login${i}) { __typename login databaseId }`,
  )
  return `query More(${variables}) {${repository}${peopleFields}\n}\n`
}

interface Answer {
  readonly repository?: Readonly<Record<string, unknown>> | null
  readonly [person: `person${number}`]: unknown
}

/** GitHub answers an unknown login with null and an error at its alias: that is an answer. */
function saysUnknownLogin({ type, path, message }: GraphQLProblem): boolean {
  if (message.startsWith('Could not resolve to a User')) return true
  return type === 'NOT_FOUND' && path?.length === 1 && /^person\d+$/.test(String(path[0]))
}
