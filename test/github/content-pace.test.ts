import { describe, expect, it } from 'vitest'
import { createContentPace } from '../../src/github/content-pace.ts'

/** A pace whose clock the test moves. */
function paced() {
  let clock = 0
  const pace = createContentPace(() => clock)
  return {
    take: pace.take,
    at: (seconds: number) => {
      clock = seconds
    },
    times: (many: number) => Array.from({ length: many }, pace.take),
  }
}

describe('comments and requests for review on one account (GH-156)', () => {
  it('are made at once, up to eighty a minute', () => {
    const { times, take, at } = paced()
    expect(times(80).every((seconds) => seconds === 0)).toBe(true)
    at(10)
    expect(take()).toBe(50)
    at(59)
    expect(take()).toBe(1)
    at(60)
    expect(times(80).every((seconds) => seconds === 0)).toBe(true)
    expect(take()).toBe(60)
  })

  it('are retried eighty at a time, not all in the same second', () => {
    const { times } = paced()
    times(80)
    const waits = times(200)
    expect([waits[0], waits[79], waits[80], waits[199]]).toEqual([60, 60, 120, 180])
  })

  it('are at most five hundred per hour', () => {
    const { times, take, at } = paced()
    for (let minute = 0; minute < 6; minute++) {
      at(minute * 60)
      times(80)
    }
    at(360)
    expect(times(20).every((seconds) => seconds === 0)).toBe(true)
    expect(take()).toBe(3240)
    at(3600)
    expect(take()).toBe(0)
  })
})
