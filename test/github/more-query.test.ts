import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { problemsOfDocument } from '../../scripts/graphql-documents.ts'
import { CONFIG_PATH } from '../../src/config/config.ts'
import { moreQuery } from '../../src/github/more-query.ts'
import { priceOf } from '@rfc-alignment/emulator/graphql/cost.ts'

describe('the query for files, people and teams', () => {
  it.each([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [50, 50, 50],
  ])('for %i files, %i people and %i teams is valid against the published schema', (...counts) => {
    expect(problemsOfDocument(moreQuery(...counts))).toEqual([])
  })

  it('costs one of the 5,000 points that an hour has, for fifty of each (GH-154)', () => {
    const document = parse(moreQuery(50, 50, 50))
    const [operation] = document.definitions
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation')
    expect(priceOf(document, operation, {}).cost).toBe(1)
  })
})

describe('the query for a pull request', () => {
  it('asks for the configuration where it stands (D1)', () => {
    expect(readFileSync('src/github/pull-request.graphql', 'utf8')).toContain(`"${CONFIG_PATH}"`)
  })

  it('costs no more than ten of the 5,000 points that an hour has (GH-154)', () => {
    const document = parse(readFileSync('src/github/pull-request.graphql', 'utf8'))
    const [operation] = document.definitions
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation')
    const lists = ['first', 'files', 'commits', 'comments', 'reviews', 'timeline', 'forcePushes']
    const variables = Object.fromEntries(lists.map((list) => [list, true]))
    const { cost, nodeCount } = priceOf(document, operation, variables)
    expect(cost).toBeLessThanOrEqual(10)
    expect(nodeCount).toBeLessThan(100_000)
  })
})
