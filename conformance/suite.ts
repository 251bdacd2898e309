import type { Exchange } from './client.ts'
import type { Sandbox } from './sandbox.ts'
import { type Seen, Skipped, type Step } from './step.ts'
import { checks } from './steps/checks.ts'
import { heads } from './steps/heads.ts'
import { marks } from './steps/marks.ts'
import { people } from './steps/people.ts'
import { queue } from './steps/queue.ts'
import { reading } from './steps/reading.ts'
import { rules } from './steps/rules.ts'
import { rulesAndLimits } from './steps/rules-and-limits.ts'
import { running } from './steps/running.ts'
import { texts } from './steps/texts.ts'

/** Every belief that can be tried, in the order in which they are. */
export const STEPS: readonly Step[] = [
  ...reading,
  ...texts,
  ...people,
  ...checks,
  ...marks,
  ...heads,
  ...rules,
  ...running,
  ...rulesAndLimits,
  ...queue,
].sort((one, other) => one.group.localeCompare(other.group))

/** A step that was made: what was found, and every call it took. */
export interface Made extends Seen {
  readonly step: Step
  readonly exchanges: readonly Exchange[]
}

/**
 * Makes the steps one after the other. A step that breaks says nothing of its belief, and the next one is made.
 * `exchanges` is where the clients note their calls.
 */
export async function* makeSteps(
  steps: readonly Step[],
  sandbox: Sandbox,
  exchanges: Exchange[],
): AsyncGenerator<Made> {
  for (const step of steps) {
    exchanges.length = 0
    let seen: Seen
    try {
      seen = await step.run(sandbox)
    } catch (error) {
      const verdict = error instanceof Skipped ? 'skipped' : 'unknown'
      seen = { verdict, seen: error instanceof Error ? error.message : String(error) }
    }
    yield { step, ...seen, exchanges: [...exchanges] }
  }
}
