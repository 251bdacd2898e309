import type { NewDelivery, OpenDelivery, SettledDelivery } from '../facts/delivery.ts'
import type { LeftToDo, MayTake, Place, TakenEvaluation } from '../facts/evaluation.ts'
import { evaluationKey } from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import type { EndedEvaluation } from '../report/ended-evaluation.ts'
import type { Database, Store } from './database.ts'
import * as deliveries from './delivery-rows.ts'
import * as evaluations from './evaluation-rows.ts'
import { type Lease, leaseOf } from './lease.ts'

/** Returns the rows that are the queue (`queue/queue-store.ts` documents each function). */
export function queueStoreOn(database: Database) {
  const { holder, channel } = database
  const isShared = database.dialect.kind === 'postgres'
  const lease = leaseOf(database, holder)
  return {
    keep: async (fresh: readonly NewDelivery[], isHeld: boolean): Promise<readonly OpenDelivery[]> => {
      const kept = await deliveries.keep(database, fresh, isHeld ? lease : null)
      await database.flush()
      return kept
    },
    takeDeliveries: (most: number) => deliveries.take(database, most, lease),
    settle: async (
      settled: readonly SettledDelivery[],
      mayTake: MayTake,
    ): Promise<readonly TakenEvaluation[]> => {
      const triggers = settled.flatMap(({ id, evaluationJobs }) =>
        evaluationJobs.map((job) => ({ job, deliveryId: id })),
      )
      // Where nothing is to be evaluated, each statement stands for itself.
      if (triggers.length === 0) {
        await deliveries.settle(database, settled)
        return []
      }
      return await database.transaction(async (tx) => {
        await deliveries.settle(tx, settled)
        return await addAndTake(tx, triggers, 'in line', mayTake, lease)
      })
    },
    enqueue: (
      jobs: readonly EvaluationJob[],
      place: Place,
      mayTake: MayTake,
    ): Promise<readonly TakenEvaluation[]> =>
      database.transaction((tx) => {
        const triggers = jobs.map((job) => ({ job, deliveryId: null }))
        return addAndTake(tx, triggers, place, mayTake, lease)
      }),
    takeEvaluations: (
      most: number,
      withoutInstallations: readonly number[],
    ): Promise<readonly TakenEvaluation[]> =>
      database.transaction((tx) => evaluations.takeDue(tx, most, withoutInstallations, lease)),
    finish: async (ended: readonly EndedEvaluation[]): Promise<readonly LeftToDo[]> => {
      const { left, ledgers } = await database.transaction((tx) => evaluations.finish(tx, ended, holder))
      for (const { taken, atEnd } of ended) {
        const ledger = ledgers.get(taken.key)
        if (ledger) atEnd.evidence?.stored(ledger)
      }
      return left
    },
    wantedBy: (key: string, fence: number) => evaluations.wantedBy(database, key, fence),
    openTriggers: (keys: readonly string[]) => evaluations.readTriggers(database, keys),
    openEvaluations: () => evaluations.openKeys(database),
    renew: (ids: readonly string[], keys: readonly string[]): Promise<void> =>
      database.transaction(async (tx) => {
        if (ids.length > 0) await deliveries.renew(tx, ids, lease)
        if (keys.length > 0) await evaluations.renew(tx, keys, lease)
      }),
    release: (): Promise<void> =>
      database.transaction(async (tx) => {
        // The embedded database has one process, so every other holder is dead.
        await deliveries.release(tx, isShared ? holder : null)
        await evaluations.release(tx, isShared ? holder : null)
      }),
    isEmpty: async (): Promise<boolean> =>
      !(await deliveries.isAnyOpen(database)) && (await evaluations.openKeys(database)).length === 0,
    forgetOld: () => deliveries.forgetOld(database),
    ...(channel && {
      channel: {
        notify: (what: string) => channel.notify(database, what),
        listen: channel.listen,
      },
    }),
  }
}

/** Stores triggers, and takes the evaluations that may start at once. */
async function addAndTake(
  tx: Store,
  triggers: readonly evaluations.NewTrigger[],
  place: Place,
  mayTake: MayTake,
  lease: Lease,
): Promise<readonly TakenEvaluation[]> {
  if (triggers.length === 0) return []
  const waiting = new Map(
    triggers.map(({ job: { reference } }) => [evaluationKey(reference), reference.installationId]),
  )
  const keys = mayTake([...waiting].map(([key, installationId]) => ({ key, installationId })))
  return await evaluations.addTriggers(tx, triggers, place, { keys, lease })
}
