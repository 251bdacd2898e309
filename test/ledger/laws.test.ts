import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isConsent } from '../../src/commands/effects.ts'
import { append, join, type Ledger, NO_LEDGER } from '../../src/ledger/append.ts'
import { type Entry, type EntryOf, type Revision, writtenAt } from '../../src/ledger/entry.ts'
import { type Folded, fold } from '../../src/ledger/fold.ts'
import { actOf, type RecordedCommand } from '../../src/ledger/recorded-command.ts'
import { anyEntry, arrived, words } from './drawn-entries.ts'
import { ADA, command, GRACE, LINUS, MALLORY, post, SECRET, sight, SRE, time } from './told.ts'

const RUNS = { numRuns: 600 }

const ledgers = fc.array(anyEntry, { maxLength: 12 }).map((entries) => append(NO_LEDGER, entries))

/** Evidence with an order in which it may have arrived instead, some of it twice. */
const reordered = arrived.chain((entries) =>
  fc.tuple(
    fc.constant(entries),
    fc.shuffledSubarray([...entries, ...entries], { minLength: 0 }).map((some) => [...some, ...entries]),
  ),
)

function entriesIn({ entries }: Ledger): readonly Entry[] {
  return entries
}

describe('L1: the fold', () => {
  it('has a result for any evidence', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 40 }), (entries) => {
        const folded = fold(append(NO_LEDGER, entries))
        expect(folded.positions).toBeInstanceOf(Map)
      }),
      RUNS,
    )
  })

  it('does not depend on the order in which evidence arrived, nor on how often', () => {
    fc.assert(
      fc.property(reordered, ([entries, again]) => {
        const ledger = append(NO_LEDGER, entries)
        const other = again.reduce((before, entry) => append(before, [entry]), NO_LEDGER)
        expect(entriesIn(other)).toEqual(entriesIn(ledger))
        expect(fold(other)).toEqual(fold(ledger))
      }),
      RUNS,
    )
  })
})

describe('L3: joining ledgers', () => {
  it('gives the same whichever comes first', () => {
    fc.assert(
      fc.property(ledgers, ledgers, (one, other) => {
        expect(join(one, other)).toEqual(join(other, one))
      }),
      RUNS,
    )
  })

  it('gives the same in whichever groups', () => {
    fc.assert(
      fc.property(ledgers, ledgers, ledgers, (one, other, third) => {
        expect(join(join(one, other), third)).toEqual(join(one, join(other, third)))
      }),
      RUNS,
    )
  })

  it('gives the same when done again, and loses nothing', () => {
    fc.assert(
      fc.property(ledgers, ledgers, (one, other) => {
        const joined = join(one, other)
        expect(join(joined, other)).toEqual(joined)
        expect(append(joined, one.entries)).toBe(joined)
      }),
      RUNS,
    )
  })
})

/** Who consents, and which objections do not block: what decides between red and green. */
function greenIn({ positions, objections, released }: Folded): readonly string[] {
  const people = [...positions].flatMap(([id, { commitment, recused, misaligned, suspendedSince }]) => {
    const blocks =
      misaligned?.blocks === true ||
      suspendedSince !== null ||
      objections.some(({ by, state }) => by === id && state === 'open')
    return (commitment || recused || released.has(`person ${id}`)) && !blocks ? [`${id} consents`] : []
  })
  const teams = [...released.keys()].filter((key) => key.startsWith('team'))
  const closed = objections.flatMap(({ post: on, line, at, state }) =>
    state === 'open' ? [] : [`${on} ${line} ${at} closed`],
  )
  return [...people, ...teams, ...closed]
}

function expectNoMore(one: Folded, other: Folded, isLeftOut: (each: string) => boolean = () => false): void {
  const known = greenIn(other)
  expect(greenIn(one).filter((each) => !known.includes(each) && !isLeftOut(each))).toEqual([])
}

function isRevision(entry: Entry): entry is Revision {
  return entry.kind === 'post' || entry.kind === 'edit'
}

function mapCommands(
  entry: Entry,
  change: (all: readonly RecordedCommand[]) => readonly RecordedCommand[],
): Entry {
  return isRevision(entry) ? { ...entry, commands: change(entry.commands) } : entry
}

/** Without numbers and what names one, for those move with what is before them (P5). */
const unnumbered = arrived.map((entries) =>
  entries
    .filter(({ kind }) => kind !== 'number')
    .map((entry) => mapCommands(entry, (all) => all.map((each) => ({ ...each, about: [] })))),
)

const people = fc.constantFrom(ADA, LINUS, GRACE, MALLORY)
const blocks = fc.constantFrom('object', 'withdraw', 'misalign', 'request changes', 'doubt' as const)
const seconds = fc.integer({ min: 2, max: 40 })

function without(entries: readonly Entry[], ...words: readonly string[]): readonly Entry[] {
  return entries.map((entry) => mapCommands(entry, (all) => all.filter(({ word }) => !words.includes(word))))
}

/** A commitment undoes them, so that without it there may be more of them. */
const UNDONE = ['recuse', 'release', 'delegate'] as const

/**
 * Evidence with an edit of an author who consents in that post alone: a commitment that does not count leaves an older one
 * in place (F1).
 */
const withOwnEdit = fc
  .tuple(unnumbered, fc.nat(5))
  .chain(([all, index]) => {
    const edits = all.filter(
      (entry): entry is EntryOf<'edit'> => entry.kind === 'edit' && entry.by === entry.author,
    )
    const edit = edits[index % Math.max(1, edits.length)]
    if (!edit) return fc.constant(null)
    const isElsewhere = (entry: Entry) =>
      isRevision(entry) && entry.author === edit.author && entry.post !== edit.post
    const entries = without(all, ...UNDONE).map((entry) =>
      isElsewhere(entry)
        ? mapCommands(entry, (said) => said.filter((each) => !isConsent(actOf(each))))
        : entry,
    )
    return fc.constant([entries, edit] as const)
  })
  .filter((drawn) => drawn !== null)

function folded(entries: readonly Entry[]): Folded {
  return fold(append(NO_LEDGER, entries))
}

describe('C0: in doubt the fold', () => {
  it('consents to no more when a post that blocks is added', () => {
    fc.assert(
      fc.property(unnumbered, people, blocks, seconds, (all, author, word, at) => {
        // Whoever blocks can be released and is no longer away, and a recusal that it ends is not undone any more.
        const entries = without(all, ...UNDONE)
        const firstSight = sight(99, { teams: [SRE, SECRET] })
        const added = post(at, author, [word], { post: 'comment-99', firstSight })
        const closed = (each: string) => each.startsWith('comment-99')
        expectNoMore(folded([...entries, added]), folded(entries), closed)
      }),
      RUNS,
    )
  })

  it('consents to no more without a post that only consents', () => {
    fc.assert(
      fc.property(unnumbered, fc.nat(5), (all, index) => {
        const entries = without(all, ...UNDONE)
        // What was taken back has ended what came before it (F4), so nothing else may have happened to the post.
        // Nor may it have contradicted something that its author posted in the same second.
        const isAlone = (one: Revision) =>
          entries.filter((entry) => 'post' in entry && entry.post === one.post).length === 1 &&
          !entries.some(
            (entry) =>
              isRevision(entry) &&
              entry !== one &&
              entry.author === one.author &&
              writtenAt(entry) === writtenAt(one),
          )
        const posts = entries.filter(
          (entry): entry is Revision =>
            isRevision(entry) && isAlone(entry) && entry.commands.every((said) => isConsent(actOf(said))),
        )
        fc.pre(posts.length > 0)
        const rest = entries.filter((entry) => entry !== posts[index % posts.length])
        expectNoMore(folded(rest), folded(entries))
      }),
      RUNS,
    )
  })

  it.each([
    ['nobody known', null],
    ['somebody else', MALLORY],
    ['another one', GRACE],
  ])('consents to no more when there is evidence of an edit by %s, too', (_, by) => {
    fc.assert(
      fc.property(withOwnEdit, ([entries, edit]) => {
        const told: Entry = { ...edit, by, from: 'read', seen: time(90) }
        expectNoMore(folded([...entries, told]), folded(entries))
      }),
      RUNS,
    )
  })

  it('consents to no more when the author made another edit in the same second', () => {
    fc.assert(
      fc.property(withOwnEdit, fc.array(words, { maxLength: 2 }), ([entries, edit], said) => {
        const other = { ...edit, text: '2', commands: said.map((word) => command(word, { line: '7' })) }
        const closed = (each: string) => each.includes(' 7 ')
        expectNoMore(folded(without([...entries, other], ...UNDONE)), folded(entries), closed)
      }),
      RUNS,
    )
  })
})

describe('L1: the fold of an earlier time', () => {
  it('counts what the whole fold counts of it, as long as nobody edits or deletes a post', () => {
    fc.assert(
      fc.property(arrived, seconds, (all, second) => {
        const entries = all.filter(({ kind }, index) => index < 4 || kind === 'post' || kind === 'text')
        const whole = folded(entries)
        const before = fold(append(NO_LEDGER, entries), time(second))
        const times = new Map(entries.filter(isRevision).map(({ post: key, at }) => [key, at]))
        const isEarlier = ({ post: key }: { readonly post: string }) => (times.get(key) ?? '') < time(second)
        expect(whole.counted.filter(isEarlier)).toEqual(before.counted)
        expect(whole.notCounted.filter(isEarlier)).toEqual(before.notCounted)
        expect(folded(entries.filter(({ kind, at }) => kind === 'text' || at < time(second)))).toEqual(before)
      }),
      RUNS,
    )
  })
})
