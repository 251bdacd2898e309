import { parse } from 'graphql'
import { describe, expect, it, test } from 'vitest'
import { problemsOfDocument } from '../../scripts/graphql-documents.ts'
import { namesOfDocuments } from '../../scripts/github-documents.ts'
import { loginKey } from '../../src/facts/ids.ts'
import type { Prefetch } from '../../src/github/caches.ts'
import { documentNamed } from '../../src/github/documents.ts'
import { prefetchVariables, withPrefetch } from '../../src/github/prefetch.ts'
import { hiddenFields, withoutHidden } from '../../src/github/hidden-fields.ts'
import { moreQuery } from '../../src/github/more-query.ts'
import { priceOf } from '@rfc-alignment/emulator/graphql/cost.ts'

const DOCUMENTS = namesOfDocuments()

const NOTHING = { people: [], paths: [], teams: [] }

/** What a query costs and how many nodes it may return, by GitHub's published formula (GH-154). */
function costOf(text: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = parse(text)
  const operation = document.definitions.find((each) => each.kind === 'OperationDefinition')
  if (!operation) throw new Error('the document has no operation')
  return priceOf(document, operation, variables)
}

/** Variables of `pull-request.graphql`: the parts that are asked for, each list with the size of its page. */
function parts(
  sizes: Readonly<Record<string, number>>,
  others: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const lists = Object.entries(sizes).flatMap(([name, size]) => [
    [name, true],
    [`${name}Size`, size],
  ])
  return { size: 100, ...Object.fromEntries([...lists, ...others.map((name) => [name, true])]) }
}

/** The most points each document may cost. `npm test` fails where a list is added that makes one dearer. */
const BUDGETS: Readonly<Record<string, number>> = {
  'add-reaction': 1,
  ancestors: 1,
  'default-branches': 1,
  edits: 1,
  'hidden-commits': 3,
  'line-comments': 1,
  'minimize-comment': 1,
  'nearby-people': 1,
  'open-counts': 1,
  fingerprints: 4,
  'pull-requests-with-head': 1,
  queue: 1,
  'read-group': 1,
  'remove-reaction': 1,
  'team-members': 1,
  'unminimize-comment': 1,
}

test('every document has a budget in points (A5)', () => {
  const others = DOCUMENTS.filter((name) => name !== 'pull-request')
  expect(others.filter((name) => !(name in BUDGETS))).toEqual([])
})

it.each(DOCUMENTS.flatMap((name) => (name in BUDGETS ? [[name, BUDGETS[name] ?? 0] as const] : [])))(
  '%s costs at most %i points',
  (name, most) => {
    expect(costOf(documentNamed(name).text).cost).toBeLessThanOrEqual(most)
  },
)

describe('pull-request.graphql', () => {
  const document = documentNamed('pull-request')
  const { text } = document
  const usual = { files: 15, commits: 20, comments: 30, reviews: 15, timeline: 100, forcePushes: 1 }
  const unknown = { files: 100, commits: 30, comments: 100, reviews: 30, timeline: 100, forcePushes: 1 }
  const most = { files: 100, commits: 100, comments: 100, reviews: 100, timeline: 100, forcePushes: 3 }

  it.each([
    ['the small read that tells whether it is an RFC', parts({ files: 100 }, ['facts', 'recent']), 1],
    ['an RFC as most are', parts(usual, ['facts']), 2],
    ['an RFC of which nothing is known', parts(unknown, ['facts']), 3],
    ['the largest page', parts(most, ['facts']), 9],
  ])('costs at most this for %s', (_, variables, points) => {
    const { cost, nodeCount } = costOf(text, variables)
    expect(cost).toBeLessThanOrEqual(points)
    expect(nodeCount).toBeLessThan(100_000)
  })

  it('costs one point for the small read even where GitHub charges for what is left out (GH-39)', () => {
    const all = Object.fromEntries(Object.keys(usual).map((name) => [name, 1]))
    expect(costOf(text, parts({ ...all, files: 100 }, ['facts', 'recent'])).cost).toBe(1)
  })

  it('costs nothing more with 50 people and five files that are prefetched, and a tenth of a point with ten teams', () => {
    const [people, paths] = [50, 5].map((count) => Array.from({ length: count }, (_, i) => `name-${i}`))
    const teams = Array.from({ length: 10 }, (_, i) => ({ org: 'acme', slug: `team-${i}` }))
    const prefetch: Prefetch = { people: (people ?? []).map(loginKey), paths: paths ?? [], teams }
    const variables = { ...parts(usual, ['facts']), ...prefetchVariables(prefetch) }
    expect(costOf(withPrefetch(document, prefetch).text, variables).cost).toBeLessThanOrEqual(2)
  })
})

test('a document is valid with all that may be prefetched, and without what may be hidden', () => {
  const hidden = hiddenFields()
  hidden.note(['mergeQueueEntry'])
  const prefetch: Prefetch = { people: ['ada'], paths: ['rfcs/1.md'], teams: [{ org: 'acme', slug: 'sre' }] }
  for (const name of DOCUMENTS) {
    const bare = withoutHidden(documentNamed(name).text, hidden)
    expect(bare).not.toContain('mergeQueueEntry')
    expect([
      problemsOfDocument(bare),
      problemsOfDocument(withPrefetch({ text: bare }, NOTHING).text),
    ]).toEqual([[], []])
  }
  expect(problemsOfDocument(withPrefetch(documentNamed('pull-request'), prefetch).text)).toEqual([])
})

test('what else is needed costs one point for 50 files, people and teams', () => {
  expect(costOf(moreQuery(50, 50, 50).text).cost).toBe(1)
})
