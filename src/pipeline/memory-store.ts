import type { UserId } from '../facts/ids.ts'
import type { PullRequestReference, RepositoryReference } from '../facts/reference.ts'
import { type Memory, passingOf, readMemory } from './memory.ts'
import { type AnswerRow, keepAnswers, readAnswers } from '../store/answer-rows.ts'
import type { Database } from '../store/database.ts'
import {
  recall,
  recallGroups,
  recallPullRequests,
  remember,
  rememberWithLease,
} from '../store/memory-rows.ts'
import type { RememberedGroup } from './evaluation-ports.ts'

/** Returns the memory stored in a database; shapes are checked on reading. */
export function memoryIn(database: Database) {
  return {
    recall: async (key: string): Promise<Memory | null> => readMemory(await recall(database, key)),
    remember: (key: string, value: Memory) => remember(database, key, value),
    rememberWithLease: (key: string, value: Memory, fence: number) =>
      rememberWithLease(database, key, value, fence),
    answers: (repository: RepositoryReference, people: readonly UserId[]) =>
      readAnswers(database, repository.repositoryId, people),
    keepAnswers: (repository: RepositoryReference, answers: readonly AnswerRow[]) =>
      keepAnswers(database, repository.repositoryId, answers),
    groups: async (repository: RepositoryReference): Promise<readonly RememberedGroup[]> =>
      (await recallGroups(database, repository.repositoryId)).flatMap(({ commit: headSha, value }) => {
        const memory = readMemory(value)
        if (!memory) return []
        const baseRef = `refs/heads/${memory.baseName}`
        return [
          { reference: { kind: 'merge-group' as const, ...placeOf(repository), headSha, baseRef }, memory },
        ]
      }),
    passingInto: async (
      repository: RepositoryReference,
      baseName: string,
    ): Promise<readonly PullRequestReference[]> =>
      (await recallPullRequests(database, repository.repositoryId)).flatMap(({ number, value }) => {
        const memory = readMemory(value)
        if (!memory || memory.baseName !== baseName || passingOf(memory).length === 0) return []
        return [{ kind: 'pull-request' as const, ...placeOf(repository), number }]
      }),
  }
}

function placeOf({ installationId, repositoryId, owner, repo }: RepositoryReference): RepositoryReference {
  return { installationId, repositoryId, owner, repo }
}
