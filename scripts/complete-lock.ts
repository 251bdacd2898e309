import { readFileSync, writeFileSync } from 'node:fs'
import { completed, type LockFile, missingOptionals } from './lock-file.ts'
import { reportProblems } from './report-problems.ts'

const file = 'package-lock.json'
const lock: LockFile = JSON.parse(readFileSync(file, 'utf8'))
const missing = missingOptionals(lock)

if (process.argv.includes('--check')) {
  reportProblems(
    missing.map(
      ({ name, askedBy }) => `${file} has no entry for ${name}, required by ${askedBy}. Run "npm run lock".`,
    ),
    'The lock file has an entry for every optional package.',
  )
} else {
  writeFileSync(file, `${JSON.stringify(completed(lock), null, 2)}\n`)
  for (const { name, version } of missing) console.log(`+ ${name} ${version}`)
  console.log(`${missing.length} entries added to ${file}`)
}
