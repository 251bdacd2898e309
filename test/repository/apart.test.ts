import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Where a file's relative imports lead, from the root. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^']+)'/g)].map(([, to = '']) =>
    join(dirname(file), to),
  )
}

test.each(['conformance', 'emulator'])(
  '%s imports nothing of the App, which it is there to judge',
  (folder) => {
    const files = globSync(`${folder}/**/*.ts`)
    expect(files.length).toBeGreaterThan(5)
    const outside = files.flatMap((file) =>
      importsOf(file)
        .filter((to) => !to.startsWith(`${folder}/`))
        .map((to) => `${file}: ${to}`),
    )
    expect(outside).toEqual([])
  },
)
