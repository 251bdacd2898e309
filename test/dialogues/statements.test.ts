import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, test } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { stageForFile } from './stages.ts'
import { statementsOf } from './statements-of.ts'

const { stage, scene } = stageForFile()

/** What `idle` asks while a test waits, and what a server does from time to time whatever happens. */
const IS_NO_EVENTS = new RegExp(
  [
    '^select (1 as "one" from "inbox"|distinct "visit_key" from "trigger"|"key" from "visit" where "due_at")',
    '^update "(inbox|visit)" set "held_(by|until)"',
    ' "(server|round|redelivery|sweep_wanted)" ',
  ].join('|'),
)

/** The deliveries, the statements and the transactions that write, from an act until all that follows is done. */
async function costOf(act: () => Promise<unknown>) {
  const seen: string[] = []
  const hear = (text: unknown) => {
    if (!IS_NO_EVENTS.test(String(text))) seen.push(String(text))
  }
  const from = stage().github.deliveries.length
  subscribe('rfc-alignment:statement', hear)
  await act()
  unsubscribe('rfc-alignment:statement', hear)
  return { events: stage().github.deliveries.length - from, ...statementsOf(seen) }
}

test('a comment takes at most eleven statements in three transactions, its evidence in the ledger included', async () => {
  const story = scene()
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada', 'linus']) })
  const { events, statements, transactions } = await costOf(() => story.says('eve', 'I have read it.'))
  expect(events).toBe(1)
  expect(statements).toBeGreaterThan(0)
  expect(statements).toBeLessThanOrEqual(11)
  expect(transactions).toBeLessThanOrEqual(3)
})

test('a command takes eighteen in four, for its evidence is stored before anything is written and the board changes too; a success takes more: it is remembered before it is written', async () => {
  const story = scene()
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada', 'linus']) })
  for (const [who, text, most, mostTransactions] of [
    ['ada', '/commit', 18, 4],
    ['linus', '/object who pays?', 18, 4],
    ['linus', '/commit', 22, 5],
  ] as const) {
    const { events, statements, transactions } = await costOf(() => story.says(who, text))
    // GitHub tells of what the App wrote, too; these events are not stored.
    expect(events).toBeGreaterThan(1)
    expect(statements).toBeLessThanOrEqual(most)
    expect(transactions).toBeLessThanOrEqual(mostTransactions)
  }
})
