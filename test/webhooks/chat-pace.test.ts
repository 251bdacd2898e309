import { expect, it } from 'vitest'
import { createChatPace } from '../../src/webhooks/chat-pace.ts'

it('allows five evaluations for posts without commands, and one more every ten minutes (TH-132)', () => {
  let clock = 100
  const { mayAsk } = createChatPace(() => clock)
  const asked = (key: string, times: number) =>
    Array.from({ length: times }, () => mayAsk(key)).filter((may) => may).length
  expect(asked('acme/rfcs#1', 100)).toBe(5)
  expect(asked('acme/rfcs#2', 1)).toBe(1)
  clock += 599
  expect(asked('acme/rfcs#1', 100)).toBe(0)
  clock += 1
  expect(asked('acme/rfcs#1', 100)).toBe(1)
  clock += 86_400
  expect(asked('acme/rfcs#1', 100)).toBe(5)
})
