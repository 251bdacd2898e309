import type { Caches } from './caches.ts'

/**
 * So many equal answers in a row are GitHub's last word. The queue asks again after 1, 2, 4, … seconds, so replicas that
 * lag have some seconds, and a check that will never be whole says so within the time a person waits.
 */
const ENOUGH = 4

/** Notes an answer that is not whole or does not agree with itself; true once the same came often enough in a row. */
export function isLastWord({ doubts }: Caches, about: string, answer: string): boolean {
  const known = doubts.get(about)
  const times = known?.answer === answer ? known.times + 1 : 1
  doubts.set(about, { answer, times })
  return times >= ENOUGH
}

/** Notes that there is nothing to doubt any more. */
export function isWhole({ doubts }: Caches, about: string): void {
  doubts.delete(about)
}
