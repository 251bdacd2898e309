import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../../src/server/server.ts'
import { type Environment, readSettings } from '../../src/settings/settings.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const ENTRY = new URL('../../src/main.ts', import.meta.url).pathname
const { stage, scene } = stageForFile()

const folder = mkdtempSync(join(tmpdir(), 'rfc-alignment-front-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function signed(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const answered = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return answered.status
}

describe('a request to a running server', () => {
  it('changes nothing when its signature, event or target is wrong (TH-13, TH-14, TH-17)', async () => {
    const { github, server } = stage()
    const play = scene()
    await play.opens('author', { [FILE]: rfc(['ada']) })
    await play.says('ada', '/commit')
    expect(said(play)).toMatch(/^success/)
    const { headers, body } = github.deliveries.findLast(({ event }) => event === 'issue_comment') ?? {}
    const given = { ...headers, 'x-github-delivery': 'a-new-one' }
    const before = github.requests.length
    for (const [status, changed] of [
      [400, { 'x-github-event': 'merge_group' }],
      [400, { 'x-github-event': 'check_run' }],
      [400, { 'x-github-event': 'push' }],
      [400, { 'x-github-event': 'installation' }],
      [403, { 'x-github-hook-installation-target-id': '999' }],
      [403, { 'x-github-hook-installation-target-type': 'repository' }],
      [401, { 'x-hub-signature-256': signed(body ?? '', 'development') }],
      [401, { 'x-hub-signature-256': headers?.['x-hub-signature-256']?.toUpperCase() ?? '' }],
      [401, { 'x-hub-signature-256': '' }],
    ] as const) {
      expect(
        await post(server.webhookUrl, body ?? '', { ...given, ...changed }),
        JSON.stringify(changed),
      ).toBe(status)
    }
    await server.idle()
    expect(github.requests.length).toBe(before)
    // The same text, as GitHub sent it, is taken: sent again it is only a hint (TH-12).
    expect(await post(server.webhookUrl, body ?? '', given)).toBe(202)
    await stage().settled()
    expect(said(play)).toMatch(/^success/)
  })

  it('is accepted under both secrets during a rotation, and under the new one alone after (TH-16)', async () => {
    const old = stage().environment.WEBHOOK_SECRET as string
    const next = randomBytes(32).toString('hex')
    const body = '{"zen":"Keep it logically awesome."}'
    const statuses = async ({ webhookUrl }: Pick<Server, 'webhookUrl'>) => {
      const under = (secret: string) =>
        post(webhookUrl, body, {
          'x-github-delivery': randomUUID(),
          'x-github-event': 'ping',
          'x-hub-signature-256': signed(body, secret),
        })
      return [await under(old), await under(next)]
    }
    const restartedWith = async (secrets: string) => {
      const environment = {
        ...stage().environment,
        WEBHOOK_SECRET: secrets,
        DATA_DIR: join(folder, 'rotation'),
      }
      const server = await startServer(readSettings(environment), pino({ level: 'silent' }))
      return statuses(server).finally(server.stop)
    }
    expect(await statuses(stage().server)).toEqual([202, 401])
    expect(await restartedWith(`${next},${old}`)).toEqual([202, 202])
    expect(await restartedWith(next)).toEqual([401, 202])
  })
})

describe('a server process', () => {
  it.each([
    ['none', ''],
    ['the one Probot falls back to', 'development'],
    ['a well-known one beside a good one', `${randomBytes(32).toString('hex')},${'development'.repeat(3)}`],
  ])('does not start with this webhook secret: %s (TH-15)', async (_, secret) => {
    const { child, lines } = spawned({ WEBHOOK_SECRET: secret })
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(lines.join('\n')).toContain('WEBHOOK_SECRET')
    expect(lines.join('\n')).not.toContain('listening')
    if (secret.length > 11) expect(lines.join('\n')).not.toContain(secret)
  })
})

/** Starts `node src/main.ts` with a good environment but for these variables; what it says is gathered. */
function spawned(environment: Environment): { child: ChildProcess; lines: string[] } {
  const child = spawn(process.execPath, [ENTRY], {
    env: { ...process.env, ...stage().environment, DATA_DIR: join(folder, 'data'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream as NonNullable<typeof stream> }).on('line', (line) => lines.push(line))
  }
  return { child, lines }
}
