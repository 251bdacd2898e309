import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { benchAcknowledgement } from './acknowledgement.ts'
import { benchBacklog } from './backlog.ts'
import { benchCalls } from './calls.ts'
import { benchCore } from './core.ts'
import { type Figure, tableOf } from './figure.ts'
import { benchGrowth } from './growth.ts'
import { benchOwnShare } from './own-share.ts'

/**
 * Measures everything that has a budget, prints one table and writes `bench/results.json`. With names
 * (`npm run bench -- core calls`) only those parts are measured, and nothing is written.
 */
const PARTS: Readonly<Record<string, () => readonly Figure[] | Promise<readonly Figure[]>>> = {
  core: benchCore,
  calls: benchCalls,
  acknowledgement: benchAcknowledgement,
  'own-share': benchOwnShare,
  backlog: benchBacklog,
  growth: benchGrowth,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; expected ${Object.keys(PARTS).join(', ')}.`)
  process.exit(1)
}
const figures: Figure[] = []
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.error(`measuring ${name} …`)
  figures.push(...(await measure()))
}
console.log(tableOf(figures))
if (wanted.length === 0) {
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version }
  const results = { at: new Date().toISOString().slice(0, 10), machine, figures }
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
}
