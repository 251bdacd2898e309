import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { problemsOfDocument } from '../../scripts/graphql-documents.ts'
import { moreQuery } from '../../src/github/more-query.ts'
import { priceOf } from '@rfc-alignment/emulator/graphql/cost.ts'

describe('the query for files, people and teams', () => {
  it.each([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [50, 50, 50],
  ])('is valid against the published schema for %i files, %i people and %i teams', (...counts) => {
    expect(problemsOfDocument(moreQuery(...counts).text)).toEqual([])
  })

  it('costs one of the 5,000 points that an hour has, for fifty of each (GH-154)', () => {
    const document = parse(moreQuery(50, 50, 50).text)
    const [operation] = document.definitions
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation')
    expect(priceOf(document, operation, {}).cost).toBe(1)
  })
})
