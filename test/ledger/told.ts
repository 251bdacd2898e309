import type { CommitSha, Timestamp } from '../../src/facts/ids.ts'
import type { Ledger } from '../../src/ledger/append.ts'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Entry, EntryOf, FirstSight } from '../../src/ledger/entry.ts'
import type { Folded } from '../../src/ledger/fold.ts'
import type { Name, RecordedCommand, RecordedWord } from '../../src/ledger/recorded-command.ts'

// Entries for tests, in seconds since the pull request was opened.

export const [AUTHOR, ADA, LINUS, GRACE, EVE, MALLORY] = [1, 2, 3, 4, 5, 6] as const
export const [SRE, SECRET] = [71, 72] as const

/** GitHub's time so many seconds after the opening. */
export function time(seconds: number): Timestamp {
  return `${new Date(Date.UTC(2026, 2, 2) + seconds * 1000).toISOString().slice(0, 19)}Z` as Timestamp
}

/** A commit that one letter stands for. */
export function commit(letter: string): CommitSha {
  return letter.repeat(40)
}

export function person(id: number): Name {
  return { kind: 'person', person: id }
}

export function team(id: number, quorum: number | 'all' = 1): Name {
  return { kind: 'team', team: id, quorum }
}

/** Everything but what a kind of entry tells, seen in the second in which it happened. */
function seenAt(at: number, seen = at): Pick<Entry, 'at' | 'seen' | 'from'> {
  return { at: time(at), seen: time(seen), from: 'payload' }
}

export function header(change: Partial<EntryOf<'header'>> = {}): EntryOf<'header'> {
  return {
    kind: 'header',
    ...seenAt(0),
    rules: 1,
    author: AUTHOR,
    begun: 'new',
    consentsAfter: time(0),
    judgedUntil: [],
    leftOut: [],
    ...change,
  }
}

export function tip(at: number, letter: string, change: Partial<EntryOf<'tip'>> = {}): EntryOf<'tip'> {
  return {
    kind: 'tip',
    ...seenAt(at),
    commit: commit(letter),
    before: null,
    how: 'pushed',
    isReady: true,
    ...change,
  }
}

export function head(at: number, letter: string, run = at): EntryOf<'head'> {
  return { kind: 'head', ...seenAt(at), run, commit: commit(letter) }
}

export function text(
  letter: string,
  names: readonly Name[],
  change: Partial<EntryOf<'text'>> = {},
): EntryOf<'text'> {
  const files = [{ path: 'f1', blob: letter.repeat(40) }]
  const digests = { material: letter.repeat(16), problem: letter.repeat(16) }
  return {
    kind: 'text',
    ...seenAt(0),
    commit: commit(letter),
    version: 1,
    files,
    names,
    ...digests,
    ...change,
  }
}

/** A command; its line is a digest of the word alone unless another is given. */
export function command(
  word: RecordedWord,
  { line = '0', names = [], about = [] }: Partial<Omit<RecordedCommand, 'word'>> = {},
): RecordedCommand {
  return { word, line, names, about }
}

const NOTHING_SPECIAL: Omit<FirstSight, 'at'> = {
  teams: [],
  namedAtBase: [],
  isMaintainer: null,
  isDecider: null,
}

export function sight(at: number, change: Partial<FirstSight> = {}): FirstSight {
  return { at: time(at), ...NOTHING_SPECIAL, ...change }
}

/** A comment of this number, with commands of one word each. */
export function post(
  at: number,
  author: number,
  words: readonly (RecordedWord | RecordedCommand)[],
  change: Partial<EntryOf<'post'>> = {},
): EntryOf<'post'> {
  const commands = words.map((word) => (typeof word === 'string' ? command(word) : word))
  const place = { post: `comment-${at}${author}`, tip: null, viaEmail: false }
  return { kind: 'post', ...seenAt(at), ...place, author, commands, firstSight: sight(at), ...change }
}

/** An edit of a post, by its author unless somebody else is given. */
export function edit(
  at: number,
  of: EntryOf<'post'>,
  words: readonly (RecordedWord | RecordedCommand)[],
  change: Partial<EntryOf<'edit'>> = {},
): EntryOf<'edit'> {
  const { commands, seen } = post(at, of.author, words)
  const revision = { commands, seen, at: time(at), firstSight: sight(at) }
  return { ...of, ...revision, kind: 'edit', written: of.at, by: of.author, text: `${at}`, ...change }
}

export function removal(
  at: number,
  of: Pick<EntryOf<'post'>, 'post' | 'author'>,
  by: number | null,
): EntryOf<'removal'> {
  return { kind: 'removal', ...seenAt(at), post: of.post, author: of.author, by }
}

/** A ledger of these entries, after an opening whose head `a` names Ada, Linus and a team. */
export function ledgerOf(...entries: readonly Entry[]): Ledger {
  return append(NO_LEDGER, [...opening(), ...entries])
}

export function opening(): readonly Entry[] {
  const names = [person(ADA), person(LINUS), team(SRE, 2)]
  return [header(), tip(1, 'a'), text('a', names), head(2, 'a')]
}

/** What consents in a result, each in a few words: nobody may consent by a part of the evidence alone. */
export function consentsIn({ positions, objections, released }: Folded): readonly string[] {
  return [
    ...[...positions].flatMap(([id, { commitment, recused, aligned, misaligned, suspendedSince }]) => {
      const blocks =
        misaligned?.blocks ||
        suspendedSince !== null ||
        objections.some(({ by, state }) => by === id && state === 'open')
      return [
        ...(commitment && !blocks ? [`${id} ${commitment.kind} ${commitment.commit[0]}`] : []),
        ...(recused ? [`${id} recused`] : []),
        ...(aligned ? [`${id} aligned`] : []),
      ]
    }),
    ...[...released.keys()].map((key) => `${key} released`),
    ...objections.flatMap(({ post, line, state }) => (state === 'open' ? [] : [`${post} ${line} closed`])),
  ].sort()
}
