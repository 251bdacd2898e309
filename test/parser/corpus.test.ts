import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseDocument } from '../../src/documents/parse-document.ts'

const corpus = new URL('../../../shared/corpus/', import.meta.url)
const documents = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((path) => /\/.*\.md$/.test(path))
  : []

test.skipIf(documents.length === 0)(
  'every document of real projects can be read, where some are at hand',
  () => {
    const unreadable = documents.flatMap((path) => {
      const parsed = parseDocument(readFileSync(new URL(path, corpus), 'utf8'))
      return parsed.kind === 'unreadable' ? [`${path}: ${parsed.why}`] : []
    })
    expect(unreadable, fileURLToPath(corpus)).toEqual([])
  },
)
