import { describe, expect, it } from 'vitest'
import { digest, writeExternalId } from '../../src/facts/external-id.ts'
import type { Timestamp } from '../../src/facts/ids.ts'
import {
  type Kept,
  keptIn,
  keptTokens,
  type ToKeep,
  tokensBeside,
  tokensUnjudged,
  unjudgedCommits,
} from '../../src/facts/kept-notes.ts'
import type { Run } from '../../src/facts/snapshot.ts'
import { rfc } from '../rfc-text.ts'
import { withLineDeletion } from './deleted-line.ts'
import { FILE, named, person, type Story, story } from './story.ts'

const NOTHING: Kept = {
  added: [],
  named: [],
  held: [],
  silenced: [],
  deleted: [],
  byConfig: [],
  isLost: false,
  former: [],
}

const AT: Timestamp = '2026-03-02T10:00:00Z'

const KEPT: Kept = {
  added: [
    { kind: 'person', person: person('ada'), at: AT },
    { kind: 'team', team: 'acme/sre', quorum: 2, at: AT },
    { kind: 'team', team: 'acme/ops', quorum: 'all', at: AT },
  ],
  named: [
    { kind: 'person', person: person('linus') },
    { kind: 'team', team: 'acme/web', quorum: 1 },
  ],
  held: [],
  silenced: [],
  deleted: [{ person: person('bob'), at: AT }],
  byConfig: [
    { kind: 'person', id: 7, login: 'grace' },
    { kind: 'team', team: 'acme/db' },
  ],
  isLost: false,
  former: [],
}

/** As a version without a ledger wrote them. */
const FORMER = ['o3w5e11264sgsf', `s${person('eve').id}.eve.${base36(AT)}`, `v9.${base36(AT)}`]

function base36(time: Timestamp): string {
  return (Date.parse(time) / 1000).toString(36)
}

const toKeep = (kept: Partial<ToKeep>): ToKeep => ({
  ...NOTHING,
  addedInSight: [],
  isUnjudged: false,
  ...kept,
})

function run(id: number, kept: readonly string[], how: Partial<Run> & { number?: number } = {}): Run {
  const { number = 1, ...more } = how
  const externalId = writeExternalId({
    number,
    wasRfc: true,
    kept,
    annotations: '-',
    shown: digest(id),
    trace: null,
  })
  return { id, commit: 'c1', name: '', externalId, startedAt: AT, conclusion: null, ...more }
}

const FOREIGN = run(9, [], { externalId: 'build 17' })

const read = (...runs: readonly Run[]) => keptIn({ runs, pullRequest: { number: 1 } })

/** What the newest run tells by itself. */
const noted = (told: Story) => keptIn({ ...told.snapshot(), runs: told.facts.runs.slice(-1) })

describe("S6: notes on the App's check runs", () => {
  it('are read as they were written', () => {
    // Not all of it fits on one run.
    const { byConfig, named, added, ...rest } = KEPT
    const parts = [{ byConfig }, { named }, { added }, rest].map((part) => {
      const { tokens, isWhole } = keptTokens(toKeep(part))
      expect(isWhole).toBe(true)
      return tokens
    })
    expect(read(...parts.map((tokens, index) => run(10 - index, tokens)))).toEqual(KEPT)
  })

  it("are those of this pull request and App, each once; the configuration's names come from the newest run", () => {
    const [ada, linus] = ['c5.ada', 'c6.linus']
    const note = 'n5.ada'
    expect(
      read(
        FOREIGN,
        run(3, [note, ada]),
        run(2, [note, linus]),
        run(4, ['n6.linus', 'c7.other'], { number: 2 }),
      ),
    ).toEqual({
      ...NOTHING,
      named: [{ kind: 'person', person: { id: 5, login: 'ada', type: 'User' } }],
      byConfig: [{ kind: 'person', id: 5, login: 'ada' }],
    })
    expect(read(FOREIGN)).toEqual(NOTHING)
    expect(read()).toEqual(NOTHING)
  })

  it('include the quorum that a team had the members for (S3), which older versions ignore', () => {
    const team = { kind: 'team' as const, team: 'acme/sre', fillable: 2 }
    const kept = {
      named: [{ ...team, quorum: 1 }],
      added: [{ ...team, quorum: 'all' as const, at: AT }],
      byConfig: [team],
    }
    const { tokens } = keptTokens(toKeep(kept))
    expect(tokens).toEqual([
      expect.stringMatching(/^tacme\/sre\.all\.\w+\.f2$/),
      'nacme/sre.1.f2',
      'cacme/sre.f2',
    ])
    expect(read(run(1, tokens))).toEqual({ ...NOTHING, ...kept })
  })

  it('are incomplete for good once they did not fit', () => {
    const deleted = Array.from({ length: 20 }, (_, index) => ({ person: person(`p${index}`), at: AT }))
    const kept = keptTokens(toKeep({ deleted }))
    expect(kept).toEqual({ tokens: ['*'], isWhole: false })
    expect(read(run(1, kept.tokens))).toEqual({ ...NOTHING, isLost: true })
    expect(keptTokens(toKeep({ isLost: true }))).toEqual({ tokens: ['*'], isWhole: false })
  })

  it('hold first what GitHub does not show any more, when not everything fits', () => {
    const addedInSight = Array.from({ length: 20 }, (_, index) => ({
      kind: 'person' as const,
      person: person(`somebody-${index}`),
      at: AT,
    }))
    const must = keptTokens(toKeep({ deleted: KEPT.deleted }))
    expect(keptTokens(toKeep({ deleted: KEPT.deleted, addedInSight, byConfig: KEPT.byConfig }))).toEqual({
      tokens: must.tokens,
      isWhole: false,
    })
  })

  it('take at most 170 characters', () => {
    const named = (length: number) => [
      { kind: 'person' as const, person: { ...person('a'), id: 1, login: 'a'.repeat(length) } },
    ]
    expect(keptTokens(toKeep({ named: named(167) })).tokens).toEqual([`n1.${'a'.repeat(167)}`])
    expect(keptTokens(toKeep({ named: named(168) })).tokens).toEqual([])
  })
})

describe('notes of a version without a ledger', () => {
  it('are read, whatever became of the rest', () => {
    expect(read(run(1, FORMER))).toEqual({
      ...NOTHING,
      held: ['18446744073709551615'],
      silenced: [{ person: person('eve'), at: AT }],
      former: FORMER,
    })
  })

  it('are kept as they are while nothing can be judged, and no longer once there is a ledger', () => {
    const told = named(['ada'])
    told.announce(undefined, { kept: [...FORMER, `a${person('linus').id}.linus.${base36(AT)}`] })
    const tokens = told.facts.runs.at(-1)?.externalId
    told.config = 'version: 2'
    told.evaluate()
    expect(noted(told)).toMatchObject({
      ...read(run(1, FORMER)),
      added: [{ kind: 'person', person: person('linus'), at: AT }],
    })
    expect(tokens).not.toBe(told.facts.runs.at(-1)?.externalId)
    told.config = undefined
    told.evaluate()
    expect(noted(told)).toMatchObject({ held: [], silenced: [], former: [] })
  })
})

describe('C3: somebody whose `/add` was gone before there was a ledger', () => {
  const added = { kind: 'person' as const, person: person('linus'), at: AT }

  it('stays required, and noted', () => {
    const told = named(['ada'])
    told.announce(undefined, { kept: keptTokens(toKeep({ added: [added] })).tokens })
    told.say('ada', '/commit')
    told.evaluate()
    told.facts.runs = told.facts.runs.slice(-1)
    expect([told.rfc().state, told.position('linus')]).toEqual(['waiting', 'silent'])
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.evaluate()
    expect(noted(told).added).toEqual([added])
  })

  it('is noted no longer once the ledger tells of another `/add`', () => {
    const told = named(['ada'])
    told.announce(undefined, { kept: keptTokens(toKeep({ added: [added] })).tokens })
    told.say('ada', '/add @linus')
    told.evaluate()
    expect(noted(told)).toEqual(NOTHING)
    told.facts.runs = told.facts.runs.slice(-1)
    expect(told.position('linus')).toBe('silent')
  })
})

describe('C6: the note of a deletion that is told while nothing is counted', () => {
  it('suspends its writer once something is counted, also where there is a ledger', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    told.evaluate()
    told.config = 'version: 2'
    const said = told.say('ada', '/object no rollback', { on: 'line' })
    told.remove(said)
    told.evaluate(withLineDeletion(told, said, 'ada', 'mallory'))
    expect(noted(told).deleted).toEqual([{ person: person('ada'), at: told.now() }])
    told.config = undefined
    told.evaluate()
    expect(told.position('ada')).toBe('silent')
    expect(noted(told).deleted).toEqual([])
    told.facts.runs = told.facts.runs.slice(-1)
    expect(told.position('ada')).toBe('silent')
  })
})

describe('D5: the note that it is unknown whether a head is an RFC', () => {
  it('is kept for that head alone, whatever other notes there are', () => {
    const judged = run(1, ['n5.ada'])
    const unjudged = run(2, ['u', 'n5.ada'], { commit: 'c2' })
    const other = run(3, ['u'], { commit: 'c3', number: 2 })
    const runs = [judged, unjudged, other, FOREIGN]
    expect(unjudgedCommits({ runs, pullRequest: { number: 1 } })).toEqual(new Set(['c2']))
    expect(tokensBeside(judged, ['u', 'n6.linus'])).toEqual(['n6.linus'])
    expect(tokensBeside(unjudged, ['n6.linus'])).toEqual(['u', 'n6.linus'])
    expect(tokensBeside(unjudged, ['u', 'n6.linus'])).toEqual(['u', 'n6.linus'])
    expect(tokensBeside(FOREIGN, ['n6.linus'])).toEqual(['n6.linus'])
  })

  it('is kept outside of draft, and in a draft only for a head that had it', () => {
    const told = named(['ada'])
    expect(tokensUnjudged(told.snapshot())).toEqual(['u'])
    told.draft('draft')
    expect(tokensUnjudged(told.snapshot())).toEqual([])
    told.announce(undefined, { kept: ['u'] })
    expect(tokensUnjudged(told.snapshot())).toEqual(['u'])
  })
})

describe('C3: the note of what was added', () => {
  it('holds the name of a team, which the ledger does not, with the comment and without', () => {
    const told = named(['ada'])
    told.team('ops', ['eve', 'grace'])
    const gone = told.say('ada', '/add @acme/ops (2)')
    told.evaluate()
    told.remove(gone, 'ada')
    told.evaluate()
    const { kept } = told.rfc().evaluated
    expect(kept).toEqual([expect.stringMatching(/^tacme\/ops\.2\.\w+\.f2$/)])
    expect(noted(told).added).toEqual([
      { kind: 'team', team: 'acme/ops', quorum: 2, fillable: 2, at: expect.any(String) },
    ])
  })

  it('holds no person: the ledger has them by their id', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@linus']\n" })
    told.say('ada', '/add @grace')
    told.evaluate()
    expect(noted(told)).toEqual({
      ...NOTHING,
      byConfig: [{ kind: 'person', id: person('linus').id, login: 'linus' }],
    })
  })
})

describe('S6: the note of a team that only an earlier head names', () => {
  it("is kept, because a change of the section's name would hide it", () => {
    const told = story()
    told.team('sre', ['ada'])
    told.push({ [FILE]: rfc(['linus', 'acme/sre (all)']) })
    told.push({ [FILE]: rfc(['linus']) })
    told.evaluate()
    expect(noted(told)).toEqual({ ...NOTHING, named: [{ kind: 'team', team: 'acme/sre', quorum: 'all' }] })
  })
})

describe('teams that were added and whose names do not fit into the notes', () => {
  it('are read from the comments while they exist, and told to be named in the text (C3)', () => {
    const told = named(['ada'])
    const crowd = Array.from({ length: 12 }, (_, index) => `some-team-with-a-name-${index}`)
    for (const slug of crowd) told.team(slug, ['grace'])
    told.say('ada', `/add ${crowd.map((slug) => `@acme/${slug}`).join(' ')}`)
    expect(told.rfc().problems.map(({ source, message }) => `${source}: ${message}`)).toEqual([
      'pull request: Too many teams were added in comments. Name them in the Alignment section instead.',
    ])
    expect(told.rfc().teams).toHaveLength(12)
  })
})
