import { expect, it } from 'vitest'
import type { MoreFacts } from '../../src/facts/snapshot.ts'
import { readText } from '../../src/parser/read-text.ts'
import { collectInputs } from '../../src/pipeline/collect.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { outcomeOf, readRecordings } from './recordings.ts'

/** Texts of one mutant; the next one may read them otherwise. */
const readings = {
  of: undefined as string | undefined,
  known: new Map<string, ReturnType<typeof readText>>(),
}

for (const { name, snapshot, expected } of readRecordings()) {
  it(name, async () => {
    const { changesAt, files, people, teams, roles, remembered, mergeBase, ...facts } = snapshot
    const readMore = async (): Promise<MoreFacts> => ({
      changesAt,
      files,
      people,
      teams,
      roles,
      ...(mergeBase !== undefined && { mergeBase }),
    })
    const parse = async (texts: Parameters<typeof readText>[0][]) => texts.map(readOnce)
    const collected = await collectInputs(facts, remembered, { readMore, parse: parse as never })
    const verdict = evaluate(collected.snapshot, collected.texts)
    expect(outcomeOf(verdict, collected.snapshot, expected[0] as never)).toEqual(expected)
  })
}

function readOnce(text: Parameters<typeof readText>[0]): ReturnType<typeof readText> {
  const { activeMutant } = (globalThis as { __stryker__?: { activeMutant?: string } }).__stryker__ ?? {}
  if (readings.of !== activeMutant) {
    readings.of = activeMutant
    readings.known.clear()
  }
  const key = `${text.as} ${text.text}`
  const known = readings.known.get(key) ?? readText(text)
  readings.known.set(key, known)
  return known
}
