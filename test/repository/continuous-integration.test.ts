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
const text = readFileSync('.github/workflows/ci.yml', 'utf8')
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)
const commandsOf = (job: string) => workflow.jobs[job]?.steps.flatMap(({ run }) => run ?? [])
const script = readFileSync('.ci/run', 'utf8')

test('the workflow and .ci/run give the same commands, and no others', () => {
  const inWorkflow = commandsOf('check-and-test')
  const inScript = [...script.matchAll(/^(?:if ! )?(npm [a-z ]*[a-z])/gm)].map(([, command]) => command)
  expect(inWorkflow).toEqual(['npm ci', 'npm run check', 'npm test'])
  expect(inScript).toEqual(inWorkflow)
})

test('the signatures of all packages are verified before any script of theirs runs (TH-157)', () => {
  expect(Object.keys(workflow.jobs)).toEqual(['check-and-test', 'supply-chain'])
  // Only here, for a mirror of the registry may have no signatures to show.
  expect(commandsOf('supply-chain')).toEqual([
    'npm ci --ignore-scripts',
    'npm audit signatures',
    'npm audit --omit=dev --audit-level=high',
    'npm run --silent sbom > sbom.cdx.json',
  ])
})

test('every action says which version its digest is', () => {
  const lines = text.split('\n').filter((line) => line.includes('uses:'))
  expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  const digests = new Map(lines.map((line) => [/uses: ([^@]+)/.exec(line)?.[1], line.trim()]))
  expect(digests.size).toBe(new Set(lines.map((line) => line.trim())).size)
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
