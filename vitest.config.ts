import { defineConfig } from 'vitest/config'
import { SlowestFirst } from './scripts/slowest-first.ts'

/** Rooms whose tests need no other process, server, database or browser: `npm run test:unit`. */
const UNIT = ['test/{facts,documents,config,rfc,commands,ledger,rules,report}/**/*.test.ts']
const BROWSER = ['test/browser/**/*.test.ts']

export default defineConfig({
  test: {
    reporters: ['default', './scripts/tally-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    // Limits that only catch what hangs: nothing fails because the machine is busy.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
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
