import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { LoggedRequest } from '@rfc-alignment/emulator/requests.ts'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openScene, type Scene } from '../../playground/scene.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import type { Counters } from '../../src/ops/counters.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { UNHURRIED } from './stages.ts'

/** What the server counted since it was last asked. */
export type Counted = { -readonly [Name in keyof Counters]: number }

export interface RestartableStage {
  readonly github: () => LocalGitHub
  readonly server: () => Server
  readonly scene: (name: string) => Scene
  /** The server stops; GitHub goes on without it. */
  readonly stops: () => Promise<void>
  /** Another one starts on the same database, and what it does at its start is waited for. */
  readonly starts: () => Promise<void>
  readonly counted: () => Counted
  /** What was asked of GitHub while something happened. */
  readonly during: (act: () => Promise<unknown>) => Promise<readonly LoggedRequest[]>
}

/** For a file of tests: a GitHub, and a server beside it that may be stopped and started again. */
export function restartableStage(): RestartableStage {
  let stage: Stage | undefined
  let server: Server | undefined
  let counts = zero()
  const counters = Object.fromEntries(
    Object.keys(counts).map((name) => [
      name,
      (more: number) => {
        counts[name as keyof Counted] += more
      },
    ]),
  ) as unknown as Counters
  const options = { ...UNHURRIED, counters }
  const opened = () => {
    if (!stage || !server) throw new Error('the stage is not open yet')
    return { stage, server, github: stage.github }
  }
  const settled = async () => {
    const { github } = opened()
    let before: number
    do {
      before = github.deliveries.length
      await github.idle()
      // While it is down, nothing is waited for.
      if (server) await server.idle().catch(() => {})
    } while (github.deliveries.length !== before)
  }
  beforeAll(async () => {
    stage = await openStage({ server: options })
    server = stage.server
  })
  afterEach(() => {
    expect(opened().github.unknownRequests).toEqual([])
  })
  afterAll(async () => {
    const { stage, server, github } = opened()
    await server.stop()
    await github.close()
    await rm(dirname(String(stage.environment.DATA_DIR)), { recursive: true, force: true })
  })
  return {
    github: () => opened().github,
    server: () => opened().server,
    scene: (name) => openScene({ ...opened().stage, settled }, name),
    stops: () => opened().server.stop(),
    starts: async () => {
      const { environment } = opened().stage
      server = await startServer(readSettings(environment), pino({ level: 'silent' }), options)
      opened().github.deliverTo(server.webhookUrl)
      await settled()
    },
    counted: () => {
      const before = counts
      counts = zero()
      return before
    },
    during: async (act) => {
      const { requests } = opened().github
      const before = requests.length
      await act()
      await settled()
      return requests.slice(before)
    },
  }
}

function zero(): Counted {
  return {
    deliveriesAskedFor: 0,
    deliveriesRecovered: 0,
    deliveriesGivenUp: 0,
    pullRequestsSwept: 0,
    reconciliationEnqueued: 0,
    reconciliationDrift: 0,
  }
}
