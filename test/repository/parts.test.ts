import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync('docs/reference/parts.md', 'utf8')
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Readonly<
  Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>
>

test('every library that is installed has a reason, and no other one is listed', () => {
  // Types come with the library they describe; Node and the emulator are no libraries.
  const isListed = (name: string) => !/^(@types\/.*|node|@rfc-alignment\/emulator)$/.test(name)
  const installed = [...Object.keys(dependencies), ...Object.keys(devDependencies)].filter(isListed)
  const listed = [...page.matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string),
  )
  expect(installed.filter((name) => !listed.includes(name))).toEqual([])
  expect(listed.filter((name) => !installed.includes(name))).toEqual([])
})
