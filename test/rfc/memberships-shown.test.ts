import { describe, expect, test } from 'vitest'
import type { MembershipTrigger } from '../../src/facts/trigger.ts'
import { membershipsNotVisible } from '../../src/rfc/not-visible-yet.ts'
import { person, story } from '../rules/story.ts'

const told = (login: string, state: 'present' | 'absent', team = 'acme/sre'): MembershipTrigger => ({
  kind: 'membership',
  team,
  personId: person(login).id,
  state,
})

/** Who of the events is not shown, where the team has one member, @ada. */
function unseen(...triggers: readonly MembershipTrigger[]) {
  const pull = story()
  pull.team('sre', ['ada'])
  return membershipsNotVisible(pull.snapshot(), [{ kind: 'look', why: 'somebody asked' }, ...triggers])
}

describe('V6, S3: who joined or left a team must be seen', () => {
  test('and is, where the team reads so', () => {
    expect(unseen(told('ada', 'present'), told('linus', 'absent'))).toEqual([])
  })

  test('and is not, where it does not read so yet', () => {
    const [joined, left] = [told('linus', 'present'), told('ada', 'absent')]
    expect(unseen(joined, left)).toEqual([joined, left])
  })

  test('of several events about one person in one team the newest told decides', () => {
    expect(unseen(told('ada', 'absent'), told('ada', 'present'))).toEqual([])
    expect(unseen(told('ada', 'present'), told('ada', 'absent'))).toEqual([told('ada', 'absent')])
  })

  test('a team that this pull request does not ask for, or that cannot be found, says nothing', () => {
    expect(unseen(told('ada', 'absent', 'acme/other'))).toEqual([])
    const pull = story()
    expect(membershipsNotVisible({ ...pull.snapshot(), teams: new Map() }, [told('ada', 'absent')])).toEqual(
      [],
    )
  })
})
