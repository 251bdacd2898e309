import { z } from 'zod'
import type { RfcRecord } from './record.ts'

const who = { id: z.number(), login: z.string() }

const person = z.looseObject({
  ...who,
  position: z.enum(['silent', 'committed', 'dissenting', 'stale', 'objecting', 'recused', 'released']),
  alignment: z.enum(['aligned', 'misaligned', 'unsaid', 'stale']),
  isAuthor: z.boolean(),
  isPending: z.boolean(),
  isRequired: z.boolean().exactOptional(),
  at: z.string().nullable(),
  url: z.string().nullable(),
  reason: z.string(),
  commit: z.string().nullable().default(null),
  changed: z.array(z.string()).readonly().default([]),
})

const team = z.looseObject({
  name: z.string(),
  position: z.enum(['committed', 'waiting', 'released']),
  committed: z.number(),
  needed: z.number(),
  pending: z.array(z.string()).readonly().default([]),
})

const objection = z.looseObject({
  number: z.number(),
  by: z.looseObject(who),
  at: z.string(),
  reason: z.string(),
  state: z.enum(['open', 'heard', 'withdrawn', 'dissent', 'left open', 'set aside', 'removed']),
  blocks: z.boolean().default(true),
  removed: z.string().exactOptional(),
  url: z.string(),
  answers: z
    .array(z.looseObject({ at: z.string(), text: z.string(), url: z.string() }))
    .readonly()
    .default([]),
})

const merge = z.looseObject({
  at: z.string(),
  by: z.looseObject(who).nullable(),
  title: z.string(),
  basis: z.enum(['the merge', 'the last evaluation']),
  shown: z.string().nullable(),
})

// Loose: the record of a newer version keeps what this one does not know.
const record = z.looseObject({
  title: z.string(),
  url: z.string(),
  author: z.looseObject(who).nullable(),
  openedAt: z.string(),
  judgedAt: z.string(),
  head: z.string(),
  baseName: z.string(),
  state: z.enum([
    'needs fixing',
    'objection',
    'misalignment',
    'waiting',
    'draft',
    'committed',
    'decided',
    'merged',
    'closed',
  ]),
  decideBy: z.string().nullable().default(null),
  headline: z.string(),
  facts: z.array(z.string()).readonly().default([]),
  people: z.array(person).readonly(),
  teams: z.array(team).readonly(),
  objections: z.array(objection).readonly(),
  sharing: z.object({ of: z.number(), share: z.number() }).default({ of: 0, share: 0 }),
  isUnproposed: z.boolean().exactOptional(),
  heads: z
    .array(z.looseObject({ commit: z.string(), at: z.string() }))
    .readonly()
    .default([]),
  standing: z.string().exactOptional(),
  merge: merge.nullable().exactOptional(),
}) satisfies z.ZodType<RfcRecord>

const addressed = z.object({ url: z.string() })

/** Returns a record from its JSON, one of older rules included; null when this version cannot read it. */
export function parseRecord(text: string): RfcRecord | null {
  const parsed = record.safeParse(jsonOf(text))
  return parsed.success ? parsed.data : null
}

/** What is known of a record without its JSON. */
export type RecordColumns = Pick<RfcRecord, 'title' | 'state' | 'openedAt' | 'judgedAt' | 'decideBy'>

/** Returns what to show in place of a record that cannot be read, so that the pages with it can. */
export function unreadableRecord(text: string, columns: RecordColumns): RfcRecord {
  const found = addressed.safeParse(jsonOf(text))
  return {
    ...columns,
    url: found.success ? found.data.url : '',
    author: null,
    head: '',
    baseName: '',
    headline: "This version can't read the details. The next evaluation writes them again.",
    facts: [],
    people: [],
    teams: [],
    objections: [],
    sharing: { of: 0, share: 0 },
    heads: [],
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
