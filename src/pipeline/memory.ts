import { z } from 'zod'
import type { PassingRun } from '../facts/passing-runs.ts'
import { checkName } from '../report/check.ts'

const memory = z.object({
  title: z.string(),
  state: z.string(),
  head: z.string(),
  baseName: z.string(),
  at: z.string(),
  /** The pull request's own `updatedAt` in the snapshot that was judged: an older snapshot is not believed (V6). */
  updatedAt: z.string(),
  /** What was last written on the check of a head: GitHub's answers may not show it yet. */
  written: z
    .object({
      commit: z.string(),
      externalId: z.string(),
      conclusion: z.string(),
      /**
       * What the pull request's own verdict came to, without those that share its head (V7): a conclusion, or `unread`
       * where it could not be read as it stands (V6). Null: not known.
       */
      own: z.string().nullable().default(null),
      /** The id of that run; null where it is not known. */
      id: z.number().nullable().default(null),
    })
    .nullable(),
  /** Every run of this App that passes here, on any head and under any name: what is taken away without a read (V6, V7). */
  passing: z
    .array(
      z.object({ id: z.number().nullable(), commit: z.string(), name: z.string(), externalId: z.string() }),
    )
    .readonly()
    .optional(),
  /** What the verdict rests on (`basis.ts`). */
  basis: z
    .object({
      isRfc: z.boolean(),
      rfcLabels: z.array(z.string()).readonly().nullable(),
      labels: z.array(z.string()).readonly(),
      speakers: z.array(z.number()).readonly().nullable(),
      description: z.string().nullable(),
      paths: z.array(z.string()).readonly().nullable(),
    })
    .nullable()
    .default(null),
  /** Of a merge group, the numbers of its pull requests (V8). */
  members: z.array(z.number()).readonly().default([]),
  /** The reactions of this App to each remark, for a GitHub that does not show reactions. */
  reacted: z.record(z.string(), z.array(z.enum(['+1', 'confused'])).readonly()).readonly(),
  /** Comments of the App whose hiding was tried, by node id: it is not tried again, refused or not (C4). */
  hidden: z.array(z.string()).readonly().default([]),
  /** The numbers of the objections in each remark, as people were told them: `/heard #2` means that one for good. */
  objections: z.record(z.string(), z.array(z.number()).readonly()).readonly().default({}),
  /** Digests of the lines that were refused, by remark and revision: they stay so until they are said again (C0). */
  refused: z.record(z.string(), z.array(z.string()).readonly()).readonly().default({}),
  /** What was said and ended something, by post and kind: it stays ended when the post is gone (C6). */
  ended: z
    .record(
      z.string(),
      z.object({
        remark: z.string(),
        id: z.number(),
        login: z.string(),
        at: z.string(),
        what: z.enum(['block', 'word', 'commitment']),
        withAlignment: z.boolean(),
        gone: z.object({ at: z.string(), isWriters: z.boolean() }).nullable(),
      }),
    )
    .readonly()
    .default({}),
  refusedReviewers: z.array(z.string()).readonly(),
  /** GitHub's numeric id of each login when it was first seen here: logins change hands (S4). */
  logins: z.record(z.string(), z.number()).readonly().default({}),
  /** Pull requests that shared the head: they are told when one of them leaves it (V7). */
  siblings: z.array(z.number()).readonly().default([]),
  /** A team's commitment was required, or a team was looked up: a change of one is worth a look. */
  usesTeams: z.boolean().default(true),
  /** Digest of the record that was kept for the board: one that says the same is not kept again. */
  record: z.string().nullable().default(null),
  /** The rules it was judged by (`rules.ts`). */
  rules: z.number().default(0),
  /** What could be seen at a glance of what was judged: the sweep compares it with what can be seen now. */
  outline: z
    .object({
      baseTip: z.string(),
      /** It was no RFC by a brief read: nobody counted what was said. */
      isBrief: z.boolean().default(false),
      isDraft: z.boolean(),
      editedAt: z.string().nullable(),
      labels: z.array(z.string()).readonly(),
      /** The blob of the configuration that counted; null where there was none. */
      config: z.string().nullable(),
      configFrom: z.enum(['base', 'organisation']),
      /** Of everybody but this App. */
      comments: z.object({
        count: z.number(),
        changedAt: z.string().nullable(),
        /** Which of them was changed then. */
        changedId: z.string().nullable().default(null),
      }),
      /** The App's own comments, by id. */
      ownComments: z.array(z.string()).readonly(),
      lines: z.number().default(0),
      reviews: z.object({ count: z.number(), changedAt: z.array(z.string()).readonly() }),
    })
    .optional(),
})

/**
 * What a visit remembers for the next one and for the board: the last verdict, and the logins GitHub would not ask
 * for a review (V5). Nothing that makes a check green is read from it, except that a pull request was judged to be no RFC
 * (`never-an-rfc.ts`), which its own check runs prove as well: losing it loses history, no more.
 */
export type Memory = Readonly<z.infer<typeof memory>>

/** What was remembered, or null for nothing or a shape of another version. */
export function readMemory(value: unknown): Memory | null {
  const parsed = memory.safeParse(value)
  return parsed.success ? parsed.data : null
}

/** The runs that pass, as remembered; where an older version remembered, the one it wrote. */
export function passingOf(memory: Memory | null): readonly PassingRun[] {
  if (memory?.passing) return memory.passing
  if (memory?.written?.conclusion !== 'success') return []
  const { id, commit, externalId } = memory.written
  return [{ id, commit, name: checkName(memory.baseName), externalId }]
}
