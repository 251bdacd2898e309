import { z } from 'zod'
import type {
  CommitSha,
  InstallationId,
  Login,
  PullRequestNumber,
  RepositoryId,
  TeamId,
  UserId,
} from '../facts/ids.ts'
import { wholeSecond } from '../facts/time.ts'

const commitSha = z.string() as z.ZodType<CommitSha>
const login = z.string() as z.ZodType<Login>
const userId = z.number() as z.ZodType<UserId>
const repositoryId = z.number() as z.ZodType<RepositoryId>
const pullRequestNumber = z.number() as z.ZodType<PullRequestNumber>
const installation = z.object({ id: z.number() as z.ZodType<InstallationId> })

const time = z.iso.datetime({ offset: true }).transform(wholeSecond)

/** For what only the ledger needs: a payload without it is evidence of everything else. */
const ifTold = <Told extends z.ZodType>(told: Told) => told.nullable().catch(null)

const account = z.object({ id: userId, login, type: z.string() })

const repository = z.object({
  id: repositoryId,
  private: z.boolean().optional(),
  name: z.string(),
  owner: z.object({ login }),
})

const common = z.object({
  installation,
  repository,
  sender: account.optional(),
})

const pullRequest = z.object({
  number: pullRequestNumber,
  head: z.object({ sha: commitSha }),
  base: z.object({ ref: z.string() }),
  draft: z.boolean().optional(),
  state: z.string(),
  labels: z.array(z.object({ name: z.string() })).optional(),
  body: z.string().nullish(),
  merged: z.boolean().nullish(),
  updated_at: time.nullish(),
  closed_at: ifTold(time),
  merged_at: ifTold(time),
  merged_by: ifTold(z.object({ id: userId })),
  merge_commit_sha: ifTold(commitSha),
})

/** As reviews and review comments show it. */
const reviewed = z.object({
  number: pullRequestNumber,
  head: ifTold(z.object({ sha: commitSha })),
  draft: ifTold(z.boolean()),
  updated_at: ifTold(time),
})

/** The text that an edit replaced. */
const changes = z.object({ body: z.object({ from: z.string().nullish() }).optional() }).optional()

const post = z.object({
  id: z.number(),
  user: account.nullish(),
  body: z.string().nullish(),
  // Of a review it may be null (`webhooks_review` in GitHub's OpenAPI description).
  updated_at: time.nullish(),
  created_at: ifTold(time),
})

/**
 * The parts of webhook payloads that are read, by event, validated once. GitHub sends much more, which is never looked
 * at, and no URL in a payload is ever fetched.
 */
export const payloads = {
  pull_request: common.extend({
    action: z.string(),
    pull_request: pullRequest,
    before: ifTold(commitSha),
    after: ifTold(commitSha),
    label: ifTold(z.object({ name: z.string() })),
    changes: ifTold(z.object({ base: z.object({}).nullish() })),
  }),
  issue_comment: common.extend({
    action: z.string(),
    issue: z.object({ number: pullRequestNumber, pull_request: z.object({}).nullish() }),
    comment: post,
    changes,
  }),
  pull_request_review: common.extend({
    action: z.string(),
    pull_request: reviewed,
    review: post.extend({
      submitted_at: time.nullish(),
      state: z.string().nullish(),
      commit_id: ifTold(commitSha),
    }),
    changes,
  }),
  pull_request_review_comment: common.extend({
    action: z.string(),
    pull_request: reviewed,
    comment: post,
    changes,
  }),
  check_run: common.extend({
    check_run: z.object({
      head_sha: commitSha,
      external_id: z.string().nullish(),
      app: z.object({ id: z.number() }).nullish(),
    }),
  }),
  check_suite: common.extend({
    check_suite: z.object({ head_sha: commitSha, app: z.object({ id: z.number() }).nullish() }),
  }),
  merge_group: common.extend({
    merge_group: z.object({ head_sha: commitSha, head_ref: z.string().nullish(), base_ref: z.string() }),
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
    installation,
    action: z.string().default(''),
    organization: z.object({ login }),
    member: z.object({ id: userId }).nullish(),
    /** GitHub leaves out the slug of a deleted team. */
    team: z.object({ id: ifTold(z.number() as z.ZodType<TeamId>), slug: z.string().optional() }),
  }),
  /** For changes of access and of the repository itself. */
  member: common,
  repository_edited: common.extend({
    changes: z.object({ default_branch: z.object({}).nullish() }).optional(),
  }),
  /** The minimum that identifies a pull request. */
  located: common.extend({
    pull_request: z.object({ number: pullRequestNumber }).optional(),
    issue: z.object({ number: pullRequestNumber, pull_request: z.object({}).nullish() }).optional(),
  }),
  installation: z.object({ installation }),
  installation_repositories: z.object({
    installation,
    repositories_added: z.array(z.object({ id: repositoryId, full_name: z.string() })).default([]),
    repositories_removed: z.array(z.object({ id: repositoryId })).default([]),
  }),
} as const

export type Payload<Event extends keyof typeof payloads> = z.infer<(typeof payloads)[Event]>
