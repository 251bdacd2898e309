import { describe, expect, it } from 'vitest'
import { digest, writeExternalId } from '../../src/facts/external-id.ts'
import {
  formerNotes,
  notesBeside,
  notesCarried,
  notesUnjudged,
  unjudgedCommits,
} from '../../src/facts/former-notes.ts'
import type { Run } from '../../src/facts/snapshot.ts'
import { account } from '../rules/account.ts'
import { named, person } from '../rules/story.ts'

const AT = '2026-03-02T10:00:00Z'
const TIME = (Date.parse(AT) / 1000).toString(36)

function run(id: number, kept: readonly string[], how: Partial<Run> & { number?: number } = {}): Run {
  const { number = 1, ...more } = how
  const id0 = { number, wasRfc: true, kept, annotations: '-', shown: digest(id), trace: null }
  return {
    id,
    commit: 'c1',
    name: '',
    externalId: writeExternalId(id0),
    startedAt: AT,
    conclusion: null,
    ...more,
  }
}

const FOREIGN = run(9, [], { externalId: 'build 17' })

const of = (...runs: readonly Run[]) => ({ runs, pullRequest: { number: 1 } })

const NOTHING = { named: [], held: [], silenced: [], byConfig: new Set(), quorumsMet: [], isLost: false }

describe('the notes of a version without a ledger', () => {
  it('are read as it wrote them', () => {
    const [ada, eve] = [person('ada'), person('eve')]
    const tokens = [
      ...[`a${ada.id}.ada.${TIME}`, `tacme/sre.2.${TIME}.f2`, `tacme/ops.all.${TIME}`],
      ...['n7.linus', 'nacme/web.1', 'o3w5e11264sgsf', `s${eve.id}.eve.${TIME}`],
      ...[`d${ada.id}.ada.${TIME}`, `v9.${TIME}`, 'c8.grace', 'cacme/db.f2'],
    ]
    expect(formerNotes(of(run(1, tokens)))).toEqual({
      named: [
        { kind: 'person', person: ada },
        { kind: 'team', team: 'acme/sre', quorum: 2 },
        { kind: 'team', team: 'acme/ops', quorum: 'all' },
        { kind: 'person', person: { id: 7, login: 'linus', type: 'User' } },
        { kind: 'team', team: 'acme/web', quorum: 1 },
      ],
      held: ['18446744073709551615'],
      silenced: [
        { person: eve, at: AT },
        { person: ada, at: AT },
      ],
      byConfig: new Set([8, 'acme/db']),
      quorumsMet: [
        { team: 'acme/sre', quorum: 2 },
        { team: 'acme/db', quorum: 2 },
      ],
      isLost: false,
    })
  })

  it("are those of this pull request and App, each once; the configuration's names come from the newest run", () => {
    expect(
      formerNotes(
        of(
          FOREIGN,
          run(3, ['n5.ada', 'c5.ada']),
          run(2, ['n5.ada', 'c6.linus']),
          run(4, ['n6.linus', 'c7.other'], { number: 2 }),
        ),
      ),
    ).toEqual({
      ...NOTHING,
      named: [{ kind: 'person', person: { id: 5, login: 'ada', type: 'User' } }],
      byConfig: new Set([5]),
    })
    expect(formerNotes(of(FOREIGN))).toEqual(NOTHING)
  })

  it('are incomplete for good once they did not fit, or where one is of no known kind', () => {
    expect(formerNotes(of(run(1, ['*'])))).toEqual({ ...NOTHING, isLost: true })
    const unknown = formerNotes(of(run(1, ['n7.linus', 'x7.linus'])))
    expect(unknown).toMatchObject({ named: [{ person: { id: 7 } }], isLost: true })
    const told = named(['ada'])
    told.announce(undefined, { kept: ['*'] })
    told.say('ada', '/commit')
    for (const _ of ['before', 'after']) {
      expect(told.rfc().problems.map(({ message }) => message)).toEqual([
        'This pull request has too much history to evaluate safely. Open a new pull request.',
      ])
      told.evaluate()
      told.facts.runs = told.facts.runs.slice(-1)
    }
  })

  it('are carried on while nothing can be judged, until a ledger begins with them', () => {
    const told = named(['ada'])
    const notes = [`a${person('linus').id}.linus.${TIME}`, `s${person('ada').id}.ada.${TIME}`]
    told.announce(undefined, { kept: notes })
    told.config = 'version: 2'
    told.evaluate()
    told.facts.runs = told.facts.runs.slice(-1)
    expect(notesCarried(told.snapshot())).toEqual(notes)
    told.config = undefined
    told.evaluate()
    told.facts.runs = told.facts.runs.slice(-1)
    expect(notesCarried(told.snapshot())).toEqual([])
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus silent'])
  })

  it.each([
    ['nacme/sre.2', 'needs fixing'],
    ['nacme/sre.2.f2', 'waiting'],
  ])('tell for which quorum a team had the members: fewer mean all of them (S3): %s', (note, state) => {
    const told = named(['acme/sre (2)'])
    told.team('sre', ['linus'])
    told.announce(undefined, { kept: [note] })
    told.evaluate()
    told.facts.runs = told.facts.runs.slice(-1)
    expect(account(told)).toEqual([state, '@acme/sre waiting, 0 of 1'])
  })

  it('name people and teams who stay required, but not those whom only the configuration named (S2, S6)', () => {
    const told = named(['ada'])
    told.team('sre', ['linus'])
    const [grace, eve] = [person('grace'), person('eve')]
    told.announce(undefined, { kept: ['nacme/sre.1', `n${grace.id}.grace`, `c${eve.id}.eve`] })
    told.facts.askedForReview.push(
      { person: eve, byAppAt: told.now() },
      { person: grace, byAppAt: told.now() },
    )
    told.evaluate()
    told.facts.runs = told.facts.runs.slice(-1)
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent', '@acme/sre waiting, 0 of 1'])
  })
})

describe('D5: the note that it is unknown whether a head is an RFC', () => {
  it('is kept for that head alone, whatever other notes there are', () => {
    const judged = run(1, ['n5.ada'])
    const unjudged = run(2, ['u', 'n5.ada'], { commit: 'c2' })
    const other = run(3, ['u'], { commit: 'c3', number: 2 })
    expect(unjudgedCommits(of(judged, unjudged, other, FOREIGN))).toEqual(new Set(['c2']))
    expect(notesBeside(judged, ['u', 'n6.linus'])).toEqual(['n6.linus'])
    expect(notesBeside(unjudged, ['n6.linus'])).toEqual(['u', 'n6.linus'])
    expect(notesBeside(unjudged, ['u', 'n6.linus'])).toEqual(['u', 'n6.linus'])
    expect(notesBeside(FOREIGN, ['n6.linus'])).toEqual(['n6.linus'])
  })

  it('is kept outside of draft, and in a draft only for a head that had it', () => {
    const told = named(['ada'])
    expect(notesUnjudged(told.snapshot())).toEqual(['u'])
    told.draft('draft')
    expect(notesUnjudged(told.snapshot())).toEqual([])
    told.announce(undefined, { kept: ['u'] })
    expect(notesUnjudged(told.snapshot())).toEqual(['u'])
  })
})
