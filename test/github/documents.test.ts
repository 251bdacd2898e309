import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { problemsOfDocument } from '../../scripts/graphql-documents.ts'
import { CONFIG_PATH } from '../../src/config/config.ts'
import { namesOfDocuments } from '../../scripts/github-documents.ts'
import { hiddenFields, withoutHidden } from '../../src/github/hidden-fields.ts'
import { documentNamed, withFragments } from '../../src/github/documents.ts'
import { priceOf } from '@rfc-alignment/emulator/graphql/cost.ts'

describe('the shared fragments of a document', () => {
  it.each(namesOfDocuments())('are complete and valid whatever is hidden: %s', (name) => {
    const { text } = documentNamed(name)
    const fields = [...new Set([...text.matchAll(/# hidden: (\w+)/g)].map(([, field = '']) => field))]
    for (const field of [null, ...fields]) {
      const hidden = hiddenFields()
      hidden.note(field === null ? [] : [field])
      expect(problemsOfDocument(withoutHidden(text, hidden))).toEqual([])
    }
  })

  it('are added once', () => {
    const { text } = documentNamed('queue')
    expect(withFragments(text).trimEnd()).toBe(text.trimEnd())
  })
})

describe('the query for a pull request', () => {
  it('asks for the configuration at its path (D1)', () => {
    expect(documentNamed('pull-request').text).toContain(`"${CONFIG_PATH}"`)
  })

  it('costs no more than ten of the 5,000 points that an hour has (GH-154)', () => {
    const document = parse(documentNamed('pull-request').text)
    const [operation] = document.definitions
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation')
    const lists = ['first', 'files', 'commits', 'comments', 'reviews', 'timeline', 'forcePushes']
    const variables = Object.fromEntries(lists.map((list) => [list, true]))
    const { cost, nodeCount } = priceOf(document, operation, variables)
    expect(cost).toBeLessThanOrEqual(10)
    expect(nodeCount).toBeLessThan(100_000)
  })
})
