import { describe, expect, it } from 'vitest'
import { FILE, story, type Story } from '../rules/story.ts'
import { doc, people, staleAfter } from './stale-after.ts'

describe('F2b: a role that changes makes the commitment of its holder stale', () => {
  const before = doc(people('- @ada, payments', '- @linus'))

  it.each<[string, string, Record<string, readonly string[]>]>([
    ['when it becomes another', doc(people('- @ada, billing', '- @linus')), { ada: ['the role of @ada'] }],
    ['when it is removed', doc(people('- @ada', '- @linus')), { ada: ['the role of @ada'] }],
    [
      'when it is added',
      doc(people('- @ada, payments', '- @linus, network')),
      { linus: ['the role of @linus'] },
    ],
    ['but not when the same role is written another way', doc(people('* @ada — *payments*', '* @linus')), {}],
    [
      'but not when somebody else is named with a role',
      doc(people('- @ada, payments', '- @linus', '- @grace, tests')),
      {},
    ],
    ['but not when its holder is no longer named', doc(people('- @linus')), {}],
    [
      'but not when only the words around the login change',
      doc(people('- Ada Lovelace (@ada), payments', '- @linus')),
      {},
    ],
  ])('%s', (_, after, expected) => {
    expect(staleAfter(before, after)).toEqual(expected)
  })

  it('a role that returns makes it current again (F4)', () => {
    const told = story()
    told.push({ [FILE]: before })
    told.say('ada', '/commit')
    told.push({ [FILE]: doc(people('- @ada, billing', '- @linus')) })
    expect(told.position('ada')).toBe('stale')
    told.push({ [FILE]: before })
    expect(told.position('ada')).toBe('committed')
  })

  it('a person removed and added back with another role is stale', () => {
    const told = story()
    told.push({ [FILE]: before })
    told.say('ada', '/commit')
    told.push({ [FILE]: doc(people('- @linus')) })
    told.push({ [FILE]: doc(people('- @ada, billing', '- @linus')) })
    expect(told.position('ada')).toBe('stale')
  })

  it('the role of a team concerns only members who fill its quorum', () => {
    const team = (role: string) => doc(people(`- @acme/sre${role}`, '- @linus'))
    const tell = (told: Story) => told.team('sre', ['ada', 'grace'])
    expect(staleAfter(team(', on call'), team(', at night'), tell)).toEqual({
      ada: ['the role of @acme/sre'],
    })
    expect(staleAfter(team(' (1)'), team(' (all)'), tell)).toEqual({})
  })
})
