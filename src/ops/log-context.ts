import { AsyncLocalStorage } from 'node:async_hooks'

/** What every line says that is logged while some work is done: which delivery, which pull request. */
export type LogContext = Readonly<Record<string, unknown>>

const storage = new AsyncLocalStorage<LogContext>()

/** Does some work, and has every line that is logged meanwhile, anywhere in the house, say these facts. */
export function within<Result>(context: LogContext, work: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...context }, work)
}

/** Begins some work that outlives who asks for it, so that its lines do not speak of them. */
export function outside<Result>(work: () => Result): Result {
  return storage.run({}, work)
}

/** A copy of the facts that hold here. */
export function contextHere(): Record<string, unknown> {
  return { ...storage.getStore() }
}
