import { appendEntries } from '../../src/store/ledger-rows.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { post } from '../ledger/told.ts'

// Appends two entries to a ledger and dies: before the transaction ends, or right after.
const [place = '', key = '', when = ''] = process.argv.slice(2)
const database = await openDatabase(JSON.parse(place))
await database.transaction(async (tx) => {
  await appendEntries(tx, key, [post(10, 2, ['object']), post(11, 3, ['commit'])])
  if (when === 'before') process.kill(process.pid, 'SIGKILL')
})
process.kill(process.pid, 'SIGKILL')
