import { describe, expect, it } from 'vitest'
import { secondsUntilSpare } from '../../src/github/quota-share.ts'

describe('background work waits for a quota (TH-132)', () => {
  it.each([
    ['not while more than half is left', 2_501, 3_600, 0],
    ['not at the end of the hour, with more than a quarter left', 1_300, 60, 0],
    ['until the reset, once a quarter is left', 1_250, 1_800, 1_800],
    ['until the reset, once everything is used up', 0, 3_000, 3_000],
    ['until the even pace reaches what is left', 1_875, 3_600, 1_800],
    ['not once the even pace has reached it', 1_875, 1_800, 0],
    ['not after the reset', 0, 0, 0],
  ])('%s', (_, remaining, secondsLeft, seconds) => {
    expect(secondsUntilSpare({ limit: 5_000, remaining, secondsLeft })).toBe(seconds)
  })

  it('so it never takes the last quarter, and the rest within the hour', () => {
    let remaining = 5_000
    for (let secondsLeft = 3_600; secondsLeft > 0; secondsLeft--) {
      while (secondsUntilSpare({ limit: 5_000, remaining, secondsLeft }) === 0) remaining -= 9
    }
    expect(remaining).toBeGreaterThan(1_240)
    expect(remaining).toBeLessThanOrEqual(1_251)
  })
})
