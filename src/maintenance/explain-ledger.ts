import { decodeUnvouched } from '../ledger/decode.ts'
import { explanationOf } from '../report/explain.ts'
import { loginsIn } from '../report/record.ts'
import { readLedgerToShow } from '../store/ledger-to-show.ts'
import type { DatabasePlace } from '../store/open-database.ts'
import { openToRead } from '../store/open-to-read.ts'
import { type PullRequestPlace, readRecordAt } from '../store/recorded-place.ts'
import { hasTable } from '../store/table-exists.ts'

/**
 * Returns the ledger of a pull request in a database, explained (L5). Only reads, also beside a running server. Throws an
 * error for the operator when there is no such ledger.
 */
export async function explainFromDatabase(database: DatabasePlace, place: PullRequestPlace): Promise<string> {
  const name = `${place.owner}/${place.repo}#${place.number}`
  const store = await openToRead(database)
  try {
    if (!(await hasTable(store, 'ledger', store.schemas)))
      throw new Error('This database has no ledgers yet. Start the server of this version once.')
    const found = await readRecordAt(store, place)
    if (!found)
      throw new Error(`${name} is not recorded as an RFC in this database. Check the name, or use --run.`)
    const ledger = await readLedgerToShow(store, found.key)
    if (!ledger) throw new Error(`${name} has no ledger yet. Its next evaluation begins one.`)
    const logins = loginsIn(found.record)
    return explanationOf(ledger, (person) => logins.get(person) ?? null)
  } finally {
    await store.close()
  }
}

/** Returns the ledger in the text of a check run, explained (L3, L5). Throws an error for the operator when it has none. */
export function explainFromRun(outputText: string): string {
  const decoded = decodeUnvouched(outputText)
  if (decoded.kind === 'ledger') return explanationOf(decoded.ledger, () => null)
  const fix = {
    none: 'Pass `output.text` of a check run of this App, to its end.',
    unreadable: 'Read `output.text` of the run again, to its end.',
    newer: 'Use the version of this App that wrote it.',
  }[decoded.kind]
  throw new Error(`The text can't be explained: ${decoded.why}. ${fix}`)
}
