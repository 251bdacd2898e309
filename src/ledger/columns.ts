import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import { postKey, postOfKey } from '../facts/keys.ts'
import type { Entry, EntryKind, EntryOf, FirstSight } from './entry.ts'
import { ENTRY_KINDS } from './entry.ts'
import { readEntry } from './entry-schema.ts'
import type { RecordedCommand } from './recorded-command.ts'

/** Entries by kind, one list for each field: neighbours resemble each other, so that they compress well. */
export interface Columns {
  readonly commits: readonly CommitSha[]
  readonly columns: Readonly<Record<string, readonly (readonly unknown[])[]>>
}

/** How the values of a field are written. */
interface Form {
  readonly write: (values: readonly unknown[], commits: CommitTable) => readonly unknown[]
  readonly read: (written: readonly unknown[], commits: readonly CommitSha[]) => readonly unknown[]
}

/** Returns the place of a commit in the list that all columns share. */
type CommitTable = (commit: CommitSha) => number

const plain: Form = { write: (values) => values, read: (written) => written }

/** Each value by itself; null stays null, and what cannot be read becomes undefined, which no entry has. */
function each<Value>(write: (value: Value) => unknown, read: (written: unknown) => Value | undefined): Form {
  return {
    write: (values) => values.map((value) => (value === null ? null : write(value as Value))),
    read: (written) => written.map((one) => (one === null ? null : read(one))),
  }
}

const commit: Form = {
  write: (values, commits) => values.map((value) => (value === null ? null : commits(value as CommitSha))),
  read: (written, commits) => written.map((one) => (one === null ? null : commits[one as number])),
}

/** Seconds since the value before. */
const time: Form = {
  write: (values) => {
    let before = 0
    return values.map((value) => {
      if (value === null) return null
      const since = secondsOf(value as Timestamp) - before
      before += since
      return since
    })
  },
  read: (written) => {
    let before = 0
    return written.map((since) => {
      if (since === null) return null
      before += Number(since)
      return timeOf(before)
    })
  },
}

const LETTERS = { comment: 'c', review: 'r', line: 'l' } as const

const post = each<PostKey>(
  (key) => `${LETTERS[postOfKey(key).on]}${postOfKey(key).id}`,
  (written) => {
    const [letter, id] = typeof written === 'string' ? [written.slice(0, 1), written.slice(1)] : []
    const on = (Object.keys(LETTERS) as (keyof typeof LETTERS)[]).find((place) => LETTERS[place] === letter)
    return on && id ? postKey({ on, id }) : undefined
  },
)

const commands = each<readonly RecordedCommand[]>(
  (all) => all.map(({ word, line, names, about }) => withoutEnd([word, line, names, about])),
  (written) =>
    listOf(written)?.map((one) => {
      const [word, line, names = [], about = []] = listOf(one) ?? []
      return { word, line, names, about } as RecordedCommand
    }),
)

const sight = each<FirstSight>(
  ({ at, teams, namedAtBase, isMaintainer, isDecider }) =>
    withoutEnd([secondsOf(at), teams, namedAtBase, [isMaintainer, isDecider]]),
  (written) => {
    const [at, teams = [], namedAtBase = [], rights = [null, null]] = listOf(written) ?? []
    const [isMaintainer, isDecider] = listOf(rights) ?? []
    return { at: timeOf(Number(at)), teams, namedAtBase, isMaintainer, isDecider } as FirstSight
  },
)

const evidence = { at: time, seen: time, from: plain } as const

const revision = { post, author: plain, commands, firstSight: sight, tip: commit, viaEmail: plain } as const

type Fields<K extends EntryKind> = Readonly<Record<Exclude<keyof EntryOf<K>, 'kind'>, Form>>

/** The fields of each kind in the order of their columns: what is forgotten here does not compile. */
const FIELDS: { readonly [K in EntryKind]: Fields<K> } = {
  header: { ...evidence, rules: plain, author: plain, begun: plain, consentsAfter: time, judgedUntil: plain },
  tip: { ...evidence, commit, before: commit, how: plain, isReady: plain },
  head: { ...evidence, run: plain, commit },
  text: { ...evidence, commit, version: plain, files: plain, names: plain, material: plain, problem: plain },
  post: { ...evidence, ...revision },
  edit: { ...evidence, ...revision, written: time, by: plain, text: plain },
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
  const placeOf: CommitTable = (sha) => {
    const place = places.get(sha) ?? places.size
    places.set(sha, place)
    return place
  }
  const columns = ENTRY_KINDS.flatMap((kind) => {
    const rows = entries.filter((entry) => entry.kind === kind) as readonly object[] as readonly Readonly<
      Record<string, unknown>
    >[]
    const written = Object.entries(FIELDS[kind]).map(([field, form]: [string, Form]) =>
      form.write(
        rows.map((row) => row[field]),
        placeOf,
      ),
    )
    return rows.length === 0 ? [] : [[kind, written] as const]
  })
  return { commits: [...places.keys()], columns: Object.fromEntries(columns) }
}

/** Returns the entries of columns; null where one of them is no entry of this version. */
export function fromColumns({ commits, columns }: Columns): readonly Entry[] | null {
  const entries = Object.entries(columns).flatMap(([kind, written]): readonly (Entry | null)[] => {
    if (!Object.hasOwn(FIELDS, kind)) return [null]
    const fields = Object.entries(FIELDS[kind as EntryKind]) as readonly [string, Form][]
    const [first] = written
    const isWhole =
      written.length === fields.length && written.every(({ length }) => length === first?.length)
    if (!isWhole || !first) return [null]
    const values = fields.map(([, form], place) => form.read(written[place] ?? [], commits))
    return first.map((_, row) =>
      readEntry({
        kind,
        ...Object.fromEntries(fields.map(([field], place) => [field, values[place]?.[row]])),
      }),
    )
  })
  return entries.every((entry) => entry !== null) ? entries : null
}

/** Leaves out what is empty at the end of a list. */
function withoutEnd(list: readonly unknown[]): readonly unknown[] {
  const last = list.findLastIndex((part) => !Array.isArray(part) || part.some((each) => each !== null))
  return list.slice(0, last + 1)
}

function listOf(written: unknown): readonly unknown[] | undefined {
  return Array.isArray(written) ? written : undefined
}

function secondsOf(at: Timestamp): number {
  return Date.parse(at) / 1000
}

/** What is no time gives a text that no entry may have. */
function timeOf(seconds: number): Timestamp {
  const date = new Date(seconds * 1000)
  return (Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19)}Z`) as Timestamp
}
