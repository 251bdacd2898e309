import type { GraphQLProblem } from './faults.ts'

/** A field that GitHub's GraphQL API may answer with `null` and an error. */
interface NullField {
  /** As the schema calls it, `Type.field`. */
  readonly field: string
  /** Its path in our documents: `**` stands for any path, `*` for an index or the number of an alias. */
  readonly at: readonly string[]
  /** The types of the errors that are an answer; `any` where GitHub documents none. With every other the read fails (V6). */
  readonly answers: readonly ('NOT_FOUND' | 'FORBIDDEN' | 'any')[]
  /** The beginning of a message that is an answer where the error has no type. */
  readonly says?: string
  /** What null means. */
  readonly means: string
}

/**
 * Every field we read that can be `null` with an error, with the errors that are answers. All others are faults:
 * FORBIDDEN never means that a file is absent (D1). `docs/reference/github-answers.md` is made of this table.
 */
export const NULL_FIELDS = {
  repository: {
    field: 'Query.repository',
    at: ['repository'],
    answers: ['NOT_FOUND'],
    says: 'Could not resolve to a Repository',
    means: 'There is no such repository, or this installation cannot see it.',
  },
  'pull request': {
    field: 'Repository.pullRequest',
    at: ['repository.pullRequest'],
    answers: ['NOT_FOUND'],
    says: 'Could not resolve to a PullRequest',
    means: 'There is no such pull request.',
  },
  "owner's .github": {
    field: 'RepositoryOwner.repository',
    at: ['repository.owner.organisation', 'nodes.*.owner.organisation'],
    answers: ['NOT_FOUND'],
    means: 'The owner has no `.github` repository, or this installation cannot see it (D1).',
  },
  file: {
    field: 'Commit.file',
    at: ['**.file', 'repository.pullRequest.tip.nodes.*.commit.document*'],
    answers: ['NOT_FOUND'],
    means: 'The file is absent at that commit (D1).',
  },
  object: {
    field: 'Repository.object',
    at: ['repository.object', 'repository.file*'],
    answers: ['NOT_FOUND'],
    means: 'The commit is not on GitHub, or not yet.',
  },
  branch: {
    field: 'Repository.ref',
    at: ['repository.ref'],
    answers: ['NOT_FOUND'],
    means: 'There is no such branch.',
  },
  'merge queue': {
    field: 'Repository.mergeQueue',
    at: ['repository.mergeQueue'],
    answers: ['NOT_FOUND'],
    means: 'The branch has no merge queue, or nothing waits in it.',
  },
  user: {
    field: 'Query.user',
    at: ['person*'],
    answers: ['NOT_FOUND'],
    says: 'Could not resolve to a User',
    means: 'No person has that login: the REST API tells bots and organizations apart (S4).',
  },
  organization: {
    field: 'Query.organization',
    at: ['team*'],
    answers: ['NOT_FOUND', 'FORBIDDEN'],
    means: 'There is no such organization; FORBIDDEN: this App may not read its members (S3).',
  },
  team: {
    field: 'Organization.team',
    at: ['team*.team'],
    answers: ['NOT_FOUND', 'FORBIDDEN'],
    means: 'There is no such team; FORBIDDEN: this App may not read its members (S3).',
  },
  'page of a team': {
    field: 'Query.organization',
    at: ['organization', 'organization.team'],
    answers: [],
    means: 'A team whose first page was read cannot be absent: the read is repeated.',
  },
  'repository to be counted': {
    field: 'Query.nodes',
    at: ['nodes.*'],
    answers: ['NOT_FOUND', 'FORBIDDEN'],
    means: 'The repository is compared like one that has open pull requests.',
  },
  'comment with its edits': {
    field: 'Query.nodes',
    at: ['nodes.*'],
    answers: ['NOT_FOUND'],
    means: 'The comment was deleted meanwhile; without its history it consents to nothing (C5).',
  },
  'review with its comments': {
    field: 'Query.node',
    at: ['node'],
    answers: [],
    means: 'A review cannot be deleted once it was submitted: the read is repeated.',
  },
  "check run's number": {
    field: 'CheckRun.databaseId',
    at: ['**.checkRuns.nodes.*.databaseId'],
    answers: ['any'],
    means: 'The number does not fit the 32 bits that the schema gives it; the address of the run ends in it.',
  },
} as const satisfies Readonly<Record<string, NullField>>

export type NullFieldName = keyof typeof NULL_FIELDS

/** Returns whether an error is an answer, in a document that reads these fields. */
export function isNullAnswer(
  { type, path, message }: GraphQLProblem,
  names: readonly NullFieldName[],
): boolean {
  return names.some((name) => {
    const { answers, at, says }: NullField = NULL_FIELDS[name]
    const isMeant = answers.some((each) => each === 'any' || each === type)
    if (says !== undefined && type === undefined && message.startsWith(says)) return true
    return isMeant && path !== undefined && at.some((pattern) => isAt(path.join('.'), pattern))
  })
}

function isAt(path: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll('.', '\\.')
    .replaceAll('**', '.+')
    .replaceAll(/(?<=\w)\*|(?<=\\\.)\*/g, '\\d+')
  return new RegExp(`^${expression}$`).test(path)
}
