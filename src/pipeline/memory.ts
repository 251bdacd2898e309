import { z } from 'zod'
import type {
  BlobId,
  CommitSha,
  Login,
  NodeId,
  ObjectionNumber,
  PostId,
  PullRequestNumber,
  RunId,
  Timestamp,
  UserId,
} from '../facts/ids.ts'
import type { TeamKey } from '../facts/keys.ts'
import type { PassingRun } from '../facts/passing-runs.ts'
import { checkName } from '../report/check.ts'

// What is stored was made of these types.
const commitSha = z.string() as z.ZodType<CommitSha>
const blobId = z.string() as z.ZodType<BlobId>
const login = z.string() as z.ZodType<Login>
const userId = z.number() as z.ZodType<UserId>
const runId = z.number() as z.ZodType<RunId>
const postId = z.string() as z.ZodType<PostId>
const pullRequestNumber = z.number() as z.ZodType<PullRequestNumber>
const objectionNumber = z.number() as z.ZodType<ObjectionNumber>
const nodeId = z.string() as z.ZodType<NodeId>
const time = z.string() as unknown as z.ZodType<Timestamp>

const memory = z.object({
  title: z.string(),
  state: z.string(),
  head: commitSha,
  baseName: z.string(),
  at: time,
  /** The pull request's `updatedAt` in the evaluated snapshot: an older snapshot is a stale read (V6). */
  updatedAt: time,
  /** The last check that was written on a head; GitHub may not show it yet. */
  written: z
    .object({
      commit: commitSha,
      externalId: z.string(),
      conclusion: z.string(),
      /**
       * The conclusion of its own verdict, or of the one that carries it, without what else makes a shared check
       * fail (V7); `unread` when its current state could not be read (V6). Null: not known.
       */
      own: z.string().nullable().default(null),
      /** The id of that run; null when it is not known. */
      id: runId.nullable().default(null),
    })
    .nullable(),
  /** Digests of the newest copies of the ledger in check runs whose entries this database has, the newest first (L3). */
  copies: z.array(z.string()).readonly().default([]),
  /** Every passing run of this App, on any head and under any name: what is taken away without a read (V6, V7). */
  passing: z
    .array(z.object({ id: runId.nullable(), commit: commitSha, name: z.string(), externalId: z.string() }))
    .readonly()
    .optional(),
  /** What the verdict depends on (`basis.ts`). */
  basis: z
    .object({
      isRfc: z.boolean(),
      rfcLabels: z.array(z.string()).readonly().nullable(),
      labels: z.array(z.string()).readonly(),
      speakers: z.array(userId).readonly().nullable(),
      description: z.string().nullable(),
      paths: z.array(z.string()).readonly().nullable(),
    })
    .nullable()
    .default(null),
  /** Of a merge group: the numbers of its pull requests (V8). */
  members: z.array(pullRequestNumber).readonly().default([]),
  /** The App's reactions to each post, for a server that does not show reactions. */
  reacted: z.record(z.string(), z.array(z.enum(['+1', 'confused'])).readonly()).readonly(),
  /** Node ids of the App's comments that were minimised, or that GitHub refused to minimise (C4). */
  hidden: z.array(nodeId).readonly().default([]),
  /** Of a version without a ledger, which starts with them: numbers of objections by post (P5). */
  objections: z.record(z.string(), z.array(objectionNumber).readonly()).readonly().optional(),
  /** The same: digests of rejected command lines, by post and revision (C0). */
  refused: z.record(z.string(), z.array(z.string()).readonly()).readonly().optional(),
  /** The same: posts that ended something, by post and kind; it stays ended when the post is deleted (C6). */
  ended: z
    .record(z.string(), z.object({ remark: z.string(), id: userId, login, at: time }))
    .readonly()
    .optional(),
  refusedReviewers: z.array(login).readonly(),
  /** The numeric id of each login when it was first seen: logins change hands (S4). */
  logins: z.record(z.string(), userId).readonly().default({}),
  /** The name by which each team was found last: the ledger knows it by its id (S3). */
  teams: z
    .record(z.string(), z.string() as z.ZodType<TeamKey>)
    .readonly()
    .default({}),
  /** Whom only the configuration named, now or before (S2). */
  configured: z
    .array(
      z.union([
        z.object({ kind: z.literal('person'), id: userId, login }),
        z.object({ kind: z.literal('team'), team: z.string() as z.ZodType<TeamKey> }),
      ]),
    )
    .readonly()
    .default([]),
  /** Pull requests that shared the head: they are evaluated when one of them leaves it (V7). */
  siblings: z.array(pullRequestNumber).readonly().default([]),
  isOpen: z.boolean().default(true),
  /** The one of them that carries the decision; null: this one (V7). */
  carriedBy: pullRequestNumber.nullable().default(null),
  /** Since when the head is known to have been the tip first (V7). */
  tipSince: z.object({ commit: commitSha, at: time }).nullable().default(null),
  /** Whether a team's commitment was required or a team was read: then a change of a team matters. */
  usesTeams: z.boolean().default(true),
  /** Digest of the stored record, so that an unchanged one is not stored again. */
  record: z.string().nullable().default(null),
  /** The rules version of the evaluation (`rules-version.ts`). */
  rules: z.number().default(0),
  /** The fingerprint of what was evaluated; reconciliation compares it with the current one. */
  outline: z
    .object({
      baseTip: commitSha,
      /** Whether a small read proved that it is no RFC: no posts were counted. */
      isBrief: z.boolean().default(false),
      isDraft: z.boolean(),
      editedAt: time.nullable(),
      labels: z.array(z.string()).readonly(),
      /** The blob of the effective configuration; null without a file. */
      config: blobId.nullable(),
      configFrom: z.enum(['base', 'organisation']),
      /** Without the App's own. */
      comments: z.object({
        count: z.number(),
        changedAt: time.nullable(),
        /** The id of the comment that was changed last. */
        changedId: postId.nullable().default(null),
      }),
      /** The ids of the App's own comments. */
      ownComments: z.array(postId).readonly(),
      lines: z.number().default(0),
      reviews: z.object({ count: z.number(), changedAt: z.array(time).readonly() }),
    })
    .optional(),
})

/**
 * What an evaluation remembers for the next one and for the board. No success depends on it, except that a
 * pull request was evaluated as no RFC (`never-an-rfc.ts`), which its own check runs prove as well: losing
 * the memory loses history only.
 */
export type Memory = Readonly<z.infer<typeof memory>>

/** Returns the memory; null when there is none or it has the shape of another version. */
export function readMemory(value: unknown): Memory | null {
  const parsed = memory.safeParse(value)
  return parsed.success ? parsed.data : null
}

/** Returns the passing runs; of a memory by an older version, the one it wrote. */
export function passingOf(memory: Memory | null): readonly PassingRun[] {
  if (memory?.passing) return memory.passing
  if (memory?.written?.conclusion !== 'success') return []
  const { id, commit, externalId } = memory.written
  return [{ id, commit, name: checkName(memory.baseName), externalId }]
}
