import type { PullRequestReference } from '../src/facts/reference.ts'

/** A pull request somewhere, for tests that ask nothing of it. */
export const reference: PullRequestReference = {
  kind: 'pull-request',
  installationId: 9,
  repositoryId: 7,
  owner: 'acme',
  repo: 'rfcs',
  number: 12,
}
