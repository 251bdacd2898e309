import { expect, it } from 'vitest'
import type { Reference } from '../../src/facts/reference.ts'
import type { Trigger } from '../../src/facts/trigger.ts'
import { LeftForPeople } from '../../src/github/faults.ts'
import type { EvaluationRequest } from '../../src/queue/work-evaluations.ts'
import type { Memory } from '../../src/pipeline/memory.ts'
import { sparing } from '../../src/pipeline/spare-quota.ts'
import { reference } from '../reference.ts'

/** Whether an evaluation waits while the quotas are needed by people. */
async function waits(triggers: readonly Trigger[], remembered: object | null, at: Reference = reference) {
  let isMade = false
  const visit = sparing(
    {
      mustHaveSpare: () => {
        throw new Error('left for people')
      },
      recall: async () => remembered as Memory | null,
      togetherSeconds: 30,
    },
    async () => {
      isMade = true
    },
  )
  await visit({ reference: at, triggers } as unknown as EvaluationRequest).catch(() => {})
  return !isMade
}

const bulk: Trigger = { kind: 'look', why: 'main changed', isBulk: true }
const member: Trigger = {
  kind: 'membership',
  team: 'acme/sre',
  personId: 7,
  state: 'absent',
  isBulk: true,
}
const red = { written: { conclusion: 'action_required' }, basis: { isRfc: true } }
const passing = { written: { conclusion: 'success' }, basis: { isRfc: true } }
const group: Reference = {
  ...reference,
  kind: 'merge-group',
  headSha: 'a'.repeat(40),
  baseRef: 'refs/heads/main',
}

it.each<[string, boolean, Trigger[], object | null, Reference?]>([
  ['waits where many pull requests are concerned', true, [bulk, member], red],
  ['waits where nothing is known yet', true, [bulk], null],
  ['waits where it was no RFC', true, [bulk], { ...passing, basis: { isRfc: false } }],
  [
    'is made where a person said something meanwhile',
    false,
    [bulk, { kind: 'look', why: 'asked for again' }],
    red,
  ],
  ['is made where an RFC passes, for that may end (V6)', false, [bulk], passing],
  ['is made where an older version wrote the success', false, [bulk], { ...passing, basis: null }],
  ['is made for a merge group (V8)', false, [bulk], null, group],
])('an evaluation %s (TH-132)', async (_, expected, triggers, remembered, at) => {
  expect(await waits(triggers, remembered, at)).toBe(expected)
})

it('events shortly after an evaluation share the next while a quota runs low, except for a passing RFC (TH-132)', async () => {
  let clock = 1_000
  let isLow = true
  let remembered: object = red
  let made = 0
  const visit = sparing(
    {
      mustHaveSpare: () => {
        if (isLow) throw new LeftForPeople(600)
      },
      recall: async () => remembered as Memory,
      togetherSeconds: 30,
      now: () => clock,
    },
    async () => void made++,
  )
  const command = {
    reference,
    triggers: [{ kind: 'look', why: 'asked for again' }],
  } as unknown as EvaluationRequest
  await visit(command)
  clock += 10
  await expect(visit(command)).rejects.toMatchObject({ name: 'RateLimited', retryAfterSeconds: 20 })
  remembered = passing
  await visit(command)
  remembered = red
  isLow = false
  await visit(command)
  isLow = true
  clock += 30
  await visit(command)
  expect(made).toBe(4)
})
