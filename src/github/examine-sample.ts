import type { Octokit } from '@octokit/rest'
import type { RepositoryReference } from '../facts/reference.ts'
import type { SampleFacts, Seen } from '../doctor/facts.ts'
import { readPullRequest } from './read-pull-request.ts'
import type { Reader } from './reader.ts'
import { seen } from './seen.ts'

/**
 * Reads the newest open pull request of the first of some repositories that has one, exactly as an evaluation reads it,
 * and returns what GitHub says that it cost. `reader` must be nobody else's: its client is made to ask for the cost.
 */
export function readSample(
  reader: Reader,
  repositories: readonly RepositoryReference[],
): Promise<Seen<SampleFacts>> {
  return seen('read a pull request', async () => {
    const costs = countCosts(reader.octokit)
    for (const { owner, repo, repositoryId, installationId } of repositories) {
      const path = 'GET /repos/{owner}/{repo}/pulls'
      const { data } = await reader.octokit.request(path, { owner, repo, state: 'open', per_page: 1 })
      const [pull] = data
      if (!pull) continue
      const begun = performance.now()
      const { number } = pull
      await readPullRequest(reader, {
        kind: 'pull-request',
        installationId,
        repositoryId,
        owner,
        repo,
        number,
      })
      const milliseconds = Math.round(performance.now() - begun)
      return { pullRequest: `${owner}/${repo}#${number}`, milliseconds, ...costs() }
    }
    return { pullRequest: null, cost: 0, milliseconds: 0, quota: null }
  })
}

/** Has every query of a client say what it cost. */
function countCosts(octokit: Octokit): () => Pick<SampleFacts, 'cost' | 'quota'> {
  let cost = 0
  let quota: SampleFacts['quota'] = null
  octokit.hook.before('request', (options) => {
    const { query } = options as { query?: unknown }
    if (typeof query === 'string') Object.assign(options, { query: askingForCost(query) })
  })
  octokit.hook.after('request', ({ data }) => {
    const told = (data as { data?: { rateLimit?: RateLimit | null } | null } | null)?.data?.rateLimit
    if (!told) return
    cost += told.cost
    quota = { remaining: told.remaining, limit: told.limit }
  })
  return () => ({ cost, quota })
}

// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#returning-the-point-value-of-your-query
function askingForCost(query: string): string {
  const plain = query.replaceAll(/^\s*#.*$/gm, '')
  return /^\s*query\b/.test(plain) ? plain.replace('{', '{\n  rateLimit { cost remaining limit }') : query
}

interface RateLimit {
  readonly cost: number
  readonly remaining: number
  readonly limit: number
}
