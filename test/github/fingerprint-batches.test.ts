import { priceOf } from '@rfc-alignment/emulator/graphql/cost.ts'
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documentNamed } from '../../src/github/documents.ts'
import { batchesOf, smallerBatches } from '../../src/github/fingerprint-batches.ts'
import type { OpenRepository } from '../../src/github/repositories.ts'
import { secondsOfReconciliation } from '../../src/maintenance/reconcile-pace.ts'

/** The smallest hourly quota an installation has (GH-154). */
const SMALLEST = 5_000
const SWEEP_SECONDS = 900

function repository(id: number, open: number | null): OpenRepository {
  return { installationId: 1, repositoryId: id, owner: 'acme', repo: `r${id}`, nodeId: `R_${id}`, open }
}

/** What a question costs by GitHub's published formula (GH-154). */
function points(name: 'open-counts' | 'fingerprints', variables: Readonly<Record<string, unknown>>): number {
  const document = parse(documentNamed(name).text)
  const [operation] = document.definitions
  if (operation?.kind !== 'OperationDefinition') throw new Error('no operation')
  return priceOf(document, operation, variables).cost
}

/** The points of one round over repositories that have so many open pull requests each. */
function pointsOfReconciliation(open: readonly number[]): number {
  let sum = 0
  for (let at = 0; at < open.length; at += 100) {
    const page = open.slice(at, at + 100).map((count, index) => repository(at + index, count))
    sum += points('open-counts', { ids: page.map(({ nodeId }) => nodeId) })
    for (const { repositories, first } of batchesOf(page.filter((each) => each.open !== 0))) {
      const ids = repositories.map(({ nodeId }) => nodeId)
      const pages = repositories.map(({ repositoryId }) => Math.ceil((open[repositoryId] ?? 0) / first))
      sum += points('fingerprints', { ids, first })
      for (const many of pages) sum += Math.max(0, many - 1) * points('fingerprints', { ids: ['R_1'], first })
    }
  }
  return sum
}

/** 10,000 repositories, of which each of `where` has so many open pull requests. */
function tenThousand(where: (index: number) => number): readonly number[] {
  return Array.from({ length: 10_000 }, (_, index) => where(index))
}

describe('comparing 1,000 open RFCs in 10,000 repositories', () => {
  it.each([
    ['with one in every tenth repository', tenThousand((i) => (i % 10 === 0 ? 1 : 0)), 200],
    ['with one in each of a thousand neighbours', tenThousand((i) => (i < 1_000 ? 1 : 0)), 200],
    [
      'with three, two, one and four by turns',
      tenThousand((i) => (i % 25 === 0 ? (i / 25) % 4 : 0) + (i % 100 === 0 ? 4 : 0)),
      260,
    ],
    ['with all of them in one', tenThousand((i) => (i === 77 ? 1_000 : 0)), 180],
    ['with fifty in each of twenty', tenThousand((i) => (i % 500 === 0 ? 50 : 0)), 180],
  ])('%s costs at most a quarter of the smallest quota, every hour (TH-132)', (_, open, most) => {
    expect(open.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(1_000)
    const round = pointsOfReconciliation(open)
    expect(round).toBeLessThanOrEqual(most)
    expect(round * (3_600 / SWEEP_SECONDS)).toBeLessThanOrEqual(SMALLEST / 4)
    expect(secondsOfReconciliation(round, SMALLEST)).toBeLessThanOrEqual(SWEEP_SECONDS)
  })

  it('runs less often when it would cost more, and as configured when there is no limit', () => {
    // Five open pull requests in each of the 10,000.
    const round = pointsOfReconciliation(tenThousand(() => 5))
    const seconds = secondsOfReconciliation(round, SMALLEST)
    expect(seconds).toBeGreaterThan(SWEEP_SECONDS)
    expect(round * (3_600 / seconds)).toBeLessThanOrEqual(SMALLEST / 4)
    expect(secondsOfReconciliation(round, null)).toBe(0)
  })
})

describe('a batch', () => {
  const sizes = (open: readonly (number | null)[]) =>
    batchesOf(open.map((count, index) => repository(index, count))).map(
      ({ repositories, first }) => `${repositories.length} × ${first}`,
    )

  it('returns at most fifty pull requests', () => {
    expect(sizes(Array(60).fill(1))).toEqual(['50 × 1', '10 × 1'])
    expect(sizes([1, 1, 2, 40, 7])).toEqual(['4 × 7', '1 × 40'])
    expect(sizes([400, null])).toEqual(['1 × 50', '1 × 50'])
    expect(sizes([])).toEqual([])
  })

  it('is halved when GitHub does not answer it, down to five pull requests of one repository', () => {
    const [batch] = batchesOf([repository(1, 9), repository(2, 9), repository(3, 9)])
    if (!batch) throw new Error('no batch')
    const [half, rest] = smallerBatches(batch)
    expect([half?.repositories.length, rest?.repositories.length]).toEqual([2, 1])
    const smallest = rest ? smallerBatches(rest) : []
    expect(smallest).toMatchObject([{ repositories: [{ repositoryId: 3 }], first: 5 }])
    expect(smallest.flatMap(smallerBatches)).toEqual([])
  })
})
