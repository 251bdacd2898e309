import type { Exchange } from './client.ts'
import type { Sandbox } from './sandbox.ts'
import type { Seen, Step } from './step.ts'
import { checks } from './steps/checks.ts'
import { heads } from './steps/heads.ts'
import { marks } from './steps/marks.ts'
import { reading } from './steps/reading.ts'
import { rulesAndLimits } from './steps/rules-and-limits.ts'

/** Every belief that can be tried, in the order in which they are. */
export const STEPS: readonly Step[] = [...reading, ...checks, ...marks, ...heads, ...rulesAndLimits]

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
      seen = { verdict: 'unknown', seen: error instanceof Error ? error.message : String(error) }
    }
    yield { step, ...seen, exchanges: [...exchanges] }
  }
}
