import { describe, expect, test } from 'vitest'
import { violationsOfHouse } from '../../scripts/architecture/read-house.ts'
import { readSource } from '../../scripts/architecture/source-file.ts'
import { violationsOf } from '../../scripts/architecture/violations.ts'

test('nothing in the house breaks the architecture', () => {
  expect(violationsOfHouse()).toEqual([])
})

describe('a house in which', () => {
  test.each<[string, Record<string, string>]>([
    ['the core imports itself and its parsers', { 'src/domain/a.ts': "import './b.ts'\nimport 'yaml'" }],
    ['a room at the edge imports the core', { 'src/github/a.ts': "import '../domain/b.ts'\nimport 'pg'" }],
    ['a file at the top imports a room', { 'src/main.ts': "import './store/a.ts'" }],
    ['the settings read the environment', { 'src/settings.ts': 'export const port = process.env.PORT' }],
    [
      'the playground imports the whole App',
      { 'src/playground/a.ts': "import '../main.ts'\nimport 'graphql'" },
    ],
    [
      'a port of the core is called fetch',
      { 'src/domain/a.ts': 'export const a = (b: { fetch: 1 }) => b.fetch' },
    ],
    [
      'the core turns a given time into a date',
      { 'src/domain/a.ts': 'export const a = (at: string) => new Date(at)' },
    ],
  ])('%s is in order', (_, house) => {
    expect(violations(house)).toEqual([])
  })

  test.each<[string, string, string, string]>([
    [
      'the core imports an edge',
      'src/domain/a.ts',
      "import '../github/b.ts'",
      'domain may import only domain',
    ],
    [
      'the core imports a type of an edge',
      'src/domain/a.ts',
      "import type { B } from '../store/b.ts'",
      'domain may',
    ],
    [
      'the core names a type of an edge',
      'src/domain/a.ts',
      "export type A = import('../store/b.ts').B",
      'domain may',
    ],
    ['the core imports a database', 'src/domain/a.ts', "import 'pg'", 'domain is pure'],
    ['the core reads files', 'src/domain/a.ts', "import 'node:fs'", 'domain is pure'],
    ['rendering imports a package', 'src/render/a.ts', "import 'yaml'", 'render may import no package'],
    ['rendering imports an edge', 'src/render/a.ts', "export * from '../web/b.ts'", 'render may import only'],
    ['one edge imports another', 'src/queue/a.ts', "import '../store/b.ts'", 'queue may import only'],
    [
      'one edge loads another later',
      'src/queue/a.ts',
      "await import('../store/b.ts')",
      'queue may import only',
    ],
    [
      'one edge forks another',
      'src/queue/a.ts',
      "new URL('../parser/b.ts', import.meta.url)",
      'queue may import',
    ],
    ['an edge imports the top', 'src/web/a.ts', "import '../settings.ts'", 'web may import only'],
    ['the App imports the playground', 'src/main.ts', "import './playground/a.ts'", '(top) may import only'],
    [
      'the App runs on a development package',
      'src/github/a.ts',
      "import 'graphql'",
      'not among the dependencies',
    ],
    ['there is a room nobody planned', 'src/manager/a.ts', '', 'no room called manager'],
    [
      'an edge reads the environment',
      'src/web/a.ts',
      'export const a = process.env.PORT',
      'reads process.env',
    ],
    ['the environment is unpacked', 'src/main.ts', 'const { env } = process', 'reads process.env'],
    ['the environment is imported', 'src/main.ts', "import { env } from 'node:process'", 'reads process.env'],
    [
      'the core looks at the clock',
      'src/domain/a.ts',
      'export const a = Date.now()',
      'Date.now, but domain is pure',
    ],
    ['the core asks for today', 'src/domain/a.ts', 'export const a = new Date()', 'new Date(), but domain'],
    ['the core throws dice', 'src/domain/a.ts', 'export const a = Math.random()', 'Math.random, but domain'],
    ['the core logs', 'src/domain/a.ts', "console.log('a')", 'console, but domain is pure'],
    ['rendering waits', 'src/render/a.ts', 'export async function a() {}', 'an async function, but render'],
    ['the core promises', 'src/domain/a.ts', 'export type A = Promise<1>', 'Promise, but domain is pure'],
  ])('%s is not', (_, file, text, complaint) => {
    expect(violations({ [file]: text })).toEqual([expect.stringContaining(complaint)])
  })

  test('files import each other in a circle is not', () => {
    const house = {
      'src/domain/a.ts': "import './b.ts'",
      'src/domain/b.ts': "import './c.ts'",
      'src/domain/c.ts': "import type { A } from './a.ts'",
    }
    expect(violations(house)).toEqual([
      'src/domain/a.ts:1 — import cycle: src/domain/a.ts → src/domain/b.ts → src/domain/c.ts → src/domain/a.ts.',
    ])
  })
})

function violations(house: Record<string, string>): readonly string[] {
  return violationsOf(
    Object.entries(house).map(([file, text]) => readSource(file, text)),
    ['yaml', 'pg'],
  )
}
