import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import packageJson from '../package.json' with { type: 'json' }
import { openStage } from '../playground/stage.ts'
import type { Environment } from '../src/settings/settings.ts'
import { startPostgres } from '../test/store/postgres.ts'
import { type Figure, milliseconds, quantile } from './figure.ts'
import { DATABASES } from './house.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
/** What `npm start` tells Node beside where the server is. */
const FLAGS = packageJson.scripts.start.match(/--\S+/g) ?? []
const RUNS = 5
const IDLE_MS = 5_000

const BUDGETS = {
  SQLite: { first: 600, again: 400, megabytes: 130 },
  PostgreSQL: { first: 600, again: 600, megabytes: 120 },
} as const

/** How long the server takes to be ready, on an empty database with nothing compiled and again, and the memory it then has. */
export async function benchStart(): Promise<readonly Figure[]> {
  const stage = await openStage()
  await stage.server.stop()
  const postgres = await startPostgres()
  const figures: Figure[] = []
  for (const database of DATABASES) {
    const runs: Run[] = []
    for (let run = 0; run < RUNS; run++) {
      const place =
        database === 'SQLite' ? {} : { DATABASE_URL: postgres.url, DATABASE_SCHEMA: `start${run}` }
      runs.push(await measure({ ...stage.environment, ...place, PORT: '0' }))
    }
    const { first, again, megabytes } = BUDGETS[database]
    const median = (of: (run: Run) => number) => quantile(runs.map(of), 0.5)
    figures.push(
      milliseconds(
        `first start to ready (${database})`,
        median((run) => run.first.ms),
        first,
      ),
      milliseconds(
        `start again to ready (${database})`,
        median((run) => run.again.ms),
        again,
      ),
      idle(
        `idle memory after the first start (${database})`,
        median((run) => run.first.megabytes),
      ),
      idle(
        `idle memory after another start (${database})`,
        median((run) => run.again.megabytes),
        megabytes,
      ),
    )
  }
  await postgres.stop()
  await stage.github.close()
  return figures
}

interface Started {
  readonly ms: number
  readonly megabytes: number
}

interface Run {
  readonly first: Started
  readonly again: Started
}

/** Starts the server twice in a folder of its own, which holds its embedded database and what Node compiled. */
async function measure(environment: Environment): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'rfc-alignment-start-'))
  const places = { DATA_DIR: join(folder, 'data'), NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const first = await start({ ...environment, ...places })
  const again = await start({ ...environment, ...places })
  rmSync(folder, { recursive: true })
  return { first, again }
}

/** Starts the server as `npm start` does, and stops it after having measured. */
async function start(environment: Environment): Promise<Started> {
  const began = performance.now()
  const child = spawn(process.execPath, [...FLAGS, MAIN], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await addressIn(child.stdout)
  while (!(await fetch(`${url}/readyz`)).ok) await sleep(5)
  const ms = performance.now() - began
  await sleep(IDLE_MS)
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  child.kill()
  await once(child, 'exit')
  return { ms, megabytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024 }
}

/** Returns the address that the server logs once it listens. The rest of the log is read and dropped. */
async function addressIn(log: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface(log)
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { readonly msg: string; readonly url?: string }
      if (msg === 'listening' && url !== undefined) resolve(url)
    })
    lines.once('close', () => reject(new Error('the server ended before it listened')))
  })
}

function idle(what: string, value: number, budget: number | null = null): Figure {
  return { what, value, unit: 'MB', budget }
}
