import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { type ServerProcess, startProcess } from './process.ts'

/** A stage on which the servers are processes that die and sleep, and are started again. */
export interface ChaosStage extends Stage {
  /** Those that run now; one that died is started again at once, and counts from when it listens. */
  readonly running: () => readonly ServerProcess[]
  /** Deliveries that a server took, those that were asked for again included. */
  readonly taken: () => number
}

export interface ChaosOptions {
  readonly servers: number
  readonly databaseUrl?: string
}

/** Opens a stage with so many server processes behind one load balancer. */
export async function openChaosStage({ servers, databaseUrl }: ChaosOptions): Promise<ChaosStage> {
  const stage = await openStage(databaseUrl === undefined ? {} : { databaseUrl })
  await stage.server.stop()
  const { github } = stage
  const running = new Set<ServerProcess>()
  const starting = new Set<Promise<void>>()
  let isOpen = true

  const keepOne = () => {
    const started = startProcess({ ...stage.environment, PORT: '0' }).then(
      (process) => {
        running.add(process)
        void process.died.then(() => {
          running.delete(process)
          if (isOpen) keepOne()
        })
      },
      () => {
        if (isOpen) keepOne()
      },
    )
    starting.add(started)
    void started.finally(() => starting.delete(started))
  }
  for (let count = 0; count < servers; count++) keepOne()
  await Promise.all(starting)
  const loadBalancer = await openLoadBalancer(() => [...running])
  github.deliverTo(loadBalancer.url)

  return {
    ...stage,
    running: () => [...running],
    taken: () => github.deliveries.filter(({ statusCode }) => statusCode === 202).length,
    settled: async () => {
      let before: number
      let isQuiet: boolean
      do {
        before = github.deliveries.length
        await everythingTaken(github)
        await Promise.all(starting)
        isQuiet = await nothingLeft([...running])
      } while (github.deliveries.length !== before || !isQuiet)
    },
    close: async () => {
      isOpen = false
      await Promise.all(starting)
      const last = [...running]
      for (const process of last) process.kill()
      await Promise.all(last.map(({ died }) => died))
      loadBalancer.close()
      await github.close()
    },
  }
}

/** GitHub repeats no delivery by itself: what was not taken is delivered again, as an operator would ask for it. */
async function everythingTaken(github: LocalGitHub): Promise<void> {
  for (;;) {
    await github.idle()
    const newest = new Map(github.deliveries.map((delivery) => [delivery.guid, delivery]))
    const failed = [...newest.values()].filter(({ statusCode }) => statusCode !== 202)
    if (failed.length === 0) return
    await Promise.all(failed.map(({ guid }) => github.redeliver(guid)))
  }
}

/** Returns whether there are processes, and none died meanwhile, which leaves its work to the next one. */
async function nothingLeft(processes: readonly ServerProcess[]): Promise<boolean> {
  const ends = await Promise.all(
    processes.map((process) =>
      process.idle().then(
        () => true,
        () => false,
      ),
    ),
  )
  return ends.length > 0 && ends.every((isIdle) => isIdle)
}

/** One address for all servers: each webhook goes to the next one that runs, and fails where none does. */
async function openLoadBalancer(
  running: () => readonly ServerProcess[],
): Promise<{ url: string; close: () => void }> {
  let turn = 0
  const server = createServer((incoming, answer) => {
    const all = running()
    const process = all[turn++ % Math.max(1, all.length)]
    const fail = () => {
      if (!answer.headersSent) answer.writeHead(502)
      answer.end()
    }
    if (!process) return fail()
    const { method, headers } = incoming
    const outgoing = request(process.webhookUrl, { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.on('error', fail)
      response.pipe(answer)
    })
    outgoing.on('error', fail)
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/api/github/webhooks`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
