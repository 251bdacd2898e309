import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'

// Passive: it waits for nobody and nobody waits for it. The next writer starts the log anew.
const connection = new DatabaseSync(workerData as string)
connection.exec('pragma wal_checkpoint(passive)')
connection.close()
