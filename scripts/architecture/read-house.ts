import { globSync, readFileSync } from 'node:fs'
import { readSource, type SourceFile } from './source-file.ts'
import { violationsOf } from './violations.ts'

/** What breaks the architecture in this checkout, one line each; run from the project's root. */
export function violationsOfHouse(): readonly string[] {
  const { dependencies = {} }: { dependencies?: Record<string, string> } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  )
  return violationsOf(sources(), Object.keys(dependencies))
}

function sources(): readonly SourceFile[] {
  return globSync('src/**/*.ts')
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
    .map((file) => readSource(file, readFileSync(file, 'utf8')))
}
