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

describe('C0: a line that was refused beside others', () => {
  const ALIGNED_FIRST = 'version: 1\nalignment:\n  first: true\n'
  const refusedFirst = (text: string) => {
    const told = story({ config: ALIGNED_FIRST })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    const id = told.say('linus', text)
    told.visit()
    return { told, id }
  }
  const onceDropped = (told: ReturnType<typeof story>) => {
    told.config = 'version: 1\n'
    told.say('ada', '/commit')
    return [told.position('linus'), told.rfc().state]
  }

  it.each(['/status\n/heard\n/commit', '/align\n/heard\n/commit'])(
    'stays refused when what it lacked is asked for no more: %j',
    (text) => {
      const { told } = refusedFirst(text)
      expect(onceDropped(told)).toEqual(['silent', 'waiting'])
      told.visit()
      expect(told.position('linus')).toBe('silent')
    },
  )

  it('stays refused though another line of the comment, which was accepted then, would be refused now', () => {
    const told = story({ config: ALIGNED_FIRST })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/object who pays?')
    told.say('linus', '/commit\n/heard')
    told.visit()
    expect(onceDropped(told)).toEqual(['silent', 'waiting'])
  })

  it('stays refused in a comment that its writer edited before it was refused again', () => {
    const { told, id } = refusedFirst('/commit')
    told.edit(id, 'linus', '/commit\n\ngladly')
    told.visit()
    expect(onceDropped(told)).toEqual(['silent', 'waiting'])
  })

  it('is told at every visit why, as long as that is why (C4)', () => {
    const { told } = refusedFirst('/status\n/commit')
    const before = told.refusals()
    expect(before).toEqual([expect.stringMatching(/Still to say `\/align`: @ada, @linus/)])
    told.visit()
    expect(told.refusals()).toEqual(before)
  })

  it('counts once an edit mends it (C5)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['linus']) })
    const id = told.say('linus', '/disagree-commit')
    told.visit()
    told.edit(id, 'linus', '/disagree-commit the rollback takes a day')
    expect(told.position('linus')).toBe('dissenting')
    told.visit()
    expect(told.position('linus')).toBe('dissenting')
  })
})
