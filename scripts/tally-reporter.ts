import type { Reporter, TestModule } from 'vitest/node'

/** Ends a test run with `N passed, N failed` alone on its line, and fails a run in which nothing ran. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[] = []): void {
    let passed = 0
    // What broke outside any one test counts too: otherwise the line could say "0 failed" and the exit code 1.
    let failed = unhandled.length
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        if (state === 'failed') failed += 1
      }
    }
    // At exit, because vitest prints its own summary after the reporters have been told.
    process.on('exit', () => {
      if (failed > 0 || passed === 0) process.exitCode = 1
      console.log(`${passed} passed, ${failed} failed`)
    })
  }
}
