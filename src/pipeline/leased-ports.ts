import type { Write } from '../facts/check-run.ts'
import { passingAfter } from '../facts/passing-runs.ts'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import { LeaseLost } from '../queue/work-evaluations.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import { passingOf } from './memory.ts'

/** Thrown instead of writing a success that a server with newer rules must decide on. */
export class OlderRules extends Error {
  override readonly name = 'OlderRules'
  /** At once: this server fetches no evaluation for a while (`newest-rules.ts`), and it counts as no attempt. */
  readonly retryAfterSeconds = 0

  constructor() {
    super('a server with newer rules is running; only that one may write a success')
  }
}

/**
 * Thrown instead of writing a success when an event arrived that may take it away: both are evaluated
 * together (V6).
 */
class Overtaken extends LeaseLost {
  constructor() {
    super('a newer event may take this success away')
  }
}

/**
 * Returns ports that write only while the lease is held. A process that slept between reading and writing
 * finds out before its write. One that slept during the write finds out after it and enqueues the pull
 * request again, so that an older verdict does not stay over a newer one. A success is also written only by
 * the newest rules.
 */
export function leasedPorts(
  parts: EvaluationPorts,
  { reference, holdsLease, isNewest }: EvaluationRequest,
): EvaluationPorts {
  const { github, memory, records, rules, enqueue } = parts
  const mustHoldLease = async () => {
    if (!(await holdsLease())) throw new LeaseLost('lease lost')
  }
  const mayWrite = async (write: Write) => !turnsGreen(write) || (await rules.areNewest())
  return {
    ...parts,
    github: {
      ...github,
      write: async (place, write) => {
        await mustHoldLease()
        if (!(await mayWrite(write))) throw new OlderRules()
        if (turnsGreen(write) && !(await isNewest())) throw new Overtaken()
        try {
          return await github.write(place, write)
        } finally {
          if (!(await holdsLease()) || !(await mayWrite(write))) {
            if (turnsGreen(write)) await noteMayPass(memory, place, write)
            await enqueue([
              { reference, trigger: { kind: 'look', why: 'an older verdict may have been written' } },
            ])
          }
        }
      },
    },
    records: {
      ...records,
      keep: async (...what) => {
        await mustHoldLease()
        await records.keep(...what)
      },
    },
    memory: {
      ...memory,
      remember: async (key, value) => {
        await mustHoldLease()
        await memory.remember(key, value)
      },
    },
  }
}

/** Remembers a success that was written after it was taken away, so that it is taken away again (V7). */
async function noteMayPass(memory: EvaluationPorts['memory'], place: Reference, write: Write): Promise<void> {
  const key = evaluationKey(place)
  const remembered = await memory.recall(key)
  if (!remembered) return
  const id = write.kind === 'update run' ? write.id : null
  await memory.remember(key, { ...remembered, passing: passingAfter(passingOf(remembered), write, id) })
}

function turnsGreen(write: Write): boolean {
  return (write.kind === 'create run' || write.kind === 'update run') && write.run.conclusion === 'success'
}
