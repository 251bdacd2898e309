import { z } from 'zod'
import { COMMANDS } from '../commands/commands.ts'
import type { CommandWord } from '../commands/model/command-word.ts'
import type { PostId, Timestamp } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import type { Entry, EntryKind, EntryOf, FirstSight } from './entry.ts'
import type { Name, NameKey, RecordedCommand, RecordedWord } from './recorded-command.ts'

// What a ledger may hold, wherever it was stored: no text but ids, digests, times and words of this App (L3).

const time = z.custom<Timestamp>(
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && isTime(value),
)
const id = z.int().nonnegative()
const commit = z.string().regex(/^[0-9a-f]{40}$/)
const digest = z.string().regex(/^[0-9a-f]{1,64}$/)
const post = z.custom<PostKey>(
  (value) => typeof value === 'string' && /^(?:comment|review|line)-\d{1,20}$/.test(value),
)
const postId = z.custom<PostId>((value) => typeof value === 'string' && /^\d{1,20}$/.test(value))
const nameKey = z.custom<NameKey>(
  (value) => typeof value === 'string' && /^(?:(?:person|team) \d{1,16}|name [0-9a-f]{1,64})$/.test(value),
)
const word = z.enum([
  ...(Object.keys(COMMANDS) as CommandWord[]),
  'approve',
  'request changes',
  'doubt',
]) satisfies z.ZodType<RecordedWord>

const name = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), person: id }),
  z.strictObject({ kind: z.literal('team'), team: id, quorum: z.union([id, z.literal('all')]) }),
  z.strictObject({ kind: z.literal('unresolved'), name: digest }),
]) satisfies z.ZodType<Name>

const command = z.strictObject({
  word,
  line: digest.nullable(),
  names: z.array(name),
  about: z.array(z.union([id, postId])),
}) satisfies z.ZodType<RecordedCommand>

const firstSight = z.strictObject({
  at: time,
  teams: z.array(id),
  namedAtBase: z.array(nameKey),
  isMaintainer: z.boolean().nullable(),
  isDecider: z.boolean().nullable(),
}) satisfies z.ZodType<FirstSight>

const revision = {
  post,
  author: id,
  commands: z.array(command),
  firstSight: firstSight.nullable(),
  tip: commit.nullable(),
  viaEmail: z.boolean(),
}

const evidence = { at: time, seen: time, from: z.enum(['payload', 'read']) }

const someone = id.nullable()

/** The shape of each kind of entry. */
const SHAPES: { readonly [K in EntryKind]: z.ZodType<EntryOf<K>> } = {
  header: z.strictObject({
    kind: z.literal('header'),
    ...evidence,
    rules: id,
    author: someone,
    begun: z.enum(['new', 'former', 'lost']),
    consentsAfter: time,
    judgedUntil: z.array(time),
    leftOut: z.array(post),
  }),
  tip: z.strictObject({
    kind: z.literal('tip'),
    ...evidence,
    commit,
    before: commit.nullable(),
    how: z.enum(['pushed', 'shown', 'possible']),
    isReady: z.boolean().nullable(),
  }),
  head: z.strictObject({ kind: z.literal('head'), ...evidence, run: id, commit }),
  text: z.strictObject({
    kind: z.literal('text'),
    ...evidence,
    commit,
    version: id,
    files: z.array(z.strictObject({ path: digest, blob: commit })),
    names: z.array(name),
    material: digest.nullable(),
    problem: digest.nullable(),
  }),
  named: z.strictObject({ kind: z.literal('named'), ...evidence, name }),
  quorum: z.strictObject({ kind: z.literal('quorum'), ...evidence, team: id, quorum: id }),
  post: z.strictObject({ kind: z.literal('post'), ...evidence, ...revision }),
  edit: z.strictObject({
    kind: z.literal('edit'),
    ...evidence,
    ...revision,
    written: time,
    by: someone,
    text: digest,
  }),
  removal: z.strictObject({
    kind: z.literal('removal'),
    ...evidence,
    post: post.nullable(),
    author: someone,
    by: someone,
  }),
  dismissal: z.strictObject({ kind: z.literal('dismissal'), ...evidence, post, by: someone }),
  state: z.strictObject({
    kind: z.literal('state'),
    ...evidence,
    to: z.enum(['draft', 'ready', 'closed', 'reopened', 'carried', 'own']),
    by: someone,
  }),
  base: z.strictObject({ kind: z.literal('base'), ...evidence, branch: digest }),
  label: z.strictObject({
    kind: z.literal('label'),
    ...evidence,
    label: digest,
    to: z.enum(['on', 'off']),
  }),
  membership: z.strictObject({
    kind: z.literal('membership'),
    ...evidence,
    team: id,
    person: id,
    isMember: z.boolean(),
  }),
  role: z.strictObject({ kind: z.literal('role'), ...evidence, person: id, isMaintainer: z.boolean() }),
  merge: z.strictObject({ kind: z.literal('merge'), ...evidence, by: someone, commit: commit.nullable() }),
  notice: z.strictObject({
    kind: z.literal('notice'),
    ...evidence,
    about: z.enum(['named', 'changed', 'ready']),
    to: nameKey.nullable(),
    commit: commit.nullable(),
  }),
  number: z.strictObject({
    kind: z.literal('number'),
    ...evidence,
    post,
    line: digest.nullable(),
    number: id,
  }),
}

/** Returns a stored entry; null for anything else, such as an entry of a kind that a newer version writes. */
export function readEntry(value: unknown): Entry | null {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : null
  if (typeof kind !== 'string' || !Object.hasOwn(SHAPES, kind)) return null
  return SHAPES[kind as EntryKind].safeParse(value).data ?? null
}

function isTime(text: string): boolean {
  return !Number.isNaN(Date.parse(text))
}
