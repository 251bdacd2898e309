import { defineConfig } from 'vitest/config'

/**
 * The tests that Stryker runs against mutants of the core: those that need nothing but the core itself. The parser's
 * process and the corpus are left out, for they are slow and run the same code once more.
 */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts', 'test/parsers/**/*.test.ts'],
    exclude: ['test/parsers/parser.test.ts', 'test/parsers/corpus.test.ts'],
    testTimeout: 30_000,
    // The core keeps no state between tests, and a worker for each file would take longer than the tests themselves.
    isolate: false,
  },
})
