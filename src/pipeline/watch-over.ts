import { LRUCache } from 'lru-cache'
import { evaluationKey } from '../facts/reference.ts'
import type { ReadingHealth } from './reading-health.ts'
import { reportUnreadable } from './report-unreadable.ts'
import { type TakeAwayParts, takeAway } from './take-away-success.ts'
import { openWatch, type Watch } from './watch.ts'

/** A successful evaluation takes less, and the check is right within two seconds of the event. */
const TAKE_AWAY_AFTER_MS = 1_000
const SAY_AFTER_MS = 20_000

/** Creates the watch over unanswered events while GitHub cannot be read (V6). */
export function watchOver(
  parts: TakeAwayParts,
  health: ReadingHealth,
  options: {
    readonly takeAwayAfterMs?: number
    readonly sayAfterMs?: number
    readonly backoffSeconds: (attempt: number) => number
  },
): Watch {
  const { log, openTriggers } = parts
  /** What was reported for each key, so that the check is not read again. */
  const said = new LRUCache<string, string>({ max: 10_000 })
  return openWatch({
    takeAwayAfterMs: options.takeAwayAfterMs ?? TAKE_AWAY_AFTER_MS,
    sayAfterMs: options.sayAfterMs ?? SAY_AFTER_MS,
    takeAway: (reference) => takeAway(parts, reference),
    say: async (reference, since) => {
      const key = evaluationKey(reference)
      if (!health.isStuck(key, reference.installationId, since)) return
      const triggers = await openTriggers(key)
      const heads = triggers.flatMap((trigger) => (trigger.kind === 'pull-request' ? [trigger.head] : []))
      const about = `${since} ${heads.at(-1) ?? ''}`
      if (triggers.length === 0 || said.get(key) === about) return
      const write: TakeAwayParts['github']['write'] = async (place, what) => {
        await parts.claim(key)
        return parts.github.write(place, what)
      }
      const head = await reportUnreadable(
        { ...parts, github: { ...parts.github, write } },
        reference,
        triggers,
      )
      if (head === null) return
      said.set(key, about)
      // An evaluation may have ended before the lease was taken.
      const isOpen = (await openTriggers(key)).length > 0
      const why = 'its check reports that it cannot be read'
      if (!isOpen) await parts.enqueue([{ reference, trigger: { kind: 'look', why } }])
      log.warn({ key, head }, 'GitHub cannot be read; reported on the check')
    },
    backoffSeconds: options.backoffSeconds,
    log,
  })
}
