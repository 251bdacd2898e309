import { digest } from './external-id.ts'
import type { CommitSha, Login, NodeId, PostId, RunId } from './ids.ts'
import type { Reaction } from './snapshot.ts'

/** The three conclusions that may ever be written (V1). GitHub counts `neutral` and `skipped` as passing. */
export type Conclusion = 'success' | 'failure' | 'action_required'

export interface Annotation {
  readonly path: string
  readonly line: number
  /** `failure` for what must be fixed, `notice` for information. */
  readonly level: 'failure' | 'notice'
  readonly message: string
}

/** In characters. */
const SAFE_NAME = 100

/** Returns the name to use where GitHub rejects a check's own name as too long; the limit is not documented. */
export function shortName(name: string): string {
  if (name.length <= SAFE_NAME) return name
  return `${[...name].slice(0, 20).join('')}… ${digest(name)}`
}

/** Returns whether a check run has a name, as it is or shortened. */
export function isNamed(run: { readonly name: string }, name: string): boolean {
  return run.name === name || run.name === shortName(name)
}

/** A check run as it should be on the head. */
export interface CheckRun {
  readonly name: string
  readonly conclusion: Conclusion
  readonly title: string
  readonly summary: string
  readonly annotations: readonly Annotation[]
  /** Where *Details* leads; without it GitHub shows its own page of the run. */
  readonly detailsUrl?: string
  /** History and copy of the ledger (L3). Without it a run that is updated is sent no text. */
  readonly text?: { readonly whole: string; readonly news: string }
  /** Names the pull request and carries the digest of all of the above; see `external-id.ts`. */
  readonly externalId: string
}

/**
 * One write to GitHub. A list of them is in order: first what revokes a success, then the check, then prose. `mayFail`
 * marks prose: when GitHub rejects it (4xx), that is logged and does not delay the verdict.
 */
export type Write =
  | { readonly kind: 'create run'; readonly commit: CommitSha; readonly run: CheckRun }
  /** `takesGreenAway`: read back afterwards; still green → a new run is written, and read back too (V7, GH-138). */
  | {
      readonly kind: 'update run'
      readonly id: RunId
      readonly commit: CommitSha
      readonly run: CheckRun
      readonly takesGreenAway: boolean
      /** Annotations are appended by GitHub at every update (GH-142): sent only when the run has none yet. */
      readonly sendAnnotations: boolean
    }
  | { readonly kind: 'create comment'; readonly body: string }
  | { readonly kind: 'update comment'; readonly id: PostId; readonly body: string }
  | { readonly kind: 'delete comment'; readonly id: PostId }
  | {
      readonly kind: 'react'
      readonly on: 'comment' | 'review' | 'line'
      readonly id: PostId
      readonly nodeId: NodeId
      readonly reaction: Reaction
    }
  | { readonly kind: 'unreact'; readonly nodeId: NodeId; readonly reaction: Reaction }
  /** Minimizes a comment of the App as resolved, or restores it (C4). */
  | { readonly kind: 'minimize' | 'unminimize'; readonly nodeId: NodeId }
  | { readonly kind: 'ask for review'; readonly logins: readonly Login[] }
