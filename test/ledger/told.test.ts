import { describe, expect, it } from 'vitest'
import { isConsent } from '../../src/commands/effects.ts'
import type { EvidenceOfPost, ToldOfPost, ToldOfPullRequest, Trigger } from '../../src/facts/trigger.ts'
import { append, type Ledger, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { readEntry } from '../../src/ledger/entry-schema.ts'
import { fold } from '../../src/ledger/fold.ts'
import { actOf, type RecordedCommand, type RecordedWord } from '../../src/ledger/recorded-command.ts'
import { toldBy } from '../../src/ledger/told.ts'
import type { Button, ToldContext } from '../../src/ledger/told-context.ts'
import { ADA, command, commit, ledgerOf, LINUS, MALLORY, person, post, sight, SRE, time } from './told.ts'

type Remark = Extract<Trigger, { kind: 'remark' }>
type PullRequest = Extract<Trigger, { kind: 'pull-request' }>

/** When each payload of a test was seen, in seconds since the opening. */
const SEEN = 100

/** The digest of a text in these tests. */
function digest(text: string): string {
  return Buffer.from(text).toString('hex').slice(0, 16) || '0'
}

/** Lines that begin with a slash are commands; a question mark at the beginning is a text that nobody can read. */
function commandsIn(text: string, button: Button | null): readonly RecordedCommand[] {
  const buttons: readonly RecordedWord[] =
    button === 'approved' ? ['approve'] : button === 'changes requested' ? ['request changes'] : []
  const lines = text.split('\n').flatMap((line) => {
    const word = line.startsWith('?') ? 'doubt' : /^\/([a-z-]+)/.exec(line)?.[1]
    if (word === undefined) return []
    const isConsenting = isConsent(actOf({ word: word as RecordedWord }))
    return [command(word as RecordedWord, { line: isConsenting ? null : digest(line) })]
  })
  return [...buttons.map((word) => command(word, { line: null })), ...lines]
}

function told(trigger: Trigger, ledger: Ledger = NO_LEDGER, context: Partial<ToldContext> = {}) {
  return toldBy(trigger, {
    seen: time(SEEN),
    ledger,
    commandsIn,
    firstSight: sight(SEEN),
    digest,
    ...context,
  })
}

/** The ledger after payloads, each recorded before the next; every entry can be stored. */
function record(ledger: Ledger, ...triggers: readonly Trigger[]): Ledger {
  return triggers.reduce((so, trigger) => {
    const entries = told(trigger, so)
    expect(entries.map(readEntry)).toEqual(entries)
    return append(so, entries)
  }, ledger)
}

/** A payload about a comment that Linus wrote in second 10. */
function remark(
  change: ToldOfPost['change'],
  text: string | null,
  {
    by = LINUS,
    before = null,
    review = null,
    evidence = {},
    ...rest
  }: Partial<Pick<ToldOfPost, 'by' | 'before' | 'review'>> &
    Partial<Pick<Remark, 'on'>> & { readonly evidence?: Partial<EvidenceOfPost> } = {},
): Remark {
  return {
    kind: 'remark',
    on: 'comment',
    id: '7',
    state: change === 'deleted' ? 'absent' : 'present',
    at: '',
    text,
    told: {
      change,
      author: LINUS,
      by,
      before,
      review,
      evidence: {
        written: time(10),
        updated: time(10),
        author: { login: 'linus', type: 'User' },
        commit: null,
        head: null,
        ...evidence,
      },
    },
    ...rest,
  }
}

const edited = { evidence: { updated: time(20) } }

/** A payload about the pull request, of second 30. */
function moved(
  action: string,
  change: Partial<Omit<PullRequest, 'told'>> & { readonly told?: Partial<ToldOfPullRequest> },
): Trigger {
  return {
    kind: 'pull-request',
    at: time(30),
    head: commit('b'),
    base: 'main',
    draft: false,
    state: 'open',
    labels: [],
    body: '',
    ...change,
    told: {
      action,
      by: ADA,
      push: null,
      label: null,
      isBaseChanged: false,
      closedAt: null,
      merge: null,
      ...change.told,
    },
  }
}

function kindsOf(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ kind }) => kind)
}

describe('a payload about a post that was made (L2)', () => {
  it('shows what its author first wrote, with rights at first sight (C0)', () => {
    expect(told(remark('made', '/object cost'))).toEqual([
      {
        kind: 'post',
        at: time(10),
        seen: time(SEEN),
        from: 'payload',
        post: 'comment-7',
        author: LINUS,
        commands: [command('object', { line: digest('/object cost') })],
        firstSight: sight(SEEN),
        tip: null,
        viaEmail: false,
      },
    ])
  })

  it('is recorded without rights while they could not be read, and never with assumed ones (C0)', () => {
    expect(told(remark('made', '/object'), NO_LEDGER, { firstSight: null })).toMatchObject([
      { kind: 'post', firstSight: null },
    ])
  })

  it('blocks although GitHub never shows the post (L2)', () => {
    const ledger = record(ledgerOf(post(5, LINUS, ['commit'])), remark('made', '/object'))
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open', at: time(10) }])
    expect(fold(ledger).positions.get(LINUS)?.commitment).toBeNull()
  })

  it('blocks when its text cannot be read (C0)', () => {
    const ledger = record(ledgerOf(post(5, LINUS, ['commit'])), remark('made', '? a text beyond every limit'))
    expect(fold(ledger).positions.get(LINUS)?.commitment).toBeNull()
  })

  it('adds nothing when it is delivered again, or read from GitHub', () => {
    const once = record(ledgerOf(), remark('made', '/object cost'))
    expect(record(once, remark('made', '/object cost'))).toBe(once)
    const read = post(10, LINUS, commandsIn('/object cost', null), { post: 'comment-7', from: 'read' })
    expect(append(once, [{ ...read, seen: time(SEEN + 5), firstSight: sight(SEEN + 5) }])).toBe(once)
  })

  it('is no first writing when the post was changed before the payload was made (GH-203)', () => {
    const change = { evidence: { updated: time(12) } }
    expect(told(remark('made', '/commit', change))).toEqual([])
    expect(told(remark('made', '/object', change))).toMatchObject([
      { kind: 'edit', at: time(12), by: null, written: time(10) },
    ])
  })

  it('never lets a block count before it was written, when the post was changed meanwhile (P2)', () => {
    const later = post(11, LINUS, ['commit'])
    const ledger = record(ledgerOf(later), remark('made', '/object', { evidence: { updated: time(12) } }))
    const asRead = [
      post(10, LINUS, [], { post: 'comment-7' }),
      // As a read shows it: the author brought the objection in second 12.
      ...told(remark('edited', '/object', { evidence: { updated: time(12) } })),
    ]
    for (const known of [ledger, append(ledger, asRead)])
      expect(fold(known).objections.some(({ state }) => state === 'open')).toBe(true)
  })

  it.each([
    ['a bot', { login: 'helper[bot]', type: 'Bot' }],
    ['an organisation', { login: 'acme', type: 'Organization' }],
    ['an imported account', { login: 'linus', type: 'Mannequin' }],
    ['an account that was deleted', { login: 'ghost', type: 'User' }],
    ['nobody', null],
  ] as const)('says nothing when its author is %s (C5)', (_, author) => {
    expect(told(remark('made', '/object', { evidence: { author } }))).toEqual([])
  })

  it('tells nothing of a text that is not in it', () => {
    expect(told(remark('made', null))).toEqual([])
  })

  it('has the commit that GitHub records for a review, and its button (F1, C7)', () => {
    const change = { on: 'review', review: 'approved', evidence: { commit: commit('c') } } as const
    expect(told(remark('made', '/commit', change))).toMatchObject([
      {
        kind: 'post',
        post: 'review-7',
        tip: commit('c'),
        commands: [{ word: 'approve' }, { word: 'commit' }],
      },
    ])
    expect(told(remark('made', '', { ...change, review: 'changes_requested' }))).toMatchObject([
      { commands: [{ word: 'request changes' }] },
    ])
  })

  it('counts what blocks on a line from when it was seen, for its times are those of the draft (C1, GH-204)', () => {
    expect(told(remark('made', '/commit', { on: 'line' }))).toEqual([])
    const line = remark('made', '/object', { on: 'line' })
    expect(told(line)).toMatchObject([{ kind: 'edit', at: time(SEEN), by: null }])
    const once = record(ledgerOf(), line)
    expect(told(line, once, { seen: time(SEEN + 9) })).toEqual([])
  })

  it('shows the head of the pull request (F1)', () => {
    const shown = { commit: commit('b'), at: time(9), draft: true }
    expect(told(remark('made', '', { on: 'review', evidence: { head: shown } }))).toMatchObject([
      { kind: 'tip', at: time(9), commit: commit('b'), how: 'shown', isReady: false },
      { kind: 'post' },
    ])
  })
})

describe('a payload about a post that was edited (L2, C5)', () => {
  const first = post(10, LINUS, ['commit'], { post: 'comment-7' })

  it('shows what its author wrote, which is never a first writing', () => {
    expect(told(remark('edited', '/object', edited), ledgerOf(first))).toMatchObject([
      {
        kind: 'edit',
        at: time(20),
        written: time(10),
        by: LINUS,
        author: LINUS,
        commands: [{ word: 'object' }],
      },
    ])
  })

  it('takes back the consent that its author edits away', () => {
    expect(fold(ledgerOf(first)).positions.get(LINUS)?.commitment).not.toBeNull()
    const ledger = record(ledgerOf(first), remark('edited', 'hm', { ...edited, before: '/commit' }))
    expect(fold(ledger).positions.get(LINUS)?.commitment).toBeNull()
  })

  it('never puts words of somebody else in its author’s mouth', () => {
    const ledger = record(ledgerOf(first), remark('edited', '/object', { ...edited, by: MALLORY }))
    expect(fold(ledger).objections).toEqual([])
    const empty = post(10, LINUS, [], { post: 'comment-7' })
    const consent = record(ledgerOf(empty), remark('edited', '/commit', { ...edited, by: MALLORY }))
    expect(fold(consent).positions.get(LINUS)?.commitment ?? null).toBeNull()
  })

  it('keeps a block that somebody else edits away, although the post was never seen (C5)', () => {
    const hidden = remark('edited', 'fine', { ...edited, by: MALLORY, before: '/object' })
    const ledger = record(ledgerOf(post(5, LINUS, ['commit'])), hidden)
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open', at: time(19) }])
    expect(fold(ledger).positions.get(LINUS)?.commitment).toBeNull()
  })

  it('keeps a block that somebody else edits away, although only an earlier revision was seen', () => {
    const seen = post(10, LINUS, [], { post: 'comment-7' })
    const hidden = remark('edited', 'fine', { ...edited, by: MALLORY, before: '/object' })
    expect(fold(record(ledgerOf(seen), hidden)).objections).toMatchObject([{ by: LINUS, state: 'open' }])
  })

  it('keeps what was consented to before, as seen, when it finds an unseen block beside it', () => {
    const hidden = remark('edited', '', { ...edited, by: MALLORY, before: '/commit\n/add' })
    const ledger = record(ledgerOf(first), hidden)
    expect(fold(ledger).positions.get(LINUS)?.commitment).not.toBeNull()
    expect(kindsOf(ledger.entries).filter((kind) => kind === 'edit')).toHaveLength(2)
  })

  it('closes an unseen objection that its author edits away, and what it ended stays ended (C6)', () => {
    const gone = remark('edited', 'never mind', { ...edited, before: '/object' })
    const ledger = record(ledgerOf(post(5, LINUS, ['commit'])), gone)
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'withdrawn' }])
    expect(fold(ledger).positions.get(LINUS)?.commitment).toBeNull()
  })

  it('never takes consent from a text before an edit: it was not seen (C5)', () => {
    expect(told(remark('edited', '', { ...edited, by: MALLORY, before: '/commit' }))).toMatchObject([
      { kind: 'edit', by: MALLORY, commands: [] },
    ])
  })

  it('does not tell an objection a second time that is known', () => {
    const seen = post(10, LINUS, commandsIn('/object', null), { post: 'comment-7' })
    const ledger = record(
      ledgerOf(seen),
      remark('edited', '/object\n\nsorry', { ...edited, before: '/object' }),
    )
    expect(fold(ledger).objections).toHaveLength(1)
  })

  it('is dated by its arrival where the payload does not say when it was made', () => {
    const untold = remark('edited', '/object', { evidence: { updated: null } })
    expect(told(untold)).toMatchObject([{ kind: 'edit', at: time(SEEN), written: time(10) }])
  })

  it('counts what blocks when nobody knows who edited, and nothing that consents (C0)', () => {
    const unknown = (text: string) => remark('edited', text, { ...edited, by: null })
    expect(fold(record(ledgerOf(), unknown('/object'))).objections).toMatchObject([{ state: 'open' }])
    expect(fold(record(ledgerOf(), unknown('/commit'))).positions.get(LINUS)?.commitment ?? null).toBeNull()
  })
})

describe('a payload about a post that was deleted (L2, C6)', () => {
  it.each([
    ['its author', LINUS],
    ['somebody else', MALLORY],
    ['nobody known', null],
  ])('comes to the same before a late payload of its posting, when deleted by %s (L1)', (_, by) => {
    for (const text of ['/object', '/align\n/object', '/commit\n/add', '/commit']) {
      const [posted, gone] = [remark('made', text), remark('deleted', text, { by })]
      const before = ledgerOf(post(5, LINUS, ['commit']))
      expect(fold(record(before, gone, posted))).toEqual(fold(record(before, posted, gone)))
    }
  })

  it('comes to the same before a late payload of an edit (L1)', () => {
    const before = ledgerOf(post(10, LINUS, ['align'], { post: 'comment-7' }))
    const change = { evidence: { updated: time(20) } }
    const [changed, gone] = [
      remark('edited', '/align\n/object', { ...edited, ...change }),
      remark('deleted', '/align\n/object', { ...change, by: MALLORY }),
    ]
    expect(fold(record(before, gone, changed)).objections).toMatchObject([{ state: 'open', at: time(20) }])
    expect(fold(record(before, gone, changed))).toEqual(fold(record(before, changed, gone)))
  })

  it('says who deleted it, and whose it was', () => {
    expect(told(remark('deleted', 'hi', { by: MALLORY }))).toEqual([
      {
        kind: 'removal',
        at: time(SEEN),
        seen: time(SEEN),
        from: 'payload',
        post: 'comment-7',
        author: LINUS,
        by: MALLORY,
      },
    ])
  })

  it('counts what blocks in it when the post was never seen and somebody else deleted it', () => {
    const ledger = record(ledgerOf(), remark('deleted', '/object', { by: MALLORY }))
    expect(fold(ledger).objections).toMatchObject([
      { by: LINUS, state: 'open', isRemoved: true, at: time(10) },
    ])
  })

  it('leaves no objection when its author deleted it unseen, and what it ended stays ended', () => {
    const ledger = record(ledgerOf(post(5, LINUS, ['commit'])), remark('deleted', '/object'))
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'withdrawn' }])
    expect(fold(ledger).positions.get(LINUS)?.commitment).toBeNull()
  })

  it('does not show what its author consented to', () => {
    for (const by of [LINUS, MALLORY])
      expect(kindsOf(told(remark('deleted', '/commit', { by })))).toEqual(['removal'])
  })

  it('suspends its author when somebody else deleted it unseen (C6)', () => {
    const ledger = record(ledgerOf(post(5, LINUS, ['commit'])), remark('deleted', 'hi', { by: MALLORY }))
    expect(fold(ledger).positions.get(LINUS)).toMatchObject({ commitment: null, suspendedSince: time(SEEN) })
  })

  it('changes nothing that the ledger holds when somebody else deleted it', () => {
    const seen = post(10, LINUS, ['commit', command('add', { names: [person(ADA)] })], { post: 'comment-7' })
    const before = fold(ledgerOf(seen)).positions.get(LINUS)?.commitment
    const ledger = record(ledgerOf(seen), remark('deleted', '/commit', { by: MALLORY }))
    expect(before).toBeTruthy()
    expect(fold(ledger).positions.get(LINUS)?.commitment).toEqual(before)
  })

  it('counts a block of a revision that was never seen (L2)', () => {
    const seen = post(10, LINUS, [], { post: 'comment-7' })
    const ledger = record(ledgerOf(seen), remark('deleted', '/object', { ...edited, by: MALLORY }))
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open', at: time(20) }])
  })

  it('names no author who is nobody (C5)', () => {
    const bot = { author: { login: 'helper[bot]', type: 'Bot' } } as const
    expect(told(remark('deleted', '/object', { by: MALLORY, evidence: bot }))).toMatchObject([
      { kind: 'removal', author: null },
    ])
  })

  it('says it too in a trigger that an older version stored', () => {
    const { told: known, ...trigger } = remark('deleted', '/object', { by: MALLORY })
    const { evidence: _, ...older } = known as ToldOfPost
    expect(told({ ...trigger, told: older })).toMatchObject([{ kind: 'removal', author: LINUS, by: MALLORY }])
    expect(told(trigger)).toEqual([])
  })
})

describe('a payload about a dismissed review (C7)', () => {
  const change = { on: 'review', review: 'dismissed', by: MALLORY } as const

  it('takes back what the review consented to, and ends nothing else', () => {
    const seen = post(10, LINUS, ['approve'], { post: 'review-7', tip: commit('a') })
    expect(fold(ledgerOf(seen)).positions.get(LINUS)?.commitment).not.toBeNull()
    expect(
      fold(record(ledgerOf(seen), remark('dismissed', '', change))).positions.get(LINUS)?.commitment,
    ).toBeNull()
    const elsewhere = ledgerOf(post(12, LINUS, ['commit']))
    const ledger = record(elsewhere, remark('dismissed', '', change))
    expect(fold(ledger).positions.get(LINUS)?.commitment).not.toBeNull()
  })

  it('counts what blocks in the body of one that was never seen', () => {
    const ledger = record(ledgerOf(), remark('dismissed', '/object\n/commit', change))
    expect(fold(ledger).objections).toMatchObject([{ by: LINUS, state: 'open' }])
    expect(fold(ledger).positions.get(LINUS)?.commitment ?? null).toBeNull()
  })
})

describe('a payload about the pull request (L1)', () => {
  it('shows a tip, which was not necessarily pushed then (F1, ADR 61)', () => {
    const push = { before: commit('a'), after: commit('b') }
    expect(told(moved('synchronize', { told: { push } }))).toEqual([
      {
        kind: 'tip',
        at: time(30),
        seen: time(SEEN),
        from: 'payload',
        commit: commit('b'),
        before: commit('a'),
        how: 'shown',
        isReady: true,
      },
    ])
  })

  it('shows every tip when another push followed before the payload was made (S6, GH-203)', () => {
    const push = { before: commit('a'), after: commit('c') }
    expect(told(moved('synchronize', { draft: true, told: { push } }))).toMatchObject([
      { commit: commit('b'), before: null, how: 'shown', isReady: false },
      { commit: commit('a'), how: 'possible', isReady: null },
      { commit: commit('c'), how: 'possible', isReady: null },
    ])
  })

  it('shows only a possible tip where it has no time', () => {
    expect(told(moved('synchronize', { at: '' }))).toMatchObject([{ how: 'possible', at: time(SEEN) }])
  })

  it('shows no tip where the head is no commit', () => {
    expect(told(moved('labeled', { head: 'HEAD' }))).toEqual([])
  })

  it.each([
    ['opened', { draft: true }, 'draft'],
    ['opened', { draft: false }, 'ready'],
    ['converted_to_draft', { draft: true }, 'draft'],
    ['ready_for_review', { draft: false }, 'ready'],
    ['reopened', {}, 'reopened'],
  ])('%s with %j is the state "%s"', (action, change, to) => {
    expect(told(moved(action, change))).toContainEqual({
      kind: 'state',
      at: time(30),
      seen: time(SEEN),
      from: 'payload',
      to,
      by: ADA,
    })
  })

  it('tells when it was closed', () => {
    const closed = moved('closed', { state: 'closed', told: { closedAt: time(28) } })
    expect(told(closed)).toContainEqual(
      expect.objectContaining({ kind: 'state', to: 'closed', at: time(28), by: ADA }),
    )
  })

  it.each([
    ['ready_for_review', { draft: true }],
    ['converted_to_draft', { draft: false }],
    ['closed', { state: 'open' }],
    ['reopened', { state: 'closed' }],
  ] as const)('does not tell that it was %s when it shows %j by now (GH-203)', (action, change) => {
    expect(kindsOf(told(moved(action, change)))).toEqual(['tip'])
  })

  it('tells the base branch when it opens and when that changes', () => {
    const base = expect.objectContaining({ kind: 'base', branch: digest('main'), at: time(30) })
    expect(told(moved('opened', {}))).toContainEqual(base)
    expect(told(moved('edited', { told: { isBaseChanged: true } }))).toContainEqual(base)
    expect(kindsOf(told(moved('edited', {})))).toEqual(['tip'])
  })

  it.each([
    ['labeled', ['RFC'], 'on'],
    ['unlabeled', [], 'off'],
    ['labeled', [], 'off'],
    ['labeled', null, 'on'],
    ['unlabeled', null, 'off'],
  ])('%s, showing the labels %j, is the label "%s" (D3)', (action, labels, to) => {
    expect(told(moved(action, { labels, told: { label: 'Rfc' } }))).toContainEqual(
      expect.objectContaining({ kind: 'label', label: digest('rfc'), to }),
    )
  })

  it('tells who merged it, when, and as which commit (R1)', () => {
    const merge = { at: time(27), by: MALLORY, commit: commit('d') }
    const merged = { state: 'closed', isMerged: true } as const
    expect(told(moved('labeled', { ...merged, told: { merge } }))).toContainEqual(
      expect.objectContaining({ kind: 'merge', at: time(27), by: MALLORY, commit: commit('d') }),
    )
    const unnamed = { ...merge, by: null }
    expect(told(moved('closed', { ...merged, told: { merge: unnamed } }))).toContainEqual(
      expect.objectContaining({ kind: 'merge', by: ADA }),
    )
    expect(told(moved('labeled', { ...merged, told: { merge: unnamed } }))).toContainEqual(
      expect.objectContaining({ kind: 'merge', by: null }),
    )
  })

  it('tells the tip in a trigger that an older version stored', () => {
    const trigger = moved('closed', { state: 'closed' })
    const { told: _, ...older } = trigger as PullRequest
    expect(kindsOf(told(older))).toEqual(['tip'])
  })
})

describe('a payload about a team (S3)', () => {
  const change = { kind: 'membership', team: 'acme/sre', personId: ADA, teamId: SRE } as const

  it('tells that somebody left it, and leaves it to a read that somebody joined it (GH-107)', () => {
    expect(told({ ...change, state: 'absent' })).toEqual([
      {
        kind: 'membership',
        at: time(SEEN),
        seen: time(SEEN),
        from: 'payload',
        team: SRE,
        person: ADA,
        isMember: false,
      },
    ])
    expect(told({ ...change, state: 'present' })).toEqual([])
  })

  it('tells nothing of a team whose id an older version did not store', () => {
    const { teamId: _, ...older } = change
    expect(told({ ...older, state: 'absent' })).toEqual([])
  })
})

describe('a trigger without a payload about it', () => {
  it.each<Trigger>([
    { kind: 'look', why: 'the checks were requested again', takesAway: true },
    { kind: 'group', ref: null },
    { kind: 'unreadable', why: 'it is of a newer version' },
  ])('tells nothing: $kind', (trigger) => {
    expect(told(trigger)).toEqual([])
  })
})
