import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchAcknowledgement } from './acknowledgement.ts'
import { benchBacklog } from './backlog.ts'
import { benchBoard } from './board.ts'
import { benchBurst } from './burst.ts'
import { benchCalls } from './calls.ts'
import { benchCommands } from './commands.ts'
import { benchCore } from './core.ts'
import { type Figure, tableOf } from './figure.ts'
import { benchGrowth } from './growth.ts'
import { benchInstall } from './install.ts'
import { readResults, writeResults } from './results.ts'
import { benchStart } from './start.ts'

const QUICK = { rounds: 1, seconds: 3, events: 500, pulls: 50, longRun: 2_000 } as const
type Options = typeof QUICK

/**
 * Measures everything that has a budget, prints it as tables and keeps it in `bench/results.json`. With names
 * (`npm run bench -- core calls`) only those parts are measured anew; the others stay as they were. With `--quick` one
 * short round is printed and not kept, to see that a part works.
 */
const PARTS: Readonly<Record<string, (options?: Options) => readonly Figure[] | Promise<readonly Figure[]>>> =
  {
    core: benchCore,
    calls: benchCalls,
    acknowledgement: benchAcknowledgement,
    burst: benchBurst,
    commands: benchCommands,
    backlog: benchBacklog,
    growth: benchGrowth,
    board: benchBoard,
    start: benchStart,
    install: benchInstall,
  }

const { values, positionals: names } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = names.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; expected ${Object.keys(PARTS).join(', ')}.`)
  process.exit(1)
}
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version }
for (const [name, measure] of Object.entries(PARTS)) {
  if (names.length > 0 && !names.includes(name)) continue
  console.error(`measuring ${name} …`)
  const figures = await (values.quick ? measure(QUICK) : measure())
  console.log(`${tableOf(figures)}\n`)
  if (values.quick) continue
  const kept = readResults().filter((part) => part.name !== name && part.name in PARTS)
  const order = Object.keys(PARTS)
  const all = [...kept, { name, at: new Date().toISOString().slice(0, 10), machine, figures }]
  writeResults(all.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)))
}
