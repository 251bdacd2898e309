import {
  type DocumentNode,
  execute,
  type GraphQLError,
  GraphQLError as GraphQLFault,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import type { InstallationAccess, PersonAccess, UserAccess } from '../access.ts'
import { watchReads } from '../unread.ts'
import type { Quirks } from '../world/quirks.ts'
import type { World } from '../world/world.ts'
import { MOST_NODES, priceOf } from './cost.ts'
import { fault } from './fault.ts'
import { mutations } from './mutations.ts'
import { queries } from './queries.ts'
import { githubSchema, type HiddenPart } from './schema.ts'
import { undefinedParts } from './undefined-parts.ts'
import { commitView } from './commit.ts'
import { type PersonViewing, personMutations } from './person.ts'
import { pullView } from './pull-request.ts'
import { repositoryView } from './repository.ts'
import { type UserViewing, userQueries } from './user.ts'
import type { Circles, Viewing } from './viewing.ts'

const show: Circles = { repository: repositoryView, commit: commitView, pull: pullView }

export interface GraphqlRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | undefined
}

export type ParsedGraphql =
  | { readonly errors: readonly GraphQLError[] }
  | { readonly document: DocumentNode; readonly operation: OperationDefinitionNode }

/** Programs send the same few documents over and over; checking one against 1,600 types is most of its cost. */
const known = new Map<string, ParsedGraphql>()
const MOST_KNOWN = 200
const checked = new WeakMap<DocumentNode, Map<GraphQLSchema, readonly GraphQLError[]>>()

/** Reads a request's document, without running it: what kind of operation it is decides how it is logged. */
export function parseGraphql(request: GraphqlRequest): ParsedGraphql {
  const key = `${request.operationName ?? ''}\n${request.query}`
  const parsed = known.get(key) ?? readDocument(request)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, parsed)
  return parsed
}

function readDocument(request: GraphqlRequest): ParsedGraphql {
  let document: DocumentNode
  try {
    document = parse(request.query)
  } catch (error) {
    return { errors: [error as GraphQLError] }
  }
  const operation = getOperationAST(document, request.operationName)
  if (!operation) return { errors: [new GraphQLFault('An operation name is required')] }
  return { document, operation }
}

/** What is wrong with a document on a schema, in GitHub's words where a program could meet them. */
function faultsOf(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const bySchema = checked.get(document) ?? new Map<GraphQLSchema, readonly GraphQLError[]>()
  checked.set(document, bySchema)
  const before = bySchema.get(schema)
  if (before) return before
  const unknown = undefinedParts(schema, document)
  const errors = unknown.length > 0 ? unknown : validate(schema, document)
  bySchema.set(schema, errors)
  return errors
}

/**
 * Runs a query or mutation on GitHub's schema, for an installation or a person. Always an answer with status
 * 200: errors are part of it (GH-155).
 */
export async function runGraphql(
  request: GraphqlRequest,
  parsed: ParsedGraphql,
  asking: Pick<Viewing, 'world' | 'unknown' | 'quota'> & {
    readonly access: InstallationAccess | PersonAccess | UserAccess
  },
): Promise<unknown> {
  if ('errors' in parsed) return { errors: parsed.errors.map(githubForm) }
  const schema = githubSchema(hiddenFrom(asking.world, asking.access))
  const faults = faultsOf(schema, parsed.document)
  if (faults.length > 0) return { errors: faults.map(githubForm) }
  const cost = priceOf(parsed.document, parsed.operation, request.variables)
  if (cost.nodeCount > MOST_NODES) {
    const asked = cost.nodeCount.toLocaleString('en-US')
    const error = fault(
      'MAX_NODE_LIMIT_EXCEEDED',
      `This query requests up to ${asked} possible nodes which exceeds the maximum limit of 500,000.`,
    )
    return { data: null, errors: [githubForm(error)] }
  }
  const spend = budgetOf(asking.world.quirks.resourceLimit)
  const result = await execute({
    schema,
    document: parsed.document,
    rootValue: rootsOf(asking.access, parsed.operation),
    contextValue: { ...asking, cost, show, spend },
    variableValues: request.variables,
    operationName: request.operationName ?? null,
    fieldResolver: resolveField,
    typeResolver: (value) => (value as { __typename: string }).__typename,
  })
  return { data: result.data, ...(result.errors ? { errors: result.errors.map(githubForm) } : {}) }
}

/**
 * What GitHub does not show to the caller: fields of a permission that the installation was not given, and of
 * features the server is too old for (GH-32).
 */
function hiddenFrom(
  { quirks }: World,
  access: InstallationAccess | PersonAccess | UserAccess,
): readonly HiddenPart[] {
  const isOld = quirks.serverVersion.localeCompare('3.12', 'en', { numeric: true }) < 0
  const isNotGiven =
    quirks.hidesWithoutPermission &&
    access.kind === 'installation' &&
    access.permissions.merge_queues === undefined
  return isOld || isNotGiven ? ['merge queue'] : []
}

/** Counts the nodes that a query really takes; beyond what GitHub spends on one, what is left stays null (GH-40). */
function budgetOf(limit: number | null): (nodes: number) => void {
  let spent = 0
  return (nodes) => {
    spent += nodes
    if (limit === null || spent <= limit) return
    throw fault('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.')
  }
}

function rootsOf(
  { kind }: InstallationAccess | PersonAccess | UserAccess,
  { operation }: OperationDefinitionNode,
): object {
  if (kind === 'person') return operation === 'mutation' ? personMutations : {}
  if (kind === 'user') return operation === 'mutation' ? {} : userQueries
  return operation === 'mutation' ? mutations : queries
}

/** Takes a field from its view. What no view has is an error, and is noted, rather than a quiet null. */
const resolveField: GraphQLFieldResolver<Record<string, unknown>, Viewing | PersonViewing | UserViewing> = (
  source,
  args,
  viewing,
  info,
) => {
  const name = `${info.parentType.name}.${info.fieldName}`
  if (!(info.fieldName in source)) throw missing(viewing, name)
  const value = source[info.fieldName]
  const given = new Set(
    info.fieldNodes.flatMap((node) => node.arguments?.map((each) => each.name.value) ?? []),
  )
  if (typeof value !== 'function') {
    if (given.size > 0) throw unsupported(viewing, `${name} with the argument "${[...given].join('", "')}"`)
    return info.fieldName === 'databaseId' ? databaseId(value, viewing.world.quirks.wideIds) : value
  }
  const watched = watchReads(args)
  const result: unknown = value.call(source, watched.seen, viewing)
  const ignored = watched.unread().filter((each) => given.has(each))
  if (ignored.length > 0) throw unsupported(viewing, `${name} with the argument "${ignored.join('", "')}"`)
  if (info.fieldName === 'nodes' && Array.isArray(result)) viewing.spend(result.length)
  return result
}

/** The schema calls these ids whole numbers of 32 bits, and they are larger by now (GH-13). */
function databaseId(value: unknown, wideIds: Quirks['wideIds']): unknown {
  if (typeof value !== 'number' || value < 2 ** 31 || wideIds === 'number') return value
  if (wideIds === 'null') return null
  throw new GraphQLFault(`Integer out of bounds: ${value}`)
}

/** A person's token is plainly rejected what this GitHub does not answer it, as REST rejects it. */
function missing(viewing: Viewing | PersonViewing | UserViewing, what: string): GraphQLError {
  if (viewing.access.kind === 'user') return fault('FORBIDDEN', 'Resource not accessible by integration')
  return unsupported(viewing, what)
}

function unsupported(viewing: Pick<Viewing, 'unknown'>, what: string): GraphQLError {
  viewing.unknown(`GraphQL ${what}`)
  return fault('PLAYGROUND', `The local GitHub has no resolver for ${what}`)
}

/** GitHub writes `type` beside the message. */
function githubForm(error: GraphQLError): unknown {
  const { type, ...extensions } = error.extensions
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path ? { path: error.path } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
    ...(error.locations ? { locations: error.locations } : {}),
    message: error.message,
  }
}
