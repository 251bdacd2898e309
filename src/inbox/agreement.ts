/** The objects by which one event's body is told from another's. */
const MARKS = [
  'issue',
  'comment',
  'pull_request',
  'review',
  'thread',
  'check_run',
  'check_suite',
  'merge_group',
] as const

type Mark = (typeof MARKS)[number]

/** What the body of each event we handle has of these objects: exactly those, no others. */
const EXPECTED: Readonly<Record<string, readonly Mark[]>> = {
  pull_request: ['pull_request'],
  issue_comment: ['issue', 'comment'],
  pull_request_review: ['pull_request', 'review'],
  pull_request_review_comment: ['pull_request', 'comment'],
  check_run: ['check_run'],
  check_suite: ['check_suite'],
  merge_group: ['merge_group'],
  installation: [],
  installation_repositories: [],
}

/**
 * Says why a body cannot be that of the declared event, or null when it can (`faults.md` T13):
 * the signature covers the body only, so a signed body could be sent again under another event's name.
 */
export function whyItDisagrees(event: string, body: Readonly<Record<string, unknown>>): string | null {
  const expected = Object.hasOwn(EXPECTED, event) ? EXPECTED[event] : undefined
  if (expected === undefined) return null
  for (const mark of MARKS) {
    if (expected.includes(mark) && !isObject(body[mark])) return `a ${event} event has a "${mark}"`
    if (!expected.includes(mark) && isObject(body[mark])) return `a ${event} event has no "${mark}"`
  }
  if (event === 'installation' || event === 'installation_repositories') {
    if (!isObject(body.installation)) return `a ${event} event has an "installation"`
    const listsRepositories = Array.isArray(body.repositories_added)
    if (listsRepositories !== (event === 'installation_repositories')) {
      return `"repositories_added" belongs to installation_repositories, not to ${event}`
    }
    return null
  }
  return isObject(body.repository) ? null : `a ${event} event has a "repository"`
}

/** Whether a value is a JSON object (no list, not null). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
