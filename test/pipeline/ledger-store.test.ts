import { expect, test } from 'vitest'
import type { TakenEvaluation } from '../../src/facts/evaluation.ts'
import { evaluationKey, type PullRequestReference } from '../../src/facts/reference.ts'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import type { UnleasedPorts } from '../../src/pipeline/evaluation-ports.ts'
import { leasedPorts } from '../../src/pipeline/leased-ports.ts'
import { ledgersIn } from '../../src/pipeline/ledger-store.ts'
import type { AtEnd } from '../../src/report/ended-evaluation.ts'
import type { Database } from '../../src/store/database.ts'
import { raiseFence } from '../../src/store/evaluation-rows.ts'
import { appendEntries, readLedger } from '../../src/store/ledger-rows.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { queueStoreOn } from '../../src/store/queue-store.ts'
import { ADA, head, LINUS, opening, post } from '../ledger/told.ts'
import { reference as one } from '../reference.ts'
import { onBothDatabases } from '../store/databases.ts'
import { statementsDuring } from '../store/statements-during.ts'

const COMMIT = post(10, ADA, ['commit'])
const OBJECT = post(11, LINUS, ['object'])

onBothDatabases(({ database, where }) => {
  let last = 0

  /** A server, which takes evaluations of one pull request. */
  function serverOn(on: Database, reference: PullRequestReference) {
    const store = queueStoreOn(on)
    const ledger = ledgersIn(on)
    const run = (taken: TakenEvaluation) => {
      const atEnd: AtEnd = {}
      const request = { reference, fence: taken.fence, atEnd, standing: async () => 'newest' }
      const ports = leasedPorts({ ledger } as unknown as UnleasedPorts, request as never)
      return { ...ports.ledger, end: () => store.finish([{ kind: 'visited', taken, atEnd }]) }
    }
    return {
      take: async () => {
        const job = { reference, trigger: { kind: 'look', why: 'a test' } } as const
        const [taken] = await store.enqueue([job], 'in line', (waiting) => waiting.map(({ key }) => key))
        return run(taken!)
      },
      /** Takes the evaluation that did not end. */
      takeAgain: async () => {
        const key = evaluationKey(reference)
        const expired = { held_until: on.dialect.after(-1) }
        await on.db.updateTable('visit').set(expired).where('key', '=', key).execute()
        const taken = await store.takeEvaluations(100, [])
        return run(taken.find((each) => each.key === key)!)
      },
    }
  }

  function stage() {
    const reference = { ...one, number: ++last }
    return { reference, key: evaluationKey(reference), server: serverOn(database(), reference) }
  }

  test('what this process wrote last is known without a statement, evaluation after evaluation', async () => {
    const { key, server } = stage()
    const first = await server.take()
    expect(await first.recall(key)).toBeNull()
    const stored = await first.record(key, [...opening(), COMMIT])
    first.recordAtEnd([head(20, 'a')])
    first.recordAtEnd([OBJECT])
    await first.end()
    for (let times = 1; times <= 2; times++) {
      const next = await server.take()
      const { result, statements } = await statementsDuring(() => next.recall(key))
      expect(statements).toEqual([])
      expect(result).toEqual(await readLedger(database(), key))
      expect(result?.ledger).toEqual(append(stored.ledger, [head(20, 'a'), OBJECT]))
      expect((await statementsDuring(() => next.record(key, [OBJECT]))).statements).toEqual([])
      await next.end()
    }
  })

  test('evidence is recorded by three statements, and at the end by two', async () => {
    const { key, server } = stage()
    const evaluation = await server.take()
    await evaluation.record(key, opening())
    const { statements } = await statementsDuring(() => evaluation.record(key, [COMMIT]))
    expect(statements.map((each) => each.split(' ')[0])).toEqual(['select', 'insert', 'insert'])
    evaluation.recordAtEnd([OBJECT])
    const ended = await statementsDuring(() => evaluation.end())
    const ofLedgers = ended.statements.filter((each) => each.includes('ledger'))
    expect(ofLedgers.map((each) => each.split(' ')[0])).toEqual(['insert', 'insert'])
  })

  test('what is recorded at the end is recalled before, and stored with the end', async () => {
    const { key, server } = stage()
    const evaluation = await server.take()
    evaluation.recordAtEnd([COMMIT])
    expect((await evaluation.recall(key))?.ledger).toEqual(append(NO_LEDGER, [COMMIT]))
    expect(await readLedger(database(), key)).toBeNull()
    await evaluation.end()
    expect((await readLedger(database(), key))?.ledger).toEqual(append(NO_LEDGER, [COMMIT]))
  })

  test('a ledger is read again when another process had the evaluation in between', async () => {
    const { reference, key, server } = stage()
    const place = where()
    const other = 'url' in place ? await openDatabase(place) : database()
    const elsewhere = serverOn(other, reference)
    try {
      const ours = await server.take()
      await ours.record(key, opening())
      await ours.end()
      const theirs = await elsewhere.take()
      await theirs.record(key, [OBJECT])
      await theirs.end()
      expect((await (await server.take()).recall(key))?.ledger).toEqual(
        append(NO_LEDGER, [...opening(), OBJECT]),
      )
    } finally {
      if (other !== database()) await other.close()
    }
  })

  test('TH-26: an evaluation that lost its lease records nothing, then nor at its end', async () => {
    const { key, server } = stage()
    const evaluation = await server.take()
    await evaluation.record(key, opening())
    evaluation.recordAtEnd([COMMIT])
    await raiseFence(database(), key)
    await expect(evaluation.record(key, [OBJECT])).rejects.toMatchObject({ name: 'LeaseLost' })
    await evaluation.end()
    expect((await readLedger(database(), key))?.ledger).toEqual(append(NO_LEDGER, opening()))
    expect((await (await server.take()).recall(key))?.ledger).toEqual(append(NO_LEDGER, opening()))
  })

  test.each(['at once', 'beside a read', 'at the end'])(
    'what came of a write that failed is read again, not assumed: %s',
    async (when) => {
      const { key } = stage()
      const { db, dialect } = database()
      const times = { due_at: dialect.now(), updated_at: dialect.now() }
      await db
        .insertInto('visit')
        .values({ key, fence: 1, ...times })
        .execute()
      // The transaction commits, and the answer to that is lost.
      let isCutOff = false
      const cut: Database = {
        ...database(),
        transaction: async (work) => {
          const result = await database().transaction(work)
          if (isCutOff) throw new Error('connection lost')
          return result
        },
      }
      const ledger = ledgersIn(cut)
      if (when !== 'beside a read') await ledger.recordWithLease(key, opening(), 1, 0)
      else await database().transaction((tx) => appendEntries(tx, key, opening()))
      isCutOff = true
      if (when === 'at the end') {
        ledger.collect(key, 1)
        await ledger.recall(key, 1)
        await cut.transaction((tx) => appendEntries(tx, key, [OBJECT])).catch(() => {})
      } else {
        const read = when === 'beside a read' ? ledger.recall(key, 1) : null
        await expect(ledger.recordWithLease(key, [OBJECT], 1, 0)).rejects.toThrow('connection lost')
        await read
      }
      const all = append(NO_LEDGER, [...opening(), OBJECT])
      expect((await ledger.recall(key, 1))?.ledger).toEqual(all)
      expect((await ledger.recall(key, 2))?.ledger).toEqual(all)
    },
  )

  test('evidence for the end of an evaluation that never ended is not known afterwards', async () => {
    const { key, server } = stage()
    const first = await server.take()
    await first.record(key, opening())
    first.recordAtEnd([COMMIT])
    const second = await server.takeAgain()
    const { result, statements } = await statementsDuring(() => second.recall(key))
    expect(result?.ledger).toEqual(append(NO_LEDGER, opening()))
    expect(statements).toHaveLength(1)
  })

  test('a slow evaluation that comes back changes nothing that the one after it knows', async () => {
    const { key } = stage()
    const ledger = ledgersIn(database())
    const { stored } = ledger.collect(key, 4)
    await database().transaction((tx) => appendEntries(tx, key, opening()))
    const newest = await ledger.recall(key, 5)
    stored({ ledger: NO_LEDGER, isReadable: true, revision: 9 })
    expect(await ledger.recall(key, 5)).toEqual(newest)
  })

  test('the ledger of another pull request is read, and nothing recorded in it', async () => {
    const { key, server } = stage()
    const other = stage()
    await database().transaction((tx) => appendEntries(tx, other.key, opening()))
    const evaluation = await server.take()
    expect((await evaluation.recall(other.key))?.ledger).toEqual(append(NO_LEDGER, opening()))
    await expect(evaluation.record(other.key, [COMMIT])).rejects.toThrow(`${key} is evaluated`)
    await database().transaction((tx) => appendEntries(tx, other.key, [OBJECT]))
    expect((await evaluation.recall(other.key))?.ledger.length).toBe(5)
  })

  test('knows few ledgers, and reads the others again', async () => {
    const ledger = ledgersIn(database())
    const keys = Array.from({ length: 501 }, (_, index) => `9/${index}`)
    for (const key of keys) await ledger.recall(key, 1)
    const readAgain = async (key: string) => (await statementsDuring(() => ledger.recall(key, 1))).statements
    expect(await readAgain(keys.at(-1)!)).toEqual([])
    expect(await readAgain(keys[0]!)).toHaveLength(1)
  })
})
