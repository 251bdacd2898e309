import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/documents/parse-document.ts'
import { tellDocument } from './tell-document.ts'

const folder = new URL('../../fixtures/documents/', import.meta.url)

describe('in the document of the fixture (S1, S3, S4, T4, T5)', () => {
  test.each(readdirSync(folder))('%s', (name) => {
    const parsed = parseDocument(readFileSync(new URL(`${name}/rfc.md`, folder), 'utf8'))
    if (parsed.kind === 'unreadable') throw new Error(parsed.why)
    expect(tellDocument(parsed)).toBe(readFileSync(new URL(`${name}/expected.txt`, folder), 'utf8'))
  })
})

describe('the RFCs of the demo', () => {
  test.each([
    ['0001-billing-from-events.md', 'Bill from events, not from the nightly job', ['ada', 'linus', 'grace']],
    ['0002-one-name-for-a-customer.md', 'One name for a customer', ['ada', 'grace', 'margaret', 'edsger']],
  ])('%s names its stakeholders and has no problem', (file, title, logins) => {
    const text = readFileSync(new URL(`../../fixtures/rfcs/${file}`, import.meta.url), 'utf8')
    const parsed = parseDocument(text)
    if (parsed.kind === 'unreadable') throw new Error(parsed.why)
    const names = parsed.parts.flatMap(({ entries }) => entries.flatMap((entry) => entry.names))
    expect(parsed.problems).toEqual([])
    expect(parsed.title).toBe(title)
    expect(names.map((naming) => naming.kind === 'person' && naming.login)).toEqual(logins)
  })
})
