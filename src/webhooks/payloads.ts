import { z } from 'zod'
import { wholeSecond } from '../facts/time.ts'

/**
 * The parts of webhook payloads that are read, validated once. GitHub sends much more, which is never looked
 * at, and no URL in a payload is ever fetched.
 */
const time = z.iso.datetime({ offset: true }).transform(wholeSecond)

const account = z.object({ id: z.number(), login: z.string(), type: z.string() })

const repository = z.object({
  id: z.number(),
  private: z.boolean().optional(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
})

const common = z.object({
  installation: z.object({ id: z.number() }),
  repository,
  sender: account.optional(),
})

const pullRequest = z.object({
  number: z.number(),
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
  draft: z.boolean().optional(),
  state: z.string(),
  labels: z.array(z.object({ name: z.string() })).optional(),
  body: z.string().nullish(),
  merged: z.boolean().nullish(),
  updated_at: time.optional(),
})

/** The text that an edit replaced. */
const changes = z.object({ body: z.object({ from: z.string().nullish() }).optional() }).optional()

const post = z.object({
  id: z.number(),
  user: account.nullish(),
  body: z.string().nullish(),
  updated_at: time.optional(),
})

/** The payload schemas by event. */
export const payloads = {
  pull_request: common.extend({ action: z.string(), pull_request: pullRequest }),
  issue_comment: common.extend({
    action: z.string(),
    issue: z.object({ number: z.number(), pull_request: z.object({}).nullish() }),
    comment: post,
    changes,
  }),
  pull_request_review: common.extend({
    action: z.string(),
    pull_request: z.object({ number: z.number() }),
    review: post.extend({ submitted_at: time.nullish(), state: z.string().nullish() }),
    changes,
  }),
  pull_request_review_comment: common.extend({
    action: z.string(),
    pull_request: z.object({ number: z.number() }),
    comment: post,
    changes,
  }),
  check_run: common.extend({
    check_run: z.object({
      head_sha: z.string(),
      external_id: z.string().nullish(),
      app: z.object({ id: z.number() }).nullish(),
    }),
  }),
  check_suite: common.extend({
    check_suite: z.object({ head_sha: z.string(), app: z.object({ id: z.number() }).nullish() }),
  }),
  merge_group: common.extend({
    merge_group: z.object({ head_sha: z.string(), head_ref: z.string().nullish(), base_ref: z.string() }),
  }),
  push: common.extend({
    ref: z.string(),
    forced: z.boolean().default(true),
    created: z.boolean().default(true),
    repository: repository.extend({ default_branch: z.string().optional() }),
    commits: z
      .array(
        z.object({
          added: z.array(z.string()).default([]),
          modified: z.array(z.string()).default([]),
          removed: z.array(z.string()).default([]),
        }),
      )
      .default([]),
  }),
  team: z.object({
    installation: z.object({ id: z.number() }),
    action: z.string().default(''),
    organization: z.object({ login: z.string() }),
    member: z.object({ id: z.number() }).nullish(),
    /** GitHub leaves out the slug of a deleted team. */
    team: z.object({ slug: z.string().optional() }),
  }),
  /** For changes of access and of the repository itself. */
  member: common,
  repository_edited: common.extend({
    changes: z.object({ default_branch: z.object({}).nullish() }).optional(),
  }),
  /** The minimum that identifies a pull request. */
  located: common.extend({
    pull_request: z.object({ number: z.number() }).optional(),
    issue: z.object({ number: z.number(), pull_request: z.object({}).nullish() }).optional(),
  }),
  installation: z.object({ installation: z.object({ id: z.number() }) }),
  installation_repositories: z.object({
    installation: z.object({ id: z.number() }),
    repositories_added: z.array(z.object({ id: z.number(), full_name: z.string() })).default([]),
    repositories_removed: z.array(z.object({ id: z.number() })).default([]),
  }),
} as const

export type Payload<Event extends keyof typeof payloads> = z.infer<(typeof payloads)[Event]>
