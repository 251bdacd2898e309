import { describe, expect, it } from 'vitest'
import { writeExternalId } from '../../src/facts/external-id.ts'
import type { CommitSha, Timestamp } from '../../src/facts/ids.ts'
import { evaluationKey, type PullRequestReference } from '../../src/facts/reference.ts'
import type { PullRequestFacts, Run } from '../../src/facts/snapshot.ts'
import { type Memory, readMemory } from '../../src/pipeline/memory.ts'
import { carryingOf, tipSince } from '../../src/pipeline/who-carries.ts'
import { named } from '../rules/story.ts'

const OURS: PullRequestReference = {
  kind: 'pull-request',
  installationId: 1,
  repositoryId: 1,
  owner: 'acme',
  repo: 'rfcs',
  number: 5,
}

const at = (minute: number) => `2026-03-02T10:${String(minute).padStart(2, '0')}:00Z` as Timestamp

/** A pull request #5, read in minute 50, beside others on its head. */
function beside(others: readonly number[], change: Partial<PullRequestFacts> = {}): PullRequestFacts {
  const snapshot = named(['ada']).snapshot()
  return {
    ...snapshot,
    at: at(50),
    pullRequest: { ...snapshot.pullRequest, number: OURS.number },
    runs: [],
    sameHead: others.map((number) => ({ number, labels: [] })),
    ...change,
  }
}

function runOf(
  facts: PullRequestFacts,
  number: number,
  minute: number,
  commit = facts.pullRequest.head,
): Run {
  const about = { wasRfc: true, kept: [], annotations: '-', shown: 'x', trace: null }
  const externalId = writeExternalId({ number, ...about })
  return {
    id: minute,
    commit,
    name: 'RFC alignment: main',
    externalId,
    startedAt: at(minute),
    conclusion: 'failure',
  }
}

function memoryOf(facts: PullRequestFacts, change: object): Memory {
  const memory = readMemory({
    title: '',
    state: 'waiting',
    head: facts.pullRequest.head,
    baseName: 'main',
    at: at(40),
    updatedAt: at(40),
    written: null,
    reacted: {},
    refusedReviewers: [],
    ...change,
  })
  if (!memory) throw new Error('it is no memory')
  return memory
}

async function carrierOf(
  facts: PullRequestFacts,
  memories: Readonly<Record<number, object>> = {},
  remembered: Memory | null = null,
) {
  const known = new Map(
    Object.entries(memories).map(([number, change]) => [
      evaluationKey({ ...OURS, number: Number(number) }),
      memoryOf(facts, change),
    ]),
  )
  const recall = async (key: string) => known.get(key) ?? null
  return carryingOf({ memory: { recall } as never }, OURS, facts, remembered)
}

describe('V7: the one on which the commit was the tip first carries the decision', () => {
  it('alone it is itself, and so it is while it is closed', async () => {
    expect(await carrierOf(beside([]))).toMatchObject({ by: null })
    const { pullRequest } = beside([3])
    const closed = beside([3], { pullRequest: { ...pullRequest, state: 'closed' } })
    expect(await carrierOf(closed)).toMatchObject({ by: null })
  })

  it.each<[string, readonly number[], number | null]>([
    ['the older one, where nothing is known of either', [3, 9], 3],
    ['itself, where it is the older one', [9], null],
  ])('%s', async (_, others, by) => {
    expect(await carrierOf(beside(others))).toMatchObject({ by })
  })

  it('the one whose first run on the commit is older, whatever came between', async () => {
    const facts = beside([3])
    const runs = [runOf(facts, 3, 20), runOf(facts, 5, 30), runOf(facts, 5, 10)]
    expect(await carrierOf({ ...facts, runs })).toMatchObject({ by: null })
    expect(await carrierOf({ ...facts, runs: runs.slice(0, 2) })).toMatchObject({ by: 3 })
    const elsewhere = runOf(facts, 5, 10, 'f'.repeat(40) as CommitSha)
    expect(await carrierOf({ ...facts, runs: [...runs.slice(0, 2), elsewhere] })).toMatchObject({ by: 3 })
  })

  it('by what was remembered of the very commit', async () => {
    const facts = beside([9])
    const { head } = facts.pullRequest
    const runs = [runOf(facts, 5, 20)]
    const since = (commit: string) => ({ 9: { tipSince: { commit, at: at(10) } } })
    expect(await carrierOf({ ...facts, runs }, since(head))).toMatchObject({ by: 9 })
    expect(await carrierOf({ ...facts, runs }, since('f'.repeat(40)))).toMatchObject({ by: null })
  })

  it('by the force-push that brought the commit', () => {
    const facts = beside([])
    const push = { at: at(7), before: null, after: facts.pullRequest.head, lineage: [] }
    expect(tipSince(facts, null, null)).toBe(at(50))
    expect(tipSince({ ...facts, forcePushes: [push] }, null, null)).toBe(at(7))
  })
})

describe('V7: when that changed at the earliest', () => {
  it('after the last evaluation, and after the opening where there was none', async () => {
    const facts = beside([3])
    expect(await carrierOf(facts)).toMatchObject({ changedAfter: facts.pullRequest.createdAt })
    expect(await carrierOf(facts, {}, memoryOf(facts, {}))).toMatchObject({ changedAfter: at(40) })
  })

  it('when the one that carried it had changed by then, which a replica that lagged did not show (V6)', async () => {
    const facts = beside([])
    const remembered = memoryOf(facts, { carriedBy: 3 })
    const at38 = { at: at(41), updatedAt: at(38) }
    for (const change of [{ isOpen: false }, { head: 'f'.repeat(40) }, { baseName: 'lax' }])
      expect(await carrierOf(facts, { 3: { ...at38, ...change } }, remembered)).toEqual({
        by: null,
        changedAfter: at(38),
      })
    expect(await carrierOf(facts, { 3: at38 }, remembered)).toEqual({ by: null, changedAfter: at(40) })
    const later = { 3: { at: at(45), updatedAt: at(44), isOpen: false } }
    expect(await carrierOf(facts, later, remembered)).toEqual({ by: null, changedAfter: at(40) })
  })
})
