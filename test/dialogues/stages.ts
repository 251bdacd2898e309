import type { SeenRequest } from '@rfc-alignment/emulator/requests.ts'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openScene, type Scene } from '../../playground/scene.ts'
import { openStage, type Stage, type StageOptions } from '../../playground/stage.ts'
import type { ServerOptions } from '../../src/server/server-options.ts'

const TEN_MINUTES_MS = 600_000

/** Nothing that waits in production waits here, and nothing happens because the machine is slow. */
export const UNHURRIED: ServerOptions = {
  backoffSeconds: () => 0,
  patienceSeconds: () => 0,
  againSeconds: 0,
  togetherSeconds: 0,
  enqueuedPerSecond: Number.POSITIVE_INFINITY,
  // Tests that are about this pace set their own.
  takeAwayAfterMs: TEN_MINUTES_MS,
  sayAfterMs: TEN_MINUTES_MS,
}

/** One stage for a file of dialogues; each dialogue plays on a repository of its own. No retry waits here. */
export function stageForFile(options: StageOptions = {}): {
  stage: () => Stage
  scene: (files?: Parameters<typeof openScene>[2]) => Scene
  /** Resolves when the App has asked for something so many times. */
  asked: (wanted: (request: SeenRequest) => boolean, times?: number) => Promise<void>
} {
  let open: Stage | undefined
  let scenes = 0
  const stage = () => {
    if (!open) throw new Error('the stage is not open yet')
    return open
  }
  beforeAll(async () => {
    const { server, ...rest } = options
    open = await openStage({ server: { ...UNHURRIED, ...server }, ...rest })
  })
  afterEach(() => {
    // An endpoint or field that GitHub does not have is a fault of ours, whatever the answer was.
    expect(stage().github.unknownRequests).toEqual([])
  })
  afterAll(async () => {
    await open?.close()
  })
  const asked = (wanted: (request: SeenRequest) => boolean, times = 1) =>
    new Promise<void>((resolve) => {
      let seen = 0
      const stop = stage().github.onRequest((request) => {
        if (!wanted(request) || ++seen < times) return
        stop()
        resolve()
      })
    })
  return { stage, asked, scene: (files) => openScene(stage(), `rfcs-${++scenes}`, files) }
}

/** What a check says, in one line. */
export function said(scene: Scene): string {
  const run = scene.check()
  return run ? `${run.conclusion}: ${run.title}` : 'no check'
}
