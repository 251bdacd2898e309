import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Intake } from '../../src/queue/intake.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Starts to store so many deliveries; returns functions that end one each. */
function storing(intake: Intake, count: number) {
  return Array.from({ length: count }, () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    void intake.during(() => promise)
    return resolve
  })
}

async function isCalm(intake: Intake): Promise<boolean> {
  let isIt = false
  void intake.calm().then(() => {
    isIt = true
  })
  await vi.advanceTimersByTimeAsync(0)
  return isIt
}

describe('work waits for deliveries that are being stored', () => {
  it('while they are many, until they are few', async () => {
    const intake = new Intake()
    expect(await isCalm(intake)).toBe(true)
    const ends = storing(intake, 19)
    expect(await isCalm(intake)).toBe(true)
    ends.push(...storing(intake, 1))
    expect(await isCalm(intake)).toBe(false)
    ends.pop()?.()
    expect(await isCalm(intake)).toBe(true)
  })

  it('for a second at most in one burst, and again in the next', async () => {
    const intake = new Intake()
    const ends = storing(intake, 30)
    await vi.advanceTimersByTimeAsync(999)
    expect(await isCalm(intake)).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await isCalm(intake)).toBe(true)
    for (const end of ends) end()
    await vi.advanceTimersByTimeAsync(0)
    storing(intake, 20)
    expect(await isCalm(intake)).toBe(false)
  })

  it('and passes on what storing returns and throws', async () => {
    const intake = new Intake()
    expect(await intake.during(async () => 7)).toBe(7)
    await expect(intake.during(() => Promise.reject(new Error('full')))).rejects.toThrow('full')
  })
})
