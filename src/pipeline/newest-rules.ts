import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { leave, newestRules, showLife } from '../store/server-rows.ts'

/** Tells whether a server with newer rules works on the same database, as during a deployment (TH-28). */
export interface NewestRules {
  /** Publishes the rules version of this server; no work may start before that. */
  start(): Promise<void>
  /** Whether no running server has newer rules. */
  areOurs(): Promise<boolean>
  /** Whether `yieldToNewer` would wait. */
  isYielding(): boolean
  /** Waits for a while after `areOurs` returned false, so that the other server fetches the work first. */
  yieldToNewer(): Promise<void>
  /** Removes this server; `yieldToNewer` waits no longer. */
  stop(): Promise<void>
}

/** A fraction of the time after which `server-rows.ts` considers a server dead. */
const SHOW_LIFE_MS = 10_000
/**
 * Long enough for the newer server to fetch the work, and the longest delay of a failure should that server
 * be dead.
 */
const YIELD_MS = 10_000

/** Creates it for a server with these rules; nothing happens before `start`. */
export function openNewestRules(database: Database, rules: number, log: Logger): NewestRules {
  const server = { id: randomUUID(), rules }
  let timer: NodeJS.Timeout | undefined
  let yieldsUntil = 0
  const stopped = new AbortController()
  return {
    start: async () => {
      await showLife(database, server)
      timer = setInterval(() => {
        showLife(database, server).catch((error: unknown) =>
          log.warn({ err: error }, "could not record this server's heartbeat"),
        )
      }, SHOW_LIFE_MS).unref()
    },
    areOurs: async () => {
      const are = (await newestRules(database)) <= rules
      if (!are) yieldsUntil = performance.now() + YIELD_MS
      return are
    },
    isYielding: () => performance.now() < yieldsUntil,
    yieldToNewer: async () => {
      while (!stopped.signal.aborted && performance.now() < yieldsUntil) {
        const left = Math.ceil(yieldsUntil - performance.now())
        await delay(left, undefined, { signal: stopped.signal }).catch(() => {})
      }
    },
    stop: async () => {
      clearInterval(timer)
      stopped.abort()
      await leave(database, server.id).catch((error: unknown) =>
        log.warn({ err: error }, 'could not remove this server from the list of running ones'),
      )
    },
  }
}
