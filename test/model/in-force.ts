import type { History, Tip } from './history.ts'

/**
 * Sentences of `docs/rules.md` that the App does not keep yet, and what holds instead. A history that waits for none of
 * them is judged by all rules. Whoever puts one in force removes it here, and from the histories that wait for it.
 */
export const NOT_IN_FORCE = {
  'D3: a run for each revision':
    'the description as it was edited last before a post is what its writer could see',
} as const

export type Sentence = keyof typeof NOT_IN_FORCE

/** What the App does not keep. */
export const WAITING: ReadonlySet<Sentence> = new Set(Object.keys(NOT_IN_FORCE) as Sentence[])

/** A history as one sees it who does not keep some sentences. */
export function seenWithout(history: History, waiting: ReadonlySet<Sentence>): History {
  return {
    ...history,
    waiting,
    ...(waiting.has('D3: a run for each revision') && { tips: history.tips.reduce(withRevision, []) }),
  }
}

/** A revision of the description is announced when it is made, if its head was by then. */
function withRevision(tips: readonly Tip[], tip: Tip): readonly Tip[] {
  const before = tips.at(-1)
  const isRevision = before?.head === tip.head && before.announced !== null
  return [...tips, isRevision ? { ...tip, announced: tip.at } : tip]
}
