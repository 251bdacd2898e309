import { expect } from 'vitest'

/**
 * What tests of the core import in the place of `vitest` when they run in one process (`runner.ts`): the same
 * `expect`, and a `describe` and `it` that remember the test and do not run it. Only what those tests use is here;
 * anything else is missed at once, for the name is not exported.
 */
export { expect, it, it as test }

/** A test as it stands in its file. `name` is unique within the file. */
export interface Collected {
  name: string
  run: () => unknown
}

type Body = (...row: unknown[]) => unknown

const scopes: string[] = []
const after: (() => unknown)[] = []
let tests: Collected[] = []

/** What was collected since the last call. */
export function takeCollected(): Collected[] {
  const taken = tests
  tests = []
  scopes.length = 0
  after.length = 0
  return taken
}

/** Names what stands inside. */
export function describe(name: string, body: () => void): void {
  scopes.push(name)
  body()
  scopes.pop()
}
describe.each = (rows: readonly unknown[]) => (name: string, body: Body) => {
  for (const row of rows) describe(name, () => body(...valuesOf(row)))
}

/** Remembers a test. */
function it(name: string, body: () => unknown): void {
  const cleanUp = [...after]
  tests.push({
    name: `${tests.length + 1} ${[...scopes, name].join(' > ')}`,
    run: () => (cleanUp.length === 0 ? body() : thenClean(body, cleanUp)),
  })
}
it.each = (rows: readonly unknown[]) => (name: string, body: Body) => {
  for (const row of rows) it(name, () => body(...valuesOf(row)))
}

/** Runs after each of the tests that follow in the file. */
export function afterEach(body: () => unknown): void {
  after.push(body)
}

async function thenClean(body: () => unknown, cleanUp: (() => unknown)[]): Promise<void> {
  try {
    await body()
  } finally {
    for (const clean of cleanUp) await clean()
  }
}

function valuesOf(row: unknown): unknown[] {
  return Array.isArray(row) ? row : [row]
}
