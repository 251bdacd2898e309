import { describe, expect, it } from 'vitest'
import { publicationOf } from '../../src/report/publication.ts'
import { rfc } from '../rfc-text.ts'
import { say } from './account.ts'
import { story } from './story.ts'

const FILE = 'rfcs/0001.md'
const NAMES_EVE = 'version: 1\nstakeholders: { always: ["@eve"] }\n'

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
    const [marks] = [...(prose?.answers?.reactions ?? [])].flatMap(([post, reactions]) =>
      post.id === id ? [reactions] : [],
    )
    expect(marks).toEqual(['+1', 'confused'])
  })

  it('counts for the member of a team, too, at this visit and at every other (C0)', () => {
    const told = withTeam()
    told.say('ada', '/heard\n\n/commit')
    told.say('linus', '/commit')
    expect([told.rfc().state, told.rejections()]).toEqual([
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
    const told = withTeam('version: 1\n')
    told.say('eve', '/heard\n/commit')
    told.visit()
    told.config = NAMES_EVE
    say(told, 'ada: /commit', 'linus: /commit')
    expect([told.position('eve'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C0: a line that was refused beside others', () => {
  const refusedFirst = (text: string) => {
    const told = story({ config: 'version: 1\n' })
    told.push({ [FILE]: rfc(['ada']) })
    const id = told.say('eve', text)
    told.visit()
    return { told, id }
  }
  const onceNamed = (told: ReturnType<typeof story>) => {
    told.config = NAMES_EVE
    told.say('ada', '/commit')
    return [told.position('eve'), told.rfc().state]
  }

  it.each(['/status\n/heard\n/commit', '/align\n/heard\n/commit'])(
    'stays refused when its writer comes to be named: %j',
    (text) => {
      const { told } = refusedFirst(text)
      expect(onceNamed(told)).toEqual(['silent', 'waiting'])
      told.visit()
      expect(told.position('eve')).toBe('silent')
    },
  )

  it('stays refused though another line of the comment, which was accepted then, would be refused now', () => {
    const told = story({ config: 'version: 1\n' })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('eve', '/object who pays?')
    told.say('eve', '/commit\n/heard')
    told.visit()
    expect(onceNamed(told)).toEqual(['silent', 'waiting'])
  })

  it('stays refused in a comment that its writer edited before it was refused again', () => {
    const { told, id } = refusedFirst('/commit')
    told.edit(id, 'eve', '/commit\n\ngladly')
    told.visit()
    expect(onceNamed(told)).toEqual(['silent', 'waiting'])
  })

  it('is told at every visit why, as long as that is why (C4)', () => {
    const { told } = refusedFirst('/status\n/commit')
    const before = told.rejections()
    expect(before).toEqual([expect.stringMatching(/^@eve was not named/)])
    told.visit()
    expect(told.rejections()).toEqual(before)
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
