import { describe, expect, it } from 'vitest'
import { MERGE_GROUP, writeExternalId } from '../../src/facts/external-id.ts'
import type { Write } from '../../src/facts/check-run.ts'
import type { GroupReference, Reference } from '../../src/facts/reference.ts'
import type { Trigger } from '../../src/facts/trigger.ts'
import { reportUnreadable } from '../../src/pipeline/report-unreadable.ts'
import { reference } from '../reference.ts'

const { number, ...place } = reference
const group: GroupReference = { ...place, kind: 'merge-group', headSha: 'abc', baseRef: 'refs/heads/main' }

const drafted: Trigger = {
  kind: 'pull-request',
  at: '2026-03-02T10:00:00Z',
  head: 'abc',
  base: 'main',
  draft: true,
  state: 'open',
  labels: [],
  body: '',
}
const chat: Trigger = { kind: 'look', why: 'somebody asked' }
const blocked: Trigger = { kind: 'look', why: '#7 does not pass', takesAway: true }
const requested: Trigger = { kind: 'group', ref: null }

/** Returns what is written when nothing is remembered and the commit has one run. */
async function written(
  about: Reference,
  trigger: Trigger,
  run: { number: number; wasRfc: boolean },
): Promise<readonly Write[]> {
  const writes: Write[] = []
  const externalId = writeExternalId({ ...run, kept: [], annotations: '-', shown: '0', trace: null })
  const github = {
    headOf: async () => ({ head: 'abc', baseName: 'main', isDraft: false }),
    runsOn: async () => [{ externalId }],
    write: async (_: Reference, write: Write) => {
      writes.push(write)
      return { kind: 'done' as const }
    },
  }
  const memory = {
    recall: async () => null,
    remember: async () => {},
    groups: async () => [],
    answers: async () => [],
    keepAnswers: async () => {},
  }
  await reportUnreadable({ github: github as never, memory }, about, [trigger])
  return writes
}

describe('a check that is not remembered, while GitHub cannot be read (V6)', () => {
  it.each([
    ['an RFC', reference, drafted, { number, wasRfc: true }],
    ['a merge group', group, blocked, { number: MERGE_GROUP, wasRfc: false }],
  ] as const)(
    'of %s is a success in doubt after an event that can take it away',
    async (_, about, trigger, run) => {
      expect(await written(about, trigger, run)).toMatchObject([
        { kind: 'create run', commit: 'abc', run: { name: 'RFC alignment: main', conclusion: 'failure' } },
      ])
    },
  )

  it.each([
    ['an RFC about which nothing was said', reference, chat, { number, wasRfc: true }],
    ['what is no RFC', reference, drafted, { number, wasRfc: false }],
    ['a merge group that is only asked for again', group, requested, { number: MERGE_GROUP, wasRfc: false }],
  ] as const)('of %s stays', async (_, about, trigger, run) => {
    expect(await written(about, trigger, run)).toEqual([])
  })

  it('of another pull request does not count for this one', async () => {
    expect(await written(reference, chat, { number: number + 1, wasRfc: false })).toHaveLength(1)
  })
})
