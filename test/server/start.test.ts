import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startLocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { APP_ID, PRIVATE_KEY, SECRET } from '@rfc-alignment/emulator/test/stage.ts'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const HOOK = new URL('loaded-modules.ts', import.meta.url).href

/** Starts the program with an embedded database; returns what it had loaded when it listened, and how to ask it more. */
async function started() {
  const app = { id: APP_ID, slug: 'rfc-alignment', privateKey: PRIVATE_KEY, webhookSecret: SECRET }
  const github = await startLocalGitHub({ app })
  const folder = mkdtempSync(join(tmpdir(), 'rfc-alignment-start-'))
  const child = fork(MAIN, {
    execArgv: ['--import', HOOK],
    env: {
      PATH: process.env.PATH,
      APP_ID: String(APP_ID),
      PRIVATE_KEY,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: github.host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  onTestFinished(async () => {
    child.kill()
    await once(child, 'exit')
    await github.close()
    rmSync(folder, { recursive: true })
  })
  const told = async () => packagesAndRooms(((await once(child, 'message')) as [readonly string[]])[0])
  const [atListening, url] = await Promise.all([told(), addressIn(child.stdout as NodeJS.ReadableStream)])
  return {
    url,
    atListening,
    now: async () => {
      const answer = told()
      child.send('now')
      return answer
    },
  }
}

/** The packages, and the files of `src`, that such addresses belong to. */
function packagesAndRooms(urls: readonly string[]): ReadonlySet<string> {
  return new Set(
    urls.flatMap((url) => {
      const [, inPackage] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
      const [, inSource] = /\/(src\/.*)$/.exec(url) ?? []
      return inPackage ?? inSource ?? []
    }),
  )
}

async function addressIn(log: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(log)) {
    const { msg, url } = JSON.parse(line) as { readonly msg: string; readonly url?: string }
    if (msg === 'listening' && url !== undefined) return url
  }
  throw new Error('the server ended before it listened')
}

/** What nothing needs before somebody looks at a page or an event arrives. */
const FOR_VISITORS = ['hono', '@hono/node-server', 'micromark', 'prom-client']
const FOR_EVENTS = ['probot', '@octokit/webhooks', 'src/webhooks/event-table.ts']
/** What the periodic jobs, the examination of the set-up and evaluations need. */
const FOR_WORK = ['@octokit/rest', 'src/server/open-work.ts', 'yaml', 'mdast-util-from-markdown', 'pg']

test('listens before it loads what only its work, its visitors or events need', async () => {
  const { atListening } = await started()
  expect(atListening).toContain('src/server/server.ts')
  for (const name of [...FOR_VISITORS, ...FOR_EVENTS, ...FOR_WORK]) expect(atListening).not.toContain(name)
})

test('answers probes without loading what only visitors or events need', async () => {
  const { url, now } = await started()
  expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n')
  expect(await (await fetch(`${url}/readyz`)).text()).toBe('ready\n')
  const before = await now()
  for (const name of [...FOR_VISITORS, ...FOR_EVENTS]) expect(before).not.toContain(name)
  expect((await fetch(`${url}/nowhere`)).status).toBe(404)
  expect(await now()).toContain('hono')
})
