import { describe, expect, it } from 'vitest'
import { fileKey, type Snapshot } from '../../src/facts/snapshot.ts'
import { rfc } from '../rfc-text.ts'
import { person, story } from '../rules/story.ts'

const FILE = 'rfcs/0001.md'
const messages = (told: ReturnType<typeof story>) => told.rfc().problems.map(({ message }) => message)

describe('S4: names that can commit', () => {
  it('says which login is not on GitHub, at its line, and which was meant', () => {
    const told = story()
    told.push({ [FILE]: rfc(['adda', 'linus']).replace('@adda', '@linuss') })
    expect(told.rfc().problems[0]).toEqual({
      source: 'people',
      message: '`@linuss` is not on GitHub. Did you mean `@linus`?',
      place: { path: FILE, line: 13, column: 3 },
    })
  })

  it.each([
    ['Bot', /a bot cannot commit/],
    ['Organization', /an organisation cannot commit/],
  ] as const)('refuses a %s', (type, message) => {
    const told = story()
    told.people.set('ada', { kind: 'found', person: person('ada', type), canRead: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect(messages(told)).toEqual([expect.stringMatching(message)])
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('refuses somebody who cannot read the repository', () => {
    const told = story()
    told.people.set('ada', { kind: 'found', person: person('ada'), canRead: false })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect(messages(told)).toEqual([expect.stringMatching(/cannot read this repository/)])
  })

  it('is no problem of somebody who has committed, while that stands', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.people.set('ada', { kind: 'found', person: person('ada'), canRead: false })
    expect([told.rfc().state, messages(told)]).toEqual(['committed', []])
    told.push({ [FILE]: rfc(['ada'], 'Bill at night.') })
    expect(messages(told)).toEqual([expect.stringMatching(/cannot read this repository/)])
  })

  it('forgets a misspelt name once it is mended, for nobody was dropped', () => {
    const told = story()
    told.push({ [FILE]: rfc(['adda', 'linus']) })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    expect([messages(told), told.rfc().rows.length]).toEqual([[], 2])
  })
})

describe('S5: never a vacuous green', () => {
  it('takes an empty list for a problem', () => {
    const told = story()
    told.push({ [FILE]: rfc([]).replace('## Alignment\n\n', '## Alignment\n\nEverybody.\n') })
    expect(messages(told)).toEqual([expect.stringMatching(/names nobody/)])
  })

  it('needs one person besides the author', () => {
    const told = story()
    told.push({ [FILE]: rfc(['author']) })
    told.say('author', '/commit')
    expect(messages(told)).toEqual([expect.stringMatching(/Besides the author nobody/)])
  })

  it('lets the author commit in words like everybody else', () => {
    const told = story()
    told.push({ [FILE]: rfc(['author', 'ada']) })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    told.say('author', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('does not turn green when the only other person stepped out', () => {
    const told = story()
    told.push({ [FILE]: rfc(['author', 'ada']) })
    told.say('author', '/commit')
    told.say('ada', '/recuse on leave')
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('asks for as many as the configuration says', () => {
    const told = story({ config: 'version: 1\nstakeholders:\n  minimum: 2\n' })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect(messages(told)).toEqual([expect.stringMatching(/only 1 can still commit; 2 people/)])
  })
})

describe('S6: nobody is dropped in silence', () => {
  it('waits for somebody who was taken out of the document after it left draft', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    const second = told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('waiting')
    expect(told.rfc().rows[1]).toMatchObject({ person: { login: 'linus' }, leftAt: second })
  })

  it('lets the author try names out in draft', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    expect(told.position('linus')).toBe('not required')
  })

  it('keeps to the first time it left draft: a second draft does not drop anybody', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.draft('draft')
    told.push({ [FILE]: rfc(['ada']) })
    told.draft('ready')
    expect(told.position('linus')).toBe('silent')
  })

  it('sees through a force-push that hides the head which named them', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.forcePush([told.commit({ [FILE]: rfc(['ada']) })], { announced: true })
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('owes an answer to those whom the base version of a changed RFC names', () => {
    const told = story({ base: { [FILE]: rfc(['grace']) } })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.position('grace')).toBe('silent')
  })

  it('owes an answer to those whom a deleted RFC names', () => {
    const told = story({ base: { [FILE]: rfc(['grace']) } })
    told.push({ [FILE]: null })
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
    told.say('grace', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('forgets neither of two heads that were announced in one second', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.wait(-70)
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect([told.position('linus'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('keeps whom the App asked for a review, whatever their login is now', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'grace']) })
    told.facts.askedForReview = [
      { person: { ...person('grace'), login: 'grace-hopper' }, byAppAt: told.now() },
    ]
    told.people.delete('grace')
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    expect([told.position('grace-hopper'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  it('lets them go when they step out themselves', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('linus', '/recuse moved on')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('S1: where names stand', () => {
  it('reads the description’s Alignment section when the file has none', () => {
    const told = story()
    told.describe('## Alignment\n\n- @ada\n')
    told.push({ [FILE]: rfc([]).split('## Alignment')[0] as string })
    expect([messages(told), told.position('ada')]).toEqual([[], 'silent'])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('S6: what cannot be read may have named somebody', () => {
  const unreadable = (told: ReturnType<typeof story>, change: Partial<Snapshot>) => told.judge(change).state

  it('fails closed when an earlier head cannot be read, unless its commit is gone from GitHub (V6)', () => {
    const told = story()
    const first = told.push({ [FILE]: rfc(['ada', 'grace']) })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    const changesAt = (isGone: boolean) =>
      new Map(told.snapshot().changesAt).set(first, {
        kind: 'unreadable',
        why: 'changed too many files',
        isGone,
      })
    expect(unreadable(told, { changesAt: changesAt(false) })).toBe('needs fixing')
    told.facts.commits = told.facts.commits.slice(1)
    expect(told.judge({ changesAt: changesAt(true) }).state).toBe('committed')
  })

  it('fails closed when the base version of a changed RFC cannot be read', () => {
    const told = story({ base: { [FILE]: rfc(['grace']) } })
    told.push({ [FILE]: rfc(['ada'], 'new') })
    told.say('ada', '/commit')
    const { files, pullRequest } = told.snapshot()
    const lost = new Map(files).set(fileKey(pullRequest.baseTip, FILE), {
      kind: 'unreadable',
      blob: 'b1',
      why: 'is not UTF-8 throughout',
    })
    expect(unreadable(told, { files: lost })).toBe('needs fixing')
  })

  it('keeps failing when an RFC that names a team leaves the pull request (D5)', () => {
    const told = story()
    told.team('sre', ['ada'])
    told.push({ [FILE]: rfc(['acme/sre']) })
    told.push({ [FILE]: null, 'docs/x.md': rfc(['acme/sre']) })
    expect(told.judge().state).toBe('needs fixing')
  })

  it('does not take what a description said before there was an RFC for names', () => {
    const told = story()
    told.describe('## Stakeholders\n\n- @grace\n')
    told.push({ 'src/a.ts': 'export {}' })
    told.push({ [FILE]: rfc(['ada']) })
    expect(told.position('grace')).toBe('not required')
  })
})

describe('S5: at most 200 names', () => {
  it('says so, and asks GitHub for none of them', () => {
    const told = story()
    told.push({ [FILE]: rfc(Array.from({ length: 201 }, (_, index) => `person-${index}`)) })
    expect(messages(told)).toEqual([expect.stringMatching(/names 201 people; 200 are the most/)])
    expect(told.missing({ people: new Map() }).missingInputs.people).toEqual([])
  })
})
