import { pino } from 'pino'
import { expect, test } from 'vitest'
import {
  createPeriodicJobs,
  type PeriodicJobs,
  type PeriodicRun,
} from '../../src/maintenance/periodic-jobs.ts'
import { onBothDatabases } from '../store/databases.ts'

onBothDatabases(({ database }) => {
  let names = 0
  /** Several processes with the same periodic job. */
  const processes = (
    work: (round: PeriodicRun, process: number) => Promise<string | null>,
    everySeconds = 900,
  ) => {
    const name = `round-${++names}`
    return [0, 1].map((process) =>
      createPeriodicJobs({
        name,
        everySeconds,
        database: database(),
        log: pino({ level: 'silent' }),
        work: (round) => work(round, process),
      }),
    ) as [PeriodicJobs, PeriodicJobs]
  }

  test('runs in one process at a time', async () => {
    const begun = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    let rounds = 0
    const [first, second] = processes(async () => {
      rounds += 1
      begun.resolve()
      await held.promise
      return null
    })
    const going = first.now()
    await begun.promise
    expect(await second.now()).toBe('under way elsewhere')
    held.resolve()
    expect(await going).toBe('done')
    expect(await second.now()).toBe('done')
    expect(rounds).toBe(2)
  })

  test('runs as often with several processes as with one', async () => {
    let rounds = 0
    const [first, second] = processes(async () => {
      rounds += 1
      return null
    })
    first.start()
    await first.idle()
    // The second starts later, so the first run may not have seen what was missed before that.
    second.start()
    await second.idle()
    expect(rounds).toBe(2)
    await Promise.all([first.stop(), second.stop()])
  })

  test('passes the mark from one run to the next, across processes', async () => {
    const marks: (string | null)[] = []
    const [first, second] = processes(async ({ mark }) => {
      marks.push(mark)
      return marks.length === 2 ? null : `read to ${marks.length}`
    })
    await first.now()
    await second.now()
    await first.now()
    expect(marks).toEqual([null, 'read to 1', 'read to 1'])
  })

  test('releases a failed run at once and keeps the mark of the last successful one', async () => {
    const marks: (string | null)[] = []
    const [first, second] = processes(async ({ mark }) => {
      marks.push(mark)
      if (marks.length === 1) throw new Error('GitHub is down')
      return 'done'
    })
    expect(await first.now()).toBe('failed')
    expect(await second.now()).toBe('done')
    expect(marks).toEqual([null, null])
  })

  test('loses its lease when the process was frozen for too long, and notices', async () => {
    const frozen = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const outcomes: string[] = []
    const [first, second] = processes(async ({ goOn }, process) => {
      if (process === 1) return 'by the second'
      begun.resolve()
      await frozen.promise
      await goOn().catch((error: Error) => outcomes.push(error.message))
      return 'by the first'
    })
    const going = first.now()
    await begun.promise
    const { db, dialect } = database()
    await db
      .updateTable('round')
      .set({ held_until: dialect.after(-1) })
      .where('name', '=', `round-${names}`)
      .execute()
    expect(await second.now()).toBe('done')
    frozen.resolve()
    await going
    expect(outcomes).toEqual(['another process took over the job'])
    expect(
      await db.selectFrom('round').select('mark').where('name', '=', `round-${names}`).executeTakeFirst(),
    ).toEqual({ mark: 'by the second' })
  })

  test('repeats at the interval, also after a failure', async () => {
    const third = Promise.withResolvers<void>()
    let rounds = 0
    const [first] = processes(async () => {
      rounds += 1
      if (rounds === 1) throw new Error('GitHub is down')
      if (rounds === 3) third.resolve()
      return null
    }, 0.01)
    first.start()
    await third.promise
    await first.stop()
  })

  test('aborts the run when the process stops, so that another can start it', async () => {
    const begun = Promise.withResolvers<void>()
    const [first, second] = processes(async ({ goOn }, process) => {
      if (process === 1) return null
      begun.resolve()
      for (;;) await goOn()
    })
    const going = first.now()
    await begun.promise
    await first.stop()
    expect(await going).toBe('failed')
    expect(await second.now()).toBe('done')
  })
})
