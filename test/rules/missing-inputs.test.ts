import { describe, expect, it } from 'vitest'
import { NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import type { Snapshot } from '../../src/facts/snapshot.ts'
import { findMissingInputs } from '../../src/rules/missing-inputs.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, type Story, story } from './story.ts'

const BASE = 'base'.padEnd(40, '0')
const NO_TEXTS = { document: new Map(), post: new Map(), config: new Map() }

/** What is still to be read when nobody and no file was looked up yet; all texts are parsed. */
function missingInputs(told: Story, change: Partial<Snapshot> = {}) {
  return told.missing({ people: new Map(), teams: new Map(), roles: new Map(), files: new Map(), ...change })
    .missingInputs
}

/** The same with the files known, so that their names are, too. */
const missingInputsOf = (told: Story, change: Partial<Snapshot> = {}) =>
  missingInputs(told, { files: told.snapshot().files, ...change })

describe('a pull request that is no RFC', () => {
  it('needs nothing more', () => {
    const told = story()
    told.push({ 'src/a.ts': 'x' })
    told.say('eve', '/commit')
    expect(findMissingInputs(told.snapshot(), NO_TEXTS)).toEqual({ texts: [], missingInputs: NOTHING_NEEDED })
  })

  it('needs nothing more while the configuration is broken, or not parsed yet', () => {
    const told = named(['ada'], { config: 'version: 2\n' })
    expect(findMissingInputs(told.snapshot(), NO_TEXTS)).toEqual({
      texts: [{ as: 'config', text: 'version: 2\n' }],
      missingInputs: NOTHING_NEEDED,
    })
    expect(missingInputs(told)).toEqual(NOTHING_NEEDED)
  })
})

describe('D6: a pull request whose files GitHub does not list', () => {
  const NOT_LISTED = { changes: { kind: 'not listed' } } as const

  it('needs a comparison of its trees first', () => {
    const told = named(['ada'])
    const [head] = told.facts.commits
    expect(missingInputs(told, { ...NOT_LISTED, changesAt: new Map() })).toEqual({
      ...NOTHING_NEEDED,
      changesAt: [head],
    })
    expect(missingInputsOf(told, NOT_LISTED)).toMatchObject({ changesAt: [], people: ['ada'] })
  })

  it('needs nothing more when it is unknown whether the RFC files changed here or on the base', () => {
    const told = named(['ada'])
    const [head = ''] = told.facts.commits
    const files = [{ path: FILE, previousPath: null, change: 'modified' as const }]
    const changesAt = new Map([[head, { kind: 'complete' as const, files, isAgainstTip: true as const }]])
    expect(missingInputs(told, { ...NOT_LISTED, changesAt })).toEqual(NOTHING_NEEDED)
  })
})

describe('an RFC', () => {
  it('needs its files at every head, the changes there, and the merge base (F6, S6)', () => {
    const told = story({ base: { 'rfcs/old.md': rfc(['grace']), 'rfcs/gone.md': rfc(['eve']) } })
    const first = told.push({ [FILE]: rfc(['ada']), 'rfcs/old.md': rfc(['grace'], 'New.') })
    const second = told.push({ [FILE]: rfc(['linus']), 'rfcs/gone.md': null })
    expect(missingInputs(told, { changesAt: new Map(), mergeBase: undefined as never })).toMatchObject({
      changesAt: [first],
      mergeBase: true,
    })
    const files = missingInputs(told).files.map(({ commit, path }) => `${path} at ${commit}`)
    expect(files.toSorted()).toEqual(
      [
        `${FILE} at ${first}`,
        `${FILE} at ${second}`,
        `rfcs/old.md at ${first}`,
        `rfcs/old.md at ${second}`,
        `rfcs/old.md at ${BASE}`,
        `rfcs/gone.md at ${BASE}`,
      ].toSorted(),
    )
    expect(missingInputsOf(told)).toMatchObject({ files: [], changesAt: [], mergeBase: false })
  })

  it('needs its files on both sides when the base moved on (F6)', () => {
    const told = story({ base: { [FILE]: rfc(['ada']) } })
    told.push({ 'rfcs/new.md': rfc(['ada']) })
    told.facts.baseNow = { [FILE]: rfc(['ada'], 'Other.') }
    const parted = 'parted'.padEnd(40, '0')
    const [head] = told.facts.commits
    expect(missingInputs(told).files).toEqual([
      { commit: head, path: 'rfcs/new.md' },
      { commit: parted, path: 'rfcs/new.md' },
      { commit: BASE, path: 'rfcs/new.md' },
    ])
    expect(missingInputs(told, { mergeBase: null }).files).toEqual([{ commit: head, path: 'rfcs/new.md' }])
  })

  it('needs no merge base when a label makes it an RFC (D3)', () => {
    const told = story()
    told.label('rfc', 'on')
    told.describe(rfc(['ada']))
    told.push({ 'src/a.ts': 'x' })
    expect(missingInputs(told, { mergeBase: undefined as never })).toMatchObject({
      mergeBase: false,
      files: [],
      people: ['ada'],
    })
  })

  it('needs the files of the pull request that it links to (F2), once its text is known', () => {
    const told = story({ base: { 'rfcs/old.svg': 'one' } })
    told.push({ [FILE]: rfc(['ada'], '![a](plan.svg) ![b](old.svg)'), 'rfcs/plan.svg': 'one' })
    const [head = ''] = told.facts.commits
    const files = new Map([...told.snapshot().files].filter(([key]) => !key.endsWith('.svg')))
    expect(missingInputs(told, { files }).files).toEqual([{ commit: head, path: 'rfcs/plan.svg' }])
  })

  it('needs the commit that a review with words or an approval is about (F1)', () => {
    const told = named(['ada'])
    const review = (commit: string | null, state: 'approved' | 'commented') =>
      ({ on: 'review', review: { state, commit, isDismissed: false } }) as const
    told.say('ada', '/commit', review('1'.repeat(40), 'commented'))
    told.say('ada', '', review('2'.repeat(40), 'approved'))
    told.say('ada', 'nice', review('3'.repeat(40), 'commented'))
    told.say('ada', '/commit', review(null, 'commented'))
    expect(missingInputs(told).changesAt).toEqual(['1'.repeat(40), '2'.repeat(40)])
  })

  it('needs none of its files while its changes are unknown (V6)', () => {
    const told = named(['ada'])
    const changes = { kind: 'unreadable', why: 'lost', isGone: false } as const
    expect(missingInputs(told, { changes, mergeBase: undefined as never })).toMatchObject({
      files: [],
      mergeBase: false,
    })
  })

  it('needs the rest when the changes of an earlier head are unknown', () => {
    const told = story()
    const first = told.push({ [FILE]: rfc(['ada']) })
    const second = told.push({ [FILE]: rfc(['linus']) })
    const lost = { kind: 'unreadable', why: 'lost', isGone: true } as const
    const changesAt = new Map(told.snapshot().changesAt).set(first, lost)
    expect(missingInputs(told, { changesAt }).files).toEqual([{ commit: second, path: FILE }])
  })
})

describe('people and teams to look up', () => {
  it('are all names of the text at any head, the base, the configuration and comments, once each', () => {
    const config = "version: 1\nstakeholders:\n  always: ['@Configured', '@acme/Always']\n"
    const told = story({ config, base: { [FILE]: rfc(['based']) } })
    told.push({ [FILE]: rfc(['Ada', 'acme/sre (2)']) })
    told.push({ [FILE]: rfc(['ada', 'Linus', 'acme/SRE']) })
    told.say('ada', '/add @added @acme/ops')
    told.say('eve', '/release @released gone\n/delegate @taker')
    told.say('eve', '/commit with @mentioned')
    const { people, teams } = missingInputsOf(told)
    expect(people.toSorted()).toEqual(['ada', 'added', 'based', 'configured', 'linus', 'released', 'taker'])
    expect(teams.map(({ org, slug }) => `${org}/${slug}`.toLowerCase()).toSorted()).toEqual([
      'acme/always',
      'acme/ops',
      'acme/sre',
    ])
    expect(
      missingInputsOf(told, { people: told.snapshot().people, teams: told.snapshot().teams }),
    ).toMatchObject({
      people: [],
      teams: [],
    })
  })

  it('include those that any revision of a comment added (C3)', () => {
    const told = named(['ada'])
    told.edit(told.say('ada', '/add @first'), 'ada', '/add @second')
    told.say('ada', '/add @robotic', { author: { id: 9, login: 'bot', type: 'Bot' } })
    told.say('ada', '/add @gone', { revisions: null })
    expect(missingInputsOf(told).people).toEqual(['ada', 'second', 'first', 'gone'])
  })

  it('exclude those of a comment that is too complex to parse, or whose text is gone', () => {
    const told = named(['ada'])
    told.say('ada', `${'> '.repeat(1000)}\n\n/add @hidden`)
    told.edit(told.say('ada', 'well'), 'ada', null)
    expect(missingInputsOf(told).people).toEqual(['ada'])
  })

  it('include the teams that were found before, though the comment that names one is gone (C3)', () => {
    const told = named(['ada'])
    const added = told.say('ada', '/add @acme/ops (2) @grace')
    told.team('ops', ['grace', 'eve'])
    told.evaluate()
    told.remove(added)
    expect(missingInputsOf(told)).toMatchObject({
      people: ['ada'],
      teams: [
        { org: 'acme', slug: 'sre' },
        { org: 'acme', slug: 'ops' },
      ],
    })
  })

  it('are at most 40 for each writer, so one writer cannot exhaust them for others', () => {
    const told = named(['ada'])
    const flood = Array.from({ length: 50 }, (_, index) => `@p${index}`)
    told.say('mallory', '/commit')
    told.say('mallory', `/add ${flood.slice(0, 30).join(' ')}`)
    told.say('mallory', `/add ${flood.slice(30).join(' ')}`)
    told.say('ada', '/add @grace')
    const { people } = missingInputsOf(told)
    expect(people).toHaveLength(42)
    expect(people).toContain('grace')
    expect([people.includes('p39'), people.includes('p40')]).toEqual([true, false])
  })

  it('are only those of comments when more than 200 are named (S5)', () => {
    const named200 = (count: number) => {
      const told = story()
      told.push({ [FILE]: rfc(Array.from({ length: count }, (_, index) => `p${index}`)) })
      told.say('author', '/add @grace')
      return missingInputsOf(told).people.length
    }
    expect([named200(200), named200(201)]).toEqual([201, 1])
  })
})

describe('roles to look up', () => {
  it('are those of the writers of /release, and of /add except the author, once each', () => {
    const told = named(['ada', 'linus'])
    told.say('Margaret', '/release @linus gone')
    told.say('margaret', '/release @ada gone')
    told.say('eve', '/add @grace')
    told.say('author', '/add @grace')
    told.say('ada', '/commit')
    told.say('mallory', '/release @linus gone', { author: { id: 9, login: 'bot', type: 'Bot' } })
    expect(missingInputsOf(told).roles).toEqual(['margaret', 'eve'])
    expect(missingInputsOf(told, { roles: new Map([['margaret', 'maintain']]) }).roles).toEqual(['eve'])
  })

  it("are those of all writers of /add when the author's account was deleted", () => {
    const told = named(['ada'])
    told.say('author', '/add @grace')
    const { pullRequest } = told.snapshot()
    expect(missingInputsOf(told, { pullRequest: { ...pullRequest, author: null } }).roles).toEqual(['author'])
  })

  it('include the writer of an earlier revision', () => {
    const told = named(['ada'])
    told.edit(told.say('eve', '/add @grace'), 'eve', 'never mind')
    told.edit(told.say('linus', 'well'), 'linus', null)
    expect(missingInputsOf(told).roles).toEqual(['eve'])
  })
})

describe('texts to parse', () => {
  it('are the description and its edits, the documents and the posts, each once', () => {
    const told = story()
    told.describe('one')
    told.describe('two')
    const first = told.push({ [FILE]: rfc(['ada']) })
    const second = told.push({ [FILE]: rfc(['linus']) })
    told.edit(told.say('ada', 'maybe'), 'ada', '/commit')
    told.edit(told.say('eve', 'well'), 'eve', null)
    told.say('ada', '/commit')
    told.say('ada', 'beep', { author: { id: 9, login: 'bot', type: 'Bot' } })
    told.say('ada', 'gone', { author: null })
    const { texts } = findMissingInputs(told.snapshot(), NO_TEXTS)
    expect(texts).toEqual([
      { as: 'document', text: 'two' },
      { as: 'document', text: '' },
      { as: 'document', text: 'one' },
      { as: 'document', text: rfc(['ada']) },
      { as: 'document', text: rfc(['linus']) },
      { as: 'post', text: '/commit' },
      { as: 'post', text: 'maybe' },
      { as: 'post', text: 'well' },
      { as: 'post', text: 'gone' },
    ])
    expect([first, second]).toEqual(told.facts.commits)
    expect(told.missing().texts).toEqual([])
  })

  it('are the current description alone when its history cannot be read', () => {
    const told = named(['ada'])
    told.facts.description.text = 'now'
    told.facts.description.revisions = null
    expect(findMissingInputs(told.snapshot(), NO_TEXTS).texts).toEqual([
      { as: 'document', text: 'now' },
      { as: 'document', text: rfc(['ada']) },
    ])
  })
})
