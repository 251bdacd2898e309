/** A clock that stands still until somebody advances it: GitHub's time in the playground, in whole seconds. */
export interface VirtualClock {
  now(): Date
  /** ISO 8601 in whole seconds, the resolution in which GitHub stamps everything. */
  iso(): string
  advance(seconds: number): void
}

/** A clock that starts at `start` (default 2026-03-02T10:00:00Z) and moves only by `advance`. */
export function createClock(start: string | Date = '2026-03-02T10:00:00Z'): VirtualClock {
  let milliseconds = new Date(start).getTime()
  if (Number.isNaN(milliseconds)) throw new RangeError(`A clock cannot start at "${String(start)}"`)
  return {
    now: () => new Date(milliseconds),
    iso: () => wholeSeconds(new Date(milliseconds)),
    advance(seconds) {
      if (!(seconds >= 0)) throw new RangeError(`GitHub's clock does not go back (advance by ${seconds} s)`)
      milliseconds += seconds * 1000
    },
  }
}

/** GitHub's way to write a time: ISO 8601, UTC, no fraction of a second. */
export function wholeSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}
