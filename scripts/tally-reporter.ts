import type { Reporter, TestModule } from 'vitest/node'

const MOST_NAMED = 20

/** Lists skipped tests, ends the run with the line `N passed, N failed`, and fails a run without any test. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[] = []): void {
    let passed = 0
    const skipped: string[] = []
    // Errors outside of tests count as failures: otherwise the line could say "0 failed" with exit code 1.
    let failed = unhandled.length
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        if (state === 'failed') failed += 1
        if (state === 'skipped') skipped.push(`${module.relativeModuleId} > ${test.fullName}`)
      }
    }
    // At exit, because vitest prints its summary after calling reporters.
    process.on('exit', () => {
      if (failed > 0 || passed === 0) process.exitCode = 1
      // A filter by name skips nearly everything, so the list is shortened.
      const named = skipped.length > MOST_NAMED ? skipped.slice(0, MOST_NAMED).concat('…') : skipped
      if (skipped.length > 0)
        console.log(`${skipped.length} skipped:\n${named.map((name) => `  ${name}`).join('\n')}`)
      console.log(`${passed} passed, ${failed} failed`)
    })
  }
}
