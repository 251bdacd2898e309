import fc from 'fast-check'
import type { Entry, EntryKind, EntryOf, FirstSight } from '../../src/ledger/entry.ts'
import type { Name, RecordedCommand, RecordedWord } from '../../src/ledger/recorded-command.ts'
import { COMMANDS } from '../../src/commands/commands.ts'
import type { CommandWord } from '../../src/commands/model/command-word.ts'
import { ADA, AUTHOR, commit, EVE, GRACE, LINUS, MALLORY, opening, SECRET, SRE, time } from './told.ts'

// Drawn evidence: few people, posts, commits and seconds, so that everything meets everything.

const people = fc.constantFrom(ADA, ADA, LINUS, GRACE, EVE, MALLORY, AUTHOR)
const somebody = fc.option(people)
const commits = fc.constantFrom('a', 'b', 'c').map(commit)
const seconds = fc.integer({ min: 1, max: 39 }).map(time)
const digests = fc.constantFrom('0', '1')
const posts = fc.constantFrom(
  ...['comment-11', 'comment-12', 'comment-13', 'comment-14', 'comment-15', 'comment-16'],
  ...['review-21', 'line-31'],
)
/** Whose a post is, is a fact that does not change. */
const AUTHORS: Readonly<Record<string, number>> = {
  'comment-11': ADA,
  'comment-12': ADA,
  'comment-13': LINUS,
  'comment-14': MALLORY,
  'comment-15': MALLORY,
  'comment-16': LINUS,
  'review-21': ADA,
  'line-31': GRACE,
}
const authorOf = (post: string) => AUTHORS[post] ?? ADA

const names: fc.Arbitrary<Name> = fc.oneof(
  people.map((person): Name => ({ kind: 'person', person })),
  fc.record({
    kind: fc.constant('team' as const),
    team: fc.constantFrom(SRE, SECRET),
    quorum: fc.constantFrom(1, 2, 'all' as const),
  }),
  fc.constant({ kind: 'unresolved', name: 'dead' } as const),
)

/** The words of commands, those that meet each other more often than the rest. */
export const words = fc.constantFrom<RecordedWord[]>(
  ...(Object.keys(COMMANDS) as CommandWord[]),
  ...(['commit', 'commit', 'commit', 'object', 'object', 'withdraw', 'heard', 'recuse', 'recuse'] as const),
  ...(['release', 'release', 'disagree-commit', 'align', 'misalign', 'delegate'] as const),
  'approve',
  'request changes',
  'doubt',
)

const commands: fc.Arbitrary<RecordedCommand> = fc.record({
  word: words,
  line: digests,
  names: fc.oneof(
    fc.tuple(people.map((person): Name => ({ kind: 'person', person }))),
    fc.array(names, { maxLength: 2 }),
  ),
  about: fc.array(fc.constantFrom(1, 2, '12'), { maxLength: 1 }),
})

const sights: fc.Arbitrary<FirstSight> = fc.record({
  at: seconds,
  teams: fc.subarray([SRE, SECRET]),
  namedAtBase: fc.subarray([`person ${ADA}`, `team ${SRE}`, `person ${MALLORY}`]),
  isMaintainer: fc.constantFrom(true, true, false, null),
  isDecider: fc.option(fc.boolean()),
})

const evidence = { at: seconds, seen: seconds, from: fc.constantFrom('payload' as const, 'read' as const) }

const revision = {
  ...evidence,
  post: posts,
  commands: fc.oneof(fc.tuple(commands), fc.tuple(commands), fc.array(commands, { maxLength: 3 })),
  firstSight: fc.option(sights, { freq: 5 }),
  tip: fc.option(commits, { freq: 2 }),
  viaEmail: fc.integer({ min: 0, max: 9 }).map((number) => number === 9),
}

/** Entries of each kind. */
const DRAWN: { readonly [K in EntryKind]: fc.Arbitrary<EntryOf<K>> } = {
  header: fc.record({
    kind: fc.constant('header'),
    ...evidence,
    rules: fc.integer({ min: 1, max: 3 }),
    author: fc.constant(AUTHOR),
    begun: fc.constantFrom('new' as const, 'former' as const, 'lost' as const),
    consentsAfter: fc.integer({ min: 0, max: 3 }).map(time),
    judgedUntil: fc.subarray([time(20), time(10)]),
    leftOut: fc.subarray(['comment-11', 'review-12'], { maxLength: 1 }),
  }),
  tip: fc.record({
    kind: fc.constant('tip'),
    ...evidence,
    commit: commits,
    before: fc.option(commits, { freq: 8 }),
    how: fc.constantFrom('pushed', 'shown', 'shown', 'possible'),
    isReady: fc.option(fc.boolean()),
  }),
  head: fc.record({ kind: fc.constant('head'), ...evidence, run: fc.nat(3), commit: commits }),
  text: fc.record({
    kind: fc.constant('text'),
    ...evidence,
    commit: commits,
    version: fc.constantFrom(1, 1, 1, 2),
    files: fc.array(fc.record({ path: digests, blob: commits.map(String) }), { maxLength: 2 }),
    names: fc.array(names, { maxLength: 3 }),
    material: fc.option(fc.constantFrom('0', '0', '0', '1'), { freq: 12 }),
    problem: fc.option(digests),
  }),
  named: fc.record({ kind: fc.constant('named'), ...evidence, name: names }),
  quorum: fc.record({
    kind: fc.constant('quorum'),
    ...evidence,
    team: fc.constantFrom(SRE, SECRET),
    quorum: fc.integer({ min: 2, max: 3 }),
  }),
  post: fc
    .record({ kind: fc.constant('post' as const), ...revision })
    .map((drawn) => ({ ...drawn, author: authorOf(drawn.post) })),
  edit: fc
    .record({
      kind: fc.constant('edit' as const),
      ...revision,
      isForeign: fc.constantFrom(false, false, true),
      other: somebody,
      text: digests,
    })
    .map(({ isForeign, other, ...drawn }) => {
      const author = authorOf(drawn.post)
      return { ...drawn, author, written: time(3), by: isForeign ? other : author }
    }),
  removal: fc
    .record({
      kind: fc.constant('removal' as const),
      ...evidence,
      post: fc.option(posts, { freq: 3 }),
      by: somebody,
    })
    .map((drawn) => ({ ...drawn, author: drawn.post === null ? ADA : authorOf(drawn.post) })),
  dismissal: fc.record({ kind: fc.constant('dismissal'), ...evidence, post: posts, by: somebody }),
  state: fc.record({
    kind: fc.constant('state'),
    ...evidence,
    to: fc.constantFrom('draft', 'ready', 'closed', 'reopened', 'carried', 'own'),
    by: somebody,
  }),
  base: fc.record({ kind: fc.constant('base'), ...evidence, branch: digests }),
  label: fc.record({
    kind: fc.constant('label'),
    ...evidence,
    label: digests,
    to: fc.constantFrom('on', 'off'),
  }),
  membership: fc.record({
    kind: fc.constant('membership'),
    ...evidence,
    team: fc.constantFrom(SRE, SECRET),
    person: people,
    isMember: fc.boolean(),
  }),
  role: fc.record({ kind: fc.constant('role'), ...evidence, person: people, isMaintainer: fc.boolean() }),
  merge: fc.record({ kind: fc.constant('merge'), ...evidence, by: somebody, commit: fc.option(commits) }),
  notice: fc.record({
    kind: fc.constant('notice'),
    ...evidence,
    about: fc.constantFrom('named', 'changed', 'ready'),
    to: fc.option(people.map((person) => `person ${person}`)),
    commit: fc.option(commits),
  }),
  number: fc.record({
    kind: fc.constant('number'),
    ...evidence,
    post: posts,
    line: digests,
    number: fc.integer({ min: 1, max: 4 }),
  }),
}

/** Posts and what happens to them are drawn more often than the rest. */
const OFTEN: Partial<Record<EntryKind, number>> = { post: 14, edit: 4, removal: 4, tip: 2, head: 2, text: 2 }

/** Any entry. */
export const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  ...Object.entries(DRAWN).map(([kind, arbitrary]) => ({
    weight: OFTEN[kind as EntryKind] ?? 1,
    arbitrary: arbitrary as fc.Arbitrary<Entry>,
  })),
)

/**
 * Evidence in the order in which it arrived: each entry was seen later than the one before. When a post was written does
 * not change, and it is edited later.
 */
export const arrived: fc.Arbitrary<readonly Entry[]> = fc
  .tuple(
    fc.array(anyEntry, { maxLength: 25 }),
    fc.array(fc.integer({ min: 2, max: 20 }), { minLength: 8, maxLength: 8 }),
  )
  .map(([entries, times]) => [
    ...opening(),
    ...entries.map((entry, index) => {
      const seen = time(40 + index)
      if (entry.kind !== 'post' && entry.kind !== 'edit') return { ...entry, seen }
      const at = time(times[Object.keys(AUTHORS).indexOf(entry.post)] ?? 0)
      const firstSight = entry.firstSight && { ...entry.firstSight, at: seen }
      if (entry.kind === 'post') return { ...entry, at, seen, firstSight }
      const [, later = at] = [entry.at, at].sort()
      return { ...entry, at: later, written: at, seen, firstSight }
    }),
  ])

/** What of the teams every reader can see. */
export const VISIBLE: ReadonlySet<number> = new Set([SRE])
export const ALL_TEAMS: ReadonlySet<number> = new Set([SRE, SECRET])
