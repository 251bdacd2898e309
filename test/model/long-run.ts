import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { TOPICS } from './drawn.ts'
import { plans } from './generate.ts'
import { openModelStage } from './open-stage.ts'
import { isAbout } from './plan.ts'
import { newTally, play } from './play.ts'
import { shorten, shown } from './shorten.ts'

/**
 * Plays many histories: `node test/model/long-run.ts --runs 10000 [--seed n] [--faults n]`. Exits 1 after so many that
 * fail (one, unless told otherwise), each as short as it could be made. With `--drawn` it plays nothing, and tells in how
 * many of the histories each topic occurs; `--without "force back"` leaves out what is about that.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '300' },
    seed: { type: 'string' },
    faults: { type: 'string', default: '1' },
    drawn: { type: 'boolean', default: false },
    without: { type: 'string', multiple: true, default: [] },
  },
})
const AT_ONCE = 32
/** A world that has grown too old makes every search in it slow. */
const A_STAGE = 10 * AT_ONCE

const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const drawn = fc
  .sample(plans, { numRuns: Number(values.runs), seed })
  .filter((plan) => !values.without.some((topic) => isAbout(plan, topic)))
if (values.drawn) {
  for (const [topic, isIn] of Object.entries(TOPICS))
    console.log(`| ${topic} | ${drawn.filter(isIn).length} |`)
  process.exit()
}
const started = Date.now()
const tally = newTally()
let played = 0
let faults = 0
while (played < drawn.length && faults < Number(values.faults)) {
  // A database of its own, for the numbers of a new world begin anew.
  const stage = await openModelStage()
  const end = Math.min(drawn.length, played + A_STAGE)
  while (played < end && faults < Number(values.faults)) {
    const found = await play(stage, drawn.slice(played, played + AT_ONCE), tally)
    played = Math.min(drawn.length, played + AT_ONCE)
    for (const each of found.slice(0, Number(values.faults) - faults))
      console.log(shown(await shorten(stage, each)))
    faults += found.length
  }
  await stage.close()
  console.error(`${played} of ${drawn.length} played, ${faults} disagreements`)
}
console.log(`${played} histories, ${Math.round((Date.now() - started) / played)} ms each, seed ${seed}`)
console.log({ ...Object.fromEntries(tally.expected), unseen: tally.unseen })
console.log(Object.fromEntries(tally.acts))
if (faults > 0) process.exitCode = 1
