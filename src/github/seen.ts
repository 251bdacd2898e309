import type { Seen } from '../doctor/facts.ts'
import { doing } from './faults.ts'

/** Does some work with GitHub that only looks, and returns why nothing could be seen in place of throwing. */
export async function seen<Value>(what: string, work: () => Promise<Value>): Promise<Seen<Value>> {
  try {
    return { kind: 'seen', value: await doing(what, work) }
  } catch (error) {
    return { kind: 'unseen', why: `${reasonOf(error)}.` }
  }
}

/** An error with what caused it: the network's own words tell a wrong certificate from a wrong name. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`
}
