import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openScene } from '../../playground/scene.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { rfc } from '../rfc-text.ts'
import { said } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const ENTRY = new URL('../../src/main.ts', import.meta.url).pathname

describe('a server process', () => {
  let stage: Stage
  const started: ChildProcess[] = []
  beforeAll(async () => {
    stage = await openStage()
    await stage.server.stop()
  })
  afterAll(async () => {
    for (const child of started)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await stage.github.close()
  })

  it('evaluates once, with one sticky comment, after a kill -9 that followed the 202', async () => {
    const { github } = stage
    const scene = openScene({ ...stage, settled: () => github.idle() }, 'crash')
    const first = await start(stage, started)
    github.deliverTo(first.webhookUrl)
    // GitHub's answers are held back until the server was killed in the middle of its evaluation.
    const asked = Promise.withResolvers<void>()
    const stop = github.onRequest(({ operation }) => {
      // What the server does of itself at its start is no evaluation.
      if (operation !== 'PullRequest') return
      asked.resolve()
      return { drop: 'before' }
    })
    await scene.opens('author', { [FILE]: rfc(['ada']) })
    expect(github.deliveries.at(-1)?.statusCode).toBe(202)
    await asked.promise
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    stop()
    expect(said(scene)).toBe('no check')

    const written = new Promise<void>((resolve) => {
      const stop = github.onRequest(({ method, path }) => {
        if (method !== 'POST' || !path.endsWith('/requested_reviewers')) return
        stop()
        resolve()
      })
    })
    const second = await start(stage, started)
    github.deliverTo(second.webhookUrl)
    await written
    expect(said(scene)).toBe('action_required: Waiting for @ada')
    expect(scene.comments().length).toBe(1)

    second.child.kill('SIGTERM')
    const [code] = await once(second.child, 'exit')
    expect(code).toBe(0)
  })

  it('does not start without its settings, and lists all that are missing', async () => {
    const child = spawn(process.execPath, [ENTRY], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    started.push(child)
    const lines: string[] = []
    createInterface({ input: child.stderr as NonNullable<typeof child.stderr> }).on('line', (line) =>
      lines.push(line),
    )
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(lines.join('\n')).toMatch(/APP_ID[\s\S]*PRIVATE_KEY[\s\S]*WEBHOOK_SECRET/)
  })
})

/** Starts `node src/main.ts` and waits until it says where it listens. */
async function start(
  stage: Stage,
  started: ChildProcess[],
): Promise<{ child: ChildProcess; webhookUrl: string }> {
  const child = spawn(process.execPath, [ENTRY], {
    env: { ...process.env, ...stage.environment, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  for await (const line of createInterface({ input: child.stdout as NonNullable<typeof child.stdout> })) {
    const record = JSON.parse(line) as { msg?: string; url?: string }
    if (record.msg === 'listening') return { child, webhookUrl: `${record.url}/api/github/webhooks` }
  }
  throw new Error('the server ended before it listened')
}
