import { setTimeout as delay } from 'node:timers/promises'
import type { SeenRequest } from '@rfc-alignment/emulator/requests.ts'
import type { ChaosStage } from './chaos-stage.ts'
import type { ServerProcess } from './process.ts'

/** The places where a server is killed, one after the other, each as soon as it comes by. */
export interface Points {
  /** Waits for the next place and kills there; 0 where it did not come by before `giveUp`. */
  readonly next: () => Promise<0 | 1>
  readonly giveUp: () => void
}

const WRITES: readonly (readonly [method: string, path: RegExp])[] = [
  ['POST', /\/check-runs$/],
  ['PATCH', /\/check-runs\/\d+$/],
  ['POST', /\/issues\/\d+\/comments$/],
  ['PATCH', /\/issues\/comments\/\d+$/],
  ['POST', /\/reactions$/],
  ['POST', /\/requested_reviewers$/],
]

/** Makes the places; `random` gives numbers from 0 to 1. */
export function createPoints(stage: ChaosStage, random: () => number, firstPlace = 0): Points {
  let stop = Promise.withResolvers<void>()
  const any = (): ServerProcess | undefined => {
    const all = stage.running()
    return all[Math.floor(random() * all.length)]
  }
  const places: readonly ((isOver: Promise<void>) => Promise<boolean>)[] = [
    atAnyTime,
    (isOver) => byItself('die before the next commit', isOver),
    (isOver) => byItself('die after the next commit', isOver),
    ...WRITES.flatMap(([method, path]) =>
      (['before', 'after'] as const).map(
        (when) => (isOver: Promise<void>) =>
          atWrite(when, (seen) => seen.method === method && path.test(seen.path), isOver),
      ),
    ),
  ]
  let turn = firstPlace

  /** Memoryless, so that no moment is spared. */
  async function atAnyTime(isOver: Promise<void>): Promise<boolean> {
    await Promise.race([delay(-Math.log(1 - random()) * 300), isOver])
    const process = any()
    process?.kill()
    await process?.died
    return process !== undefined
  }

  async function byItself(
    order: Parameters<ServerProcess['order']>[0],
    isOver: Promise<void>,
  ): Promise<boolean> {
    const process = any()
    process?.order(order)
    return Promise.race([process?.died.then(() => true) ?? false, isOver.then(() => false)])
  }

  /** GitHub cannot tell which server asks, so all of them die: a power cut. */
  async function atWrite(
    when: 'before' | 'after',
    isMeant: (seen: SeenRequest) => boolean,
    isOver: Promise<void>,
  ): Promise<boolean> {
    const came = Promise.withResolvers<boolean>()
    const stopLooking = stage.github.onRequest((seen) => {
      if (!isMeant(seen)) return
      stopLooking()
      const all = stage.running()
      for (const process of all) process.kill()
      came.resolve(true)
      return { drop: when }
    })
    const isHere = await Promise.race([came.promise, isOver.then(() => false)])
    stopLooking()
    return isHere
  }

  return {
    next: async () => {
      const place = places[turn++ % places.length]
      return (await place?.(stop.promise)) ? 1 : 0
    },
    giveUp: () => {
      stop.resolve()
      stop = Promise.withResolvers<void>()
    },
  }
}

/** Puts one server to sleep for longer than others wait for it, and wakes it in the middle of what it did. */
export async function freezeOne(stage: ChaosStage, random: () => number): Promise<0 | 1> {
  const all = stage.running()
  const process = all[Math.floor(random() * all.length)]
  if (!process) return 0
  process.freeze()
  await delay(LONGER_THAN_THE_LEASE_MS)
  process.thaw()
  return 1
}

/** Others take its evaluations over once it has shown no life for 10 s. */
const LONGER_THAN_THE_LEASE_MS = 13_000
