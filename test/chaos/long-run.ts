import { parseArgs } from 'node:util'
import { startPostgres } from '../store/postgres.ts'
import { openChaosStage } from './chaos-stage.ts'
import { type ChaosReport, playChaos } from './play-chaos.ts'

/**
 * Plays histories of the model while servers are killed, on both databases: `npm run test:crash -- --kills 200`; or
 * while four servers on one PostgreSQL are killed and frozen: `npm run test:cluster`. Exits 1 where a check was wrong in
 * the end, or something was made twice.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    freezes: { type: 'string', default: '0' },
    servers: { type: 'string', default: '1' },
    database: { type: 'string', multiple: true, default: ['sqlite', 'postgres'] },
    seed: { type: 'string' },
    'at-once': { type: 'string', default: '50' },
  },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)

for (const database of values.database) {
  const postgres = database === 'postgres' ? await startPostgres() : undefined
  const stage = await openChaosStage({
    servers: Number(values.servers),
    ...(postgres && { databaseUrl: postgres.url }),
  })
  const began = performance.now()
  const report = await playChaos(stage, {
    kills: Math.ceil(Number(values.kills) / values.database.length),
    freezes: Number(values.freezes),
    seed,
    atOnce: Number(values['at-once']),
  })
  await stage.close()
  await postgres?.stop()
  tell(database, report, (performance.now() - began) / 1000)
}

function tell(database: string, report: ChaosReport, seconds: number): void {
  const { kills, freezes, histories, taken, faults, duplicates, ledgers } = report
  console.log(
    `${database}: ${kills} kills and ${freezes} freezes in ${histories} histories; ${taken} deliveries taken; ${faults.length} wrong checks, ${duplicates.length} duplicates, ${ledgers.faults.length} faults in ${ledgers.compared} entries of ledgers; ${Math.round(seconds)} s, seed ${seed}`,
  )
  for (const fault of [...faults, ...duplicates, ...ledgers.faults]) console.log(`\n${fault}`)
  if (faults.length + duplicates.length + ledgers.faults.length > 0) process.exitCode = 1
}
