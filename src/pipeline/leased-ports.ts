import type { Write } from '../facts/check-run.ts'
import { passingAfter } from '../facts/passing-runs.ts'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import { LeaseLost } from '../queue/work-evaluations.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import { passingOf } from './memory.ts'

/** Thrown instead of turning a check green that a server with newer rules must judge: it may see what we do not. */
export class OlderRules extends Error {
  override readonly name = 'OlderRules'
  /** At once: this server takes no visit for a while (`newest-rules.ts`), and uses up no try. */
  readonly retryAfterSeconds = 0

  constructor() {
    super('a server with newer rules is running; only that one may turn a check green')
  }
}

/** Thrown instead of writing a success when something came that may take it away: both are judged together (V6). */
class Overtaken extends LeaseLost {
  constructor() {
    super('something came meanwhile that this success does not rest on')
  }
}

/**
 * The parts of a visit that may write only while the visit is ours. A process that slept between reading and writing
 * finds before its write that another has the visit now; one that fell asleep in the very write finds it afterwards, and
 * has the pull request looked at once more, so that an older verdict does not stay over a newer one. A green is written
 * only by the newest rules, too.
 */
export function leasedPorts(
  parts: EvaluationPorts,
  { reference, holdsLease, isNewest }: EvaluationRequest,
): EvaluationPorts {
  const { github, memory, records, rules, enqueue } = parts
  const mustHoldLease = async () => {
    if (!(await holdsLease())) throw new LeaseLost('the visit is no longer ours')
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

/** A success that came to stand after it was taken away is known again, so that it is taken away once more (V7). */
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
