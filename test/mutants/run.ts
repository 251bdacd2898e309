import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Mutant, MUTANTS } from './mutants.ts'

/**
 * Puts each mutant into a copy of the repository and runs the one test file that must fail then:
 * `npm run mutants [-- --only "read back"]`. Exits 1 when one survives, or cannot be put in any more.
 */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
/** What no test needs, or stands beside the copy. */
const NOT_COPIED: ReadonlySet<string> = new Set(['node_modules', '.git', 'data'])
const copy = mkdtempSync(join(tmpdir(), 'mutants-'))
for (const name of readdirSync('.'))
  if (!NOT_COPIED.has(name)) cpSync(name, join(copy, name), { recursive: true })
symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))

const mutants = MUTANTS.filter(({ fault }) => fault.includes(values.only))
const broken = [...new Set(mutants.map(({ test }) => test))].filter((test) => failuresIn(test) !== 0)
for (const test of broken) console.log(`✗ ${test} does not pass without a mutant, so it proves nothing`)

const survivors = mutants.filter((mutant) => {
  const end = broken.includes(mutant.test) ? 'proves nothing' : endOf(mutant)
  console.log(
    `${end === 'killed' ? '✓' : '✗'} ${end}: ${mutant.fault} (${mutant.rules.join(', ')}; ${mutant.test})`,
  )
  return end !== 'killed'
})
rmSync(copy, { recursive: true })
console.log(`${mutants.length - survivors.length} of ${mutants.length} killed`)
if (survivors.length > 0 || mutants.length === 0) process.exitCode = 1

function endOf({ edits, test }: Mutant): string {
  const sources = new Map(edits.map(({ file }) => [file, readFileSync(join(copy, file), 'utf8')]))
  const mutated = new Map(sources)
  for (const { file, search, replace } of edits) {
    const source = mutated.get(file) as string
    const times = source.split(search).length - 1
    if (times !== 1) return `cannot be put in (its search text stands ${times} times in ${file})`
    mutated.set(
      file,
      source.replace(search, () => replace),
    )
  }
  for (const [file, source] of mutated) writeFileSync(join(copy, file), source)
  const failures = failuresIn(test)
  for (const [file, source] of sources) writeFileSync(join(copy, file), source)
  if (failures === null) return 'ended without a result'
  return failures > 0 ? 'killed' : 'survived'
}

/** How many tests of a file fail; null where it did not come so far as to run them. */
function failuresIn(test: string): number | null {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const options = ['--reporter=json', `--outputFile=${report}`, '--bail=1']
  spawnSync('vitest', ['run', test, ...options], { cwd: copy, stdio: 'ignore', env: process.env })
  if (!existsSync(report)) return null
  const { numTotalTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
  return numTotalTests > 0 ? numFailedTests : null
}
