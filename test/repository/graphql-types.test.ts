import { expect, test } from 'vitest'
import { graphqlTypes } from '../../scripts/graphql-types.ts'

/** The generated type of that name, in one line. */
function typeOf(name: string, text: string): string {
  const types = graphqlTypes([{ name: 'test', text, isFile: true }])
  const declarations = types.split('\n\n').map((each) => each.trim())
  const declaration = declarations.find(
    (each) => each.startsWith(`export type ${name} =`) || each.startsWith(`export interface ${name} {`),
  )
  const [, type = ''] = /^export (?:type \w+ =|interface \w+)([\s\S]*)$/.exec(declaration ?? '') ?? []
  return type.trim().replaceAll(/\s+/g, ' ').replaceAll('readonly ', '')
}

test('a field that the schema may answer with null is nullable, and so is each entry of a list', () => {
  const text = 'query Me { viewer { email bio commitComments(first: 1) { nodes { id } } } }'
  expect(typeOf('MeQuery', text)).toBe(
    '{ viewer: { email: string bio: string | null commitComments: { nodes: | ({ id: NodeId } | null)[] | null } } }',
  )
})

test('a field that is included on a condition is optional', () => {
  const text =
    'query Me($all: Boolean!) { viewer { login email @include(if: $all) ...More @include(if: $all) } } fragment More on User { bio }'
  expect(typeOf('MeQuery', text)).toBe('{ viewer: Partial<MoreFragment> & { login: Login email?: string } }')
})

test('a field that a server may hide is optional, what is below it is not (GH-32)', () => {
  const text = `query Me(
    # hidden: status
    $size: Int!
    # end
    $all: Boolean!
  ) {
    viewer {
      login
      # hidden: status
      status {
        message
      }
      # end
    }
  }`
  expect(typeOf('MeQuery', text)).toBe(
    '{ viewer: { login: Login status?: { message: string | null } | null } }',
  )
  expect(typeOf('MeQueryVariables', text)).toBe('{ size?: number all: boolean }')
})

test('a field of only some types of an object is optional, one of all types is not', () => {
  const text = `query Owner($login: String!) {
    repositoryOwner(login: $login) {
      ... on User { name }
      ... on Organization { name description }
    }
  }`
  expect(typeOf('OwnerQuery', text)).toBe(
    '{ repositoryOwner: { name: string | null description?: string | null } | null }',
  )
})

test('a fragment on only some types of an object is partial', () => {
  const text = `query Owner($login: String!) { repositoryOwner(login: $login) { login ...Person } }
  fragment Person on User { email }`
  expect(typeOf('OwnerQuery', text)).toBe(
    '{ repositoryOwner: | (Partial<PersonFragment> & { login: Login }) | null }',
  )
})

test('a name with a number stands for as many as the program asks for', () => {
  const text = 'query Some($login0: String!) { person0: user(login: $login0) { login } }'
  expect(typeOf('SomeQuery', text)).toContain(`[name: \`person\${number}\`]: { login: Login } | null`)
  expect(typeOf('SomeQueryVariables', text)).toContain(`[name: \`login\${number}\`]: string`)
})

test('an enum is the union of its values, a scalar without a type of ours is a string', () => {
  const text =
    'query One($id: ID!) { node(id: $id) { ... on PullRequest { state createdAt url fullDatabaseId } } }'
  expect(typeOf('OneQuery', text)).toBe(
    '{ node: { state?: PullRequestState createdAt?: GitHubTime url?: string fullDatabaseId?: string | number | null } | null }',
  )
  expect(typeOf('PullRequestState', text)).toBe("'CLOSED' | 'MERGED' | 'OPEN'")
})

test('what identifies something has the type of its kind (ADR 56)', () => {
  const text = `query One($id: ID!) {
    node(id: $id) {
      ... on PullRequest { number headRefOid repository { databaseId } mergedBy { ... on User { databaseId } } }
      ... on Commit { oid committedDate }
    }
    other: node(id: $id) { ... on Blob { oid } ... on Issue { number } }
  }`
  expect(typeOf('OneQuery', text)).toBe(
    '{ node: { number?: PullRequestNumber headRefOid?: CommitSha repository?: { databaseId: RepositoryId | null } mergedBy?: { databaseId?: UserId | null } | null oid?: CommitSha committedDate?: GitHubTime } | null other: { oid?: BlobId number?: number } | null }',
  )
})

test('two fragments of one name that differ are an error', () => {
  const documents = ['login', 'email'].map((field) => ({
    name: field,
    text: `query Q${field} { viewer { ...Me } } fragment Me on User { ${field} }`,
    isFile: true,
  }))
  expect(() => graphqlTypes(documents)).toThrow('two fragments are called Me')
})
