/** The top-level objects that a body of an event must have, and further telling keys that it may have. */
interface Shape {
  readonly has: readonly string[]
  readonly mayHave?: readonly string[]
}

/** The handled events. */
const SHAPES: Readonly<Record<string, Shape>> = {
  pull_request: { has: ['repository', 'pull_request'], mayHave: ['label', 'milestone'] },
  issue_comment: { has: ['repository', 'issue', 'comment'] },
  pull_request_review: { has: ['repository', 'pull_request', 'review'] },
  pull_request_review_comment: { has: ['repository', 'pull_request', 'comment'] },
  check_run: { has: ['repository', 'check_run'] },
  check_suite: { has: ['repository', 'check_suite'] },
  merge_group: { has: ['repository', 'merge_group'] },
  push: { has: ['repository'], mayHave: ['ref'] },
  repository: { has: ['repository'] },
  member: { has: ['repository', 'member'] },
  membership: { has: ['team', 'member'] },
  team: { has: ['team'], mayHave: ['repository'] },
  installation: { has: ['installation'] },
  installation_repositories: { has: ['installation'], mayHave: ['repositories_added'] },
}

/** Top-level keys that distinguish events; those that nearly all events have are left out. */
const TELLING: readonly string[] = [
  'alert',
  'answer',
  'blocked_user',
  'branches',
  'build',
  'check_run',
  'check_suite',
  'client_payload',
  'comment',
  'deployment',
  'deployment_status',
  'discussion',
  'effective_date',
  'environment',
  'forkee',
  'hook',
  'inputs',
  'invitation',
  'issue',
  'key',
  'label',
  'marketplace_purchase',
  'member',
  'membership',
  'merge_group',
  'milestone',
  'package',
  'pages',
  'project',
  'project_card',
  'project_column',
  'projects_v2_item',
  'pull_request',
  'ref',
  'ref_type',
  'release',
  'repositories_added',
  'repository',
  'review',
  'rule',
  'security_advisory',
  'sponsorship',
  'starred_at',
  'status',
  'team',
  'thread',
  'workflow',
  'workflow_job',
  'workflow_run',
  'zen',
]

/**
 * Returns why a body cannot belong to the declared event, or null (TH-13). The signature covers the body
 * only, so a signed body could be sent again under another event's name.
 */
export function whyItDisagrees(event: string, body: Readonly<Record<string, unknown>>): string | null {
  const shape = Object.hasOwn(SHAPES, event) ? SHAPES[event] : undefined
  if (shape === undefined) return null
  const { has, mayHave = [] } = shape
  const missing = has.find((key) => !isObject(body[key]))
  if (missing !== undefined) return `a ${event} event has an object "${missing}"`
  const odd = TELLING.find((key) => !has.includes(key) && !mayHave.includes(key) && isThere(body[key]))
  if (odd !== undefined) return `a ${event} event has no "${odd}"`
  if (event === 'push' && typeof body.ref !== 'string') return 'a push event has a text "ref"'
  if (event === 'installation_repositories' && !Array.isArray(body.repositories_added)) {
    return 'an installation_repositories event has a list "repositories_added"'
  }
  return null
}

/** Whether a value is a JSON object (not a list, not null). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
}
