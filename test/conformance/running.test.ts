import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { makeSteps } from '../../conformance/suite.ts'
import { running } from '../../conformance/steps/running.ts'
import { APP_ID, PRIVATE_KEY, SECRET } from '@rfc-alignment/emulator/test/stage.ts'
import { aSandbox } from './local.ts'

it('finds the check of an RFC where the server runs as `npm start` has it, and where it is asked to look again', async () => {
  const { github, contact } = await aSandbox()
  const serverUrl = await aServer(github.host)
  github.deliverTo(`${serverUrl}/api/github/webhooks`)
  const { sandbox, exchanges, leave } = await contact({ serverUrl })
  const found: string[] = []
  for await (const { verdict, seen, step } of makeSteps(running, sandbox, exchanges)) {
    found.push(`${step.belief} ${verdict}: ${seen.replaceAll(/\d+\.\d s/g, 'n s')}`)
  }
  expect(found).toEqual([
    'GH-191 confirmed: action_required after n s ("Waiting for @mallory"); success n s after the commitment',
    'GH-55 confirmed: answered 202, listed after n s; the run is action_required',
  ])
  expect(await leave()).toEqual([])
})

/** The App's server in a process of its own; resolves with its address once it is ready. */
async function aServer(host: string): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'first-contact-server-'))
  const port = await freePort()
  const [, ...command] = packageJson.scripts.start.split(' ').slice(1)
  const child = spawn(process.execPath, command, {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATA_DIR: dataDir,
      APP_ID: String(APP_ID),
      PRIVATE_KEY,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: host,
      GHE_PROTOCOL: 'http',
      LOG_LEVEL: 'fatal',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    rmSync(dataDir, { recursive: true, force: true })
  })
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error('the server died before it was ready')
    const isReady = await fetch(`${url}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    )
    if (isReady) return url
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
