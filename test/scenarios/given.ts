import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Step } from './steps.ts'

/** Every folder of it is a history of a pull request: `given.yml` says what people do, `then.md` what they read then. */
export const FOLDER = new URL('../../fixtures/scenarios/', import.meta.url)

interface Given {
  readonly rules: readonly string[]
  readonly base?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

/** The scenarios, in the order of their names. */
export function scenarios(): readonly { readonly name: string; readonly given: Given }[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((name) => ({
      name,
      given: parse(readFileSync(new URL(`${name}/given.yml`, FOLDER), 'utf8')) as Given,
    }))
}

/** What was there before the pull request. */
export function baseOf({ base }: Given): Readonly<Record<string, string>> {
  return { 'README.md': '# Acme\n', ...base }
}
