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
import { revisionKey } from '../../src/facts/keys.ts'
import type { Run } from '../../src/facts/snapshot.ts'
import { type Trigger, withToldDeletions } from '../../src/facts/trigger.ts'
import { rfc } from '../rfc-text.ts'
import { account, say } from './account.ts'
import { deletedLine } from './deleted-line.ts'
import { FILE, named, person, type Story, story } from './story.ts'
import { rejectedLines } from '../../src/commands/collect.ts'
import { publicationOf } from '../../src/report/publication.ts'
import { checkWrites } from '../../src/report/writes.ts'

const NOTHING: Kept = {
  added: [],
  named: [],
  held: [],
  silenced: [],
  voided: [],
  deleted: [],
  byConfig: [],
  isLost: false,
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
  held: ['18446744073709551615'],
  silenced: [{ person: person('eve'), at: AT }],
  voided: [{ id: 9, at: AT }],
  deleted: [{ person: person('bob'), at: AT }],
  byConfig: [
    { kind: 'person', id: 7, login: 'grace' },
    { kind: 'team', team: 'acme/db' },
  ],
  isLost: false,
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
    const held = Array.from({ length: 20 }, (_, index) => String(10n ** 15n + BigInt(index)))
    const kept = keptTokens(toKeep({ held }))
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
    const must = keptTokens(toKeep({ silenced: KEPT.silenced }))
    expect(keptTokens(toKeep({ silenced: KEPT.silenced, addedInSight, byConfig: KEPT.byConfig }))).toEqual({
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

describe('C3: the note of an added stakeholder', () => {
  it('is kept with and without the comment, first for those whose comment is gone', () => {
    const told = named(['ada'])
    told.say('ada', '/add @grace')
    const gone = told.say('ada', '/add @eve')
    told.evaluate()
    told.remove(gone, 'ada')
    told.evaluate()
    const { kept } = told.rfc().evaluated
    expect(kept).toEqual([...new Set(kept)])
    expect(noted(told).added.map((name) => name.kind === 'person' && name.person.login)).toEqual([
      'eve',
      'grace',
    ])
  })

  it('is kept when only the configuration named them before their review request (S2)', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@grace', '@acme/sre']\n" })
    told.evaluate()
    told.facts.askedForReview.push({ person: person('grace'), byAppAt: told.now() })
    told.evaluate()
    const added = told.say('ada', '/add @grace')
    told.evaluate()
    told.remove(added, 'ada')
    told.config = 'version: 1\n'
    say(told, 'ada: /commit')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@grace silent'])
  })

  it('is not kept when their review was requested because a text named them', () => {
    const told = named(['ada'], { config: "version: 1\nstakeholders:\n  always: ['@linus']\n" })
    told.facts.askedForReview.push({ person: person('grace'), byAppAt: told.now() })
    told.evaluate()
    told.say('ada', '/add @grace')
    told.evaluate()
    expect(noted(told)).toEqual({
      ...NOTHING,
      byConfig: [{ kind: 'person', id: person('linus').id, login: 'linus' }],
    })
  })
})

describe('C6: the note of a deletion that GitHub keeps no record of', () => {
  it('is kept once after its writer posted again', () => {
    const told = named(['ada', 'linus'])
    told.remove(told.say('ada', 'one'), 'mallory')
    const at = deletedLine(told, 'ada')
    told.facts.deletions.push(
      { at, by: person('mallory'), author: person('linus') },
      { at, by: null, author: null },
    )
    told.evaluate()
    const { kept } = told.rfc().evaluated
    expect(kept).toEqual([...new Set(kept)])
    expect(noted(told).silenced).toEqual([
      { person: person('ada'), at },
      { person: person('linus'), at },
    ])
    say(told, 'ada: /commit', 'linus: /commit')
    told.evaluate()
    expect(noted(told).silenced).toEqual([{ person: person('ada'), at }])
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus committed'])
  })

  it('is made by the event of that deletion alone', () => {
    const told = named(['ada'])
    const facts = told.snapshot()
    const seen: Trigger = { kind: 'remark', on: 'line', id: '1', state: 'absent', at: '', text: null }
    expect(withToldDeletions(facts, [{ kind: 'look', why: 'somebody asked' }, seen]).deletions).toEqual([])
    const deletion = { author: person('ada'), by: null }
    expect(
      withToldDeletions(facts, [
        { kind: 'look', why: 'x' },
        { ...seen, deletion },
      ]).deletions,
    ).toEqual([{ at: facts.at, ...deletion, isTold: true, post: 'line-1' }])
  })

  it('is not kept when GitHub shows the deletion', () => {
    const told = named(['ada', 'linus'])
    told.remove(told.say('linus', 'one'), 'mallory')
    told.remove(told.say('ada', 'two'), 'mallory')
    told.evaluate()
    expect(noted(told).silenced.map(({ person }) => person.login)).toEqual(['linus', 'ada'])
    say(told, 'ada: /commit', 'linus: /commit')
    told.evaluate()
    expect(noted(told).silenced).toEqual([])
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

describe('notes of what GitHub would forget', () => {
  const kept = (told: Story) => told.rfc().evaluated.kept

  it('keep a deletion that GitHub shows no longer: its writer is still required (C6)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.remove(told.say('ada', 'a thought'), 'mallory')
    expect(kept(told)).toContainEqual(expect.stringMatching(/^s\d+\.ada\./))
    told.evaluate()
    told.facts.deletions = []
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })

  const objections = (told: Story) => kept(told).filter((token) => token.startsWith('o'))

  it('keep an objection of a team member, and none of somebody named outside of draft (P5)', () => {
    const told = named(['grace', 'acme/sre'])
    told.say('grace', '/object who pays?')
    told.say('grace', '/misalign other')
    expect(objections(told)).toEqual([])
    told.say('ada', '/misalign other')
    expect(objections(told)).toEqual([expect.stringMatching(/^o/)])
    told.say('linus', '/object who pays?')
    expect(objections(told)).toHaveLength(2)
  })

  it('keep none of somebody who was added, because that has its own note (C3)', () => {
    const told = named(['ada'])
    told.say('ada', '/add @eve')
    told.say('eve', '/object who pays?')
    expect(kept(told)).toEqual([expect.stringMatching(/^a\d+\.eve\./)])
  })

  it('keep one of somebody whom only a draft names', () => {
    const told = story({ draft: true })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/object who pays?')
    expect(objections(told)).toHaveLength(1)
  })
})

describe('what GitHub would forget and the notes cannot hold', () => {
  const crowd = Array.from({ length: 12 }, (_, index) => `somebody-with-a-name-${index}`)
  const crowded = () => {
    const told = named(['ada'])
    for (const login of crowd) told.people.set(login, { kind: 'found', person: person(login), canRead: true })
    return told
  }
  const messages = (told: Story) => told.rfc().problems.map(({ source, message }) => `${source}: ${message}`)

  it('is read from the comments while they exist (C3)', () => {
    const told = crowded()
    told.say('ada', `/add ${crowd.map((login) => `@${login}`).join(' ')}`)
    expect(messages(told)).toEqual([
      'pull request: Too many people were added in comments. Name them in the Alignment section instead.',
    ])
    expect(told.rfc().rows).toHaveLength(13)
    told.push({ [FILE]: rfc(['ada', ...crowd]) })
    expect(messages(told)).toEqual([])
  })

  it('makes the check fail for good when required notes do not fit (C6)', () => {
    const told = crowded()
    told.push({ [FILE]: rfc(['ada', ...crowd]) })
    for (const login of crowd) told.remove(told.say(login, 'a thought'), 'mallory')
    told.evaluate()
    expect(messages(told)).toEqual([
      'pull request: This pull request has too much history to evaluate safely. Open a new pull request.',
    ])
  })
})

describe('C0: remembered rejections', () => {
  it('are the lines that were rejected by themselves, not whole comments', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /heard\n/disagree-commit', 'linus: /object', 'eve: /commit gladly\nand soon')
    told.say('linus', '/commit', { on: 'line' })
    const [ada = '', , eve = ''] = told.facts.posts.map(revisionKey)
    expect(rejectedLines(told.rfc().rejections)).toEqual(
      new Map([
        [ada, [digest('heard '), digest('disagree-commit ')]],
        [eve, [digest('commit gladly')]],
      ]),
    )
  })
})

describe('C3, V7: a closed pull request', () => {
  it('notes added stakeholders, because the comment may be gone when it is reopened', () => {
    const told = named(['ada'])
    told.evaluate()
    told.facts.state = 'closed'
    const added = told.say('ada', '/add @grace')
    const { check } = publicationOf(told.judge(), told.snapshot())
    const [write, ...others] = checkWrites(told.snapshot(), check)
    expect([write, others]).toMatchObject([{ kind: 'update run', run: { conclusion: 'failure' } }, []])
    told.facts.runs = told.facts.runs.map((run) =>
      write?.kind === 'update run' && run.id === write.id
        ? { ...run, externalId: write.run.externalId }
        : run,
    )
    expect(checkWrites(told.snapshot(), check)).toEqual([])
    told.remove(added, 'ada')
    told.facts.state = 'open'
    told.say('ada', '/commit')
    expect([told.position('grace'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})
