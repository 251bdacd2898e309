import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The folders and files that take longest, longest first; measured on two idle cores. */
const SLOWEST = [
  '/test/chaos/',
  '/test/model/',
  '/test/dialogues/taken-away.',
  '/test/dialogues/reconcile.',
  '/test/dialogues/merge-queue.',
  '/test/dialogues/',
  '/test/browser/',
  '/test/queue/',
  '/test/store/',
]

/**
 * Starts the slowest files first, so that no long one is left at the end while the other core is idle. Vitest itself
 * goes by the durations of earlier runs, and by the size of the files where there was none, as on a fresh checkout.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = SLOWEST.findIndex((part) => moduleId.includes(part))
  return place === -1 ? SLOWEST.length : place
}
