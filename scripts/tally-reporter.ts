import type { Reporter, TestModule } from 'vitest/node'

const MOST_NAMED = 20

/** Names the skipped tests, ends the run with `N passed, N failed` alone on a line, and fails a run without any test. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[] = []): void {
    let passed = 0
    const skipped: string[] = []
    // What broke outside any one test counts too: otherwise the line could say "0 failed" and the exit code 1.
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
    // At exit, because vitest prints its own summary after the reporters have been told.
    process.on('exit', () => {
      if (failed > 0 || passed === 0) process.exitCode = 1
      // With a filter by name nearly everything is skipped, and the person who asked knows it.
      const named = skipped.length > MOST_NAMED ? skipped.slice(0, MOST_NAMED).concat('…') : skipped
      if (skipped.length > 0)
        console.log(`${skipped.length} skipped:\n${named.map((name) => `  ${name}`).join('\n')}`)
      console.log(`${passed} passed, ${failed} failed`)
    })
  }
}
