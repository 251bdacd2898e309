import { spawnSync } from 'node:child_process'

// Runs all checks, one after another, so that one run reports every problem.
const checks = {
  types: 'types',
  style: 'lint and format',
  unused: 'unused code and dependencies',
  graphql: "GraphQL documents against GitHub's schema",
  generated: 'generated files up to date',
  architecture: 'import directions, cycles and lengths',
  lock: 'lock file complete',
}

const failed = Object.entries(checks).filter(([name, what]) => {
  console.log(`\n— ${what} (npm run check:${name})`)
  const { status, error } = spawnSync('npm', ['run', '--silent', `check:${name}`], { stdio: 'inherit' })
  if (error) throw new Error(`could not run check:${name}`, { cause: error })
  return status !== 0
})

if (failed.length > 0) {
  console.error(`\ncheck failed: ${failed.map(([name, what]) => `${what} (check:${name})`).join('; ')}`)
  process.exitCode = 1
} else {
  console.log('\ncheck passed')
}
