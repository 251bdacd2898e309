import type { Queryable } from './database.ts'

/** An answer that a person gets once per repository, and the pull request it was given on. */
export interface AnswerRow {
  readonly personId: number
  readonly kind: string
  readonly number: number
}

/** Returns the answers that the given people already got in a repository. */
export async function readAnswers(
  tx: Queryable,
  repositoryId: number,
  people: readonly number[],
): Promise<readonly AnswerRow[]> {
  return await tx.query<AnswerRow>(
    `select person_id::float8 as "personId", kind, number from rfc.answered
     where repository_id = $1 and person_id = any($2::bigint[])`,
    [repositoryId, people],
  )
}

/** Stores answers given in a repository; an answer that is already stored is kept as it is. */
export async function keepAnswers(
  tx: Queryable,
  repositoryId: number,
  answers: readonly AnswerRow[],
): Promise<void> {
  await tx.query(
    `insert into rfc.answered (repository_id, person_id, kind, number)
     select $1, * from unnest($2::bigint[], $3::text[], $4::integer[])
     on conflict do nothing`,
    [
      repositoryId,
      answers.map(({ personId }) => personId),
      answers.map(({ kind }) => kind),
      answers.map(({ number }) => number),
    ],
  )
}
