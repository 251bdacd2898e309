import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

test.each<[string, string, string, number]>([
  ['all is well', "test('a', () => {})", '1 passed, 0 failed', 0],
  ['a test fails', "test('a', () => {}); test('b', () => { throw new Error('b') })", '1 passed, 1 failed', 1],
  ['a file does not load', "throw new Error('a')", '0 passed, 1 failed', 1],
  ['nothing ran', "test.skip('a', () => {})", '0 passed, 0 failed', 1],
  ['a hook fails', "beforeAll(() => { throw new Error('a') }); test('a', () => {})", '0 passed, 1 failed', 1],
  ['an error had no owner', "test('a', () => { Promise.reject(new Error('a')) })", '1 passed, 1 failed', 1],
])('the closing line and the exit code agree when %s', (_, body, line, code) => {
  const { stdout, status } = runVitestOn(body)
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(line)
  expect(status).toBe(code)
})

test('skipped tests are named before the closing line', () => {
  const { stdout } = runVitestOn("test('a', () => {}); test.skip('b', () => {})")
  expect(stdout.trimEnd().split('\n').slice(-3)).toEqual([
    '1 skipped:',
    '  one.test.ts > b',
    '1 passed, 0 failed',
  ])
})

function runVitestOn(text: string): { stdout: string; status: number | null } {
  const folder = mkdtempSync(join(tmpdir(), 'tally-'))
  try {
    const config = { test: { globals: true, reporters: ['default', resolve('scripts/tally-reporter.ts')] } }
    writeFileSync(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(config)}`)
    writeFileSync(join(folder, 'one.test.ts'), text)
    const vitest = resolve('node_modules/vitest/vitest.mjs')
    return spawnSync(process.execPath, [vitest, 'run', '--root', folder], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
