import { schema as published } from '@octokit/graphql-schema'
import { buildSchema, type GraphQLSchema } from 'graphql'

let schema: GraphQLSchema | undefined

/** GitHub's published GraphQL schema, read once. */
export function githubSchema(): GraphQLSchema {
  if (schema) return schema
  // The published file defines two fields twice (EnterpriseOwnerInfo), which a strict reading would refuse.
  schema = buildSchema(published.idl, { assumeValidSDL: true, noLocation: true })
  return schema
}
