/** The schema of our own tables where the operator names no other. All statements of ours are written with this name. */
const OUR_SCHEMA = 'rfc'

/** The schemas of one App: that of our tables, and that of pg-boss. */
export interface Schemas {
  readonly ours: string
  readonly boss: string
}

/** Returns the schemas that follow from `DATABASE_SCHEMA`; those of always by default. */
export function schemasFor(name = OUR_SCHEMA): Schemas {
  return { ours: name, boss: name === OUR_SCHEMA ? 'pgboss' : `${name}_pgboss` }
}

/** What `DATABASE_SCHEMA` may be: what PostgreSQL folds to nothing else, with room for the suffix of pg-boss's schema. */
export const SCHEMA_NAME = /^(?!pg_)[a-z_][a-z0-9_]{0,39}$/

/**
 * Returns a function that writes a statement of ours for another schema. In the text, because `search_path` belongs to
 * the session, and behind PgBouncer a session is shared with others. Values never stand in the text.
 */
export function statementsFor({ ours }: Schemas): (text: string) => string {
  if (ours === OUR_SCHEMA) return (text) => text
  return (text) => text.replaceAll(/\brfc\./g, `"${ours}".`)
}
