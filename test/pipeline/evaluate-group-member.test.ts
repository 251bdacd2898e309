import { aPullRequest } from '@rfc-alignment/emulator/test/stage.ts'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GroupReference } from '../../src/facts/reference.ts'
import { evaluationKey } from '../../src/facts/reference.ts'
import type { EvaluationJob } from '../../src/facts/trigger.ts'
import { openParser } from '../../src/parser/open-parser.ts'
import { evaluateGroupMember, TRIES_TO_SHOW } from '../../src/pipeline/evaluate-group-member.ts'
import type { EvaluationPorts } from '../../src/pipeline/evaluation-ports.ts'
import type { EvaluationRequest } from '../../src/queue/work-evaluations.ts'
import { type Memory, readMemory } from '../../src/pipeline/memory.ts'
import { referenceTo, roomFor } from '../github/stage.ts'
import { rfc } from '../rfc-text.ts'

const log = pino({ level: 'silent' })
let parser: ReturnType<typeof openParser>

beforeAll(() => {
  parser = openParser({ log, deadlineMs: 4_000 })
})
afterAll(() => parser.close())

/** What is remembered of a pull request whose own evaluation ended in `own` on that head. */
function memoryOf(head: string, own: string): Memory {
  const at = '2026-03-02T10:00:00Z'
  const written = { commit: head, externalId: '', conclusion: 'failure', own, id: null }
  const judged = { title: '', state: 'not an RFC', head, baseName: 'main', at, updatedAt: at, written }
  const memory = readMemory({ ...judged, reacted: {}, refusedReviewers: [] })
  if (!memory) throw new Error('it is no memory')
  return memory
}

/** A pull request of a merge group, and others from the same commit, none of them an RFC by its files. */
async function twins(bodies: readonly string[] = ['']) {
  const { github, repository } = await aPullRequest()
  const open = (head: string, body = '') =>
    github.openPullRequest(repository, { author: 'linus', head, title: head, body })
  github.push(repository, 'first', { 'a.ts': '1' }, { by: 'linus' })
  const first = open('first')
  const others = bodies.map((body, index) => {
    github.forcePush(repository, `twin-${index}`, first.headOid, { by: 'linus' })
    return open(`twin-${index}`, body)
  })
  const { number: _, ...place } = referenceTo(github, repository, first)
  const group: GroupReference = {
    ...place,
    kind: 'merge-group',
    headSha: first.headOid,
    baseRef: 'refs/heads/main',
  }
  const memories = new Map<string, Memory>()
  const enqueued: EvaluationJob[] = []
  const parts: EvaluationPorts = {
    github: roomFor(github),
    parse: (texts, repositoryId) => parser.parse(texts, repositoryId),
    memory: {
      recall: async (key) => memories.get(key) ?? null,
      remember: async () => {},
      rememberAtEnd: () => {},
      groups: async () => [],
      answers: async () => [],
      keepAnswers: async () => {},
    },
    lineSecret: 'secret',
    ledger: {
      recall: async () => null,
      record: async () => {
        throw new Error('a member records nothing')
      },
      recordAtEnd: () => {},
    },
    records: { keepAtEnd: () => {}, close: async () => {}, forgetAtEnd: () => {} },
    setupLine: async () => null,
    boardUrl: () => null,
    rules: { ours: 1, areNewest: async () => true },
    enqueue: async (jobs) => void enqueued.push(...jobs),
    log,
  }
  return {
    github,
    first,
    others,
    enqueued,
    /** Another pull request's own evaluation ended so, whatever GitHub shows. */
    remembers: (number: number, own: string) =>
      memories.set(evaluationKey(referenceTo(github, repository, { number })), memoryOf(first.headOid, own)),
    judged: async (attempt: number, number = first.number) => {
      const visit: EvaluationRequest = {
        reference: group,
        triggers: [],
        deliveries: [],
        attempt,
        last: false,
        fence: 1,
        standing: async () => 'newest',
        atEnd: {},
      }
      const { member } = await evaluateGroupMember(parts, visit, group, number)
      return member
    },
  }
}

/** Late enough that an older answer is believed, and early enough that a group still waits. */
const WAITING = TRIES_TO_SHOW - 1

describe('a pull request of a merge group with another one on its commit (V7, V8)', () => {
  it('passes when neither blocks', async () => {
    expect(await (await twins()).judged(WAITING)).toMatchObject({ kind: 'green' })
  })

  it.each([
    ['failure', /being evaluated again/],
    ['unread', /doesn't show its current state/],
  ])(
    'is waited for while it is not known whether the other blocks (%s), and no longer',
    async (own, says) => {
      const { others, remembers, judged } = await twins()
      remembers(others[0]!.number, own)
      expect(await judged(WAITING)).toMatchObject({ kind: 'unclear', says: expect.stringMatching(says) })
      expect(await judged(TRIES_TO_SHOW)).toMatchObject({ kind: 'red' })
    },
  )

  it.each([
    ['failure', /^Carried by #\d+: It is being evaluated again/],
    ['unread', /^Carried by #\d+: GitHub doesn't show its current state/],
  ])('is waited for while it is not known whether the one that carries it passes (%s)', async (own, says) => {
    const { first, others, remembers, judged } = await twins()
    remembers(first.number, own)
    const carried = others[0]!.number
    expect(await judged(WAITING, carried)).toMatchObject({
      kind: 'unclear',
      says: expect.stringMatching(says),
    })
    expect(await judged(TRIES_TO_SHOW, carried)).toMatchObject({ kind: 'red' })
  })

  it('fails at once when something else blocks for certain', async () => {
    const { github, others, remembers, judged } = await twins(['', rfc(['ada'])])
    github.label(others[1]!, 'linus', 'rfc')
    remembers(others[0]!.number, 'failure')
    expect(await judged(WAITING)).toMatchObject({ kind: 'red' })
  })
})
