import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, test } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { stageForFile } from './stages.ts'

const { stage, scene } = stageForFile()

/** What `idle` asks while a test waits. */
const IS_OF_WAITING = /^select (1 as "one" from "inbox"|distinct "visit_key" from "trigger")/
const CHANGES = /^(insert|update|delete|commit)/

/** The deliveries, the statements and the transactions that write, from an act until all that follows is done. */
async function costOf(act: () => Promise<unknown>) {
  const seen: string[] = []
  const hear = (text: unknown) => {
    if (!IS_OF_WAITING.test(String(text))) seen.push(String(text))
  }
  const from = stage().github.deliveries.length
  subscribe('rfc-alignment:statement', hear)
  await act()
  unsubscribe('rfc-alignment:statement', hear)
  let isInside = false
  let transactions = 0
  for (const text of seen) {
    if (text === 'begin') isInside = true
    else if (text === 'commit') isInside = false
    if (!isInside && CHANGES.test(text)) transactions++
  }
  const statements = seen.filter((text) => text !== 'begin' && text !== 'commit').length
  return { events: stage().github.deliveries.length - from, statements, transactions }
}

test('a comment takes at most ten statements in three transactions', async () => {
  const story = scene()
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada', 'linus']) })
  const { events, statements, transactions } = await costOf(() => story.says('eve', 'I have read it.'))
  expect(events).toBe(1)
  expect(statements).toBeGreaterThan(0)
  expect(statements).toBeLessThanOrEqual(10)
  expect(transactions).toBeLessThanOrEqual(3)
})

test('a command takes no more for each event, those about what the App wrote included', async () => {
  const story = scene()
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada', 'linus']) })
  for (const [who, text] of [
    ['ada', '/commit'],
    ['linus', '/object who pays?'],
    ['linus', '/commit'],
  ] as const) {
    const { events, statements, transactions } = await costOf(() => story.says(who, text))
    expect(events).toBeGreaterThan(1)
    expect(statements / events).toBeLessThanOrEqual(10)
    expect(transactions / events).toBeLessThanOrEqual(3)
  }
})
