// A process whose evaluations never end, for the test that kills it.
import { pino } from 'pino'
import { openQueue } from '../../src/queue/open-queue.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { queueStoreOn } from '../../src/store/queue-store.ts'
import { look } from './jobs.ts'

const database = await openDatabase(JSON.parse(process.argv[2] ?? ''))
const queue = openQueue({
  store: queueStoreOn(database),
  log: pino({ level: 'silent' }),
  work: {
    delivery: async () => [look(1, 'before the crash')],
    visit: ({ attempt }) => {
      console.log(`visiting, attempt ${attempt}`)
      return new Promise(() => {})
    },
  },
})
await queue.start()
await queue.accept({ id: 'before-the-crash', event: 'ping', body: '{}' })
