import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }
import type { Environment } from '../../src/settings/settings.ts'
import type { Order, Told } from './orders.ts'

const ENTRY = fileURLToPath(new URL('child.ts', import.meta.url))
/** What `npm start` tells Node beside where the server is. */
const FLAGS = packageJson.scripts.start.match(/--\S+/g) ?? []

/** A server in a process of its own. */
export interface ServerProcess {
  readonly webhookUrl: string
  readonly pid: number
  readonly order: (order: Order) => void
  /** Resolves when it has nothing to do; rejects when it dies first. */
  readonly idle: () => Promise<void>
  /** Dies at once, as at a power cut. */
  readonly kill: () => void
  /** Sleeps in the middle of whatever it does, and wakes without knowing that it slept. */
  readonly freeze: () => void
  readonly thaw: () => void
  readonly died: Promise<void>
  readonly isAlive: () => boolean
}

/** Starts a server process; resolves once it listens. Rejects when it dies before. */
export async function startProcess(environment: Environment): Promise<ServerProcess> {
  const child = fork(ENTRY, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: 'inherit',
    execArgv: FLAGS,
  })
  const isAlive = () => child.exitCode === null && child.signalCode === null
  const died = once(child, 'exit').then(() => {})
  const webhookUrl = await new Promise<string>((resolve, reject) => {
    const told = (message: Told) => {
      if (message.kind === 'listening') resolve(message.webhookUrl)
    }
    child.on('message', told)
    died.then(() => reject(new Error('the server died before it listened')))
  })
  const tell = (order: Order) => {
    // It may have died in this very moment; then there is nobody to be told.
    if (child.connected) child.send(order, () => {})
  }
  return {
    webhookUrl,
    pid: child.pid as number,
    order: tell,
    idle: () => idle(child, died, tell),
    kill: () => child.kill('SIGKILL'),
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    died,
    isAlive,
  }
}

async function idle(child: ChildProcess, died: Promise<void>, tell: (order: Order) => void): Promise<void> {
  const isIdle = new Promise<void>((resolve) => {
    const told = (message: Told) => {
      if (message.kind !== 'idle') return
      child.off('message', told)
      resolve()
    }
    child.on('message', told)
  })
  tell('tell when idle')
  await Promise.race([
    isIdle,
    died.then(() => {
      throw new Error('the server died')
    }),
  ])
}
