import { describe, expect, it } from 'vitest'
import { publicationOf } from '../../src/render/publication.ts'
import { rfc } from '../rfc-text.ts'
import { story } from './story.ts'

const FILE = 'rfcs/0001.md'

/** A story that names linus and a team of which ada is a member. */
function withTeam(config?: string) {
  const told = story(config === undefined ? {} : { config })
  told.team('sre', ['ada', 'grace'])
  told.push({ [FILE]: rfc(['acme/sre', 'linus']) })
  return told
}

describe('C4: a comment of which one word is accepted and another refused', () => {
  it('bears both marks', () => {
    const told = withTeam()
    const id = told.say('linus', '/commit\n/heard')
    const { prose } = publicationOf(told.judge(), told.snapshot())
    const [marks] = [...(prose?.answers?.reactions ?? [])].flatMap(([remark, reactions]) =>
      remark.id === id ? [reactions] : [],
    )
    expect(marks).toEqual(['+1', 'confused'])
  })

  it('counts for the member of a team, too, at this visit and at every other (C0)', () => {
    const told = withTeam()
    told.say('ada', '/heard\n\n/commit')
    told.say('linus', '/commit')
    expect([told.rfc().state, told.refusals()]).toEqual([
      'committed',
      [expect.stringMatching(/no open objection/)],
    ])
    told.visit()
    expect(told.rfc().state).toBe('committed')
  })

  it('does not come to count for more than it did: who joins the team later has not committed (C0)', () => {
    const told = withTeam()
    told.say('eve', '/status\n/commit')
    told.visit()
    told.team('sre', ['ada', 'grace', 'eve'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })

  it('of two words that rest on the membership of its writer counts none, for nobody could tell them apart (C0)', () => {
    const told = withTeam()
    told.say('ada', '/heard\n/align\n/commit')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.visit()
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('C0: a comment of which every word was refused', () => {
  it('counts for nothing later, though one of its words would be accepted now and another is still refused', () => {
    const told = withTeam('version: 1\nalignment:\n  first: true\n')
    told.say('linus', '/heard\n/commit')
    told.visit()
    told.config = 'version: 1\n'
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})
