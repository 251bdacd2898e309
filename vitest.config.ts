import { defineConfig } from 'vitest/config'

/** Rooms whose tests need no other process, server, database or browser: `npm run test:unit`. */
const UNIT = ['test/{facts,documents,config,rfc,commands,rules,report}/**/*.test.ts']
const BROWSER = ['test/browser/**/*.test.ts']

export default defineConfig({
  test: {
    reporters: ['default', './scripts/tally-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Limits are for what hangs. A busy machine of half the speed must not meet one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 90_000, interval: 10 } },
    projects: [
      // What is pure needs no fresh process for each file.
      { extends: true, test: { name: 'unit', include: UNIT, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts', 'emulator/test/**/*.test.ts'],
          exclude: [...UNIT, ...BROWSER],
        },
      },
      { extends: true, test: { name: 'browser', include: BROWSER, globalSetup: ['test/browser/unpack.ts'] } },
    ],
  },
})
