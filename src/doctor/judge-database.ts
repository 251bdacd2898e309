import type { DatabaseFacts, Seen } from './facts.ts'
import { type Finding, fine, unseen, wrong } from './finding.ts'

/** Returns the finding about the database: whether it can be reached and written to. */
export function judgeDatabase(database: Seen<DatabaseFacts>): Finding {
  if (database.kind === 'unseen') {
    return wrong('error', 'database', {
      what: `The database can't be reached: ${database.why}`,
      repair: "Check DATABASE_URL and the PostgreSQL server. The App doesn't start without it.",
    })
  }
  const { value } = database
  return value.kind === 'embedded' ? judgeEmbedded(value) : judgePostgres(value)
}

function judgeEmbedded({ directory, state, ready }: Extract<DatabaseFacts, { kind: 'embedded' }>): Finding {
  switch (state) {
    case 'not made yet':
      return fine('database', `The embedded database will be created in ${directory} at the first start.`)
    case 'free':
      return fine('database', `The embedded database is in ${directory}; no server uses it now.`)
    case 'to be upgraded':
      return fine(
        'database',
        `The embedded database in ${directory} is that of the version before; the next start takes it over, once.`,
      )
    case 'not upgradable':
      return wrong('error', 'database', {
        what: `The embedded database in ${directory} is that of the version before, and the package that reads it is not installed.`,
        repair: `Run \`npm install --no-save --save-prod --omit=dev @electric-sql/pglite@0.5\` once before the start, or move ${directory}/postgres away to start without it.`,
      })
    case 'not writable':
      return wrong('error', 'database', {
        what: `The data directory ${directory} can't be written to.`,
        repair: "Make DATA_DIR writable for the server's user, or set another directory.",
      })
    case 'in use':
      if (ready === true)
        return fine(
          'database',
          `A server uses the embedded database in ${directory}, and reports that it is ready.`,
        )
      if (ready === false) {
        return wrong('error', 'database', {
          what: `A server uses the embedded database in ${directory}, and reports that it isn't ready.`,
          repair: "Read the server's log; restart it if it doesn't recover.",
        })
      }
      return unseen(
        'database',
        { kind: 'unseen', why: 'another process holds it, and no server answers on PORT.' },
        {
          what: `the embedded database in ${directory}`,
          repair: "Run doctor with the server's HOST and PORT, or stop the process that holds the directory.",
        },
      )
  }
}

function judgePostgres({
  isWritable,
  isPrepared,
  conflict,
}: Extract<DatabaseFacts, { kind: 'postgres' }>): Finding {
  if (conflict !== null) {
    const [what = '', ...repair] = conflict.split(/(?<=\.) (?=Set )/)
    return wrong('error', 'database', { what, repair: repair.join(' ') })
  }
  if (!isWritable) {
    return wrong('error', 'database', {
      what: 'The database is read-only: a standby, or one out of space.',
      repair: 'Point DATABASE_URL to the primary, or free disk space.',
    })
  }
  if (!isPrepared)
    return fine('database', 'PostgreSQL can be reached; the tables will be created at the first start.')
  return fine('database', 'PostgreSQL can be reached and written to, and belongs to this App.')
}
