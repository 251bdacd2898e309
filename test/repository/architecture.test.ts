import { describe, expect, test } from 'vitest'
import { violationsOfRepository } from '../../scripts/architecture/read-repository.ts'
import { readSource } from '../../scripts/architecture/source-file.ts'
import { violationsOf } from '../../scripts/architecture/violations.ts'

test('the repository follows the architecture', () => {
  expect(violationsOfRepository()).toEqual([])
})

describe('a repository in which', () => {
  test.each<[string, Record<string, string>]>([
    [
      'a pure room imports itself and its parsers',
      { 'src/documents/a.ts': "import './b.ts'\nimport 'yaml'" },
    ],
    ['a room at the edge imports the core', { 'src/github/a.ts': "import '../rules/b.ts'\nimport 'pg'" }],
    ['a file at the top imports a room', { 'src/main.ts': "import './store/a.ts'" }],
    [
      'the settings read the environment',
      { 'src/settings/settings.ts': 'export const port = process.env.PORT' },
    ],
    ['a room that decides imports one before it', { 'src/rules/a.ts': "import '../documents/b.ts'" }],
    [
      'the core has a property called fetch',
      { 'src/rules/a.ts': 'export const a = (b: { fetch: 1 }) => b.fetch' },
    ],
    [
      'the core turns a given time into a date',
      { 'src/rules/a.ts': 'export const a = (at: string) => new Date(at)' },
    ],
  ])('%s is in order', (_, files) => {
    expect(violations(files)).toEqual([])
  })

  test.each<[string, string, string, string]>([
    [
      'the core imports an edge',
      'src/rules/a.ts',
      "import '../github/b.ts'",
      'rules may import only facts, documents, config, rfc, commands, ledger, rules',
    ],
    [
      'the core imports a type of an edge',
      'src/rules/a.ts',
      "import type { B } from '../store/b.ts'",
      'rules may',
    ],
    [
      'the core names a type of an edge',
      'src/rules/a.ts',
      "export type A = import('../store/b.ts').B",
      'rules may',
    ],
    ['the core imports a database', 'src/rules/a.ts', "import 'pg'", 'rules is pure'],
    ['the core reads files', 'src/rules/a.ts', "import 'node:fs'", 'rules is pure'],
    [
      'rendering imports a package',
      'src/report/a.ts',
      "import 'yaml'",
      'report is pure and may not import it',
    ],
    [
      'rendering imports an edge',
      'src/report/a.ts',
      "export * from '../board/b.ts'",
      'report may import only',
    ],
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
    [
      'an edge imports the top',
      'src/board/a.ts',
      "import '../settings/settings.ts'",
      'board may import only',
    ],
    ['the App imports the playground', 'src/main.ts', "import '../playground/a.ts'", '(top) may import only'],
    ['the App imports the emulator', 'src/github/a.ts', "import '@rfc-alignment/emulator/a.ts'", 'not among'],
    [
      'a room that decides imports a later one',
      'src/documents/a.ts',
      "import '../rules/b.ts'",
      'documents may',
    ],
    [
      'the App runs on a development package',
      'src/github/a.ts',
      "import 'graphql'",
      'not among the dependencies',
    ],
    ['there is a room that is not listed', 'src/manager/a.ts', '', 'no room called manager'],
    [
      'an edge reads the environment',
      'src/board/a.ts',
      'export const a = process.env.PORT',
      'reads process.env',
    ],
    ['the environment is destructured', 'src/main.ts', 'const { env } = process', 'reads process.env'],
    ['the environment is imported', 'src/main.ts', "import { env } from 'node:process'", 'reads process.env'],
    [
      'the core reads the clock',
      'src/rules/a.ts',
      'export const a = Date.now()',
      'Date.now, but rules is pure',
    ],
    ['the core reads the date', 'src/rules/a.ts', 'export const a = new Date()', 'new Date(), but rules'],
    [
      'the core draws a random number',
      'src/rules/a.ts',
      'export const a = Math.random()',
      'Math.random, but rules',
    ],
    ['the core logs', 'src/rules/a.ts', "console.log('a')", 'console, but rules is pure'],
    ['rendering awaits', 'src/report/a.ts', 'export async function a() {}', 'an async function, but report'],
    [
      'the core names a promise',
      'src/rules/a.ts',
      'export type A = Promise<1>',
      'Promise, but rules is pure',
    ],
  ])('%s is not', (_, file, text, complaint) => {
    expect(violations({ [file]: text })).toEqual([expect.stringContaining(complaint)])
  })

  test('files import each other in a cycle is not', () => {
    const files = {
      'src/rules/a.ts': "import './b.ts'",
      'src/rules/b.ts': "import './c.ts'",
      'src/rules/c.ts': "import type { A } from './a.ts'",
    }
    expect(violations(files)).toEqual([
      'src/rules/a.ts:1 — import cycle: src/rules/a.ts → src/rules/b.ts → src/rules/c.ts → src/rules/a.ts.',
    ])
  })

  test('a folder and its subfolder import each other is not', () => {
    const files = {
      'src/documents/a.ts': "import './markdown/b.ts'",
      'src/documents/markdown/c.ts': "import '../d.ts'",
    }
    expect(violations(files)).toEqual([
      'src/documents — import cycle of folders: src/documents → src/documents/markdown → src/documents.',
    ])
  })

  test('a file has more than 400 lines is not, unless the exceptions say why', () => {
    const files = { 'src/rules/a.ts': '\n'.repeat(401) }
    expect(violations({ 'src/rules/a.ts': '\n'.repeat(400) })).toEqual([])
    expect(violations(files)).toEqual([
      'src/rules/a.ts:1 — src/rules/a.ts has 401 lines, more than 400: split it, or add the reason to lengthExceptions.',
    ])
    expect(violations(files, { 'src/rules/a.ts': 'a table' })).toEqual([])
    expect(violations({ 'src/rules/a.generated.ts': '\n'.repeat(401) })).toEqual([])
  })

  test.each([
    ['a declaration', (body: string) => `export function long() {${body}}`],
    ['a constant', (body: string) => `export const long = () => {${body}}`],
    ['a property', (body: string) => `export const a = { long: () => {${body}} }`],
    ['a method', (body: string) => `export class A { long() {${body}} }`],
  ])('a function of more than 80 lines, %s, is not, unless the exceptions say why', (_, write) => {
    const files = { 'src/rules/a.ts': write('\n'.repeat(80)) }
    const complaint = expect.stringContaining('src/rules/a.ts#long has 81 lines, more than 80')
    expect(violations({ 'src/rules/a.ts': write('\n'.repeat(79)) })).toEqual([])
    expect(violations(files)).toEqual([complaint])
    expect(violations(files, { 'src/rules/a.ts#long': 'a table' })).toEqual([])
  })

  test('an exception is no longer needed is not', () => {
    expect(violations({ 'src/rules/a.ts': '' }, { 'src/rules/a.ts': 'a table' })).toEqual([
      'scripts/architecture/sizes.ts:1 — src/rules/a.ts is short enough: remove its exception.',
    ])
  })
})

function violations(
  files: Record<string, string>,
  exceptions: Record<string, string> = {},
): readonly string[] {
  return violationsOf(
    Object.entries(files).map(([file, text]) => readSource(file, text)),
    ['yaml', 'pg'],
    exceptions,
  )
}
