import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('the bill of materials names what the server runs on, each with its version, and no tool of ours', () => {
  const { stdout, status } = spawnSync('npm', ['run', '--silent', 'sbom'], { encoding: 'utf8' })
  expect(status).toBe(0)
  const bill = JSON.parse(stdout) as {
    bomFormat: string
    metadata: { component: { name: string } }
    components: { name: string; version: string }[]
  }
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const names = new Set(bill.components.map(({ name }) => name))
  expect(bill.bomFormat).toBe('CycloneDX')
  expect(bill.metadata.component.name).toBe('rfc-alignment')
  expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([])
  expect(['vitest', 'typescript', 'knip'].filter((name) => names.has(name))).toEqual([])
  expect(bill.components.every(({ version }) => /^\d+\.\d+\.\d+/.test(version))).toBe(true)
})
