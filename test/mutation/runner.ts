import { globSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core'
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  determineHitLimitReached,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import type { Collected } from './collected.ts'

/**
 * A test runner for Stryker that loads the tests of the core once and runs them in its own process, which takes
 * less than starting vitest for every mutant: the core is pure, so a test needs no fresh process. Only what
 * is decided when a file is loaded (tables, patterns) needs it loaded anew, and is: under another address, for Node
 * keeps what it loaded.
 */
class CoreRunner implements TestRunner {
  readonly #context: InstrumenterContext
  readonly #loaded = new Map<string, Promise<Collected[]>>()
  /** The generation that is being loaded; 0 is the one that all mutants share. */
  #generation = 0
  #lastGeneration = 0

  constructor() {
    const world = globalThis as { [INSTRUMENTER_CONSTANTS.NAMESPACE]?: InstrumenterContext }
    this.#context = world[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {}
    registerHooks({
      resolve: (specifier, context, next) => {
        const from = context.parentURL ?? ''
        if (specifier === 'vitest' && !from.startsWith(COLLECTED) && !from.includes('/node_modules/')) {
          return { url: COLLECTED, shortCircuit: true }
        }
        const resolved = next(specifier, context)
        const ours = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/')
        if (this.#generation === 0 || !ours || resolved.url.startsWith(COLLECTED)) return resolved
        return { ...resolved, url: `${resolved.url.replace(/\?.*$/, '')}?${this.#generation}` }
      },
    })
  }

  capabilities() {
    return { reloadEnvironment: true }
  }

  /** Every test once, noting which mutants each of them reaches. */
  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = []
    for (const file of FILES) {
      for (const test of await this.#testsOf(file, 0)) {
        const id = idOf(file, test)
        this.#context.currentTestId = id
        tests.push(await resultOf(id, test))
      }
      // What runs when the next file is loaded is of no test, and needs it loaded anew.
      delete this.#context.currentTestId
    }
    if (tests.every(({ status }) => status === TestStatus.Success)) {
      const { mutantCoverage = { static: {}, perTest: {} } } = this.#context
      return { status: DryRunStatus.Complete, tests, mutantCoverage }
    }
    const failed = tests.filter(({ status }) => status !== TestStatus.Success)
    return { status: DryRunStatus.Error, errorMessage: JSON.stringify(failed, null, 2) }
  }

  /** The tests that reach the mutant, until one of them fails. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, mutantActivation, testFilter, disableBail } = options
    const generation = mutantActivation === 'static' ? ++this.#lastGeneration : 0
    Object.assign(this.#context, { activeMutant: activeMutant.id, hitCount: 0, hitLimit })
    try {
      const tests = await this.#run(generation, testFilter && new Set(testFilter), disableBail)
      const tooOften = determineHitLimitReached(this.#context.hitCount, hitLimit)
      return toMutantRunResult(tooOften ?? { status: DryRunStatus.Complete, tests })
    } finally {
      delete this.#context.activeMutant
      for (const key of this.#loaded.keys()) if (!key.startsWith('0 ')) this.#loaded.delete(key)
    }
  }

  async #run(
    generation: number,
    wanted: Set<string> | undefined,
    disableBail: boolean,
  ): Promise<TestResult[]> {
    const tests: TestResult[] = []
    const files = FILES.filter(
      (file) => wanted === undefined || [...wanted].some((id) => id.startsWith(`${file}#`)),
    )
    for (const file of files) {
      const loaded = await this.#testsOf(file, generation).catch(asFailure)
      for (const test of loaded) {
        const id = idOf(file, test)
        if (wanted !== undefined && !wanted.has(id) && test.name !== LOADING) continue
        const result = await resultOf(id, test)
        tests.push(result)
        if (result.status === TestStatus.Failed && !disableBail) return tests
      }
    }
    return tests
  }

  #testsOf(file: string, generation: number): Promise<Collected[]> {
    const key = `${generation} ${file}`
    const known = this.#loaded.get(key)
    if (known !== undefined) return known
    const loading = this.#load(file, generation)
    this.#loaded.set(key, loading)
    return loading
  }

  async #load(file: string, generation: number): Promise<Collected[]> {
    const { takeCollected } = (await import(COLLECTED)) as typeof import('./collected.ts')
    takeCollected()
    this.#generation = generation
    try {
      await import(`${pathToFileURL(resolve(file)).href}${generation === 0 ? '' : `?${generation}`}`)
    } finally {
      this.#generation = 0
    }
    return takeCollected()
  }
}

const COLLECTED = new URL('collected.ts', import.meta.url).href
/** The name of what failed before there was a test. */
const LOADING = 'loading'
/** The tests that need nothing but the pure rooms. */
const FILES = [
  ...globSync('test/{facts,documents,config,rfc,commands,rules}/**/*.test.ts').toSorted(),
  'test/mutation/recorded.ts',
]

function asFailure(error: unknown): Collected[] {
  return [{ name: LOADING, run: () => Promise.reject(error) }]
}

function idOf(file: string, { name }: Collected): string {
  return `${file}#${name}`
}

async function resultOf(id: string, { run }: Collected): Promise<TestResult> {
  const about = { id, name: id, fileName: fileURLToPath(new URL(id.split('#')[0] ?? '', ROOT)) }
  const began = performance.now()
  try {
    const pending = run()
    if (pending instanceof Promise) await pending
    return { ...about, status: TestStatus.Success, timeSpentMs: performance.now() - began }
  } catch (error) {
    const failureMessage = error instanceof Error ? error.message : String(error)
    return { ...about, status: TestStatus.Failed, timeSpentMs: performance.now() - began, failureMessage }
  }
}

const ROOT = pathToFileURL(`${process.cwd()}/`)

/** What Stryker looks for in a plug-in. */
export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'core', () => new CoreRunner())]
