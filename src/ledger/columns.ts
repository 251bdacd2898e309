import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import { postKey, postOfKey } from '../facts/keys.ts'
import type { Entry, EntryKind, EntryOf, FirstSight } from './entry.ts'
import { readEntry } from './entry-schema.ts'
import type { RecordedCommand } from './recorded-command.ts'

/** Entries by kind, one list for each field: neighbours resemble each other, so that they compress well. */
export interface Columns {
  readonly commits: readonly CommitSha[]
  readonly columns: Readonly<Record<string, readonly (readonly unknown[])[]>>
}

/** How the value of a field is written, and read again. What cannot be read becomes undefined, which no entry has. */
interface Form<Value = unknown> {
  readonly write: (value: Value, row: Row & { readonly placeOf: (commit: CommitSha) => number }) => unknown
  readonly read: (written: unknown, row: Row & { readonly commits: readonly CommitSha[] }) => unknown
}

/** What a value may refer to: when its entry happened, and the value of the entry before. */
interface Row {
  readonly at: Timestamp
  readonly before: unknown
}

const plain: Form = { write: (value) => value, read: (written) => written }

const commit: Form<CommitSha | null> = {
  write: (value, { placeOf }) => (value === null ? null : placeOf(value)),
  read: (written, { commits }) => (written === null ? null : commits[Number(written)]),
}

/** Seconds since the entry before. */
const inTurn: Form<Timestamp> = {
  write: (value, { before }) => secondsOf(value) - secondsOf(before),
  read: (written, { before }) => timeOf(secondsOf(before) + Number(written)),
}

/** Seconds since it happened. */
const since: Form<Timestamp> = {
  write: (value, { at }) => secondsOf(value) - secondsOf(at),
  read: (written, { at }) => timeOf(secondsOf(at) + Number(written)),
}

/** A list like that of the entry before is written as 0. */
const repeated: Form = {
  write: (value, { before }) => (JSON.stringify(value) === JSON.stringify(before) ? 0 : value),
  read: (written, { before }) => (written === 0 ? before : written),
}

const LETTERS = { comment: 'c', review: 'r', line: 'l' } as const

const post: Form<PostKey | null> = {
  write: (key) => (key === null ? null : `${LETTERS[postOfKey(key).on]}${postOfKey(key).id}`),
  read: (written) => {
    if (typeof written !== 'string') return written
    const on = (Object.keys(LETTERS) as (keyof typeof LETTERS)[]).find(
      (place) => LETTERS[place] === written[0],
    )
    return on && postKey({ on, id: written.slice(1) })
  },
}

const commands: Form<readonly RecordedCommand[]> = {
  write: (all) => all.map(({ word, line, names, about }) => withoutEnd([word, line, names, about])),
  read: (written) =>
    listOf(written)?.map((one) => {
      const [word, line = null, names = [], about = []] = listOf(one) ?? []
      return { word, line, names, about }
    }),
}

const sight: Form<FirstSight | null> = {
  write: (value, row) => {
    if (value === null) return null
    const { at, teams, namedAtBase, isMaintainer, isDecider } = value
    return withoutEnd([since.write(at, row), teams, namedAtBase, isMaintainer, isDecider])
  },
  read: (written, row) => {
    if (written === null) return null
    const [at, teams = [], namedAtBase = [], isMaintainer = null, isDecider = null] = listOf(written) ?? []
    return { at: since.read(at, row), teams, namedAtBase, isMaintainer, isDecider }
  },
}

const evidence = { at: inTurn, seen: since, from: plain }

const revision = { post, author: plain, commands, firstSight: sight, tip: commit, viaEmail: plain }

type Fields<K extends EntryKind> = { readonly [F in Exclude<keyof EntryOf<K>, 'kind'>]: Form<EntryOf<K>[F]> }

/** The fields of each kind in the order of their columns: what is forgotten here does not compile. */
const FIELDS: { readonly [K in EntryKind]: Fields<K> } = {
  header: {
    ...evidence,
    rules: plain,
    author: plain,
    begun: plain,
    consentsAfter: since,
    judgedUntil: plain,
    leftOut: plain,
  },
  tip: { ...evidence, commit, before: commit, how: plain, isReady: plain },
  head: { ...evidence, run: plain, commit },
  text: {
    ...evidence,
    commit,
    version: plain,
    files: plain,
    names: repeated,
    material: plain,
    problem: plain,
  },
  named: { ...evidence, name: plain },
  quorum: { ...evidence, team: plain, quorum: plain },
  post: { ...evidence, ...revision },
  edit: { ...evidence, ...revision, written: since, by: plain, text: plain },
  removal: { ...evidence, post, author: plain, by: plain },
  dismissal: { ...evidence, post, by: plain },
  state: { ...evidence, to: plain, by: plain },
  base: { ...evidence, branch: plain },
  label: { ...evidence, label: plain, to: plain },
  membership: { ...evidence, team: plain, person: plain, isMember: plain },
  role: { ...evidence, person: plain, isMaintainer: plain },
  merge: { ...evidence, by: plain, commit },
  notice: { ...evidence, about: plain, to: plain, commit },
  number: { ...evidence, post, line: plain, number: plain },
}

/** Returns entries as columns. */
export function toColumns(entries: readonly Entry[]): Columns {
  const places = new Map<CommitSha, number>()
  const placeOf = (sha: CommitSha) => {
    const place = places.get(sha) ?? places.size
    places.set(sha, place)
    return place
  }
  const columns = [...Map.groupBy(entries, ({ kind }) => kind)].map(([kind, rows]) => {
    const values = rows as readonly object[] as readonly Values[]
    const written = fieldsOf(kind).map(([field, form]) =>
      values.map((row, index) =>
        form.write(row[field], { placeOf, at: row.at as Timestamp, before: values[index - 1]?.[field] }),
      ),
    )
    return [kind, written] as const
  })
  return { commits: [...places.keys()], columns: Object.fromEntries(columns) }
}

/** Returns the entries of columns; null where one of them is no entry of this version. */
export function fromColumns({ commits, columns }: Columns): readonly Entry[] | null {
  const entries: Entry[] = []
  for (const [kind, written] of Object.entries(columns)) {
    const fields = Object.hasOwn(FIELDS, kind) ? fieldsOf(kind as EntryKind) : []
    const rows = written[0]?.length ?? 0
    if (written.length !== fields.length || written.some(({ length }) => length !== rows)) return null
    let before: Values = {}
    for (let row = 0; row < rows; row++) {
      const values: Record<string, unknown> = { kind }
      for (const [place, [field, form]] of fields.entries())
        values[field] = form.read(written[place]?.[row], {
          commits,
          at: values.at as Timestamp,
          before: before[field],
        })
      const entry = readEntry(values)
      if (entry === null) return null
      entries.push(entry)
      before = values
    }
  }
  return entries
}

type Values = Readonly<Record<string, unknown>>

function fieldsOf(kind: EntryKind): readonly (readonly [string, Form])[] {
  return Object.entries(FIELDS[kind]) as readonly (readonly [string, Form])[]
}

/** Leaves out what is empty at the end of a list. */
function withoutEnd(list: readonly unknown[]): readonly unknown[] {
  const last = list.findLastIndex((part) => part !== null && !(Array.isArray(part) && part.length === 0))
  return list.slice(0, last + 1)
}

function listOf(written: unknown): readonly unknown[] | undefined {
  return Array.isArray(written) ? written : undefined
}

/** Seconds since 1970; 0 for what is no time, as before the first entry. */
function secondsOf(at: unknown): number {
  return typeof at === 'string' && at !== '' ? Date.parse(at) / 1000 : 0
}

/** What is no time gives a text that no entry may have. */
function timeOf(seconds: number): Timestamp {
  const date = new Date(seconds * 1000)
  return (Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19)}Z`) as Timestamp
}
