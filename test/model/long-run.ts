import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { openStage } from '../../src/playground/stage.ts'
import { plans } from './generate.ts'
import { newTally, play } from './play.ts'

/** Plays many histories: `node test/model/long-run.ts --runs 10000 [--seed n]`. Exits 1 with the shortest that fails. */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '300' }, seed: { type: 'string' } },
})
const stage = await openStage({ server: { backoffSeconds: () => 0 } })
const started = Date.now()
let histories = 0
const tally = newTally()
const property = fc.asyncProperty(plans, async (plan) => {
  histories += 1
  await play(stage, plan, tally)
})
const result = await fc.check(property, {
  numRuns: Number(values.runs),
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
})
await stage.close()
console.log(
  `${histories} histories, ${Math.round((Date.now() - started) / histories)} ms each, seed ${result.seed}`,
)
console.log({ ...Object.fromEntries(tally.expected), unseen: tally.unseen })
if (result.failed) {
  const [plan] = result.counterexample ?? []
  const { errorInstance: error } = result
  console.log(`${error instanceof Error ? error.message : error}\n\n${JSON.stringify(plan)}`)
  process.exitCode = 1
}
