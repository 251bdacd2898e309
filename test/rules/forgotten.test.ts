import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import { withToldDeletions } from '../../src/facts/trigger.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, story, type Story } from './story.ts'

// What GitHub shows no more, the App has to have noted when it saw it.

const PLAIN = 'version: 1\n'
const BROKEN = 'version: 1\nnonsense: 1\n'
const TEAM_AWAY: Partial<Snapshot> = {
  teams: new Map([['acme/sre', { kind: 'unreadable', why: 'no answer' }]]),
}

/** The same, and a webhook told that somebody deleted a line comment. */
function toldDeletion(told: Story, id: string, author: string, by: string): Partial<Snapshot> {
  return withToldDeletions(told.snapshot(), [
    {
      kind: 'remark',
      on: 'line',
      id,
      state: 'absent',
      at: '',
      text: null,
      deletion: { author: person(author), by: person(by) },
    },
  ]) as Partial<Snapshot>
}

describe('C5: an edit by another, once its comment is deleted by its writer', () => {
  it('leaves void what was said beside a word that counts', () => {
    const told = named(['ada'])
    told.say('ada', '/commit\n/add @linus\n/algin')
    const said = told.say('ada', '/status')
    told.say('linus', '/commit')
    told.visit()
    told.edit(said, 'mallory', '/help')
    told.visit()
    told.remove(said, 'ada')
    expect(told.rfc().state).toBe('waiting')
  })

  it.each([
    ['/commit', true],
    ['/commit', false],
    ['hello', true],
  ])('leaves void what was posted before, however its writer edits it: %s', (first, isSeen) => {
    const told = named(['ada'])
    const one = told.say('ada', first)
    const other = told.say('ada', '/commit')
    told.visit()
    told.edit(other, 'mallory', 'Fine')
    told.visit()
    told.edit(one, 'ada', '/commit\n\ngladly')
    if (isSeen) told.visit()
    told.remove(other, 'ada')
    expect(told.rfc().state).toBe('waiting')
    told.visit()
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('is noted while the configuration is broken, too', () => {
    const told = named(['ada'], { config: PLAIN })
    told.say('ada', '/commit')
    const said = told.say('ada', '/commit')
    told.visit()
    told.config = BROKEN
    told.edit(said, 'mallory', 'Fine')
    told.visit()
    told.visit()
    told.remove(said, 'ada')
    told.visit()
    told.config = PLAIN
    expect(told.rfc().state).toBe('waiting')
  })

  it('of strangers is not noted: nothing of theirs can be void', () => {
    const told = named(['ada'])
    for (let nth = 0; nth < 30; nth++) told.edit(told.say(`stranger${nth}`, '/commit'), 'margaret', 'no')
    told.visit()
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C6: a deletion that only a webhook told of, where nobody could say whether it silences', () => {
  it.each([
    ['the configuration is broken', named(['ada', 'linus'], { config: PLAIN }), {}],
    [
      'the files cannot be read',
      named(['ada', 'linus']),
      { changes: { kind: 'unreadable', why: 'no answer', isGone: false } } as const,
    ],
    ['the team cannot be read', named(['acme/sre']), TEAM_AWAY],
  ])('silences once that is known: %s', (why, told, then) => {
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    const said = told.say('linus', '/object who pays?', { on: 'line' })
    told.visit()
    if (why.includes('configuration')) told.config = BROKEN
    told.remove(said)
    told.visit({ ...toldDeletion(told, said, 'linus', 'mallory'), ...then })
    if (why.includes('configuration')) told.config = PLAIN
    told.visit()
    expect(told.rfc().state).toBe('waiting')
    told.say('linus', '/commit')
    told.visit()
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C0: our 👍 vouches for nothing that was not accepted', () => {
  it.each(['/commit\n/status', '/recuse busy\n/status'])('while a team cannot be read: %j', (text) => {
    const told = named(['acme/sre (all)'])
    told.say('eve', text)
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    told.visit(TEAM_AWAY)
    told.visit()
    told.team('sre', ['ada', 'linus', 'eve'])
    expect(told.rfc().state).toBe('waiting')
  })

  it('of a stranger’s approval beside a word for which there is one', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    const commit = told.facts.commits.at(-1) ?? null
    told.say('eve', '/help', { on: 'review', review: { state: 'approved', commit, isDismissed: false } })
    told.visit()
    told.say('ada', '/commit')
    told.say('ada', '/add @eve')
    expect([told.position('eve'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('P3: everybody shares the problem first', () => {
  it.each(['linus', 'acme/sre'])('also who is known from what GitHub and we noted alone: %s', (name) => {
    const first = 'version: 1\nalignment: { first: true }\n'
    const told = named(['grace'], { config: `${first}rfcs: { paths: ['rfcs/**/*.md', 'more/**/*.md'] }\n` })
    told.push({ 'more/2.md': rfc([name]) })
    told.visit()
    if (name === 'linus') told.facts.askedForReview.push({ person: person('linus'), byAppAt: told.now() })
    told.config = first
    told.visit()
    told.say('grace', '/align')
    told.say('grace', '/commit')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('D5: what was an RFC when it left draft', () => {
  it('stays one, though it was moved away before anybody looked', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.visit()
    told.draft('ready')
    told.push({ [FILE]: null, 'docs/0001.md': rfc(['ada']) })
    expect(told.judge().state).not.toBe('not an RFC')
  })
})

describe('F2: what an RFC shows', () => {
  it.each([
    '<img src=../assets/flow.svg>',
    '<video src="../assets/flow.svg"></video>',
    '<picture><source srcset="../assets/flow.svg 2x"></picture>',
    '<picture><source srcset="b.svg, ../assets/flow.svg 2x"></picture>',
  ])('counts by its content: %s', (html) => {
    const told = story({ base: { 'assets/flow.svg': '<svg/>' } })
    told.push({ [FILE]: rfc(['ada'], `See ${html}`), 'assets/flow.svg': 'one' })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.push({ 'assets/flow.svg': 'two' })
    expect(told.rfc().state).toBe('waiting')
  })

  it('counts as gone where it is taken away', () => {
    const told = story({ base: { 'assets/flow.svg': '<svg/>' } })
    told.push({ [FILE]: rfc(['ada'], 'See ![flow](../assets/flow.svg)') })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.push({ 'assets/flow.svg': null })
    expect(told.rfc().state).toBe('waiting')
  })
})
