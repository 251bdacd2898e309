import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { leave, newestRules, showLife } from '../store/server-rows.ts'

/** Knows whether a server with newer rules works on the same database, as in the middle of a deployment (TH-28). */
export interface NewestRules {
  /** Lets the others know our rules; before that no work may begin. */
  start(): Promise<void>
  /** Whether nobody who is alive has newer rules than ours. */
  areOurs(): Promise<boolean>
  /** Waits for a while after `areOurs` said no, so that the other one takes the work first. */
  standBack(): Promise<void>
  /** Lets the others know that we are gone; nothing waits in `standBack` any more. */
  stop(): Promise<void>
}

/** Several times within what `server-rows.ts` believes a server to be alive for. */
const SHOW_LIFE_MS = 10_000
/** Long enough for the other one to see that there is work; should it be dead, what turns red waits no longer than this. */
const STAND_BACK_MS = 10_000

/** Makes it for a server with these rules; nothing happens before `start`. */
export function openNewestRules(database: Database, rules: number, log: Logger): NewestRules {
  const server = { id: randomUUID(), rules }
  let timer: NodeJS.Timeout | undefined
  let standsBackUntil = 0
  const stopped = new AbortController()
  return {
    start: async () => {
      await showLife(database, server)
      timer = setInterval(() => {
        showLife(database, server).catch((error: unknown) =>
          log.warn({ err: error }, 'could not show the other servers that this one is alive'),
        )
      }, SHOW_LIFE_MS).unref()
    },
    areOurs: async () => {
      const are = (await newestRules(database)) <= rules
      if (!are) standsBackUntil = performance.now() + STAND_BACK_MS
      return are
    },
    standBack: async () => {
      while (!stopped.signal.aborted && performance.now() < standsBackUntil) {
        const left = Math.ceil(standsBackUntil - performance.now())
        await delay(left, undefined, { signal: stopped.signal }).catch(() => {})
      }
    },
    stop: async () => {
      clearInterval(timer)
      stopped.abort()
      await leave(database, server.id).catch((error: unknown) =>
        log.warn({ err: error }, 'could not tell the other servers that this one is gone'),
      )
    },
  }
}
