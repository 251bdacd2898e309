import { globSync, readFileSync } from 'node:fs'
import { lengthExceptions } from './sizes.ts'
import { readSource, type SourceFile } from './source-file.ts'
import { violationsOf } from './violations.ts'

/** Returns what breaks the architecture in this checkout, one line each. The working directory must be the project's root. */
export function violationsOfRepository(): readonly string[] {
  const {
    dependencies = {},
    peerDependencies = {},
  }: Partial<Record<'dependencies' | 'peerDependencies', Record<string, string>>> = JSON.parse(
    readFileSync('package.json', 'utf8'),
  )
  // Peers are optional: what imports them says how to install them.
  const packages = [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
  return violationsOf(sources(), packages, lengthExceptions)
}

function sources(): readonly SourceFile[] {
  return globSync('src/**/*.ts')
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
    .map((file) => readSource(file, readFileSync(file, 'utf8')))
}
