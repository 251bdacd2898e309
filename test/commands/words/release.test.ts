import { describe, expect, it } from 'vitest'
import { account, problemMessages, rejectionsOf, say } from '../../rules/account.ts'
import { named, type Story, FILE, person, story } from '../../rules/story.ts'
import type { Post } from '../../../src/facts/snapshot.ts'
import { rfc } from '../../rfc-text.ts'
import { withLineDeletion } from '../../rules/deleted-line.ts'
import { memberLeft } from '../../rules/stories.ts'

const messages = (told: Story) => told.rfc().problems.map(({ message }) => message)

describe('/release', () => {
  it('releases a stakeholder, and the reason stays on record', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus he left the company')
    expect([told.position('linus'), told.rfc().state]).toEqual(['released', 'committed'])
    expect(told.rfc().releases).toMatchObject([{ name: '@linus', reason: 'he left the company' }])
  })

  it('sets aside their objections and disputed problem; they may object again', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('linus', '/object who pays?')
    told.say('linus', '/misalign it is not late')
    told.say('margaret', '/release @linus he left the company')
    expect([told.rfc().state, told.rfc().objections[0]?.state]).toEqual(['committed', 'set aside'])
    told.say('linus', '/object I am back, and still ask who pays')
    expect([told.position('linus'), told.rfc().state]).toEqual(['objecting', 'objection'])
  })

  it('is accepted from those whom the configuration allows, never from the author (C3)', () => {
    const config = 'version: 1\nstakeholders: { deciders: ["@eve", "@acme/leads", "@author"] }\n'
    const told = named(['ada', 'linus', 'grace'], { config })
    told.team('leads', ['mallory'])
    told.say('eve', '/release @ada she left')
    told.say('mallory', '/release @linus he left')
    told.say('author', '/release @grace she left')
    told.say('grace', '/release @author they left')
    expect(account(told).slice(1)).toEqual(['@ada released', '@linus released', '@grace silent'])
    expect(told.rejections()).toEqual([
      expect.stringMatching(/^You can't release a stakeholder of your own RFC/),
      expect.stringMatching(/or one of `stakeholders\.deciders`/),
    ])
    told.evaluate()
    told.config = 'version: 1\n'
    expect(told.position('ada')).toBe('released')
  })

  it('looks up whom the configuration allows only once somebody posts it', () => {
    const config = 'version: 1\nstakeholders: { deciders: ["@eve", "@acme/leads"] }\n'
    const told = named(['ada'], { config })
    const asked = () => {
      const { people, teams } = told.missing({ people: new Map(), teams: new Map() }).missingInputs
      return [people.includes('eve'), teams.length]
    }
    expect(asked()).toEqual([false, 0])
    told.say('eve', '/release @ada she left')
    expect(asked()).toEqual([true, 1])
  })

  it('takes several names with one reason', () => {
    const told = named(['ada', 'linus', 'acme/sre'])
    told.say('margaret', '/release @ada, @linus and @acme/sre: reorganised')
    expect(account(told).slice(1)).toEqual(['@ada released', '@linus released', '@acme/sre released, 0 of 0'])
    expect(told.rfc().releases.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      '@ada: reorganised',
      '@linus: reorganised',
      '@acme/sre: reorganised',
    ])
  })

  it('does not count released people toward the minimum besides the author (S5)', () => {
    const told = named(['author', 'linus'])
    told.say('author', '/commit')
    told.say('linus', '/commit')
    told.say('margaret', '/release @linus he left the company')
    expect(messages(told)).toEqual([
      expect.stringMatching(/At least one stakeholder other than the author is required/),
    ])
  })

  it('resolves the problem with a name (S4)', () => {
    const told = named(['ada', 'adda'])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('needs fixing')
    told.say('margaret', '/release @adda there is no such person')
    expect([messages(told), told.rfc().state]).toEqual([[], 'committed'])
  })

  it("stays in effect when its maintainer loses the role, as the App's reaction proves (P5)", () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus he left the company')
    told.evaluate()
    told.roles.set('margaret', 'read')
    expect(told.rfc().state).toBe('committed')
  })

  it('does not start to count when its writer becomes a maintainer later (C0)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('grace', '/release @linus he left the company')
    told.evaluate()
    told.roles.set('grace', 'admin')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('does not count when edited into a comment that was accepted for another command', () => {
    const told = named(['ada', 'linus'])
    const said = told.say('ada', '/commit')
    told.evaluate()
    told.edit(said, 'ada', '/commit\n/release @linus he will not mind')
    expect(told.position('linus')).toBe('silent')
  })

  it.each([
    ['ada', '/release @linus gone', /requires a maintainer/],
    ['author', '/release @linus gone', /^You can't release a stakeholder of your own/],
    ['margaret', '/release @linus', /needs a reason/],
    ['margaret', '/release', /needs a name and a reason/],
    ['margaret', '/release @eve never here', /isn't a stakeholder/],
    ['margaret', '/release @linus @eve both gone', /isn't a stakeholder/],
  ])('says what to do when @%s posts %s', (who, text, why) => {
    const told = named(['ada', 'linus'])
    told.roles.set('author', 'admin')
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
    expect([told.position('ada'), told.position('linus')]).toEqual(['silent', 'silent'])
  })

  it('looks up the role of whoever posts it', () => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @linus he left the company')
    expect(told.missing({ roles: new Map() }).missingInputs.roles).toEqual(['margaret'])
  })
})

describe('C3: /release', () => {
  it('accepts a team only if it is named in the text or was added', () => {
    const told = named(['grace'])
    say(told, 'grace: /commit', 'grace: /add @acme/sre', 'margaret: /release @acme/ops they are busy')
    expect(told.rejections()).toEqual([
      "`@acme/ops` isn't a stakeholder of this RFC, so there is no one to release.",
    ])
    told.say('margaret', '/release @acme/sre they are busy')
    expect(account(told)).toEqual(['committed', '@grace committed', '@acme/sre released, 0 of 1'])
  })

  it('rejects somebody who is not named, though a former team member blocks', () => {
    const told = memberLeft('/object who pays?')
    told.say('margaret', '/release @eve she left')
    expect(told.rejections()).toEqual([
      "`@eve` isn't a stakeholder of this RFC, so there is no one to release.",
    ])
  })
})

describe('C3, C6: a release, when somebody else deletes a comment of the released person', () => {
  const BLOCKS = ['/object who pays?', '/misalign it is not late', '/withdraw', 'a thought']

  it.each([
    ['/object who pays?', 'objection', '@ada objecting'],
    ['/misalign it is not late', 'misalignment', '@ada silent, misaligned'],
    ['/withdraw', 'waiting', '@ada silent'],
    ['a thought', 'committed', '@ada released'],
  ])('is as the comment left it when it was seen: %s', (text, state, ada) => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @ada she left')
    const said = told.say('ada', text)
    told.evaluate()
    told.remove(said, 'mallory')
    told.say('linus', '/commit')
    expect(account(told).slice(0, 2)).toEqual([state, ada])
    told.evaluate()
    expect(told.rfc().state).toBe(state)
  })

  it.each(BLOCKS)('ends though the comment was deleted before any evaluation: %s', (text) => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @ada she left')
    told.evaluate()
    told.remove(told.say('ada', text), 'mallory')
    told.say('linus', '/commit')
    expect(account(told).slice(0, 2)).toEqual(['waiting', '@ada silent'])
  })

  it('ends for good by a line comment that it deleted, which still blocks', () => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @ada she left')
    const on: Partial<Post> = { on: 'line' }
    const said = told.say('ada', '/object who pays?', on)
    told.evaluate()
    told.remove(said)
    told.evaluate(withLineDeletion(told, said, 'ada', 'mallory'))
    told.say('linus', '/commit')
    expect(account(told)).toEqual(['objection', '@ada objecting', '@linus committed', '#1 of @ada open: '])
    told.say('margaret', '/release @ada she left')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C3: a release ends with a head that names the person after one that did not', () => {
  it('and the person is required again', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @ada she left', 'linus: /commit')
    told.push({ [FILE]: rfc(['linus']) })
    expect(told.position('ada')).toBe('released')
    told.push({ [FILE]: rfc(['linus', 'ada']) })
    expect(told.position('ada')).toBe('silent')
    told.say('margaret', '/release @ada she left')
    expect(told.position('ada')).toBe('released')
  })

  it('also while that head is being announced', () => {
    const told = named(['ada', 'linus'])
    say(told, 'margaret: /release @ada she left', 'linus: /commit')
    told.push({ [FILE]: rfc(['linus']) })
    told.push({ [FILE]: rfc(['linus', 'ada']) }, { announced: false })
    expect([told.rfc().state, told.position('ada')]).toEqual(['waiting', 'silent'])
    told.say('margaret', '/release @ada she left')
    expect(told.position('ada')).toBe('silent')
    told.announce()
    told.say('margaret', '/release @ada she left')
    expect(told.position('ada')).toBe('released')
  })

  it('but not with one that names them as before', () => {
    const told = named(['ada', 'acme/sre'])
    say(told, 'margaret: /release @ada @acme/sre reorganised')
    told.push({ [FILE]: rfc(['acme/sre', 'ada'], 'Another proposal.') })
    expect(account(told).slice(1)).toEqual(['@ada released', '@acme/sre released, 0 of 1'])
  })

  it('for a team and for a login without an account, too', () => {
    const told = named(['grace', 'acme/sre', 'adda'])
    say(told, 'margaret: /release @acme/sre @adda reorganised')
    told.push({ [FILE]: rfc(['grace']) })
    told.push({ [FILE]: rfc(['grace', 'acme/sre', 'adda']) })
    expect(account(told).at(-1)).toBe('@acme/sre waiting, 0 of 1')
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/adda/) }])
  })
})

describe('C3, C4: /release of oneself', () => {
  it('is answered with /recuse, because a command of theirs would end the release', () => {
    const told = named(['ada', 'margaret'])
    told.say('margaret', '/release @margaret I am away')
    expect([told.position('margaret'), told.rejections()]).toEqual([
      'silent',
      [expect.stringMatching(/comment `\/recuse <reason>`/)],
    ])
  })
})

describe('C3, P5: /release of somebody who is not named', () => {
  it('sets aside their objection, which does not block when a later head names them', () => {
    const told = named(['ada'])
    told.say('grace', '/object not before May')
    told.say('margaret', '/release @grace she left')
    expect(told.rfc().objections).toMatchObject([{ state: 'set aside', blocks: false }])
    told.evaluate()
    told.push({ [FILE]: rfc(['ada', 'grace']) })
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it.each(['/object who pays?', '/misalign it is not late'])(
    'is accepted when they left a team and block: %s',
    (said) => {
      const told = named(['acme/sre'])
      told.say('ada', said)
      told.evaluate()
      told.team('sre', ['linus'])
      told.say('linus', '/commit')
      told.say('margaret', '/release @ada she left')
      expect([told.rejections(), told.rfc().state]).toEqual([[], 'committed'])
    },
  )
})

describe("C3: /release of somebody whom only the App's notes name", () => {
  it('is accepted, and of somebody else is not', () => {
    const told = story({ config: 'version: 1\n' })
    told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    told.roles.set('margaret', 'maintain')
    told.team('sre', ['ada'])
    told.push({ [FILE]: rfc(['acme/sre']).replace('## Alignment', '## Stakeholders') })
    told.evaluate()
    told.config =
      "version: 1\nsections: [{ name: Problem }, { name: Alignment, required: false }]\nstakeholders: { always: ['@linus'] }\n"
    told.say('margaret', '/release @acme/db they are busy')
    told.say('margaret', '/release @acme/sre they are busy')
    expect(told.rejections()).toEqual([
      "`@acme/db` isn't a stakeholder of this RFC, so there is no one to release.",
    ])
    expect(account(told)).toEqual(['waiting', '@linus silent', '@acme/sre released, 0 of 1'])
  })
})

describe('S4: /release of a name that is not an account', () => {
  it.each([
    ['@аcme/sre', '@аcme/sre'],
    ['@аcme/sre', '@АCME/SRE'],
    ['@acme/sre (0)', '@acme/sre (0)'],
    ['@acme/sre (half)', '@acme/sre (0)'],
    ['@acme/sre(half)', '@acme/sre (0)'],
    ['@acme/sre (half)', '@acme/sre(half)'],
    ['@ada_', '@Ada_'],
  ])('resolves the problem with %s when written %s', (written, released) => {
    const told = named(['linus'])
    told.push({ [FILE]: rfc(['linus']).replace('- @linus', `- @linus\n- ${written}`) })
    told.say('linus', '/commit')
    expect(problemMessages(told)).toHaveLength(1)
    told.say('margaret', `/release ${released} it is a slip`)
    expect([problemMessages(told), rejectionsOf(told)]).toEqual([[], []])
  })

  it('resolves no other name', () => {
    const told = named(['linus'])
    told.push({ [FILE]: rfc(['linus']).replace('- @linus', '- @linus\n- @аcme/sre\n- @аda') })
    told.say('margaret', '/release @аda it is a slip')
    expect(problemMessages(told)).toEqual([expect.stringMatching(/^`@аcme\/sre`/)])
  })
})
