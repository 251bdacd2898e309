import { describe, expect, it } from 'vitest'
import { account, say } from '../../rules/account.ts'
import { named, type Story } from '../../rules/story.ts'

describe('C3: /heard', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => `/object reason ${index + 1}`).join('\n')
  const heard = (told: Story) =>
    told.rfc().objections.flatMap(({ number, state }) => (state === 'heard' ? [number] : []))

  it.each<[string, readonly number[]]>([
    ['/heard thank you, #2', [2]],
    ['/heard #12 and #1', [1, 12]],
    ['/heard see item#2', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    ['/heard #2nd', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ])('closes the objections it names, otherwise all: %s', (text, closed) => {
    const told = named(['ada'])
    say(told, `ada: ${twelve}`, `ada: ${text}`)
    expect(heard(told)).toEqual(closed)
  })

  it('leaves open the objection that an edit puts in place of the one it closed (C5, P5)', () => {
    const told = named(['ada'])
    const first = told.say('ada', '/object who pays?')
    told.say('ada', '/heard')
    told.edit(first, 'ada', '/object what of the nights?')
    expect(account(told)).toEqual([
      'objection',
      '@ada objecting',
      '#1 of @ada heard: who pays?',
      '#2 of @ada open: what of the nights?',
    ])
  })
})
