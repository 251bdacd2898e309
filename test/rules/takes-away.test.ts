import { describe, expect, it } from 'vitest'
import { parsePost } from '../../src/commands/parse-post.ts'
import type { ToldOfPost, Trigger } from '../../src/facts/trigger.ts'
import { type Basis, textDigest } from '../../src/rules/basis.ts'
import { couldTakeAway } from '../../src/rules/could-take-away.ts'
import { isChat, mayTakeAway, textsToRead } from '../../src/rules/takes-away.ts'

const [ADA, EVE, MARGARET] = [1, 2, 3]

const RFC: Basis = {
  isRfc: true,
  rfcLabels: ['rfc'],
  labels: [],
  speakers: [ADA],
  description: null,
  paths: ['rfcs/0001.md'],
}
const NO_RFC: Basis = { ...RFC, isRfc: false, speakers: null, paths: null }

function takesAway(trigger: Trigger, basis: Basis | null = RFC): boolean {
  const asked = new Set(textsToRead(trigger))
  const may = mayTakeAway(trigger, { head: 'abc', baseName: 'main', basis }, (text) => {
    if (!asked.has(text)) throw new Error(`nobody parsed ${text}`)
    return parsePost(text)
  })
  // What asks no parser may be in doubt more often, and never less.
  if (may) expect(couldTakeAway(trigger)).toBe(true)
  return may
}

function post(text: string | null, told: Partial<ToldOfPost> = {}): Trigger {
  const { change = 'made', author = ADA, by = author, before = null, review = null } = told
  const state = change === 'deleted' ? 'absent' : 'present'
  const at = '2026-03-02T10:00:00Z'
  return {
    kind: 'remark',
    on: 'comment',
    id: '5',
    state,
    at,
    text,
    told: { change, author, by, before, review },
  }
}

function moved(how: Partial<Extract<Trigger, { kind: 'pull-request' }>> = {}): Trigger {
  const same = { head: 'abc', base: 'main', draft: false, state: 'open', labels: [], body: '' } as const
  return { kind: 'pull-request', at: '2026-03-02T10:00:00Z', ...same, ...how }
}

describe('a post takes a success away (V6)', () => {
  it.each([
    '/object who pays?',
    'I thought about it.\n\n/misalign it is not about money',
    '/withdraw',
    '/add @grace',
    '/objct who pays?',
    '/оbject who pays?',
    '/recuse I leave',
    '/delegate @grace',
    '/release @grace she left',
    '/commit cancel',
    '/commit not yet.',
    '/uncommit',
    '- /object who pays?',
  ])('if a stakeholder posts what may block or add somebody: %s', (text) => {
    expect(takesAway(post(text))).toBe(true)
  })

  it.each([
    'Looks good to me.',
    'See /etc/hosts and https://example.com/object.',
    '`/object` is how to object.',
    '> /object who pays?',
    '/commit',
    '/commit gladly',
    '/commit if the tests pass',
    'LGTM',
    '/disagree-commit I would have waited',
    '/align',
    '/heard',
    '/status',
    '/refresh',
    '/comit',
    '',
  ])('but not if it blocks nothing: %s', (text) => {
    expect(takesAway(post(text))).toBe(false)
  })

  it('if it is a review that requests changes (P1)', () => {
    expect(takesAway(post('', { review: 'changes_requested' }))).toBe(true)
    expect(takesAway(post('', { review: 'approved' }))).toBe(false)
  })

  it('if it is a review that was dismissed (C7)', () => {
    expect(takesAway(post('', { change: 'dismissed', by: MARGARET }))).toBe(true)
    expect(takesAway(post('Fine.', { change: 'dismissed', author: EVE, by: MARGARET }))).toBe(false)
  })

  it('when an edit adds or removes a command (C5)', () => {
    expect(takesAway(post('Never mind.', { change: 'edited', before: '/commit' }))).toBe(true)
    expect(takesAway(post('/object', { change: 'edited', before: 'Hm.' }))).toBe(true)
    expect(takesAway(post('Hmm.', { change: 'edited', before: 'Hm.' }))).toBe(false)
    expect(takesAway(post('/status', { change: 'edited', before: 'Hm.' }))).toBe(false)
    expect(takesAway(post('Hmm.', { change: 'edited' }))).toBe(true)
  })

  it('when it is deleted with a command in it, or by somebody else (C6)', () => {
    expect(takesAway(post('/commit', { change: 'deleted' }))).toBe(true)
    expect(takesAway(post('Hm.', { change: 'deleted' }))).toBe(false)
    expect(takesAway(post('Hm.', { change: 'deleted', by: MARGARET }))).toBe(true)
  })

  it('of somebody who is not a stakeholder only if a maintainer could have posted it', () => {
    expect(takesAway(post('/object', { author: EVE }))).toBe(false)
    expect(takesAway(post('/commit', { author: EVE, change: 'deleted' }))).toBe(false)
    expect(takesAway(post('', { author: EVE, review: 'changes_requested' }))).toBe(false)
    expect(takesAway(post('/add @grace', { author: EVE }))).toBe(true)
    expect(takesAway(post('/release @ada she left', { author: EVE, change: 'deleted' }))).toBe(true)
  })

  it('of anybody when teams are required, the author is unknown, or nothing is remembered', () => {
    expect(takesAway(post('/object', { author: EVE }), { ...RFC, speakers: null })).toBe(true)
    expect(takesAway(post('/object', { author: null, by: EVE }))).toBe(true)
    expect(takesAway(post('/object', { author: EVE }), null)).toBe(true)
    expect(takesAway(post('Hm.', { author: EVE }), null)).toBe(false)
  })

  it('if an older version stored it, or its text is missing', () => {
    expect(takesAway({ kind: 'remark', on: 'line', id: '5', state: 'present', at: '', text: 'Hm.' })).toBe(
      true,
    )
    expect(takesAway(post(null))).toBe(true)
    expect(takesAway(post(null, { author: EVE }))).toBe(false)
  })

  it('if it is too complex to parse and one of its lines seems to block', () => {
    const hard = `${'> '.repeat(2_000)}x\n\n`
    expect(takesAway(post(`${hard}/object`))).toBe(true)
    expect(takesAway(post(`${hard}Hm/`))).toBe(false)
  })

  it('but never on a pull request that is not an RFC', () => {
    expect(takesAway(post('/object'), NO_RFC)).toBe(false)
    expect(takesAway(post('', { change: 'dismissed' }), NO_RFC)).toBe(false)
  })
})

describe('a pull request that moves loses its success (V6)', () => {
  it('by a push, a new base, a draft, or when it is closed', () => {
    expect(takesAway(moved())).toBe(false)
    expect(takesAway(moved({ head: 'def' }))).toBe(true)
    expect(takesAway(moved({ base: 'release' }))).toBe(true)
    expect(takesAway(moved({ draft: true }))).toBe(true)
    expect(takesAway(moved({ state: 'closed' }))).toBe(true)
  })

  it('but not when it is merged: then it was decided', () => {
    expect(takesAway(moved({ state: 'closed', isMerged: true }))).toBe(false)
  })

  it('by a label that makes it an RFC, and by no other (D3)', () => {
    expect(takesAway(moved({ labels: ['bug'] }))).toBe(false)
    expect(takesAway(moved({ labels: ['RFC'] }), NO_RFC)).toBe(true)
    expect(takesAway(moved({ labels: ['bug'] }), NO_RFC)).toBe(false)
    expect(takesAway(moved({ labels: null }), NO_RFC)).toBe(false)
    expect(takesAway(moved({ labels: [] }), { ...RFC, labels: ['rfc'] })).toBe(true)
    expect(takesAway(moved({ labels: ['rfc', 'bug'] }), { ...RFC, labels: ['rfc'] })).toBe(false)
  })

  it('by any label while the configuration cannot be read (D1)', () => {
    expect(takesAway(moved({ labels: ['bug'] }), { ...NO_RFC, rfcLabels: null })).toBe(true)
    expect(takesAway(moved(), { ...NO_RFC, rfcLabels: null })).toBe(false)
  })

  it('by another description if that is the document (D3)', () => {
    const described = { ...RFC, description: textDigest('The text.\n') }
    expect(takesAway(moved({ body: 'The text.\r\n' }), described)).toBe(false)
    expect(takesAway(moved({ body: 'Another text.' }), described)).toBe(true)
    expect(takesAway(moved({ body: null }), described)).toBe(true)
    expect(takesAway(moved({ body: 'Another text.' }))).toBe(false)
  })

  it('but "Not an RFC" stays while head, base and labels are unchanged', () => {
    for (const how of [{ head: 'def' }, { base: 'release' }, { draft: true }, { state: 'closed' } as const])
      expect(takesAway(moved(how), NO_RFC)).toBe(false)
  })
})

describe('an event elsewhere (V6)', () => {
  const look = (more = {}): Trigger => ({ kind: 'look', why: 'something', ...more })

  it('takes a success away if the base changed a committed file or the configuration (F6, D1)', () => {
    expect(takesAway(look({ changed: ['rfcs/0001.md'] }))).toBe(true)
    expect(takesAway(look({ changed: ['.github/rfc-alignment.yml'] }))).toBe(true)
    expect(takesAway(look({ changed: null }))).toBe(true)
    expect(takesAway(look({ changed: ['rfcs/0002.md'] }))).toBe(false)
    expect(takesAway(look({ changed: ['rfcs/0001.md'] }), NO_RFC)).toBe(false)
  })

  it('takes a success away if somebody joined or left a team', () => {
    const left: Trigger = { kind: 'membership', team: 'acme/sre', personId: EVE, state: 'absent' }
    expect([takesAway(left), takesAway(left, NO_RFC)]).toEqual([true, false])
  })

  it('takes a success away if a pull request of a merge group no longer passes (V8)', () => {
    expect(takesAway(look({ takesAway: true }), null)).toBe(true)
  })

  it('takes a success away if this version cannot read the stored event (V6)', () => {
    const unknown: Trigger = { kind: 'unreadable', why: 'a newer version stored it' }
    expect([takesAway(unknown), couldTakeAway(unknown)]).toEqual([true, true])
  })

  it('otherwise only leads to an evaluation', () => {
    expect(takesAway(look())).toBe(false)
    expect(takesAway({ kind: 'group', ref: null })).toBe(false)
    expect([look(), post('Hm.')].map(couldTakeAway)).toEqual([false, false])
  })
})

describe('a post that changes no verdict (TH-132)', () => {
  const hm = 'Hm, see https://example.com/object.'
  it.each<[string, boolean, Trigger]>([
    ['says nothing', true, post(hm)],
    ['is edited by its writer, and said nothing before', true, post(hm, { change: 'edited', before: 'Hm.' })],
    ['is a review that only comments', true, post('', { review: 'commented' })],
    ['may be a command', false, post('/commit')],
    ['may be a command in other words (C9)', false, post('LGTM')],
    ['arrives without its text', false, post(null)],
    ['held a command before (L2)', false, post(hm, { change: 'edited', before: '/object no' })],
    ['was edited from a text that is not in the event', false, post(hm, { change: 'edited' })],
    ['is edited by somebody else (C5)', false, post(hm, { change: 'edited', before: 'Hm.', by: MARGARET })],
    ['is deleted by its writer (V6)', false, post(hm, { change: 'deleted' })],
    ['is deleted by somebody else (C6)', false, post(hm, { change: 'deleted', by: MARGARET })],
    ['approves', false, post('', { review: 'approved' })],
    ['requests changes', false, post('', { review: 'changes_requested' })],
    ['is dismissed (C7)', false, post('', { change: 'dismissed', review: 'dismissed' })],
  ])('is chat when it %s: %s', (_, expected, trigger) => {
    expect(isChat(trigger)).toBe(expected)
  })
})
