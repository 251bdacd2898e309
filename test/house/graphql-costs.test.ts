import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { describe, expect, it, test } from 'vitest'
import { problemsOfDocument } from '../../scripts/graphql-documents.ts'
import { foreseenVariables, withForeseen } from '../../src/github/foreseen.ts'
import { hiddenFields, withoutHidden } from '../../src/github/hidden-fields.ts'
import { moreQuery } from '../../src/github/more-query.ts'
import { priceOf } from '@rfc-alignment/emulator/graphql/cost.ts'

const FOLDER = new URL('../../src/github/', import.meta.url)
const DOCUMENTS = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'))

const NOTHING = { people: [], paths: [], teams: [] }

/** What a query costs and how many nodes it may return, by GitHub's published formula (GH-154). */
function costOf(text: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = parse(text)
  const operation = document.definitions.find((each) => each.kind === 'OperationDefinition')
  if (!operation) throw new Error('the document has no operation')
  return priceOf(document, operation, variables)
}

function textOf(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8')
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
  'add-reaction.graphql': 1,
  'ancestors.graphql': 1,
  'default-branches.graphql': 1,
  'edits.graphql': 1,
  'hidden-commits.graphql': 3,
  'line-comments.graphql': 1,
  'minimize-comment.graphql': 1,
  'nearby-people.graphql': 1,
  'open-counts.graphql': 1,
  'outlines.graphql': 4,
  'pull-requests-with-head.graphql': 1,
  'queue.graphql': 1,
  'read-group.graphql': 1,
  'remove-reaction.graphql': 1,
  'siblings.graphql': 1,
  'team-members.graphql': 1,
  'unminimize-comment.graphql': 1,
}

test('every document has a budget in points (A5)', () => {
  const others = DOCUMENTS.filter((name) => name !== 'pull-request.graphql')
  expect(others.filter((name) => !(name in BUDGETS))).toEqual([])
})

it.each(Object.entries(BUDGETS).filter(([name]) => DOCUMENTS.includes(name)))(
  '%s costs at most %i points',
  (name, most) => {
    expect(costOf(textOf(name)).cost).toBeLessThanOrEqual(most)
  },
)

describe('pull-request.graphql', () => {
  const text = textOf('pull-request.graphql')
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

  it('costs nothing more with 50 people and five files that are foreseen, and a tenth of a point with ten teams', () => {
    const [people, paths] = [50, 5].map((count) => Array.from({ length: count }, (_, i) => `name-${i}`))
    const teams = Array.from({ length: 10 }, (_, i) => ({ org: 'acme', slug: `team-${i}` }))
    const foreseen = { people: people ?? [], paths: paths ?? [], teams }
    const variables = { ...parts(usual, ['facts']), ...foreseenVariables(foreseen) }
    expect(costOf(withForeseen(text, foreseen), variables).cost).toBeLessThanOrEqual(2)
  })
})

test('a document is valid with all that may be foreseen, and without what may be hidden', () => {
  const hidden = hiddenFields()
  hidden.note(['mergeQueueEntry'])
  const foreseen = { people: ['ada'], paths: ['rfcs/1.md'], teams: [{ org: 'acme', slug: 'sre' }] }
  for (const name of DOCUMENTS) {
    const bare = withoutHidden(textOf(name), hidden)
    expect(bare).not.toContain('mergeQueueEntry')
    expect([problemsOfDocument(bare), problemsOfDocument(withForeseen(bare, NOTHING))]).toEqual([[], []])
  }
  expect(problemsOfDocument(withForeseen(textOf('pull-request.graphql'), foreseen))).toEqual([])
})

test('what else is needed costs one point for 50 files, people and teams', () => {
  expect(costOf(moreQuery(50, 50, 50)).cost).toBe(1)
})
