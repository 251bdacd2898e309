import { pino } from 'pino'
import { expect, test } from 'vitest'
import { examineInBackground } from '../../src/maintenance/examine.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { APP_ID, aPullRequest, aReceiver, PRIVATE_KEY, SECRET } from '@rfc-alignment/emulator/test/stage.ts'

/** Runs the start-up checks on a GitHub; returns the log lines. */
async function linesAtStart(host: string, signal = new AbortController().signal) {
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const settings = readSettings({
    APP_ID: String(APP_ID),
    PRIVATE_KEY,
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: host,
    GHE_PROTOCOL: 'http',
  })
  await examineInBackground(settings, log, signal)
  return lines
}

test('logs each finding that is not fine, with its fix, and a summary', async () => {
  const { github, repository } = await aPullRequest()
  await aReceiver(github)
  github.protect(repository, { branch: 'main', check: 'RFC alignment: main' })
  const lines = await linesAtStart(github.host)
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 50,
      finding: 'required-check',
      about: 'acme/rfcs',
      msg: 'Requires "RFC alignment: main" from any source: anyone with write access can turn it green.',
      repair: expect.stringMatching(/^Pin it: gh api /),
    }),
  )
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 40, finding: 'webhook', severity: 'cannot see' }),
  )
  expect(lines.at(-1)).toMatchObject({ level: 30, told: lines.length - 1 })
})

test('logs a GitHub that does not answer without throwing', async () => {
  const { github } = await aPullRequest()
  github.onRequest(() => ({ drop: 'before' }))
  const lines = await linesAtStart(github.host)
  expect(lines).toContainEqual(
    expect.objectContaining({
      finding: 'app',
      msg: expect.stringMatching(/^Can't see the App: could not read the App: GitHub did not answer: ./),
    }),
  )
})

test('starts no further checks when the server stops', async () => {
  const { github } = await aPullRequest()
  for (let i = 1; i <= 19; i++) github.createRepository({ owner: 'acme', name: `quiet-${i}` })
  await linesAtStart(github.host, AbortSignal.abort())
  const looked = new Set(
    github.requests.flatMap(({ path }) => /^\/repos\/acme\/([^/]+)\/rules/.exec(path)?.[1] ?? []),
  )
  expect(looked.size).toBe(10)
})
