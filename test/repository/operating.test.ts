import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { openMetrics } from '../../src/ops/open-metrics.ts'

const page = readFileSync('docs/operating.md', 'utf8')
const readme = readFileSync('README.md', 'utf8')
const settings = readFileSync('src/settings/settings.ts', 'utf8')

const variables = [...settings.matchAll(/reader\.\w+\('([A-Z_]+)'/g)].map(([, name]) => name as string)

test('documents every environment variable in the README and the operating page', () => {
  expect(new Set(variables).size).toBeGreaterThan(10)
  for (const text of [page, readme])
    expect(variables.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})

test('documents exactly the existing metrics', async () => {
  const metrics = openMetrics({
    waiting: async () => ({
      deliveries: { count: 0, oldestSeconds: 0 },
      evaluations: { count: 0, oldestSeconds: 0 },
    }),
    stillWaiting: async () => [],
  })
  const { text } = await metrics.read()
  const there = [...text.matchAll(/^# TYPE rfc_alignment_(\w+)/gm)].map(([, name]) => name as string)
  const table = page.slice(page.indexOf('| series'), page.indexOf("Node's own"))
  expect(there.filter((name) => !table.includes(`\`${name}`))).toEqual([])
  const named = [...page.matchAll(/rfc_alignment_(\w+)/g)].map(([, name]) => name as string)
  expect(named.filter((name) => !there.includes(name))).toEqual([])
})

test('documents what to do for each alert', () => {
  const [, yaml] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
  const { groups } = parse(yaml ?? '') as { groups: { rules: { alert: string; expr: string }[] }[] }
  const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert))
  expect(alerts.length).toBeGreaterThan(5)
  const told = [...page.matchAll(/^\*\*([A-Za-z, ]+)\.\*\*/gm)].flatMap(([, names]) =>
    (names ?? '').split(', '),
  )
  expect(told.toSorted()).toEqual(alerts.toSorted())
})

test('lists only log messages that the server writes', () => {
  const table = page.slice(page.indexOf('### Messages to search for'), page.indexOf('## Back up'))
  const messages = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message]) => message as string)
  const sources = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8'))
  expect(messages.length).toBeGreaterThan(5)
  expect(messages.filter((message) => !sources.some((source) => source.includes(message)))).toEqual([])
})
