import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'emulator/test/**/*.test.ts'],
    reporters: ['default', './scripts/tally-reporter.ts'],
    globalSetup: ['test/browser/unpack.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Limits are for what hangs. A busy machine of half the speed must not meet one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 90_000, interval: 10 } },
  },
})
