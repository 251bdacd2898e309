import { z } from 'zod'
import type { Reference } from './reference.ts'
import type { Trigger } from './trigger.ts'

const repository = {
  installationId: z.number(),
  repositoryId: z.number(),
  owner: z.string(),
  repo: z.string(),
}

const reference = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pull-request'), ...repository, number: z.number() }),
  z.object({ kind: z.literal('merge-group'), ...repository, headSha: z.string(), baseRef: z.string() }),
]) satisfies z.ZodType<Reference>

const person = z.looseObject({ id: z.number(), login: z.string() })

const presence = z.enum(['present', 'absent'])

const evidenceOfPost = z.object({
  written: z.string().nullable(),
  updated: z.string().nullable(),
  author: z.object({ login: z.string(), type: z.string() }).nullable(),
  commit: z.string().nullable(),
  head: z.object({ commit: z.string(), at: z.string().nullable(), draft: z.boolean().nullable() }).nullable(),
})

const toldOfPullRequest = z.object({
  action: z.string(),
  by: z.number().nullable(),
  push: z.object({ before: z.string(), after: z.string() }).nullable(),
  label: z.string().nullable(),
  isBaseChanged: z.boolean(),
  closedAt: z.string().nullable(),
  merge: z.object({ at: z.string(), by: z.number().nullable(), commit: z.string().nullable() }).nullable(),
})

// An older version reads what a newer one stored without the fields that it does not know.
const trigger = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('look'),
    why: z.string(),
    takesAway: z.literal(true).optional(),
    isBulk: z.literal(true).optional(),
    changed: z.array(z.string()).nullable().optional(),
  }),
  z.object({
    kind: z.literal('remark'),
    on: z.enum(['comment', 'review', 'line']),
    id: z.string(),
    state: presence,
    at: z.string(),
    text: z.string().nullable(),
    isDismissed: z.literal(true).optional(),
    deletion: z.object({ author: person, by: person.nullable() }).optional(),
    told: z
      .object({
        change: z.enum(['made', 'edited', 'deleted', 'dismissed']),
        author: z.number().nullable(),
        by: z.number().nullable(),
        before: z.string().nullable(),
        review: z.string().nullable(),
        evidence: evidenceOfPost.optional(),
      })
      .optional(),
  }),
  z.object({
    kind: z.literal('membership'),
    team: z.string(),
    personId: z.number(),
    state: presence,
    teamId: z.number().optional(),
    isBulk: z.literal(true).optional(),
  }),
  z.object({
    kind: z.literal('pull-request'),
    at: z.string(),
    head: z.string(),
    base: z.string(),
    draft: z.boolean().nullable(),
    state: z.enum(['open', 'closed']),
    isMerged: z.boolean().optional(),
    labels: z.array(z.string()).nullable(),
    body: z.string().nullable(),
    told: toldOfPullRequest.optional(),
  }),
  z.object({ kind: z.literal('group'), ref: z.string().nullable() }),
])

/** Returns a stored reference; null when it has another shape, such as that of a newer version. */
export function readReference(text: string): Reference | null {
  return reference.safeParse(jsonOf(text)).data ?? null
}

/** Returns a stored trigger. One of another shape, such as that of a newer version, is `unreadable`. */
export function readTrigger(text: string): Trigger {
  const { data, error } = trigger.safeParse(jsonOf(text))
  return data ? (data as Trigger) : { kind: 'unreadable', why: z.prettifyError(error) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
