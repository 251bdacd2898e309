import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { account } from './account.ts'
import { FILE, named, person, type Story, story } from './story.ts'

const messages = (told: Story) => told.rfc().problems.map(({ message }) => message)

describe('/add', () => {
  it('asks for one more, and lets them speak from then on', () => {
    const told = named(['ada'])
    told.say('linus', '/commit')
    told.say('ada', '/add @linus he runs the nightly job')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('counts in the second in which its writer was named, for it holds; a commitment does not (C0)', () => {
    const told = named(['ada'])
    const at = told.facts.runs.at(-1)?.startedAt as string
    const text = '/add @linus\n/commit'
    told.say('ada', text, { at, updatedAt: at, revisions: [{ at, editor: person('ada'), text }] })
    expect([told.position('linus'), told.position('ada')]).toEqual(['silent', 'silent'])
  })

  it('takes several at once, teams among them', () => {
    const told = named(['ada'])
    told.team('sre', ['grace', 'eve'])
    told.say('author', '/add @linus and @acme/sre (2), they are on call')
    expect([told.position('linus'), told.rfc().teams[0]?.needed]).toEqual(['silent', 2])
  })

  it('is not undone by editing it away', () => {
    const told = named(['ada'])
    const added = told.say('ada', '/add @linus')
    told.edit(added, 'ada', 'never mind')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })

  it('is not undone by deleting it, not even in draft', () => {
    const told = named(['ada'])
    told.draft('draft')
    const added = told.say('ada', '/add @linus @acme/sre')
    told.team('sre', ['grace'])
    told.visit()
    told.remove(added)
    told.draft('ready')
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().teams.length]).toEqual(['silent', 1])
    expect(told.rfc().state).toBe('waiting')
  })

  it('asks again for somebody who was released, not for who recused (C3)', () => {
    const told = named(['ada', 'linus', 'grace'])
    told.say('linus', '/recuse on leave')
    told.say('margaret', '/release @grace she left the company')
    told.say('ada', '/add @linus @grace')
    expect([told.position('linus'), told.position('grace')]).toEqual(['recused', 'silent'])
  })

  it.each([
    ['eve', '/add @linus', /for the author, for those named/],
    ['ada', '/add', /needs a name/],
    ['ada', '/add linus', /needs a name/],
    ['ada', '/add @nobody-there', /not on GitHub/],
    ['ada', '/add @build-bot', /a bot cannot commit/],
  ])('says what would work when @%s says %s', (who, text, why) => {
    const told = named(['ada'])
    told.people.set('build-bot', { kind: 'found', person: person('build-bot', 'Bot'), canRead: true })
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
    expect(told.rfc().rows).toHaveLength(1)
  })

  it('may be said by a maintainer whom nobody named', () => {
    const told = named(['ada'])
    told.say('margaret', '/add @linus')
    expect(told.position('linus')).toBe('silent')
  })
})

describe('/release', () => {
  it('lets somebody go, with the reason, shown for ever', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus he left the company')
    expect([told.position('linus'), told.rfc().state]).toEqual(['released', 'committed'])
    expect(told.rfc().releases).toMatchObject([{ name: '@linus', reason: 'he left the company' }])
  })

  it('sets aside what they objected to and how they read the problem; they may object anew', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('linus', '/object who pays?')
    told.say('linus', '/misalign it is not late')
    told.say('margaret', '/release @linus he left the company')
    expect([told.rfc().state, told.rfc().objections[0]?.state]).toEqual(['committed', 'set aside'])
    told.say('linus', '/object I am back, and still ask who pays')
    expect([told.position('linus'), told.rfc().state]).toEqual(['objecting', 'objection'])
  })

  it('may be said by those whom the configuration lets decide, never by the author (C3)', () => {
    const config = 'version: 1\nstakeholders: { deciders: ["@eve", "@acme/leads", "@author"] }\n'
    const told = named(['ada', 'linus', 'grace'], { config })
    told.team('leads', ['mallory'])
    told.say('eve', '/release @ada she left')
    told.say('mallory', '/release @linus he left')
    told.say('author', '/release @grace she left')
    told.say('grace', '/release @author they left')
    expect(account(told).slice(1)).toEqual(['@ada released', '@linus released', '@grace silent'])
    expect(told.rejections()).toEqual([
      expect.stringMatching(/^The author cannot release anybody/),
      expect.stringMatching(/or one of its `stakeholders\.deciders`/),
    ])
    told.visit()
    told.config = 'version: 1\n'
    expect(told.position('ada')).toBe('released')
  })

  it('is asked of GitHub whom the configuration lets decide only once somebody says it', () => {
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

  it('does not count the released for the people besides the author (S5)', () => {
    const told = named(['author', 'linus'])
    told.say('author', '/commit')
    told.say('linus', '/commit')
    told.say('margaret', '/release @linus he left the company')
    expect(messages(told)).toEqual([expect.stringMatching(/Besides the author nobody is left/)])
  })

  it('settles the problem with a name (S4)', () => {
    const told = named(['ada', 'adda'])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('needs fixing')
    told.say('margaret', '/release @adda there is no such person')
    expect([messages(told), told.rfc().state]).toEqual([[], 'committed'])
  })

  it('stands when its maintainer loses the role, as our own mark on it proves (P5)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus he left the company')
    told.visit()
    told.roles.set('margaret', 'read')
    expect(told.rfc().state).toBe('committed')
  })

  it('does not come to count when its writer becomes a maintainer later (C0)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('grace', '/release @linus he left the company')
    told.visit()
    told.roles.set('grace', 'admin')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('is not smuggled into a comment that was accepted for something else', () => {
    const told = named(['ada', 'linus'])
    const said = told.say('ada', '/commit')
    told.visit()
    told.edit(said, 'ada', '/commit\n/release @linus he will not mind')
    expect(told.position('linus')).toBe('silent')
  })

  it.each([
    ['ada', '/release @linus gone', /takes a maintainer/],
    ['author', '/release @linus gone', /The author cannot release/],
    ['margaret', '/release @linus', /needs a reason/],
    ['margaret', '/release', /needs a name and a reason/],
    ['margaret', '/release @eve never here', /not waited for here/],
    ['margaret', '/release @linus @eve both gone', /not waited for here/],
  ])('says what would work when @%s says %s', (who, text, why) => {
    const told = named(['ada', 'linus'])
    told.roles.set('author', 'admin')
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
    expect([told.position('ada'), told.position('linus')]).toEqual(['silent', 'silent'])
  })

  it('asks GitHub for a role only where nothing proves it yet', () => {
    const told = named(['ada', 'linus'])
    told.say('margaret', '/release @linus he left the company')
    expect(told.missing({ roles: new Map() }).missingInputs.roles).toEqual(['margaret'])
    told.visit()
    expect(told.missing({ roles: new Map() }).missingInputs.roles).toEqual([])
  })
})

describe('/delegate', () => {
  it('brings one in and lets the other out', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('linus', '/delegate @grace who runs it now')
    expect([told.position('linus'), told.position('grace')]).toEqual(['recused', 'silent'])
    expect(told.rfc().state).toBe('waiting')
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('leaves whom it brought in when it is edited away, and its writer is owed again', () => {
    const told = named(['ada', 'linus'])
    const said = told.say('linus', '/delegate @grace')
    told.edit(said, 'linus', 'never mind')
    expect([told.position('linus'), told.position('grace')]).toEqual(['silent', 'silent'])
  })

  it.each([
    ['linus', '/delegate', /takes one person/],
    ['linus', '/delegate @grace @eve', /takes one person/],
    ['linus', '/delegate @acme/sre', /takes one person/],
    ['linus', '/delegate @author', /author cannot take/],
    ['linus', '/delegate @linus', /needs somebody else/],
    ['linus', '/delegate @build-bot', /a bot cannot commit/],
    ['eve', '/delegate @grace', /was not named/],
    ['grace', '/delegate @eve', /A member of a team/],
  ])('says what would work when @%s says %s', (who, text, why) => {
    const told = named(['linus', 'acme/sre'])
    told.team('sre', ['grace'])
    told.people.set('build-bot', { kind: 'found', person: person('build-bot', 'Bot'), canRead: true })
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
    expect(told.position('linus')).toBe('silent')
  })
})

describe('S2: named by the configuration', () => {
  const ALWAYS = "version: 1\nstakeholders:\n  always: ['@linus']\n"

  it('is required, and may speak', () => {
    const told = story({ config: ALWAYS })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('is named for what changes, by globs', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  paths:\n    'billing/**': ['@linus']\n" })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().rows.map((row) => row.person.login)).toEqual(['ada'])
    told.push({ 'billing/job.ts': 'export {}' })
    expect(told.rfc().rows.map((row) => row.person.login)).toEqual(['ada', 'linus'])
  })

  it('is let go by a change of the configuration, which the verdict says', () => {
    const told = story({ config: ALWAYS })
    told.push({ [FILE]: rfc(['ada']) })
    told.visit()
    told.facts.askedForReview.push({ person: person('linus'), byAppAt: told.now() })
    told.config = 'version: 1\n'
    told.say('ada', '/commit')
    expect([told.rfc().letGo, told.rfc().state]).toEqual([['linus'], 'committed'])
  })

  it('is not let go where the text named them too', () => {
    const told = story({ config: ALWAYS })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.visit()
    told.facts.askedForReview.push({ person: person('linus'), byAppAt: told.now() })
    told.push({ [FILE]: rfc(['ada']) })
    told.visit()
    told.config = 'version: 1\n'
    told.say('ada', '/commit')
    expect([told.rfc().letGo, told.rfc().state]).toEqual([[], 'waiting'])
  })

  it('does not revive a refused commitment (C0)', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('linus', '/commit')
    told.visit()
    told.config = ALWAYS
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('is a problem at its line in the configuration when nobody has that login', () => {
    const told = story({ config: "version: 1\nstakeholders:\n  always: ['@linuss']\n" })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.rfc().problems).toMatchObject([
      { source: 'config', place: { path: '.github/rfc-alignment.yml', line: 3 } },
    ])
  })
})

describe('S6: a change of the configuration that hides the section which named somebody', () => {
  const OTHER_NAME =
    "version: 1\nsections:\n  - name: Problem\n  - name: Alignment\n    required: false\nstakeholders:\n  always: ['@linus']\n"

  /** Named under "Stakeholders", seen once; then that is no name of the section any more. */
  function renamed(names: readonly string[], how: { readonly draft?: boolean } = {}) {
    const told = story({ config: 'version: 1\n', ...how })
    told.people.set('margaret', { kind: 'found', person: person('margaret'), canRead: true })
    told.roles.set('margaret', 'maintain')
    told.team('sre', ['ada', 'grace'])
    told.push({ [FILE]: rfc(names).replace('## Alignment', '## Stakeholders') })
    told.visit()
    told.config = OTHER_NAME
    told.say('linus', '/commit')
    return told
  }

  it('drops no team, and its members may commit', () => {
    const told = renamed(['acme/sre (2)'])
    expect(told.rfc().state).toBe('waiting')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('drops no team with every member, and lets a maintainer release it', () => {
    const told = renamed(['acme/sre (all)'])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.say('margaret', '/release @acme/sre nobody is on call any more')
    expect([told.rfc().state, told.rejections()]).toEqual(['committed', []])
  })

  it('drops not the author, whom GitHub asks for no review', () => {
    const told = renamed(['author'])
    expect([told.rfc().state, told.position('author')]).toEqual(['waiting', 'silent'])
    told.say('author', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('drops no team that the App saw once only, when it announced the head', () => {
    const told = story({ config: 'version: 1\n' })
    told.team('sre', ['ada', 'grace'])
    told.push({ [FILE]: rfc(['acme/sre']).replace('## Alignment', '## Stakeholders') }, { announced: false })
    told.visit()
    told.config = OTHER_NAME
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })

  it('drops nobody whom the App never asked for a review, for they had committed in draft', () => {
    const told = story({ config: 'version: 1\n', draft: true })
    told.push({ [FILE]: rfc(['ada']).replace('## Alignment', '## Stakeholders') })
    told.say('ada', '/commit')
    told.draft('ready')
    told.visit()
    told.config = OTHER_NAME
    told.push({ [FILE]: rfc([], 'Bill from usage.') })
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rfc().state]).toEqual(['stale', 'waiting'])
  })

  it('drops nobody whom somebody else had asked for a review', () => {
    const told = story({ config: 'version: 1\n' })
    told.push({ [FILE]: rfc(['ada']).replace('## Alignment', '## Stakeholders') })
    told.facts.askedForReview.push({ person: person('ada'), byAppAt: null })
    told.visit()
    told.config = OTHER_NAME
    told.say('linus', '/commit')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('drops whoever was named in a draft only', () => {
    expect(renamed(['acme/sre', 'author'], { draft: true }).rfc().state).toBe('draft')
    expect(renamed(['acme/sre', 'author'], { draft: true }).rfc().teams).toEqual([])
  })
})

describe('S4: a login that changed hands', () => {
  it('is a problem, and the person it was is still owed (TH-54)', () => {
    const told = named(['ada', 'linus'])
    told.facts.knownLogins.set('linus', 4711)
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    expect(messages(told)).toEqual([expect.stringMatching(/no longer the account that was named here first/)])
    expect(told.rfc().rows.map((row) => row.person.id)).toContain(4711)
  })

  it('keeps the commitment of somebody who only renamed themselves (TH-53)', () => {
    const told = named(['ada', 'linus'])
    told.facts.knownLogins.set('linus', person('linus').id)
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    told.people.delete('linus')
    const renamed = { ...person('linus'), login: 'torvalds' }
    told.people.set('torvalds', { kind: 'found', person: renamed, canRead: true })
    told.push({ [FILE]: rfc(['ada', 'torvalds']) })
    expect([messages(told), told.rfc().state]).toEqual([[], 'committed'])
  })
})
