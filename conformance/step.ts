import type { Sandbox } from './sandbox.ts'

/** `skipped` is no verdict on the belief: it could not be tried here, and `seen` says why. */
export type Verdict = 'confirmed' | 'refuted' | 'unknown' | 'skipped'

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
  E: 'Rules, and the App as it runs',
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

/** Thrown where a step cannot be tried in this sandbox; its message says why, and what would help. */
export class Skipped extends Error {
  override readonly name = 'Skipped'
}
