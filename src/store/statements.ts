import { channel } from 'node:diagnostics_channel'
import type { LogEvent } from 'kysely'

const statements = channel('rfc-alignment:statement')

/** Publishes the text of every statement that was sent, `begin` and `commit` included, for tests and measurements. */
export function publishStatement({ query }: LogEvent): void {
  if (statements.hasSubscribers) statements.publish(query.sql)
}
