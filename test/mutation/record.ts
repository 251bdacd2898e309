import { pino } from 'pino'
import type { Judged } from '../../src/judge.ts'
import { judging } from '../../src/judging-channel.ts'
import { openScene } from '../../src/playground/scene.ts'
import { openStage } from '../../src/playground/stage.ts'
import { UNHURRIED } from '../dialogues/stages.ts'
import { play } from '../model/play.ts'
import { REPLAYED } from '../model/replayed.ts'
import { baseOf, scenarios } from '../scenarios/given.ts'
import { playStep } from '../scenarios/steps.ts'
import { outcomeOf, type Recording, writeRecordings } from './recordings.ts'

/**
 * Records what the server judges in histories that other tests decide, for those of the core to be run without a server:
 * of scenarios every title and all that is read at the end, of the model's histories every conclusion.
 */
let judged: Judged[] = []
judging.subscribe((message) => judged.push(message as Judged))
const recordings: Recording[] = []
const record = (name: string, depth: (index: number) => Parameters<typeof outcomeOf>[2]) => {
  for (const [index, { snapshot, verdict }] of judged.entries())
    recordings.push({
      name: `${name}, visit ${index + 1}`,
      snapshot,
      expected: outcomeOf(verdict, snapshot, depth(index)),
    })
  judged = []
}

const stage = await openStage({ log: pino({ level: 'silent' }), server: UNHURRIED })
for (const { name, given } of scenarios()) {
  const story = openScene(stage, name, baseOf(given))
  for (const step of given.steps) await playStep(stage, story, step)
  const last = judged.length - 1
  record(name, (index) => (index === last ? 'all' : 'title'))
}
for (const { name, plan } of REPLAYED) {
  const disagreements = await play(stage, [plan])
  if (disagreements.length > 0) throw new Error(`the model does not agree: ${name}`)
  record(name, () => 'conclusion')
}
await stage.close()
writeRecordings(recordings)
console.log(`${recordings.length} visits recorded.`)
