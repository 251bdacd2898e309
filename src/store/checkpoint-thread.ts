import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

// Passive: it waits for nobody and nobody waits for it.
const connection = new DatabaseSync(workerData as string)
const result = connection.prepare('pragma wal_checkpoint(passive)').get()
connection.close()
// Only a log that was copied to its end can be started anew, by the next writer.
parentPort?.postMessage(result?.log === result?.checkpointed)
