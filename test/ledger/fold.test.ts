import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/ledger/entry.ts'
import { fold, type Folded } from '../../src/ledger/fold.ts'
import {
  ADA,
  AUTHOR,
  command,
  commit,
  consentsIn,
  edit,
  EVE,
  GRACE,
  head,
  header,
  ledgerOf,
  LINUS,
  MALLORY,
  person,
  post,
  removal,
  SECRET,
  sight,
  SRE,
  team,
  text,
  time,
  tip,
} from './told.ts'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import { commandKey } from '../../src/ledger/recorded-command.ts'

// The opening: head `a`, announced in second 2, names Ada, Linus and @acme/sre (2).

function folded(...entries: readonly Entry[]): Folded {
  return fold(ledgerOf(...entries))
}

function whyNot(result: Folded): readonly string[] {
  return result.notCounted.map(({ word, why }) => `${word}: ${why}`)
}

function states({ objections }: Folded): readonly string[] {
  return objections.map(({ number, state }) => `#${number} ${state}`)
}

const COMMITTED = [`${ADA} committed a`]

describe('P1: order', () => {
  it('a commitment counts, and a later block ends it for good', () => {
    const commit = post(5, ADA, ['commit'])
    expect(consentsIn(folded(commit))).toEqual(COMMITTED)
    const object = post(6, ADA, ['object'])
    const after = folded(commit, object, post(7, ADA, ['heard']))
    expect([consentsIn(after), states(after)]).toEqual([[`${object.post} 0 closed`], ['#1 heard']])
  })

  it.each([['withdraw'], ['request changes'], ['doubt'], ['misalign']] as const)(
    '%s ends a commitment',
    (word) => {
      expect(consentsIn(folded(post(5, ADA, ['commit']), post(6, ADA, [word])))).toEqual([])
    },
  )

  it('in one second what blocks wins, whichever post is newer', () => {
    const commit = post(5, ADA, ['commit'], { post: 'comment-9' })
    const withdraw = post(5, ADA, ['withdraw'], { post: 'comment-8' })
    const result = folded(commit, withdraw)
    expect([consentsIn(result), whyNot(result)]).toEqual([[], ['commit: contradicted']])
  })

  it.each([
    ['commit', 'recuse'],
    ['commit', 'disagree-commit'],
    ['align', 'recuse'],
  ] as const)('in one second neither %s nor %s of two posts consents (C0)', (one, other) => {
    const said = (word: typeof one | typeof other, key: string, by: number = ADA) =>
      post(5, by, [word], { post: key })
    for (const keys of [
      ['comment-8', 'comment-9'],
      ['comment-9', 'comment-8'],
    ] as const) {
      const result = folded(said(one, keys[0]), said(other, keys[1]))
      expect([consentsIn(result), result.counted]).toEqual([[], []])
      expect(whyNot(result).toSorted()).toEqual([`${one}: contradicted`, `${other}: contradicted`])
    }
    expect(folded(said(one, 'comment-8'), said(other, 'comment-9', LINUS)).counted).toHaveLength(2)
    const edited = folded(said(one, 'comment-8'), edit(7, said(one, 'comment-8'), [other]))
    expect(whyNot(edited)).toEqual([])
    expect(folded(said(one, 'comment-8'), said(one, 'comment-9')).counted).toHaveLength(2)
  })

  it('one post that contradicts itself consents to nothing (C0)', () => {
    expect(whyNot(folded(post(5, ADA, ['commit', 'disagree-commit'])))).toEqual([
      'commit: contradicted',
      'disagree-commit: contradicted',
    ])
  })
})

describe('C0: eligibility at first sight', () => {
  it('nobody commits who is not named, by themself or through a team they were a member of', () => {
    const stranger = post(5, EVE, ['commit'])
    const member = post(6, GRACE, ['commit'], { firstSight: sight(6, { teams: [SRE] }) })
    const other = post(7, MALLORY, ['commit'], { firstSight: sight(7, { teams: [SECRET] }) })
    const result = folded(stranger, member, other)
    expect(consentsIn(result)).toEqual([`${GRACE} committed a`])
    expect(result.positions.get(GRACE)?.commitment?.teams).toEqual([SRE])
    expect(whyNot(result)).toEqual(['commit: not a stakeholder', 'commit: not a stakeholder'])
  })

  it('membership that could not be read is not assumed, and counts once it is read', () => {
    const unread = post(5, GRACE, ['commit'], { firstSight: null })
    expect(consentsIn(folded(unread))).toEqual([])
    const read = { ...unread, seen: time(9), firstSight: sight(9, { teams: [SRE] }) }
    expect(consentsIn(folded(unread, read))).toEqual([`${GRACE} committed a`])
  })

  it('being named later does not revive a command; saying it again does', () => {
    const early = post(5, EVE, ['commit'])
    const add = post(6, ADA, [command('add', { names: [person(EVE)] })])
    expect(consentsIn(folded(early, add))).toEqual([])
    expect(consentsIn(folded(early, add, post(7, EVE, ['commit'])))).toEqual([`${EVE} committed a`])
  })

  it('consent by e-mail or on a line does not count, and what blocks there does', () => {
    const mail = post(5, ADA, ['commit'], { viaEmail: true })
    const line = post(6, LINUS, ['object'], { post: 'line-6' })
    const result = folded(mail, line)
    expect([whyNot(result), states(result)]).toEqual([['commit: in the wrong place'], ['#1 open']])
  })

  it('only a maintainer or decider other than the author releases, and only somebody who is asked', () => {
    const release = command('release', { names: [person(LINUS)] })
    const by = (id: number, isMaintainer: boolean | null, names = [person(LINUS)]) =>
      consentsIn(folded(post(5, id, [{ ...release, names }], { firstSight: sight(5, { isMaintainer }) })))
    expect(by(EVE, true)).toEqual([`person ${LINUS} released`])
    expect(by(EVE, null)).toEqual([])
    expect(by(AUTHOR, true)).toEqual([])
    expect(by(LINUS, true)).toEqual([])
    expect(by(EVE, true, [person(LINUS), person(GRACE)])).toEqual([])
  })

  it('posts from before the ledger began consent to nothing (L2)', () => {
    const begun = header({ consentsAfter: time(5) })
    const result = folded(begun, post(5, ADA, ['commit']), post(5, LINUS, ['object']))
    expect([whyNot(result), states(result)]).toEqual([['commit: before the ledger began'], ['#1 open']])
    expect(consentsIn(folded(begun, post(6, ADA, ['commit'])))).toEqual(COMMITTED)
  })

  it('without a header nothing consents', () => {
    const { entries } = ledgerOf(post(5, ADA, ['commit']))
    const without = append(
      NO_LEDGER,
      entries.filter(({ kind }) => kind !== 'header'),
    )
    expect(consentsIn(fold(without))).toEqual([])
  })
})

describe('F1: the text a post is about', () => {
  const next = [tip(10, 'b', { before: 'a'.repeat(40) }), text('b', [person(ADA), person(LINUS)])]

  it('is the newest head announced strictly before it', () => {
    const announced = [...next, head(12, 'b')]
    expect(consentsIn(folded(...announced, post(9, ADA, ['commit'])))).toEqual(COMMITTED)
    expect(consentsIn(folded(...announced, post(13, ADA, ['commit'])))).toEqual([`${ADA} committed b`])
    expect(whyNot(folded(...announced, post(12, ADA, ['commit'])))).toEqual(['commit: tip unknown'])
  })

  it('is none before any head was announced, in the same second neither', () => {
    expect(whyNot(folded(post(2, ADA, ['commit'])))).toEqual(['commit: no head'])
  })

  it('is none while another commit with another text may have been the tip', () => {
    const commit = post(9, ADA, ['commit'])
    const shown = tip(10, 'b', { how: 'shown' })
    expect(whyNot(folded(text('b', []), shown, commit))).toEqual(['commit: tip unknown'])
    const older = tip(9, 'a', { how: 'shown', seen: time(9) })
    expect(whyNot(folded(text('b', []), shown, older, commit))).toEqual(['commit: tip unknown'])
    const begunAfter = tip(10, 'a', { how: 'shown' })
    const later = { ...shown, at: time(11), seen: time(11) }
    expect(consentsIn(folded(text('b', []), later, begunAfter, commit))).toEqual(COMMITTED)
  })

  it('stays what it was where the other commit has the same material text', () => {
    const same = text('b', [], { material: 'a'.repeat(16) })
    expect(consentsIn(folded(same, next[0] as Entry, post(10, ADA, ['commit'])))).toEqual(COMMITTED)
  })

  it('is unknown where a push hides what it replaced', () => {
    const hidden = tip(10, 'a')
    expect(whyNot(folded(hidden, post(9, ADA, ['commit'])))).toEqual(['commit: tip unknown'])
  })

  it('is unknown where a push that is told without its time replaced another text', () => {
    const shown = tip(10, 'b', { how: 'shown', before: 'c'.repeat(40) })
    const texts = [text('b', [], { material: 'a'.repeat(16) }), text('c', [])]
    for (const written of [9, 10])
      expect(whyNot(folded(...texts, shown, post(written, ADA, ['commit'])))).toEqual(['commit: tip unknown'])
    expect(consentsIn(folded(...texts, { ...shown, before: null }, post(9, ADA, ['commit'])))).toEqual(
      COMMITTED,
    )
  })

  it('is not changed by a read that shows an older tip than was pushed', () => {
    const stale = tip(11, 'a', { how: 'shown' })
    expect(whyNot(folded(...next, stale, post(12, ADA, ['commit'])))).toEqual(['commit: tip unknown'])
  })

  it('is unknown after two pushes of one second, unless one replaced what the other brought', () => {
    const push = (letter: string, before: string) => tip(10, letter, { before: before.repeat(40) })
    const commit = post(13, ADA, ['commit'])
    for (const newest of ['b', 'c']) {
      const texts = [text('b', [person(ADA)]), text('c', [person(ADA)]), head(12, newest), commit]
      expect(whyNot(folded(...texts, push('b', 'a'), push('c', 'a')))).toEqual(['commit: tip unknown'])
    }
    const announced = (letter: string) => [text(letter, [person(ADA)]), head(12, letter), commit]
    expect(consentsIn(folded(...announced('c'), push('b', 'a'), push('c', 'b')))).toEqual([
      `${ADA} committed c`,
    ])
    expect(consentsIn(folded(...announced('b'), push('b', 'c'), push('c', 'a')))).toEqual([
      `${ADA} committed b`,
    ])
    expect(whyNot(folded(...announced('b'), push('b', 'c'), push('c', 'b')))).toEqual(['commit: tip unknown'])
  })

  it('is the head with the greater number of two that were announced in one second', () => {
    const heads = [...next, head(12, 'a', 9), head(12, 'b', 10)]
    expect(consentsIn(folded(...heads, post(13, ADA, ['commit'])))).toEqual([`${ADA} committed b`])
  })

  it('of a review is an older head that GitHub records for it', () => {
    const review = post(13, ADA, ['commit'], { post: 'review-13', tip: 'a'.repeat(40) })
    expect(consentsIn(folded(...next, head(12, 'b'), review))).toEqual(COMMITTED)
  })

  it('a command without a text changes nothing: it closes no objection and replaces no commitment', () => {
    const result = folded(...next, post(5, ADA, ['commit']), post(12, ADA, ['recuse']))
    expect(consentsIn(result)).toEqual(COMMITTED)
    const objecting = folded(...next, post(5, ADA, ['object']), post(12, ADA, ['commit']))
    expect(states(objecting)).toEqual(['#1 open'])
  })
})

describe('C5: edits', () => {
  const first = post(5, ADA, ['commit'])

  it('of its author never make consent newer', () => {
    const thought = post(5, ADA, [])
    const brought = edit(9, thought, ['commit'])
    expect(consentsIn(folded(thought, brought))).toEqual(COMMITTED)
    expect(consentsIn(folded(thought, brought, post(7, ADA, ['withdraw'])))).toEqual([])
  })

  it('of its author take away what they remove, and bring no older commitment back', () => {
    const older = post(4, ADA, ['commit'])
    expect(consentsIn(folded(older, first, edit(9, first, [])))).toEqual([])
  })

  it('of its author that change another line do not say a block again', () => {
    const object = post(5, ADA, ['object'])
    const again = edit(9, object, ['object', 'answer'])
    const changed = edit(9, object, [command('object', { line: '1' })])
    const commit = post(7, ADA, ['commit'])
    expect(consentsIn(folded(object, commit, again))).toContain(`${ADA} committed a`)
    expect(states(folded(object, commit, changed))).toEqual(['#1 withdrawn', '#2 open'])
  })

  it('of its author that take an objection away close it', () => {
    const object = post(5, ADA, ['object'])
    expect(states(folded(object, edit(9, object, [])))).toEqual(['#1 withdrawn'])
  })

  it('of somebody else leave what was seen before, and add nothing', () => {
    const removed = edit(9, first, [], { by: MALLORY })
    expect(consentsIn(folded(first, removed))).toEqual(COMMITTED)
    const thought = post(5, ADA, [])
    expect(consentsIn(folded(thought, edit(9, thought, ['commit'], { by: MALLORY })))).toEqual([])
    const own = edit(11, thought, ['commit'])
    const late = folded(thought, edit(9, thought, [], { by: MALLORY }), own)
    expect(whyNot(late)).toEqual(['commit: edited by somebody else'])
  })

  it('of somebody else void consent that was first seen after them', () => {
    const unseen = { ...first, seen: time(10) }
    expect(consentsIn(folded(unseen, edit(9, first, [], { by: MALLORY })))).toEqual([])
  })

  it('of an unknown account take away the consent they remove, and what blocks in them counts', () => {
    expect(consentsIn(folded(first, edit(9, first, [], { by: null })))).toEqual([])
    expect(states(folded(first, edit(9, first, ['object'], { by: null })))).toEqual(['#1 open'])
  })
})

describe('C5: edits within one second (C0)', () => {
  const older = post(4, ADA, ['commit'])
  const first = post(5, ADA, ['commit'])
  const thought = post(5, ADA, [])
  const object = post(5, ADA, ['object'])

  it('a commitment that is edited away in the second of its post is gone', () => {
    expect(consentsIn(folded(first, edit(5, first, [])))).toEqual([])
    expect(states(folded(object, edit(5, object, [])))).toEqual(['#1 withdrawn'])
  })

  it('the ledger tells a post before its edits, and what ends it after them', () => {
    const { entries } = ledgerOf(removal(5, first, ADA), edit(5, first, []), first)
    expect(entries.slice(-3).map(({ kind }) => kind)).toEqual(['post', 'edit', 'removal'])
  })

  it('of two edits by the author nobody knows the last: what consents must be in both', () => {
    for (const [one, other] of [
      ['1', '2'],
      ['2', '1'],
    ] as const) {
      const has = edit(9, thought, ['commit'], { text: one })
      const hasNot = edit(9, thought, [], { text: other })
      expect(consentsIn(folded(thought, has))).toEqual(COMMITTED)
      expect(consentsIn(folded(thought, has, hasNot))).toEqual([])
      expect(consentsIn(folded(first, has, hasNot))).toEqual([])
      expect(consentsIn(folded(thought, has, { ...hasNot, commands: has.commands }))).toEqual(COMMITTED)
    }
  })

  it('of two edits by the author what blocks in either counts, and is gone when it is in neither', () => {
    for (const [one, other] of [
      ['1', '2'],
      ['2', '1'],
    ] as const) {
      const has = edit(9, thought, ['object'], { text: one })
      const hasNot = edit(9, thought, [], { text: other })
      expect(states(folded(thought, has, hasNot))).toEqual(['#1 open'])
      expect(states(folded(object, has, hasNot))).toEqual(['#1 open'])
      expect(states(folded(object, { ...has, commands: [] }, hasNot))).toEqual(['#1 withdrawn'])
    }
  })

  it('consent that is in two edits of one second has the rights of both, and blocks keep theirs', () => {
    const [member, stranger] = [sight(9, { teams: [SRE] }), sight(9)]
    const said = post(5, GRACE, [])
    const texts = (word: 'commit' | 'add', other: typeof stranger | null) => [
      edit(9, said, [command(word, { names: [person(EVE)] })], { text: '1', firstSight: member }),
      edit(9, said, [command(word, { names: [person(EVE)] })], { text: '2', firstSight: other }),
    ]
    expect(consentsIn(folded(said, ...texts('commit', member)))).toEqual([`${GRACE} committed a`])
    expect(consentsIn(folded(said, ...texts('commit', stranger)))).toEqual([])
    expect(consentsIn(folded(said, ...texts('commit', null)))).toEqual([])
    expect(folded(said, ...texts('add', null)).added).toHaveLength(1)
  })

  it('an edit that two payloads ascribe to different people has no known editor: blocks stay, consent goes', () => {
    const own = edit(9, object, [], { text: '1' })
    const late = edit(9, object, [], { text: '1', by: MALLORY })
    expect(states(folded(object, own))).toEqual(['#1 withdrawn'])
    expect(states(folded(object, own, late))).toEqual(['#1 open'])
    const [commit, gone] = [edit(9, thought, ['commit'], { text: '1' }), edit(9, first, [], { text: '1' })]
    expect(consentsIn(folded(thought, commit, { ...commit, by: MALLORY, commands: [] }))).toEqual([])
    expect(consentsIn(folded(first, { ...gone, by: MALLORY }))).toEqual(COMMITTED)
    expect(consentsIn(folded(first, gone, { ...gone, by: MALLORY }))).toEqual([])
  })

  it('an edit of which a payload does not tell who made it is by whom another one tells', () => {
    const own = edit(9, object, [], { text: '1' })
    expect(states(folded(object, own, { ...own, by: null }))).toEqual(['#1 withdrawn'])
    expect(states(folded(object, own, { ...own, by: null, from: 'read' }))).toEqual(['#1 open'])
  })

  it('what an edit by nobody known leaves alone is not said again, and its author may edit it away', () => {
    const unknown = (at: number, text: string) => edit(at, thought, ['object'], { by: null, text })
    expect(states(folded(thought, unknown(8, '1')))).toEqual(['#1 open'])
    expect(states(folded(thought, unknown(8, '1'), unknown(9, '2')))).toEqual(['#1 open'])
    expect(states(folded(thought, unknown(8, '1'), edit(9, thought, ['object'])))).toEqual(['#1 open'])
    expect(states(folded(thought, unknown(8, '1'), edit(9, thought, [])))).toEqual(['#1 withdrawn'])
    expect(states(folded(thought, unknown(9, '1'), edit(9, thought, [])))).toEqual(['#1 open'])
  })

  it('a near miss is fixed by its author alone, and by none of two edits of one second (C4)', () => {
    const near = post(5, ADA, ['doubt'])
    const fixed = edit(9, near, [])
    expect(consentsIn(folded(older, near))).toEqual([])
    expect(consentsIn(folded(older, near, fixed))).toEqual(COMMITTED)
    expect(consentsIn(folded(older, near, { ...fixed, by: null }))).toEqual([])
    expect(consentsIn(folded(older, near, { ...fixed, by: MALLORY }))).toEqual([])
    expect(consentsIn(folded(older, near, fixed, { ...fixed, by: MALLORY }))).toEqual([])
    expect(consentsIn(folded(older, near, fixed, edit(9, near, ['doubt'], { text: '1' })))).toEqual([])
  })

  it('consent that comes back by an edit has the rights of then, not those of the text before', () => {
    const was = post(5, GRACE, ['commit'], { firstSight: sight(5, { teams: [SRE] }) })
    const away = edit(7, was, [])
    const back = (teams: readonly number[]) => edit(9, was, ['commit'], { firstSight: sight(9, { teams }) })
    expect(consentsIn(folded(was, away, back([SRE])))).toEqual([`${GRACE} committed a`])
    expect(consentsIn(folded(was, away, back([])))).toEqual([])
  })

  it('consent that came back before somebody else edited the post, as seen, stands', () => {
    const entries = [first, edit(7, first, []), edit(8, first, ['commit'])]
    expect(consentsIn(folded(...entries, edit(9, first, [], { by: MALLORY })))).toEqual(COMMITTED)
  })

  it('nothing is taken back before it was written, whatever time is told for that', () => {
    expect(consentsIn(folded(first, removal(4, first, ADA)))).toEqual([])
    expect(consentsIn(folded(first, removal(4, first, null)))).toEqual([])
    expect(consentsIn(folded(first, edit(4, first, [])))).toEqual([])
    expect(states(folded(object, removal(4, object, ADA)))).toEqual(['#1 withdrawn'])
  })
})

describe('C6: deletions', () => {
  it('of one’s own post take back its consent; what it ended stays ended', () => {
    const commit = post(5, ADA, ['commit'])
    expect(consentsIn(folded(commit, removal(9, commit, ADA)))).toEqual([])
    const object = post(6, ADA, ['object'])
    const gone = folded(commit, object, removal(9, object, ADA))
    expect([consentsIn(gone), states(gone)]).toEqual([[`${object.post} 0 closed`], ['#1 withdrawn']])
  })

  it('of one’s own `/recuse` or `/release` undo it and open what it closed; of a `/heard` nothing', () => {
    const object = post(5, LINUS, ['object'])
    const recuse = post(6, LINUS, ['recuse'])
    expect(states(folded(object, recuse))).toEqual(['#1 left open'])
    expect(states(folded(object, recuse, removal(9, recuse, LINUS)))).toEqual(['#1 open'])
    const maintainer = { firstSight: sight(6, { isMaintainer: true }) }
    const release = post(6, EVE, [command('release', { names: [person(LINUS)] })], maintainer)
    expect(states(folded(object, release))).toEqual(['#1 set aside'])
    const undone = folded(object, release, removal(9, release, EVE))
    expect([consentsIn(undone), states(undone)]).toEqual([[], ['#1 open']])
    const heard = post(6, LINUS, ['heard'])
    expect(states(folded(object, heard, removal(9, heard, LINUS)))).toEqual(['#1 heard'])
  })

  it('of one’s own `/add` and `/delegate` leave the people they named', () => {
    const delegate = post(5, ADA, [command('delegate', { names: [person(EVE)] })])
    const result = folded(delegate, removal(9, delegate, ADA))
    expect(result.added.map(({ name }) => name)).toEqual([person(EVE)])
    expect(consentsIn(result)).toEqual([])
  })

  it('by somebody else change nothing', () => {
    const commit = post(5, ADA, ['commit'])
    const object = post(5, LINUS, ['object'])
    const result = folded(commit, object, removal(9, commit, MALLORY), removal(9, object, MALLORY))
    expect([consentsIn(result), states(result)]).toEqual([COMMITTED, ['#1 open']])
    expect(result.objections[0]?.isRemoved).toBe(true)
  })

  it('by nobody known take consent and leave blocks, until a payload tells who it was', () => {
    const commit = post(5, ADA, ['commit'])
    const object = post(5, LINUS, ['object'])
    const unknown = [removal(9, commit, null), removal(9, object, null)]
    const result = folded(commit, object, ...unknown)
    expect([consentsIn(result), states(result)]).toEqual([[], ['#1 open']])
    expect(consentsIn(folded(commit, ...unknown, removal(12, commit, MALLORY)))).toEqual(COMMITTED)
  })

  it('by somebody else of a post that was never seen suspend its writer until they post again', () => {
    const unseen = removal(9, { post: 'comment-77', author: ADA }, MALLORY)
    const commit = post(5, ADA, ['commit'])
    const suspended = folded(commit, unseen)
    expect(consentsIn(suspended)).toEqual([])
    expect(suspended.positions.get(ADA)?.suspendedSince).toBe(time(9))
    expect(consentsIn(folded(commit, unseen, post(10, ADA, ['commit'])))).toEqual(COMMITTED)
  })

  it('that the timeline tells of suspend only where fewer seen posts are gone', () => {
    const commit = post(5, ADA, ['commit'])
    const thought = post(6, ADA, [])
    const event = { ...removal(9, commit, MALLORY), post: null }
    expect(consentsIn(folded(commit, thought, event))).toEqual([])
    expect(consentsIn(folded(commit, thought, event, removal(10, thought, null)))).toEqual(COMMITTED)
    const byAda = folded(commit, thought, event, removal(10, thought, ADA))
    expect(consentsIn(byAda)).toEqual([])
  })
})

describe('C7: a dismissed review', () => {
  it('consents to nothing from then on, its body included, and its request for changes stays', () => {
    const dismissed = (of: string): Entry => ({
      kind: 'dismissal',
      at: time(9),
      seen: time(9),
      from: 'payload',
      post: of,
      by: MALLORY,
    })
    const approval = post(5, ADA, ['approve'], { post: 'review-5', tip: 'a'.repeat(40) })
    expect(consentsIn(folded(approval))).toEqual(COMMITTED)
    expect(consentsIn(folded(approval, dismissed('review-5')))).toEqual([])
    const request = post(6, ADA, ['request changes'], { post: 'review-6' })
    expect(consentsIn(folded(approval, request, dismissed('review-6')))).toEqual([])
  })
})

describe('C3: recusals, delegations and releases', () => {
  const maintainer = { firstSight: sight(5, { isMaintainer: true }) }
  const release = post(5, EVE, [command('release', { names: [person(LINUS)] })], maintainer)

  it('end with a later command of their person that blocks or consents, and not with a near miss', () => {
    expect(consentsIn(folded(post(5, ADA, ['recuse']), post(6, ADA, ['commit'])))).toEqual(COMMITTED)
    expect(consentsIn(folded(post(5, ADA, ['recuse']), post(6, ADA, ['doubt'])))).toEqual([`${ADA} recused`])
    expect(consentsIn(folded(release, post(6, LINUS, ['object'])))).toEqual([])
  })

  it('a release ends when its person is added, or named by a head after one that did not name them', () => {
    const add = post(6, ADA, [command('add', { names: [person(LINUS)] })])
    expect(consentsIn(folded(release, add))).toEqual([])
    const heads = [text('b', [person(ADA)]), head(10, 'b'), text('c', [person(LINUS)]), head(12, 'c')]
    expect(consentsIn(folded(release, ...heads.slice(0, 2)))).toEqual([`person ${LINUS} released`])
    expect(consentsIn(folded(release, ...heads))).toEqual([])
  })

  it('a delegation needs somebody named by themself, and somebody else who did not step out', () => {
    const to = (names: number, by: number, teams: readonly number[] = []) =>
      whyNot(
        folded(
          post(4, LINUS, ['recuse']),
          post(5, by, [command('delegate', { names: [person(names)] })], { firstSight: sight(5, { teams }) }),
        ),
      )
    expect(to(EVE, ADA)).toEqual([])
    expect(to(EVE, GRACE, [SRE])).toEqual(['delegate: not named by themself'])
    for (const nobody of [AUTHOR, ADA, LINUS])
      expect(to(nobody, ADA)).toEqual(['delegate: names nobody who can be meant'])
    const unseen = removal(4, { post: 'comment-77', author: LINUS }, MALLORY)
    const delegation = post(5, ADA, [command('delegate', { names: [person(LINUS)] })])
    expect(whyNot(folded(unseen, delegation))).toEqual(['delegate: names nobody who can be meant'])
  })
})

describe('C3, C5: a delegation that an edit brought', () => {
  const maintainer = { firstSight: sight(6, { isMaintainer: true }) }
  const release = post(6, EVE, [command('release', { names: [person(LINUS)] })], maintainer)
  const thought = post(5, ADA, [])
  const delegation = edit(9, thought, [command('delegate', { names: [person(LINUS)] })])

  it('ends the release of its person, who is named from the edit on', () => {
    expect(consentsIn(folded(release, thought))).toEqual([`person ${LINUS} released`])
    const result = folded(release, thought, delegation)
    expect([consentsIn(result), whyNot(result)]).toEqual([[`${ADA} recused`], []])
    const later = { ...release, at: time(10), post: 'comment-106' }
    expect(consentsIn(folded(later, thought, delegation))).toContain(`person ${LINUS} released`)
  })

  it('ends no release where it does not count', () => {
    const already = post(4, LINUS, ['recuse'])
    expect(consentsIn(folded(already, release, thought, delegation))).toContain(`person ${LINUS} released`)
  })

  it('is undone where its person had stepped out by then, or may have', () => {
    const objection = post(4, ADA, ['object'])
    for (const at of [7, 9]) {
      const result = folded(objection, thought, post(at, LINUS, ['recuse']), delegation)
      expect([consentsIn(result), states(result)]).toEqual([[`${LINUS} recused`], ['#1 open']])
    }
    const unseen = removal(7, { post: 'comment-77', author: LINUS }, MALLORY)
    expect(consentsIn(folded(unseen, thought, delegation))).toEqual([])
    const after = folded(thought, delegation, post(10, LINUS, ['recuse']))
    expect(consentsIn(after)).toEqual([`${ADA} recused`, `${LINUS} recused`])
  })
})

describe('C3: a release of somebody nobody named', () => {
  const maintainer = { firstSight: sight(9, { isMaintainer: true }) }
  const release = post(9, EVE, [command('release', { names: [person(MALLORY)] })], maintainer)

  it('is refused though a post of theirs was deleted unseen, and sets aside an objection', () => {
    const unseen = removal(5, { post: 'comment-77', author: MALLORY }, EVE)
    const result = folded(unseen, release)
    expect([consentsIn(result), whyNot(result)]).toEqual([[], ['release: names nobody who can be meant']])
    expect(states(folded(post(5, MALLORY, ['object']), release))).toEqual(['#1 set aside'])
  })
})

describe('F1: a read that shows a post beside a tip', () => {
  const before = commit('a')
  const said = post(5, ADA, ['commit'], { tip: commit('a'), seen: time(9) })
  const back = tip(7, 'a', { before: commit('b') })

  it('proves that what was pushed after it came later', () => {
    const pushed = [text('b', []), tip(12, 'b', { how: 'shown', before })]
    expect(consentsIn(folded(said, ...pushed))).toEqual(COMMITTED)
    expect(whyNot(folded({ ...said, tip: null }, ...pushed))).toEqual(['commit: tip unknown'])
    expect(consentsIn(folded(text('b', []), said, tip(6, 'b', { before }), back))).toEqual(COMMITTED)
  })

  it.each([
    ['a webhook tells of the push', { before: commit('b') }],
    ['no webhook tells of the push', {}],
  ])('leaves no doubt after a force-push and a later push: %s', (_, change) => {
    const pushes = [tip(4, 'b', { before }), tip(6, 'c', { how: 'shown', ...change })]
    const texts = [text('b', [person(ADA)]), text('c', [person(ADA)])]
    const again = post(9, ADA, ['commit'], { tip: commit('c'), seen: time(10) })
    const result = folded(...texts, ...pushes, head(5, 'b'), head(7, 'c'), again)
    expect(consentsIn(result)).toEqual([`${ADA} committed c`])
  })

  it.each([
    ['was the tip and is not any more', [tip(4, 'b', { before }), back]],
    ['is not shown yet (GH-112)', [tip(4, 'b', { how: 'shown', before })]],
    [
      'was not shown yet when the older tip was (GH-112)',
      [tip(3, 'b', { how: 'shown', before }), tip(4, 'a', { how: 'shown' })],
    ],
  ])('proves nothing about what was pushed before the post and %s', (_, pushed) => {
    expect(whyNot(folded(text('b', []), said, ...pushed))).toEqual(['commit: tip unknown'])
  })
})

describe('C0: a right that could not be read', () => {
  it('is read again: until then `/add` counts, afterwards only if its author had that right', () => {
    const unread = post(5, MALLORY, [command('add', { names: [person(EVE)] })], { firstSight: null })
    expect(folded(unread).added).toHaveLength(1)
    expect(folded(unread, { ...unread, seen: time(8), firstSight: sight(8) }).added).toEqual([])
    const member = { ...unread, firstSight: sight(8, { teams: [SRE] }) }
    expect(folded(unread, member).added).toHaveLength(1)
  })
})

describe('P3: alignment', () => {
  it('is kept apart from commitment, and ends as F3 says', () => {
    const aligned = post(4, ADA, ['align'])
    expect(consentsIn(folded(aligned, post(5, ADA, ['object'])))).toEqual([`${ADA} aligned`])
    expect(consentsIn(folded(aligned, post(5, ADA, ['withdraw'])))).toEqual([])
    const misaligned = post(4, ADA, ['misalign'])
    const dissent = folded(misaligned, post(5, ADA, ['disagree-commit'])).positions.get(ADA)
    expect([dissent?.commitment?.kind, dissent?.misaligned?.blocks]).toEqual(['dissenting', false])
    expect(folded(misaligned, post(5, ADA, ['withdraw'])).positions.get(ADA)?.misaligned?.blocks).toBe(true)
    expect(folded(misaligned, post(5, ADA, ['heard'])).positions.get(ADA)?.misaligned).toBeNull()
  })
})

describe('P5: objections', () => {
  it('are closed by their raiser alone, by number, link or all at once', () => {
    const [one, two] = [post(4, ADA, ['object']), post(5, ADA, ['object'])]
    expect(states(folded(one, two, post(6, ADA, [command('heard', { about: [2] })])))).toEqual([
      '#1 open',
      '#2 heard',
    ])
    const byLink = command('heard', { about: [one.post.slice('comment-'.length)] })
    expect(states(folded(one, two, post(6, ADA, [byLink])))).toEqual(['#1 heard', '#2 open'])
    expect(whyNot(folded(one, post(6, ADA, [command('heard', { about: [7] })])))).toEqual([
      'heard: nothing to close',
    ])
    expect(states(folded(one, two, post(6, LINUS, ['heard']), post(7, LINUS, ['commit'])))).toEqual([
      '#1 open',
      '#2 open',
    ])
  })

  it('of strangers are listed', () => {
    expect(states(folded(post(5, EVE, ['object'])))).toEqual(['#1 open'])
  })

  it('keep the author’s answers', () => {
    const said = command('answer', { about: [1] })
    const answer = post(6, AUTHOR, [said])
    const other = post(7, LINUS, [command('answer', { about: [1] })])
    const { objections } = folded(post(5, ADA, ['object']), answer, other)
    expect(objections[0]?.answers).toEqual([{ post: answer.post, key: commandKey(said) }])
  })
})

describe('R1: as of a second', () => {
  it('leaves out what happened in it or later', () => {
    const ledger = ledgerOf(post(5, ADA, ['commit']), post(6, LINUS, ['commit']), post(7, ADA, ['withdraw']))
    expect(consentsIn(fold(ledger, time(6)))).toEqual(COMMITTED)
  })
})

it('S3: a team that was added in a comment makes its members eligible', () => {
  const add = post(5, ADA, [command('add', { names: [team(SECRET)] })])
  const member = post(6, EVE, ['commit'], { firstSight: sight(6, { teams: [SECRET] }) })
  expect(consentsIn(folded(add, member))).toEqual([`${EVE} committed a`])
})
