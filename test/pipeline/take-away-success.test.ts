import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Write } from '../../src/facts/check-run.ts'
import { evaluationKey, type Reference } from '../../src/facts/reference.ts'
import type { EvaluationJob, Trigger } from '../../src/facts/trigger.ts'
import { type Memory, readMemory } from '../../src/pipeline/memory.ts'
import { takeAway } from '../../src/pipeline/take-away-success.ts'
import { checkName } from '../../src/report/check.ts'

const repository = { installationId: 1, repositoryId: 2, owner: 'acme', repo: 'rfcs' }
const pull = { ...repository, kind: 'pull-request' as const, number: 7 }
const group = {
  ...repository,
  kind: 'merge-group' as const,
  headSha: 'b'.repeat(40),
  baseRef: 'refs/heads/main',
}
const head = 'a'.repeat(40)

function successOf(commit: string, id: number, members: readonly number[]): Memory {
  const at = '2026-03-02T10:00:00Z'
  const written = { commit, externalId: '', conclusion: 'success', own: 'success', id }
  const passing = [{ id, commit, name: checkName('main'), externalId: '' }]
  const evaluated = { title: '', state: 'committed', head: commit, baseName: 'main', at, updatedAt: at }
  const memory = readMemory({ ...evaluated, written, passing, members, reacted: {}, refusedReviewers: [] })
  if (!memory) throw new Error('not a memory')
  return memory
}

/** A pull request that passes, in a merge group that passes; GitHub rejects the first write on `failing`. */
function queued(failing: string) {
  const memories = new Map<string, Memory>([
    [evaluationKey(pull), successOf(head, 1, [])],
    [evaluationKey(group), successOf(group.headSha, 2, [7])],
  ])
  const failed: string[] = []
  const claimed: string[] = []
  const enqueued: EvaluationJob[] = []
  const left = new Set([failing])
  const triggers: readonly Trigger[] = [{ kind: 'look', why: 'a test', takesAway: true }]
  const unused = async () => {
    throw new Error('nothing is read')
  }
  const take = () =>
    takeAway(
      {
        github: {
          readPullRequest: unused,
          readMore: unused,
          readGroup: unused,
          headOf: unused,
          runsOn: unused,
          textOfRun: unused,
          postExists: unused,
          write: async (_: Reference, write: Write) => {
            if (!('commit' in write)) throw new Error(`unexpected: ${write.kind}`)
            if (left.delete(write.commit)) throw new Error('502')
            failed.push(write.commit)
            return { kind: 'done', run: 1 }
          },
        },
        memory: {
          recall: async (key) => memories.get(key) ?? null,
          remember: async (key, memory) => void memories.set(key, memory),
          groups: async () => [{ reference: group, memory: memories.get(evaluationKey(group))! }],
        },
        parse: unused,
        enqueue: async (jobs) => void enqueued.push(...jobs),
        openTriggers: async () => triggers,
        claim: async (key) => void claimed.push(key),
        log: pino({ level: 'silent' }),
      },
      pull,
    )
  return { take, failed, claimed, enqueued }
}

describe('taking successes away while GitHub cannot be read (V6, V7, V8)', () => {
  it.each([
    ["the merge group's", group.headSha],
    ["the pull request's own", head],
  ])('takes away both successes when the first write on %s check fails', async (_, failing) => {
    const { take, failed, claimed, enqueued } = queued(failing)
    await expect(take()).rejects.toThrow('502')
    expect(failed).toEqual([failing === head ? group.headSha : head])
    expect(await take()).toBe(true)
    expect(failed.toSorted()).toEqual([head, group.headSha])
    expect(enqueued).toContainEqual({ reference: group, trigger: expect.objectContaining({ kind: 'look' }) })
    // With nothing left to take away, nothing is written again and no lease is taken.
    expect(await take()).toBe(true)
    expect(failed).toHaveLength(2)
    expect(claimed).toHaveLength(3)
  })
})
