import { Superseded } from './queue/work-visits.ts'
import type { Visit, VisitParts } from './visit-parts.ts'

/**
 * The parts of a visit that may write only while the visit is ours. A process that slept between reading and writing
 * finds before its write that another has the visit now; one that fell asleep in the very write finds it afterwards, and
 * has the pull request looked at once more, so that an older verdict does not stay over a newer one.
 */
export function heldParts(parts: VisitParts, { reference, isHeld }: Visit): VisitParts {
  const { github, memory, ring } = parts
  const mustHold = async () => {
    if (!(await isHeld())) throw new Superseded('the visit is no longer ours')
  }
  return {
    ...parts,
    github: {
      ...github,
      write: async (place, write) => {
        await mustHold()
        try {
          return await github.write(place, write)
        } finally {
          if (!(await isHeld())) {
            await ring([
              { reference, trigger: { kind: 'look', why: 'an older verdict may have been written' } },
            ])
          }
        }
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
