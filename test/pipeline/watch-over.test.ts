import { pino } from 'pino'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Reference } from '../../src/facts/reference.ts'
import { watchOver } from '../../src/pipeline/watch-over.ts'

const repository = { installationId: 1, repositoryId: 2, owner: 'acme', repo: 'rfcs' }
const pull: Reference = { ...repository, kind: 'pull-request', number: 7 }
const group: Reference = {
  ...repository,
  kind: 'merge-group',
  headSha: 'b'.repeat(40),
  baseRef: 'refs/heads/main',
}

/** When the watch first looks for a success to take away, and when it first would report, in milliseconds. */
async function paceOf(reference: Reference) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const begin = performance.now()
  const at: { takeAway?: number; say?: number } = {}
  const parts = {
    log: pino({ level: 'silent' }),
    openTriggers: async () => [{ kind: 'look', why: 'a test' }],
    memory: {
      recall: async () => {
        at.takeAway ??= performance.now() - begin
        return null
      },
    },
  }
  const health = {
    isStuck: () => {
      at.say ??= performance.now() - begin
      return false
    },
  }
  const watch = watchOver(parts as never, health as never, { backoffSeconds: () => 1 })
  watch.notice([reference])
  await vi.advanceTimersByTimeAsync(60_000)
  await watch.stop()
  return at
}

it('takes a success away after one second, and reports after twenty (V6)', async () => {
  expect(await paceOf(pull)).toEqual({ takeAway: 1_000, say: 20_000 })
})

it('reports on a merge group after forty seconds, because a group that fails leaves its queue (V8)', async () => {
  expect(await paceOf(group)).toEqual({ takeAway: 1_000, say: 40_000 })
})
