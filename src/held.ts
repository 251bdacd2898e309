import type { Write } from './domain/publication.ts'
import { Superseded } from './queue/work-visits.ts'
import type { Visit, VisitParts } from './visit-parts.ts'

/** Thrown instead of turning a check green that a server with newer rules must judge: it may see what we do not. */
export class OlderRules extends Error {
  override readonly name = 'OlderRules'
  /** At once: this server takes no visit for a while (`newest-rules.ts`), and uses up no try. */
  readonly retryAfterSeconds = 0

  constructor() {
    super('a server with newer rules is running; only that one may turn a check green')
  }
}

/**
 * The parts of a visit that may write only while the visit is ours. A process that slept between reading and writing
 * finds before its write that another has the visit now; one that fell asleep in the very write finds it afterwards, and
 * has the pull request looked at once more, so that an older verdict does not stay over a newer one. A green is written
 * only by the newest rules, too.
 */
export function heldParts(parts: VisitParts, { reference, isHeld }: Visit): VisitParts {
  const { github, memory, records, rules, ring } = parts
  const mustHold = async () => {
    if (!(await isHeld())) throw new Superseded('the visit is no longer ours')
  }
  const mayWrite = async (write: Write) => !turnsGreen(write) || (await rules.areNewest())
  return {
    ...parts,
    github: {
      ...github,
      write: async (place, write) => {
        await mustHold()
        if (!(await mayWrite(write))) throw new OlderRules()
        try {
          return await github.write(place, write)
        } finally {
          if (!(await isHeld()) || !(await mayWrite(write))) {
            await ring([
              { reference, trigger: { kind: 'look', why: 'an older verdict may have been written' } },
            ])
          }
        }
      },
    },
    records: {
      ...records,
      keep: async (...what) => {
        await mustHold()
        await records.keep(...what)
      },
    },
    memory: {
      ...memory,
      remember: async (key, value) => {
        await mustHold()
        await memory.remember(key, value)
      },
    },
  }
}

function turnsGreen(write: Write): boolean {
  return (write.kind === 'create run' || write.kind === 'update run') && write.run.conclusion === 'success'
}
