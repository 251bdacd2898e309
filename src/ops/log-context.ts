import { AsyncLocalStorage } from 'node:async_hooks'

/** Fields of every line that is logged during some work, such as the delivery and the pull request. */
export type LogContext = Readonly<Record<string, unknown>>

const storage = new AsyncLocalStorage<LogContext>()

/** Runs `work` and adds the fields to every line that is logged meanwhile, in any room. */
export function within<Result>(context: LogContext, work: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...context }, work)
}

/** Starts work that outlives its caller, without the caller's log fields. */
export function outside<Result>(work: () => Result): Result {
  return storage.run({}, work)
}

/** Returns a copy of the current fields. */
export function contextHere(): Record<string, unknown> {
  return { ...storage.getStore() }
}
