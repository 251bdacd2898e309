import { isNonNullType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { describe, expect, it } from 'vitest'
import { githubDocuments } from '../../scripts/github-documents.ts'
import { isNullAnswer, NULL_FIELDS } from '../../src/github/null-fields.ts'
import { githubSchema } from '@rfc-alignment/emulator/graphql/schema.ts'
import { aReading, bend } from './stage.ts'

/** Arguments that name one thing, which may not be there. */
const NAMING = new Set([
  'owner',
  'name',
  'number',
  'oid',
  'expression',
  'path',
  'login',
  'slug',
  'qualifiedName',
  'branch',
  'id',
  'ids',
])

/** The fields of our documents that look something up by its name and may be null: `Commit.file`. */
function lookupsIn(documents: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const document of documents) {
    const types = new TypeInfo(githubSchema())
    visit(
      parse(document),
      visitWithTypeInfo(types, {
        Field: (node) => {
          const isLookup = node.arguments?.some(({ name }) => NAMING.has(name.value)) ?? false
          const type = types.getType()
          // A list that cannot be null itself holds nulls: `nodes(ids:)`.
          if (isLookup && type && (!isNonNullType(type) || node.name.value === 'nodes')) {
            found.add(`${types.getParentType()?.name}.${node.name.value}`)
          }
        },
      }),
    )
  }
  return found
}

describe('the table of fields that can be null with an error', () => {
  it('has every field by which the queries look something up (D1, V6)', () => {
    const documents = githubDocuments().map(({ text }) => text)
    const listed = new Set<string>(Object.values(NULL_FIELDS).map(({ field }) => field))
    const lookups = lookupsIn(documents)
    expect(lookups.size).toBeGreaterThan(8)
    expect([...lookups].filter((field) => !listed.has(field))).toEqual([])
  })

  const absent = { message: "Could not resolve file for path 'a.md'.", type: 'NOT_FOUND' }

  it.each([
    ['repository.pullRequest.baseRef.target.file'],
    ['repository.owner.organisation.defaultBranchRef.target.file'],
    ['repository.pullRequests.nodes.3.baseRef.target.file'],
    ['repository.file12.file'],
  ])('treats NOT_FOUND at %s as an absent file (D1)', (path) => {
    expect(isNullAnswer({ ...absent, path: path.split('.') }, ['file'])).toBe(true)
  })

  it.each([
    ['FORBIDDEN at the file', { type: 'FORBIDDEN', path: ['repository', 'file0', 'file'] }],
    ['an error without a type', { path: ['repository', 'file0', 'file'] }],
    ['NOT_FOUND below the file', { type: 'NOT_FOUND', path: ['repository', 'file0', 'file', 'object'] }],
    ['NOT_FOUND without a path', { type: 'NOT_FOUND' }],
    ['a resource limit', { type: 'RESOURCE_LIMITS_EXCEEDED', path: ['repository', 'file0', 'file'] }],
  ])('does not treat %s as an absent file (D1, V6)', (_, problem) => {
    expect(isNullAnswer({ message: 'x', ...problem }, ['object', 'file'])).toBe(false)
  })

  it('accepts only errors about fields that the document reads', () => {
    const problem = { message: 'x', type: 'NOT_FOUND', path: ['nodes', 4] }
    expect(isNullAnswer(problem, ['file'])).toBe(false)
    expect(isNullAnswer(problem, ['comment with its edits'])).toBe(true)
    expect(isNullAnswer({ ...problem, type: 'FORBIDDEN' }, ['comment with its edits'])).toBe(false)
  })
})

describe('an absent file', () => {
  const absent = { kind: 'absent' }

  it("is recognised by GitHub's error (D1)", async () => {
    const { facts, pull, more } = await aReading()
    expect(facts.config).toEqual(absent)
    const { files } = await more({ files: [{ commit: pull.headOid, path: 'rfcs/none.md' }] })
    expect([...files.values()]).toEqual([absent])
  })

  it('is recognised by null on a commit that exists', async () => {
    const { github, read, pull, more } = await aReading()
    bend(github, (body) => {
      delete body.errors
    })
    expect((await read()).config).toEqual(absent)
    const { files } = await more({ files: [{ commit: pull.headOid, path: 'rfcs/none.md' }] })
    expect([...files.values()]).toEqual([absent])
  })

  it.each([
    ['may not be read', { type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
    ['could not be read in time', { message: 'Something went wrong while executing your query.' }],
  ])('is not assumed when it %s: the read fails (D1, V6)', async (_, error) => {
    const { github, read, pull, more } = await aReading()
    bend(github, (body) => {
      for (const each of body.errors ?? []) Object.assign(each, { type: undefined }, error)
    })
    await expect(read()).rejects.toThrow(error.message)
    await expect(more({ files: [{ commit: pull.headOid, path: 'rfcs/none.md' }] })).rejects.toThrow(
      error.message,
    )
  })

  it('is not assumed when its commit does not exist (S6)', async () => {
    const { github, more } = await aReading()
    bend(github, (body) => {
      body.data.repository.file0 = null
      body.errors = [{ type: 'NOT_FOUND', path: ['repository', 'file0'], message: 'Could not resolve' }]
    })
    const { files } = await more({ files: [{ commit: 'e'.repeat(40), path: 'rfcs/none.md' }] })
    expect([...files.values()]).toEqual([
      { kind: 'unreadable', blob: null, why: 'its commit is no longer on GitHub' },
    ])
  })
})

describe("a check run's number", () => {
  const run = {
    name: 'RFC alignment: main',
    conclusion: 'failure',
    title: 'x',
    summary: 'x',
    annotations: [],
    externalId: 'rfc-alignment pr=1 rfc=1 notes=- shown=1',
  } as const

  it.each([
    [
      'null with an error beside the data',
      (node: { databaseId: number | null }, body: { errors?: object[] }, path: readonly unknown[]) => {
        node.databaseId = null
        body.errors = [...(body.errors ?? []), { path, message: 'Integer out of bounds: 42949672960' }]
      },
    ],
    [
      'null',
      (node: { databaseId: number | null }) => {
        node.databaseId = null
      },
    ],
    ['a number', () => {}],
  ])('over 32 bits is %s and read from its URL', async (_, how) => {
    const { github, pull, room, reference, read } = await aReading()
    await room.write(reference, { kind: 'create run', commit: pull.headOid, run })
    const [before] = (await read()).runs
    bend(github, (body) => {
      const [suite] = body.data?.repository?.pullRequest?.commits?.nodes[0]?.commit.checkSuites.nodes ?? []
      if (!suite) return
      const path =
        'repository.pullRequest.commits.nodes.0.commit.checkSuites.nodes.0.checkRuns.nodes.0.databaseId'
      how(suite.checkRuns.nodes[0], body, path.split('.'))
    })
    expect((await read()).runs).toEqual([before])
  })
})
