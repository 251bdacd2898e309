import type { Store } from './database.ts'

/** An answer that a person gets once per repository, and the pull request it was given on. */
export interface AnswerRow {
  readonly personId: number
  readonly kind: string
  readonly number: number
}

/** Returns the answers that the given people already got in a repository. */
export async function readAnswers(
  { db, dialect }: Store,
  repositoryId: number,
  people: readonly number[],
): Promise<readonly AnswerRow[]> {
  return await db
    .selectFrom('answered')
    .select(['person_id as personId', 'kind', 'number'])
    .where('repository_id', '=', repositoryId)
    .where(dialect.isOneOf('person_id', people))
    .execute()
}

/** Stores answers given in a repository; an answer that is already stored is kept as it is. */
export async function keepAnswers(
  { db, dialect }: Store,
  repositoryId: number,
  answers: readonly AnswerRow[],
): Promise<void> {
  if (answers.length === 0) return
  await db
    .insertInto('answered')
    .values(
      answers.map(({ personId, kind, number }) => ({
        repository_id: repositoryId,
        person_id: personId,
        kind,
        number,
        answered_at: dialect.now(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
