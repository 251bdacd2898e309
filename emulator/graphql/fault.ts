import { GraphQLError } from 'graphql'

/** An error with GitHub's `type`, which stands beside the message rather than under `extensions`. */
export function fault(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } })
}
