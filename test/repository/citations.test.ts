import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const textOf = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** The ids that a document gives: the first cell of a row. */
const rowsOf = (path: string, prefix: string) =>
  [...textOf(path).matchAll(new RegExp(`^\\| (${prefix}-\\d+) \\|`, 'gm'))].map(([, id]) => id as string)

const files = execFileSync(
  'git',
  [
    'ls-files',
    '-z',
    ...['src', 'test', 'docs', 'scripts', 'bench', 'conformance', 'emulator', 'playground'],
    ...['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'app.yml', '.github'],
  ],
  {
    cwd: root,
  },
)
  .toString()
  .split('\0')
  .filter((path) => /\.(ts|js|md|graphql|sql|yml|css|html)$/.test(path) && existsSync(new URL(path, root)))

/** Where each id is cited; ranges like `TH-43–TH-46` cite their ends. */
function citationsOf(pattern: RegExp): Map<string, string[]> {
  const cited = new Map<string, string[]>()
  for (const path of files) {
    for (const [id] of textOf(path).matchAll(pattern)) cited.set(id, [...(cited.get(id) ?? []), path])
  }
  return cited
}

describe.each([
  ['GH', 'docs/github-facts.md'],
  ['TH', 'docs/threats.md'],
])('an id that begins with %s', (prefix, document) => {
  const given = rowsOf(document, prefix)

  test('is given once', () => {
    expect(given.filter((id, index) => given.indexOf(id) !== index)).toEqual([])
    expect(given.length).toBeGreaterThan(100)
  })

  test('is given where it is cited', () => {
    const cited = citationsOf(new RegExp(`\\b${prefix}-\\d+\\b`, 'g'))
    const unknown = [...cited].filter(([id]) => !given.includes(id) && !isNextFree(document, id))
    expect(unknown).toEqual([])
  })
})

describe('the id of a rule', () => {
  test('is given in the rule book where it is cited in parentheses', () => {
    const given = new Set(
      [...textOf('docs/rules.md').matchAll(/\*\*([A-Z]\d+[a-z]?)\*\*/g)].map(([, id]) => id),
    )
    expect(given.size).toBeGreaterThan(50)
    const unknown: string[] = []
    for (const path of files) {
      for (const [group] of textOf(path).matchAll(
        /\(([CDFLNPRSTV]\d{1,2}[a-z]?(?:(?:, | and |–)[CDFLNPRSTV]\d{1,2}[a-z]?)*)\)/g,
      )) {
        for (const [id] of group.matchAll(/[CDFLNPRSTV]\d{1,2}[a-z]?/g)) {
          if (!given.has(id)) unknown.push(`${path}: ${group}`)
        }
      }
    }
    expect(unknown).toEqual([])
  })

  test('is given in the rule book where a section is cited', () => {
    const sections = new Set(
      [...textOf('docs/rules.md').matchAll(/^## (\d+)\. /gm)].map(([, number]) => `§${number}`),
    )
    expect([...citationsOf(/§\d+/g)].filter(([section]) => !sections.has(section))).toEqual([])
  })
})

/** The number that a document says comes next is named there, and is no citation. */
function isNextFree(document: string, id: string): boolean {
  return textOf(document).includes(`next free number: **${id}**`)
}
