import * as fc from 'fast-check'
import { pino } from 'pino'
import type { Judged } from '../../src/pipeline/collect-and-evaluate.ts'
import { judging } from '../../src/pipeline/evaluation-channel.ts'
import { openScene } from '../../playground/scene.ts'
import { openStage } from '../../playground/stage.ts'
import { UNHURRIED } from '../dialogues/stages.ts'
import { plans } from '../model/generate.ts'
import { play } from '../model/play.ts'
import { REPLAYED } from '../model/replayed.ts'
import { baseOf, scenarios } from '../scenarios/given.ts'
import { playStep } from '../scenarios/steps.ts'
import { outcomeOf, type Recording, writeRecordings } from './recordings.ts'

/**
 * Records what the server judges in histories that other tests decide, for those of the core to be run without a server:
 * of scenarios every title and all that is read at the end; of histories on which App and model once disagreed every
 * conclusion; of others that are drawn for the model the last one.
 */
const DRAWN = { numRuns: 320, seed: 20261121 }
const AT_ONCE = 32

let judged: Judged[] = []
judging.subscribe((message) => judged.push(message as Judged))
const recordings: Recording[] = []

/** Records what was judged since the last time. */
function record(
  name: string,
  depth: (index: number) => Parameters<typeof outcomeOf>[2],
  which: readonly Judged[] = judged,
): void {
  for (const [index, { snapshot, verdict }] of which.entries())
    recordings.push({
      name: `${name}, evaluation ${index + 1}`,
      snapshot,
      expected: outcomeOf(verdict, snapshot, depth(index)),
    })
  judged = []
}

function lastOfEach(): readonly Judged[] {
  const last = new Map(
    judged.map((each) => [`${each.snapshot.repository.url}/${each.snapshot.pullRequest.number}`, each]),
  )
  return [...last.values()]
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
const drawn = fc.sample(plans, DRAWN)
for (let at = 0; at < drawn.length; at += AT_ONCE) {
  const disagreements = await play(stage, drawn.slice(at, at + AT_ONCE))
  if (disagreements.length > 0) throw new Error('the model does not agree on a history that was drawn')
  record(`drawn ${at + 1}–${at + AT_ONCE}`, () => 'conclusion', lastOfEach())
}
await stage.close()
writeRecordings(recordings)
console.log(`${recordings.length} evaluations recorded.`)
