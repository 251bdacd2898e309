import {
  execute,
  type GraphQLError,
  GraphQLError as GraphQLFault,
  type GraphQLFieldResolver,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
  type DocumentNode,
} from 'graphql'
import type { InstallationAccess, UserAccess } from '../access.ts'
import { watchReads } from '../unread.ts'
import { MOST_NODES, priceOf } from './cost.ts'
import { fault } from './fault.ts'
import { mutations } from './mutations.ts'
import { queries } from './queries.ts'
import { githubSchema } from './schema.ts'
import { commitView } from './commit.ts'
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

/** Reads a request's document, without running it: what kind of operation it is decides how it is logged. */
export function parseGraphql(request: GraphqlRequest): ParsedGraphql {
  const key = `${request.operationName ?? ''}\n${request.query}`
  const parsed = known.get(key) ?? parseAndValidate(request)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, parsed)
  return parsed
}

function parseAndValidate(request: GraphqlRequest): ParsedGraphql {
  let document: DocumentNode
  try {
    document = parse(request.query)
  } catch (error) {
    return { errors: [error as GraphQLError] }
  }
  const errors = validate(githubSchema(), document)
  if (errors.length > 0) return { errors }
  const operation = getOperationAST(document, request.operationName)
  if (!operation) return { errors: [new GraphQLFault('An operation name is required')] }
  return { document, operation }
}

/**
 * Runs a query or mutation on GitHub's schema, for an installation or a person. Always an answer with status
 * 200: errors are part of it (F55).
 */
export async function runGraphql(
  request: GraphqlRequest,
  parsed: ParsedGraphql,
  asking: Pick<Viewing, 'world' | 'unknown'> & { readonly access: InstallationAccess | UserAccess },
): Promise<unknown> {
  if ('errors' in parsed) return { errors: parsed.errors.map(githubForm) }
  const cost = priceOf(parsed.document, parsed.operation, request.variables)
  if (cost.nodeCount > MOST_NODES) {
    const asked = cost.nodeCount.toLocaleString('en-US')
    const error = fault(
      'MAX_NODE_LIMIT_EXCEEDED',
      `This query requests up to ${asked} possible nodes which exceeds the maximum limit of 500,000.`,
    )
    return { data: null, errors: [githubForm(error)] }
  }
  const result = await execute({
    schema: githubSchema(),
    document: parsed.document,
    rootValue: rootsOf(asking.access, parsed.operation),
    contextValue: { ...asking, cost, show },
    variableValues: request.variables,
    operationName: request.operationName ?? null,
    fieldResolver: resolveField,
    typeResolver: (value) => (value as { __typename: string }).__typename,
  })
  return { data: result.data, ...(result.errors ? { errors: result.errors.map(githubForm) } : {}) }
}

function rootsOf({ kind }: InstallationAccess | UserAccess, { operation }: OperationDefinitionNode): object {
  if (kind === 'user') return operation === 'mutation' ? {} : userQueries
  return operation === 'mutation' ? mutations : queries
}

/** Takes a field from its view. What no view has is an error, and is noted, rather than a quiet null. */
const resolveField: GraphQLFieldResolver<Record<string, unknown>, Viewing | UserViewing> = (
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
    return value
  }
  const watched = watchReads(args)
  const result: unknown = value.call(source, watched.seen, viewing)
  const ignored = watched.unread().filter((each) => given.has(each))
  if (ignored.length > 0) throw unsupported(viewing, `${name} with the argument "${ignored.join('", "')}"`)
  return result
}

/** A person's token is plainly refused what this GitHub does not answer it, as REST refuses it. */
function missing(viewing: Viewing | UserViewing, what: string): GraphQLError {
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
