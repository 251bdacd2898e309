import type { Sandbox } from './sandbox.ts'

export type Verdict = 'confirmed' | 'refuted' | 'unknown'

/** What a step found: in words, and what that makes of the belief. */
export interface Seen {
  readonly verdict: Verdict
  /** What GitHub did, short and without names or tokens. */
  readonly seen: string
}

/** The parts of the suite, in the order in which they run. */
export const GROUPS = {
  A: 'Reading',
  B: 'Checks',
  C: 'Marks and deletions',
  D: 'Heads',
  E: 'Rules',
  F: 'Merge queue',
  G: 'Limits',
} as const

/** One belief about GitHub as something that can be tried. */
export interface Step {
  readonly group: keyof typeof GROUPS
  /** The row of docs/github-facts.md. */
  readonly belief: `GH-${number}`
  readonly believed: string
  /** Takes a minute or more on the real GitHub, and is left out unless it is asked for. */
  readonly isLong?: true
  readonly run: (sandbox: Sandbox) => Promise<Seen>
}

/** Confirmed if it holds, refuted otherwise. */
export function verdictOn(holds: boolean, seen: string): Seen {
  return { verdict: holds ? 'confirmed' : 'refuted', seen }
}

/** What could not be found out, and why. */
export function unknown(why: string): Seen {
  return { verdict: 'unknown', seen: why }
}
