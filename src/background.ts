import { type Reference, visitKey } from './domain/reference.ts'
import type { Trigger } from './domain/trigger.ts'
import type { Memory } from './memory.ts'
import type { Visit } from './visit-parts.ts'

/** What background evaluations ask before they begin. */
export interface Sparing {
  /** Throws where an installation's quotas must be left alone for a while. */
  readonly mustHaveSpare: (installationId: number) => void
  readonly recall: (key: string) => Promise<Memory | null>
}

/**
 * Lets an evaluation that only background work asked for wait while its installation's quotas are needed by people
 * (TH-132). An RFC that passes never waits: what it is evaluated for may take its success away (V6). Merge queues wait for
 * their groups, so these do not wait either (V8).
 */
export function sparing(
  { mustHaveSpare, recall }: Sparing,
  visit: (request: Visit) => Promise<void>,
): (request: Visit) => Promise<void> {
  return async (request) => {
    const { reference, triggers } = request
    const isBackground = reference.kind === 'pull-request' && triggers.every(isOfBulk)
    if (isBackground && !(await isPassingRfc(recall, reference))) mustHaveSpare(reference.installationId)
    return visit(request)
  }
}

function isOfBulk(trigger: Trigger): boolean {
  return (trigger.kind === 'look' || trigger.kind === 'membership') && trigger.isBulk === true
}

async function isPassingRfc(recall: Sparing['recall'], reference: Reference): Promise<boolean> {
  const memory = await recall(visitKey(reference))
  return memory?.written?.conclusion === 'success' && memory.basis?.isRfc !== false
}
