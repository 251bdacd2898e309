import type { NewDelivery, OpenDelivery, SettledDelivery } from '../facts/delivery.ts'
import type { LeftToDo, MayTake, Place, TakenEvaluation } from '../facts/evaluation.ts'
import type { EvaluationJob, OpenTrigger } from '../facts/trigger.ts'
import type { EndedEvaluation } from '../report/ended-evaluation.ts'

/**
 * The rows that are the queue (ADR 58): what is due, who works on it and until when. Each function is one transaction,
 * and rejects when it is not known to be committed. The store implements them.
 */
export interface QueueStore {
  /**
   * Stores deliveries so that a power cut does not lose them, and returns those to process: new ones, and dead letters
   * that GitHub delivers again (TH-11). With `isHeld` this process works on them; otherwise any may.
   */
  keep(deliveries: readonly NewDelivery[], isHeld: boolean): Promise<readonly OpenDelivery[]>
  /** Takes up to `most` deliveries that are due and that no process works on. */
  takeDeliveries(most: number): Promise<readonly OpenDelivery[]>
  /** Records the ends of deliveries, stores their triggers, and takes evaluations that may start. */
  settle(settled: readonly SettledDelivery[], mayTake: MayTake): Promise<readonly TakenEvaluation[]>
  /** Stores triggers that no delivery brought, and takes evaluations that may start. */
  enqueue(jobs: readonly EvaluationJob[], place: Place, mayTake: MayTake): Promise<readonly TakenEvaluation[]>
  /** Takes up to `most` evaluations that are due and that no process has, without those of some installations. */
  takeEvaluations(most: number, withoutInstallations: readonly number[]): Promise<readonly TakenEvaluation[]>
  /** Records the ends of evaluations, closes the triggers they answered and gives the leases back. */
  finish(ended: readonly EndedEvaluation[]): Promise<readonly LeftToDo[]>
  /** How many triggers ever arrived for an evaluation; null when this fencing token has lost the lease. */
  wantedBy(key: string, fence: number): Promise<number | null>
  /** The open triggers of an evaluation, oldest first. */
  openTriggers(keys: readonly string[]): Promise<readonly OpenTrigger[]>
  /** The keys of all evaluations with open triggers. */
  openEvaluations(): Promise<readonly string[]>
  /** Keeps what this process works on for a while longer. */
  renew(deliveries: readonly string[], evaluations: readonly string[]): Promise<void>
  /** Gives back all that this process holds, or in the embedded database all that anyone does. */
  release(): Promise<void>
  /** Whether nothing is open, in any process. */
  isEmpty(): Promise<boolean>
  /** Deletes what was closed long ago. */
  forgetOld(): Promise<void>
  /** Wakes other processes, which may take what this one has no room for; absent where there are none. */
  readonly channel?: {
    notify(what: string): Promise<void>
    listen(heard: (what: string) => void, missed: () => void): Promise<{ close(): Promise<void> }>
  }
}
