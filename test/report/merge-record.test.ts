import { describe, expect, it } from 'vitest'
import { decisionOf } from '../../src/board/decisions.ts'
import { nextStep } from '../../src/board/html-words.ts'
import { asOfMerge } from '../../src/facts/as-of-merge.ts'
import { wholeSecond } from '../../src/facts/time.ts'
import { endingOf, type MergeFacts, mergedRecord } from '../../src/report/merge-record.ts'
import { type RfcRecord, recordOf, withRemoved } from '../../src/report/record.ts'
import { rfc } from '../rfc-text.ts'
import { removedBy } from '../rules/removed-by.ts'
import { FILE, named, person, type Story, story } from '../rules/story.ts'

const MERGE: MergeFacts = {
  at: '2026-03-02T12:00:00Z',
  by: person('margaret'),
  commit: 'c'.repeat(40),
  basis: 'the merge',
  shown: 'Waiting for @ada',
  isOtherText: false,
}

const record = (told: Story): RfcRecord => recordOf(told.rfc(), told.snapshot())
const merged = (told: Story, facts: Partial<MergeFacts> = {}) =>
  mergedRecord(record(told), { ...MERGE, ...facts })

describe('R2: the title of a merge says what was missing, and nothing more', () => {
  it.each<[string, readonly (readonly [string, string])[], string, string]>([
    [
      'nothing where all committed',
      [
        ['ada', '/commit'],
        ['linus', '/commit'],
      ],
      'decided',
      'Decided: 2 committed',
    ],
    ['one person', [['ada', '/commit']], 'merged', 'Merged with 1 pending'],
    [
      'a dispute',
      [
        ['ada', '/commit'],
        ['linus', '/misalign no'],
      ],
      'merged',
      'Merged with 1 pending and 1 dispute about the problem',
    ],
    [
      'two objections',
      [
        ['ada', '/object no'],
        ['linus', '/object no'],
      ],
      'merged',
      'Merged with 2 pending and 2 open objections',
    ],
    [
      'too few people',
      [
        ['ada', '/recuse on leave'],
        ['linus', '/recuse on leave'],
      ],
      'merged',
      'Merged while it needed fixing: ',
    ],
  ])('names %s', (_, said, state, title) => {
    const told = named(['ada', 'linus'])
    for (const [who, text] of said) told.say(who, text)
    const { merge, ...rest } = merged(told)
    expect([rest.state, rest.headline]).toEqual([state, merge?.title])
    expect(merge?.title.startsWith(title)).toBe(true)
  })

  it('counts a team once, and not its members', () => {
    const told = named(['ada', 'acme/sre (2)'])
    told.say('ada', '/commit')
    expect(merged(told).headline).toBe('Merged with 1 pending')
  })

  it('names a draft, and a text other than the one committed to', () => {
    const draft = story({ draft: true })
    draft.push({ [FILE]: rfc(['ada']) })
    draft.say('ada', '/commit')
    expect(merged(draft).headline).toBe('Merged as a draft')
    const told = named(['ada'])
    told.say('ada', '/commit')
    expect(merged(told, { isOtherText: true })).toMatchObject({
      state: 'merged',
      headline: 'Merged before the branch was updated',
    })
  })

  it('never says decided when it could not be evaluated', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    expect(merged(told, { basis: 'the last evaluation' })).toMatchObject({
      state: 'merged',
      headline: 'Merged while this App could not evaluate it; last known: Ready to merge: 1 committed',
    })
  })

  it('says of an older record that this is not recorded', () => {
    const { merge: _, standing: __, ...old } = { ...record(named(['ada'])), state: 'merged' as const }
    expect(nextStep(old)).toBe('Merged; commitments were not recorded.')
    const at = new Date(0)
    const place = { repositoryId: 7, owner: 'acme', repo: 'rfcs', number: 1, state: old.state }
    const counts = { committedAt: null, openObjections: 0, unanswered: 0 }
    const row = { ...place, ...counts, stateSince: at, movedAt: at, openedAt: at, record: old }
    expect(decisionOf(row, '')).toMatchObject({
      outcome: 'not recorded',
      mergedBy: null,
      check: null,
    })
  })
})

describe('R1: objections are recorded with how they ended', () => {
  it.each([
    ['linus', '/heard', 'heard, not answered'],
    ['linus', '/commit', 'withdrawn, not answered'],
    ['linus', '/disagree-commit too slow', 'dissent, not answered'],
    ['linus', '/recuse on leave', 'left open, not answered'],
    ['margaret', '/release @linus left', 'dismissed, not answered'],
    ['author', '/answer #1 the budget', 'not heard, answered by the author'],
  ])('@%s posts %s: %s', (who, text, ending) => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/object who pays?')
    told.say(who, text)
    expect(record(told).objections.map(endingOf)).toEqual([ending])
  })

  it('one whose post was deleted is recorded without its text (P6)', () => {
    const told = named(['ada'])
    told.say('eve', '/object who pays?')
    const before = record(told)
    const after = { ...before, objections: [] }
    expect(withRemoved(before, after).objections).toEqual([
      { ...before.objections[0], state: 'removed', blocks: false, reason: '' },
    ])
    expect(withRemoved(before, { ...after, people: [], teams: [] }).objections).toEqual([])
    expect(withRemoved(before, before)).toBe(before)
  })

  it('one whose post somebody else deleted says who did, and is no second one (L5, P6)', () => {
    const told = named(['ada'])
    const posts = ['ada', 'eve'].map((login) => told.say(login, '/object who pays?'))
    told.evaluate()
    const before = record(told)
    for (const id of posts) removedBy(told, id, 'mallory')
    const { objections } = withRemoved(before, record(told))
    expect(objections.map(({ by, state, reason, removed }) => [by.login, state, reason, removed])).toEqual([
      ['ada', 'open', '', 'removed by @mallory on 2 Mar 2026'],
      ['eve', 'removed', '', 'removed by @mallory on 2 Mar 2026'],
    ])
    expect(objections.map(endingOf)).toEqual(['not heard, not answered', 'removed, not answered'])
  })
})

describe('R1: events in the second of the merge or later are excluded', () => {
  it('posts, edits and labels', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    const edited = told.say('linus', '/commit')
    const at = wholeSecond(new Date(Date.parse(told.now()) + 60_000).toISOString())
    told.facts.merged = { at, by: null, commit: null }
    told.edit(edited, 'linus', '/object after all')
    told.say('ada', '/object after all')
    told.label('rfc', 'on')
    const { posts, labelChanges } = asOfMerge(told.snapshot())
    expect(posts.map(({ text }) => text)).toEqual(['/commit', '/commit'])
    expect(labelChanges).toEqual([])
  })
})
