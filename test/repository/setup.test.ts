import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { weaknessOf } from '../../src/settings/weak-secret.ts'

function setup(...options: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/setup.ts', ...options], {
    encoding: 'utf8',
  })
  return { stdout, stderr, status, lines: stdout.split('\n') }
}

const manifest = parse(readFileSync('app.yml', 'utf8'))

test('set-up gives the address of a form that asks for what app.yml says, and for nothing else', () => {
  const { lines, status } = setup('--url', 'https://rfc.example.com/', '--organization', 'acme')
  const form = new URL(lines.find((line) => line.startsWith('https://')) ?? '')
  expect(status).toBe(0)
  expect(`${form.origin}${form.pathname}`).toBe('https://github.com/organizations/acme/settings/apps/new')
  const { 'events[]': _, ...fields } = Object.fromEntries(form.searchParams)
  expect(form.searchParams.getAll('events[]')).toEqual(manifest.default_events)
  expect(fields).toEqual({
    name: 'rfc-alignment',
    description: manifest.description,
    url: 'https://rfc.example.com',
    public: 'false',
    'callback_urls[]': 'https://rfc.example.com/sign-in/done',
    webhook_active: 'true',
    webhook_url: 'https://rfc.example.com/api/github/webhooks',
    ...manifest.default_permissions,
  })
})

test('set-up makes a webhook secret that the server takes, another one each time, and none is in the address', () => {
  const [one, two] = [setup('--url', 'https://a.example'), setup('--url', 'https://a.example')].map(
    ({ lines }) => ({
      secret: lines.find((line) => /^[0-9a-f]{64}$/.test(line)) ?? '',
      form: lines.find((line) => line.startsWith('https://')) ?? '',
    }),
  )
  expect(weaknessOf(one?.secret ?? '')).toBeNull()
  expect(one?.secret).not.toBe(two?.secret)
  expect(one?.form).not.toContain(one?.secret)
})

test('set-up says how to require the check from this App alone, with the numbers left to put in', () => {
  const { stdout } = setup('--url', 'https://a.example', '--organization', 'acme')
  expect(stdout).toContain("gh api --method POST repos/acme/REPOSITORY/rulesets --input - <<'JSON'")
  expect(stdout).toContain('"integration_id": APP_ID')
  expect(stdout).toContain('"npm run doctor"')
})

test('set-up serves an Enterprise Server, and a person who owns the App', () => {
  const { stdout } = setup('--url', 'https://a.example', '--github', 'https://ghe.example.com/')
  expect(stdout).toContain('\nhttps://ghe.example.com/settings/apps/new?')
})

test.each([
  [[], /^--url is not given/],
  [['--url', 'rfc.example.com'], /^--url is "rfc.example.com"; expected an address/],
  [['--url', 'https://a.example', '--github', 'ghe'], /^--github is "ghe"/],
  [['--url', 'https://a.example', '--organisation', 'acme'], /--organisation/],
])('set-up says what it lacks, and how it is used: %j', (options, said) => {
  const { stderr, status } = setup(...options)
  expect(status).toBe(1)
  expect(stderr).toMatch(said)
  expect(stderr).toContain('npm run setup -- --url')
})
