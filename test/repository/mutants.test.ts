import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MUTANTS } from '../mutants/mutants.ts'

test('every mutant can be put in: its search text stands once in its file, and its test exists', () => {
  const edits = MUTANTS.flatMap(({ fault, edits }) => edits.map((edit) => ({ fault, ...edit })))
  const lost = edits.filter(({ file, search }) => readFileSync(file, 'utf8').split(search).length !== 2)
  expect(lost.map(({ fault, search }) => `${fault}: ${search}`)).toEqual([])
  expect(MUTANTS.map((mutant) => mutant.test).filter((file) => !existsSync(file))).toEqual([])
})
