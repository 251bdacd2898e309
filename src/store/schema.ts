/** The default schema of this App's tables. */
const OUR_SCHEMA = 'rfc'

/** The schema of one App in PostgreSQL. */
export interface Schemas {
  readonly ours: string
}

/** Returns the schema that `DATABASE_SCHEMA` names. */
export function schemasFor(name = OUR_SCHEMA): Schemas {
  return { ours: name }
}

/** A valid `DATABASE_SCHEMA`: a name that PostgreSQL does not fold, short enough for what is named after it. */
export const SCHEMA_NAME = /^(?!pg_)[a-z_][a-z0-9_]{0,39}$/

/**
 * Returns a function that rewrites a migration for the configured schema. In the text, because `search_path` belongs to
 * the session, which is shared behind PgBouncer.
 */
export function statementsFor({ ours }: Schemas): (text: string) => string {
  if (ours === OUR_SCHEMA) return (text) => text
  return (text) => text.replaceAll(/\brfc\./g, `"${ours}".`)
}
