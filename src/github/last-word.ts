import type { Caches } from './caches.ts'

/**
 * So many equal answers in a row are taken as final. The queue asks again after 1, 2, 4, … seconds, so replicas that
 * lag have some seconds, and a check that will never be whole says so within the time a person waits.
 */
const ENOUGH = 4

/** Records an incomplete or inconsistent answer; returns true once the same came often enough in a row. */
export function isLastWord({ doubts }: Caches, about: string, answer: string): boolean {
  const known = doubts.get(about)
  const times = known?.answer === answer ? known.times + 1 : 1
  doubts.set(about, { answer, times })
  return times >= ENOUGH
}

/** Records that an answer was complete. */
export function isWhole({ doubts }: Caches, about: string): void {
  doubts.delete(about)
}
