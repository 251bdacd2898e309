import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openQueue } from '../../src/queue/open-queue.ts'
import type { EvaluationRequest } from '../../src/queue/work-evaluations.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { queueStoreOn } from '../../src/store/queue-store.ts'
import type { Where } from '../store/databases.ts'
import { startPostgres } from '../store/postgres.ts'
import { look } from './jobs.ts'

/** Starts a process that runs an evaluation, and kills it during that. */
async function crashDuringEvaluation(where: Where): Promise<void> {
  const script = fileURLToPath(new URL('crashing-server.ts', import.meta.url))
  const server = spawn(process.execPath, [script, JSON.stringify(where)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(server.stdout)) {
    if (line === 'visiting, attempt 1') break
  }
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}

async function expectEvaluationAgain(where: Where): Promise<void> {
  const database = await openDatabase(where)
  const evaluations: EvaluationRequest[] = []
  const queue = openQueue({
    store: queueStoreOn(database),
    log: pino({ level: 'silent' }),
    work: { delivery: async () => [], visit: async (visit) => void evaluations.push(visit) },
  })
  try {
    await queue.start()
    await queue.idle()
    expect(evaluations).toEqual([
      {
        reference: look(1).reference,
        triggers: [{ kind: 'look', why: 'before the crash' }],
        deliveries: ['before-the-crash'],
        // A crash does not count as a failed attempt.
        attempt: 1,
        last: false,
        fence: expect.any(Number),
        standing: expect.any(Function),
        atEnd: {},
      },
    ])
  } finally {
    await queue.stop()
    await database.close()
  }
}

test('runs an evaluation again after a kill -9 at the next start (embedded)', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-crash-'))
  await crashDuringEvaluation({ dataDir })
  await expectEvaluationAgain({ dataDir })
  rmSync(dataDir, { recursive: true, force: true })
})

test('takes over the evaluation of a killed process (PostgreSQL)', async () => {
  const postgres = await startPostgres()
  try {
    await crashDuringEvaluation({ url: postgres.url })
    await expectEvaluationAgain({ url: postgres.url })
  } finally {
    await postgres.stop()
  }
})
