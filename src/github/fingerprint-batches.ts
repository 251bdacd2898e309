import type { OpenRepository, RepositoryNode } from './repositories.ts'

/** Repositories that are asked for in one question, and how many open pull requests of each. */
export interface Batch {
  readonly repositories: readonly RepositoryNode[]
  readonly first: number
}

/** What one question may return at most, in pull requests: what GitHub answers within its ten seconds (GH-40). */
const MOST = 50

/**
 * Puts repositories with open pull requests together, so that one question returns at most fifty. GitHub charges for what
 * a question could return (GH-154): those that have equally many are asked for together, and for no more than they have.
 */
export function batchesOf(repositories: readonly OpenRepository[]): readonly Batch[] {
  const batches: { repositories: OpenRepository[]; first: number }[] = []
  for (const repository of repositories.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    const first = sizeOf(repository)
    const last = batches.at(-1)
    if (last && (last.repositories.length + 1) * first <= MOST) {
      last.repositories.push(repository)
      last.first = first
    } else batches.push({ repositories: [repository], first })
  }
  return batches
}

/** A batch in smaller questions, for a GitHub that does not answer it; empty where it is the smallest already. */
export function smallerBatches({ repositories, first }: Batch): readonly Batch[] {
  const half = Math.ceil(repositories.length / 2)
  if (repositories.length > 1) {
    return [repositories.slice(0, half), repositories.slice(half)].map((some) => ({
      repositories: some,
      first,
    }))
  }
  return first > SMALLEST ? [{ repositories, first: SMALLEST }] : []
}

const SMALLEST = 5

function sizeOf({ open }: OpenRepository): number {
  return open === null ? MOST : Math.min(MOST, Math.max(1, open))
}
