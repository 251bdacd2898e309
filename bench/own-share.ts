import { setTimeout as delay } from 'node:timers/promises'
import type { Scene } from '../playground/scene.ts'
import { type Figure, milliseconds, quantile } from './figure.ts'
import { DATABASES, type House, openHouse } from './house.ts'

const RATES = [
  { perSecond: 1, count: 30 },
  { perSecond: 20, count: 200 },
  { perSecond: 100, count: 500 },
] as const

/**
 * From a comment to the check that follows from it, without the time in which the local GitHub was answering: our own
 * share. Each comment is an objection or its withdrawal, so each changes the check; each pull request waits its turn.
 */
export async function benchOwnShare(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const database of DATABASES) {
    const house = await openHouse(database)
    const scenes = await house.open(100)
    await measure(house, scenes, 20, 100)
    for (const { perSecond, count } of RATES) {
      const shares = await measure(house, scenes, perSecond, count)
      const what = `comment to check, our share, at ${perSecond}/s (${database})`
      figures.push(
        milliseconds(`${what}, p50`, quantile(shares, 0.5), perSecond === 20 ? 40 : null),
        milliseconds(`${what}, p99`, quantile(shares, 0.99), perSecond === 20 ? 250 : null),
      )
    }
    await house.close()
  }
  return figures
}

async function measure(
  { stage, settled }: House,
  scenes: readonly Scene[],
  perSecond: number,
  count: number,
): Promise<readonly number[]> {
  const { github } = stage
  const begun = new Map<string, number>()
  const answering = new Map<string, number>()
  const shares: number[] = []
  const stop = github.onRequest(({ path, body, method }) => {
    const at = performance.now()
    const variables = (body as { variables?: { repo?: string } } | null)?.variables
    const repo = variables?.repo ?? /^\/repos\/acme\/([^/]+)/.exec(path)?.[1] ?? ''
    const began = begun.get(repo)
    if (began !== undefined && method !== 'GET' && path.includes('/check-runs')) {
      shares.push(at - began - (answering.get(repo) ?? 0))
      begun.delete(repo)
    }
    return {
      alter: (answer) => {
        answering.set(repo, (answering.get(repo) ?? 0) + performance.now() - at)
        return answer
      },
    }
  })
  const start = performance.now()
  for (let index = 0; index < count; index++) {
    const scene = scenes[index % scenes.length]
    if (!scene) break
    await delay(Math.max(0, start + (index * 1000) / perSecond - performance.now()))
    const repo = scene.repository.name
    const isRound = Math.floor(index / scenes.length) % 2 === 0
    begun.set(repo, performance.now())
    answering.set(repo, 0)
    github.clock.advance(1)
    github.comment(scene.pull(), 'ada', isRound ? '/object who pays?' : '/withdraw')
  }
  await settled()
  stop()
  return shares
}
