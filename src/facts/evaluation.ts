import type { OpenTrigger } from './trigger.ts'

/** Where an evaluation waits among those that are due. */
export type Place = 'first' | 'in line' | 'behind'

/** An evaluation with open triggers, and the installation whose limits it uses. */
export interface WaitingEvaluation {
  readonly key: string
  readonly installationId: number
}

/** Chooses the evaluations that this process starts now. */
export type MayTake = (waiting: readonly WaitingEvaluation[]) => readonly string[]

/** An evaluation whose lease this process has. */
export interface TakenEvaluation {
  readonly key: string
  /** The fencing token of the lease: it grows with each holder. */
  readonly fence: number
  /** Failed attempts since the last success. */
  readonly tries: number
  /** How many triggers ever arrived; a later number says that there are new ones. */
  readonly wanted: number
  /** The open triggers, oldest first, at least one. */
  readonly triggers: readonly OpenTrigger[]
}

/** What is left of an evaluation that ended. */
export interface LeftToDo {
  readonly key: string
  /** Triggers that are still open, oldest first. */
  readonly isOpen: boolean
  /** In how many seconds it is due; null when nothing is open, or when another process has it. */
  readonly seconds: number | null
}
