import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { completed, type LockFile, missingOptionals } from '../../scripts/lock-file.ts'

const tool = 'node_modules/tool'

test('the committed lock file has an entry for every optional package', () => {
  expect(missingOptionals(JSON.parse(readFileSync('package-lock.json', 'utf8')))).toEqual([])
})

test('a build for another platform that the registry did not serve is missing, and completed by its name', () => {
  const lock: LockFile = {
    packages: {
      '': {},
      [tool]: {
        version: '2.0.0',
        dev: true,
        optionalDependencies: { '@tool/cli-linux-arm64-musl': '2.0.0' },
      },
    },
  }
  expect(missingOptionals(lock)).toEqual([
    { name: '@tool/cli-linux-arm64-musl', version: '2.0.0', askedBy: tool },
  ])
  expect(completed(lock).packages['node_modules/@tool/cli-linux-arm64-musl']).toEqual({
    version: '2.0.0',
    cpu: ['arm64'],
    dev: true,
    libc: ['musl'],
    optional: true,
    os: ['linux'],
  })
  expect(missingOptionals(completed(lock))).toEqual([])
})

test.each([
  ['beside the one that asks', `${tool}/node_modules/@tool/cli-win32-x64`],
  ['in a folder above', 'node_modules/@tool/cli-win32-x64'],
])('an optional package is found %s', (_, place) => {
  const asking = { optionalDependencies: { '@tool/cli-win32-x64': '2.0.0' } }
  expect(missingOptionals({ packages: { [tool]: asking, [place]: {} } })).toEqual([])
})

test('a name without a platform is left to a person', () => {
  const lock: LockFile = { packages: { [tool]: { optionalDependencies: { fancy: '1.0.0' } } } }
  expect(() => completed(lock)).toThrow('fancy, whose name tells no platform')
})
