import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Workflow {
  readonly permissions: unknown
  readonly jobs: Record<
    string,
    { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }
  >
}

const workflow: Workflow = parse(readFileSync('.github/workflows/ci.yml', 'utf8'))
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)
const script = readFileSync('.ci/run', 'utf8')

test('the workflow and .ci/run give the same commands, and no others', () => {
  const inWorkflow = steps.flatMap(({ run }) => run ?? [])
  const inScript = [...script.matchAll(/^(?:if ! )?(npm [a-z ]*[a-z])/gm)].map(([, command]) => command)
  expect(inWorkflow).toEqual(['npm ci', 'npm run check', 'npm test'])
  expect(inScript).toEqual(inWorkflow)
})

test('every action is pinned by the digest of a commit', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? [])
  expect(actions.length).toBeGreaterThan(0)
  expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([])
})

test('the workflow may read the repository and do nothing else', () => {
  expect(workflow.permissions).toEqual({ contents: 'read' })
})

test('.ci/run can be executed', () => {
  expect(statSync('.ci/run').mode & 0o111).not.toBe(0)
})
